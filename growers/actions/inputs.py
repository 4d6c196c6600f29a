"""What can be done to the list of inputs: products added and changed with their actives and crops, limits set."""

import datetime as dt
from collections.abc import Sequence

from django.db.models import Q

from coopsite import clock
from coopsite.formats.text import search_key
from growers.actions.once import audit, changes, insist, save_version, use_case
from growers.models import ActiveLimit, DiaryPlot, InputProduct, ProductActive, ProductUse
from growers.queries.eligibility import rulebook
from growers.queries.inputs import actives_of, uses_of
from growers.queries.seats import Seat
from growers.rules.diary import waits_until
from growers.rules.eligibility import Active, Spraying
from growers.rules.inputs import ActiveRow, Forbidden, UseRow, active_key, judge_product
from growers.rules.verdicts import Verdict


@use_case
def add_product(seat: Seat, *, actives: Sequence[ActiveRow], uses: Sequence[UseRow], **facts) -> InputProduct:
    """Add a product with its active ingredients and crops; raises ValidationError by field, Refused by the rule."""
    return put_product(seat, facts, actives, uses)


@use_case
def change_product(
    seat: Seat, *, product: InputProduct, version: int, actives: Sequence[ActiveRow], uses: Sequence[UseRow], **facts
) -> InputProduct:
    """Change a product as it stood at `version`; an interval that was unknown or is longer now holds for what was
    sprayed before too (R31)."""
    # A form may have written into the one it was given.
    return alter_product(
        seat, InputProduct.objects.of(seat.cooperative).get(pk=product.pk), version, facts, actives, uses
    )


def put_product(seat: Seat, facts: dict, actives: Sequence[ActiveRow], uses: Sequence[UseRow]) -> InputProduct:
    """Add a product within the running transaction."""
    _insist(facts, actives, uses)
    product = InputProduct(cooperative=seat.cooperative, **facts)
    keep_keys(product, actives)
    product.full_clean()
    product.save()
    _write_rows(product, actives, uses)
    audit(seat, "product added", product, **_told(actives, uses))
    return product


def alter_product(
    seat: Seat, product: InputProduct, version: int, facts: dict, actives: Sequence[ActiveRow], uses: Sequence[UseRow]
) -> InputProduct:
    """Change a product within the running transaction; raises Stale when somebody saved it since `version`."""
    _insist({"kind": product.kind, **facts}, actives, uses)
    before = {name: str(getattr(product, name)) for name in facts}
    for name, value in facts.items():
        setattr(product, name, value)
    keep_keys(product, actives)
    product.full_clean()
    save_version(product, version)
    keys = [product.pk]
    stood = _told(actives_of(product.cooperative, keys).get(product.pk, ()),
                  uses_of(product.cooperative, keys).get(product.pk, ()))  # fmt: skip
    _write_rows(product, actives, uses)
    moved = _reckon_anew(product, actives, uses, clock.today())
    after = {name: str(getattr(product, name)) for name in facts}
    told = changes({**before, **stood}, {**after, **_told(actives, uses)})
    audit(seat, "product changed", product, changes=told, intervals_moved=moved)
    return product


def keep_keys(product: InputProduct, actives: Sequence[ActiveRow]) -> None:
    """Set the stored key by which a product is found: name, registration and active ingredients."""
    names = (row.name for row in actives)
    product.search_key = search_key(product.name, product.registration_no, product.formulation, *names)[:400]


def _write_rows(product: InputProduct, actives: Sequence[ActiveRow], uses: Sequence[UseRow]) -> None:
    coop = product.cooperative_id
    ProductActive.objects.of(coop).filter(product=product).delete()
    ProductUse.objects.of(coop).filter(product=product).delete()
    ProductActive.objects.bulk_create(
        ProductActive(cooperative_id=coop, product=product, name=row.name, key=row.key, content=row.content)
        for row in actives
    )
    ProductUse.objects.bulk_create(
        ProductUse(
            cooperative_id=coop, product=product, commodity_id=row.crop, phi_days=row.phi_days, source=row.source
        )
        for row in uses
    )


def _reckon_anew(product: InputProduct, actives: Sequence[ActiveRow], uses: Sequence[UseRow], today: dt.date) -> int:
    """Let an interval that was unknown or is longer now hold for what was sprayed before too; how many plots it moves.

    As eligibility judges: the longer of what the label said then and says now.
    """
    moved, coop = 0, product.cooperative
    limits = rulebook(coop, coop.commodity_id, today).limits
    names = tuple(Active(row.key, row.name) for row in actives)
    for use in uses:
        if use.phi_days is None or not product.sprays:
            continue
        rows = DiaryPlot.objects.of(coop).filter(entry__product=product, plot__variety__commodity=use.crop)
        shorter = rows.filter(Q(phi_days__isnull=True) | Q(phi_days__lt=use.phi_days))
        for day in sorted(set(shorter.values_list("done_on", flat=True))):
            until = waits_until(Spraying(product.name, day, names, use.phi_days), limits)
            moved += shorter.filter(done_on=day).update(harvest_from=until)
        rows.filter(phi_days__isnull=True).update(phi_days=use.phi_days)
    return moved


def _told(actives: Sequence[ActiveRow], uses: Sequence[UseRow]) -> dict[str, str]:
    return {
        "actives": "; ".join(f"{row.name} {row.content}".strip() for row in actives),
        "intervals": "; ".join(f"{row.name}: {'?' if row.phi_days is None else row.phi_days}" for row in uses),
    }


def _insist(facts: dict, actives: Sequence[ActiveRow], uses: Sequence[UseRow]) -> None:
    verdict = judge_product(facts, actives, uses, forbidden=Forbidden(), odd_days=0)
    insist(Verdict(refused=verdict.refused))


@use_case
def set_limit(seat: Seat, **facts) -> ActiveLimit:
    """Add a limit on an active ingredient; raises ValidationError by field."""
    limit = ActiveLimit(cooperative=seat.cooperative, **facts)
    limit.key = active_key(limit.name)
    limit.full_clean()
    limit.save()
    audit(seat, "limit set", limit, market=str(limit.market or ""), days=limit.phi_days, since=limit.valid_from)
    return limit


@use_case
def change_limit(seat: Seat, *, limit: ActiveLimit, version: int, **facts) -> ActiveLimit:
    """Change a limit as it stood at `version`; raises Stale when somebody saved it since."""
    limit = ActiveLimit.objects.of(seat.cooperative).get(pk=limit.pk)
    before = {name: str(getattr(limit, name)) for name in facts}
    for name, value in facts.items():
        setattr(limit, name, value)
    limit.key = active_key(limit.name)
    limit.full_clean()
    save_version(limit, version)
    audit(seat, "limit changed", limit, changes=changes(before, {name: str(getattr(limit, name)) for name in facts}))
    return limit
