"""Facts about lots: the list with its sums, one lot with its contents, what a new one is judged by and chosen from."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum

from growers.models import (
    CodeEvent,
    Commodity,
    Cooperative,
    ExportCode,
    Grade,
    GrowingArea,
    Market,
    MarketRequirement,
    PackingHouse,
    PackSize,
)
from growers.rules.areas import standing
from harvests.models import Lot, LotCarton, LotHold, LotInput, LotLoss, Recall, TraderOrder
from harvests.rules.lots import read_ticket, read_trace_code
from harvests.rules.orders import UNFINISHED

LISTED = (
    "pk", "code", "trace_code", "status", "kind", "is_held", "packed_on", "closed_at", "in_g", "out_g", "loss_g",
    "market__name_vi", "market__name_en", "house__code", "area_code__code", "order__year", "order__number",
)  # fmt: skip


def lots(
    coop: Cooperative,
    *,
    search: str = "",
    status: str = "",
    market: Market | None = None,
    first: dt.date | None = None,
    last: dt.date | None = None,
    held: bool = False,
    order: TraderOrder | None = None,
) -> QuerySet:
    """Lots that fit, the newest first; without a status all that are not void.

    `search` finds a part of the lot code, a trace code, or the lots that a ticket went into.
    """
    rows = Lot.objects.of(coop).order_by("-packed_on", "-code")
    if search:
        rows = rows.filter(_says(coop, search.strip()))
    if status != "all":
        rows = rows.filter(status=status) if status else rows.exclude(status=Lot.Status.VOID)
    if market:
        rows = rows.filter(market=market)
    if first:
        rows = rows.filter(packed_on__gte=first)
    if last:
        rows = rows.filter(packed_on__lte=last)
    if held:
        rows = rows.filter(is_held=True)
    return rows.filter(order=order) if order else rows


def _says(coop: Cooperative, text: str) -> Q:
    found = Q(code__icontains=text)
    if trace := read_trace_code(text):
        found |= Q(trace_code=trace)
    ticket = read_ticket(text, dt.date.min)
    if ticket and ticket[0] > dt.date.min:
        day, number = ticket
        edges = LotInput.objects.of(coop).filter(line__record__day=day, line__record__number=number, void_reason="")
        found |= Q(pk__in=edges.values("lot"))
    return found


def sums_of(rows: QuerySet) -> dict[str, int]:
    """What a list of lots adds up to: lots, in_g, out_g, loss_g. One statement."""
    sums = {"in_g": Sum("in_g", default=0), "out_g": Sum("out_g", default=0), "loss_g": Sum("loss_g", default=0)}
    return rows.order_by().aggregate(lots=Count("pk"), **sums)


def stock_of(coop: Cooperative, lots: Iterable[int]) -> dict[int, tuple[int, int]]:
    """By lot, (cartons, grams nobody has taken). One statement."""
    rows = LotCarton.objects.of(coop).filter(lot__in=[*lots]).order_by().values_list("lot")
    free = Sum(F("net_g") - F("allocated_g"))
    return {lot: (cartons, grams) for lot, cartons, grams in rows.annotate(n=Sum("cartons"), free=free)}


def lot_by_code(coop: Cooperative, code: str) -> Lot | None:
    """One lot with the names that its page shows."""
    rows = Lot.objects.of(coop).select_related(
        "commodity", "market", "order", "house", "area_code", "opened_by", "closed_by"
    )
    return rows.filter(code=code).first()


def lots_by_codes(coop: Cooperative, codes: Iterable[str]) -> list[Lot]:
    """The lots that have one of these codes."""
    return [*Lot.objects.of(coop).filter(code__in=[*codes]).select_related("market").order_by("code")]


def lot_code_taken(coop: Cooperative, code: str) -> bool:
    """Whether the co-operative has a lot with this code."""
    return Lot.objects.of(coop).filter(code=code).exists()


def trace_code_taken(code: str) -> bool:
    """Whether any co-operative has a lot with this trace code."""
    return Lot.objects.unscoped("a trace code is unique among all co-operatives").filter(trace_code=code).exists()


def house_codes_on(house: int, coop: Cooperative, crop: int, market: int, day: dt.date) -> dict[str, str]:
    """The codes of a packing house for a crop and market, each with its status on a day. Two statements."""
    rows = ExportCode.objects.of(coop).filter(house=house, commodity=crop, market=market).order_by("code")
    codes = {pk: facts for pk, *facts in rows.values_list("pk", "code", "valid_from", "valid_to")}
    events = CodeEvent.objects.of(coop).filter(export_code__in=codes, effective_from__lte=day)
    newest = dict(events.order_by("effective_from", "pk").values_list("export_code", "status"))
    return {code: standing(newest.get(pk), first, last, day) for pk, (code, first, last) in codes.items()}


def cartons_of(lot: Lot) -> list[LotCarton]:
    """The carton lines of a lot in order, each with its grade."""
    return [*LotCarton.objects.of(lot.cooperative_id).filter(lot=lot).select_related("grade").order_by("position")]


def cartons_of_lots(coop: Cooperative, lots: Sequence[Lot]) -> list[LotCarton]:
    """The carton lines of several lots of which something is free, each with its lot and grade."""
    rows = LotCarton.objects.of(coop).filter(lot__in=[lot.pk for lot in lots], allocated_g__lt=F("net_g"))
    return [*rows.select_related("grade", "lot__market").order_by("lot__code", "position")]


def losses_of(lot: Lot) -> list[LotLoss]:
    """The losses of a lot in the order they were noted."""
    return [*LotLoss.objects.of(lot.cooperative_id).filter(lot=lot).order_by("pk")]


def inputs_that_count(lot: Lot) -> list[LotInput]:
    """The inputs of a lot that were not given back."""
    return [*LotInput.objects.of(lot.cooperative_id).filter(lot=lot, void_reason="").order_by("pk")]


def taken_of(lot: Lot) -> int:
    """Grams that orders, shipments and other lots have taken of a lot."""
    return LotCarton.objects.of(lot.cooperative_id).filter(lot=lot).aggregate(sum=Sum("allocated_g"))["sum"] or 0


def holds_of(lot: Lot) -> list[LotHold]:
    """Every hold of a lot, the newest first."""
    rows = LotHold.objects.of(lot.cooperative_id).filter(lot=lot).order_by("-pk")
    return [*rows.select_related("placed_by", "released_by", "recall")]


def recalls_that_hold(lot: Lot) -> list[str]:
    """The open recalls that keep a lot on hold."""
    rows = LotHold.objects.of(lot.cooperative_id).filter(
        lot=lot, released_at__isnull=True, recall__status=Recall.Status.OPEN
    )
    return [hold.recall.code for hold in rows.select_related("recall").order_by("pk")]


def crops_packed(coop: Cooperative) -> QuerySet:
    """The crops that a lot can be of: the main crop, and those the co-operative has codes for."""
    coded = ExportCode.objects.of(coop).values("commodity")
    return Commodity.objects.filter(Q(pk=coop.commodity_id) | Q(pk__in=coded)).order_by("code")


def markets_packed(coop: Cooperative) -> QuerySet:
    """The markets that anything is written down about for a crop of the co-operative."""
    asked = MarketRequirement.objects.filter(market=OuterRef("pk"), commodity__in=crops_packed(coop).values("pk"))
    return Market.objects.filter(Exists(asked)).order_by("position")


def houses_in_use(coop: Cooperative) -> QuerySet:
    """The packing houses that a lot can be packed in."""
    return PackingHouse.objects.of(coop).filter(is_active=True).order_by("code")


def open_orders(coop: Cooperative) -> QuerySet:
    """The orders that a lot can be packed for, the most urgent first."""
    rows = TraderOrder.objects.of(coop).filter(status__in=UNFINISHED)
    return rows.select_related("trader", "market").order_by("deliver_to", "year", "number")


def area_codes(coop: Cooperative) -> QuerySet:
    """The planting area codes of the co-operative."""
    rows = ExportCode.objects.of(coop).filter(area__in=GrowingArea.objects.of(coop).values("pk"))
    return rows.select_related("market", "area").order_by("code")


def packs_of(lot: Lot) -> list[PackSize]:
    """The cartons that the market of a lot usually takes."""
    return [*PackSize.objects.filter(market=lot.market_id, commodity=lot.commodity_id).order_by("-net_g")]


def grades_packed(lot: Lot) -> list[Grade]:
    """The grades that the fruit of a lot can be packed as."""
    rows = Grade.objects.filter(commodity=lot.commodity_id).exclude(kind=Grade.Kind.UNGRADED)
    return [*rows.order_by("position")]


def grades_taken(lot: Lot) -> QuerySet:
    """The grades that fruit of a lot can come in as."""
    return Grade.objects.filter(commodity=lot.commodity_id).order_by("position")
