"""How an outcome of eligibility is said and marked, and the market chips that the scale shows beside a plot."""

import datetime as dt
from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from growers.wording import sentence
from harvests.queries.eligibility import Judge
from harvests.rules.eligibility import export_markets, outlook

# That a plot has no code for a market, or a market does not take the crop, is usual: no chip is loud about it.
USUAL = ("code_missing", "market_closed", "market_unknown")

OUTCOMES = {"allowed": _("may go"), "unknown": _("open question"), "refused": _("may not go")}
# A sign and a style: colour never says it alone.
MARKS = {"allowed": ("✓", "tag"), "unknown": ("▲", "tag tag-warn"), "refused": ("✗", "tag tag-bad")}


def market_chips(judge: Judge, day: dt.date) -> Callable[[int], dict[str, str]]:
    """For a plot's key its chips as texts: `good`, `held` and `bad` markets, and `why` in sentences."""
    markets = export_markets(judge.book(day))

    def chips(plot: int) -> dict[str, str]:
        found = outlook({market: judge.verdict(plot, market, day) for market in markets}, silent=USUAL)
        return {
            "good": _chip("allowed", found.allowed),
            "held": _chip("unknown", found.unknown),
            "bad": _chip("refused", found.refused),
            "why": " ".join(str(sentence(reason)) for reason in found.reasons),
        }

    return chips


def _chip(outcome: str, markets: tuple[str, ...]) -> str:
    return f"{MARKS[outcome][0]} {' '.join(markets)}" if markets else ""
