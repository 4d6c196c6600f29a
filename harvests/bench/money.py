"""What money costs in the books of the bench: the draft of a settlement run over as many tickets as a season has."""

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterator
from itertools import accumulate

from django.db import connection
from django.test.utils import CaptureQueriesContext

from growers.models import Cooperative
from harvests.actions.bench_data import SLUG
from harvests.bench.measuring import median, take
from harvests.bench.proofs import report_line
from harvests.models import DayBook, SettlementRun
from harvests.queries.settlement_lines import draft_of
from harvests.queries.settlements import last_day_of_runs

TICKETS = 8_000
DRAFT_MS, STATEMENTS = 2_000, 8
ROUNDS, MS = 5, 1_000_000


def report() -> Iterator[str]:
    """A line for each piece of work, with what it may cost."""
    coop = Cooperative.objects.select_related("commune").get(slug=SLUG)
    small, large = (_run(coop, tickets) for tickets in (1, TICKETS))
    with CaptureQueriesContext(connection) as few:
        draft_of(small)
    with CaptureQueriesContext(connection) as many:
        draft = draft_of(large)
    time = median([take(lambda: draft_of(large)) for _round in range(ROUNDS)])
    what = f"settlement draft, {len(draft.lines)} households, {draft.totals['tickets']:,} tickets"
    good = time <= DRAFT_MS * MS and len(few) == len(many) <= STATEMENTS
    yield report_line(what, f"{len(many)} SQL", f"{time // MS} ms", f"{DRAFT_MS} ms", good)


def _run(coop: Cooperative, tickets: int) -> SettlementRun:
    """A draft, which is not saved, of what no run has paid: to the day by which so many tickets had come, or all."""
    begin = last_day_of_runs(coop) or dt.date.min
    days = [*DayBook.objects.of(coop).filter(day__gt=begin).order_by("day").values_list("day", "tickets")]
    came = [*accumulate(of_day for _day, of_day in days)]
    last = min(bisect_left(came, tickets), len(days) - 1)
    return SettlementRun(cooperative=coop, day_from=days[0][0], day_to=days[last][0], fee_vnd_per_kg=300)
