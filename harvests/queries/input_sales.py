"""Facts about sales of inputs: the list, one sale with its lines, and what a line was used for."""

import datetime as dt
import re

from django.db.models import F, QuerySet

from coopsite.formats.text import search_words
from growers.models import Cooperative, Plot
from growers.queries.inputs import actives_of
from growers.rules.inputs import ActiveRow
from harvests.models import InputSale, InputSaleLine

CODE = re.compile(r"VT-(\d{2})-(\d{3,9})")
LISTED = (
    "pk", "year", "number", "day", "terms", "due_on", "amount_vnd", "settled_vnd", "void_reason", "household__code",
    "household__name", "household__village",
)  # fmt: skip


def sales(
    coop: Cooperative,
    *,
    household: str = "",
    first: dt.date | None = None,
    last: dt.date | None = None,
    state: str = "",
) -> QuerySet:
    """Sales, the newest first; `state` is "" (not voided), open (on credit, not paid back), unused (with a line that
    no diary entry tells of), void or all."""
    rows = InputSale.objects.of(coop)
    for word in search_words(household):
        rows = rows.filter(household__search_key__contains=word)
    if first:
        rows = rows.filter(day__gte=first)
    if last:
        rows = rows.filter(day__lte=last)
    if state == "open":
        rows = rows.filter(terms=InputSale.Terms.CREDIT, settled_vnd__lt=F("amount_vnd"))
    elif state == "unused":
        rows = rows.filter(pk__in=InputSaleLine.objects.of(coop).filter(used__isnull=True).values("sale"))
    if state != "all":
        rows = rows.exclude(void_reason="") if state == "void" else rows.filter(void_reason="")
    return rows.order_by("-day", "-pk")


def sale_by_code(coop: Cooperative, code: str) -> InputSale | None:
    """The sale with this number (VT-25-007), with all that its page names."""
    found = CODE.fullmatch(code)
    if not found:
        return None
    rows = InputSale.objects.of(coop).select_related("household", "made_by")
    return rows.filter(year=2000 + int(found[1]), number=int(found[2])).first()


def lines_of(coop: Cooperative, sale: InputSale) -> list[InputSaleLine]:
    """The lines of a sale in their order, with lot, product and diary entry. One statement."""
    rows = InputSaleLine.objects.of(coop).filter(sale=sale).select_related("stock__product", "used")
    return list(rows.order_by("pk"))


def products_sold(coop: Cooperative, keys: list[int]) -> dict[int, list[str]]:
    """The names of what was sold, by sale (key). One statement."""
    found: dict[int, list[str]] = {}
    rows = InputSaleLine.objects.of(coop).filter(sale__in=keys).order_by("pk")
    for sale, name in rows.values_list("sale", "stock__product__name"):
        found.setdefault(sale, []).append(name)
    return found


def line_by_key(coop: Cooperative, sale: InputSale, pk: int) -> InputSaleLine | None:
    """One line of a sale, with its lot, product and diary entry."""
    return InputSaleLine.objects.of(coop).select_related("stock__product", "used", "sale__household").filter(
        sale=sale, pk=pk
    ).first()  # fmt: skip


def actives_sold(coop: Cooperative, lines: list[InputSaleLine]) -> dict[int, list[ActiveRow]]:
    """Active ingredients of what was sold, by product (key). One statement."""
    return actives_of(coop, {line.stock.product_id for line in lines})


def plots_of_household(sale: InputSale) -> QuerySet:
    """The plots on which what was sold may have been used: those of the household, in the order of their numbers."""
    rows = Plot.objects.of(sale.cooperative_id).filter(household=sale.household_id).exclude(status=Plot.Status.RETIRED)
    return rows.order_by("number")
