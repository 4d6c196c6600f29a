"""Writing harvest records: one at the scale, or many at once from a paper pad or a register."""

import datetime as dt
from collections.abc import Iterable, Sequence
from itertools import groupby

from coopsite import clock
from growers.actions.once import Refused, audit, use_case
from growers.models import Cooperative
from growers.queries.seats import Seat
from growers.rules.verdicts import Reason, Verdict
from harvests.actions.day_totals import Book, Share, add_to_totals, post_in_book
from harvests.actions.ledger import post_deliveries
from harvests.models import DayBook, HarvestLine, HarvestRecord
from harvests.queries.records import papers_used
from harvests.queries.scale import facts_at
from harvests.rules.records import NewTicket, ticket_from
from harvests.rules.weighing import judge_ticket
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
    judged = passed(facts, header, loads, confirmed)
    [record] = post_many(seat, [ticket_from(facts, header, judged, moment, **about)])
    record.household = household
    audit(seat, "ticket recorded", record, net_g=record.net_g, amount_vnd=record.amount_vnd, household=household.code)
    return record


@use_case
def record_many(seat: Seat, *, tickets: Sequence[NewTicket]) -> DayBook:
    """Write prepared tickets, all or none, and note each day in the audit trail; returns the book of the last day.

    Raises NotRecorded when a day is closed or a paper number is used. Within a running transaction: `post_many`.
    """
    return note_days(seat, post_many(seat, tickets))


def note_days(seat: Seat, records: Sequence[HarvestRecord]) -> DayBook:
    """Note in the trail of each day what `post_many` wrote; returns the book of the last day."""
    for day, group in groupby(records, key=lambda record: record.day):
        of_day = [*group]
        book = DayBook.objects.of(seat.cooperative).get(day=day)
        numbers = [of_day[0].number, of_day[-1].number]
        audit(seat, "tickets recorded", book, tickets=len(of_day), numbers=numbers, source=of_day[0].source)
    return book


def post_many(seat: Seat, tickets: Iterable[NewTicket]) -> list[HarvestRecord]:
    """Write prepared tickets within the running transaction, by day and then in the order given; no audit entry.

    For each day one statement moves its book and hands out the numbers; records, loads, totals and what they are worth
    in the ledger go in bulk. Each record carries the `book` of its day after the move. Raises NotRecorded for a closed
    day or a used paper number.
    """
    coop, written, shares = seat.cooperative, [], []
    lines: list[HarvestLine] = []
    for day, group in groupby(sorted(tickets, key=lambda ticket: ticket.day), key=lambda ticket: ticket.day):
        of_day = [*group]
        net, amount = sum(t.net_g for t in of_day), sum(t.priced_vnd for t in of_day)
        book = post_in_book(coop, day, len(of_day), net, amount)
        if book is None:
            raise NotRecorded([("__all__", Reason("day_closed", {"day": f"{day:%d/%m/%Y}"}))])
        insist_on_free_paper(coop, day, of_day)
        first = book.last_number - len(of_day) + 1
        rows = [_numbered(seat, ticket, first + place, book) for place, ticket in enumerate(of_day)]
        HarvestRecord.objects.bulk_create(rows)
        for row, ticket in zip(rows, of_day, strict=True):
            lines += line_rows(row, ticket)
            shares += shares_in(ticket)
        written += rows
    HarvestLine.objects.bulk_create(lines)
    post_deliveries(seat, written)
    add_to_totals(coop, shares)
    return written


def _numbered(seat: Seat, ticket: NewTicket, number: int, book: Book) -> HarvestRecord:
    record = record_row(seat, ticket, number)
    record.book = book
    return record


def passed(facts: Facts, header: Header, loads: Sequence[Load], confirmed: bool) -> Judged:
    """The judged ticket when nothing stops it; raises NotRecorded or Unconfirmed otherwise."""
    judged = judge_ticket(facts, header, loads)
    if judged.refused:
        raise NotRecorded(judged.refused)
    if judged.warnings and not confirmed:
        raise Unconfirmed(judged.warnings)
    return judged


def insist_on_free_paper(coop: Cooperative, day: dt.date, tickets: Sequence[NewTicket]) -> None:
    """Refuse a paper number that a standing ticket of the day has, asked while the day's book is held."""
    numbers = [ticket.paper_no for ticket in tickets if ticket.paper_no]
    used = papers_used(coop, day, numbers) if numbers else set()
    twice = {number for number in numbers if numbers.count(number) > 1}
    if used or twice:
        data = {"numbers": ", ".join(sorted(used | twice))}
        raise NotRecorded([("paper_no", Reason("paper_no_used", data))])


def record_row(seat: Seat, ticket: NewTicket, number: int) -> HarvestRecord:
    """The unsaved record of a prepared ticket; its facts were read within the co-operative and are not asked again."""
    return HarvestRecord(
        cooperative=seat.cooperative, season_id=ticket.season, round_id=ticket.round, day=ticket.day, number=number,
        status=Status.HELD if ticket.holds else Status.POSTED,
        holds=_plain(ticket.holds), warnings=_plain(ticket.warnings),
        household_id=ticket.household, household_kind=ticket.household_kind,
        plot_id=ticket.plot, plot_codes=[*map(list, ticket.plot_codes)],
        mode=ticket.mode, channel=ticket.channel, board_id=ticket.board, place=ticket.place, vehicle=ticket.vehicle,
        note=ticket.note, source=ticket.source, paper_no=ticket.paper_no, offline_no=ticket.offline_no,
        loads=len(ticket.lines), gross_g=sum(line.gross_g for line in ticket.lines),
        tare_g=sum(line.tare_g for line in ticket.lines), deduction_g=sum(line.deduction_g for line in ticket.lines),
        net_g=ticket.net_g, amount_vnd=ticket.amount_vnd,
        weighed_at=ticket.weighed_at, recorded_at=clock.now(), recorded_by=seat.user,
    )  # fmt: skip


def line_rows(record: HarvestRecord, ticket: NewTicket) -> list[HarvestLine]:
    """The unsaved loads of a saved record."""
    return [
        HarvestLine(
            cooperative_id=record.cooperative_id, record=record, position=position, grade_id=line.grade,
            crate_id=line.crate, crates=line.crates, gross_g=line.gross_g, tare_g=line.tare_g,
            tare_reason=line.tare_reason, deduction_g=line.deduction_g, deduction_kind=line.deduction_kind,
            net_g=line.net_g, price_vnd=line.price_vnd, amount_vnd=line.amount_vnd,
        )
        for position, line in enumerate(ticket.lines, start=1)
    ]  # fmt: skip


def shares_in(ticket: NewTicket) -> list[Share]:
    """What each load of a prepared ticket adds to its day's totals."""
    return [
        Share(
            ticket.day, ticket.season, ticket.commodity, ticket.round, line.grade, ticket.household, line.net_g,
            line.amount_vnd, int(place == 0),
        )
        for place, line in enumerate(ticket.lines)
    ]  # fmt: skip


def _plain(reasons: Iterable[Reason]) -> list[dict]:
    """Reasons as they are stored, to be worded again in any language."""
    return [{"code": reason.code, "data": dict(reason.data)} for reason in reasons]


def _moment(weighed_at: dt.datetime | None) -> dt.datetime:
    """The moment of weighing; a browser's clock that runs ahead on the same day is set back to now."""
    now = clock.now()
    if weighed_at is None or (weighed_at > now and weighed_at.date() == now.date()):
        return now
    return weighed_at
