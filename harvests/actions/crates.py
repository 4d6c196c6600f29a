"""What can be done to crates: their tare is noted from a day on; what was weighed before keeps the tare it had."""

import datetime as dt

from growers.actions.once import audit, in_turn, use_case
from growers.queries.seats import Seat
from harvests.models import CrateType
from harvests.queries.crates import tare_of


@use_case
def note_tare(seat: Seat, *, code: str, name: str, tare_g: int, valid_from: dt.date, is_default: bool) -> CrateType:
    """Note the tare of a new or known crate; the one noted for the same day before is replaced.

    The default crate is one: choosing another takes the mark from the rest.
    """
    in_turn(seat.cooperative)
    crate = tare_of(seat.cooperative, code, valid_from)
    crate = crate or CrateType(cooperative=seat.cooperative, code=code, valid_from=valid_from)
    before = crate.tare_g
    crate.name, crate.tare_g, crate.is_default = name, tare_g, is_default
    crate.full_clean()
    crate.save()
    if is_default:
        CrateType.objects.of(seat.cooperative).exclude(code=code).update(is_default=False)
    audit(seat, "crate tare noted", crate, code=code, tare_g=[before, tare_g], valid_from=valid_from)
    return crate
