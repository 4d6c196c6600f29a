"""The small forms of letting things out: publish, withdraw, a link to papers, revoke it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from growers.forms.base import SeatedForm
from growers.forms.fields import LineField, WholeField
from growers.queries.seats import Seat
from harvests.forms.deliveries import StepForm
from harvests.models import Lot, Shipment
from harvests.queries.dossiers import lots_to_show, shipments_to_show

PLACES = {
    "page_withdraw_without_reason": "reason", "dossier_days_wrong": "days", "dossier_without_subject": "lot",
    "dossier_of_two": "shipment", "dossier_lot_void": "lot",
}  # fmt: skip
USUAL_DAYS = 30


class LotStepForm(StepForm):
    """A step on one lot: what was sent for one is not taken for another's."""

    def __init__(self, seat: Seat, lot: Lot, *args, **kwargs):
        self.lot = lot
        super().__init__(seat, *args, **kwargs)

    @property
    def purpose(self) -> str:
        return f"{super().purpose} {self.lot.pk}"


class WithdrawForm(LotStepForm):
    """Takes a public page back, and says why."""

    reason = LineField(label=_("Reason"), max_length=200)


class DossierForm(SeatedForm):
    """A link to the papers of a lot or of a shipment."""

    save_label = _("Make the link")

    lot = forms.ModelChoiceField(Lot.objects.none(), label=_("Lot"), required=False, empty_label="–")
    shipment = forms.ModelChoiceField(Shipment.objects.none(), label=_("Shipment"), required=False, empty_label="–")
    recipient = LineField(label=_("For whom"), max_length=120)
    days = WholeField(label=_("Valid for (days)"), initial=USUAL_DAYS, help_text=_("At most 90 days."))

    def __init__(self, seat: Seat, *args, **kwargs):
        super().__init__(seat, *args, **kwargs)
        self.fields["lot"].queryset = lots_to_show(seat.cooperative)
        self.fields["shipment"].queryset = shipments_to_show(seat.cooperative)
