"""What can be done to a lot: opened, filled, packed, closed in balance, voided, held and released."""

import datetime as dt
import secrets
from collections.abc import Mapping, Sequence

from coopsite import clock
from growers.actions.once import Refused, Stale, audit, insist, save_version, use_case
from growers.models import Commodity, Cooperative, ExportCode, Market, PackingHouse
from growers.queries.eligibility import rulebook
from growers.queries.seats import Seat
from growers.queries.settings import settings_on
from growers.rules.eligibility import RULES
from growers.rules.roles import Right
from growers.rules.verdicts import Verdict
from harvests.actions.lot_inputs import (
    give_back,
    put_cartons,
    set_free,
    take_cartons,
    take_lines,
    taken_lot,
)
from harvests.actions.numbers import next_number
from harvests.models import Lot, LotCarton, LotHold, LotInput, LotLoss, Recall, TraderOrder
from harvests.queries.lot_inputs import lot_facts
from harvests.queries.lots import (
    cartons_of,
    house_codes_on,
    inputs_that_count,
    losses_of,
    lot_code_taken,
    recalls_that_hold,
    taken_of,
    trace_code_taken,
)
from harvests.rules.lot_balance import GAP, Balance, Limits, Said, judge_closing, judge_contents
from harvests.rules.lots import (
    TRACE_ALPHABET,
    TRACE_LENGTH,
    judge_house,
    judge_opening,
    judge_release,
    judge_state,
    judge_void,
    lot_code,
    series_of,
)
from harvests.rules.order_lines import settle
from harvests.rules.orders import UNFINISHED

__all__ = [
    "close_lot", "give_back", "hold_lot", "lift_holds", "open_lot", "place_hold", "release_lot", "repack",
    "set_contents", "take_cartons", "take_lines", "taken_lot", "void_lot",
]  # fmt: skip
# What nobody types; a trace code is unique beyond the co-operative, which no check of a form may ask.
UNTYPED = ("trace_code", "closed_by", "closed_at")


@use_case
def open_lot(
    seat: Seat,
    *,
    market: Market,
    commodity: Commodity,
    house: PackingHouse,
    packed_on: dt.date,
    kind: str = Lot.Kind.PACKING,
    order: TraderOrder | None = None,
    area_code: ExportCode | None = None,
    shift: str = "",
    note: str = "",
) -> Lot:
    """Open a lot and give it its code and trace code for good (R02, R81).

    Raises Refused when the house may not pack for the market that day (R16), and ValidationError by field.
    """
    return _opened(seat, market, commodity, house, packed_on, kind, order, area_code, shift, note)


@use_case
def repack(seat: Seat, *, takes: Sequence[tuple[int, int]], reason: str = "", **facts) -> Lot:
    """Open a lot (`facts` as for `open_lot`) and put cartons of others into it, both or neither."""
    blank = {"kind": Lot.Kind.REPACKING, "order": None, "area_code": None, "shift": "", "note": ""}
    return put_cartons(seat, _opened(seat, **{**blank, **facts}), takes, reason)


def _opened(seat: Seat, market, commodity, house, packed_on, kind, order, area_code, shift, note) -> Lot:
    coop = seat.cooperative
    rules = rulebook(coop, commodity, packed_on).by_market.get(market.code)
    facts = {
        "packed_on": packed_on, "crop": commodity.pk, "market": market.pk,
        "house": house.code, "house_in_use": house.is_active,
        "house_codes": house_codes_on(house.pk, coop, commodity.pk, market.pk, packed_on),
        "area_code": area_code and {
            "crop": area_code.commodity_id, "market": area_code.market_id, "has_area": area_code.area_id is not None
        },
        "order": order and {
            "crop": order.commodity_id, "market": order.market_id, "is_open": order.status in UNFINISHED
        },
    }  # fmt: skip
    insist(judge_opening(facts, rules=rules, today=clock.today()))
    lot = Lot(
        cooperative=coop, code=_lot_code(coop, packed_on, market), trace_code=_trace_code(), kind=kind, market=market,
        commodity=commodity, house=house, packed_on=packed_on, order=order, area_code=area_code,
        shift=shift, note=note, opened_by=seat.user, opened_at=clock.now(),
    )  # fmt: skip
    lot.full_clean(exclude=UNTYPED)
    lot.save()
    audit(seat, "lot opened", lot, market=market.code, house=house.code, packed_on=packed_on)
    return lot


@use_case
def set_contents(
    seat: Seat, *, lot: Lot, version: int, cartons: Sequence[Mapping], losses: Sequence[Mapping], **checks
) -> Lot:
    """Write down what an open lot was packed into and what was lost, as the lot stood at `version`.

    `cartons` hold grade, size, pack_g, cartons and net_g (cartons of a pack make up the grams; loose fruit has no
    pack); `losses` kind, grams and note; `checks` are the lot's own fields (check weighing, dip, cold room, quality
    control, shift, note). Raises Refused, Stale, ValidationError.
    """
    stored = taken_lot(seat, lot)
    insist(judge_state(lot_facts(stored)))
    rows = [_carton(facts) for facts in cartons]
    crops = [{"crop": row["grade"].commodity_id, "grade": row["grade"].code} for row in rows]
    insist(judge_contents(crops, losses, crop=stored.commodity_id, checks=checks))
    for name, value in checks.items():
        setattr(stored, name, value)
    stored.out_g = sum(row["net_g"] for row in rows)
    stored.loss_g = sum(loss["grams"] for loss in losses)
    stored.full_clean(exclude=UNTYPED)
    save_version(stored, version)
    _write_cartons(stored, rows)
    _write_losses(stored, losses)
    told = [{**row, "grade": row["grade"].code} for row in rows]
    audit(seat, "lot packed", stored, cartons=told, losses=[dict(loss) for loss in losses], out_g=stored.out_g)
    return stored


@use_case
def close_lot(seat: Seat, *, lot: Lot, version: int, gap_reason: str = "", cap_reason: str = "") -> Lot:
    """Close a lot that balances: what nobody can explain becomes a loss of its own kind (R60).

    Raises Stale when it was filled or packed since, and Refused when more came out than went in, the gap is too large
    or unexplained, or a soft cap was passed without a reason.
    """
    stored = taken_lot(seat, lot)
    if stored.version != version:
        raise Stale(stored)
    facts = lot_facts(stored)
    insist(judge_state(facts))
    losses = losses_of(stored)
    balance = Balance(stored.in_g, stored.out_g, {loss.kind: loss.grams for loss in losses})
    warned = {reason["code"] for edge in inputs_that_count(stored) for reason in edge.verdict.get("warnings", ())}
    said = Said(gap_reason, cap_reason or stored.cap_reason, seat.may(Right.OVERRIDE))
    verdict = judge_closing(balance, limits_on(seat, stored.packed_on), said, sorted(warned))
    insist(verdict + _judge_house(stored))
    if balance.gap_g:
        LotLoss.objects.create(cooperative=seat.cooperative, lot=stored, kind=GAP, grams=balance.gap_g, note=gap_reason)
    stored.loss_g += balance.gap_g
    stored.status, stored.closed_by, stored.closed_at = Lot.Status.CLOSED, seat.user, clock.now()
    stored.gap_reason, stored.cap_reason, stored.rules = gap_reason, said.cap_reason, RULES
    stored.full_clean(exclude=UNTYPED)
    save_version(stored, version)
    grams = {"in_g": stored.in_g, "out_g": stored.out_g, "loss_g": stored.loss_g, "gap_g": balance.gap_g}
    audit(seat, "lot closed", stored, **grams, gap_reason=gap_reason, cap_reason=said.cap_reason)
    return stored


@use_case
def void_lot(seat: Seat, *, lot: Lot, reason: str) -> Lot:
    """Take a lot out of the books while nothing was taken from it; its inputs are free again, its code stays used."""
    sources = {edge.source_id for edge in inputs_that_count(lot) if edge.source_id}
    stored = taken_lot(seat, lot, sources)
    insist(judge_void(lot_facts(stored), taken_g=taken_of(stored), reason=reason))
    edges = inputs_that_count(stored)
    LotInput.objects.of(seat.cooperative).filter(pk__in=[edge.pk for edge in edges]).update(void_reason=reason)
    set_free(seat, edges)
    given_g, stored.in_g = stored.in_g, 0
    stored.status, stored.void_reason = Lot.Status.VOID, reason
    save_version(stored, stored.version)
    audit(seat, "lot voided", stored, reason=reason, given_back_g=given_g)
    return stored


@use_case
def hold_lot(seat: Seat, *, lot: Lot, reason: str, recall: Recall | None = None) -> Lot:
    """Put a lot on hold: nobody takes from it until it is released. Raises Refused without a reason."""
    return place_hold(seat, lot, reason, recall)


@use_case
def release_lot(seat: Seat, *, lot: Lot, reason: str) -> Lot:
    """Lift every hold of a lot; raises Refused while an open recall holds it."""
    return lift_holds(seat, lot, reason)


def place_hold(seat: Seat, lot: Lot, reason: str, recall: Recall | None = None) -> Lot:
    """`hold_lot` within a transaction that holds more than one lot, in the order of their keys."""
    stored = taken_lot(seat, lot)
    if not reason:
        raise Refused.because("lot_reason_missing")
    if stored.status == Lot.Status.VOID:
        raise Refused.because("lot_void_already", lot=stored.code)
    LotHold.objects.create(
        cooperative=seat.cooperative, lot=stored, reason=reason, recall=recall, placed_by=seat.user,
        placed_at=clock.now(),
    )  # fmt: skip
    stored.is_held = True
    save_version(stored, stored.version)
    audit(seat, "lot held", stored, reason=reason, recall=recall.code if recall else "")
    return stored


def lift_holds(seat: Seat, lot: Lot, reason: str, recall: Recall | None = None) -> Lot:
    """`release_lot` within a transaction; with `recall` its holds only, and others keep holding the lot."""
    stored = taken_lot(seat, lot)
    rows = LotHold.objects.of(seat.cooperative).filter(lot=stored, released_at__isnull=True)
    recalls = () if recall else recalls_that_hold(stored)
    insist(judge_release(lot_facts(stored), recalls=recalls, reason=reason))
    lifted = rows.filter(recall=recall) if recall else rows
    lifted.update(released_by=seat.user, released_at=clock.now(), release_reason=reason)
    stored.is_held = rows.exists()
    save_version(stored, stored.version)
    audit(seat, "lot released", stored, reason=reason, recall=recall.code if recall else "")
    return stored


def limits_on(seat: Seat, day: dt.date) -> Limits:
    """The co-operative's limits of a balance as they held on the pack day."""
    values = settings_on(seat.cooperative, day)
    return Limits(values["lot_gap_warn_bp"], values["lot_gap_block_bp"], values["shrink_warn_bp"])


def _judge_house(lot: Lot) -> Verdict:
    coop = lot.cooperative
    rules = rulebook(coop, lot.commodity_id, lot.packed_on).by_market.get(lot.market.code)
    codes = house_codes_on(lot.house_id, coop, lot.commodity_id, lot.market_id, lot.packed_on)
    return judge_house(lot.house.code, codes, rules, lot.packed_on)


def _lot_code(coop: Cooperative, day: dt.date, market: Market) -> str:
    """The next code of a day and market; those that came another way (imported lots) are passed over."""
    while True:
        code = lot_code(coop.code, day, market.code, next_number(coop, series_of(day, market.code), day.year))
        if not lot_code_taken(coop, code):
            return code


def _trace_code() -> str:
    """Random, so that nobody counts lots by it; what is taken is drawn again, the unique index has the last word."""
    while True:
        code = "".join(secrets.choice(TRACE_ALPHABET) for _ in range(TRACE_LENGTH))
        if not trace_code_taken(code):
            return code


def _carton(facts: Mapping) -> dict:
    quantity, verdict = settle(facts["pack_g"], facts["cartons"] or None, facts["net_g"])
    insist(verdict)
    return {
        "grade": facts["grade"], "size": facts.get("size", ""), "pack_g": quantity.pack_g,
        "cartons": quantity.cartons or 0, "net_g": quantity.ordered_g,
    }  # fmt: skip


def _write_cartons(lot: Lot, rows: Sequence[dict]) -> None:
    """Make these the carton lines of an open lot, from which nobody can have taken. Those left over go."""
    had = {row.position: row for row in cartons_of(lot)}
    for position, facts in enumerate(rows, start=1):
        row = had.pop(position, None) or LotCarton(cooperative=lot.cooperative, lot=lot, position=position)
        for name, value in facts.items():
            setattr(row, name, value)
        row.full_clean()
        row.save()
    LotCarton.objects.of(lot.cooperative).filter(pk__in=[row.pk for row in had.values()]).delete()


def _write_losses(lot: Lot, losses: Sequence[Mapping]) -> None:
    had = {row.kind: row for row in losses_of(lot)}
    for facts in losses:
        row = had.pop(facts["kind"], None) or LotLoss(cooperative=lot.cooperative, lot=lot, kind=facts["kind"])
        row.grams, row.note = facts["grams"], facts.get("note", "")
        row.full_clean()
        row.save()
    LotLoss.objects.of(lot.cooperative).filter(pk__in=[row.pk for row in had.values()]).delete()
