"""How a surplus is shared: funds, what goes by use of services and what by capital, each member's part (R95, R96)."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from growers.rules.verdicts import Reason, Verdict
from harvests.rules.apportion import apportion

CODES = (
    "surplus_not_apart", "surplus_indivisible_low", "surplus_usage_low", "surplus_funds_over", "surplus_nothing",
    "surplus_nobody_used", "surplus_no_capital", "surplus_without_resolution", "surplus_resolution_ahead",
    "surplus_year_not_over", "surplus_not_draft", "surplus_not_adopted", "surplus_share_paid", "surplus_nothing_chosen",
    "surplus_share_early", "surplus_share_ahead", "surplus_year_again", "surplus_resolution_early",
    "surplus_without_why", "surplus_share_not_paid",
)  # fmt: skip
WHOLE_BP = 10_000
POSTED_WITHIN, POSTED_DAYS = 5, 30  # art. 14: within five working days, for thirty days


@dataclass(frozen=True, slots=True)
class Figures:
    """A surplus as it was typed, in dong and basis points; `funds` are (from internal, from external)."""

    internal_vnd: int = 0
    external_vnd: int = 0
    kept_apart: bool = True
    indivisible_internal_bp: int = 500
    indivisible_external_bp: int = 500
    usage_internal_bp: int = 6_000
    usage_external_bp: int = 5_000
    funds: Sequence[tuple[int, int]] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """What becomes of one kind of income: the indivisible fund, the other funds, and the two pools out of the rest."""

    income_vnd: int
    indivisible_vnd: int
    funds_vnd: int
    usage_vnd: int = 0
    capital_vnd: int = 0

    @property
    def left_vnd(self) -> int:
        """What is left to be shared; below nothing when the funds take more than there is."""
        return self.income_vnd - self.indivisible_vnd - self.funds_vnd


@dataclass(frozen=True, slots=True)
class Split:
    """Both kinds of income, split."""

    internal: Part
    external: Part

    @property
    def usage_pool_vnd(self) -> int:
        return self.internal.usage_vnd + self.external.usage_vnd

    @property
    def capital_pool_vnd(self) -> int:
        return self.internal.capital_vnd + self.external.capital_vnd


@dataclass(frozen=True, slots=True)
class Member:
    """Who shares: the value of the services used as an official member, and the capital paid in."""

    key: str
    services_vnd: int = 0
    capital_vnd: int = 0


@dataclass(frozen=True, slots=True)
class Share:
    member: Member
    by_usage_vnd: int = 0
    by_capital_vnd: int = 0

    @property
    def total_vnd(self) -> int:
        return self.by_usage_vnd + self.by_capital_vnd


@dataclass(frozen=True, slots=True)
class Fate:
    """What of a surplus's life rules ask: its status, its papers, and what is paid."""

    status: str = "draft"
    year: int = 2025
    resolution_no: str = ""
    resolution_on: dt.date | None = None
    paid: int = 0
    limits: Mapping[str, int] = field(default_factory=dict)


def split(figures: Figures) -> Split:
    """The funds and pools. What was not kept apart is external, with the funds taken from it (R96).

    A part that the law wants to be at least so much is rounded up to the dong; the rest goes by capital.
    """
    internal, external = figures.internal_vnd, figures.external_vnd
    funds = sum(fund[0] for fund in figures.funds), sum(fund[1] for fund in figures.funds)
    if not figures.kept_apart:
        internal, external, funds = 0, internal + external, (0, sum(funds))
    return Split(
        _part(internal, figures.indivisible_internal_bp, funds[0], figures.usage_internal_bp),
        _part(external, figures.indivisible_external_bp, funds[1], figures.usage_external_bp),
    )


def _part(income: int, indivisible_bp: int, funds: int, usage_bp: int) -> Part:
    indivisible = _up(income, indivisible_bp)
    left = max(0, income - indivisible - funds)
    usage = _up(left, usage_bp)
    return Part(income, indivisible, funds, usage, left - usage)


def _up(vnd: int, bp: int) -> int:
    return -(-vnd * bp // WHOLE_BP)


def share_out(usage_pool_vnd: int, capital_pool_vnd: int, members: Iterable[Member]) -> list[Share]:
    """Every member's part by key: by use in proportion to services, by capital in proportion to capital paid in.

    To the dong by largest remainder; equal remainders go by key, so that the order of the members does not matter.
    A pool that nobody has a part in stays whole: `judge_shares` refuses it.
    """
    rows = sorted(members, key=lambda member: member.key)
    usage = _shared(usage_pool_vnd, [row.services_vnd for row in rows])
    capital = _shared(capital_pool_vnd, [row.capital_vnd for row in rows])
    parts = zip(rows, usage, capital, strict=True)
    return [Share(row, by_usage, by_capital) for row, by_usage, by_capital in parts]


def _shared(pool: int, weights: list[int]) -> list[int]:
    return apportion(pool, weights) if sum(weights) else [0] * len(weights)


def judge_figures(figures: Figures, limits: Mapping[str, int]) -> Verdict:
    """What the law asks of the figures (R95), and what is to be said of them (R96)."""
    found = split(figures)
    refused, least, usage = [], limits["indivisible_least_bp"], limits["usage_least_bp"]
    if found.external.income_vnd and figures.indivisible_external_bp < least:
        refused.append(Reason("surplus_indivisible_low", {"least_bp": least}))
    for part in (found.internal, found.external):
        if part.left_vnd < 0:
            refused.append(Reason("surplus_funds_over", {"over_vnd": -part.left_vnd}))
            break
    if found.internal.income_vnd and figures.usage_internal_bp < usage:
        refused.append(Reason("surplus_usage_low", {"least_bp": usage}))
    warned = () if figures.kept_apart else (Reason("surplus_not_apart"),)
    return Verdict(refused=tuple(refused), warnings=warned)


def judge_shares(found: Split, members: Iterable[Member]) -> Verdict:
    """Whether there is something to share, and somebody to share each pool among."""
    rows = list(members)
    return Verdict.refusing(
        ("surplus_nothing", not found.usage_pool_vnd + found.capital_pool_vnd),
        ("surplus_nobody_used", found.usage_pool_vnd and not any(row.services_vnd for row in rows)),
        ("surplus_no_capital", found.capital_pool_vnd and not any(row.capital_vnd for row in rows)),
    )


def judge_adoption(fate: Fate, today: dt.date) -> Verdict:
    """Whether a draft can be adopted: with its resolution, after the year is over."""
    day = fate.resolution_on
    return Verdict.refusing(
        ("surplus_not_draft", fate.status != "draft"),
        ("surplus_without_resolution", not fate.resolution_no.strip() or day is None),
        ("surplus_year_not_over", dt.date(fate.year, 12, 31) >= today),
        ("surplus_resolution_early", day is not None and day <= dt.date(fate.year, 12, 31)),
        ("surplus_resolution_ahead", day is not None and day > today),
    )


def judge_withdrawal(fate: Fate, reason: str) -> Verdict:
    """Whether a surplus can be withdrawn: a draft, or an adopted one of which nothing is paid, with a reason."""
    return Verdict.refusing(
        ("surplus_without_why", not reason.strip()),
        ("surplus_not_adopted", fate.status == "withdrawn"),
        ("surplus_share_paid", fate.paid > 0),
    )


def judge_paying(fate: Fate, day: dt.date, chosen: int, today: dt.date) -> Verdict:
    """Whether shares can be marked as paid on a day."""
    return Verdict.refusing(
        ("surplus_not_adopted", fate.status != "adopted"),
        ("surplus_nothing_chosen", not chosen),
        ("surplus_share_early", fate.resolution_on is not None and day < fate.resolution_on),
        ("surplus_share_ahead", day > today),
    )


def judge_taking_back(paid: bool, reason: str) -> Verdict:
    """Whether the payment of a share can be taken back: one that was marked by mistake, or that the bank returned."""
    return Verdict.refusing(("surplus_share_not_paid", not paid), ("surplus_without_why", not reason.strip()))


def notice_days(adopted_on: dt.date) -> tuple[dt.date, dt.date]:
    """By when a notice is posted, five working days (Monday to Friday) later, and until when it stays: thirty days."""
    day, left = adopted_on, POSTED_WITHIN
    while left:
        day += dt.timedelta(days=1)
        left -= day.weekday() < 5
    return day, day + dt.timedelta(days=POSTED_DAYS)
