"""Forms about recalls: the filter of the list, a new one, a person reached, kilograms back, the conclusion."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from coopsite import clock
from growers.forms.base import FilterForm, SeatedForm
from growers.forms.fields import KgField, LineField, MomentField, TextField
from growers.models import CoopModel
from growers.queries.seats import Seat
from harvests.models import Recall, RecallLot
from harvests.queries.trace_starts import Start, starts

PLACES = {
    "recall_without_lots": "start", "recall_reason_missing": "reason", "recall_found_in_future": "detected_at",
    "recall_found_long_ago": "detected_at", "recall_returned_too_much": "returned_g",
    "recall_return_changed": "returned_g", "recall_conclusion_missing": "conclusion",
}  # fmt: skip


class RecallFilter(FilterForm):
    """What the list of recalls is narrowed to."""

    kind = forms.ChoiceField(label=_("Kind"), required=False)
    status = forms.ChoiceField(label=_("Status"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.offer("kind", Recall.Kind.choices)
        self.offer("status", Recall.Status.choices)


class RecallForm(SeatedForm):
    """A recall to be opened; `start` is any code that the trace finds, if it finds one thing."""

    save_label = _("Open the recall")

    start = LineField(label=_("Starts from"), max_length=60, help_text=_("Any code that the trace finds."))
    kind = forms.ChoiceField(
        label=_("Kind of recall"), choices=Recall.Kind.choices, widget=forms.RadioSelect,
        help_text=_("A recall puts every lot it reaches on hold at once; a mock recall locks nothing and is timed."),
    )  # fmt: skip
    reason = LineField(label=_("Reason"), max_length=300)
    detected_at = MomentField(label=_("Found at"), help_text=_("A recall has to be opened within 24 hours after that."))
    wide = forms.BooleanField(
        label=_("Also lots that share a source"), required=False,
        help_text=_("Every other lot with fruit of the same tickets, when the orchard itself is in doubt."),
    )  # fmt: skip
    public_note = LineField(
        label=_("What the public page says"), required=False, max_length=300,
        help_text=_("Shown to everybody who scans one of these lots; leave it empty for the usual warning."),
    )  # fmt: skip

    def __init__(self, seat: Seat, *args, **kwargs):
        super().__init__(seat, *args, **kwargs)
        self.fields["detected_at"].initial = clock.now

    def clean_start(self) -> Start:
        found = starts(self.seat.cooperative, self.cleaned_data["start"])
        if not found:
            raise ValidationError(_("Nothing here has this code. Check it against the label or the slip."))
        if len(found) > 1:
            meant = ", ".join(one.query for one in found)
            raise ValidationError(
                _("This can mean several things; type one of these: %(meant)s"), params={"meant": meant}
            )
        if len(found[0].query) > 60:
            raise ValidationError(_("This code is too long."))
        return found[0]


class RowStep(SeatedForm):
    """A step that is about one row: a token sent for one row is not taken for a sending about another."""

    def __init__(self, seat: Seat, row: CoopModel, *args, **kwargs):
        self.row = row
        super().__init__(seat, *args, **kwargs)

    @property
    def purpose(self) -> str:
        return f"{super().purpose} {self.row.pk}"


class TracedForm(RowStep):
    """The watch is stopped."""

    save_label = _("The trace is complete: stop the watch")


class ReachedForm(RowStep):
    """A buyer or household was told."""

    save_label = _("Reached")

    note = LineField(label=_("Note"), required=False, max_length=200)


class ReturnForm(RowStep):
    """What has come back of a lot in all; `had_g` is the figure that stood there."""

    save_label = _("Save")

    returned_g = KgField(label=_("Came back in all"), decimals=2)
    had_g = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, seat: Seat, row: RecallLot, *args, **kwargs):
        super().__init__(seat, row, *args, **kwargs)
        self.fields["returned_g"].initial = row.returned_g
        self.fields["had_g"].initial = row.returned_g


class ConclusionForm(RowStep):
    """What was found and done; the lots may be released at once."""

    save_label = _("Conclude the recall")

    conclusion = TextField(label=_("Conclusion"), max_length=2000)
    release = forms.BooleanField(
        label=_("Release all its lots"), required=False,
        help_text=_("Otherwise they stay on hold until each is released with a reason."),
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, seat: Seat, recall: Recall, *args, **kwargs):
        super().__init__(seat, recall, *args, **kwargs)
        self.fields["version"].initial = recall.version
        if recall.kind == Recall.Kind.MOCK:
            del self.fields["release"]

    @property
    def facts(self) -> dict:
        return super().facts | {"version": self.shown_version}

    def meet(self, current: Recall) -> None:
        """Somebody changed the recall since: what was typed stays, and sending it again is then a decision."""
        self.data = self.data.copy()
        self.data["version"] = current.version
        self.add_error(None, _("Somebody changed this recall in the meantime. Look at it, and save again."))
