"""Forms about members' capital: what is committed, paid in, certified, given back; the list's filter."""

from django import forms
from django.utils.translation import gettext_lazy as _

from coopsite import clock
from growers.forms.base import FilterForm, SeatedForm
from growers.forms.fields import DayField, DongField, LineField
from growers.forms.households import REASONS
from growers.forms.layout import in_groups
from growers.forms.ticked import OfRow
from growers.models import CapitalPayment, Household
from growers.queries.capital import registered
from growers.queries.seats import Seat
from growers.rules.capital import CONTRIBUTING

PLACES = {
    "capital_of_others": "household", "capital_of_left": "household", "capital_member_over": "amount_vnd",
    "capital_associates_over": "amount_vnd", "capital_over_committed": "amount_vnd",
    "capital_without_quantity": "quantity", "capital_payment_early": "paid_on", "capital_too_old": "committed_on",
    "capital_end_early": "ended_on", "capital_certificate_early": "issued_on",
}  # fmt: skip
DAYS = ("committed_on", "paid_on", "issued_on", "ended_on")
KINDS = [(kind, label) for kind, label in Household.Kind.choices if kind in CONTRIBUTING]
TOO_LITTLE = _("More than nothing.")


def places_of(form: SeatedForm) -> dict[str, str | None]:
    """Beside which field of this form each reason belongs: what is said of the day at the one day that it asks for."""
    day = next((name for name in DAYS if name in form.fields), None)
    return {**PLACES, "capital_day_ahead": day, "month_closed": day}


class CapitalFilter(FilterForm):
    """What the list of contributions is narrowed to."""

    search = LineField(label=_("Search"), required=False, max_length=80)
    state = forms.ChoiceField(
        label=_("Status"), required=False,
        choices=[("", _("all that stand")), ("open", _("not all paid in")), ("paid", _("paid in")),
                 ("ended", _("given back"))],
    )  # fmt: skip
    kind = forms.ChoiceField(label=_("Membership type"), required=False, choices=[("", _("all")), *KINDS])

    field_order = ["search"]


class AmountForm(SeatedForm):
    """A form with an amount, which is more than nothing."""

    amount_vnd = DongField(label=_("Amount"))

    def clean_amount_vnd(self):
        if self.cleaned_data["amount_vnd"] <= 0:
            raise forms.ValidationError(TOO_LITTLE)
        return self.cleaned_data["amount_vnd"]


class CommitmentForm(AmountForm):
    """What a member commits to the charter capital."""

    save_label = _("Add contribution")

    household = forms.ModelChoiceField(Household.objects.none(), label=_("Member"))
    committed_on = DayField(label=_("Committed on"))
    note = LineField(label=_("Note"), required=False, max_length=200)

    def __init__(self, seat: Seat, *args, **kwargs):
        super().__init__(seat, *args, **kwargs)
        self.fields["household"].queryset = registered(seat.cooperative, clock.today()).order_by("code")
        self.fields["amount_vnd"].label = _("Committed")
        self.fields["committed_on"].initial = clock.today()

    @property
    def helper(self):
        return in_groups(super().helper, self, [("", [["household"], ["committed_on", "amount_vnd"], ["note"]])])


class CapitalPaymentForm(OfRow, AmountForm):
    """Money or goods paid in on a contribution."""

    save_label = _("Save payment")

    paid_on = DayField(label=_("Paid in on"))
    asset = forms.ChoiceField(label=_("Kind of asset"), choices=CapitalPayment.Asset.choices)
    quantity = LineField(
        label=_("Quantity"), required=False, max_length=60, help_text=_("For land and goods, such as 500 m² or 1 pump.")
    )
    reference = LineField(label=_("Voucher or bank reference"), required=False, max_length=60)

    def __init__(self, seat: Seat, *args, **kwargs):
        super().__init__(seat, *args, **kwargs)
        self.fields["amount_vnd"].label = _("Value")
        self.fields["amount_vnd"].initial = self.row.amount_vnd - self.row.paid_vnd
        self.fields["paid_on"].initial = clock.today()

    @property
    def helper(self):
        groups = [("", [["paid_on", "amount_vnd"], ["asset", "quantity"], ["reference"]])]
        return in_groups(super().helper, self, groups)


class CertifyForm(OfRow, SeatedForm):
    """The day of a certificate; its number is the next one of that year."""

    save_label = _("Issue certificate")

    issued_on = DayField(label=_("Issued on"))

    def __init__(self, seat: Seat, *args, **kwargs):
        super().__init__(seat, *args, **kwargs)
        self.fields["issued_on"].initial = clock.today()


class GiveBackForm(OfRow, SeatedForm):
    """When and why a contribution was given back."""

    save_label = _("Give back")

    ended_on = DayField(label=_("Given back on"))
    ended_reason = LineField(label=_("Reason"), max_length=200, error_messages={"required": _("Say why.")})

    def __init__(self, seat: Seat, *args, **kwargs):
        super().__init__(seat, *args, **kwargs)
        self.fields["ended_on"].initial = clock.today()


class RegisterNumbersForm(SeatedForm):
    """Asks for the register, or one certificate, with citizen IDs in full, and says why (R113)."""

    reason = forms.ChoiceField(label=_("Why"), choices=[("", "–"), *REASONS.items()])
