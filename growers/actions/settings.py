"""What can be done to the settings of a co-operative: a value is given from a day on, and earlier values stay."""

import datetime as dt

from growers.actions.once import audit, in_turn, use_case
from growers.models import Setting
from growers.queries.seats import Seat


@use_case
def set_setting(seat: Seat, *, key: str, value: int, valid_from: dt.date, note: str = "") -> Setting:
    """Let a setting have a value from a day on; a value that was given for the same day before is replaced."""
    in_turn(seat.cooperative)
    row = Setting.objects.of(seat.cooperative).filter(key=key, valid_from=valid_from).first()
    before = row.value if row else None
    row = row or Setting(cooperative=seat.cooperative, key=key, valid_from=valid_from)
    row.value, row.note = value, note
    row.full_clean()
    row.save()
    audit(seat, "setting changed", row, key=key, value=[before, value], valid_from=valid_from)
    return row
