"""Facts about input products: the list with its state of the day, one product's rows, limits on active ingredients."""

import datetime as dt

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from coopsite.formats.text import fold, search_words
from growers.models import (
    ActiveLimit,
    BannedActive,
    Commodity,
    Cooperative,
    InputProduct,
    Market,
    ProductActive,
    ProductUse,
)
from growers.models.inputs import SPRAYED
from growers.queries.areas import on_day
from growers.rules.inputs import ActiveRow, Forbidden, UseRow, active_key
from growers.rules.products_import import FACTS, Shelf, Stocked

SORTS = {
    "name": ("name", "registration_no", "pk"),
    "kind": ("kind", "name", "pk"),
    "until": ("permitted_to", "name", "pk"),
}
LISTED = (
    "id", "name", "registration_no", "formulation", "kind", "permitted_from", "permitted_to", "is_active",
    "organic_allowed", "forbidden",
)  # fmt: skip


def products(
    coop: Cooperative,
    *,
    day: dt.date,
    search: str = "",
    kind: str = "",
    crop: int | None = None,
    state: str = "",
    sort: str = "name",
) -> QuerySet:
    """Products on the list with `forbidden` (an active that nobody may use on the day); `state` is one of permitted,
    not, locked (an interval unknown), off (taken off the list) or all."""
    rows = InputProduct.objects.of(coop).annotate(forbidden=_forbidden(coop, day))
    if state != "all":
        rows = rows.filter(is_active=state != "off")
    for word in search_words(search):
        rows = rows.filter(search_key__contains=word)
    if kind:
        rows = rows.filter(kind=kind)
    if crop:
        rows = rows.filter(Exists(ProductUse.objects.filter(product=OuterRef("pk"), commodity=crop)))
    usable = permitted_on(day) & Q(forbidden=False)
    if state == "permitted":
        rows = rows.filter(usable)
    elif state == "not":
        rows = rows.exclude(usable)
    elif state == "locked":
        unknown = ProductUse.objects.filter(product=OuterRef("pk"), phi_days__isnull=True)
        rows = rows.filter(Exists(unknown), kind__in=SPRAYED)
    return rows.order_by(*SORTS.get(sort, SORTS["name"]))


def permitted_on(day: dt.date) -> Q:
    """A product's window holds the day (R33)."""
    begun = Q(permitted_from__isnull=True) | Q(permitted_from__lte=day)
    return begun & (Q(permitted_to__isnull=True) | Q(permitted_to__gt=day))


def _forbidden(coop: Cooperative, day: dt.date) -> Exists:
    banned = BannedActive.objects.filter(on_day(day)).values("key")
    stopped = ActiveLimit.objects.of(coop).filter(on_day(day), market__isnull=True, phi_days__isnull=True).values("key")
    actives = ProductActive.objects.filter(product=OuterRef("pk"))
    return Exists(actives.filter(Q(key__in=banned) | Q(key__in=stopped)))


def forbidden_on(coop: Cooperative, day: dt.date) -> Forbidden:
    """The active ingredients that nobody may use on a day. Two statements."""
    stopped = ActiveLimit.objects.of(coop).filter(on_day(day), market__isnull=True, phi_days__isnull=True)
    return Forbidden(
        frozenset(BannedActive.objects.filter(on_day(day)).values_list("key", flat=True)),
        frozenset(stopped.values_list("key", flat=True)),
    )


def actives_of(coop: Cooperative, keys=None) -> dict[int, list[ActiveRow]]:
    """Active ingredients by product; `keys` limits to these products. One statement."""
    rows = ProductActive.objects.of(coop).order_by("pk")
    found: dict[int, list[ActiveRow]] = {}
    for product, *row in (rows if keys is None else rows.filter(product__in=keys)).values_list(
        "product_id", "name", "key", "content"
    ):
        found.setdefault(product, []).append(ActiveRow(*row))
    return found


def uses_of(coop: Cooperative, keys=None) -> dict[int, list[UseRow]]:
    """Crops and intervals by product; `keys` limits to these products. One statement."""
    rows = ProductUse.objects.of(coop).select_related("commodity").order_by("commodity", "pk")
    found: dict[int, list[UseRow]] = {}
    for row in rows if keys is None else rows.filter(product__in=keys):
        use = UseRow(row.commodity_id, row.commodity.name, row.phi_days, row.source)
        found.setdefault(row.product_id, []).append(use)
    return found


def product_by_key(coop: Cooperative, key: int) -> InputProduct | None:
    """One product, or None."""
    return InputProduct.objects.of(coop).select_related("cooperative").filter(pk=key).first()


def products_to_use(coop: Cooperative) -> QuerySet:
    """Products on the list with their actives and uses, as what an entry in the diary may name."""
    return (
        InputProduct.objects.of(coop)
        .filter(is_active=True)
        .order_by("name", "pk")
        .prefetch_related(
            Prefetch("actives", ProductActive.objects.of(coop)),
            Prefetch("uses", ProductUse.objects.of(coop).select_related("commodity")),
        )
    )


def crops() -> QuerySet:
    """Every crop, in the order in which they were brought in."""
    return Commodity.objects.order_by("pk")


def limits(coop: Cooperative, *, search: str = "", market: Market | int | None = None, day: dt.date | None = None):
    """Limits on active ingredients, the newest first for each; `day` keeps those that hold on it."""
    rows = ActiveLimit.objects.of(coop).select_related("market")
    if key := active_key(search):
        rows = rows.filter(key__contains=key)
    if market:
        rows = rows.filter(market=market)
    if day:
        rows = rows.filter(on_day(day))
    return rows.order_by("name", "market__position", "-valid_from", "pk")


def limit_by_key(coop: Cooperative, key: int) -> ActiveLimit | None:
    """One limit, or None."""
    return ActiveLimit.objects.of(coop).select_related("market").filter(pk=key).first()


def banned(search: str = "") -> QuerySet:
    """Active ingredients that national law forbids on crops."""
    rows = BannedActive.objects.order_by("name", "-valid_from")
    return rows.filter(key__contains=active_key(search))


def shelf_of(coop: Cooperative, odd_days: int) -> Shelf:
    """Everything that a list of products is held against. Four statements."""
    actives, uses = actives_of(coop), uses_of(coop)
    rows = InputProduct.objects.of(coop).order_by("-is_active", "pk")
    products = [
        Stocked(
            row.pk,
            row.name,
            {name: value for name in FACTS if (value := getattr(row, name)) not in (None, "")},
            actives.get(row.pk, []),
            {use.crop: use for use in uses.get(row.pk, ())},
        )
        for row in rows
    ]
    texts, main = {}, (coop.commodity_id, "")
    for crop in crops():
        known = (crop.pk, crop.name)
        main = known if crop.pk == coop.commodity_id else main
        short = crop.name_vi.split(" ruột ")[0]  # "Thanh long ruột đỏ" is "Thanh long" on a label
        texts |= {fold(text): known for text in (crop.name_vi, crop.name_en, crop.code.replace("_", " "), short)}
    return Shelf(products, texts, main, odd_days)
