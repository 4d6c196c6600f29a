"""Facts about settlement runs: the list with its sums, one run with who did what, and where the next one begins."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet, Sum

from growers.models import Cooperative
from harvests.models import SettlementRun
from harvests.rules.settlements import CANCELLED, DRAFT, UNFINISHED

LISTED = (
    "year", "number", "status", "day_from", "day_to", "kind", "means", "lines_count", "net_g", "fruit_vnd",
    "deducted_vnd", "carried_vnd", "pay_vnd", "paid_vnd", "approved_on", "cancel_reason",
)  # fmt: skip
PEOPLE = ("made_by", "closed_by", "approved_by", "locked_by")


@dataclass(frozen=True, slots=True)
class Sums:
    """What the runs of a list come to, cancelled ones apart."""

    runs: int
    pay_vnd: int
    paid_vnd: int


def runs(coop: Cooperative, *, state: str = "", year: int | None = None) -> QuerySet:
    """Runs, the newest first; `state` is "" for those under way, all, or a status."""
    rows = SettlementRun.objects.of(coop)
    if state != "all":
        rows = rows.filter(status=state) if state else rows.filter(status__in=UNFINISHED)
    return rows.filter(year=year) if year else rows


def sums_of(rows: QuerySet) -> Sums:
    """Sums over the runs of a list. One statement."""
    stands = ~Q(status=CANCELLED)
    found = rows.order_by().aggregate(
        runs=Count("pk"), pay_vnd=Sum("pay_vnd", filter=stands), paid_vnd=Sum("paid_vnd", filter=stands)
    )
    return Sums(**{name: value or 0 for name, value in found.items()})


def run_by_code(coop: Cooperative, year: int, number: int) -> SettlementRun | None:
    """One run with the people behind its steps."""
    rows = SettlementRun.objects.of(coop).select_related("cooperative", *PEOPLE)
    return rows.filter(year=year, number=number).first()


def last_day_of_runs(coop: Cooperative) -> dt.date | None:
    """The last day that a run which was not cancelled reaches."""
    run = last_run(coop)
    return run and run.day_to


def last_run(coop: Cooperative) -> SettlementRun | None:
    """The run that reaches the furthest, cancelled ones apart."""
    return SettlementRun.objects.of(coop).exclude(status=CANCELLED).order_by("-day_to", "-pk").first()


def other_drafts(run: SettlementRun) -> list[SettlementRun]:
    """Drafts beside this one that pay the same households: whichever is closed first pays what stands in both."""
    rows = SettlementRun.objects.of(run.cooperative_id).filter(status=DRAFT).exclude(pk=run.pk)
    return [*(rows.filter(kind__in=("", run.kind)) if run.kind else rows)]
