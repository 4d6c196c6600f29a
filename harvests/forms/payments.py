"""Forms about payments of a run: the lines that were paid, and a payment that came back."""

from django import forms
from django.utils.translation import gettext_lazy as _

from coopsite import clock
from growers.forms.fields import DayField, LineField
from growers.queries.seats import Seat
from harvests.forms.deliveries import StepForm
from harvests.models import Payment, SettlementRun
from harvests.models.credit import Means


class PayForm(StepForm):
    """Lines that were paid together: ticked, with day and the bank's reference; cash numbers its vouchers itself."""

    lines = forms.TypedMultipleChoiceField(label=_("Households"), coerce=int, required=False)
    day = DayField(label=_("Paid on"))
    means = forms.ChoiceField(label=_("Paid by"), choices=Means.choices)
    reference = LineField(label=_("Bank reference"), required=False, max_length=60)

    def __init__(self, seat: Seat, run: SettlementRun, *args, lines: list[int], means: str, **kwargs):
        super().__init__(seat, *args, save_label=_("Enter as paid"), **kwargs)
        self.run = run
        # Every line of the run may be sent: one that was paid meanwhile is refused by its name, not as unknown.
        self.fields["lines"].choices = [(key, key) for key in lines]
        self.fields["day"].initial, self.fields["means"].initial = clock.today(), means

    @property
    def purpose(self) -> str:
        return f"{super().purpose} {self.run.pk}"


class ReturnForm(StepForm):
    """A payment that came back: the day, and what the bank or the household said."""

    day = DayField(label=_("Came back on"))
    reason = LineField(label=_("Reason"), max_length=200)

    def __init__(self, seat: Seat, payment: Payment, *args, **kwargs):
        super().__init__(seat, *args, save_label=_("Save"), **kwargs)
        self.payment = payment
        self.fields["day"].initial = clock.today()

    @property
    def purpose(self) -> str:
        return f"{super().purpose} {self.payment.pk}"
