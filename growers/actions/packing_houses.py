"""What can be done to packing houses: opened and changed; their codes are added as those of growing areas are."""

from growers.actions.once import audit, change_row, in_turn, insist, use_case
from growers.models import PackingHouse
from growers.queries.packing_houses import is_taken
from growers.queries.seats import Seat
from growers.rules.packing_houses import judge_house
from growers.rules.verdicts import Verdict


@use_case
def open_house(seat: Seat, **facts) -> PackingHouse:
    """Add a packing house; raises ValidationError by field, Refused for a code taken in another case."""
    in_turn(seat.cooperative)
    house = PackingHouse(cooperative=seat.cooperative, **facts)
    _insist(house)
    house.full_clean()
    house.save()
    audit(seat, "packing house opened", house, code=house.code, name=house.name)
    return house


@use_case
def change_house(seat: Seat, *, house: PackingHouse, version: int, **facts) -> PackingHouse:
    """Change a packing house as it stood at `version`; raises Stale when somebody saved it since."""
    in_turn(seat.cooperative)
    changed = change_row(seat, "packing house changed", house, version, facts)
    _insist(changed)
    return changed


def _insist(house: PackingHouse) -> None:
    verdict = judge_house(house.code, house.gln)
    if is_taken(house.cooperative, house.code, but=house.pk):
        verdict += Verdict.because("house_code_twin", code=house.code)
    insist(verdict)
