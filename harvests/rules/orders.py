"""The life of a trader order as a state machine, and what must hold of an order before it is saved or confirmed."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from growers.rules.verdicts import Reason, Verdict

DRAFT, CONFIRMED, PARTLY, DELIVERED, CANCELLED = "draft", "confirmed", "partly", "delivered", "cancelled"
OPEN = (CONFIRMED, PARTLY)  # promised and not fulfilled yet: what counts as committed
UNFINISHED = (DRAFT, CONFIRMED, PARTLY)

CODE = re.compile(r"DH-([0-9]{2})-([0-9]{3,9})")
MAX_TOLERANCE_BP = 2_000  # trade default: contracts know 5 to 10 percent
OLDEST_DAYS = 3_653
LONGEST_AHEAD_DAYS = 731


class Event(StrEnum):
    """What people do to an order; deliveries move its status by themselves (`status_after`)."""

    CHANGE = "change"  # everything, lines too
    AMEND = "amend"  # only what was not agreed as kilograms and price
    CONFIRM = "confirm"
    CANCEL = "cancel"
    CALL_OFF = "call_off"
    ALLOCATE = "allocate"
    DELIVER = "deliver"


ALLOWED: dict[Event, tuple[str, ...]] = {
    Event.CHANGE: (DRAFT,),
    Event.AMEND: OPEN,
    Event.CONFIRM: (DRAFT,),
    Event.CANCEL: UNFINISHED,
    Event.CALL_OFF: UNFINISHED,
    Event.ALLOCATE: (*OPEN, DELIVERED),
    Event.DELIVER: (*OPEN, DELIVERED),
}
LEADS_TO = {Event.CONFIRM: CONFIRMED, Event.CANCEL: CANCELLED}
EVENT_CODES = {event: f"order_not_now_{event}" for event in Event}

CODES = (
    *EVENT_CODES.values(),
    "order_window_backwards", "order_in_future", "order_too_old", "order_delivered_before", "order_too_far_ahead",
    "order_tolerance_wide", "order_exporter_is_trader", "order_due_without_deposit", "order_price_missing",
    "order_deposit_over_value", "order_without_lines", "order_cancel_without_reason", "order_over_credit",
    "order_deposit_of_unpriced", "order_holds_fruit",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Moved:
    """What a line was ordered for, may at most become, and has become."""

    ordered_g: int
    limit_g: int
    delivered_g: int

    @property
    def fulfilled(self) -> bool:
        """Within the tolerance below, too: what may be exceeded by 50 kg may fall short by 50 kg."""
        return self.delivered_g >= 2 * self.ordered_g - self.limit_g

    @property
    def remaining_g(self) -> int:
        return max(0, self.ordered_g - self.delivered_g)


def read_code(code: str) -> tuple[int, int] | None:
    """(year, number) of a code as papers carry it, DH-25-007; None when it is not one."""
    found = CODE.fullmatch(code)
    return (2000 + int(found[1]), int(found[2])) if found else None


def judge_event(status: str, event: Event) -> Verdict:
    """Whether something may be done to an order in this status."""
    if status in ALLOWED[event]:
        return Verdict()
    return Verdict.because(EVENT_CODES[event])


def status_after(status: str, lines: Iterable[Moved]) -> str:
    """The status that deliveries leave an order in; a draft and a cancelled order keep theirs."""
    if status in (DRAFT, CANCELLED):
        return status
    lines = list(lines)
    if lines and all(line.fulfilled for line in lines):
        return DELIVERED
    return PARTLY if any(line.delivered_g for line in lines) else CONFIRMED


def outstanding_g(status: str, ordered_g: int, delivered_g: int) -> int:
    """What is still to come of an order or line; nothing of one that is delivered (within tolerance) or cancelled."""
    return max(0, ordered_g - delivered_g) if status in UNFINISHED else 0


def is_late(status: str, deliver_to: dt.date, today: dt.date) -> bool:
    """Promised, not fulfilled, and the delivery window is over."""
    return status in OPEN and deliver_to < today


def judge_order(facts: dict, *, today: dt.date) -> Verdict:
    """Refusals for an order's header; rows are given as keys. Values that could not be read are None."""
    found = [code for code, broken in _questions(facts, today) if broken]
    return Verdict(refused=tuple(Reason(code, {"percent": MAX_TOLERANCE_BP // 100}) for code in found))


def _questions(facts: dict, today: dt.date):
    ordered, first, last = facts.get("ordered_on"), facts.get("deliver_from"), facts.get("deliver_to")
    yield "order_window_backwards", first and last and last < first
    yield "order_in_future", ordered and ordered > today
    yield "order_too_old", ordered and (today - ordered).days > OLDEST_DAYS
    yield "order_delivered_before", ordered and last and last < ordered
    yield "order_too_far_ahead", ordered and last and (last - ordered).days > LONGEST_AHEAD_DAYS
    yield "order_tolerance_wide", (facts.get("tolerance_bp") or 0) > MAX_TOLERANCE_BP
    yield "order_exporter_is_trader", facts.get("exporter") and facts.get("exporter") == facts.get("trader")
    yield "order_due_without_deposit", facts.get("deposit_due") and not facts.get("deposit")


def judge_deposit(deposit_vnd: int | None, value_vnd: int | None) -> Verdict:
    """A deposit is a part of the value; `value_vnd` None: not all lines have a price in dong."""
    if deposit_vnd and value_vnd is not None and deposit_vnd > value_vnd:
        data = {"deposit_vnd": deposit_vnd, "value_vnd": value_vnd}
        return Verdict.because("order_deposit_over_value", **data)
    return Verdict()


def judge_confirmation(
    status: str, condition: str, prices: Sequence[int | None], *, credit: tuple[int, int] | None = None
) -> Verdict:
    """Whether an order can be confirmed: lines, and the prices its price condition speaks of (M14).

    `credit` is (what the trader's open orders are worth with this one, the credit limit) in dong, where both are known;
    passing the limit is a warning, for the director decides.
    """
    refused = list(judge_event(status, Event.CONFIRM).refused)
    if not prices:
        refused.append(Reason("order_without_lines"))
    if condition != "daily":
        missing = [str(place) for place, price in enumerate(prices, start=1) if price is None]
        if missing:
            refused.append(Reason("order_price_missing", {"lines": ", ".join(missing)}))
    over = credit is not None and credit[0] > credit[1]
    warnings = (Reason("order_over_credit", {"value_vnd": credit[0], "limit_vnd": credit[1]}),) if over else ()
    return Verdict(refused=tuple(refused), warnings=warnings)
