"""The mass balance of a lot: taken in = packed + rejects + losses + gap, to the gram (R60, R61)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from growers.rules.verdicts import Reason, Verdict

CODES = (
    "lot_without_inputs", "lot_outputs_above_inputs", "lot_gap_unexplained", "lot_gap_not_yours", "lot_gap_too_large",
    "lot_shrinkage_high", "lot_cap_unexplained", "lot_cap_not_yours", "lot_loss_twice", "lot_loss_not_positive",
    "lot_carton_other_crop", "lot_too_many_cartons", "lot_check_odd",
)  # fmt: skip
GAP, SHRINK, REJECT = "gap", "shrink", "reject"
SOFT_CAP = "code_over_soft_cap"
MOST_CARTON_LINES = 60


@dataclass(frozen=True, slots=True)
class Balance:
    """Grams of a lot: taken in, packed, and lost by kind; what nobody noted is the gap."""

    in_g: int
    out_g: int
    losses: Mapping[str, int] = field(default_factory=dict)

    @property
    def loss_g(self) -> int:
        """What was noted as not packed."""
        return sum(self.losses.values())

    @property
    def gap_g(self) -> int:
        """What is neither packed nor noted as lost; below nothing when more came out than went in."""
        return self.in_g - self.out_g - self.loss_g

    @property
    def gap_bp(self) -> int:
        """The gap against what was taken in, rounded up, so that a limit is passed by the gram and not by rounding."""
        return -(-self.gap_g * 10_000 // self.in_g) if self.in_g else 0

    def share_bp(self, grams: int) -> int:
        """Grams against what was taken in, rounded half up."""
        return (grams * 10_000 * 2 + self.in_g) // (2 * self.in_g) if self.in_g else 0


@dataclass(frozen=True, slots=True)
class Limits:
    """Settings of a co-operative on the pack day, in basis points of what was taken in."""

    gap_warn_bp: int
    gap_block_bp: int
    shrink_warn_bp: int


@dataclass(frozen=True, slots=True)
class Said:
    """What whoever closes a lot gives as reasons, and whether that person may accept such a warning."""

    gap_reason: str = ""
    cap_reason: str = ""
    may_override: bool = False


def judge_closing(balance: Balance, limits: Limits, said: Said, warned: Sequence[str] = ()) -> Verdict:
    """Whether a lot balances well enough to be closed; `warned` are codes of warnings its inputs were taken with."""
    refused, warnings = [], []
    facts = {"in_g": balance.in_g, "gap_g": balance.gap_g, "gap_bp": balance.gap_bp}
    if balance.in_g <= 0:
        refused.append(Reason("lot_without_inputs"))
    elif balance.gap_g < 0:
        data = {"in_g": balance.in_g, "together_g": balance.out_g + balance.loss_g, "over_g": -balance.gap_g}
        refused.append(Reason("lot_outputs_above_inputs", data))
    elif balance.gap_bp > limits.gap_block_bp:
        refused.append(Reason("lot_gap_too_large", {**facts, "limit_bp": limits.gap_block_bp}))
    elif balance.gap_bp > limits.gap_warn_bp:
        refused += _explained("lot_gap", said.gap_reason, said, {**facts, "limit_bp": limits.gap_warn_bp})
    if SOFT_CAP in warned:
        refused += _explained("lot_cap", said.cap_reason, said, {})
    shrunk = balance.losses.get(SHRINK, 0)
    if shrunk * 10_000 > limits.shrink_warn_bp * balance.in_g:
        data = {"shrunk_g": shrunk, "share_bp": balance.share_bp(shrunk), "limit_bp": limits.shrink_warn_bp}
        warnings.append(Reason("lot_shrinkage_high", data))
    return Verdict(refused=tuple(refused), warnings=tuple(warnings))


def _explained(what: str, reason: str, said: Said, data: Mapping) -> list[Reason]:
    if not said.may_override:
        return [Reason(f"{what}_not_yours", data)]
    return [] if reason else [Reason(f"{what}_unexplained", data)]


def judge_contents(cartons: Sequence[Mapping], losses: Sequence[Mapping], *, crop: int, checks: Mapping) -> Verdict:
    """Refusals for what was packed: `cartons` hold crop and grade, `losses` kind and grams, `checks` the check
    weighing (average and lightest carton)."""
    refused = []
    if len(cartons) > MOST_CARTON_LINES:
        refused.append(Reason("lot_too_many_cartons", {"most": MOST_CARTON_LINES}))
    refused += [Reason("lot_carton_other_crop", {"grade": row["grade"]}) for row in cartons if row["crop"] != crop]
    kinds = [loss["kind"] for loss in losses]
    if len(kinds) != len(set(kinds)) or GAP in kinds:
        refused.append(Reason("lot_loss_twice"))
    if any(loss["grams"] <= 0 for loss in losses):
        refused.append(Reason("lot_loss_not_positive"))
    average, least = checks.get("check_average_g"), checks.get("check_least_g")
    if average is not None and least is not None and least > average:
        refused.append(Reason("lot_check_odd", {"least_g": least, "average_g": average}))
    return Verdict(refused=tuple(refused))
