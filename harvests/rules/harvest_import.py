"""Decides what each row of a book of weigh tickets becomes, and which rows together make one ticket."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from coopsite.formats.text import fold
from growers.rules.imports import BAD, DUPLICATE, NEW, Plan, Planned
from growers.rules.sheets import Preview
from growers.rules.verdicts import Reason
from harvests.rules.money import per_kg, value_of
from harvests.rules.records import NewLine, NewTicket
from harvests.rules.sheets import Load, loads

CODES = (
    "book_household_unknown",
    "book_household_unclear",
    "household_named_otherwise",
    "book_plot_unknown",
    "day_outside_season",
    "import_day_closed",
    "net_differs",
    "net_unknown",
    "amount_differs",
    "grade_unclear",
    "round_differs",
    "tare_of_crates",
)
NOON = dt.time(12, 0)
ROUNDED_VND = 1_000  # books round a line to the thousand; more than that is another price or another weight


@dataclass(frozen=True, slots=True)
class KnownHousehold:
    """Who delivers: key, kind of membership, and plots by folded name, code or number."""

    pk: int
    code: str
    name: str
    alias: str
    village: str
    kind: str
    plots: Mapping[str, int]
    contract: tuple[dt.date | None, dt.date | None] = (None, None)

    def has_contract_on(self, day: dt.date) -> bool:
        """Whether floor prices were promised for fruit of this day."""
        begins, ends = self.contract
        return bool(begins and begins <= day and (ends is None or day <= ends))


@dataclass(frozen=True, slots=True)
class Day:
    """What holds on a day: its season and round, whether its book is closed, prices by grade code, and the board."""

    season: int
    commodity: int
    round: int | None
    round_number: int | None
    closed: bool
    board: int | None
    prices: Mapping[str, int]
    floors: Mapping[str, int] = field(default_factory=dict)

    def under_contract(self) -> "Day":
        """The day for a household under contract: the market's price or the floor, whichever is higher."""
        prices = {grade: max(price, self.floors.get(grade, 0)) for grade, price in self.prices.items()}
        return replace(self, prices=prices)


@dataclass(slots=True)
class Book:
    """Everything that a file of tickets is held against."""

    households: list[KnownHousehold]
    days: Mapping[dt.date, Day]
    grades: Mapping[str, int]  # code -> key
    flat: str
    ungraded: str
    crate: tuple[int, int] | None  # key and tare in grams of the usual crate
    written: Counter  # (household, day, net grams of each load) of tickets that stand
    papers: set[tuple[dt.date, str]]
    zone: dt.tzinfo
    by_code: dict[str, KnownHousehold] = field(default_factory=dict)
    by_name: dict[str, list[KnownHousehold]] = field(default_factory=dict)

    def __post_init__(self):
        for household in self.households:
            self.by_code[household.code] = household
            for name in {fold(household.name), fold(household.alias)} - {""}:
                self.by_name.setdefault(name, []).append(household)


@dataclass(slots=True)
class Work:
    """A row that was understood: its household, day and loads; the first row of a ticket carries `ticket`."""

    household: KnownHousehold
    day: dt.date
    lines: list[NewLine]
    flat: bool
    paper_no: str
    plot: int | None
    note: str
    ticket: NewTicket | None = None


def plan_harvests(preview: Preview, book: Book) -> Plan:
    """The plan of a book: rows of one ticket number, or neighbouring rows of one household and day, make one ticket."""
    plan = Plan(preview)
    for row in preview.rows:
        planned = Planned(row, BAD if row.problems else NEW)
        plan.rows.append(planned)
        if planned.outcome != BAD:
            planned.work = _understand(planned, book)
    tickets = [_ticket(group, book) for group in _groups(plan.rows)]
    made = [ticket for ticket in tickets if ticket]
    plan.totals = {
        "tickets": len(made),
        "total_g": sum(ticket.net_g for ticket in made),
        "total_vnd": sum(ticket.priced_vnd for ticket in made),
    }
    return plan


def _understand(planned: Planned, book: Book) -> Work | None:
    values = planned.row.values
    household = _household(planned, book)
    day = book.days.get(values["day"])
    if day is None:
        planned.refuse("day", "day_outside_season", day=f"{values['day']:%d/%m/%Y}")
    elif day.closed:
        planned.refuse("day", "import_day_closed", day=f"{values['day']:%d/%m/%Y}")
    elif values.get("round") and day.round_number and values["round"] != day.round_number:
        planned.remark("round", "round_differs", written=values["round"], found=day.round_number)
    if day and household and household.has_contract_on(values["day"]):
        day = day.under_contract()
    lines = [line for load in loads(values) if (line := _line(planned, load, day, book))] if day else []
    if planned.outcome == BAD or household is None or not lines:
        return None
    return Work(
        household=household,
        day=values["day"],
        lines=lines,
        flat=all(line.grade == book.grades[book.flat] for line in lines),
        paper_no=(values.get("paper_no") or values.get("ticket") or "")[:16],
        plot=_plot(planned, household),
        note=(values.get("note") or "")[:200],
    )


def _household(planned: Planned, book: Book) -> KnownHousehold | None:
    """By code, and the name beside it must agree; else by a name that only one household has, or has in the village."""
    values = planned.row.values
    code, name = values.get("household_code"), values.get("household_name")
    if code:
        household = book.by_code.get(code)
        if household is None:
            planned.refuse("household_code", "book_household_unknown", text=code)
        elif name and fold(name) not in (fold(household.name), fold(household.alias)):
            planned.refuse("household_name", "household_named_otherwise", code=code, name=household.name)
        return household
    found = book.by_name.get(fold(name or ""), [])
    if len(found) > 1 and values.get("village"):
        found = [household for household in found if fold(household.village) == fold(values["village"])]
    if len(found) == 1:
        return found[0]
    planned.refuse("household_name", "book_household_unclear" if found else "book_household_unknown", text=name or "")
    return None


def _plot(planned: Planned, household: KnownHousehold) -> int | None:
    """The named plot, else the only one; an unknown name is noted and the ticket has no plot."""
    text = fold(planned.row.values.get("plot") or "").removeprefix(f"{household.code}-")
    if text:
        if text not in household.plots:
            planned.remark("plot", "book_plot_unknown", text=text)
        return household.plots.get(text)
    only = set(household.plots.values())
    return only.pop() if len(only) == 1 else None


def _line(planned: Planned, load: Load, day: Day, book: Book) -> NewLine | None:
    weights = _weights(planned, load, book)
    if weights is None:
        return None
    gross, tare, deduction, net = weights
    grade = load.grade or (book.flat if load.price_vnd or load.amount_vnd else book.ungraded)
    if grade not in book.grades:
        planned.refuse("grade", "grade_unclear", text=load.grade)
        return None
    price = load.price_vnd or (day.prices.get(grade) if load.amount_vnd is None else None)
    if price is None and load.amount_vnd:
        price = per_kg(load.amount_vnd, net)
    amount = None if price is None else value_of(net, price)
    if amount is not None and load.amount_vnd is not None and abs(amount - load.amount_vnd) > ROUNDED_VND:
        planned.refuse("amount", "amount_differs", written_vnd=load.amount_vnd, computed_vnd=amount)
    crate = book.crate[0] if book.crate and load.crates else None
    return NewLine(
        grade=book.grades[grade],
        gross_g=gross,
        tare_g=tare,
        net_g=net,
        crate=crate,
        crates=load.crates or 0,
        deduction_g=deduction,
        deduction_kind="other" if deduction else "",
        price_vnd=price,
        amount_vnd=amount,
    )


def _weights(planned: Planned, load: Load, book: Book) -> tuple[int, int, int, int] | None:
    """(gross, tare, deduction, net) in grams: what the book leaves out is computed, what contradicts is refused."""
    gross, tare, deduction, net = load.gross_g, load.tare_g, load.deduction_g or 0, load.net_g
    if gross is None:
        return (net + (tare or 0) + deduction, tare or 0, deduction, net) if net else None
    if tare is None and net is not None:
        tare = gross - deduction - net
    elif tare is None and load.crates and book.crate:
        tare = load.crates * book.crate[1]
        planned.remark("tare", "tare_of_crates", crates=load.crates, tare_g=tare)
    if tare is None:
        planned.refuse("net", "net_unknown")
        return None
    computed = gross - tare - deduction
    if computed <= 0 or tare < 0 or (net is not None and net != computed):
        planned.refuse("net", "net_differs", written_g=net or 0, computed_g=computed)
        return None
    return gross, tare, deduction, computed


def _groups(rows: list[Planned]) -> list[list[Planned]]:
    """Rows of one ticket: same number, household and day; without a number, neighbours of one household and day."""
    numbered: dict[tuple, list[Planned]] = {}
    found: list[list[Planned]] = []
    before: tuple | None = None
    for planned in rows:
        work = planned.work
        if work is None or planned.outcome == BAD:
            before = None
            continue
        key = (work.household.pk, work.day, work.paper_no)
        if work.paper_no and key in numbered:
            numbered[key].append(planned)
        elif not work.paper_no and key == before:
            found[-1].append(planned)
        else:
            found.append([planned])
            if work.paper_no:
                numbered[key] = found[-1]
        before = key
    return found


def _ticket(group: list[Planned], book: Book) -> NewTicket | None:
    """The ticket of a group, put on its first row; None when it is there already."""
    first: Work = group[0].work
    day = book.days[first.day]
    lines = tuple(line for planned in group for line in planned.work.lines)
    key = (first.household.pk, first.day, tuple(sorted(line.net_g for line in lines)))
    known = (first.day, first.paper_no) in book.papers if first.paper_no else book.written[key] > 0
    if known:
        book.written[key] -= 1
        for planned in group:
            planned.outcome, planned.twin = DUPLICATE, f"{first.household.code} – {first.household.name}"
        return None
    ungraded = any(line.grade == book.grades[book.ungraded] for line in lines)
    priced = all(line.amount_vnd is not None for line in lines)
    holds = (Reason("graded_later"),) if ungraded else () if priced else (Reason("price_missing"),)
    first.ticket = NewTicket(
        weighed_at=dt.datetime.combine(first.day, NOON, book.zone),
        season=day.season,
        commodity=day.commodity,
        round=day.round,
        household=first.household.pk,
        household_kind=first.household.kind,
        lines=lines,
        plot=first.plot,
        mode="later" if ungraded else "flat" if first.flat else "graded",
        board=day.board,
        holds=holds,
        source="import",
        paper_no=first.paper_no,
        note=first.note,
    )
    return first.ticket
