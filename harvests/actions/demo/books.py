"""Writes the demonstration's deliveries as harvest records, with the day books and day totals they add up to."""

import datetime as dt
from collections import defaultdict
from random import Random

from coopsite.formats.showing import VIETNAM
from growers.models import Cooperative, Grade, Plot, User
from harvests.actions.demo.plan import TODAY
from harvests.actions.ledger import post_standing
from harvests.models import (
    CrateType,
    DayBook,
    DayTotal,
    HarvestLine,
    HarvestRecord,
    HarvestRound,
    HouseholdTotal,
    PriceBoard,
    Season,
)
from harvests.rules.demo_tickets import CRATE_TARE_G, Ticket
from harvests.rules.money import value_of

MORNING, EVENING = (5 * 60 + 30, 9 * 60), (15 * 60 + 30, 18 * 60 + 15)


class Books:
    """Collects the records of one co-operative and writes them, totals included, in a few statements."""

    def __init__(self, coop: Cooperative, crate: CrateType, clerk: User, random: Random):
        self.coop, self.crate, self.clerk, self.random = coop, crate, clerk, random
        self.records: list[HarvestRecord] = []
        self.lines: list[HarvestLine] = []
        self.last: dict[dt.date, int] = defaultdict(int)
        self.codes: dict[int, list[list[str]]] = {}  # plot -> its planting area codes as (code, market, status)

    def enter(self, season: Season, rounds: list[HarvestRound], tickets, plots, grades, board_of) -> None:
        """Enter tickets in the order of their times; `plots[group][place]`, `board_of(day)` -> (board, prices)."""
        timed = sorted(
            ((t.day, self._minute(t.day), place, t) for place, t in enumerate(tickets)), key=lambda row: row[:3]
        )
        for day, minute, _, ticket in timed:
            harvest_round = next((r for r in rounds if r.starts_on <= day <= r.ends_on), None)
            moment = dt.datetime.combine(day, dt.time(minute // 60, minute % 60), VIETNAM)
            plot = plots[ticket.group][ticket.plot]
            self.add(
                season, harvest_round, moment, plot, self._loads(ticket, grades, board_of(day)[1]), board_of(day)[0]
            )

    def _minute(self, day: dt.date) -> int:
        """Two waves a day, 62 % in the morning; the frozen day is still in its morning."""
        first, last = MORNING if day == TODAY or self.random.random() < 0.62 else EVENING
        return int(self.random.triangular(first, last, (first + last) / 2))

    @staticmethod
    def _loads(ticket: Ticket, grades: list[Grade], prices: dict[str, int]):
        return [(grades[place], crates, net, prices[grades[place].code]) for place, crates, net in ticket.loads()]

    def add(self, season, harvest_round, moment, plot: Plot, loads, board: PriceBoard | None, **facts) -> HarvestRecord:
        """One record with its lines; `loads` are (grade, crates, net grams, price)."""
        day = moment.date()
        if "number" not in facts:
            self.last[day] += 1
        net = sum(load[2] for load in loads)
        tare = sum(load[1] for load in loads) * CRATE_TARE_G
        defaults = {
            "number": self.last[day],
            "household": plot.household,
            "recorded_at": moment,
            "source": HarvestRecord.Source.DEMO,
        }
        record = HarvestRecord(
            cooperative=self.coop, season=season, round=harvest_round, day=day, weighed_at=moment,
            household_kind=plot.household.kind, plot=plot, board=board, loads=len(loads), gross_g=net + tare,
            tare_g=tare, net_g=net, amount_vnd=sum(value_of(load[2], load[3]) for load in loads),
            recorded_by=self.clerk, plot_codes=self.codes.get(plot.pk, []), **{**defaults, **facts},
        )  # fmt: skip
        self.records.append(record)
        for position, (grade, crates, grams, price) in enumerate(loads, start=1):
            bare = crates * CRATE_TARE_G
            self.lines.append(
                HarvestLine(
                    cooperative=self.coop, record=record, position=position, grade=grade, crate=self.crate,
                    crates=crates, gross_g=grams + bare, tare_g=bare, net_g=grams, price_vnd=price,
                    amount_vnd=value_of(grams, price),
                )
            )  # fmt: skip
        return record

    def write(self) -> None:
        """Write everything collected, the day books and day totals that sum what stands, and the ledger."""
        replaced = [record for record in self.records if record.status == HarvestRecord.Status.REPLACED]
        HarvestRecord.objects.bulk_create(replaced)  # written before the rows that name them
        HarvestRecord.objects.bulk_create([r for r in self.records if not r.pk], batch_size=400)
        HarvestLine.objects.bulk_create(self.lines, batch_size=400)
        books = {day: DayBook(cooperative=self.coop, day=day, last_number=last) for day, last in self.last.items()}
        totals: dict[tuple, DayTotal] = {}
        brought: dict[tuple[int, int], HouseholdTotal] = {}
        for record in self.records:
            if record.stands:
                key = (record.season_id, record.household_id)
                total = brought.setdefault(
                    key, HouseholdTotal(cooperative=self.coop, season_id=key[0], household_id=key[1])
                )
                total.tickets += 1
                total.net_g += record.net_g
                total.amount_vnd += record.amount_vnd
                book = books[record.day]
                book.tickets += 1
                book.net_g += record.net_g
                book.amount_vnd += record.amount_vnd
        for line in self.lines:
            if line.record.stands:
                self._count(totals, line)
        DayBook.objects.bulk_create(books.values(), batch_size=400)
        DayTotal.objects.bulk_create(totals.values(), batch_size=400)
        HouseholdTotal.objects.bulk_create(brought.values())
        post_standing(self.coop)

    def _count(self, totals: dict[tuple, DayTotal], line: HarvestLine) -> None:
        record = line.record
        key = (record.day, record.season_id, line.grade_id)
        if key not in totals:
            totals[key] = DayTotal(
                cooperative=self.coop, day=record.day, season=record.season, commodity=self.coop.commodity,
                round=record.round, grade=line.grade,
            )  # fmt: skip
        total = totals[key]
        total.lines += 1
        total.net_g += line.net_g
        total.amount_vnd += line.amount_vnd
