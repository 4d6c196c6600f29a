"""What must hold of a crate's tare as it is noted: weighed, plausible, and from a day that is near."""

import datetime as dt

from growers.rules.verdicts import Reason, Verdict

CODES = ("crate_tare_missing", "crate_tare_heavy", "crate_far_ahead", "crate_used_today")
HEAVIEST_G = 20_000
AHEAD = dt.timedelta(days=366)


def judge_crate(tare_g: int, valid_from: dt.date, *, today: dt.date, used: bool) -> Verdict:
    """Refusals for a tare from a day on; `used`: loads were weighed with the tare noted for that very day."""
    found = []
    if tare_g <= 0:
        found.append(Reason("crate_tare_missing"))
    if tare_g > HEAVIEST_G:
        found.append(Reason("crate_tare_heavy", {"most_g": HEAVIEST_G}))
    if valid_from > today + AHEAD:
        found.append(Reason("crate_far_ahead", {"days": AHEAD.days}))
    if used:
        found.append(Reason("crate_used_today"))
    return Verdict(refused=tuple(found))
