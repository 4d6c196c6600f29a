"""What can be done to sales of inputs: made from the store, voided, and a line told of in the field diary."""

from collections.abc import Mapping, Sequence

from django.db.models import F

from coopsite import clock
from growers.actions.diary import enter_work
from growers.actions.once import Refused, audit, insist, use_case
from growers.models import DiaryEntry, Household
from growers.queries.seats import Seat
from harvests.actions.account_documents import within_limit
from harvests.actions.debts import INPUTS, credit_of, lend, unlend
from harvests.actions.ledger import post, reverse
from harvests.actions.months import hold_month
from harvests.actions.numbers import numbered
from harvests.models import InputSale, InputSaleLine, InputStock, LedgerEntry
from harvests.queries.account_documents import entry_of
from harvests.queries.input_sales import lines_of, plots_of_household
from harvests.queries.input_stock import shelves
from harvests.rules.input_sales import Wanted, judge_sale, judge_sale_days

SERIES = "VT"
CREDIT = InputSale.Terms.CREDIT


@use_case
def sell(seat: Seat, *, household: Household, lines: Sequence[Wanted], **facts) -> InputSale:
    """Hand out inputs, on credit or for cash, never more than the store holds; raises Refused.

    On credit the sale is a debt within the household's limit, unless the director says why; it has one ledger entry.
    """
    coop, day = seat.cooperative, facts["day"]
    hold_month(coop, day)
    credit = facts["terms"] == CREDIT
    due_on, today = facts.get("due_on"), clock.today()
    insist(judge_sale_days(day, due_on, today, left=household.left_on is not None, credit=credit))
    keys = sorted({line.key for line in lines})
    list(InputStock.objects.of(coop).filter(pk__in=keys).select_for_update().order_by("pk").values_list("pk"))
    insist(judge_sale(lines, shelves(coop, day, keys), day))
    for line in sorted(lines, key=lambda line: line.key):
        _take(seat, line)
    amount = sum(line.amount_vnd for line in lines)
    if credit:
        credit_of(seat, household).select_for_update().get()
        lend(seat, household, INPUTS, amount, within_limit(seat, household, INPUTS, amount, facts))
    else:
        facts |= {"override_reason": "", "due_on": None}
    sale = _saved(seat, household, lines, amount, facts)
    if credit:
        post(seat, [entry_for(sale)])
    audit(
        seat, "inputs sold", sale, household=household.code, amount_vnd=amount, terms=sale.terms,
        lines=[[line.key, line.quantity_milli, line.price_vnd] for line in lines],
        **({"override_reason": sale.override_reason} if sale.override_reason else {}),
    )  # fmt: skip
    return sale


def entry_for(sale: InputSale) -> LedgerEntry:
    """The unsaved ledger entry of a saved sale on credit."""
    return LedgerEntry(
        household_id=sale.household_id, account=LedgerEntry.Account.INPUTS, kind=LedgerEntry.Kind.INPUT_SALE,
        day=sale.day, amount_vnd=-sale.amount_vnd, sale=sale,
    )  # fmt: skip


@use_case
def void_sale(seat: Seat, *, sale: InputSale, reason: str) -> InputSale:
    """Void a sale with a reason: what was handed out is in the store again, the debt is gone, its entry reversed today.

    Refused while anything of it is paid back, or while the field diary tells of a line's use.
    """
    if not reason:
        raise Refused.because("sale_void_reason_missing")
    coop, today = seat.cooperative, clock.today()
    hold_month(coop, today)
    rows = InputSale.objects.of(coop).filter(pk=sale.pk)
    stored = rows.select_for_update(of=("self",)).select_related("household").get()
    lines = lines_of(coop, stored)
    if any(is_used(line) for line in lines):
        raise Refused.because("sale_line_is_used")
    if not rows.filter(void_reason="", settled_vnd=0).update(void_reason=reason):
        raise Refused.because("sale_voided_already" if stored.void_reason else "sale_settled")
    for line in sorted(lines, key=lambda line: line.stock_id):
        kept = InputStock.objects.of(coop).filter(pk=line.stock_id)
        kept.update(sold_milli=F("sold_milli") - line.quantity_milli)
    if stored.terms == CREDIT:
        unlend(seat, stored.household, INPUTS, stored.amount_vnd)
        reverse(seat, entry_of(coop, sale=stored), day=today, note=reason)
    audit(seat, "sale voided", stored, reason=reason)
    stored.void_reason = reason
    return stored


@use_case
def use_line(
    seat: Seat, *, line: InputSaleLine, plots: Mapping[int, int | None], confirmed: str = "", **facts
) -> DiaryEntry:
    """Tell the field diary what became of a line: work on plots of that household with that product, once.

    Raises what the diary raises: Refused, and Unconfirmed for what somebody has to look at first. A line whose entry
    was voided can be told of again.
    """
    coop = seat.cooperative
    sale = InputSale.objects.of(coop).select_for_update(of=("self",)).select_related("household").get(pk=line.sale_id)
    rows = InputSaleLine.objects.of(coop).select_related("stock__product", "used")
    stored = rows.get(pk=line.pk)
    if sale.void_reason:
        raise Refused.because("use_of_voided")
    if is_used(stored):
        raise Refused.because("use_already")
    if facts["done_on"] < sale.day:
        raise Refused.because("use_before_sale", sold_on=sale.day)
    if set(plots) - set(plots_of_household(sale).values_list("pk", flat=True)):
        raise Refused.because("use_other_land")
    entry = enter_work(seat, plots=plots, product=stored.stock.product, confirmed=confirmed, **facts)
    InputSaleLine.objects.of(coop).filter(pk=stored.pk).update(used=entry)
    audit(seat, "input used", sale, product=stored.stock.product.name, entry=entry.pk)
    return entry


def is_used(line: InputSaleLine) -> bool:
    """Whether a diary entry that was not voided tells of it."""
    return line.used is not None and not line.used.void_reason


def _take(seat: Seat, line: Wanted) -> None:
    """Count what leaves a lot; the conditional UPDATE lets nobody take what another has taken."""
    rows = InputStock.objects.of(seat.cooperative).filter(
        pk=line.key, void_reason="", sold_milli__lte=F("received_milli") - line.quantity_milli
    )
    if not rows.update(sold_milli=F("sold_milli") + line.quantity_milli):
        raise Refused.because("sale_more_than_stock")


def _saved(seat: Seat, household: Household, lines: Sequence[Wanted], amount_vnd: int, facts: dict) -> InputSale:
    sale = InputSale(
        cooperative=seat.cooperative, household=household, amount_vnd=amount_vnd, made_by=seat.user,
        made_at=clock.now(), **facts,
    )  # fmt: skip
    numbered(sale, SERIES)
    InputSaleLine.objects.bulk_create(
        InputSaleLine(
            cooperative=seat.cooperative, sale=sale, stock_id=line.key, quantity_milli=line.quantity_milli,
            price_vnd=line.price_vnd, amount_vnd=line.amount_vnd,
        )
        for line in lines
    )  # fmt: skip
    return sale
