"""Facts about price boards: which one holds at a moment, what it says, and the tickets it concerns."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from coopsite.formats.moments import day_start
from coopsite.formats.showing import VIETNAM
from growers.models import Commodity, Cooperative, Grade
from harvests.models import STANDING, BoardPrice, HarvestLine, HarvestRecord, PriceBoard, Season

# (grade, channel) -> (price, floor) in dong per kilogram
Prices = dict[tuple[int, str], tuple[int, int | None]]
PRICED_KINDS = (Grade.Kind.GRADED, Grade.Kind.OFFGRADE, Grade.Kind.MIXED)


def board_at(coop: Cooperative, commodity: Commodity | int, moment: dt.datetime) -> PriceBoard | None:
    """The board in force at a moment: the newest that is valid from it or earlier. One statement."""
    return boards(coop, commodity).filter(valid_from__lte=moment).first()


def boards(coop: Cooperative, commodity: Commodity | int) -> QuerySet:
    """Every board of a crop, the newest moment first."""
    rows = PriceBoard.objects.of(coop).filter(commodity=commodity).select_related("commodity", "set_by")
    return rows.order_by("-valid_from")


def board_by_id(coop: Cooperative, pk: int) -> PriceBoard | None:
    """One board of the co-operative."""
    return PriceBoard.objects.of(coop).select_related("commodity", "set_by").filter(pk=pk).first()


def board_after(board: PriceBoard) -> PriceBoard | None:
    """The board that takes over from this one, if there is one already."""
    later = PriceBoard.objects.of(board.cooperative_id).filter(commodity=board.commodity_id)
    return later.filter(valid_from__gt=board.valid_from).order_by("valid_from").first()


def prices_of(coop: Cooperative, found: Iterable[PriceBoard]) -> dict[int, Prices]:
    """The prices of boards, by board and then by (grade, channel). One statement."""
    by_board: dict[int, Prices] = {board.pk: {} for board in found}
    rows = BoardPrice.objects.of(coop).filter(board__in=[*by_board])
    for board, grade, channel, price, floor in rows.values_list("board", "grade", "channel", "price_vnd", "floor_vnd"):
        by_board[board][grade, channel] = (price, floor)
    return by_board


def boards_of_season(coop: Cooperative, season: Season) -> list[PriceBoard]:
    """The boards valid during a season from its first day on, the earliest first. One statement."""
    first, last = (day_start(day) for day in (season.starts_on, season.ends_on + dt.timedelta(days=1)))
    rows = boards(coop, season.commodity_id)
    in_force = rows.filter(valid_from__lte=first).values("pk")[:1]
    return list(rows.filter(Q(valid_from__gt=first, valid_from__lt=last) | Q(pk__in=Subquery(in_force))).reverse())


def moment_taken(coop: Cooperative, commodity: Commodity, moment: dt.datetime) -> bool:
    """Whether a board of the crop is valid from exactly this moment."""
    return boards(coop, commodity).filter(valid_from=moment).exists()


def grades_of(commodity: Commodity | int) -> list[Grade]:
    """Every grade of a crop in its order."""
    return list(Grade.objects.filter(commodity=commodity).order_by("position"))


def priced_grades(commodity: Commodity | int) -> list[Grade]:
    """The grades that a board can price, in their order; fruit graded later has no price of its own."""
    return [grade for grade in grades_of(commodity) if grade.kind in PRICED_KINDS]


def tickets_priced_since(coop: Cooperative, commodity: Commodity | int, moment: dt.datetime) -> int:
    """Standing tickets that were weighed from the moment on, before the next board, and have their price already."""
    later = boards(coop, commodity).filter(valid_from__gt=moment).order_by("valid_from")
    until = later.values_list("valid_from", flat=True).first()
    return _weighed(coop, commodity, moment, until).filter(amount_vnd__isnull=False).count()


def tickets_priced_during(board: PriceBoard, after: PriceBoard | None) -> int:
    """Standing tickets weighed while the board held, and priced by another one or by hand: they keep their price."""
    until = after.valid_from if after else None
    tickets = _weighed(board.cooperative_id, board.commodity_id, board.valid_from, until)
    return tickets.filter(amount_vnd__isnull=False).exclude(board=board).count()


def waiting_tickets(board: PriceBoard, since: dt.datetime, until: dt.datetime | None) -> QuerySet:
    """Standing tickets that wait for a price this board has, weighed from `since` on and before `until`.

    With the start of the board's first day, a board announced at six also prices what came in at five without any
    price; `until` leaves to the board after it what is for that one.
    """
    coop = board.cooperative_id
    priced = BoardPrice.objects.filter(
        cooperative=coop, board=board, grade=OuterRef("grade"), channel=OuterRef("record__channel")
    )
    loads = HarvestLine.objects.filter(cooperative=coop, record=OuterRef("pk"), price_vnd__isnull=True)
    tickets = _weighed(coop, board.commodity_id, since, until).filter(amount_vnd__isnull=True)
    return tickets.filter(Exists(loads.filter(Exists(priced)))).order_by("day", "number")


def _weighed(coop, commodity, moment: dt.datetime, until: dt.datetime | None) -> QuerySet:
    within = Q(weighed_at__gte=moment)
    if until:
        within &= Q(weighed_at__lt=until)
    # The day narrows on an index before the moment is looked at; a ticket's day is the day of its weighing.
    rows = HarvestRecord.objects.of(coop).filter(
        within, day__gte=moment.astimezone(VIETNAM).date(), status__in=STANDING
    )
    return rows.filter(season__commodity=commodity)
