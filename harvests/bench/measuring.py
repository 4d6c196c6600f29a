"""Takes the times in turns, ours and bare, small and large, so that a noisy machine is noisy to all; and says them."""

import gc
import statistics
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from time import perf_counter_ns

GROWTH = 11  # tenths: no page at the largest size may take longer than this beside the smallest


@dataclass(slots=True)
class Times:
    """Nanoseconds of our page and of the bare view, taken in turns, and the statements of ours."""

    target: int
    statements: int
    grows: bool = False  # a sending: it may, a page may not
    ours: list[int] = field(default_factory=list)
    bare: list[int] = field(default_factory=list)

    @property
    def ratio(self) -> int:
        """Hundredths: our median beside the bare one."""
        return median(self.ours) * 100 // median(self.bare)


def median(values: list[int]) -> int:
    return int(statistics.median(values))


def p95(values: list[int]) -> int:
    return sorted(values)[min(len(values) * 95 // 100, len(values) - 1)]


def take(work: Callable[[], object]) -> int:
    """Nanoseconds that a piece of work took."""
    begin = perf_counter_ns()
    work()
    return perf_counter_ns() - begin


def in_turns(pairs: dict[str, tuple[Times, Callable, Callable]], rounds: int, within: Callable) -> None:
    """Each round takes every pair once; `within(name)` gives the context in which the pair works."""
    gc.collect()
    for _round in range(rounds):
        for name, (times, ours, bare) in pairs.items():
            with within(name):
                times.bare.append(take(bare))
                times.ours.append(take(ours))


def table(found: dict[tuple[str, int], Times]) -> list[str]:
    """The report: a line for each page and size, then how each page grows."""
    lines = [f"{'page':<30}{'loads':>10}{'SQL':>5}{'ours ms':>17}{'bare ms':>17}{'ratio':>7}{'target':>8}"]
    for (name, size), times in found.items():
        lines.append(
            f"{name:<30}{size:>10,}{times.statements:>5}{_pair(times.ours):>17}{_pair(times.bare):>17}"
            f"{times.ratio / 100:>7.2f}{times.target / 10:>8.1f} {_verdict(times.ratio, times.target * 10)}"
            if times.target
            else f"{name:<30}{size:>10,}{times.statements:>5}{_pair(times.ours):>17}"
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
            lines.append(f"{name:<30}{what:>56}{grown / 100:>7.2f}{GROWTH / 10:>8.1f} {_verdict(grown, GROWTH * 10)}")
    return lines


def _pair(values: list[int]) -> str:
    return f"{median(values) / 1e6:.2f} / {p95(values) / 1e6:.2f}"


def _verdict(found: int, target: int) -> str:
    return "ok" if found <= target else "above"
