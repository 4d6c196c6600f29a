"""Pages about credit: who owes what, how old it is and how far each may go; limits of a household's own."""

from collections.abc import Callable, Iterable

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from coopsite import clock
from coopsite.formats import showing
from growers.access import reads, writes
from growers.forms.ticked import ReasonForm
from growers.models import Household
from growers.queries.households import household_by_code
from growers.rules.roles import Right
from growers.web import download, or_404, page_of, show, step, tried
from harvests.actions.credit import set_limits
from harvests.forms.credit import CreditFilter, LimitsForm
from harvests.models import AccountDocument, InputSale, InputStock, SettlementOffset
from harvests.queries.account_documents import household_typed
from harvests.queries.credit import (
    STANDING_FACTS,
    Debt,
    Standing,
    credit_rows,
    expectation,
    open_debts,
    standing_from,
    standing_of,
)
from harvests.rules.credit import AGES, ageing

COLUMNS = ("pk", "code", "name", "village", *STANDING_FACTS)


@reads
def credit_list(request):
    """M21: what every household owes, by age, against how far it may go."""
    today = clock.today()
    filters, expected = CreditFilter(request.coop, request.GET), expectation(request.coop, today)
    rows = credit_rows(request.coop, expected, today, **filters.facts)
    if "format" in request.GET:
        return _download(request, rows, expected, today)
    page = page_of(request, rows.values(*COLUMNS))
    found = list(page)
    debts = _by_household(open_debts(request.coop, [row["pk"] for row in found]))
    prefix = reverse("credit-list", args=[request.coop.slug])
    context = {
        "filters": filters,
        "page": page,
        "rows": [_shown(row, standing_from(row, expected), debts.get(row["pk"], ()), prefix, today) for row in found],
        "count": showing.count(page.paginator.count),
        "ages": _ages(),
        "season": expected.season,
        "price": showing.dong(expected.price_vnd),
        "shares": (showing.percent_bp(expected.advance_bp), showing.percent_bp(expected.input_bp)),
    }
    return show(request, "harvests/credit_list.html", "harvests/_credit_rows.html", context)


def _by_household(debts: list[Debt]) -> dict[int, list[Debt]]:
    found: dict[int, list[Debt]] = {}
    for debt in debts:
        found.setdefault(debt.household_id, []).append(debt)
    return found


def _ages() -> list[str]:
    first, second, third = AGES
    between = _("%(first)s–%(last)s days")
    return [_("up to %(days)s days") % {"days": first}, between % {"first": first + 1, "last": second},
            between % {"first": second + 1, "last": third}, _("older than %(days)s") % {"days": third}]  # fmt: skip


def _shown(row: dict, standing: Standing, debts, prefix: str, today) -> dict:
    late = sum(debt.open_vnd for debt in debts if debt.due_on and debt.due_on < today)
    aged = zip(_ages(), _aged(debts, today), strict=True)
    return {
        "url": f"{prefix}{row['code']}/",
        "code": row["code"],
        "name": row["name"],
        "advance": showing.dong_plain(standing.advance_vnd),
        "advance_limit": showing.dong_plain(standing.advance_limit_vnd),
        "advance_over": standing.advance_vnd > standing.advance_limit_vnd,
        "inputs": showing.dong_plain(standing.inputs_vnd),
        "input_limit": showing.dong_plain(standing.input_limit_vnd),
        "inputs_over": standing.inputs_vnd > standing.input_limit_vnd,
        "loan": showing.dong_plain(standing.loan_vnd) if standing.loan_vnd else "",
        "late": showing.dong_plain(late) if late else "",
        "own_advance": standing.own_advance_vnd is not None,
        "own_input": standing.own_input_vnd is not None,
        "ages": [(age, showing.dong_plain(sum_vnd) if sum_vnd else "") for age, sum_vnd in aged],
    }


def _aged(debts, today) -> list[int]:
    return ageing(((debt.day, debt.open_vnd) for debt in debts), today)


def _download(request, rows, expected, today):
    header = [_("Code"), _("Household"), _("Village"), _("Advances, dong"), _("Limit of advances, dong"),
              _("Inputs on credit, dong"), _("Limit of inputs on credit, dong"), _("Internal loans, dong"),
              *_ages()]  # fmt: skip
    found, debts = list(rows.values(*COLUMNS)), _by_household(open_debts(request.coop))
    cells = (
        [row["code"], row["name"], row["village"], standing.advance_vnd, standing.advance_limit_vnd,
         standing.inputs_vnd, standing.input_limit_vnd, standing.loan_vnd, *_aged(debts.get(row["pk"], ()), today)]
        for row, standing in ((row, standing_from(row, expected)) for row in found)
    )  # fmt: skip
    return download(request, f"credit-{request.coop.slug}", header, cells)


@reads
def credit_page(request, code):
    """What one household owes, debt by debt, oldest first, and how far it may go."""
    household, today = _household(request, code), clock.today()
    debts = open_debts(request.coop, [household.pk])
    context = {
        "household": household,
        "standing": shown_standing(household, standing_of(request.coop, household, today)),
        "debts": [_debt(request.coop.slug, debt, today) for debt in debts],
        "total": showing.dong(sum(debt.open_vnd for debt in debts)),
    }
    return render(request, "harvests/credit_page.html", context)


def _debt(slug: str, debt: Debt, today) -> dict:
    name = "account-document-page" if debt.document else "input-sale-page"
    return {
        "url": reverse(name, args=[slug, debt.code]),
        "code": debt.code,
        "day": showing.day(debt.day),
        "due": showing.day(debt.due_on) if debt.due_on else "",
        "late": bool(debt.due_on and debt.due_on < today),
        "amount": showing.dong_plain(debt.amount_vnd),
        "open": showing.dong_plain(debt.open_vnd),
        "days": showing.count((today - debt.day).days),
    }


@reads
def credit_standing(request):
    """The box beside a form: what the household that was just typed owes, and how far it may go."""
    found = household_typed(request.coop, request.GET.get("household", ""))
    household = found[0] if len(found) == 1 else None
    standing = household and shown_standing(household, standing_of(request.coop, household, clock.today()))
    return render(request, "harvests/_credit_standing.html", {"standing": standing})


def shown_standing(household: Household, standing: Standing) -> dict:
    """A household's credit as a page names it."""
    rows = [
        {"name": name, "owed": showing.dong_plain(owed), "limit": showing.dong_plain(limit), "own": own is not None,
         "left": showing.dong_plain(max(0, limit - owed)), "over": owed > limit}
        for name, owed, limit, own in (
            (_("Advances"), standing.advance_vnd, standing.advance_limit_vnd, standing.own_advance_vnd),
            (_("Inputs on credit"), standing.inputs_vnd, standing.input_limit_vnd, standing.own_input_vnd),
        )
    ]  # fmt: skip
    return {
        "name": str(household),
        "code": household.code,
        "rows": rows,
        "own": any(row["own"] for row in rows),
        "loan": showing.dong_plain(standing.loan_vnd) if standing.loan_vnd else "",
        "expected": showing.kg_unit(standing.expected_g, 0) if standing.expected_g else "",
        "left_on": showing.day(household.left_on) if household.left_on else "",
    }


def void_step(request, row: AccountDocument | InputSale | InputStock, do: Callable, back: str):
    """Void a paper, a sale or a lot, with a reason."""
    form = ReasonForm(request.seat, request.POST or None, row=row)
    form.save_label, named = _("Void"), {"code": row}
    return step(
        request, form, do, back=back, title=_("Void %(code)s") % named, done=_("%(code)s was voided.") % named,
        said=[_("It stays to be seen, crossed out, with the reason. What it moved is moved back today.")],
    )  # fmt: skip


def paid_back(slug: str, repayments: Iterable[AccountDocument], offsets: Iterable[SettlementOffset]) -> list[dict]:
    """What was paid back of a debt, by hand and in settlement runs."""
    found = [(row.code, "account-document-page", row.day, row.void_reason, row.amount_vnd) for row in repayments]
    found += [(row.line.run.code, "run-page", row.line.run.approved_on, "", row.amount_vnd) for row in offsets]
    return [
        {"code": code, "url": reverse(page, args=[slug, code]), "day": showing.day(day), "void": void,
         "amount": showing.dong(amount)}
        for code, page, day, void, amount in found
    ]  # fmt: skip


@writes(Right.LIMITS)
def credit_limits(request, code):
    """Limits of a household's own; the director's alone."""
    household = _household(request, code)
    standing = standing_of(request.coop, household, clock.today())
    initial = {"advance_limit_vnd": standing.own_advance_vnd, "input_limit_vnd": standing.own_input_vnd,
               "version": standing.version}  # fmt: skip
    form = LimitsForm(request.seat, request.POST or None, household=household, initial=initial)
    form.back = reverse("credit-page", args=[request.coop.slug, code])
    if tried(
        form,
        lambda: set_limits(request.seat, sent=form.sent, household=household, version=form.shown_version, **form.facts),
    ):
        messages.success(request, _("The limits were saved."))
        return redirect("credit-page", request.coop.slug, code)
    return render(request, "harvests/credit_limits.html", {"form": form, "household": household})


def _household(request, code) -> Household:
    return or_404(household_by_code(request.coop, code))
