"""Plain facts of the director's page for tests of its rules: a day on which all is well, to be changed in one thing."""

import datetime as dt

from harvests.rules.dashboard_facts import (
    Book,
    DayGrade,
    Facts,
    Grade,
    OrderLine,
    Price,
    Round,
    Season,
    Standing,
)

TODAY = dt.date(2025, 9, 8)
L1, L2 = Grade(1, "L1", "graded"), Grade(2, "L2", "graded")
OFF, LATER = Grade(4, "D", "offgrade"), Grade(6, "?", "ungraded")
GRADES = [L1, L2, OFF, LATER]


def day(text: str) -> dt.date:
    return dt.datetime.strptime(f"{text}/2025", "%d/%m/%Y").replace(tzinfo=dt.UTC).date()


def make_season(pk=2, crop=1, first="20/06", last="30/11", rounds=(), year=0, **values) -> Season:
    shift = dt.timedelta(days=365 * year)
    return Season(
        pk, crop, f"Vụ {pk}", day(first) + shift, day(last) + shift,
        rounds=[Round(pk * 10 + n, n, day(a) + shift, day(b) + shift) for n, a, b in rounds], **values,
    )  # fmt: skip


ROUNDS = ((3, "07/08", "17/08"), (4, "02/09", "08/09"), (5, "28/09", "07/10"), (6, "24/10", "02/11"))


def make_facts(**values) -> Facts:
    season = make_season(rounds=ROUNDS)
    prices = [Price(dt.datetime(2025, 9, 1, 5, tzinfo=dt.UTC), grade.pk, "export", 20_000) for grade in (L1, L2, OFF)]
    standing = Standing(households=3, plots=3, codes=1, orders=1, expected_g=50_000_000)
    defaults = {
        "seasons": [season], "season": season, "grades": GRADES, "prices": prices, "standing": standing,
        "totals": [DayGrade(2, TODAY, 24, 1, 6_000_000, 120_000_000), DayGrade(2, TODAY, 24, 2, 4_000_000, 68_000_000)],
        "books": {TODAY: Book(TODAY, 3, 10_000_000, 188_000_000)},
    }  # fmt: skip
    return Facts(TODAY, **{**defaults, **values})


def make_line(order=1, grade=1, ordered=10_000_000, delivered=0, to="12/09", status="confirmed", market="JP", **values):
    return OrderLine(order, f"DH-25-{order:03d}", status, day(to), "Sakura", market, market, grade, ordered, delivered)
