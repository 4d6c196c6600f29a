"""Takes the times in turns, ours, bare and naked, small and large: a noisy machine is noisy to all; and says them."""

import gc
import statistics
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from time import perf_counter_ns

from django.conf import settings

GROWTH = 11  # tenths: no page at the largest size may take longer than this beside the smallest


@dataclass(slots=True)
class Times:
    """Nanoseconds of our page, of the bare and of the naked view, taken in turns, and the statements of ours."""

    target: int
    statements: int
    grows: bool = False  # a sending: it may, a page may not
    ours: list[int] = field(default_factory=list)
    bare: list[int] = field(default_factory=list)
    naked: list[int] = field(default_factory=list)

    @property
    def ratio(self) -> int:
        """Hundredths: our median beside the bare one."""
        return median(self.ours) * 100 // median(self.bare)

    @property
    def naked_ratio(self) -> int:
        """Hundredths: our median beside the naked one."""
        return median(self.ours) * 100 // median(self.naked)


def median(values: list[int]) -> int:
    return int(statistics.median(values))


def p95(values: list[int]) -> int:
    return sorted(values)[min(len(values) * 95 // 100, len(values) - 1)]


def take(work: Callable[[], object]) -> int:
    """Nanoseconds that a piece of work took."""
    begin = perf_counter_ns()
    work()
    return perf_counter_ns() - begin


def in_turns(jobs: dict[str, tuple[Times, Callable, Callable, Callable]], rounds: int, within: Callable) -> None:
    """Each round does every job once in each way; `within(name)` gives the context in which the job works.

    The garbage collector is set as a serving process sets it, for all ways alike; each round has an order of its own,
    or the collector's rounds would always meet the same job.
    """
    names, order = [*jobs], Random(42)  # noqa: S311 - repeatable, not secret
    gc.collect()
    usual = gc.get_threshold()
    gc.set_threshold(*settings.COLLECTOR)
    for _round in range(rounds):
        order.shuffle(names)
        for name in names:
            times, ours, bare, naked = jobs[name]
            with within(name):
                times.naked.append(take(naked))
                times.bare.append(take(bare))
                times.ours.append(take(ours))
    gc.set_threshold(*usual)


def table(found: dict[tuple[str, int], Times]) -> list[str]:
    """The report: a line for each page and size, then how each page grows."""
    lines = [
        f"{'page':<30}{'loads':>10}{'SQL':>5}{'ours ms':>16}{'bare ms':>16}{'to naked':>10}{'to bare':>9}{'target':>8}"
    ]
    for (name, size), times in found.items():
        lines.append(
            f"{name:<30}{size:>10,}{times.statements:>5}{_pair(times.ours):>16}{_pair(times.bare):>16}"
            f"{times.naked_ratio / 100:>10.2f}{times.ratio / 100:>9.2f}"
            + (f"{times.target / 10:>8.1f} {_verdict(times.ratio, times.target * 10)}" if times.target else "")
        )
    by_page = defaultdict(dict)
    for (name, size), times in found.items():
        if not times.grows:
            by_page[name][size] = median(times.ours)
    for name, sizes in by_page.items():
        small, large = min(sizes), max(sizes)
        if small != large:
            grown = sizes[large] * 100 // sizes[small]
            what = f"{large:,} beside {small:,}"
            lines.append(f"{name:<30}{what:>47}{grown / 100:>19.2f}{GROWTH / 10:>8.1f} {_verdict(grown, GROWTH * 10)}")
    return lines


def _pair(values: list[int]) -> str:
    return f"{median(values) / 1e6:.2f} / {p95(values) / 1e6:.2f}"


def _verdict(found: int, target: int) -> str:
    return "ok" if found <= target else "above"
