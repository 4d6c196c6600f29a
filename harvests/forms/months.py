"""Forms about months and the journal: opening a month again, the days of an export, the accounts of a movement."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from growers.forms.base import FilterForm, SeatedForm
from growers.forms.fields import DayField, LineField
from growers.wording import sentences


class MonthForm(SeatedForm):
    """A form about one month."""

    name = "close"

    def __init__(self, seat, month: dt.date, data=None, **kwargs):
        super().__init__(seat, data, auto_id=f"{self.name}_{month:%Y%m}_%s", **kwargs)
        self.month = month

    @property
    def purpose(self) -> str:
        return f"{super().purpose} {self.month}"

    def add_verdict(self, verdict, fields=None) -> None:
        for text in sentences(verdict):
            self.add_error(None, ValidationError(text))


class ReopenMonthForm(MonthForm):
    """Opening a closed month again."""

    name = "reopen"
    reason = LineField(label=_("Why it is opened again"), max_length=160)


class JournalFilter(FilterForm):
    """The days of a journal export."""

    first = DayField(label=_("From"), required=False)
    last = DayField(label=_("To"), required=False)


class AccountForm(SeatedForm):
    """The accounts of one kind of movement."""

    debit = LineField(label=_("Debit account"), max_length=12)
    credit = LineField(label=_("Credit account"), max_length=12)

    def __init__(self, seat, key: str, accounts: tuple[str, str], data=None, **kwargs):
        super().__init__(seat, data, initial={"debit": accounts[0], "credit": accounts[1]}, **kwargs)
        self.key = key

    @property
    def purpose(self) -> str:
        return f"{super().purpose} {self.key}"
