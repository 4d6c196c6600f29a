"""Facts about events: the list, one event with who came and where it went, and what each channel sold in a season."""

from collections.abc import Iterable

from django.db.models import Count, F, Q, QuerySet, Sum

from growers.models import Cooperative, Household, Plot
from harvests.models import Delivery, Event, EventHousehold, EventPlot, ProgrammeStep, Season, Trader, TraderOrder

SORTS = {"time": ("-starts_at", "-pk"), "kind": ("kind", "-starts_at", "-pk"), "title": ("title", "-starts_at", "-pk")}
LISTED = (
    "pk", "kind", "title", "starts_at", "ends_on", "place", "host", "trader__name", "season__name", "viewers",
    "visitors", "participants", "orders", "sold_g", "revenue_vnd", "cost_vnd", "ticket_vnd", "note", "void_reason",
)  # fmt: skip
HOME = "VN"


def events(
    coop: Cooperative,
    *,
    kind: str = "",
    season: Season | None = None,
    trader: Trader | None = None,
    voided: str = "",
    sort: str = "",
) -> QuerySet:
    """Events, the newest first; `voided` is "" (hidden), too or only."""
    rows = Event.objects.of(coop)
    for field, value in (("kind", kind), ("season", season), ("trader", trader)):
        if value:
            rows = rows.filter(**{field: value})
    if voided != "too":
        rows = rows.exclude(void_reason="") if voided == "only" else rows.filter(void_reason="")
    return rows.order_by(*SORTS.get(sort, SORTS["time"]))


def came_to(coop: Cooperative, keys: Iterable[int]) -> dict[int, int]:
    """How many households stand on the attendance list of each event. One statement."""
    rows = EventHousehold.objects.of(coop).filter(event__in=keys).order_by()
    return dict(rows.values_list("event").annotate(count=Count("pk")))


def event_by_key(coop: Cooperative, key: int) -> Event | None:
    """One event with its partner and season."""
    return Event.objects.of(coop).select_related("trader", "season", "cooperative").filter(pk=key).first()


def attendance_of(event: Event) -> list[Household]:
    """The households that took part, by code."""
    rows = Household.objects.of(event.cooperative_id).select_related("commune")
    here = EventHousehold.objects.of(event.cooperative_id).filter(event=event)
    return list(rows.filter(pk__in=here.values("household")).order_by("code"))


def plots_visited(event: Event) -> list[Plot]:
    """The orchards an event went to, by code."""
    here = EventPlot.objects.of(event.cooperative_id).filter(event=event)
    rows = Plot.objects.of(event.cooperative_id).select_related("household", "commune")
    return list(rows.filter(pk__in=here.values("plot")).order_by("code"))


def steps_of_event(event: Event) -> list[ProgrammeStep]:
    """The steps of programmes that name an event."""
    rows = ProgrammeStep.objects.of(event.cooperative_id).filter(event=event).select_related("programme")
    return list(rows.order_by("programme", "position"))


def plots_coded(coop: Cooperative, codes: Iterable[str]) -> list[Plot]:
    """Plots with these codes."""
    return list(Plot.objects.of(coop).filter(code__in=set(codes)).order_by("code"))


def seasons_to_choose(coop: Cooperative) -> QuerySet:
    """The seasons of a co-operative, the newest first."""
    return Season.objects.of(coop).select_related("commodity").order_by("-starts_on", "-pk")


def partners_of(coop: Cooperative) -> QuerySet:
    """The traders that events name, for a filter."""
    named = Event.objects.of(coop).filter(trader__isnull=False).values("trader")
    return Trader.objects.of(coop).filter(pk__in=named).order_by("search_key")


def events_to_choose(coop: Cooperative, known: int | None = None) -> QuerySet:
    """Events that a step may name: those that stand, and the one it names already."""
    return Event.objects.of(coop).filter(Q(void_reason="") | Q(pk=known)).order_by("-starts_at", "-pk")


def sales_of(season: Season) -> list[tuple]:
    """(kind, place, grams, dong, cost) of each standing event of a season that says what it sold or took in."""
    rows = Event.objects.of(season.cooperative_id).filter(season=season, void_reason="").order_by("place")
    known = Q(sold_g__isnull=False) | Q(revenue_vnd__isnull=False)
    return list(rows.filter(known).values_list("kind", "place", "sold_g", "revenue_vnd", "cost_vnd"))


def sold_to_traders(season: Season) -> tuple[int, int, int]:
    """What traders at home took in a season's days at prices in dong: grams, dong, and grams without such a price."""
    order = "line__order__"
    rows = Delivery.objects.of(season.cooperative_id).filter(
        delivered_on__gte=season.starts_on, delivered_on__lte=season.ends_on, void_reason="",
        line__order__commodity=season.commodity_id, line__order__market__code=HOME,
        line__order__trader__kind=Trader.Kind.TRADER,
    )  # fmt: skip
    priced = Q(**{f"{order}currency": TraderOrder.Currency.VND}, line__price_minor__isnull=False)
    found = rows.aggregate(
        grams=Sum("quantity_g", filter=priced),
        value=Sum(F("quantity_g") * F("line__price_minor"), filter=priced),
        unpriced=Sum("quantity_g", filter=~priced),
    )
    return found["grams"] or 0, ((found["value"] or 0) + 500) // 1_000, found["unpriced"] or 0
