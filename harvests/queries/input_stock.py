"""Facts about the store of inputs: lots with what is left, marks, actives, and how a sale judges them."""

import datetime as dt
from collections.abc import Collection

from django.db.models import F, Q, QuerySet

from coopsite.formats.text import search_words
from growers.models import Cooperative
from growers.queries.inputs import actives_of, forbidden_on
from harvests.models import InputSaleLine, InputStock
from harvests.rules.input_sales import LOW_BP, SOON, Shelf

LISTED = (
    "pk", "product", "product__name", "product__kind", "lot_no", "expires_on", "unit", "content", "received_on",
    "received_milli", "sold_milli", "price_vnd", "void_reason",
)  # fmt: skip
JUDGED = (
    "pk", "product", "product__name", "lot_no", "unit", "content", "received_milli", "sold_milli", "price_vnd",
    "received_on", "expires_on", "product__permitted_from", "product__permitted_to", "product__is_active",
    "void_reason",
)  # fmt: skip


def stock(coop: Cooperative, today: dt.date, *, search: str = "", state: str = "", sort: str = "") -> QuerySet:
    """Lots by product; `state` is "" (something left), low, expired, soon, sold, void or all."""
    rows = InputStock.objects.of(coop).annotate(free_milli=F("received_milli") - F("sold_milli"))
    for word in search_words(search):
        rows = rows.filter(Q(product__search_key__contains=word) | Q(lot_no__icontains=word))
    if state != "all":
        rows = rows.exclude(void_reason="") if state == "void" else rows.filter(void_reason="")
    if state not in ("all", "void"):
        rows = rows.filter(free_milli=0) if state == "sold" else rows.filter(free_milli__gt=0)
    if state == "low":
        rows = rows.filter(received_milli__gte=F("free_milli") * (10_000 // LOW_BP))
    elif state == "expired":
        rows = rows.filter(expires_on__lt=today)
    elif state == "soon":
        rows = rows.filter(expires_on__range=(today, today + SOON))
    if sort == "expiry":
        return rows.order_by(F("expires_on").asc(nulls_last=True), "pk")
    return rows.order_by("product__name", "expires_on", "pk")


def stock_by_key(coop: Cooperative, pk: int) -> InputStock | None:
    """One lot with its product."""
    return InputStock.objects.of(coop).select_related("product", "cooperative").filter(pk=pk).first()


def sold_of(coop: Cooperative, lot: InputStock) -> QuerySet:
    """Whom a lot was sold to, the newest first."""
    rows = InputSaleLine.objects.of(coop).filter(stock=lot).select_related("sale__household", "used")
    return rows.order_by("-sale__day", "-pk")


def shelves(coop: Cooperative, day: dt.date, keys: Collection[int] | None = None) -> dict[int, Shelf]:
    """Lots (by key) as a sale of that day judges them: those with something left, or just the `keys`. Four
    statements."""
    rows = InputStock.objects.of(coop).order_by("product__name", "expires_on", "pk")
    if keys is None:
        rows = rows.filter(void_reason="", sold_milli__lt=F("received_milli"))
    else:
        rows = rows.filter(pk__in=keys)
    rows = list(rows.values(*JUDGED))
    actives = actives_of(coop, {row["product"] for row in rows})
    forbidden = forbidden_on(coop, day)
    stopped = forbidden.banned | forbidden.stopped
    found = {}
    for row in rows:
        banned = next((active.name for active in actives.get(row["product"], ()) if active.key in stopped), "")
        found[row["pk"]] = Shelf(
            row["pk"], " ".join(filter(None, (row["product__name"], row["lot_no"]))), row["unit"],
            row["received_milli"] - row["sold_milli"], row["price_vnd"], row["received_on"], row["expires_on"],
            row["product__permitted_from"], row["product__permitted_to"], row["product__is_active"], banned,
            bool(row["void_reason"]),
        )  # fmt: skip
    return found


def lots_to_sell(coop: Cooperative, day: dt.date) -> list[dict]:
    """Lots with something left that have not expired, with their actives, as a list to choose from. Two statements."""
    rows = InputStock.objects.of(coop).filter(void_reason="", sold_milli__lt=F("received_milli"))
    rows = rows.filter(Q(expires_on__isnull=True) | Q(expires_on__gte=day), product__is_active=True)
    rows = list(rows.order_by("product__name", "expires_on", "pk").values(*LISTED))
    actives = actives_of(coop, {row["product"] for row in rows})
    for row in rows:
        row["actives"] = " + ".join(active.name for active in actives.get(row["product"], ()))
    return rows
