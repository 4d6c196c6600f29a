"""What must hold of a recall: how it is opened, counted and concluded, and how long things took (R86)."""

import datetime as dt
import re

from growers.rules.verdicts import Reason, Verdict

REAL, MOCK, OPEN, CONCLUDED = "real", "mock", "open", "concluded"
NOTICE_HOURS = 24  # R86: a recall notice is opened within 24 hours of the finding
OLDEST_DAYS = 366
CODES = (
    "recall_without_lots", "recall_reason_missing", "recall_found_in_future", "recall_found_long_ago",
    "recall_is_concluded", "ticket_in_recall", "recall_traced_already", "recall_reached_already",
    "recall_returns_of_mock", "recall_returned_too_much", "recall_return_changed", "recall_conclusion_missing",
)  # fmt: skip


CODE = re.compile(r"TH-([0-9]{2})-([0-9]{3,6})")


def read_code(code: str) -> tuple[int, int] | None:
    """(year, number) of a recall's code, TH-25-001; None when it is not one."""
    found = CODE.fullmatch(code)
    return (2000 + int(found[1]), int(found[2])) if found else None


def judge_opening(*, lots: int, tickets: int = 0, reason: str, detected_at: dt.datetime, now: dt.datetime) -> Verdict:
    """Whether a recall of so many lots, and tickets in none, may be opened: it says why, and when that was found."""
    refused = []
    if not lots and not tickets:
        refused.append(Reason("recall_without_lots"))
    if not reason:
        refused.append(Reason("recall_reason_missing"))
    if detected_at > now:
        refused.append(Reason("recall_found_in_future"))
    elif now - detected_at > dt.timedelta(days=OLDEST_DAYS):
        refused.append(Reason("recall_found_long_ago"))
    return Verdict(refused=tuple(refused))


def judge_open(status: str) -> Verdict:
    """Whether anything can still be done with a recall."""
    return Verdict() if status == OPEN else Verdict.because("recall_is_concluded")


def judge_return(kind: str, returned_g: int, shipped_g: int) -> Verdict:
    """Whether so much of a lot can have come back: of a real recall, and no more than was shipped."""
    if kind == MOCK:
        return Verdict.because("recall_returns_of_mock")
    if not 0 <= returned_g <= shipped_g:
        data = {"typed_g": returned_g, "shipped_g": shipped_g}
        return Verdict.because("recall_returned_too_much", **data)
    return Verdict()


def judge_conclusion(status: str, conclusion: str) -> Verdict:
    """Whether a recall may be concluded."""
    missing = () if conclusion else (Reason("recall_conclusion_missing"),)
    return judge_open(status) + Verdict(refused=missing)


def clocked(begin: dt.datetime, end: dt.datetime) -> tuple[int, int, int]:
    """Hours, minutes and seconds between two moments; nothing when the second comes before the first."""
    seconds = max(0, int((end - begin).total_seconds()))
    return seconds // 3600, seconds // 60 % 60, seconds % 60


def is_late(detected_at: dt.datetime, opened_at: dt.datetime) -> bool:
    """Whether a recall was opened later than the notice has to be (R86)."""
    return opened_at - detected_at > dt.timedelta(hours=NOTICE_HOURS)
