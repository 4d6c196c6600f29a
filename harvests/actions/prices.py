"""What can be done to price boards: they are announced; an announced one is never changed, the next one replaces it."""

import datetime as dt
from collections.abc import Mapping

from coopsite import clock
from growers.actions.once import audit, in_turn, use_case
from growers.models import Commodity, Grade
from growers.queries.seats import Seat
from harvests.models import BoardPrice, PriceBoard


@use_case
def announce_prices(
    seat: Seat,
    *,
    commodity: Commodity,
    valid_from: dt.datetime,
    prices: Mapping[tuple[Grade, str], tuple[int, int | None]],
    shrink_bp: int = 0,
    note: str = "",
) -> PriceBoard:
    """Add a board: `prices` are (price, floor) in dong per kilogram by (grade, channel).

    Raises ValidationError when another board is valid from the same moment. Tickets that have a price keep it.
    """
    in_turn(seat.cooperative)
    board = PriceBoard(
        cooperative=seat.cooperative,
        commodity=commodity,
        valid_from=valid_from,
        shrink_bp=shrink_bp,
        note=note,
        set_by=seat.user,
        set_at=clock.now(),
    )
    board.full_clean()
    board.save()
    BoardPrice.objects.bulk_create(
        BoardPrice(
            cooperative=seat.cooperative, board=board, grade=grade, channel=channel, price_vnd=price, floor_vnd=floor
        )
        for (grade, channel), (price, floor) in prices.items()
    )
    said = {f"{grade.code} {channel}": vnd for (grade, channel), vnd in prices.items()}
    audit(seat, "prices announced", board, valid_from=valid_from, prices=said, shrink_bp=shrink_bp)
    return board
