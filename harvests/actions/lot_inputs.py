"""What goes into a lot and comes back out: every gram counted once, on the load or carton line it is taken from."""

from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Case, F, Q, Value, When

from coopsite import clock
from growers.actions.once import Refused, audit, insist, save_version, use_case
from growers.models import ExportCode
from growers.queries.seats import Seat
from growers.rules.eligibility import snapshot
from growers.rules.verdicts import Verdict
from harvests.models import HarvestLine, Lot, LotCarton, LotInput
from harvests.queries.lot_inputs import (
    carton_takes,
    cartons_by_key,
    judge_of,
    load_take,
    loads_by_key,
    lot_facts,
    lots_of_cartons,
)
from harvests.rules.lot_balance import SOFT_CAP
from harvests.rules.lots import (
    Fruit,
    LotFacts,
    judge_carton,
    judge_codes,
    judge_load,
    judge_number,
    judge_state,
    together,
)

Takes = Sequence[tuple[int, int]]
AT_ONCE = 100  # rows whose counters one UPDATE moves


def taken_lot(seat: Seat, lot: Lot, others: Iterable[int] = ()) -> Lot:
    """The lot as it stands, locked with `others` in the order of their keys; whatever touches a lot takes it first."""
    rows = Lot.objects.of(seat.cooperative).filter(pk__in={lot.pk, *others}).order_by("pk")
    locked = {row.pk: row for row in rows.select_related("market").select_for_update(of=("self",))}
    return locked[lot.pk]


@use_case
def take_lines(seat: Seat, *, lot: Lot, takes: Takes, reason: str = "") -> Lot:
    """Put grams of scale loads (key, grams) into an open lot, with what eligibility says of each (R10, R30-R33, R75).

    `reason` answers a code above its soft cap. Raises Refused with every reason: what is left when somebody else took
    some meanwhile, which ticket is not eligible and why, which codes do not mix.
    """
    stored, grams = taken_lot(seat, lot), _summed(takes)
    insist(judge_state(lot_facts(stored)) + judge_number(grams))
    [*_lock(HarvestLine, seat, grams)]
    loads = loads_by_key(seat.cooperative, grams)
    _insist_on_all(loads, grams)
    judge = judge_of(seat.cooperative, stored.commodity_id, loads.values(), stored.packed_on)
    facts = lot_facts(stored, judge)
    taken = {pk: load_take(judge, stored, load, grams[pk]) for pk, load in loads.items()}
    code, mixing = judge_codes(facts, [take.fruit for take in taken.values()])
    verdict = together([*(judge_load(facts, take) for take in taken.values()), mixing])
    insist(verdict)
    _move(HarvestLine, seat, grams, "lot_input_over_free")
    edges = [_edge(seat, stored, grams[pk], [take.fruit], line_id=pk) for pk, take in taken.items()]
    return _taken_in(seat, stored, edges, facts, code, verdict, reason)


@use_case
def take_cartons(seat: Seat, *, lot: Lot, takes: Takes, reason: str = "") -> Lot:
    """Put grams of carton lines of other lots (key, grams) into an open lot: re-packing, merging, splitting (R81).

    All fruit that those lots were made of must be allowed for this lot's market. Raises Refused like `take_lines`.
    """
    return put_cartons(seat, lot, takes, reason)


def put_cartons(seat: Seat, lot: Lot, takes: Takes, reason: str = "") -> Lot:
    """`take_cartons` within a transaction."""
    grams = _summed(takes)
    stored = taken_lot(seat, lot, lots_of_cartons(seat.cooperative, grams))
    insist(judge_state(lot_facts(stored)) + judge_number(grams))
    [*_lock(LotCarton, seat, grams)]
    cartons = cartons_by_key(seat.cooperative, grams)
    _insist_on_all(cartons, grams)
    judge, taken = carton_takes(seat.cooperative, stored, [*cartons.values()], grams)
    facts = lot_facts(stored, judge)
    code, mixing = judge_codes(facts, [fruit for take in taken for fruit in take.fruit])
    verdict = together([*(judge_carton(facts, take) for take in taken), mixing])
    insist(verdict)
    _move(LotCarton, seat, grams, "lot_source_over_free")
    edges = [
        _edge(seat, stored, take.grams, take.fruit, carton_id=pk, source_id=carton["lot"])
        for (pk, carton), take in zip(cartons.items(), taken, strict=True)
    ]
    return _taken_in(seat, stored, edges, facts, code, verdict, reason)


@use_case
def give_back(seat: Seat, *, edge: LotInput, reason: str) -> Lot:
    """Take an input out of an open lot: its grams are free again where they came from. Raises Refused."""
    stored = taken_lot(seat, edge.lot, [edge.source_id] if edge.source_id else [])
    insist(judge_state(lot_facts(stored)))
    if not reason:
        raise Refused.because("lot_reason_missing")
    rows = LotInput.objects.of(seat.cooperative).filter(pk=edge.pk, void_reason="")
    if not rows.update(void_reason=reason):
        raise Refused.because("lot_input_given_back")
    set_free(seat, [edge])
    stored.in_g -= edge.grams
    save_version(stored, stored.version)
    audit(seat, "lot input given back", stored, edge=edge.pk, grams=edge.grams, reason=reason)
    return stored


def set_free(seat: Seat, edges: Iterable[LotInput]) -> None:
    """Give the grams of voided inputs back to where they came from, loads before carton lines, each in key order."""
    edges = [*edges]
    for model, name in ((HarvestLine, "line_id"), (LotCarton, "carton_id")):
        grams = _summed((getattr(edge, name), edge.grams) for edge in edges if getattr(edge, name))
        [*_lock(model, seat, grams)]
        for part in _parts(grams):
            rows = model.objects.of(seat.cooperative).filter(pk__in=part)
            rows.update(allocated_g=F("allocated_g") - _by_key(part))


def _summed(takes: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Grams by key in the order of keys: a load that was named twice is taken once, with both."""
    grams: dict[int, int] = {}
    for pk, taken in takes:
        grams[pk] = grams.get(pk, 0) + taken
    return dict(sorted(grams.items()))


def _lock(model, seat: Seat, keys: Iterable[int]):
    """Hold rows in the order of their keys. What belongs to them is read afterwards, for it may have changed meanwhile.

    SQLite has no row locks; there the transaction itself holds the one write lock.
    """
    rows = model.objects.of(seat.cooperative).filter(pk__in=[*keys]).order_by("pk")
    return rows.select_for_update(of=("self",)).values_list("pk", flat=True)


def _insist_on_all(found: Mapping, asked: Mapping) -> None:
    """A row that is not of this co-operative, or of none, is named by nothing but its absence."""
    if missing := len(asked) - len(found):
        raise Refused.because("lot_input_unknown", count=missing)


def _move(model, seat: Seat, grams: dict[int, int], code: str) -> None:
    """Count grams as taken where as much is free; one UPDATE that does not find every row so refuses the whole."""
    for part in _parts(grams):
        enough = Q()
        for pk, taken in part.items():
            enough |= Q(pk=pk, allocated_g__lte=F("net_g") - taken)
        moved = model.objects.of(seat.cooperative).filter(enough).update(allocated_g=F("allocated_g") + _by_key(part))
        if moved != len(part):
            raise Refused.because(code, typed_g=sum(part.values()))


def _by_key(grams: dict[int, int]) -> Case:
    return Case(*(When(pk=pk, then=Value(taken)) for pk, taken in grams.items()), default=Value(0))


def _parts(grams: dict[int, int]):
    rows = [*grams.items()]
    for start in range(0, len(rows), AT_ONCE):
        yield dict(rows[start : start + AT_ONCE])


def _edge(seat: Seat, lot: Lot, grams: int, fruit: Sequence[Fruit], **source) -> LotInput:
    """An input with its verdict as of now and the planting area codes behind it."""
    kept = snapshot(together(one.verdict for one in fruit))
    kept["codes"] = sorted({one.code for one in fruit if one.code})
    return LotInput(
        cooperative=seat.cooperative, lot=lot, grams=grams, verdict=kept, entered_by=seat.user, entered_at=clock.now(),
        **source,
    )  # fmt: skip


def _taken_in(
    seat: Seat, lot: Lot, edges: Sequence[LotInput], facts: LotFacts, code: str, verdict: Verdict, reason: str
) -> Lot:
    LotInput.objects.bulk_create(edges)
    grams = sum(edge.grams for edge in edges)
    lot.in_g += grams
    if code and not facts.area_code:
        lot.area_code = ExportCode.objects.of(seat.cooperative).get(code=code)
    if reason and not lot.cap_reason and SOFT_CAP in verdict.codes:
        lot.cap_reason = reason
    save_version(lot, lot.version)
    audit(seat, "lot filled", lot, inputs=len(edges), grams=grams, reason=reason)
    return lot
