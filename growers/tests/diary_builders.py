"""Rows of the field diary that a test needs: products, limits, entries; every default is a sensible one."""

import datetime as dt
import itertools

from coopsite import clock
from growers.actions.inputs import keep_keys
from growers.models import (
    ActiveLimit,
    BannedActive,
    Cooperative,
    DiaryEntry,
    DiaryPlot,
    InputProduct,
    Market,
    Plot,
    ProductActive,
    ProductUse,
    User,
)
from growers.rules.inputs import ActiveRow, active_key

_serial = itertools.count(1)


def make_product(
    coop: Cooperative,
    name: str = "",
    *,
    actives: tuple[str, ...] = ("hexaconazole",),
    phi_days: int | None = 7,
    crops: bool = True,
    **values,
) -> InputProduct:
    """A pesticide with its actives, registered for the co-operative's crop; `crops` False leaves the crop out."""
    name = name or f"Anvil {next(_serial)}"
    product = InputProduct(cooperative=coop, name=name, **{"kind": "pesticide", **values})
    rows = [ActiveRow(active, active_key(active)) for active in actives]
    keep_keys(product, rows)
    product.full_clean()
    product.save()
    for row in rows:
        ProductActive.objects.create(cooperative=coop, product=product, name=row.name, key=row.key)
    if crops:
        ProductUse.objects.create(cooperative=coop, product=product, commodity=coop.commodity, phi_days=phi_days)
    return product


def make_entry(
    coop: Cooperative,
    *plots: Plot,
    done_on: dt.date | None = None,
    product: InputProduct | None = None,
    treated_m2: int | None = None,
    **values,
) -> DiaryEntry:
    """An entry as it stands once recorded: with a product a spraying, without one weeding."""
    today, done_on = clock.today(), done_on or clock.today()
    work = "spray" if product and product.sprays else "fertilise" if product else "weed"
    entry = DiaryEntry.objects.create(
        cooperative=coop,
        done_on=done_on,
        product=product,
        entered_by=values.pop("entered_by", None) or User.objects.order_by("pk").first(),
        **{"work": work, "entered_on": today, "entered_at": clock.now(), **values},
    )
    use = product and ProductUse.objects.of(coop).filter(product=product).first()
    days = use.phi_days if use and product.sprays else None
    DiaryPlot.objects.bulk_create(
        DiaryPlot(
            cooperative=coop, entry=entry, plot=plot, done_on=done_on, treated_m2=treated_m2, phi_days=days,
            harvest_from=None if days is None else done_on + dt.timedelta(days=days),
        )
        for plot in plots
    )  # fmt: skip
    return entry


def make_limit(coop: Cooperative, name: str = "hexaconazole", market: Market | None = None, **values) -> ActiveLimit:
    """A limit since the beginning of 2025; without `phi_days` the active is not to be used."""
    return ActiveLimit.objects.create(
        cooperative=coop, name=name, key=active_key(name), market=market,
        **{"valid_from": dt.date(2025, 1, 1), **values},
    )  # fmt: skip


def ban(name: str = "paraquat", **values) -> BannedActive:
    """A national ban since 2019."""
    return BannedActive.objects.create(name=name, key=active_key(name), **{"valid_from": dt.date(2019, 1, 1), **values})


def furnish_diary(coop: Cooperative, user: User, plot: Plot, mark: str = "") -> None:
    """A product, a limit and an entry so long ago that its interval is over; `mark` stands in every text."""
    product = make_product(coop, f"{mark}Anvil 5SC", actives=(f"{mark}hexaconazole",), note=f"{mark}note")
    make_limit(coop, f"{mark}abamectin", source=f"{mark}source")
    if not BannedActive.objects.exists():
        ban()
    make_entry(
        coop, plot, product=product, done_on=clock.today() - dt.timedelta(days=60), note=f"{mark}note",
        target=f"{mark}pest", worker=f"{mark}worker", entered_by=user,
    )  # fmt: skip
