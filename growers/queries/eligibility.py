"""Facts by which eligibility is judged: plots with codes, visits, sprayings, certificates; what markets ask."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import IntegerField, QuerySet, Value
from django.db.models.functions import Coalesce

from growers.models import (
    ActiveLimit,
    BannedActive,
    CertificatePlot,
    CodeEvent,
    CodePlot,
    Commodity,
    Cooperative,
    DiaryPlot,
    MarketRequirement,
    Plot,
    ProductActive,
    ProductUse,
    Setting,
    SupervisionVisit,
)
from growers.models.inputs import SPRAYED
from growers.rules.certificates import day_after
from growers.rules.eligibility_facts import (
    Active,
    Dated,
    Limit,
    MarketRules,
    PlotCode,
    PlotFacts,
    Rulebook,
    Scope,
    Spraying,
)

PASSED = (SupervisionVisit.Result.PASSED, SupervisionVisit.Result.MEND)
EVENT, VISIT, FAILED = "event", "visit", "failed"


@dataclass(slots=True)
class _Product:
    """An input product: its actives, and the interval of each crop that it is registered for."""

    actives: list[Active] = field(default_factory=list)
    uses: dict[int, int | None] = field(default_factory=dict)


def plot_facts(
    coop: Cooperative, plots: Iterable[int] | None = None, *, since: dt.date | None = None
) -> dict[int, PlotFacts]:
    """By plot key, everything eligibility asks of plots, over all days; of all the co-operative's with `plots` None.

    `since` leaves out what was sprayed before. Loads of codes are not known on this floor. Six statements.
    """
    keys = None if plots is None else [*{*plots}]
    rows = Plot.objects.of(coop) if keys is None else Plot.objects.of(coop).filter(pk__in=keys)
    about = rows.order_by("code").values_list(
        "pk", "code", "variety__commodity", "variety__commodity__code", "commune__province_code"
    )
    known = {key: tuple(rest) for key, *rest in about}
    crops = {key: crop for key, (_, crop, _, _) in known.items()}
    codes, sprayings, scopes = _codes(coop, keys), _sprayings(coop, keys, crops, since), _scopes(coop, keys)
    return {
        key: PlotFacts(
            code, crop, province, tuple(codes[key]), tuple(sprayings[key]), tuple(scopes[key])
        )
        for key, (code, _, crop, province) in known.items()
    }  # fmt: skip


def rulebook(coop: Cooperative, crop: Commodity | int, day: dt.date) -> Rulebook:
    """The rules of every market for a crop as they hold on a day. Three statements."""
    return dated_rules(coop, crop, day).on(day)


def dated_rules(coop: Cooperative, crop: Commodity | int, last: dt.date) -> Dated:
    """The rules of every market for a crop up to a day, to be asked day by day. Three statements."""
    return Dated(_markets(crop, last), _limits(coop), _settings(coop, last))


def _of(rows: QuerySet, keys: list[int] | None) -> QuerySet:
    return rows if keys is None else rows.filter(plot__in=keys)


def _codes(coop: Cooperative, keys: list[int] | None) -> dict[int, list[PlotCode]]:
    fields = (
        "plot", "export_code", "export_code__code", "export_code__market__code", "export_code__commodity__code",
        "valid_from", "valid_to", "export_code__valid_from", "export_code__valid_to",
        "export_code__registered_m2",
    )  # fmt: skip
    rows = [*_of(CodePlot.objects.of(coop), keys).order_by("export_code__code", "valid_from").values_list(*fields)]
    happened = _happened(coop, {row[1] for row in rows})
    found: dict[int, list[PlotCode]] = defaultdict(list)
    for plot, key, code, market, crop, since, until, valid_from, valid_to, area_m2 in rows:
        found[plot].append(
            PlotCode(
                code, market, crop, (since, until), tuple(happened[EVENT, key]), valid_from, valid_to,
                visits=tuple(day for day, _ in happened[VISIT, key]),
                failed=tuple(day for day, _ in happened[FAILED, key]), registered_m2=area_m2,
            )
        )  # fmt: skip
    return found


def _happened(coop: Cooperative, codes: set[int]) -> dict[tuple[str, int], list[tuple[dt.date, str]]]:
    """Statuses, passed and failed visits of codes, each in the order of their days, the later recorded one last."""
    events = CodeEvent.objects.of(coop).filter(export_code__in=codes)
    visits = SupervisionVisit.objects.of(coop).filter(export_code__in=codes, void_reason="")
    rows = (
        events.order_by()
        .values_list(Value(EVENT), "export_code", "effective_from", "pk", "status")
        .union(visits.order_by().values_list(Value(VISIT), "export_code", "visited_on", "pk", "result"), all=True)
    )
    found: dict[tuple[str, int], list[tuple[dt.date, str]]] = defaultdict(list)
    for what, code, day, _, how in sorted(rows, key=lambda row: row[2:4]):
        passed = what == EVENT or how in PASSED
        found[what if passed else FAILED, code].append((day, how))
    return found


def _sprayings(
    coop: Cooperative, keys: list[int] | None, crops: dict[int, int], since: dt.date | None
) -> dict[int, list[Spraying]]:
    rows = _of(DiaryPlot.objects.of(coop), keys).filter(entry__product__isnull=False, entry__void_reason="")
    if since:
        rows = rows.filter(done_on__gte=since)
    fields = (
        "plot", "done_on", "phi_days", "entry__product", "entry__product__name", "entry__product__kind",
        "entry__product__permitted_from", "entry__product__permitted_to", "entry__product__organic_allowed",
    )  # fmt: skip
    applied = [*rows.order_by("done_on", "entry").values_list(*fields)]
    products = _products(coop, {row[3] for row in applied})
    found: dict[int, list[Spraying]] = defaultdict(list)
    for plot, done_on, then, key, name, kind, permitted_from, permitted_to, organic in applied:
        product, crop = products[key], crops.get(plot)
        found[plot].append(
            Spraying(
                name, done_on, tuple(product.actives),
                phi_days=_interval(then, product.uses.get(crop)) if kind in SPRAYED else 0,
                # A product without any crop on record is a question (its interval), not a fault.
                on_crop=kind not in SPRAYED or not product.uses or crop in product.uses,
                permitted=(permitted_from or dt.date.min, permitted_to), organic_allowed=organic,
            )
        )  # fmt: skip
    return found


def _interval(then: int | None, now: int | None) -> int | None:
    """The longer of what the label said on the day of the work and what it says now; None while neither is known."""
    return max((days for days in (then, now) if days is not None), default=None)


def _products(coop: Cooperative, keys: set[int]) -> dict[int, _Product]:
    actives = ProductActive.objects.of(coop).filter(product__in=keys)
    uses = ProductUse.objects.of(coop).filter(product__in=keys)
    rows = (
        actives.order_by()
        .values_list("product", "pk", "key", "name", Value(None, output_field=IntegerField()))
        .union(uses.order_by().values_list("product", "commodity", Value(""), Value(""), "phi_days"), all=True)
    )
    found: dict[int, _Product] = defaultdict(_Product)
    for product, number, key, name, days in sorted(rows, key=lambda row: row[1]):
        if key:
            found[product].actives.append(Active(key, name))
        else:
            found[product].uses[number] = days
    return found


def _scopes(coop: Cooperative, keys: list[int] | None) -> dict[int, list[Scope]]:
    fields = (
        "plot", "valid_from", "valid_to", "certificate__scheme", "certificate__number", "certificate__ggn",
        "certificate__valid_from", "certificate__valid_to", "certificate__withdrawn_on",
    )  # fmt: skip
    rows = _of(CertificatePlot.objects.of(coop), keys).order_by("certificate__number", "valid_from")
    found: dict[int, list[Scope]] = defaultdict(list)
    for plot, joined, left, scheme, number, ggn, valid_from, valid_to, withdrawn in rows.values_list(*fields):
        ends = min(day for day in (left, day_after(valid_to), withdrawn) if day)
        found[plot].append(Scope(scheme, number, (max(joined, valid_from), ends), ggn))
    return found


def _markets(crop: Commodity | int, last: dt.date) -> tuple[tuple[dt.date, MarketRules], ...]:
    rows = MarketRequirement.objects.filter(commodity=crop, valid_from__lte=last)
    fields = (
        "valid_from", "market__code", "commodity__code", "access", "requires_area_code", "requires_house_code",
        "yearly_registration", "one_code_per_lot", "source", "certainty",
    )  # fmt: skip
    rows = rows.order_by("valid_from", "market__position").values_list(*fields)
    return tuple((since, MarketRules(*rules)) for since, *rules in rows)


def _limits(coop: Cooperative) -> tuple[Limit, ...]:
    """National bans, then what markets and buyers ask of the co-operative, through one UNION."""
    national = BannedActive.objects.order_by().values_list(
        Value(1), "key", "valid_from", "valid_to", Value(""), Value(None, output_field=IntegerField())
    )
    own = (
        ActiveLimit.objects.of(coop)
        .order_by()
        .values_list(Value(0), "key", "valid_from", "valid_to", Coalesce("market__code", Value("")), "phi_days")
    )
    rows = own.union(national, all=True).unscoped("what the law bans is banned for everyone")
    return tuple(
        Limit(active, (since, until), market, days, bool(banned))
        for banned, active, since, until, market, days in sorted(rows, key=lambda row: (-row[0], *row[1:3], row[4]))
    )


def _settings(coop: Cooperative, last: dt.date) -> tuple[tuple[str, dt.date, int], ...]:
    rows = Setting.objects.of(coop).filter(valid_from__lte=last).order_by("valid_from")
    return tuple(rows.values_list("key", "valid_from", "value"))
