"""Verdicts on one plot put together for people: which markets are open to its fruit, and why others are not."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from growers.rules.eligibility_facts import CONTROLS, HOME, OPEN, Rulebook
from growers.rules.verdicts import Reason, Verdict

OUTCOMES = ("allowed", "unknown", "refused")
WEIGHTS = REFUSED, OPEN_QUESTION, WARNING = "refused", "unknown", "warning"


@dataclass(frozen=True, slots=True)
class Answer:
    """A reason with its weight (refused, unknown, warning) and the markets for which it was given."""

    weight: str
    reason: Reason
    markets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outlook:
    """Codes of markets by outcome, in the usual order, and every reason once."""

    allowed: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()


def export_markets(book: Rulebook) -> tuple[str, ...]:
    """The markets abroad that take the crop at all: what a chip is shown for."""
    return tuple(rules.market for rules in book.markets if rules.access in (OPEN, CONTROLS) and rules.market != HOME)


def outlook(verdicts: Mapping[str, Verdict], *, silent: Iterable[str] = ()) -> Outlook:
    """Verdicts of markets put together; reasons with a `silent` code are left to the outcome of their market."""
    against = (answer for answer in answers(verdicts) if answer.weight != WARNING)
    by = {of: tuple(market for market, verdict in verdicts.items() if verdict.outcome == of) for of in OUTCOMES}
    return Outlook(**by, reasons=tuple(answer.reason for answer in against if answer.reason.code not in silent))


def answers(verdicts: Mapping[str, Verdict]) -> list[Answer]:
    """Every reason once, the heaviest and widest first, with the markets that it stands against.

    Reasons that differ only in the market they name become one, which names them all.
    """
    found: dict[tuple, list[tuple[str, Reason]]] = {}
    for market, verdict in verdicts.items():
        for weight, reasons in zip(WEIGHTS, (verdict.refused, verdict.unknown, verdict.warnings), strict=True):
            for reason in reasons:
                rest = tuple((name, value) for name, value in reason.data.items() if name != "market")
                found.setdefault((weight, reason.code, rest), []).append((market, reason))
    told = []
    for (weight, _, _), several in found.items():
        markets, reason = tuple(market for market, _ in several), several[0][1]
        if "market" in reason.data:
            reason = Reason(reason.code, {**reason.data, "market": ", ".join(markets)})
        told.append(Answer(weight, reason, markets))
    return sorted(told, key=lambda answer: (WEIGHTS.index(answer.weight), -len(answer.markets)))
