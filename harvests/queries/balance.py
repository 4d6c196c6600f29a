"""Facts for the mass balance of a season: what came, was packed and left, by code and certificate; households."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import BigIntegerField, Case, F, Func, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce, Greatest, Least

from growers.models import Certificate, CertificatePlot, Cooperative, ExportCode, Plot
from growers.queries.settings import settings_on
from growers.rules.certificates import day_after
from growers.rules.eligibility_facts import load_of
from harvests.models import (
    STANDING,
    Allocation,
    HarvestRecord,
    HouseholdTotal,
    Lot,
    LotInput,
    Season,
    Shipment,
    YieldEstimate,
)
from harvests.queries.eligibility import received_by_day
from harvests.queries.seasons import rounds_of
from harvests.rules.balance import (
    CodeBalance,
    Flow,
    Limits,
    LotSums,
    claimed,
    contents,
    expected_by_now,
    flows,
    season_done_bp,
)

# Fruit of a season is packed until so long after its last day.
PACKED_AFTER = dt.timedelta(days=45)
GONE = (Shipment.Status.DEPARTED, Shipment.Status.ARRIVED)


class _Per(Func):
    """One whole number for each of another, cut off, as the database divides them."""

    template, arg_joiner = "(%(expressions)s)", " / "


@dataclass(frozen=True, slots=True)
class CertificateBalance:
    """A certificate in a season: grams received in its scope, and what of lots that may carry its claim."""

    certificate: str
    scheme: str
    valid_to: dt.date
    received_g: int
    taken_g: int
    flow: Flow


def seasons_to_balance(coop: Cooperative) -> list[Season]:
    """Every season with its crop, the newest first, those of the main crop before others."""
    rows = Season.objects.of(coop).select_related("commodity").order_by("-starts_on", "pk")
    return sorted(rows, key=lambda season: season.commodity_id != coop.commodity_id)


def code_balances(season: Season, day: dt.date) -> tuple[list[CodeBalance], dict[str, int], int]:
    """The planting area codes of a season's crop by a day, the settings then, and the share of the season that is over.

    Eight statements.
    """
    coop, crop = season.cooperative_id, season.commodity
    settings, received = settings_on(coop, day), received_by_day(coop, [season.pk], day)
    done_bp = season_done(season, day)
    by_code = _flows_of_codes(season, day)
    rows = ExportCode.objects.of(coop).filter(commodity=crop, area__isnull=False)
    fields = ("code", "market__code", "area__code", "area__name", "registered_m2")
    found = []
    for code, market, area, name, registered_m2 in rows.order_by("area__code", "market__position").values_list(*fields):
        grams = received[code][-1][1] if received.get(code) else 0
        expected_g = expected_by_now(registered_m2, crop.expected_yield_kg_per_ha, done_bp)
        load = load_of(registered_m2, grams, crop.code, settings)
        flow = by_code.get(code) or Flow()
        found.append(CodeBalance(code, market, area, name, registered_m2, grams, expected_g, load, flow))
    return found, settings, done_bp


def season_done(season: Season, day: dt.date) -> int:
    """The share of a season's harvest days up to a day, in basis points. One statement."""
    rounds = [(one.starts_on, one.ends_on) for one in rounds_of(season)]
    return season_done_bp(rounds, season.starts_on, season.ends_on, day)


def certificate_balances(season: Season, day: dt.date) -> list[CertificateBalance]:
    """The certificates over plots of a season's crop that held in it, with what came in scope. Six statements."""
    certificates = Certificate.objects.of(season.cooperative_id).filter(
        commodity=season.commodity_id, house__isnull=True, valid_from__lte=season.ends_on,
        valid_to__gte=season.starts_on,
    )  # fmt: skip
    scopes = _scopes(season, day)
    received: dict[int, int] = defaultdict(int)
    for key, _, _, _, grams in scopes:
        received[key] += grams
    lots = _lots(season, day)
    lines = _scoped_lines(season, day, scopes)
    inside = contents(lots, lines, _cartons(season, day))
    taken, by_claim = flows(lots, inside, lines), claimed(lots, inside)
    return [
        CertificateBalance(
            f"{row.get_scheme_display()} {row.number}", row.scheme, row.valid_to, received[row.pk],
            taken[row.pk].taken_g, by_claim[row.pk],
        )
        for row in certificates.order_by("scheme", "number")
    ]  # fmt: skip


def households(season: Season, day: dt.date, limits: Limits) -> QuerySet:
    """What stands of households in a season, with `area_m2` and `expected_g` (None): first those above a limit, then by
    what they brought per hectare.

    The area is that of their plots in use of the season's crop, the estimate that of the rounds begun by the day.
    """
    coop = season.cooperative_id
    plots = Plot.objects.filter(cooperative=coop, variety__commodity=season.commodity_id)
    area = plots.exclude(status=Plot.Status.RETIRED).filter(household=OuterRef("household"))
    estimates = YieldEstimate.objects.filter(cooperative=coop, round__season=season, round__starts_on__lte=day)
    expected = estimates.filter(plot__household=OuterRef("household"))
    return (
        HouseholdTotal.objects.of(coop)
        .filter(season=season, net_g__gt=0)
        .annotate(
            area_m2=Coalesce(Subquery(area.order_by().values("household").annotate(m2=Sum("area_m2")).values("m2")), 0),
            expected_g=Subquery(
                expected.order_by().values("plot__household").annotate(sum=Sum("expected_g")).values("sum")
            ),
        )
        .annotate(
            density=_Per("net_g", Greatest("area_m2", Value(1)), output_field=BigIntegerField()),
            over_estimate=F("net_g") * 10_000 - F("expected_g") * limits.estimate_bp,
            over_land=F("net_g") - F("area_m2") * _most_g_per_m2(limits),
            over=Case(When(Q(over_estimate__gt=0) | Q(over_land__gt=0), then=1), default=0),
        )
        .order_by("-over", "-density", "household__code")
        .values("household__code", "household__name", "household__village", "net_g", "area_m2", "expected_g")
    )


def _most_g_per_m2(limits: Limits) -> int:
    """Grams that a square metre usually gives at most; without caps more than any can."""
    return limits.soft // 10 if limits.soft is not None else 10**6


def _flows_of_codes(season: Season, day: dt.date) -> dict[str, Flow]:
    """By code what of its fruit went into lots of its market. Four statements."""
    lots = _lots(season, day)
    member = "line__record__plot__code_memberships__"
    on = F("line__record__day")
    under = Q(**{f"{member}valid_from__lte": on, f"{member}export_code__market": F("lot__market")}) & (
        Q(**{f"{member}valid_to__isnull": True}) | Q(**{f"{member}valid_to__gt": on})
    )
    edges = _edges(season, day).filter(under, line__isnull=False).order_by()
    sums = edges.values_list("lot", f"{member}export_code__code").annotate(sum=Sum("grams"))
    lines = [*sums]
    return flows(lots, contents(lots, lines, _cartons(season, day)), lines)


def _lots(season: Season, day: dt.date) -> list[LotSums]:
    """The lots of a season's fruit that stand by a day. Two statements."""
    rows = Lot.objects.of(season.cooperative_id).filter(_packed(season, day), commodity=season.commodity_id)
    gone = Allocation.objects.of(season.cooperative_id).filter(
        void_reason="", shipment__status__in=GONE, shipment__departed_on__lte=day
    )
    left = dict(gone.order_by().values_list("carton__lot").annotate(sum=Sum("grams")))
    sums = rows.order_by("pk").values_list("pk", "in_g", "out_g", "loss_g")
    return [LotSums(*lot, gone_g=left.get(lot[0], 0)) for lot in sums]


def _packed(season: Season, day: dt.date, prefix: str = "") -> Q:
    last = min(day, season.ends_on + PACKED_AFTER)
    within = {f"{prefix}packed_on__gte": season.starts_on, f"{prefix}packed_on__lte": last}
    return Q(**within) & ~Q(**{f"{prefix}status": Lot.Status.VOID})


def _edges(season: Season, day: dt.date) -> QuerySet:
    rows = LotInput.objects.of(season.cooperative_id).filter(_packed(season, day, "lot__"), void_reason="")
    return rows.filter(lot__commodity=season.commodity_id)


def _cartons(season: Season, day: dt.date) -> list[tuple[int, int, int]]:
    """(lot, the lot it took from, grams) of lots made of other lots. One statement."""
    rows = _edges(season, day).filter(source__isnull=False).order_by()
    return [*rows.values_list("lot", "source").annotate(sum=Sum("grams"))]


def _scopes(season: Season, day: dt.date) -> list[tuple[int, int, dt.date, dt.date, int]]:
    """(certificate, plot, from, until, grams that stand of it) of every plot in a scope during the season."""
    came = HarvestRecord.objects.filter(
        cooperative=season.cooperative_id, season=season, plot=OuterRef("plot"), status__in=STANDING,
        day__lte=Least(Value(day), OuterRef("certificate__valid_to")), day__gte=OuterRef("first"),
        day__lt=OuterRef("until"),
    )  # fmt: skip
    rows = CertificatePlot.objects.of(season.cooperative_id).filter(
        certificate__commodity=season.commodity_id, certificate__valid_from__lte=season.ends_on
    )
    never = Value(dt.date.max)
    rows = rows.annotate(
        first=Greatest("valid_from", "certificate__valid_from"),
        until=Least(Coalesce("valid_to", never), Coalesce("certificate__withdrawn_on", never)),
    )
    sums = Subquery(came.order_by().values("plot").annotate(sum=Sum("net_g")).values("sum"))
    found = rows.annotate(came=Coalesce(sums, 0)).values_list(
        "certificate", "plot", "first", "until", "certificate__valid_to", "came"
    )
    return [(key, plot, first, min(until, day_after(last)), grams) for key, plot, first, until, last, grams in found]


def _scoped_lines(season: Season, day: dt.date, scopes: Iterable[tuple]) -> list[tuple[int, int, int]]:
    """(lot, certificate, grams) of scale loads whose plot was in scope on the harvest day. One statement."""
    by_plot: dict[int, list[tuple]] = defaultdict(list)
    for key, plot, first, until, _ in scopes:
        by_plot[plot].append((key, first, until))
    rows = _edges(season, day).filter(line__isnull=False).order_by()
    edges = rows.values_list("lot", "line__record__plot", "line__record__day").annotate(sum=Sum("grams"))
    return [
        (lot, key, grams)
        for lot, plot, on, grams in edges
        for key, first, until in by_plot.get(plot, ())
        if first <= on < until
    ]
