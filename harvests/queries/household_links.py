"""Facts about the links of households, and what a season page says (M28): figures and the household's code, no more."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q, QuerySet, Sum

from coopsite.formats.text import search_words
from growers.models import Cooperative, Household
from harvests.models import (
    STANDING,
    BoardPrice,
    HarvestRecord,
    HarvestRound,
    HouseholdLink,
    HouseholdTotal,
    LedgerEntry,
    Season,
    SettlementLine,
    SettlementRun,
)
from harvests.queries.ledger import balances_on
from harvests.queries.prices import board_at
from harvests.rules.settlement_papers import PAPERS_FROM

Kind, Account = LedgerEntry.Kind, LedgerEntry.Account
SLIPS = 30


@dataclass(frozen=True, slots=True)
class Slip:
    """A ticket as its household sees it; `amount_vnd` is None while a price is missing."""

    code: str
    day: dt.date
    net_g: int
    amount_vnd: int | None


@dataclass(frozen=True, slots=True)
class SeasonPage:
    """A household's season: what it brought, got and is owed; prices as (grade, channel, dong)."""

    season: str
    net_g: int
    amount_vnd: int
    tickets: int
    paid_vnd: int
    open_vnd: int
    owed: dict[str, int]
    slips: tuple[Slip, ...]
    prices: tuple[tuple[str, str, int], ...]
    next_harvest: dt.date | None


def links(coop: Cooperative, *, search: str = "") -> QuerySet:
    """Links, the newest first."""
    rows = HouseholdLink.objects.of(coop).select_related("household", "line__run", "season", "made_by")
    for word in search_words(search):
        rows = rows.filter(household__search_key__contains=word)
    return rows.order_by("-pk")


def links_of_line(line: SettlementLine) -> QuerySet:
    """The links to one statement."""
    return links(line.cooperative).filter(line=line)


def link_by_id(coop: Cooperative, pk: int) -> HouseholdLink | None:
    """One link of the co-operative."""
    return links(coop).filter(pk=pk).first()


def line_of_paper(run: SettlementRun, code: str) -> SettlementLine | None:
    """The written line of a household; None while the run has no papers."""
    rows = SettlementLine.objects.of(run.cooperative_id).select_related("run", "household", "cooperative")
    return rows.filter(run=run, code=code, run__status__in=PAPERS_FROM).first()


def seasons_of(household: Household) -> QuerySet:
    """The seasons in which a household brought fruit, the newest first."""
    brought = HouseholdTotal.objects.of(household.cooperative_id).filter(household=household, tickets__gt=0)
    rows = Season.objects.of(household.cooperative_id).filter(pk__in=brought.values("season"))
    return rows.order_by("-starts_on")


def season_page(link: HouseholdLink, moment: dt.datetime) -> SeasonPage:
    """What a season link shows today; eight statements, however many slips."""
    coop, household, season = link.cooperative, link.household_id, link.season
    today = moment.date()
    total = HouseholdTotal.objects.of(coop).filter(season=season, household=household).first()
    paid = LedgerEntry.objects.of(coop).filter(
        Q(kind=Kind.PAYMENT) | Q(kind=Kind.REVERSAL, reverses__kind=Kind.PAYMENT), household=household,
        account=Account.FRUIT, day__gte=season.starts_on,
    )  # fmt: skip
    later = Season.objects.of(coop).filter(commodity=season.commodity_id, starts_on__gt=season.starts_on)
    if following := later.order_by("starts_on").values_list("starts_on", flat=True).first():
        paid = paid.filter(day__lt=following)
    balances = balances_on(coop, today, [household]).get(household, {})
    rounds = HarvestRound.objects.of(coop).filter(season=season, ends_on__gte=today).order_by("starts_on")
    following_round = rounds.first()
    return SeasonPage(
        season=season.name, net_g=total.net_g if total else 0, amount_vnd=total.amount_vnd if total else 0,
        tickets=total.tickets if total else 0,
        paid_vnd=-(paid.aggregate(sum=Sum("amount_vnd"))["sum"] or 0),
        open_vnd=max(0, balances.get(Account.FRUIT, 0)),
        owed={
            account: -balances[account]
            for account in (Account.ADVANCE, Account.INPUTS, Account.LOAN) if balances.get(account, 0) < 0
        },
        slips=_slips(coop, household, season), prices=_prices(coop, season, moment),
        next_harvest=max(following_round.starts_on, today) if following_round else None,
    )  # fmt: skip


def _slips(coop: Cooperative, household: int, season: Season) -> tuple[Slip, ...]:
    rows = HarvestRecord.objects.of(coop).filter(household=household, season=season, status__in=STANDING)
    return tuple(
        Slip(row.code, row.day, row.net_g, row.amount_vnd) for row in rows.order_by("-day", "-number")[:SLIPS]
    )


def _prices(coop: Cooperative, season: Season, moment: dt.datetime) -> tuple[tuple[str, str, int], ...]:
    board = board_at(coop, season.commodity_id, moment)
    if board is None:
        return ()
    rows = BoardPrice.objects.of(coop).filter(board=board).select_related("grade").order_by("grade__position", "pk")
    return tuple((row.grade.name, str(row.get_channel_display()), row.price_vnd) for row in rows)
