"""Plain functions that make packing houses, markets that are open, fruit and lots; every default is a sensible one."""

import datetime as dt

from coopsite import clock
from growers.models import (
    CodeEvent,
    Cooperative,
    ExportCode,
    Grade,
    Household,
    Market,
    MarketRequirement,
    PackingHouse,
    Plot,
    SupervisionVisit,
)
from growers.queries.seats import Seat
from growers.tests.builders import BEGINNING, make_household, make_market, make_plot
from harvests.actions.lots import close_lot, open_lot, set_contents, take_cartons, take_lines, void_lot
from harvests.models import HarvestLine, HarvestRecord, Lot, LotCarton, LotInput, Season
from harvests.tests.books import unverified
from harvests.tests.builders import make_scale, make_ticket


def make_house(coop: Cooperative, code: str = "NH1", **values) -> PackingHouse:
    """The packing house with this code; the same again when it is there."""
    defaults = {"name": f"Nhà đóng gói {code}", "commune": coop.commune, **values}
    return PackingHouse.objects.get_or_create(cooperative=coop, code=code, defaults=defaults)[0]


def make_house_code(house: PackingHouse, market: str = "CN", status: str = "active", since=BEGINNING, **values):
    """A code of a packing house for a market, in a status from a day on."""
    facts = {"code": f"VN-PH-{house.code}-{market}", "commodity": house.cooperative.commodity, **values}
    code = ExportCode.objects.create(
        cooperative=house.cooperative, house=house, market=make_market(market), **facts
    )  # fmt: skip
    CodeEvent.objects.create(
        cooperative=house.cooperative, export_code=code, status=status, effective_from=since, reason="x"
    )
    return code


def open_market(coop: Cooperative, market: str = "CN", **asked) -> Market:
    """A market that lets fruit of the co-operative's crop in; `asked` says what it asks for (MarketRequirement)."""
    row, facts = make_market(market), {"access": "open", "requires_area_code": False, "source": "test", **asked}
    MarketRequirement.objects.update_or_create(
        market=row, commodity=coop.commodity, valid_from=dt.date(2020, 1, 1), defaults=facts
    )
    return row


def make_visit(code: ExportCode, day: dt.date | None = None, result: str = "passed", **values) -> SupervisionVisit:
    """An inspection, by default a month ago."""
    facts = {"kind": "internal", "inspector": "Lò Thị Mai", **values}
    day = day or clock.today() - dt.timedelta(days=30)
    return SupervisionVisit.objects.create(
        cooperative=code.cooperative, export_code=code, visited_on=day, result=result, **facts
    )


def make_orchard(coop: Cooperative, code: str = "", **values) -> Plot:
    """A household with one plot; tickets of the household name this plot."""
    return make_plot(make_household(coop, code, **values))


def make_fruit(seat: Seat, household: Household | None = None, loads=((99_500, "L1"),), **values) -> HarvestRecord:
    """A standing ticket of today with a plot, and the scale it needs if there is none yet."""
    if not Season.objects.of(seat.cooperative).exists():
        make_scale(seat)
    household = household or make_orchard(seat.cooperative).household
    return make_ticket(seat, household.code, loads, **values)


def loads_of(*records: HarvestRecord) -> list[tuple[int, int]]:
    """Everything that is still free of tickets, as `take_lines` takes it."""
    rows = HarvestLine.objects.of(records[0].cooperative_id).filter(record__in=records).order_by("pk")
    return [(line.pk, line.net_g - line.allocated_g) for line in rows if line.net_g > line.allocated_g]


def open_empty(seat: Seat, market: str = "CN", **values) -> Lot:
    """An open lot with nothing in it; the market is opened for everything when nobody wrote what it asks."""
    coop = seat.cooperative
    row = make_market(market)
    if not MarketRequirement.objects.filter(market=row, commodity=coop.commodity).exists():
        open_market(coop, market)
    facts = {"commodity": coop.commodity, "packed_on": clock.today(), **values}
    return open_lot(seat, market=row, house=facts.pop("house", None) or make_house(coop), **facts)


def pack(seat: Seat, lot: Lot, pack_g=5_000, grade="L1", size="", most_g: int | None = None) -> Lot:
    """Fill full cartons of one grade with what was taken in (or `most_g`); the rest are rejects."""
    lot.refresh_from_db()
    cartons = (lot.in_g if most_g is None else most_g) // pack_g
    row = {"grade": grade_of(lot, grade), "size": size, "pack_g": pack_g, "cartons": cartons, "net_g": None}
    rest = lot.in_g - cartons * pack_g
    losses = [{"kind": "reject", "grams": rest, "note": ""}] if rest else []
    return set_contents(seat, lot=lot, version=lot.version, cartons=[row] if cartons else [], losses=losses)


def make_lot(
    seat: Seat, *records: HarvestRecord, market: str = "CN", status: str = "closed", takes=None, pack_g: int = 5_000,
    grade: str = "L1", **values,
) -> Lot:  # fmt: skip
    """A lot with all that is free of these tickets (or of a new one, or `takes` of (load, grams)), packed in cartons.

    `status`: open (filled, not packed), closed, or void. `values` go to `open_lot`: house, packed_on, order, area_code.
    """
    records = records or (() if takes else (make_fruit(seat),))
    lot = open_empty(seat, market, **values)
    lot = take_lines(seat, lot=lot, takes=takes or loads_of(*records))
    return _finished(seat, lot, status, pack_g, grade)


def make_repack(
    seat: Seat, *lots: Lot, market: str = "CN", status: str = "closed", takes=None, pack_g: int = 4_500,
    grade: str = "L1", **values,
) -> Lot:  # fmt: skip
    """A lot made of all that is free in the cartons of other lots, or `takes` of (carton line, grams)."""
    lot = open_empty(seat, market, kind="repacking", **values)
    rows = LotCarton.objects.of(seat.cooperative).filter(lot__in=lots).order_by("pk")
    free = [(row.pk, row.net_g - row.allocated_g) for row in rows if row.net_g > row.allocated_g]
    return _finished(seat, take_cartons(seat, lot=lot, takes=takes or free), status, pack_g, grade)


def _finished(seat: Seat, lot: Lot, status: str, pack_g: int, grade: str) -> Lot:
    if status == "closed":
        lot = pack(seat, lot, pack_g, grade)
        return close_lot(seat, lot=lot, version=lot.version)
    return void_lot(seat, lot=lot, reason="nhầm") if status == "void" else lot


def grade_of(lot: Lot, code: str = "L1") -> Grade:
    return Grade.objects.get(commodity=lot.commodity_id, code=code)


def carton_of(lot: Lot) -> LotCarton:
    """The first carton line of a lot, as it stands."""
    return LotCarton.objects.of(lot.cooperative_id).filter(lot=lot).order_by("position").first()


def faults_of_lots(coop: Cooperative) -> list[str]:
    """Where a counter is not what its ledger adds up to, said by the rows alone, and what `verify` finds."""
    faults = unverified(coop)
    for lot in Lot.objects.of(coop):
        live = [edge.grams for edge in lot.inputs.all() if not edge.void_reason]
        sums = (sum(live), sum(row.net_g for row in lot.cartons.all()), sum(row.grams for row in lot.losses.all()))
        if sums != (lot.in_g, lot.out_g, lot.loss_g):
            faults.append(f"{lot}: {sums} is not {(lot.in_g, lot.out_g, lot.loss_g)}")
        if lot.status == "closed" and lot.in_g != lot.out_g + lot.loss_g:
            faults.append(f"{lot}: does not balance")
    for kind, rows in (("line", HarvestLine.objects.of(coop)), ("carton", LotCarton.objects.of(coop))):
        for row in rows:
            taken = sum(edge.grams for edge in _edges(coop, kind, row))
            taken += sum(a.grams for a in row.allocations.all() if not a.void_reason) if kind == "carton" else 0
            if taken != row.allocated_g:
                faults.append(f"{kind} {row.pk}: {taken} is not {row.allocated_g}")
    return faults


def _edges(coop: Cooperative, kind: str, row):
    return LotInput.objects.of(coop).filter(**{kind: row}, void_reason="")
