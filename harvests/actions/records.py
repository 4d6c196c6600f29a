"""What can be done with harvest records: recorded one by one or many at once, corrected, voided, priced, released."""

import datetime as dt
from collections.abc import Iterable, Sequence
from itertools import groupby

from coopsite import clock
from growers.actions.once import Refused, Stale, audit, use_case
from growers.models import Household
from growers.queries.seats import Seat
from growers.queries.settings import settings_on
from growers.rules.roles import Right
from growers.rules.verdicts import Reason, Verdict
from harvests.actions.day_totals import (
    Book,
    Share,
    add_to_totals,
    locked_book,
    move_book,
    post_in_book,
    shares_of,
    take_from_totals,
)
from harvests.models import STANDING, DayBook, HarvestLine, HarvestRecord, PriceBoard
from harvests.queries.records import lines_to_change, paper_numbers, tickets_waiting_for
from harvests.queries.scale import facts_at
from harvests.rules.records import OVERRIDABLE, NewTicket, judge_change, may_change, ticket_from
from harvests.rules.weighing import amount_of, judge_ticket
from harvests.rules.weighing_facts import Facts, Header, Judged, Load

Status = HarvestRecord.Status


class NotRecorded(Refused):
    """A ticket was refused; `problems` are (field as posted or "__all__", reason). Nothing was written."""

    def __init__(self, problems: Sequence[tuple[str, Reason]]):
        super().__init__(Verdict(refused=tuple(reason for _, reason in problems)))
        self.problems = tuple(problems)


class Unconfirmed(Exception):
    """The clerk should look again before this is written; `warnings` are reasons. Nothing was written."""

    def __init__(self, warnings: Sequence[Reason]):
        super().__init__(", ".join(reason.code for reason in warnings))
        self.warnings = tuple(warnings)


@use_case
def record_ticket(
    seat: Seat,
    *,
    header: Header,
    loads: Sequence[Load],
    weighed_at: dt.datetime | None = None,
    confirmed: bool = False,
    **about: str,
) -> HarvestRecord:
    """Write a delivery as it was weighed now, or offline at `weighed_at`; `about`: place, vehicle, source, numbers.

    Raises NotRecorded for hard stops and Unconfirmed for warnings nobody has confirmed. The record comes with its
    household and, as `book`, the day's book after it. With the door and the frame this takes 15 statements.
    """
    moment = _moment(weighed_at)
    facts, household = facts_at(seat.cooperative, header.household, moment, clock.today())
    judged = _passed(facts, header, loads, confirmed)
    [record] = post_many(seat, [ticket_from(facts, header, judged, moment, **about)])
    record.household = household
    audit(seat, "ticket recorded", record, net_g=record.net_g, amount_vnd=record.amount_vnd, household=household.code)
    return record


@use_case
def record_many(seat: Seat, *, tickets: Sequence[NewTicket]) -> DayBook:
    """Write prepared tickets, all or none, and note each day in the audit trail; returns the book of the last day.

    Raises NotRecorded when a day is closed or a paper number is used. Within a running transaction: `post_many`.
    """
    records = post_many(seat, tickets)
    for day, group in groupby(records, key=lambda record: record.day):
        of_day = [*group]
        book = DayBook.objects.of(seat.cooperative).get(day=day)
        numbers = [of_day[0].number, of_day[-1].number]
        audit(seat, "tickets recorded", book, tickets=len(of_day), numbers=numbers, source=of_day[0].source)
    return book


def post_many(seat: Seat, tickets: Iterable[NewTicket]) -> list[HarvestRecord]:
    """Write prepared tickets within the running transaction, by day and then in the order given; no audit entry.

    For each day one statement moves its book and hands out the numbers; records, loads and totals go in bulk. Each
    record carries the `book` of its day after the move. Raises NotRecorded for a closed day or a used paper number.
    """
    coop, written, shares = seat.cooperative, [], []
    lines: list[HarvestLine] = []
    for day, group in groupby(sorted(tickets, key=lambda ticket: ticket.day), key=lambda ticket: ticket.day):
        of_day = [*group]
        net, amount = sum(t.net_g for t in of_day), sum(t.priced_vnd for t in of_day)
        book = post_in_book(coop, day, len(of_day), net, amount)
        if book is None:
            raise NotRecorded([("__all__", Reason("day_closed", {"day": f"{day:%d/%m/%Y}"}))])
        _insist_on_free_paper(seat, day, of_day)
        first = book.last_number - len(of_day) + 1
        rows = [_record(seat, ticket, first + place, book) for place, ticket in enumerate(of_day)]
        HarvestRecord.objects.bulk_create(rows)
        for row, ticket in zip(rows, of_day, strict=True):
            lines += _lines(row, ticket)
            shares += _shares(ticket)
        written += rows
    HarvestLine.objects.bulk_create(lines)
    add_to_totals(coop, shares)
    return written


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

    Raises Stale when somebody replaced or voided it since, NotRecorded and Unconfirmed like `record_ticket`.
    """
    coop = seat.cooperative
    book = locked_book(coop, record.day)
    old_lines = _take_out(seat, book, record, reason, text, Status.REPLACED)
    facts, household = facts_at(
        coop, header.household, _local(record.weighed_at), clock.today(), but=record.pk, board=record.board_id
    )
    judged = _passed(facts, header, loads, confirmed)
    ticket = ticket_from(facts, header, judged, _local(record.weighed_at), source=record.source, **about)
    _insist_on_free_paper(seat, record.day, [ticket])
    new = _record(seat, ticket, record.number, None)
    new.revision, new.replaces, new.reason = record.revision + 1, record, _reason(reason, text)
    new.offline_no, new.household = record.offline_no, household
    new.save(force_insert=True)
    HarvestLine.objects.bulk_create(_lines(new, ticket))
    add_to_totals(coop, _shares(ticket))
    take_from_totals(coop, shares_of(old_lines))
    net, amount = ticket.net_g - record.net_g, ticket.priced_vnd - _priced(old_lines)
    move_book(coop, record.day, net_g=net, amount_vnd=amount)
    details = {"net_g": [record.net_g, new.net_g], "amount_vnd": [record.amount_vnd, new.amount_vnd]}
    audit(seat, "ticket corrected", new, reason=new.reason, household=household.code, **details)
    return new


@use_case
def void_ticket(seat: Seat, *, record: HarvestRecord, reason: str, text: str) -> HarvestRecord:
    """Take a standing ticket out of the books; its number stays used. Raises like `correct_ticket`."""
    coop = seat.cooperative
    book = locked_book(coop, record.day)
    lines = _take_out(seat, book, record, reason, text, Status.VOID)
    take_from_totals(coop, shares_of(lines))
    move_book(coop, record.day, tickets=-1, net_g=-record.net_g, amount_vnd=-_priced(lines))
    record.status, record.reason = Status.VOID, _reason(reason, text)
    audit(seat, "ticket voided", record, reason=record.reason, net_g=record.net_g, amount_vnd=record.amount_vnd)
    return record


@use_case
def release_ticket(seat: Seat, *, record: HarvestRecord, text: str) -> HarvestRecord:
    """Answer the holds that a person may answer (household blocked, code suspended), with the reason in the trail.

    Weights and value stay as they are, so that no new version is needed; waiting for a price is not answered here.
    """
    locked_book(seat.cooperative, record.day)
    current = HarvestRecord.objects.of(seat.cooperative).get(pk=record.pk)
    left = [hold for hold in current.holds if hold["code"] not in OVERRIDABLE]
    if not current.stands:
        raise Stale(current)
    if left == current.holds or not text:
        raise NotRecorded([("text", Reason("reason_unclear" if not text else "nothing_to_release"))])
    released = [hold["code"] for hold in current.holds if hold not in left]
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
    holds stays on hold for these. Every ticket gets its audit entry.
    """
    coop = seat.cooperative
    days = sorted({*tickets_waiting_for(board).values_list("day", flat=True)})
    [*DayBook.objects.of(coop).filter(day__in=days).order_by("day").select_for_update()]
    prices = {(price.grade_id, price.channel): price.price_vnd for price in board.prices.all()}
    records = {record.pk: record for record in tickets_waiting_for(board)}
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
    HarvestLine.objects.bulk_update(priced, ["price_vnd", "amount_vnd"], batch_size=100)
    HarvestRecord.objects.bulk_update(records.values(), ["amount_vnd", "board", "holds", "status"], batch_size=50)
    for day, amount in gained.items():
        move_book(coop, day, amount_vnd=amount)
    add_to_totals(coop, [share._replace(net_g=0) for share in shares_of(priced)], lines=0)
    return len(records)


def allowed_to_change(seat: Seat, record: HarvestRecord) -> bool:
    """Whether this seat may correct or void this ticket at this moment. One statement at most."""
    corrects = seat.may(Right.CORRECT)
    own = record.recorded_by_id == seat.user.pk
    minutes = 0 if corrects or not own else settings_on(seat.cooperative, record.day)["undo_minutes"]
    return may_change(
        own=own, recorded_at=record.recorded_at, now=clock.now(), undo_minutes=minutes,
        weighs=seat.may(Right.WEIGH), corrects=corrects,
    )  # fmt: skip
