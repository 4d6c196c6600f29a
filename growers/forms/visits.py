"""The form of a supervision visit."""

from django.utils.translation import gettext_lazy as _

from coopsite import clock
from growers.forms.base import RowForm, model_field
from growers.forms.fields import DayField
from growers.forms.layout import in_groups
from growers.forms.ticked import OfRow
from growers.models import SupervisionVisit
from growers.queries.seats import Seat
from growers.rules.visits import judge_visit

PLACES = {"visit_in_future": "visited_on", "visit_long_ago": "visited_on", "visit_due_not_later": "next_due"}


class VisitForm(OfRow, RowForm):
    """A visit of the area or house behind a code."""

    save_label = _("Record the visit")

    next_due = DayField(
        label=_("Next visit due"), required=False, help_text=_("Only when the inspector asks for an earlier one.")
    )

    class Meta:
        model = SupervisionVisit
        fields = ["visited_on", "kind", "inspector", "result", "pests", "sample_no", "next_due", "note"]
        formfield_callback = model_field

    def __init__(self, seat: Seat, *args, **kwargs):
        super().__init__(seat, *args, **kwargs)
        self.fields["visited_on"].initial = clock.today()

    @property
    def helper(self):
        groups = [
            ("", [["visited_on", "kind"], ["inspector", "result"], ["pests", "sample_no"], ["next_due"], ["note"]]),
        ]
        return in_groups(super().helper, self, groups)

    def clean(self):
        facts = super().clean()
        if facts.get("visited_on"):
            self.add_verdict(judge_visit(facts["visited_on"], facts.get("next_due"), today=clock.today()), PLACES)
        return facts
