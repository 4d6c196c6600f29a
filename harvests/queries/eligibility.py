"""The judge that lots, allocations, shipments and pages ask: loads everything once, then answers without a query."""

import datetime as dt
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from django.db.models import Case, F, Q, QuerySet, Sum, When

from coopsite.formats.text import search_words
from growers.models import CodePlot, Commodity, Cooperative, ExportCode, Plot
from growers.queries.areas import on_day
from growers.queries.eligibility import dated_rules, plot_facts
from growers.rules.eligibility import MEMORY, eligibility
from growers.rules.eligibility_facts import Dated, MarketRules, PlotCode, PlotFacts, Rulebook, load_of
from growers.rules.verdicts import Verdict
from harvests.models import STANDING, HarvestRecord, Season

# What a page of judged plots shows of each.
JUDGED = ("pk", "code", "area_m2", "household__code", "household__name", "household__village")
# Grams received under a code by the end of a day: days in order with the sum so far.
Received = Mapping[str, list[tuple[dt.date, int]]]


class Judge:
    """Verdicts on plots, markets and harvest days within the days it was made for; it asks the database nothing."""

    def __init__(
        self,
        facts: Mapping[int, PlotFacts],
        rules: Dated,
        seasons: Iterable[tuple[dt.date, dt.date]] = (),
        received: Received | None = None,
    ):
        self._facts, self._rules, self._seasons = facts, rules, [*seasons]
        self._received = received or {}
        self._books: dict[dt.date, Rulebook] = {}
        self._settings: dict[dt.date, dict[str, int]] = {}
        self._loaded: dict[tuple[int, dt.date], PlotFacts] = {}

    def verdict(self, plot: int | None, market: str, day: dt.date) -> Verdict:
        """Whether fruit of a plot, harvested on a day, may go to a market; an unknown plot answers unknown."""
        return eligibility(self.facts(plot, day), market, day, self.book(day))

    def facts(self, plot: int | None, day: dt.date | None = None) -> PlotFacts | None:
        """What is known of a plot; with a day, its codes carry what was received under them by that day."""
        found = self._facts.get(plot)
        if found is None or day is None:
            return found
        if (plot, day) not in self._loaded:
            codes = tuple(self._with_load(code, day) for code in found.codes)
            self._loaded[plot, day] = replace(found, codes=codes)
        return self._loaded[plot, day]

    def book(self, day: dt.date) -> Rulebook:
        """The rules of every market as they hold on a day."""
        if day not in self._books:
            self._books[day] = self._rules.on(day)
        return self._books[day]

    def rules(self, market: str, day: dt.date) -> MarketRules | None:
        """What one market asks on a day; None while nobody has written it down."""
        return self.book(day).by_market.get(market)

    def settings(self, day: dt.date) -> dict[str, int]:
        """Every declared setting of the co-operative as it holds on a day."""
        if day not in self._settings:
            self._settings[day] = self._rules.settings_on(day)
        return self._settings[day]

    def received_g(self, code: str, day: dt.date) -> int:
        """Grams received under a code in the season of a day, by its end."""
        first = next((first for first, last in self._seasons if first <= day <= last), None)
        return 0 if first is None else self._sum(code, day) - self._sum(code, first - dt.timedelta(days=1))

    def _sum(self, code: str, day: dt.date) -> int:
        sums = self._received.get(code, ())
        place = bisect_right(sums, day, key=lambda entry: entry[0])
        return sums[place - 1][1] if place else 0

    def _with_load(self, code: PlotCode, day: dt.date) -> PlotCode:
        grams = self.received_g(code.code, day)
        return replace(code, load=load_of(code.registered_m2, grams, code.crop, self.settings(day)))


def judge_for(
    coop: Cooperative,
    crop: Commodity | int,
    *,
    first: dt.date,
    last: dt.date,
    plots: Iterable[int] | None = None,
) -> Judge:
    """A judge for fruit of a crop harvested from `first` to `last`, of these plots or of all. Eleven statements."""
    key = crop if isinstance(crop, int) else crop.pk
    keys = None if plots is None else [*{*plots}]
    facts = plot_facts(coop, keys, since=first - MEMORY)
    seasons = _seasons(coop, key, first, last)
    received = received_by_day(coop, [pk for pk, _, _ in seasons], last, keys)
    return Judge(facts, dated_rules(coop, key, last), [days for _, *days in seasons], received)


def plots_to_judge(
    coop: Cooperative, crop: int, day: dt.date, *, search: str = "", village: str = "", code: str = ""
) -> QuerySet:
    """Plots in use that grow a crop, as rows of `JUDGED`; `code` keeps those under a planting area code on the day."""
    rows = Plot.objects.of(coop).filter(variety__commodity=crop).exclude(status=Plot.Status.RETIRED)
    for word in search_words(search):
        rows = rows.filter(Q(search_key__contains=word) | Q(household__search_key__contains=word))
    if village:
        rows = rows.filter(household__village=village)
    if code:
        members = CodePlot.objects.filter(on_day(day), cooperative=coop, export_code__code=code)
        rows = rows.filter(pk__in=members.values("plot"))
    return rows.order_by("code").values(*JUDGED)


def area_codes(coop: Cooperative) -> list[str]:
    """The planting area codes of the co-operative, for a filter."""
    rows = ExportCode.objects.of(coop).filter(area__isnull=False)
    return [*rows.order_by("code").values_list("code", flat=True)]


def crops_grown(coop: Cooperative) -> list[Commodity]:
    """The crops that the co-operative has plots of, its main crop first."""
    grown = Plot.objects.filter(cooperative=coop).values("variety__commodity")
    main_first = Case(When(pk=coop.commodity_id, then=0), default=1)
    return [*Commodity.objects.filter(Q(pk__in=grown) | Q(pk=coop.commodity_id)).order_by(main_first, "code")]


def received_by_day(
    coop: Cooperative, seasons: Iterable[int], last: dt.date, plots: list[int] | None = None
) -> dict[str, list[tuple[dt.date, int]]]:
    """Grams that stand of plots under a code on their harvest day (R17), added up day by day; one statement.

    `plots` limits to the codes under which these have ever been, with all that other plots brought under them.
    """
    member = "plot__code_memberships__"
    under = Q(**{f"{member}valid_from__lte": F("day")}) & (
        Q(**{f"{member}valid_to__isnull": True}) | Q(**{f"{member}valid_to__gt": F("day")})
    )
    if plots is not None:
        codes = CodePlot.objects.filter(cooperative=coop, plot__in=plots).values("export_code")
        under &= Q(**{f"{member}export_code__in": codes})
    rows = HarvestRecord.objects.of(coop).filter(under, season__in=seasons, status__in=STANDING, day__lte=last)
    sums = rows.order_by().values_list(f"{member}export_code__code", "day").annotate(net=Sum("net_g"))
    found: dict[str, list[tuple[dt.date, int]]] = defaultdict(list)
    for code, day, net in sorted(sums):
        before = found[code][-1][1] if found[code] else 0
        found[code].append((day, before + net))
    return found


def _seasons(coop: Cooperative, crop: int, first: dt.date, last: dt.date) -> list[tuple[int, dt.date, dt.date]]:
    rows = Season.objects.of(coop).filter(commodity=crop, starts_on__lte=last, ends_on__gte=first)
    return [*rows.order_by("starts_on").values_list("pk", "starts_on", "ends_on")]
