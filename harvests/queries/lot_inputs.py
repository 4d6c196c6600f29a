"""Facts about what goes into lots: scale loads and carton lines, the fruit behind them, and what eligibility says."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from growers.models import Cooperative
from growers.rules.eligibility import active_code
from harvests.models import STANDING, HarvestLine, Lot, LotCarton, LotInput, ticket_code
from harvests.queries.eligibility import Judge, judge_for
from harvests.rules.lots import CartonTake, Fruit, LoadTake, LotFacts, roots

LOAD = (
    "pk", "net_g", "allocated_g", "record__day", "record__number", "record__revision", "record__status",
    "record__holds", "record__plot", "record__season__commodity",
)  # fmt: skip
CARTON = (
    "pk", "position", "net_g", "allocated_g", "lot", "lot__code", "lot__status", "lot__is_held", "lot__packed_on",
    "lot__commodity",
)  # fmt: skip
Edge = tuple[int, int | None, int | None]


def loads_by_key(coop: Cooperative, keys: Iterable[int]) -> dict[int, dict]:
    """Scale loads with what a lot asks of their tickets, by key. One statement."""
    rows = HarvestLine.objects.of(coop).filter(pk__in=[*keys]).order_by("pk")
    return {row["pk"]: row for row in rows.values(*LOAD)}


def cartons_by_key(coop: Cooperative, keys: Iterable[int]) -> dict[int, dict]:
    """Carton lines with what another lot asks of theirs, by key. One statement."""
    rows = LotCarton.objects.of(coop).filter(pk__in=[*keys]).order_by("pk")
    return {row["pk"]: row for row in rows.values(*CARTON)}


def lots_of_cartons(coop: Cooperative, keys: Iterable[int]) -> list[int]:
    """The lots that carton lines belong to, which never changes."""
    return [*LotCarton.objects.of(coop).filter(pk__in=[*keys]).order_by().values_list("lot", flat=True).distinct()]


def edges_above(coop: Cooperative, lots: Iterable[int]) -> list[Edge]:
    """All (lot, scale load, source lot) by which lots were made, back to the loads. One statement for each depth."""
    edges, seen, frontier = [], set(), {*lots}
    while frontier:
        rows = LotInput.objects.of(coop).filter(lot__in=frontier, void_reason="")
        found = [*rows.order_by().values_list("lot", "line", "source")]
        edges += found
        seen |= frontier
        frontier = {source for _, _, source in found if source} - seen
    return edges


def judge_of(coop: Cooperative, crop: int, loads: Iterable[dict], packed_on: dt.date) -> Judge:
    """A judge for the harvest days and plots of these loads, and for the day on which they are packed."""
    loads = [*loads]
    days = [load["record__day"] for load in loads]
    plots = {load["record__plot"] for load in loads} - {None}
    return judge_for(coop, crop, first=min([*days, packed_on]), last=max([*days, packed_on]), plots=plots)


def fruit_of(judge: Judge, market: str, load: dict) -> Fruit:
    """A load as eligibility for a market sees it."""
    plot, day = load["record__plot"], load["record__day"]
    facts = judge.facts(plot)
    code = active_code(facts, market, day) if facts else None
    ticket = ticket_code(day, load["record__number"], load["record__revision"])
    return Fruit(ticket, day, code.code if code else "", judge.verdict(plot, market, day))


def load_take(judge: Judge, lot: Lot, load: dict, grams: int) -> LoadTake:
    return LoadTake(
        fruit_of(judge, lot.market.code, load), grams, load["net_g"] - load["allocated_g"],
        same_crop=load["record__season__commodity"] == lot.commodity_id, stands=load["record__status"] in STANDING,
        holds=tuple(hold["code"] for hold in load["record__holds"]),
    )  # fmt: skip


def carton_takes(
    coop: Cooperative, lot: Lot, cartons: Sequence[dict], grams: Mapping[int, int]
) -> tuple[Judge, list[CartonTake]]:
    """Cartons as takes for a lot, each with the fruit that its own lot was made of, and the judge that was asked."""
    edges = edges_above(coop, {carton["lot"] for carton in cartons})
    above = {pk: roots(edges, pk) for pk in {carton["lot"] for carton in cartons}}
    loads = loads_by_key(coop, {line for lines, _ in above.values() for line in lines})
    judge = judge_of(coop, lot.commodity_id, loads.values(), lot.packed_on)
    fruit = {pk: fruit_of(judge, lot.market.code, load) for pk, load in loads.items()}
    takes = []
    for carton in cartons:
        lines, lots = above[carton["lot"]]
        takes.append(CartonTake(
            carton["lot__code"], carton["position"], grams[carton["pk"]], carton["net_g"] - carton["allocated_g"],
            carton["lot__status"], carton["lot__is_held"], carton["lot__packed_on"],
            tuple(fruit[line] for line in sorted(lines)), same_crop=carton["lot__commodity"] == lot.commodity_id,
            of_itself=lot.pk in (carton["lot"], *lots),
        ))  # fmt: skip
    return judge, takes


def lot_facts(lot: Lot, judge: Judge | None = None) -> LotFacts:
    """A lot as the rules see it; without a judge nothing is said about mixing codes."""
    rules = judge and judge.rules(lot.market.code, lot.packed_on)
    return LotFacts(
        lot.code, lot.status, lot.is_held, lot.market.code, lot.packed_on,
        lot.area_code.code if lot.area_code else "", bool(rules and rules.one_code_per_lot),
    )  # fmt: skip
