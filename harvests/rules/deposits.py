"""The life of a deposit: what may become of it, and in which state an order's deposits are (workflow.md 0b.4).

A buyer who walks loses it; a co-operative that walks gives it back and pays as much again at most (Civil Code,
article 328).
"""

import datetime as dt

from growers.rules.verdicts import Reason, Verdict

CODES = (
    "deposit_of_cancelled_order", "deposit_held_less", "deposit_penalty_over", "deposit_move_before",
    "deposit_is_void", "deposit_touched", "deposit_move_voided", "deposit_offset_elsewhere",
    "deposit_offset_of_nothing",
)  # fmt: skip
OFFSET, REFUND, FORFEIT, PENALTY = "offset", "refund", "forfeit", "penalty"
KINDS = (OFFSET, REFUND, FORFEIT, PENALTY)
SAYS_WHY = (FORFEIT, PENALTY)
# The states of an order's deposits, in the order of their lives.
NONE, WAITING, PART, HELD, PARTLY_OFFSET, SPENT, REFUNDED, FORFEITED = (
    "none", "waiting", "part", "held", "partly_offset", "spent", "refunded", "forfeited",
)  # fmt: skip
STATES = (NONE, WAITING, PART, HELD, PARTLY_OFFSET, SPENT, REFUNDED, FORFEITED)


def state_of(agreed_vnd: int, received_vnd: int, offset_vnd: int, refunded_vnd: int, forfeited_vnd: int) -> str:
    """In which state the deposits of an order are, from the sums of those that stand."""
    if not received_vnd:
        return WAITING if agreed_vnd else NONE
    held = received_vnd - offset_vnd - refunded_vnd - forfeited_vnd
    if held and not offset_vnd:
        return PART if received_vnd < agreed_vnd else HELD
    if held:
        return PARTLY_OFFSET
    if forfeited_vnd:
        return FORFEITED
    return REFUNDED if refunded_vnd and not offset_vnd else SPENT


def judge_taking(order_status: str) -> Verdict:
    """A deposit is taken on an order that stands, a draft too."""
    if order_status == "cancelled":
        return Verdict.because("deposit_of_cancelled_order")
    return Verdict()


def judge_move(
    kind: str, amount_vnd: int, day: dt.date, *, taken_on: dt.date, amount_of_deposit: int, held_vnd: int,
    penalty_vnd: int, is_void: bool, reason: str, to_something: bool,
) -> Verdict:  # fmt: skip
    """What stands against letting a part of a deposit go a way; the counters decide in the end."""
    refused = []
    if is_void:
        refused.append(Reason("deposit_is_void"))
    elif kind == PENALTY:
        if amount_vnd > amount_of_deposit - penalty_vnd:
            refused.append(Reason("deposit_penalty_over", {"left_vnd": amount_of_deposit - penalty_vnd}))
    elif amount_vnd > held_vnd:
        refused.append(Reason("deposit_held_less", {"held_vnd": held_vnd}))
    if day < taken_on:
        refused.append(Reason("deposit_move_before", {"taken_on": taken_on}))
    if kind == OFFSET and not to_something:
        refused.append(Reason("deposit_offset_of_nothing"))
    if kind in SAYS_WHY and not reason.strip():
        refused.append(Reason("trade_without_reason"))
    return Verdict(refused=tuple(refused))
