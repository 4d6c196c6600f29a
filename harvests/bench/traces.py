"""How long a trace takes both ways in the books of the bench, beside what it may take."""

from functools import partial

from django.db import connection
from django.test.utils import CaptureQueriesContext

from growers.models import Cooperative
from harvests.actions.bench_data import SLUG
from harvests.bench.measuring import median, p95, take
from harvests.models import LotInput
from harvests.queries.trace import trace
from harvests.queries.trace_starts import starts

TARGET_MS = 100
ROUNDS = 30


def traces(coop: Cooperative) -> dict[str, str]:
    """What is traced, by name: a carton of a lot packed twice again, one packed from loads, a ticket, a lot."""
    inputs = LotInput.objects.of(coop).select_related("lot", "line__record")
    again, first = inputs.filter(source__isnull=False).order_by("-pk").first(), inputs.order_by("pk").first()
    if again is None:
        return {}
    return {
        "carton packed again": f"{again.lot.code}/1",
        "carton of loads": f"{first.lot.code}/1",
        "ticket": first.line.record.code,
        "lot, both ways": first.lot.code,
    }


def report() -> list[str]:
    """A line for each trace on the database in use: statements, median and 95th of a hundred, the target."""
    coop = Cooperative.objects.get(slug=SLUG)
    lines = []
    for name, code in traces(coop).items():
        work = partial(_both_ways, coop, code)
        with CaptureQueriesContext(connection) as ran:
            found = work()
        times = [take(work) for _round in range(ROUNDS)]
        verdict = "ok" if median(times) <= TARGET_MS * 1_000_000 else "above"
        lines.append(
            f"trace: {name:<23}{len(ran):>5} SQL {len(found.graph.edges):>6} edges"
            f"{_ms(median(times)):>10} / {_ms(p95(times))} ms  target {TARGET_MS} ms {verdict}"
        )
    return lines


def _ms(nanoseconds: int) -> str:
    return f"{nanoseconds // 1_000_000}.{nanoseconds // 10_000 % 100:02d}"


def _both_ways(coop: Cooperative, code: str):
    (start,) = starts(coop, code)
    return trace(coop, start)
