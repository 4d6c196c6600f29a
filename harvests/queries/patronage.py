"""Facts about surpluses: the list of years, one with its funds and shares, who shares in a year and by how much."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Count, Q, QuerySet, Sum

from growers.models import Cooperative, Household
from growers.queries.capital import paid_in_on
from growers.rules.capital import OFFICIAL
from harvests.models import STANDING, HarvestRecord, SurplusFund, SurplusShare, SurplusYear
from harvests.rules.patronage import Fate, Figures, Member


def surpluses(coop: Cooperative) -> QuerySet:
    """Every surplus with how many shares it has, how many dong they are, and how many of both are paid."""
    paid = Q(shares__paid_on__isnull=False)
    return SurplusYear.objects.of(coop).order_by("-year", "-pk").annotate(
        members=Count("shares"), shared=Sum("shares__total_vnd"), paid=Sum("shares__total_vnd", filter=paid),
        paid_members=Count("shares", filter=paid),
    )  # fmt: skip


def surplus_by_id(coop: Cooperative, pk: int) -> SurplusYear | None:
    """One surplus with who made and adopted it."""
    rows = SurplusYear.objects.of(coop).select_related("made_by", "adopted_by", "cooperative__commune")
    return rows.filter(pk=pk).first()


def funds_of(row: SurplusYear) -> list[SurplusFund]:
    """The funds beside the indivisible one, in their order."""
    return list(SurplusFund.objects.of(row.cooperative_id).filter(surplus=row).order_by("position"))


def figures_of(row: SurplusYear, funds: Iterable[SurplusFund]) -> Figures:
    """The figures of a surplus as its rules take them."""
    names = (
        "internal_vnd", "external_vnd", "kept_apart", "indivisible_internal_bp", "indivisible_external_bp",
        "usage_internal_bp", "usage_external_bp",
    )  # fmt: skip
    typed = {name: getattr(row, name) for name in names}
    return Figures(**typed, funds=tuple((fund.internal_vnd, fund.external_vnd) for fund in funds))


def fate_of(row: SurplusYear) -> Fate:
    """What of a surplus's life its rules ask. One statement."""
    paid = SurplusShare.objects.of(row.cooperative_id).filter(surplus=row, paid_on__isnull=False).count()
    return Fate(row.status, row.year, row.resolution_no, row.resolution_on, paid)


def members_of(coop: Cooperative, year: int) -> tuple[dict[str, Household], list[Member]]:
    """Who shares in a year's surplus, by code: the value of the standing, priced tickets weighed while the household
    was an official member, and the capital that members had paid in by the end of the year. Three statements."""
    days = {"day__gte": dt.date(year, 1, 1), "day__lte": dt.date(year, 12, 31)}
    tickets = HarvestRecord.objects.of(coop).filter(
        status__in=STANDING, household_kind=OFFICIAL, amount_vnd__gt=0, **days
    )
    services = dict(tickets.order_by().values_list("household").annotate(sum=Sum("amount_vnd")))
    capital = paid_in_on(coop, dt.date(year, 12, 31))
    households = Household.objects.of(coop).filter(pk__in={*services, *capital})
    rows = {row.code: row for row in households.order_by("code")}
    members = [Member(code, services.get(row.pk, 0), capital.get(row.pk, 0)) for code, row in rows.items()]
    return rows, members


def shares_of(row: SurplusYear) -> QuerySet:
    """The shares of an adopted surplus with their members, in order."""
    shares = SurplusShare.objects.of(row.cooperative_id).filter(surplus=row).select_related("household__commune")
    return shares.order_by("position")


def unpaid_shares(row: SurplusYear) -> QuerySet:
    """The shares that can still be paid."""
    return shares_of(row).filter(paid_on__isnull=True, total_vnd__gt=0)


def share_by_id(row: SurplusYear, key: int) -> SurplusShare | None:
    """One share of a surplus with its member; None when it has no such share."""
    return shares_of(row).filter(pk=key).first()


def year_taken(coop: Cooperative, year: int, but: int | None = None) -> bool:
    """Whether another surplus of this year stands or is being drafted."""
    rows = SurplusYear.objects.of(coop).filter(year=year).exclude(status=SurplusYear.Status.WITHDRAWN)
    return rows.exclude(pk=but).exists()
