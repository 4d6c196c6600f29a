"""Forms about a year's surplus: the steps of its draft, and which shares were paid when."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from coopsite import clock
from growers.forms.base import RowForm, SeatedForm, model_field
from growers.forms.fields import DayField, DongField, LineField, PercentField, RowsField, WholeField
from growers.forms.layout import in_groups
from growers.forms.ticked import OfRow
from growers.queries.seats import Seat
from harvests.models import SurplusYear
from harvests.queries.patronage import funds_of, unpaid_shares

PLACES = {
    "surplus_year_again": "year", "surplus_indivisible_low": "indivisible_external_bp",
    "surplus_usage_low": "usage_internal_bp", "surplus_without_why": "reason", "surplus_nothing_chosen": "shares",
    "surplus_share_early": "paid_on", "surplus_share_ahead": "paid_on", "month_closed": "paid_on",
}  # fmt: skip
FUND_ROWS = 6


class StepForm(RowForm):
    """One page of the draft; what is typed is kept with every way off the page."""

    save_label = _("Next")

    @property
    def helper(self):
        return in_groups(super().helper, self, [("", self.rows)])

    rows: list[list[str]] = []

    def _get_validation_exclusions(self):
        """That a year has one surplus is for the action to say, which sees the others."""
        return super()._get_validation_exclusions() | {"cooperative"}


class YearForm(StepForm):
    """Which year, and the members' meeting that decides over it."""

    year = WholeField(label=_("Year"))
    resolution_on = DayField(label=_("Resolution of"), help_text=_("The day of the meeting; it may still lie ahead."))
    rows = [["year"], ["resolution_no", "resolution_on"]]

    class Meta:
        model = SurplusYear
        fields = ["year", "resolution_no", "resolution_on"]
        formfield_callback = model_field

    def __init__(self, seat: Seat, *args, **kwargs):
        super().__init__(seat, *args, **kwargs)
        if not self.instance.pk:
            self.fields["year"].initial = clock.today().year - 1

    def clean_year(self):
        year, today = self.cleaned_data["year"], clock.today()
        if not 2000 <= year <= today.year:
            raise forms.ValidationError(gettext("A year from 2000 to %(now)s.") % {"now": today.year})
        return year


class IncomeForm(StepForm):
    """The surplus, from transactions with members and from all others."""

    internal_vnd = DongField(
        label=_("Surplus from internal transactions"),
        help_text=_("From what was bought from, sold to or done for members."),
    )
    external_vnd = DongField(
        label=_("Surplus from external transactions"), help_text=_("From dealings with everybody else.")
    )
    rows = [["internal_vnd", "external_vnd"], ["kept_apart"]]

    class Meta:
        model = SurplusYear
        fields = ["internal_vnd", "external_vnd", "kept_apart"]
        formfield_callback = model_field


class IndivisibleForm(StepForm):
    """What the common indivisible fund takes."""

    indivisible_internal_bp = PercentField(label=_("Of internal surplus, %"))
    indivisible_external_bp = PercentField(
        label=_("Of external surplus, %"), help_text=_("The law asks for 5 percent at least.")
    )
    rows = [["indivisible_internal_bp", "indivisible_external_bp"]]

    class Meta:
        model = SurplusYear
        fields = ["indivisible_internal_bp", "indivisible_external_bp"]


class FundsForm(StepForm):
    """The other funds by name, with what each takes from internal and from external surplus."""

    rows = [[f"name_{place}", f"internal_{place}", f"external_{place}"] for place in range(FUND_ROWS)]

    class Meta:
        model = SurplusYear
        fields = []

    def __init__(self, seat: Seat, *args, **kwargs):
        super().__init__(seat, *args, **kwargs)
        funds = funds_of(self.instance)
        for place in range(FUND_ROWS):
            fund = funds[place] if place < len(funds) else None
            self.fields[f"name_{place}"] = LineField(
                label=_("Fund"), required=False, max_length=80, initial=fund and fund.name
            )
            self.fields[f"internal_{place}"] = DongField(
                label=_("from internal"), required=False, initial=fund and fund.internal_vnd
            )
            self.fields[f"external_{place}"] = DongField(
                label=_("from external"), required=False, initial=fund and fund.external_vnd
            )

    def clean(self):
        typed = super().clean()
        for place in range(FUND_ROWS):
            amounts = (typed.get(f"internal_{place}") or 0) + (typed.get(f"external_{place}") or 0)
            if amounts and not typed.get(f"name_{place}") and f"name_{place}" not in self.errors:
                self.add_error(f"name_{place}", _("Name the fund."))
        return typed

    @property
    def facts(self) -> dict:
        typed = super().facts
        rows = (
            (typed.get(f"name_{place}"), typed.get(f"internal_{place}") or 0, typed.get(f"external_{place}") or 0)
            for place in range(FUND_ROWS)
        )
        return {"funds": [row for row in rows if row[0]]}


class SplitForm(StepForm):
    """How much of what is left goes by use of services; the rest goes by capital."""

    usage_internal_bp = PercentField(
        label=_("Of internal surplus by use of services, %"),
        help_text=_("The law asks for 51 percent at least; the rest goes by capital paid in."),
    )
    usage_external_bp = PercentField(
        label=_("Of external surplus by use of services, %"), help_text=_("As the charter says.")
    )
    rows = [["usage_internal_bp", "usage_external_bp"]]

    class Meta:
        model = SurplusYear
        fields = ["usage_internal_bp", "usage_external_bp"]


class AdoptForm(OfRow, SeatedForm):
    """Nothing but the will to adopt."""

    save_label = _("Adopt")


class PayForm(OfRow, SeatedForm):
    """Shares that were paid on one day."""

    save_label = _("Mark as paid")

    paid_on = DayField(label=_("Paid on"))
    reference = LineField(label=_("Voucher or bank reference"), required=False, max_length=60)

    def __init__(self, seat: Seat, *args, **kwargs):
        super().__init__(seat, *args, **kwargs)
        self.fields["paid_on"].initial = clock.today()
        nothing = {"required": _("Tick at least one share.")}
        self.fields["shares"] = RowsField(unpaid_shares(self.row), label=_("Shares"), error_messages=nothing)

    @property
    def ticked(self) -> set[str]:
        """The keys that were ticked, as they were sent."""
        return set(self.data.getlist("shares")) if self.is_bound else set()

    @property
    def helper(self):
        return in_groups(super().helper, self, [("", [["paid_on", "reference"]])])
