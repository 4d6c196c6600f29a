"""Forms that belong to one row, and lists in which rows are ticked; the page draws the list."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from growers.forms.base import SeatedForm
from growers.forms.fields import LineField, RowsField
from growers.queries.seats import Seat


class OfRow:
    """A form about one row: the same token sent for another row is another sending."""

    row: models.Model

    def __init__(self, seat: Seat, *args, row: models.Model, **kwargs):
        self.row = row
        super().__init__(seat, *args, **kwargs)

    @property
    def purpose(self) -> str:
        return f"{super().purpose} {self.row._meta.model_name} {self.row.pk}"


class TickedForm(OfRow, SeatedForm):
    """Rows ticked in a list, and a day; the page draws the list, for each row shows more than a label."""

    rows_name = ""

    def tick(self, queryset) -> None:
        """The rows that may be ticked."""
        nothing = {"required": _("Tick at least one plot.")}
        self.fields[self.rows_name] = RowsField(queryset, label=_("Plots"), error_messages=nothing)

    @property
    def ticked(self) -> set[str]:
        """The keys that were ticked, as they were sent."""
        return set(self.data.getlist(self.rows_name)) if self.is_bound else set()


class ReasonForm(OfRow, SeatedForm):
    """Why something that happened to a row shall not count."""

    reason = LineField(label=_("Reason"), max_length=200, error_messages={"required": _("Say why.")})
