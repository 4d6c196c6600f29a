"""What must hold of a yield estimate: the low, middle and high figure in order, and no more than land can give."""

from growers.rules.verdicts import Reason, Verdict

CODES = ("estimate_missing", "estimate_low_above", "estimate_high_below", "estimate_beyond_land")
HARD_CAP_G_PER_HA = 45_000_000  # R17: 45 t/ha a year is never reached; a single round certainly does not pass it


def judge_estimate(expected_g: int | None, low_g: int | None, high_g: int | None, area_m2: int) -> Verdict:
    """Refusals for one plot's figures in one round; nothing typed at all is no estimate and nothing to refuse."""
    if expected_g is None:
        missing = low_g is not None or high_g is not None
        return Verdict(refused=(Reason("estimate_missing"),) if missing else ())
    found = []
    if low_g is not None and low_g > expected_g:
        found.append(Reason("estimate_low_above"))
    if high_g is not None and high_g < expected_g:
        found.append(Reason("estimate_high_below"))
    most = HARD_CAP_G_PER_HA * area_m2 // 10_000
    if expected_g > most:
        found.append(Reason("estimate_beyond_land", {"most_g": most}))
    return Verdict(refused=tuple(found))
