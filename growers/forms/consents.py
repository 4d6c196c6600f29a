"""Forms about consents: recording one with its words, and withdrawing it."""

from django.utils.translation import gettext_lazy as _

from coopsite import clock
from growers.forms.base import RowForm, SeatedForm, model_field
from growers.forms.fields import DayField, LineField
from growers.models import Consent, Household
from growers.queries.seats import Seat
from growers.rules.consents import WORDINGS

PLACES = {
    "consent_in_future": "given_on",
    "consent_already": "purpose",
    "withdrawal_in_future": "withdrawn_on",
    "withdrawal_before_consent": "withdrawn_on",
}


class ConsentForm(RowForm):
    """A consent as it was given; nothing is ticked beforehand, the words of the purpose stand there to be read out."""

    save_label = _("Record the consent")

    class Meta:
        model = Consent
        fields = ["purpose", "given_on", "how", "witness", "wording"]
        formfield_callback = model_field

    def __init__(self, seat: Seat, *args, household: Household, purpose: str = "", **kwargs):
        self.household = household
        super().__init__(seat, *args, **kwargs)
        self.fields["given_on"].initial = clock.today()
        self.fields["wording"].widget.attrs["rows"] = 4
        if purpose in WORDINGS:
            self.fields["purpose"].initial = purpose
            self.fields["wording"].initial = WORDINGS[purpose]

    @property
    def purpose(self) -> str:
        return f"{super().purpose} {self.household.pk}"


class WithdrawalForm(SeatedForm):
    """The day and the way in which a consent was withdrawn."""

    save_label = _("Withdraw the consent")

    withdrawn_on = DayField(label=_("Consent withdrawn on"))
    withdrawn_how = LineField(label=_("How it was withdrawn"), required=False, max_length=120)

    def __init__(self, seat: Seat, *args, consent: Consent, **kwargs):
        self.consent = consent
        super().__init__(seat, *args, **kwargs)
        self.fields["withdrawn_on"].initial = clock.today()

    @property
    def purpose(self) -> str:
        return f"{super().purpose} {self.consent.pk}"
