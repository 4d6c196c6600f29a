"""Who may be meant at the scale: households with their plots and codes, and what they brought before."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import reduce
from operator import and_

from django.db.models import (
    Case,
    DateTimeField,
    Exists,
    F,
    IntegerField,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from coopsite.formats.text import clean_line, search_words
from growers.models import (
    ActiveLimit,
    BannedActive,
    Cooperative,
    DiaryPlot,
    Household,
    Plot,
    ProductActive,
    ProductUse,
)
from growers.models.inputs import SPRAYED
from growers.models.prepared import prepared
from growers.queries.areas import latest_status
from growers.rules.eligibility import MEMORY as SPRAYED_MEMORY
from harvests.models import STANDING, HarvestRecord, Season, YieldEstimate
from harvests.rules import weighing_facts as facts

MEMORY = dt.timedelta(days=400)  # how far back a household's usual day is looked for
MEMBER = "plots__code_memberships__"
CONTRACT = ("contract_from", "contract_to")


def households_with_plots(coop: Cooperative | int, day: dt.date) -> QuerySet:
    """Households joined with their plots and the planting area codes of these: a row for each membership in a code."""
    return (
        Household.objects.of(coop)
        .annotate(
            plot_pk=F("plots__pk"),
            plot_code=F("plots__code"),
            plot_area_m2=F("plots__area_m2"),
            plot_practice=F("plots__practice"),
            plot_status=F("plots__status"),
            code_text=F(f"{MEMBER}export_code__code"),
            code_market=F(f"{MEMBER}export_code__market__code"),
            code_from=F(f"{MEMBER}valid_from"),
            code_to=F(f"{MEMBER}valid_to"),
            code_status=latest_status(f"{MEMBER}export_code", day),
        )
        .order_by("code", "plots__number", f"{MEMBER}export_code__code")
    )


def codes_on(rows: Iterable, day: dt.date) -> tuple[tuple[str, str, str], ...]:
    """(code, market, status) of those rows of one plot whose membership in a code holds on the day."""
    return tuple(
        (row.code_text, row.code_market, row.code_status or "")
        for row in rows
        if row.code_from and row.code_from <= day and (row.code_to is None or day < row.code_to)
    )


def find_households(coop: Cooperative, typed: Iterable[str], season: Season | None, day: dt.date) -> list[Household]:
    """Households with these codes or with all words of these names, as joined rows with `estimate_g` of the season.

    One statement; who is really meant is asked of `rows_meant`, since databases disagree about capital letters.
    """
    texts = [*map(clean_line, typed)]
    about = {"coop": coop.pk, "season": season.pk if season else 0, "day": day}
    if all(map(_is_code, texts)):
        return _with_codes(codes=tuple(sorted({code for text in texts for code in _codes(text)})), **about)
    wanted = Q(pk__in=[])
    for text in texts:
        if _is_code(text):
            wanted |= Q(code__in=_codes(text))
        elif words := search_words(text):
            wanted |= reduce(and_, (Q(search_key__contains=word) for word in words))
    return list(_estimated(wanted, **about))


@prepared()
def _with_codes(*, codes, coop, season, day):
    return _estimated(Q(code__in=codes), coop, season, day)


def _estimated(wanted: Q, coop: int, season: int, day: dt.date) -> QuerySet:
    estimates = YieldEstimate.objects.filter(cooperative=coop, round__season=season, plot__household=OuterRef("pk"))
    total = estimates.order_by().values("plot__household").annotate(sum=Sum("expected_g")).values("sum")
    rows = households_with_plots(coop, day).filter(wanted).annotate(estimate_g=Subquery(total))
    return rows.only("cooperative", "code", "name", "alias", "village", "kind", "blocked_reason", "left_on", *CONTRACT)


def rows_meant(rows: Iterable[Household], typed: str) -> list[Household]:
    """Those of the joined rows whose household was typed: its code, or exactly its name or alias."""
    text = clean_line(typed)
    if not text:
        return []
    if _is_code(text):
        codes = _codes(text)
        return [row for row in rows if row.code in codes]
    name = text.casefold()
    return [row for row in rows if name in (row.name.casefold(), row.alias.casefold())]


def _is_code(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _codes(digits: str) -> set[str]:
    """A code as people shout it: 97 means 097."""
    bare = digits.lstrip("0") or "0"
    return {digits, *(bare.zfill(width) for width in range(3, 7))}


@dataclass(slots=True)
class Brought:
    """What a household brought: grams of the season, of each earlier day, and of today as (number, at, grams); and what
    was sprayed on its plots, by the plot's key."""

    season_g: int = 0
    days: dict[dt.date, int] = field(default_factory=lambda: defaultdict(int))
    today: list[tuple[int, dt.datetime, int]] = field(default_factory=list)
    today_vnd: int = 0
    sprayed: dict[int, list[facts.Sprayed]] = field(default_factory=lambda: defaultdict(list))


def brought_before(
    coop: Cooperative, households: Iterable[int], season: Season | None, day: dt.date, but: int | None = None
) -> dict[int, Brought]:
    """What households brought and sprayed up to a day, one statement on their indexes; `but` leaves a ticket out.

    Tickets of the day come one by one (each is its own group), earlier days as sums.
    """
    keys = {"coop": coop.pk, "households": tuple(households), "day": day, "but": but}
    found: dict[int, Brought] = defaultdict(Brought)
    for row in _before(**keys, first=day - MEMORY, sprayed_from=day - SPRAYED_MEMORY):
        household, of_season, on, number, net, amount, at, product, active, asks = row
        brought = found[household]
        if asks is not None:
            interval = _interval((number, net), amount) if asks else 0
            brought.sprayed[of_season].append(facts.Sprayed(product, on, interval, active or ""))
            continue
        brought.season_g += net if season and of_season == season.pk else 0
        if on < day:
            brought.days[on] += net
        else:
            brought.today.append((number, at, net))
            brought.today_vnd += amount
    return found


def _interval(label: tuple[int | None, int | None], asked: int | None) -> int | None:
    """Days from spraying to harvest: the longer of the label then and now, or the co-operative's own wish (R32)."""
    known = [days for days in label if days is not None]
    return max((*known, asked or 0)) if known else None


@prepared()
def _before(*, coop, households, first, sprayed_from, day, but):
    """Tickets, and below them what was sprayed: plot, day, interval then, now and asked, product, forbidden active.

    At the scale every statement is waited for: two tables come through one UNION.
    """
    tickets = (
        HarvestRecord.objects.of(coop)
        .filter(household__in=households, day__gte=first, day__lte=day, status__in=STANDING)
        .exclude(pk=but)
        .order_by()
        .annotate(each=Case(When(day=day, then=F("number")), default=0))
        .values_list("household", "season", "day", "each")
        .annotate(
            net=Sum("net_g"), amount=Sum(Coalesce("amount_vnd", 0)), at=Max("weighed_at"),
            product=Value(""), active=Value(""), asks=Value(None, output_field=IntegerField()),
        )
    )  # fmt: skip
    sprayed = (
        DiaryPlot.objects.of(coop)
        .filter(plot__household__in=households, done_on__gte=sprayed_from, done_on__lte=day)
        .filter(entry__product__isnull=False, entry__void_reason="")
        .order_by()
        .values_list(
            "plot__household", "plot", "done_on", "phi_days", _label_now(), _asked_of_actives(coop),
            Value(None, output_field=DateTimeField()), "entry__product__name", _forbidden(coop),
            Case(When(entry__product__kind__in=SPRAYED, then=1), default=0),
        )
    )  # fmt: skip
    return tickets.union(sprayed, all=True)


def _label_now() -> Subquery:
    uses = ProductUse.objects.filter(product=OuterRef("entry__product"), commodity=OuterRef("plot__variety__commodity"))
    return Subquery(uses.values("phi_days")[:1])


def _limits(coop: int, **about) -> QuerySet:
    """What the co-operative asks of actives for every market; `key` and the day come from the row outside."""
    return ActiveLimit.objects.filter(cooperative=coop, market__isnull=True, **about)


def _asked_of_actives(coop: int) -> Subquery:
    """The longest interval that the co-operative itself asks of an active of the product on the day it was used."""
    actives = ProductActive.objects.filter(product=OuterRef(OuterRef("entry__product"))).values("key")
    limits = _limits(coop, key__in=actives).filter(_on(OuterRef("done_on")))
    longest = limits.order_by().values("cooperative").annotate(longest=Max("phi_days"))
    return Subquery(longest.values("longest"))


def _forbidden(coop: int) -> Subquery:
    """An active of the product that the law or the co-operative forbade on the day it was used (R33)."""
    used = _on(OuterRef(OuterRef("done_on")))
    banned = Exists(BannedActive.objects.filter(used, key=OuterRef("key")))
    stopped = Exists(_limits(coop, key=OuterRef("key"), phi_days__isnull=True).filter(used))
    actives = ProductActive.objects.filter(banned | stopped, product=OuterRef("entry__product"))
    return Subquery(actives.order_by("pk").values("name")[:1])


def _on(day) -> Q:
    return Q(valid_from__lte=day) & (Q(valid_to__isnull=True) | Q(valid_to__gt=day))


def supplier_of(rows: list[Household], brought: Brought, moment: dt.datetime) -> facts.Supplier:
    """What the scale asks of one household, from its joined rows; plots given up are left out."""
    household, day, by_plot = rows[0], moment.date(), defaultdict(list)
    for row in rows:
        if row.plot_pk and row.plot_status != Plot.Status.RETIRED:
            by_plot[row.plot_pk, row.plot_code].append(row)
    return facts.Supplier(
        pk=household.pk,
        code=household.code,
        name=household.name,
        kind=household.kind,
        blocked=household.blocked_reason,
        left=bool(household.left_on and household.left_on <= day),
        contract=household.has_contract_on(day),
        plots=tuple(
            facts.Plot(pk, code, codes_on(of_plot, day), tuple(brought.sprayed[pk]))
            for (pk, code), of_plot in by_plot.items()
        ),
        estimate_g=household.estimate_g,
        season_g=brought.season_g,
        days=tuple(brought.days.values()),
        today=tuple((number, abs(moment - at) // dt.timedelta(minutes=1), net) for number, at, net in brought.today),
        today_vnd=brought.today_vnd,
    )


def suggestions(coop: Cooperative, typed: str) -> tuple[str, ...]:
    """Up to three households that may be meant by what was typed: near codes, or all words found."""
    rows = Household.objects.of(coop).filter(left_on__isnull=True).order_by("sort_key", "code")
    text = clean_line(typed)
    if text.isdigit():
        names = dict(rows.values_list("code", "name"))
        return tuple(f"{code} – {names[code]}" for code in get_close_matches(text.zfill(3), names, 3, 0.6))
    for word in search_words(text):
        rows = rows.filter(search_key__contains=word)
    return tuple(f"{code} – {name}" for code, name in rows.values_list("code", "name")[:3]) if text else ()
