"""Facts about the field diary: entries with their plots, plots to enter work for, how long plots wait for harvest."""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from coopsite.formats.text import search_words
from growers.models import (
    Certificate,
    CertificatePlot,
    CodePlot,
    Cooperative,
    DiaryEntry,
    DiaryPlot,
    ExportCode,
    Household,
    InputProduct,
    Plot,
)
from growers.models.inputs import SPRAYED
from growers.queries.areas import on_day
from growers.queries.eligibility import plot_facts
from growers.rules.diary import CERTIFIED, PRACTICED, Land
from growers.rules.eligibility import MEMORY, PlotFacts

ENTERED = (
    "id", "done_on", "work", "product__name", "product__kind", "dose_milli", "dose_unit", "target", "worker",
    "is_late", "entered_on", "void_reason", "plots_count", "first_plot", "latest_harvest", "unknown",
)  # fmt: skip
ON_PLOTS = (
    "entry__done_on", "entry__entered_on", "entry__is_late", "plot__code", "plot__household__name",
    "plot__household__village", "treated_m2", "plot__area_m2", "entry__work", "entry__product", "entry__product__name",
    "entry__product__kind", "entry__dose_milli", "entry__dose_unit", "entry__water_l", "entry__stock_lot",
    "entry__target", "entry__stage", "entry__method", "entry__worker", "entry__worker_trained_on", "entry__authoriser",
    "entry__weather", "entry__note", "phi_days", "harvest_from", "entry__void_reason",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wait:
    """Until when a plot waits for its harvest; `unknown`: an interval nobody has entered keeps it locked (R31)."""

    until: dt.date | None
    unknown: bool


def entries(coop: Cooperative, *, voided: str = "", late: bool = False, **filters) -> QuerySet:
    """Entries, newest first, with `plots_count`, `first_plot`, `latest_harvest` and `unknown`; filters as of `_narrow`.

    `voided` "" leaves out what was voided, "too" shows it among the others, "only" nothing else.
    """
    rows = _narrow(DiaryEntry.objects.of(coop), coop, **filters)
    if voided != "too":
        rows = rows.exclude(void_reason="") if voided == "only" else rows.filter(void_reason="")
    if late:
        rows = rows.filter(is_late=True)
    plots = DiaryPlot.objects.of(coop).filter(entry=OuterRef("pk")).order_by().values("entry")
    unknown = DiaryPlot.objects.of(coop).filter(entry=OuterRef("pk"), phi_days__isnull=True)
    return rows.annotate(
        plots_count=Coalesce(Subquery(plots.annotate(n=Count("pk")).values("n")), 0),
        first_plot=Subquery(plots.annotate(n=Min("plot__code")).values("n")),
        latest_harvest=Subquery(plots.annotate(n=Max("harvest_from")).values("n")),
        unknown=Exists(unknown.filter(entry__product__kind__in=SPRAYED)),
    ).order_by("-done_on", "-id")


def _narrow(
    rows: QuerySet,
    coop: Cooperative,
    *,
    first: dt.date | None = None,
    last: dt.date | None = None,
    work: str = "",
    product: int | None = None,
    village: str = "",
    code: int | None = None,
    plot: str = "",
) -> QuerySet:
    """Narrow to a period, a work, a product, and to plots by village, planting area code, or words for them."""
    if first:
        rows = rows.filter(done_on__gte=first)
    if last:
        rows = rows.filter(done_on__lte=last)
    if work:
        rows = rows.filter(work=work)
    if product:
        rows = rows.filter(product=product)
    if village or code or plot:
        inside = DiaryPlot.objects.of(coop).filter(entry=OuterRef("pk"))
        inside = inside.filter(plot__in=Subquery(_plots(coop, village=village, code=code, search=plot).values("pk")))
        rows = rows.filter(Exists(inside))
    return rows


def _plots(coop: Cooperative, *, village: str = "", code: int | None = None, search: str = "") -> QuerySet:
    rows = Plot.objects.of(coop).order_by()
    for word in search_words(search):
        rows = rows.filter(Q(search_key__contains=word) | Q(household__search_key__contains=word))
    if village:
        rows = rows.filter(household__village=village)
    if code:
        rows = rows.filter(Exists(CodePlot.objects.of(coop).filter(plot=OuterRef("pk"), export_code=code)))
    return rows


def lines_of(coop: Cooperative, rows: QuerySet) -> QuerySet:
    """The plots of entries, one row each, for a download or a print; ordered as the entries are."""
    lines = DiaryPlot.objects.of(coop).filter(entry__in=rows.order_by().values("pk"))
    return lines.order_by("-done_on", "-entry", "plot__code")


def entry_by_key(coop: Cooperative, key: int) -> DiaryEntry | None:
    """One entry with its product and who entered it, or None."""
    rows = DiaryEntry.objects.of(coop).select_related("product", "entered_by", "cooperative")
    return rows.filter(pk=key).first()


def plots_of_entry(entry: DiaryEntry) -> list[DiaryPlot]:
    """The plots of an entry, in the order of their codes."""
    rows = DiaryPlot.objects.of(entry.cooperative_id).filter(entry=entry)
    return list(rows.select_related("plot", "plot__household").order_by("plot__code"))


def recent_entries(coop: Cooperative, most: int = 6) -> list[DiaryEntry]:
    """The newest entries, to copy one of them."""
    rows = DiaryEntry.objects.of(coop).filter(void_reason="").select_related("product")
    return list(rows.order_by("-id")[:most])


def plots_to_enter(
    coop: Cooperative,
    day: dt.date,
    *,
    search: str = "",
    village: str = "",
    code: int | None = None,
    certificate: int | None = None,
    also: Collection[int] = (),
) -> QuerySet:
    """Plots in use to tick for an entry, narrowed by words, village, code or certificate; `also` stay in any case."""
    rows = _plots(coop, village=village, code=code, search=search).exclude(status=Plot.Status.RETIRED)
    if certificate:
        scope = CertificatePlot.objects.of(coop).filter(on_day(day), plot=OuterRef("pk"), certificate=certificate)
        rows = rows.filter(Exists(scope))
    wanted = Q(pk__in=rows.values("pk"))
    rows = Plot.objects.of(coop).filter(wanted | Q(pk__in=also) if also else wanted)
    return rows.select_related("household", "variety").order_by("household__village", "code")


def codes_to_choose(coop: Cooperative) -> list[tuple[int, str]]:
    """(key, code and market) of every planting area code, for a filter."""
    rows = ExportCode.objects.of(coop).filter(area__isnull=False).order_by("code")
    return [(key, f"{code} {market}") for key, code, market in rows.values_list("pk", "code", "market__code")]


def certificates_to_choose(coop: Cooperative) -> list[tuple[int, str]]:
    """(key, name) of every certificate over plots, for a filter."""
    rows = Certificate.objects.of(coop).filter(house__isnull=True).order_by("number")
    return [(row.pk, str(row)) for row in rows]


def villages_of(coop: Cooperative) -> list[str]:
    """The villages in which the co-operative has households with plots."""
    rows = Plot.objects.of(coop).exclude(household__village="").order_by("household__village")
    return list(rows.values_list("household__village", flat=True).distinct())


def products_entered(coop: Cooperative) -> list[tuple[int, str]]:
    """(key, name) of every product, for a filter of entries: those taken off the list too."""
    return list(InputProduct.objects.of(coop).order_by("name").values_list("pk", "name"))


def lands(
    coop: Cooperative, treated: Mapping[int, int | None], product: InputProduct | None, day: dt.date
) -> tuple[Land, ...]:
    """The plots of an entry as the rule judges them; `treated` are their treated areas by key. Eight statements."""
    facts = plot_facts(coop, treated, since=day - MEMORY)
    used: dict[int, list[dt.date]] = {}
    if product is not None:
        rows = DiaryPlot.objects.of(coop).filter(
            plot__in=[*treated], entry__product=product, entry__void_reason="",
            done_on__gte=min(day - MEMORY, day.replace(month=1, day=1)),
        )  # fmt: skip
        for plot, done_on in rows.values_list("plot", "done_on"):
            used.setdefault(plot, []).append(done_on)
    rows = Plot.objects.of(coop).filter(pk__in=[*treated]).order_by("code")
    fields = ("pk", "code", "variety__commodity__code", "area_m2", "planted_year", "practice")
    return tuple(
        Land(
            key, code, crop, area_m2, planted, _organic(facts[key], practice, day), tuple(used.get(key, ())),
            facts[key].sprayings, treated[key],
        )
        for key, code, crop, area_m2, planted, practice in rows.values_list(*fields)
    )  # fmt: skip


def _organic(facts: PlotFacts, practice: str, day: dt.date) -> str:
    """Certified by its practice or by a certificate of the day; else whether it is grown that way (R37)."""
    covered = any(
        scope.scheme == Certificate.Scheme.ORGANIC
        and scope.period[0] <= day
        and (scope.period[1] is None or day < scope.period[1])
        for scope in facts.scopes
    )
    if covered or practice == Plot.Practice.ORGANIC:
        return CERTIFIED
    return PRACTICED if practice == Plot.Practice.ORGANIC_WAY else ""


def waits(coop: Cooperative, day: dt.date, plots: Collection[int] | None = None) -> dict[int, Wait]:
    """The plots that wait for their harvest on a day, by key; one statement."""
    rows = DiaryPlot.objects.of(coop).filter(
        Q(harvest_from__gt=day) | Q(phi_days__isnull=True),
        entry__product__kind__in=SPRAYED, entry__void_reason="", done_on__range=(day - MEMORY, day),
    )  # fmt: skip
    if plots is not None:
        rows = rows.filter(plot__in=plots)
    return _waits(rows.values_list("plot", "harvest_from"))


def waits_in(lines: Collection[DiaryPlot], day: dt.date) -> dict[int, Wait]:
    """The same of lines that were loaded already, with their entries and products."""
    sprayed = (line for line in lines if line.entry.product and line.entry.product.sprays)
    return _waits(
        (line.plot_id, line.harvest_from) for line in sprayed if line.phi_days is None or line.harvest_from > day
    )


def _waits(rows: Iterable[tuple[int, dt.date | None]]) -> dict[int, Wait]:
    found: dict[int, Wait] = {}
    for plot, until in rows:
        before = found.get(plot, Wait(None, False))
        later = max((day for day in (before.until, until) if day), default=None)
        found[plot] = Wait(later, before.unknown or until is None)
    return found


def lines_of_plots(plots: Collection[int], coop: Cooperative, since: dt.date, last: dt.date | None = None) -> QuerySet:
    """What was done on plots since a day, newest first, without what was voided."""
    rows = DiaryPlot.objects.of(coop).filter(plot__in=plots, done_on__gte=since, entry__void_reason="")
    if last:
        rows = rows.filter(done_on__lte=last)
    return rows.select_related("entry", "entry__product", "plot").order_by("-done_on", "-entry")


def works_counted(lines: Collection[DiaryPlot]) -> Counter:
    """How many entries there are of each work; an entry for several plots counts once."""
    return Counter(work for _, work in {(line.entry_id, line.entry.work) for line in lines})


def household_with_plots(coop: Cooperative, code: str) -> tuple[Household, list[Plot]] | None:
    """A household and its plots with their varieties, as a printed diary begins; None when there is none."""
    rows = Household.objects.of(coop).select_related("commune", "cooperative", "cooperative__commune")
    household = rows.filter(code=code).first()
    if household is None:
        return None
    plots = Plot.objects.of(coop).filter(household=household).select_related("variety", "commune")
    return household, list(plots.order_by("number"))
