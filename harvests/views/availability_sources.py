"""Who could fill an order: plots with what they are expected to give and what its market says of them today."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from coopsite.formats import showing
from growers.models import Commodity, Cooperative, Market
from growers.rules.eligibility import active_code
from growers.rules.verdicts import Verdict
from growers.wording import sentences
from harvests.queries.availability import Lacking, expectations, plots_of
from harvests.queries.eligibility import judge_for
from harvests.rules.allocations import merge
from harvests.rules.availability import Asked, CodeSource, Enough, PlotSource, by_code, enough, share_of, within

MOST_NAMED = 12
OUTCOMES = {"allowed": "", "unknown": "tag-warn", "refused": "tag-bad"}


class Sources:
    """The plots behind every open order and behind the one that is thought of; loads once, then only reckons."""

    def __init__(
        self, coop: Cooperative, crop: Commodity, today: dt.date, orders: Sequence[Lacking], mix: Mapping[int, int],
        packed: Mapping[tuple[str, int], int], asked: Asked | None, market: Market | None,
    ):  # fmt: skip
        self.today, self.orders, self.mix, self.packed, self.asked = today, orders, mix, packed, asked
        self.market = market.code if market else ""
        ends = [order.last for order in orders] + ([asked.week + dt.timedelta(days=6)] if asked else [])
        self.expected = expectations(coop, crop, today, max(ends, default=today))
        self.judge = judge_for(coop, crop, first=today, last=today, plots=plots_of(self.expected))
        self._said: dict[tuple[int, str], Verdict] = {}

    def rows(self, chosen: str) -> list[dict]:
        """Every open order with whether it finds its fruit."""
        return [self._row(order, order.code == chosen) for order in self.orders]

    def chosen(self, code: str) -> dict | None:
        """The codes and households that could fill one order."""
        order = next((order for order in self.orders if order.code == code), None)
        if order is None:
            return None
        first, last = self._days(order.first, order.last)
        plots = self._plots(order.market, first, last, order.by_grade)
        return {"code": order.code, "groups": [_group(one) for one in by_code(plots)]}

    def thought(self) -> list[dict]:
        """The codes and households that could fill the order that is thought of."""
        first, last = self._days(self.asked.week, self.asked.week + dt.timedelta(days=6))
        grades = (self.asked.grade,) if self.asked.grade is not None else ()
        return [_group(one) for one in by_code(self._plots(self.market, first, last, grades))]

    def _days(self, first: dt.date, last: dt.date) -> tuple[dt.date, dt.date]:
        """The days still ahead of a window; of one that is over, today."""
        return max(first, self.today), max(last, self.today)

    def _row(self, order: Lacking, is_chosen: bool) -> dict:
        first, last = self._days(order.first, order.last)
        packed_g = sum(
            min(grams, self.packed.get((order.market, grade), 0)) for grade, grams in order.by_grade.items()
        )
        found = enough(order.missing_g, packed_g, self._plots(order.market, first, last, order.by_grade))
        return {
            "code": order.code, "trader": order.trader, "market": order.market_name, "chosen": is_chosen,
            "until": showing.day(order.last), "missing": _kg(found.missing_g), "packed": _kg(found.packed_g),
            **_amounts(found), "short": _kg(found.short_g) if found.short_g else "", "tone": found.tone,
        }  # fmt: skip

    def _plots(self, market: str, first: dt.date, last: dt.date, grades: Iterable[int]) -> list[PlotSource]:
        found: dict[int, list] = {}
        for row in self.expected:
            grams = within(row.expected_g, row.starts_on, row.ends_on, first, last)
            grams = share_of(grams, grades, self.mix) if grades else grams
            if grams:
                found.setdefault(row.plot_key, [row, 0])[1] += grams
        return [self._plot(row, grams, market) for row, grams in found.values()]

    def _plot(self, row, grams: int, market: str) -> PlotSource:
        facts = self.judge.facts(row.plot_key)
        code = active_code(facts, market, self.today) if facts else None
        verdict = self._verdict(row.plot_key, market)
        return PlotSource(row.plot, row.household, row.name, code.code if code else "", grams, verdict)

    def _verdict(self, plot: int, market: str) -> Verdict:
        if (plot, market) not in self._said:
            self._said[plot, market] = self.judge.verdict(plot, market, self.today)
        return self._said[plot, market]


def _amounts(found: Enough) -> dict:
    return {outcome: _kg(found.by_outcome.get(outcome, 0)) for outcome in OUTCOMES}


def _group(one: CodeSource) -> dict:
    plots = sorted(one.plots, key=lambda plot: -plot.grams)
    why = merge(plot.verdict for plot in plots)
    return {
        "code": one.code, "outcome": one.outcome, "tag": OUTCOMES[one.outcome], "kg": _kg(one.grams),
        "households": showing.count(len(one.households)),
        "named": [{"plot": plot.plot, "name": plot.name, "kg": _kg(plot.grams)} for plot in plots[:MOST_NAMED]],
        "more": showing.count(len(plots) - MOST_NAMED) if len(plots) > MOST_NAMED else "",
        "because": [str(text) for text in sentences(Verdict(why.refused, why.unknown))[:4]],
    }  # fmt: skip


def _kg(grams: int) -> str:
    return showing.kg((grams + 500) // 1_000 * 1_000, least=0)
