"""Facts about growing areas and their planting area codes: status on a day, plots under them, hectares."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce

from coopsite.formats.text import search_words
from growers.models import CodeEvent, CodePlot, Commune, Cooperative, ExportCode, GrowingArea, Market, Plot
from growers.rules.areas import Rival, active_periods, standing


@dataclass(frozen=True, slots=True)
class Under:
    """A plot's membership of a code, with the code's status on the day that was asked for ("" without one)."""

    plot: int
    code_id: int
    code: str
    area: str
    market: str
    valid_from: dt.date
    valid_to: dt.date | None
    status: str


def latest_status(code_field: str, day: dt.date) -> Subquery:
    """The status that the code of the outer row (`code_field` names its key) has on a day; NULL before any event."""
    events = CodeEvent.objects.filter(export_code=OuterRef(code_field), effective_from__lte=day)
    return Subquery(events.order_by("-effective_from", "-id").values("status")[:1])


def on_day(day: dt.date, prefix: str = "") -> Q:
    """A period that holds a day: begun, and not yet ended; an open end has not come."""
    begun = Q(**{f"{prefix}valid_from__isnull": True}) | Q(**{f"{prefix}valid_from__lte": day})
    return begun & (Q(**{f"{prefix}valid_to__isnull": True}) | Q(**{f"{prefix}valid_to__gt": day}))


def active_cover(plot_field: str, day: dt.date, market: Market | int | None = None) -> Exists:
    """Whether the plot of the outer row (`plot_field` names its key) stands under an active code on a day (R10)."""
    under = (
        CodePlot.objects.filter(on_day(day), on_day(day, "export_code__"), plot=OuterRef(plot_field))
        .annotate(status=latest_status("export_code", day))
        .filter(status=CodeEvent.Status.ACTIVE)
    )
    return Exists(under.filter(export_code__market=market) if market else under)


def codes_of_plots(coop: Cooperative, day: dt.date, plots=None) -> dict[int, list[Under]]:
    """Which codes plots stand under on a day, by plot key; `plots` limits to these keys. One statement."""
    found: dict[int, list[Under]] = {}
    rows = CodePlot.objects.of(coop).filter(on_day(day))
    for under in _under(rows if plots is None else rows.filter(plot__in=plots), day):
        found.setdefault(under.plot, []).append(under)
    return found


def memberships_of(plot: Plot, day: dt.date) -> list[Under]:
    """Every membership of a plot, past and present, the newest first, with the codes' status on a day."""
    rows = CodePlot.objects.of(plot.cooperative_id).filter(plot=plot)
    return sorted(_under(rows, day), key=lambda under: under.valid_from, reverse=True)


def _under(rows: QuerySet, day: dt.date) -> list[Under]:
    rows = rows.annotate(latest=latest_status("export_code", day)).order_by("export_code__market__position", "pk")
    fields = (
        "plot_id", "export_code_id", "export_code__code", "export_code__area__code", "export_code__market__code",
        "valid_from", "valid_to", "latest", "export_code__valid_from", "export_code__valid_to",
    )  # fmt: skip
    return [
        Under(*about, status=standing(latest, first, last, day))
        for *about, latest, first, last in rows.values_list(*fields)
    ]


def areas(coop: Cooperative, *, day: dt.date, commune: Commune | None = None, market: Market | None = None) -> QuerySet:
    """Growing areas with `plots`, `households` and `area_m2` of the plots under any of their codes on a day."""
    members = Plot.objects.filter(
        Exists(CodePlot.objects.filter(on_day(day), plot=OuterRef("pk"), export_code__area=OuterRef(OuterRef("pk"))))
    )
    rows = GrowingArea.objects.of(coop).annotate(
        plots=Coalesce(_over(members, Count("pk")), 0),
        households=Coalesce(_over(members, Count("household", distinct=True)), 0),
        area_m2=Coalesce(_over(members, Sum("area_m2")), 0),
    )
    if commune:
        rows = rows.filter(commune=commune)
    if market:
        rows = rows.filter(Exists(ExportCode.objects.filter(area=OuterRef("pk"), market=market)))
    return rows.order_by("code")


def area_sums(rows: QuerySet) -> dict[str, int]:
    """`areas`, `plots` and `area_m2` over all rows of a list; a plot under codes of two areas counts in each."""
    return rows.order_by().aggregate(
        areas=Count("pk"), all_plots=Coalesce(Sum("plots"), 0), all_m2=Coalesce(Sum("area_m2"), 0)
    )


def communes_with_areas(coop: Cooperative) -> QuerySet:
    """The communes in which the co-operative has growing areas, for a filter."""
    return Commune.objects.filter(pk__in=GrowingArea.objects.of(coop).values("commune")).order_by("name")


def markets() -> QuerySet:
    """Every market, in its usual order."""
    return Market.objects.order_by("position")


def area_by_code(coop: Cooperative, code: str) -> GrowingArea | None:
    """The growing area with this code, with what its page shows beside it."""
    return GrowingArea.objects.of(coop).select_related("commune", "cooperative").filter(code=code).first()


def codes_on(coop: Cooperative, day: dt.date, area: GrowingArea | None = None) -> list[ExportCode]:
    """Planting area codes with `status` (as it holds on the day), `since`, `plots`, `households` and `members_m2`."""
    members = CodePlot.objects.filter(on_day(day), export_code=OuterRef("pk"))
    newest = CodeEvent.objects.filter(export_code=OuterRef("pk"), effective_from__lte=day)
    rows = ExportCode.objects.of(coop).filter(area__isnull=False) if area is None else _codes_of(area)
    codes = list(
        rows.select_related("market", "commodity", "area").annotate(
            latest=latest_status("pk", day),
            since=Subquery(newest.order_by("-effective_from", "-id").values("effective_from")[:1]),
            plots=Coalesce(_over(members, Count("pk")), 0),
            households=Coalesce(_over(members, Count("plot__household", distinct=True)), 0),
            members_m2=Coalesce(_over(members, Sum("plot__area_m2")), 0),
        ).order_by("area__code", "market__position", "code")
    )  # fmt: skip
    for code in codes:
        code.status = standing(code.latest, code.valid_from, code.valid_to, day)
    return codes


def _codes_of(area: GrowingArea) -> QuerySet:
    return ExportCode.objects.of(area.cooperative_id).filter(area=area)


def _over(rows: QuerySet, measure) -> Subquery:
    return Subquery(rows.order_by().values("cooperative").annotate(measure=measure).values("measure"))


def code_by_key(coop: Cooperative, area: str, key: int) -> ExportCode | None:
    """One planting area code of a growing area, with what its page shows beside it."""
    rows = ExportCode.objects.of(coop).select_related("area", "area__commune", "market", "commodity", "cooperative")
    return rows.filter(area__code=area, pk=key).first()


def other_codes(coop: Cooperative, but: int | None = None) -> list[str]:
    """The planting area codes of the co-operative as stored, without one of them."""
    return list(ExportCode.objects.of(coop).exclude(pk=but).values_list("code", flat=True))


def events_of(code: ExportCode) -> list[CodeEvent]:
    """The statuses of a code in the order in which they hold."""
    rows = CodeEvent.objects.of(code.cooperative_id).filter(export_code=code)
    return list(rows.order_by("effective_from", "pk"))


def members_of(code: ExportCode, day: dt.date | None = None) -> QuerySet:
    """The plots under a code as (membership) rows: of every time, or those not ended by a day."""
    rows = CodePlot.objects.of(code.cooperative_id).filter(export_code=code)
    if day:
        rows = rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day))
    return rows.select_related("plot", "plot__household", "plot__variety").order_by("plot__code", "valid_from")


def plots_to_add(
    code: ExportCode, day: dt.date, *, search: str = "", commune: int | None = None, village: str = ""
) -> QuerySet:
    """Plots of the code's crop that stand not under it on a day or later, with `rival`: another code of its market."""
    inside = CodePlot.objects.filter(export_code=code, plot=OuterRef("pk")).filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=day)
    )
    rival = CodePlot.objects.filter(
        on_day(day), plot=OuterRef("pk"), export_code__market=code.market_id, export_code__commodity=code.commodity_id
    ).exclude(export_code=code)
    rows = (
        Plot.objects.of(code.cooperative_id)
        .filter(~Exists(inside), variety__commodity=code.commodity_id)
        .exclude(status=Plot.Status.RETIRED)
        .select_related("household", "commune")
        .annotate(rival=Subquery(rival.values("export_code__code")[:1]))
    )
    for word in search_words(search):
        rows = rows.filter(Q(search_key__contains=word) | Q(household__search_key__contains=word))
    if commune:
        rows = rows.filter(commune=commune)
    if village:
        rows = rows.filter(household__village=village)
    # Those that can be put under it without more ado come first: no other code of the market, the area's own commune.
    strange = Case(When(commune=code.area.commune_id, then=Value(0)), default=Value(1))
    return rows.order_by(F("rival").asc(nulls_first=True), strange, "code")


def rivals_of(code: ExportCode, plots) -> list[Rival]:
    """Memberships that the given plots have of other codes of the same crop and market, at any time (R11)."""
    rows = list(
        CodePlot.objects.of(code.cooperative_id)
        .filter(plot__in=plots, export_code__market=code.market_id, export_code__commodity=code.commodity_id)
        .exclude(export_code=code.pk)
        .select_related("plot", "export_code")
    )
    events: dict[int, list] = {}
    found = CodeEvent.objects.of(code.cooperative_id).filter(export_code__in={row.export_code_id for row in rows})
    for event in found.order_by("effective_from", "pk"):
        events.setdefault(event.export_code_id, []).append((event.effective_from, event.status))
    return [
        Rival(
            row.plot.code,
            row.export_code.code,
            (row.valid_from, row.valid_to),
            active_periods(events.get(row.export_code_id, ()), row.export_code.valid_from, row.export_code.valid_to),
        )
        for row in rows
    ]
