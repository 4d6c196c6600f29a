"""The form for printing labels: which sheet, which numbers, why again, and what stands on the cartons already."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from growers.forms.base import SeatedForm
from growers.forms.fields import LineField, WholeField
from growers.forms.layout import in_groups
from growers.queries.seats import Seat
from harvests.models import LabelPrint
from harvests.rules.labels import MOST_AT_ONCE

PLACES = {
    "label_numbers_backwards": "first", "label_numbers_beyond": "last", "label_too_many": "last",
    "label_again_without_reason": "reason", "label_code_foreign": "on_carton",
}  # fmt: skip


class LabelForm(SeatedForm):
    """Labels from one number to another; by default one for each carton that has none yet."""

    save_label = _("Make labels")

    sheet = forms.ChoiceField(label=_("Sheet"), choices=LabelPrint.Sheet)
    first = WholeField(label=_("From number"))
    last = WholeField(label=_("To number"))
    reason = LineField(label=_("Printed again because"), required=False, max_length=200)
    on_carton = LineField(
        label=_("Codes already printed on the cartons"), required=False, max_length=200,
        help_text=_("Leave empty for plain cartons. The codes must be those of the lot."),
    )  # fmt: skip

    def __init__(self, seat: Seat, *args, cartons: int, printed: int, **kwargs):
        super().__init__(seat, *args, **kwargs)
        first = printed + 1 if printed < cartons else 1
        self.fields["first"].initial = first
        self.fields["last"].initial = min(max(cartons, 1), first + MOST_AT_ONCE - 1)

    @property
    def helper(self):
        groups = [(None, [["sheet"], ["first", "last"], ["reason"], ["on_carton"]])]
        return in_groups(super().helper, self, groups)

    @property
    def facts(self) -> dict:
        facts = super().facts
        if "on_carton" in facts:
            facts["on_carton"] = tuple(re.split(r"[\s,;]+", facts["on_carton"])) if facts["on_carton"] else ()
        return facts
