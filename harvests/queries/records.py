"""Facts about one harvest record: its loads, versions and trail, what waits for a price, who may change it."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import QuerySet, Sum
from django.utils import timezone

from growers.models import AuditEntry, Cooperative
from growers.queries.seats import Seat
from growers.queries.settings import settings_on
from growers.rules.roles import Right
from harvests.models import STANDING, HarvestLine, HarvestRecord, PriceBoard
from harvests.queries.prices import board_after, waiting_tickets
from harvests.rules.records import may_change


def ticket(coop: Cooperative, day: dt.date, number: int) -> HarvestRecord | None:
    """The newest version of a ticket, with the rows that its page shows."""
    rows = HarvestRecord.objects.of(coop).filter(day=day, number=number).order_by("-revision")
    return rows.select_related("household", "plot", "season", "round", "recorded_by", "board").first()


def version_of(record: HarvestRecord, revision: int | None) -> HarvestRecord | None:
    """One version of a ticket; no statement when it is this one."""
    if revision == record.revision:
        return record
    rows = HarvestRecord.objects.of(record.cooperative_id).filter(day=record.day, number=record.number)
    return rows.filter(revision=revision).first()


def loads_of(record: HarvestRecord) -> list[HarvestLine]:
    """The loads of a ticket in order, each with grade, crate and the record as it stands now."""
    rows = HarvestLine.objects.of(record.cooperative_id).filter(record=record).order_by("position")
    return list(rows.select_related("grade", "crate", "record__season"))


def papers_used(coop: Cooperative, day: dt.date, numbers: Iterable[str]) -> set[str]:
    """Those of these paper numbers that standing tickets of the day have."""
    rows = HarvestRecord.objects.of(coop).filter(day=day, paper_no__in=[*numbers], status__in=STANDING)
    return {*rows.values_list("paper_no", flat=True)}


def tickets_waiting_for(board: PriceBoard) -> QuerySet:
    """Standing tickets waiting for a price that this board has, from its first day until the board after it."""
    start = timezone.localtime(board.valid_from).replace(hour=0, minute=0, second=0, microsecond=0)
    later = board_after(board)
    return waiting_tickets(board, start, later and later.valid_from)


def may_be_changed(seat: Seat, record: HarvestRecord, now: dt.datetime) -> bool:
    """Whether this seat may correct or void this ticket at this moment. Two statements at most.

    The window of who recorded it runs from the first version: a correction does not open it again.
    """
    corrects, own = seat.may(Right.CORRECT), record.recorded_by_id == seat.user.pk
    minutes, since = 0, record.recorded_at
    if own and not corrects:
        minutes = settings_on(seat.cooperative, record.day)["undo_minutes"]
        if record.revision > 1:
            first = HarvestRecord.objects.of(seat.cooperative).get(day=record.day, number=record.number, revision=1)
            since = first.recorded_at
    return may_change(
        own=own, recorded_at=since, now=now, undo_minutes=minutes, weighs=seat.may(Right.WEIGH), corrects=corrects
    )


def versions_of(record: HarvestRecord) -> list[HarvestRecord]:
    """Every version of a ticket, the newest first."""
    rows = HarvestRecord.objects.of(record.cooperative_id).filter(day=record.day, number=record.number)
    return list(rows.select_related("household", "recorded_by").order_by("-revision"))


def trail_of(record: HarvestRecord) -> QuerySet:
    """What was done to a ticket in any of its versions, the newest first."""
    coop = record.cooperative_id
    versions = HarvestRecord.objects.of(coop).filter(day=record.day, number=record.number).values("pk")
    entries = AuditEntry.objects.of(coop).filter(kind="harvestrecord", object_id__in=versions)
    return entries.select_related("actor").order_by("-id")


def season_so_far(record: HarvestRecord) -> int:
    """Grams that the household brought in the season up to and with this ticket."""
    rows = HarvestRecord.objects.of(record.cooperative_id).filter(
        household=record.household_id, season=record.season_id, day__lte=record.day, status__in=STANDING
    )
    rows = rows.exclude(day=record.day, number__gt=record.number)
    return rows.aggregate(sum=Sum("net_g"))["sum"] or 0
