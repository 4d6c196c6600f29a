"""The value of a ticket in words and numbers: each load from the scale to the dong, and where its price comes from."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from coopsite.formats import showing
from harvests.models import HarvestLine, HarvestRecord
from harvests.queries.prices import prices_of
from harvests.rules.values import Basis, basis_of


def explained(record: HarvestRecord, lines: Sequence[HarvestLine]) -> list[dict]:
    """Each load as weight, value and reason; one statement for the board's prices, none without a board."""
    prices = prices_of(record.cooperative_id, [record.board])[record.board_id] if record.board else {}
    shrink_bp = record.board.shrink_bp if record.board else 0
    found = []
    for line in lines:
        market, floor = prices.get((line.grade_id, record.channel), (None, None))
        basis = basis_of(record.mode, line.price_vnd, market, floor)
        found.append(
            {
                "grade": line.grade.name,
                "weight": _weight(line),
                "deducted": _deducted(line, shrink_bp),
                "value": _value(line),
                "why": _why(basis, record),
            }
        )
    return found


def _weight(line: HarvestLine) -> str:
    """99,5 − 8 = 91,5 kg"""
    parts = [showing.kg(line.gross_g), *(showing.kg(grams) for grams in (line.tare_g, line.deduction_g) if grams)]
    return f"{' − '.join(parts)} = {showing.kg_unit(line.net_g)}"


def _deducted(line: HarvestLine, shrink_bp: int) -> str:
    """What was taken off besides the tare, by its name, and the shrink as the board publishes it."""
    if not line.deduction_g:
        return ""
    name, grams = line.get_deduction_kind_display(), showing.kg_unit(line.deduction_g)
    if line.deduction_kind == HarvestLine.Deduction.SHRINK:
        share = showing.percent_bp(shrink_bp)
        return _("%(name)s: %(kg)s, %(share)s on the price board") % {"name": name, "kg": grams, "share": share}
    return f"{name}: {grams}"


def _value(line: HarvestLine) -> str:
    """91,5 kg × 20.000 = 1.830.000 đ"""
    if line.price_vnd is None:
        return ""
    return f"{showing.kg_unit(line.net_g)} × {showing.dong_plain(line.price_vnd)} = {showing.dong(line.amount_vnd)}"


def _why(basis: Basis, record: HarvestRecord) -> str:
    data = {"market": showing.dong(basis.market_vnd), "floor": showing.dong(basis.floor_vnd)}
    if basis.code == "market" and basis.floor_vnd and record.household.has_contract_on(record.day):
        return _("market price of the board; the contract's floor of %(floor)s is not above it") % data
    if basis.code == "waiting":
        return _("waits for its grading") if record.mode == HarvestRecord.Mode.LATER else _("waits for its price")
    return {
        "market": _("market price of the board"),
        "floor": _("contract floor, for the market price is %(market)s"),
        "flat": _("agreed for the whole load, ungraded"),
        "kept": _("not of this board: agreed, or kept from before"),
    }[basis.code] % data
