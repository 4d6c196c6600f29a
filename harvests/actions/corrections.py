"""What happens to a harvest record afterwards: corrected by a new version, voided, priced, released, printed."""

from collections.abc import Sequence
from dataclasses import replace

from django.db.models import F
from django.utils import timezone

from coopsite import clock
from growers.actions.once import Stale, audit, use_case
from growers.queries.seats import Seat
from growers.rules.roles import Right
from growers.rules.verdicts import Reason
from harvests.actions.day_totals import (
    add_to_totals,
    hold_households,
    locked_book,
    move_book,
    shares_of,
    take_from_totals,
)
from harvests.actions.ledger import delivery_of, insist_unsettled, post, reversal_of
from harvests.actions.months import hold_month, hold_months
from harvests.actions.records import NotRecorded, insist_on_free_paper, line_rows, passed, record_row, shares_in
from harvests.models import STANDING, DayBook, HarvestLine, HarvestRecord, LedgerEntry, PriceBoard
from harvests.queries.ledger import entry_of_record
from harvests.queries.lot_pages import lots_holding
from harvests.queries.recalls import recall_holding
from harvests.queries.records import loads_of, may_be_changed, tickets_waiting_for
from harvests.queries.scale import facts_at
from harvests.rules.money import value_of
from harvests.rules.records import NewTicket, judge_change, judge_release, releasable, ticket_from
from harvests.rules.weighing import RECALLED
from harvests.rules.weighing_facts import FLAT, Facts, Header, Load

Status = HarvestRecord.Status


@use_case
def correct_ticket(
    seat: Seat,
    *,
    record: HarvestRecord,
    reason: str,
    text: str,
    header: Header,
    loads: Sequence[Load],
    confirmed: bool = False,
    **about: str,
) -> HarvestRecord:
    """Replace a standing ticket by a new version of the same number, judged and priced as of its weighing (M9).

    Raises Stale, NotRecorded, Unconfirmed; Refused for one that a run has claimed ("ticket_in_run") or a closed month.
    """
    coop = seat.cooperative
    old, old_lines, entry = _take_out(seat, record, reason, text, Status.REPLACED)
    moment = timezone.localtime(old.weighed_at)
    facts, household = facts_at(coop, header.household, moment, clock.today(), but=old.pk, board=old.board_id)
    judged = passed(_with_prices_of(facts, old, old_lines), header, loads, confirmed)
    ticket = ticket_from(facts, header, judged, moment, source=old.source, **about)
    insist_on_free_paper(coop, old.day, [ticket])
    new = _version_after(seat, old, ticket)
    new.reason, new.household = _reason(reason, text), household
    new.save(force_insert=True)
    HarvestLine.objects.bulk_create(line_rows(new, ticket))
    _answer(seat, entry, old, new)
    both = {(ticket.season, ticket.household), (old.season_id, old.household_id)}
    if len(both) > 1:
        hold_households(coop, both)
    add_to_totals(coop, shares_in(ticket))
    take_from_totals(coop, shares_of(old_lines))
    net, amount = ticket.net_g - old.net_g, ticket.priced_vnd - _priced(old_lines)
    move_book(coop, old.day, net_g=net, amount_vnd=amount)
    details = {"net_g": [old.net_g, new.net_g], "amount_vnd": [old.amount_vnd, new.amount_vnd]}
    audit(seat, "ticket corrected", new, reason=new.reason, household=household.code, **details)
    return new


def _version_after(seat: Seat, old: HarvestRecord, ticket: NewTicket) -> HarvestRecord:
    """The unsaved version that replaces an old one; a recall's hold stays with the fruit."""
    new = record_row(seat, ticket, old.number)
    new.revision, new.replaces, new.offline_no = old.revision + 1, old, old.offline_no
    new.holds += [hold for hold in old.holds if hold["code"] == RECALLED]
    new.status = Status.HELD if new.holds else new.status
    return new


@use_case
def void_ticket(seat: Seat, *, record: HarvestRecord, reason: str, text: str) -> HarvestRecord:
    """Take a standing ticket out of the books; its number stays used. Raises like `correct_ticket`."""
    coop = seat.cooperative
    old, lines, entry = _take_out(seat, record, reason, text, Status.VOID)
    _answer(seat, entry, old)
    take_from_totals(coop, shares_of(lines))
    move_book(coop, old.day, tickets=-1, net_g=-old.net_g, amount_vnd=-_priced(lines))
    old.status, old.reason = Status.VOID, _reason(reason, text)
    audit(seat, "ticket voided", old, reason=old.reason, net_g=old.net_g, amount_vnd=old.amount_vnd)
    return old


@use_case
def release_ticket(seat: Seat, *, record: HarvestRecord, text: str) -> HarvestRecord:
    """Answer the holds that a person may answer (blocked, code suspended, sprayed), with the reason in the trail.

    Weights and value stay as they are, so that no new version is needed; waiting for a price is not answered here.
    """
    locked_book(seat.cooperative, record.day)
    current = HarvestRecord.objects.of(seat.cooperative).get(pk=record.pk)
    if not current.stands:
        raise Stale(current)
    if recall := recall_holding(seat.cooperative, current):
        raise NotRecorded([("text", Reason("ticket_in_recall", {"recall": recall}))])
    holds, overrides = [hold["code"] for hold in current.holds], seat.may(Right.OVERRIDE)
    verdict = judge_release(holds, text, overrides=overrides)
    if not verdict.allowed:
        raise NotRecorded([("text", reason) for reason in verdict.refused])
    released = releasable(holds, overrides=overrides)
    left = [hold for hold in current.holds if hold["code"] not in released]
    current.holds, current.status = left, Status.HELD if left else Status.POSTED
    current.save(update_fields=["holds", "status"])
    audit(seat, "ticket released", current, holds=released, reason=text)
    return current


@use_case
def price_waiting_tickets(seat: Seat, *, board: PriceBoard) -> int:
    """Fill in the prices that tickets wait for and that this board has; returns how many tickets changed.

    The one exception to new versions: an empty price is filled once, in place, since the slip says "provisional" and
    shows kilograms only, so that nothing which was written or printed changes. It concerns tickets weighed from the
    start of the board's first day until the next board, on closed days too, for no kilogram moves. A ticket with other
    holds stays on hold for these. Every ticket gets its audit entry, and what it is worth goes into the ledger: on the
    ticket's day, or today when its month is closed.
    """
    coop = seat.cooperative
    days = sorted({*tickets_waiting_for(board).values_list("day", flat=True)})
    entered_on = hold_months(coop, days)
    [*DayBook.objects.of(coop).filter(day__in=days).order_by("day").select_for_update()]
    prices = {(price.grade_id, price.channel): (price.price_vnd, price.floor_vnd) for price in board.prices.all()}
    waiting = tickets_waiting_for(board).filter(day__in=days).select_related("household")
    records = {record.pk: record for record in waiting}
    lines = HarvestLine.objects.of(coop).filter(record__in=records).select_related("record__season", "grade")
    by_record: dict[int, list[HarvestLine]] = {}
    for line in lines.order_by("record", "position"):
        by_record.setdefault(line.record_id, []).append(line)
    priced, gained = [], dict.fromkeys(days, 0)
    for pk, record in records.items():
        fresh = _fill_prices(by_record[pk], prices, record)
        _settle(record, by_record[pk], board)
        gained[record.day] += sum(line.amount_vnd for line in fresh)
        priced += fresh
        audit(seat, "ticket priced", record, board=board.pk, amount_vnd=record.amount_vnd)
    HarvestLine.objects.of(coop).bulk_update(priced, ["price_vnd", "amount_vnd"], batch_size=100)
    HarvestRecord.objects.of(coop).bulk_update(
        records.values(), ["amount_vnd", "board", "holds", "status"], batch_size=50
    )
    worth = [record for record in records.values() if record.amount_vnd]
    post(seat, [delivery_of(record, entered_on[record.day]) for record in worth])
    for day, amount in gained.items():
        move_book(coop, day, amount_vnd=amount)
    add_to_totals(coop, [share._replace(net_g=0, lines=0, tickets=0) for share in shares_of(priced)])
    return len(records)


@use_case
def count_print(seat: Seat, *, record: HarvestRecord) -> HarvestRecord:
    """Note that a slip was printed: from the second time on it says that it is a reprint."""
    HarvestRecord.objects.of(seat.cooperative).filter(pk=record.pk).update(prints=F("prints") + 1)
    record.refresh_from_db(fields=["prints"])
    audit(seat, "slip printed", record, prints=record.prints)
    return record


def _take_out(
    seat: Seat, record: HarvestRecord, reason: str, text: str, status: str
) -> tuple[HarvestRecord, list[HarvestLine], LedgerEntry | None]:
    """Hold the day's book, ask whether the ticket may go, and mark it; returns it and its loads as they stand, and what
    the ledger says of it."""
    hold_month(seat.cooperative, clock.today())
    book = locked_book(seat.cooperative, record.day)
    if book.closed_at:
        raise NotRecorded([("__all__", Reason("day_closed", {"day": f"{book.day:%d/%m/%Y}"}))])
    # A lot that takes of these loads meanwhile has to wait; whichever comes second sees what the first did.
    loads = HarvestLine.objects.of(seat.cooperative).filter(record=record).order_by("pk")
    [*loads.select_for_update(of=("self",)).values_list("pk")]
    lines = loads_of(record)
    current = lines[0].record
    if not current.stands:
        raise Stale(current)
    allowed = may_be_changed(seat, current, clock.now())
    allocated = sum(line.allocated_g for line in lines)
    lots = lots_holding(seat.cooperative, lines) if allocated else ()
    verdict = judge_change(allocated_g=allocated, lots=lots, allowed=allowed, reason=reason, text=text)
    if not verdict.allowed:
        raise NotRecorded([("reason" if r.code == "reason_unclear" else "__all__", r) for r in verdict.refused])
    rows = HarvestRecord.objects.of(seat.cooperative).filter(pk=current.pk, status__in=STANDING)
    if not rows.update(status=status, reason=_reason(reason, text) if status == Status.VOID else current.reason):
        raise Stale(current)
    # The ticket is held now: a run that claims it meanwhile waits, and then finds it replaced.
    entry = entry_of_record(seat.cooperative, current.pk)
    if entry:
        insist_unsettled(seat.cooperative, [current])
    return current, lines, entry


def _answer(seat: Seat, entry: LedgerEntry | None, old: HarvestRecord, new: HarvestRecord | None = None) -> None:
    """Take back in the ledger what a ticket was worth, and enter what its new version is.

    Both are entered today, so that no balance of an earlier day moves; a ticket that had no value until now is worth
    something from its own day on.
    """
    today = clock.today()
    entries = [reversal_of(entry, today, old.reason)] if entry else []
    if new and new.amount_vnd:
        entries.append(delivery_of(new, max(today, entry.day) if entry else None))
    post(seat, entries)


def _with_prices_of(facts: Facts, old: HarvestRecord, lines: Sequence[HarvestLine]) -> Facts:
    """What a grade was bought at on the ticket before, it is bought at on the new one."""
    if old.mode == FLAT:
        return facts
    kept = {(old.channel, line.grade.code): line.price_vnd for line in lines if line.price_vnd}
    floors = {key: floor for key, floor in facts.sheet.floors.items() if key not in kept}
    return replace(facts, sheet=replace(facts.sheet, prices={**facts.sheet.prices, **kept}, floors=floors))


def _reason(reason: str, text: str) -> str:
    return f"{reason}: {text}" if text else reason


def _priced(lines: Sequence[HarvestLine]) -> int:
    return sum(line.amount_vnd or 0 for line in lines)


def _fill_prices(lines: Sequence[HarvestLine], prices: dict, record: HarvestRecord) -> list[HarvestLine]:
    """Those loads that had no price and have one now: the market's, or the floor of a contract if that is higher."""
    filled, contract = [], record.household.has_contract_on(record.day)
    for line in lines:
        found = prices.get((line.grade_id, record.channel))
        if line.price_vnd is None and found:
            market, floor = found
            price = max(market, floor or 0) if contract else market
            line.price_vnd, line.amount_vnd = price, value_of(line.net_g, price)
            filled.append(line)
    return filled


def _settle(record: HarvestRecord, lines: Sequence[HarvestLine], board: PriceBoard) -> None:
    """Bring a ticket's value, board, holds and status in line with the prices of its loads."""
    missing = list(dict.fromkeys(line.grade.code for line in lines if line.price_vnd is None))
    others = [hold for hold in record.holds if hold["code"] != "price_missing"]
    waiting = [{"code": "price_missing", "data": {"grades": ", ".join(missing)}}] if missing else []
    record.holds = waiting + others
    record.status = Status.HELD if record.holds else Status.POSTED
    record.amount_vnd = None if missing else sum(line.amount_vnd for line in lines)
    record.board = board
