"""The demonstration's packing floor: lots for every truck and for the home market, with kilograms on every edge."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from random import Random

from django.db.models import F

from coopsite.formats.showing import VIETNAM
from growers.models import CodePlot, Cooperative, ExportCode, Grade, Market, MarketRequirement, PackingHouse, User
from growers.rules.areas import ACTIVE
from growers.rules.eligibility import RULES, snapshot
from harvests.actions.demo import plan_packing as plan
from harvests.models import HarvestLine, HarvestRecord, Lot, LotCarton, LotInput, LotLoss, Season
from harvests.queries.eligibility import judge_for
from harvests.rules.demo_tickets import STEP

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
HOME = "VN"
BATCH = 2_000  # keys in one statement
FRESH_DAYS = 4


class Floor:
    """The fruit of one season that waits to be packed, and the lots that are made of it, written at the end."""

    def __init__(self, coop: Cooperative, season: Season, random: Random):
        self.coop, self.season, self.random = coop, season, random
        self.packer = User.objects.get(username=f"packer.{coop.slug}")
        self.house = PackingHouse.objects.of(coop).order_by("code").first()
        self.markets = {market.code: market for market in Market.objects.all()}
        self.grades = {grade.code: grade for grade in Grade.objects.filter(commodity=coop.commodity)}
        self.judge = judge_for(coop, coop.commodity, first=season.starts_on, last=season.ends_on)
        asked = MarketRequirement.objects.filter(commodity=coop.commodity).order_by("valid_from")
        self.treatments = dict(asked.values_list("market__code", "treatment"))
        self.areas = _area_of_plots(coop)
        self.codes = {
            (code.area.code, code.market.code): code
            for code in ExportCode.objects.of(coop).filter(area__isnull=False).select_related("area", "market")
        }
        self.waiting = _waiting(coop, season)  # [line, grams left]
        held = HarvestRecord.objects.of(coop).filter(season=season, status=HarvestRecord.Status.HELD)
        self.held_g = sum(held.values_list("net_g", flat=True))  # waits for quality control, and cannot be packed
        self.lots: list[Lot] = []
        self.inputs: list[LotInput] = []
        self.cartons: list[LotCarton] = []
        self.losses: list[LotLoss] = []
        self.numbers: dict[tuple, int] = defaultdict(int)
        self.verdicts: dict[tuple, dict] = {}

    def export_lot(self, market: str, day: dt.date, area: str, pack_g: int, cartons: int, grade: str) -> LotCarton:
        """Pack cartons from the fresh fruit of one area, off-grade fruit left out, a little lost to shrinkage."""
        net = pack_g * cartons
        shrink = net * plan.SHRINK_BP // (10_000 - plan.SHRINK_BP) // STEP * STEP
        lot = self._lot(market, day, self.codes.get((area, market)))
        fresh = (
            row for row in self._in_turn(day, fresh=True)
            if self.areas.get(row[0].record.plot_id) == area and _exported(row[0])
        )
        self._take(lot, fresh, net + shrink)
        self._lose(lot, LotLoss.Kind.SHRINK, shrink)
        return self._carton(lot, self.grades[grade], pack_g, cartons, net)

    def home_lot(self, day: dt.date, grams: int, loss_g: int) -> Lot:
        """Take what came in up to a day into a lot of loose fruit for the home market."""
        lot = self._lot(HOME, day, None)
        self._take(lot, self._in_turn(day), grams)
        self._lose(lot, LotLoss.Kind.SHRINK, loss_g)
        return lot

    def loose(self, lot: Lot, grade: str, grams: int) -> LotCarton:
        """Loose fruit of a grade in a lot."""
        return self._carton(lot, self.grades[grade], None, 0, grams)

    def write(self) -> None:
        """Write the lots with everything in them, and what they took of each scale load."""
        Lot.objects.bulk_create(self.lots, batch_size=200)
        for rows in (self.inputs, self.cartons, self.losses):
            type(rows[0]).objects.bulk_create(rows, batch_size=400) if rows else None
        self._count_taken()

    def _count_taken(self) -> None:
        """Most loads went whole; the others are few."""
        taken: Counter[HarvestLine] = Counter()
        for edge in self.inputs:
            taken[edge.line] += edge.grams
        rows = HarvestLine.objects.of(self.coop)
        whole = [line.pk for line, grams in taken.items() if grams == line.net_g]
        for first in range(0, len(whole), BATCH):
            rows.filter(pk__in=whole[first : first + BATCH]).update(allocated_g=F("net_g"))
        for line, grams in taken.items():
            if grams < line.net_g:
                rows.filter(pk=line.pk).update(allocated_g=grams)

    def _in_turn(self, day: dt.date, *, fresh: bool = False) -> Iterable[list]:
        """Fruit that is there on a day: the best grades first, of those the oldest, the poorest only when it must be.

        Cartons travel far: `fresh` puts fruit of the last days before any grade, and the newest first.
        """
        self.waiting = [row for row in self.waiting if row[1]]
        there = [(row, (day - row[0].record.day).days) for row in self.waiting if row[0].record.day <= day]
        if fresh:
            there.sort(key=lambda pair: (pair[1] > FRESH_DAYS, pair[0][0].grade.position > 2, pair[1], pair[0][0].pk))
        else:
            there.sort(key=lambda pair: (pair[0][0].grade.position > 2, -pair[1], pair[0][0].pk))
        return [row for row, _age in there]

    def _lot(self, market: str, day: dt.date, area_code: ExportCode | None) -> Lot:
        self.numbers[day, market] += 1
        moment = dt.datetime.combine(day, dt.time(13, 0), VIETNAM)
        lot = Lot(
            cooperative=self.coop, market=self.markets[market], commodity=self.coop.commodity, house=self.house,
            code=f"{self.coop.code}-{day:%y%m%d}-{market}-{self.numbers[day, market]:02d}",
            trace_code="".join(self.random.choices(CROCKFORD, k=8)), status=Lot.Status.CLOSED, packed_on=day,
            area_code=area_code, opened_by=self.packer, opened_at=moment, closed_by=self.packer,
            closed_at=moment + dt.timedelta(hours=3), rules=RULES, is_demo=True, inspected_by="KCS (minh hoạ)",
            note="Lô minh hoạ.", dip_minutes=6 if market != HOME else None,
            store_temp_dc=50 if market != HOME else None,
        )  # fmt: skip
        self.lots.append(lot)
        return lot

    def _take(self, lot: Lot, rows: Iterable[list], grams: int) -> None:
        wanted = grams
        for row in rows:
            line, left = row
            part = min(left, wanted)
            row[1] -= part
            wanted -= part
            self.inputs.append(
                LotInput(
                    cooperative=self.coop, lot=lot, line=line, grams=part, entered_by=self.packer,
                    entered_at=lot.opened_at, verdict=self._verdict(line.record, lot.market.code),
                )
            )  # fmt: skip
            if not wanted:
                break
        if wanted:
            raise ValueError(f"{lot.code}: {wanted} g are not there on {lot.packed_on}")
        lot.in_g = grams

    def _verdict(self, record: HarvestRecord, market: str) -> dict:
        key = (record.plot_id, market, record.day)
        if key not in self.verdicts:
            verdict = self.judge.verdict(*key)
            if not verdict.allowed:
                raise ValueError(f"{record} for {market}: {verdict.codes}")
            codes = [code for code, of, status in record.plot_codes if (of, status) == (market, ACTIVE)]
            self.verdicts[key] = {**snapshot(verdict), "codes": sorted(codes)}
        return self.verdicts[key]

    def _lose(self, lot: Lot, kind: str, grams: int) -> None:
        if grams:
            self.losses.append(LotLoss(cooperative=self.coop, lot=lot, kind=kind, grams=grams))
            lot.loss_g += grams

    def _carton(self, lot: Lot, grade: Grade, pack_g: int | None, cartons: int, net_g: int) -> LotCarton:
        position = 1 + sum(1 for row in self.cartons if row.lot is lot)
        row = LotCarton(
            cooperative=self.coop, lot=lot, position=position, grade=grade, pack_g=pack_g, cartons=cartons, net_g=net_g
        )
        lot.out_g += net_g
        self.cartons.append(row)
        return row


def _waiting(coop: Cooperative, season: Season) -> list[list]:
    lines = HarvestLine.objects.of(coop).filter(record__season=season, record__status=HarvestRecord.Status.POSTED)
    rows = lines.select_related("record", "grade").order_by("record__day", "pk")
    return [[line, line.net_g] for line in rows]


def _area_of_plots(coop: Cooperative) -> dict[int, str]:
    members = CodePlot.objects.of(coop).values_list("plot_id", "export_code__area__code")
    return dict(members)


def _exported(line: HarvestLine) -> bool:
    return line.grade.kind == Grade.Kind.GRADED
