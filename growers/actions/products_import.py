"""Writes a planned list of input products: every row in one transaction, each product with its actives and crops."""

from collections.abc import Callable

from growers.actions.inputs import alter_product, put_product
from growers.models import InputProduct
from growers.queries.seats import Seat
from growers.rules.imports import NEW, UPDATE, Plan

STEP = 25


def write_products(seat: Seat, plan: Plan, tell: Callable[[int, int], None]) -> list[dict]:
    """Carry out a plan within the running transaction; returns what was made: [{row, what, label, code}].

    Several rows of one product are written once, with what all of them say.
    """
    todo = [planned for planned in plan.rows if planned.outcome in (NEW, UPDATE)]
    made: list[dict] = []
    written: set[int] = set()
    tell(0, len(todo))
    for number, planned in enumerate(todo, start=1):
        stocked = planned.work.stocked
        if id(stocked) in written:
            continue
        written.add(id(stocked))
        actives, uses = stocked.actives, list(stocked.uses.values())
        if stocked.pk is None:
            product = put_product(seat, {"name": stocked.name, **stocked.facts}, actives, uses)
        else:
            product = InputProduct.objects.of(seat.cooperative).get(pk=stocked.pk)
            product = alter_product(seat, product, product.version, stocked.facts, actives, uses)
        made.append({"row": planned.number, "what": "product", "label": str(product), "code": str(product.pk)})
        if number % STEP == 0:
            tell(number, len(todo))
    tell(len(todo), len(todo))
    return made
