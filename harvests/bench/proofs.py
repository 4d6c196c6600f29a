"""What proofs for others cost in the books of the bench: eligibility, EPCIS, the FSMA spreadsheet, `verify`."""

import datetime as dt
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter_ns
from urllib.parse import quote

from django.conf import settings
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test.utils import CaptureQueriesContext

from growers.models import Cooperative, Market, Plot
from harvests.actions.bench_data import SLUG
from harvests.actions.bench_tickets import TODAY
from harvests.bench.measuring import median, take
from harvests.models import DayBook, Lot
from harvests.queries.eligibility import judge_for
from harvests.queries.epcis import document_of_lots
from harvests.queries.fsma204 import Wanted, counts
from harvests.queries.verify import findings, summary

SITE = "https://bench.example"
PLOTS, MARKETS, STATEMENTS = 400, 8, 12
SOURCES, EPCIS_MS = 200, 1_000
ROWS, SECONDS, MEGABYTES = 100_000, 60, 200
ROUNDS = 5
MS, SECOND, MB = 1_000_000, 1_000_000_000, 1_024
# What a process says of itself: what its parent knows of it counts the memory of the parent too.
MEASURED = """
import pathlib, sys
from django.core.management import execute_from_command_line
execute_from_command_line(["manage.py", *sys.argv[1:]])
known = dict(line.split(":", 1) for line in pathlib.Path("/proc/self/status").read_text().splitlines())
print(known["VmHWM"].split()[0])
"""


def report(wrapper: BaseDatabaseWrapper) -> Iterator[str]:
    """A line for each proof on the database in use, with what it may cost."""
    coop = Cooperative.objects.select_related("commune").get(slug=SLUG)
    yield _eligibility(coop)
    yield from _epcis(coop)
    yield from _fsma204(coop, wrapper)
    yield _verify(coop)


def _eligibility(coop: Cooperative) -> str:
    plots = [*Plot.objects.of(coop).order_by("pk").values_list("pk", flat=True)[:PLOTS]]
    markets = [*Market.objects.order_by("pk").values_list("code", flat=True)[:MARKETS]]

    def judge() -> None:
        judge = judge_for(coop, coop.commodity_id, first=TODAY, last=TODAY, plots=plots)
        for plot in plots:
            for market in markets:
                judge.verdict(plot, market, TODAY)

    with CaptureQueriesContext(connection) as ran:
        judge()
    what = f"eligibility, {len(plots)} plots x {len(markets)} markets"
    times = median([take(judge) for _round in range(ROUNDS)])
    return report_line(what, f"{len(ran)} SQL", f"{times // MS} ms", f"{STATEMENTS} SQL", len(ran) <= STATEMENTS)


def _epcis(coop: Cooperative) -> Iterator[str]:
    """Of the lot that was packed anew most often, which has most sources behind it, with others until they suffice."""
    keys = [*Lot.objects.of(coop).order_by("-kind", "-pk").values_list("pk", flat=True)[:SOURCES]]
    if not keys:
        return
    lots, sources = keys[:1], 0
    while (sources := _sources(document_of_lots(coop, SITE, lots))) < SOURCES and len(lots) < len(keys):
        lots = keys[: 2 * len(lots)]
    with CaptureQueriesContext(connection) as ran:
        document_of_lots(coop, SITE, lots)
    time = median([take(lambda: document_of_lots(coop, SITE, lots)) for _round in range(ROUNDS)])
    good = time <= EPCIS_MS * MS and sources >= SOURCES
    what = f"EPCIS, lots: {len(lots)}, sources: {sources}"
    yield report_line(what, f"{len(ran)} SQL", f"{time // MS} ms", f"{EPCIS_MS} ms", good)


def _sources(document: dict) -> int:
    """Tickets and lots that went into lots."""
    return sum(len(event.get("inputQuantityList", ())) for event in document["epcisBody"]["eventList"])


def _fsma204(coop: Cooperative, wrapper: BaseDatabaseWrapper) -> Iterator[str]:
    """The command in a process of its own, as an administrator runs it, over as many days as ROWS rows take."""
    first, last, rows = _days(coop)
    with tempfile.TemporaryDirectory() as folder:
        asked = [
            "export_fsma204", f"--coop={SLUG}", f"--from={first}", f"--to={last}", f"--out={folder}/fsma204.xlsx",
        ]  # fmt: skip
        begin = perf_counter_ns()
        peak = _peak_of(asked, wrapper)
        took = perf_counter_ns() - begin
        size = Path(folder, "fsma204.xlsx").stat().st_size
    good = took <= SECONDS * SECOND and peak <= MEGABYTES and rows >= ROWS
    cost, target = f"{_seconds(took)}, {peak} MB", f"{SECONDS} s, {MEGABYTES} MB"
    yield report_line(f"FSMA 204, {rows:,} rows", f"{size // MB:,} kB file", cost, target, good)


def _days(coop: Cooperative) -> tuple[dt.date, dt.date, int]:
    """The first days whose records come to ROWS rows or more, or all there are."""
    days = [*DayBook.objects.of(coop).order_by("day").values_list("day", flat=True)]
    low, high = 0, len(days) - 1
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if _rows(coop, days[0], days[middle]) >= ROWS else (middle + 1, high)
    return days[0], days[low], _rows(coop, days[0], days[low])


def _rows(coop: Cooperative, first: dt.date, last: dt.date) -> int:
    return sum(counts(Wanted(coop, first, last)).values())


def _peak_of(asked: list[str], wrapper: BaseDatabaseWrapper) -> int:
    """Run a command of ours on a database of the bench; megabytes of memory at its height."""
    environment = {**os.environ, "DATABASE_URL": _address(wrapper), "DEMO_TODAY": f"{TODAY:%Y-%m-%d}"}
    environment["DJANGO_SETTINGS_MODULE"] = "coopsite.settings"
    told = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-c", MEASURED, *asked], env=environment, cwd=settings.BASE_DIR, capture_output=True,
        text=True, check=False,
    )  # fmt: skip
    if told.returncode:
        raise SystemExit(f"{' '.join(asked)}: {told.stderr[-2_000:]}")
    return int(told.stdout.split()[-1]) // MB


def _address(wrapper: BaseDatabaseWrapper) -> str:
    """The database as DATABASE_URL names it."""
    facts = wrapper.settings_dict
    if wrapper.vendor == "sqlite":
        return f"sqlite:///{facts['NAME']}"
    user = ":".join(quote(part, safe="") for part in (facts["USER"], facts["PASSWORD"]) if part)
    host = facts["HOST"]
    if host.startswith("/"):  # the folder of a socket stands before the name
        where = f":{facts['PORT']}/{host}" if facts["PORT"] else f"/{host}"
    else:
        where = f"{quote(host, safe='')}:{facts['PORT'] or 5432}"
    return f"postgres://{f'{user}@' if user else ''}{where}/{facts['NAME']}"


def _verify(coop: Cooperative) -> str:
    found = []
    time = take(lambda: found.extend(findings(coop)))
    sums = summary(found)
    what = f"verify, {sums['checks']} checks"
    return report_line(what, f"{sums['rows']:,} rows", _seconds(time), "0 faults", not sums["violations"])


def _seconds(time: int) -> str:
    tenths = time * 10 // SECOND
    return f"{tenths // 10}.{tenths % 10} s"


def report_line(what: str, size: str, cost: str, target: str, good: bool) -> str:
    """A line of the report."""
    return f"{what:<52}{size:>20}{cost:>20}  target {target:<14} {'ok' if good else 'above'}"
