"""Forms about account documents: the filter of the list, a paper, and a repayment."""

from django import forms
from django.utils.translation import gettext_lazy as _

from coopsite import clock
from coopsite.formats import showing
from growers.forms.base import FilterForm, SeatedForm
from growers.forms.fields import DayField, DongField, LineField
from growers.forms.layout import in_groups
from growers.models import Household
from growers.queries.households import households_by_key
from growers.queries.seats import Seat
from harvests.forms.credit import ALL, OnCredit
from harvests.models import AccountDocument, Means
from harvests.queries.account_documents import document_by_code
from harvests.queries.credit import open_debts
from harvests.queries.input_sales import sale_by_code
from harvests.rules.account_documents import DEBTS, PAID, SAID

PLACES = {
    "credit_over_limit": "amount_vnd", "credit_over_limit_now": "override_reason",
    "credit_override_not_yours": "amount_vnd", "credit_household_left": "household", "debt_day_in_future": "day",
    "debt_day_too_old": "day", "debt_due_before": "due_on", "debt_due_far": "due_on",
    "debt_amount_missing": "amount_vnd", "lending_official_only": "household", "lending_due_missing": "due_on",
    "lending_too_long": "due_on", "document_note_missing": "note", "document_means_missing": "means",
    "document_debt_missing": "debt", "repayment_over_debt": "amount_vnd", "repayment_before_debt": "day",
    "debt_settled_meanwhile": "amount_vnd", "month_closed": "day",
}  # fmt: skip
STATES = [("", _("standing")), ("open", _("debts still open")), ("void", _("voided")), ("all", _("all"))]


class DocumentFilter(FilterForm):
    """What the list of documents is narrowed to."""

    household = LineField(label=_("Household"), required=False, max_length=80)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[ALL, *AccountDocument.Kind.choices])
    first = DayField(label=_("From"), required=False)
    last = DayField(label=_("Until"), required=False)
    state = forms.ChoiceField(label=_("Shown"), required=False, choices=STATES)


class DocumentForm(OnCredit):
    """Any paper but a repayment; its kind decides what is asked."""

    amount_vnd = DongField(label=_("Amount"))
    day = DayField(label=_("Day"))
    means = forms.ChoiceField(label=_("Paid by"), required=False, choices=[("", "–"), *Means.choices])
    reference = LineField(label=_("Voucher or bank reference"), required=False, max_length=60)
    note = LineField(label=_("What for"), required=False, max_length=200)

    def __init__(self, seat: Seat, *args, kind: str, **kwargs):
        self.kind = kind
        super().__init__(seat, *args, **kwargs)
        self.fields["day"].initial = clock.today()
        unasked = [] if kind in DEBTS else ["due", "due_on", "override_reason"]
        unasked += [] if kind in PAID else ["means", "reference"]
        unasked += ["override_reason"] if kind == "loan" else []
        for name in unasked:
            self.fields.pop(name, None)
        if kind in PAID:
            self.fields["means"].initial = Means.CASH
        self.fields["note"].required = kind in SAID

    @property
    def purpose(self) -> str:
        return f"{super().purpose} {self.kind}"

    @property
    def helper(self):
        rows = [["household"], ["amount_vnd", "day"], ["due", "due_on"], ["means", "reference"], ["note"],
                ["override_reason"]]  # fmt: skip
        return in_groups(super().helper, self, [("", rows)])


class RepaymentForm(SeatedForm):
    """What a household pays back, on one debt."""

    debt = forms.ChoiceField(label=_("Debt"))
    amount_vnd = DongField(label=_("Amount"), help_text=_("empty: all that is open"), required=False)
    day = DayField(label=_("Day"))
    means = forms.ChoiceField(label=_("Paid by"), choices=Means.choices, initial=Means.CASH)
    reference = LineField(label=_("Voucher or bank reference"), required=False, max_length=60)
    note = LineField(label=_("What for"), required=False, max_length=200)

    def __init__(self, seat: Seat, *args, household: Household | None = None, **kwargs):
        super().__init__(seat, *args, **kwargs)
        coop = seat.cooperative
        self.debts = {debt.code: debt for debt in open_debts(coop, household and [household.pk])}
        people = households_by_key(coop, {debt.household_id for debt in self.debts.values()})
        self.fields["debt"].choices = [("", "–")] * (len(self.debts) != 1) + [
            (code, f"{code} · {people[debt.household_id]} · {showing.day(debt.day)} · {showing.dong(debt.open_vnd)}")
            for code, debt in self.debts.items()
        ]
        self.fields["day"].initial = clock.today()

    @property
    def helper(self):
        rows = [["debt"], ["amount_vnd", "day"], ["means", "reference"], ["note"]]
        return in_groups(super().helper, self, [("", rows)])

    def clean(self):
        facts = super().clean()
        debt = self.debts.get(facts.get("debt") or "")
        if debt and facts.get("amount_vnd") is None and "amount_vnd" not in self.errors:
            facts["amount_vnd"] = debt.open_vnd
        return facts

    @property
    def facts(self) -> dict:
        values = super().facts
        if code := values.pop("debt", ""):
            coop = self.seat.cooperative
            values |= {"document": document_by_code(coop, code), "sale": sale_by_code(coop, code)}
        return values
