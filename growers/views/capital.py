"""Pages of members' capital: the list against the charter capital, one contribution, each step of its life."""

from collections.abc import Callable
from functools import partial

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from coopsite import clock
from coopsite.formats import showing
from growers.access import reads, writes
from growers.actions.capital import certify_capital, commit_capital, give_back_capital, pay_capital, void_payment
from growers.forms.base import SeatedForm
from growers.forms.capital import (
    CapitalFilter,
    CapitalPaymentForm,
    CertifyForm,
    CommitmentForm,
    GiveBackForm,
    places_of,
)
from growers.forms.ticked import ReasonForm
from growers.models import CapitalCommitment, Household
from growers.queries.capital import (
    LISTED,
    charter_of,
    commitment_by_id,
    commitments,
    members_counted,
    payment_by_id,
    payments_of,
    sums_of,
)
from growers.queries.settings import settings_on
from growers.rules.capital import OVERDUE, RUNNING, Charter, due_on, judge_members, share_over, state_of
from growers.rules.roles import Right
from growers.web import download, or_404, page_of, show, step, trail_of
from growers.wording import sentences
from growers.wording_capital import STATE_TAGS, STATES, VERBS

KINDS = dict(Household.Kind.choices)


@reads
def capital_list(request):
    """M23: contributions with what is paid in, their share, and how long the rest has time (R90-R93)."""
    filters = CapitalFilter(request.coop, request.GET)
    rows = commitments(request.coop, **filters.facts)
    charter, today = charter_of(request.coop), clock.today()
    limits, counted = settings_on(request.coop, today), members_counted(request.coop, today)
    if "format" in request.GET:
        return _download(request, rows, charter, limits)
    found = sums_of(rows)
    page = page_of(request, rows.values(*LISTED), total=found["number"])
    prefix = reverse("capital-list", args=[request.coop.slug])
    context = {
        "filters": filters, "page": page, "rows": [_shown(row, prefix, charter, limits) for row in page],
        "sums": {name: showing.dong(found[name]) for name in ("committed", "paid")},
        "number": showing.count(found["number"]), "charter": _charter(charter, counted, limits),
        "said": sentences(judge_members(counted["officials"], charter.contributors, counted["under_age"])),
    }  # fmt: skip
    return show(request, "growers/capital_list.html", "growers/_capital_rows.html", context)


def _charter(charter: Charter, counted: dict, limits: dict) -> dict:
    over = share_over(charter.associates_vnd, charter.total_vnd, limits["capital_associates_bp"])
    return {
        "total": showing.dong(charter.total_vnd), "associates": showing.dong(charter.associates_vnd),
        "associates_share": share_shown(charter.associates_vnd, charter.total_vnd),
        "officials_count": showing.count(counted["officials"]),
        "associates_count": showing.count(counted["associates"]),
        "most": showing.percent_bp(limits["capital_most_bp"]),
        "associates_most": showing.percent_bp(limits["capital_associates_bp"]), "over": over,
        "months": limits["capital_months"],
    }  # fmt: skip


def share_shown(part_vnd: int, whole_vnd: int) -> str:
    """A share to a hundredth of a per cent, rounded down; nothing of nothing."""
    return showing.percent_bp(part_vnd * 10_000 // whole_vnd) if whole_vnd else "–"


def _shown(row: dict, prefix: str, charter: Charter, limits: dict) -> dict:
    due, today = due_on(row["committed_on"], limits["capital_months"]), clock.today()
    state = state_of(row["amount_vnd"], row["paid_vnd"], due, today, ended=row["ended_on"] is not None)
    living = row["ended_on"] is None
    return {
        "url": f"{prefix}{row['pk']}/", "code": row["household__code"], "name": row["household__name"],
        "kind": KINDS[row["household__kind"]], "on": showing.day(row["committed_on"]),
        "amount": showing.dong_plain(row["amount_vnd"]), "paid": showing.dong_plain(row["paid_vnd"]),
        "share": share_shown(row["amount_vnd"], charter.total_vnd) if living else "–",
        "over": living and share_over(row["amount_vnd"], charter.total_vnd, limits["capital_most_bp"]),
        "state": STATES[state], "tag": STATE_TAGS[state], "countdown": _countdown(state, due, today),
        "certificate": row["certificate_no"],
    }  # fmt: skip


def _countdown(state: str, due, today) -> str:
    """How long there is still time to pay the rest in (R92)."""
    days = (due - today).days
    if state == RUNNING:
        return _("%(days)s days left, until %(due)s") % {"days": days, "due": showing.day(due)}
    return _("since %(due)s") % {"due": showing.day(due)} if state == OVERDUE else ""


def _download(request, rows, charter: Charter, limits: dict):
    header = [
        _("Code"), _("Member"), _("Membership type"), _("Committed on"), _("Committed, dong"), _("Paid in, dong"),
        _("Share of the charter capital"), _("Pay in until"), _("Certificate"), _("Issued on"), _("Given back on"),
    ]  # fmt: skip
    cells = (
        [row["household__code"], row["household__name"], KINDS[row["household__kind"]],
         showing.day(row["committed_on"]), row["amount_vnd"], row["paid_vnd"],
         "" if row["ended_on"] else share_shown(row["amount_vnd"], charter.total_vnd),
         showing.day(due_on(row["committed_on"], limits["capital_months"])), row["certificate_no"],
         showing.day(row["certificate_on"]), showing.day(row["ended_on"])]
        for row in rows.values(*LISTED)
    )  # fmt: skip
    found = sums_of(rows)
    totals = [_("Total"), found["number"], "", "", found["committed"], found["paid"], "", "", "", "", ""]
    return download(request, f"capital-{request.coop.slug}", header, cells, totals)


@reads
def capital_page(request, pk):
    """One contribution with its payments and what can be done with it."""
    row = find(request, pk)
    charter, today = charter_of(request.coop), clock.today()
    due = due_on(row.committed_on, settings_on(request.coop, today)["capital_months"])
    state = state_of(row.amount_vnd, row.paid_vnd, due, today, ended=row.ended_on is not None)
    context = {
        "row": row, "state": STATES[state], "tag": STATE_TAGS[state], "countdown": _countdown(state, due, today),
        "amounts": {
            "committed": showing.dong(row.amount_vnd), "paid": showing.dong(row.paid_vnd),
            "left": showing.dong(row.amount_vnd - row.paid_vnd), "charter": showing.dong(charter.total_vnd),
            "share": "–" if row.ended_on else share_shown(row.amount_vnd, charter.total_vnd),
        },
        "days": {
            "committed": showing.day(row.committed_on), "due": showing.day(due),
            "certificate": showing.day(row.certificate_on), "ended": showing.day(row.ended_on),
        },
        "full": row.paid_vnd == row.amount_vnd,
        "payments": [
            {"pk": one.pk, "day": showing.day(one.paid_on), "asset": one.get_asset_display(), "quantity": one.quantity,
             "amount": showing.dong_plain(one.amount_vnd), "reference": one.reference, "void": one.void_reason,
             "who": one.made_by.display_name}
            for one in payments_of(row)
        ],
        "trail": trail_of(row, VERBS),
    }  # fmt: skip
    return render(request, "growers/capital_page.html", context)


@writes(Right.CAPITAL)
def capital_new(request):
    """Note what a member commits; `?household=` names the member."""
    asked = {"household": request.GET["household"]} if request.GET.get("household", "").isdecimal() else {}
    form = CommitmentForm(request.seat, request.POST or None, initial=asked)
    charter, limits = charter_of(request.coop), settings_on(request.coop, clock.today())
    words = _(
        "Charter capital, the sum of what all members have committed: %(total)s. One member at most %(most)s of it, "
        "all associates together at most %(all)s."
    ) % {
        "total": showing.dong(charter.total_vnd), "most": showing.percent_bp(limits["capital_most_bp"]),
        "all": showing.percent_bp(limits["capital_associates_bp"]),
    }  # fmt: skip
    return step(
        request, form, commit_capital, title=_("Add contribution"), done=_("The contribution was saved."), words=words,
        back=reverse("capital-list", args=[request.coop.slug]), places=places_of(form),
        said=[] if form.fields["household"].queryset.exists() else [_(
            "No members yet: give a household the type official member or associate member with capital."
        )],
        after=lambda made: reverse("capital-page", args=[request.coop.slug, made.pk]),
    )  # fmt: skip


@writes(Right.CAPITAL)
def capital_pay(request, pk):
    """Note money or goods paid in."""
    row = find(request, pk)
    form = CapitalPaymentForm(request.seat, request.POST or None, row=row)
    left = showing.dong(row.amount_vnd - row.paid_vnd)
    return _step(
        request, row, form, partial(pay_capital, commitment=row), title=_("Payment on the capital of %(who)s"),
        done=_("The payment was saved."), words=_("Still to be paid in: %(left)s.") % {"left": left},
    )  # fmt: skip


@writes(Right.CAPITAL)
def capital_void(request, pk, key):
    """Take back a payment entered by mistake."""
    row = find(request, pk)
    payment = or_404(payment_by_id(row, key))
    form = ReasonForm(request.seat, request.POST or None, row=payment)
    form.save_label = _("Void payment")
    return _step(
        request, row, form, partial(void_payment, payment=payment), title=_("Void a payment of %(who)s"),
        done=_("The payment was voided."), words=f"{showing.day(payment.paid_on)} · {showing.dong(payment.amount_vnd)}",
    )  # fmt: skip


@writes(Right.CAPITAL)
def capital_certify(request, pk):
    """Issue the certificate of a contribution that is paid in."""
    row = find(request, pk)
    form = CertifyForm(request.seat, request.POST or None, row=row)
    return _step(
        request, row, form, partial(certify_capital, commitment=row), title=_("Certificate for %(who)s"),
        done=_("The certificate was issued."),
        words=_("Paid in: %(paid)s of %(amount)s.") % {
            "paid": showing.dong(row.paid_vnd), "amount": showing.dong(row.amount_vnd)
        },
    )  # fmt: skip


@writes(Right.CAPITAL)
def capital_end(request, pk):
    """Give a contribution back."""
    row = find(request, pk)
    form = GiveBackForm(request.seat, request.POST or None, row=row)
    return _step(
        request, row, form, partial(give_back_capital, commitment=row), title=_("Give the capital of %(who)s back"),
        done=_("The contribution was given back."),
        words=_("Paid in: %(paid)s.") % {"paid": showing.dong(row.paid_vnd)},
    )  # fmt: skip


def _step(request, row: CapitalCommitment, form: SeatedForm, do: Callable, *, title: str, **more):
    """A step of a contribution, which the title names by its member."""
    back, title = reverse("capital-page", args=[request.coop.slug, row.pk]), title % {"who": row.household.code}
    return step(request, form, do, title=title, back=back, places=places_of(form), **more)


def find(request, pk: int) -> CapitalCommitment:
    """The contribution of the co-operative of the request, or 404."""
    return or_404(commitment_by_id(request.coop, pk))
