"""Facts about price boards: which one holds at a moment, what it says, and the tickets it concerns."""

import datetime as dt

from django.db.models import Exists, OuterRef, Q, QuerySet

from growers.models import Commodity, Cooperative, Grade
from harvests.models import STANDING, BoardPrice, HarvestLine, HarvestRecord, PriceBoard

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


def prices_of(coop: Cooperative, found: list[PriceBoard]) -> dict[int, dict[tuple[int, str], BoardPrice]]:
    """The prices of boards, by board and then by (grade, channel). One statement."""
    by_board: dict[int, dict[tuple[int, str], BoardPrice]] = {board.pk: {} for board in found}
    for price in BoardPrice.objects.of(coop).filter(board__in=[*by_board]):
        by_board[price.board_id][price.grade_id, price.channel] = price
    return by_board


def grades_of(commodity: Commodity | int) -> list[Grade]:
    """Every grade of a crop in its order."""
    return list(Grade.objects.filter(commodity=commodity).order_by("position"))


def priced_grades(commodity: Commodity | int) -> list[Grade]:
    """The grades that a board can price, in their order; fruit graded later has no price of its own."""
    return [grade for grade in grades_of(commodity) if grade.kind in PRICED_KINDS]


def tickets_priced_since(coop: Cooperative, commodity: Commodity, moment: dt.datetime) -> int:
    """Standing tickets that were weighed from the moment on, before the next board, and have their price already."""
    later = PriceBoard.objects.of(coop).filter(commodity=commodity, valid_from__gt=moment).order_by("valid_from")
    until = later.values_list("valid_from", flat=True).first()
    return _weighed(coop, commodity, moment, until).filter(amount_vnd__isnull=False).count()


def waiting_tickets(board: PriceBoard, day_start: dt.datetime, until: dt.datetime | None) -> QuerySet:
    """Standing tickets that wait for a price this board has, weighed from the start of its first day on.

    A board announced at six also prices what came in at five without any price; it prices nothing that the board
    after it (`until`) is for.
    """
    coop = board.cooperative_id
    priced = BoardPrice.objects.of(coop).filter(board=board, grade=OuterRef("grade"), channel=OuterRef("record__channel"))
    loads = HarvestLine.objects.filter(cooperative=coop, record=OuterRef("pk"), price_vnd__isnull=True)
    tickets = _weighed(coop, board.commodity_id, day_start, until).filter(amount_vnd__isnull=True)
    return tickets.filter(Exists(loads.filter(Exists(priced)))).order_by("day", "number")


def _weighed(coop, commodity, moment: dt.datetime, until: dt.datetime | None) -> QuerySet:
    within = Q(weighed_at__gte=moment)
    if until:
        within &= Q(weighed_at__lt=until)
    # The day narrows on an index before the moment is looked at; a ticket's day is the day of its weighing.
    rows = HarvestRecord.objects.of(coop).filter(within, day__gte=moment.date(), status__in=STANDING)
    return rows.filter(season__commodity=commodity)
