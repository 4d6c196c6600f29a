"""The geometry of charts: numbers in, plain shapes with whole coordinates out, for templates/includes/chart.html.

Coordinates count in units of the view box, from the top left corner. Values are the stored whole numbers (grams,
dong, basis points); `show` turns one into the text of an axis or a tooltip. Every chart carries the table it was drawn
from, which is what people who cannot see the drawing read.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

WIDTH, HEIGHT, ROW_HEIGHT = 720, 320, 46
LEFT, RIGHT, TOP, BOTTOM = 84, 20, 14, 38
RIGHT_AXIS = 84
NAMES = 130  # what the names of lying bars need beyond the numbers of an axis
MOST_LABELS = 14  # below one another's feet an axis has no room for more

Show = Callable[[int], str]


@dataclass(frozen=True, slots=True)
class Tick:
    """A label of an axis; a `minor` one is left out on a narrow screen."""

    at: int
    label: str
    minor: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """A filled rectangle of a series (1, 2, ...), with its tooltip."""

    x: int
    y: int
    width: int
    height: int
    series: int
    title: str


@dataclass(frozen=True, slots=True)
class Path:
    """A line of a series, as the `d` of an SVG path, with its tooltip."""

    d: str
    series: int
    title: str


@dataclass(frozen=True, slots=True)
class Mark:
    """An upright stroke across a lying bar, such as a limit; limits of one kind share a number."""

    x: int
    y: int
    height: int
    title: str
    series: int = 1


@dataclass(frozen=True, slots=True)
class Band:
    """A stretch of the axis below that is shaded over the whole height, such as a round, with a short name on it."""

    x: int
    y: int
    width: int
    height: int
    title: str
    label: str


@dataclass(slots=True)
class Chart:
    """Shapes in a box, and the words and the table around them; `left`..`bottom` bound the field of the drawing."""

    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    top: int = TOP
    bottom: int = HEIGHT - BOTTOM
    x_ticks: list[Tick] = field(default_factory=list)
    y_ticks: list[Tick] = field(default_factory=list)
    right_ticks: list[Tick] = field(default_factory=list)
    bars: list[Bar] = field(default_factory=list)
    paths: list[Path] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    bands: list[Band] = field(default_factory=list)
    bar_names: list[tuple[int, str]] = field(default_factory=list)  # (series, name) for the legend
    path_names: list[tuple[int, str]] = field(default_factory=list)
    mark_names: list[str] = field(default_factory=list)
    lying: bool = False  # bars lie: the grid belongs to the axis below
    key: str = ""  # makes the ids of the drawing unique on a page
    title: str = ""
    description: str = ""
    header: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)

    @property
    def table(self) -> list[tuple[str, list[str]]]:
        """The rows as their heading and their cells."""
        return [(first, cells) for first, *cells in self.rows]


def place(value: int, low: int, high: int, first: int, last: int) -> int:
    """Where `value` lies between the coordinates `first` (of `low`) and `last` (of `high`), to the nearest whole."""
    span = max(high - low, 1)
    return first + ((value - low) * (last - first) * 2 + span) // (2 * span)


def round_steps(low: int, high: int, about: int = 4) -> list[int]:
    """Round numbers around `low` to `high`: about `about` steps, each 1, 2 or 5 times a power of ten."""
    span = max(high - low, 1)
    step = next(size for size in _round_sizes() if span <= size * about)
    first = low // step * step
    last = -(-max(high, low + 1) // step) * step
    return list(range(first, last + 1, step))


def _round_sizes():
    power = 1
    while True:
        yield from (power, 2 * power, 5 * power)
        power *= 10


def labelled(labels: Sequence[str], places: Sequence[int]) -> list[Tick]:
    """Ticks at places, thinned evenly to what an axis can hold; every second one that is left is minor."""
    step = -(-len(labels) // MOST_LABELS) or 1
    kept = [(at, label) for at, label in zip(places, labels, strict=True)][::step]
    crowded = len(kept) > MOST_LABELS // 2
    return [Tick(at, label, crowded and place % 2 == 1) for place, (at, label) in enumerate(kept)]


def step_path(points: Sequence[tuple[int, int]], last_x: int) -> str:
    """A line that holds each height until the next point, and the last one until `last_x`."""
    if not points:
        return ""
    (x, y), *rest = points
    moves = [f"M{x} {y}", *(f"H{x}V{y}" for x, y in rest), f"H{last_x}"]
    return "".join(moves)


def straight_path(points: Sequence[tuple[int, int] | None]) -> str:
    """A line from point to point that breaks off where a point is missing."""
    moves, drawing = [], False
    for point in points:
        if point is not None:
            moves.append(f"{'L' if drawing else 'M'}{point[0]} {point[1]}")
        drawing = point is not None
    return "".join(moves)


def step_chart(
    series: Sequence[tuple[str, Sequence[tuple[int, int]]]],
    *,
    begin: int,
    end: int,
    x_labels: Sequence[tuple[int, str]],
    show: Show,
    low: int | None = None,
    axis: Show | None = None,
    until: Sequence[int] = (),
    bands: Sequence[tuple[int, int, str, str]] = (),
) -> Chart:
    """Lines that hold their value until the next point: `series` are (name, [(x, value), ...]) with growing x.

    The height begins at `low`, or at a round number below the smallest value; points before `begin` count from there.
    Each line goes on to `end`, or as far as `until` says; `bands` (first x, last x, name, short name) lie behind them.
    """
    chart = Chart()
    across = partial(place, low=begin, high=end, first=chart.left, last=chart.right)
    values = [value for _, points in series for _, value in points]
    heights = round_steps(min(values, default=0) if low is None else low, max(values, default=1))
    chart.y_ticks = [Tick(_up(chart, at, heights), (axis or show)(at)) for at in heights]
    chart.x_ticks = labelled([label for _, label in x_labels], [across(x) for x, _ in x_labels])
    tall = chart.bottom - chart.top
    chart.bands = [
        Band(across(first), chart.top, max(across(last) - across(first), 1), tall, name, label)
        for first, last, name, label in bands
    ]
    for number, (name, points) in enumerate(series, start=1):
        drawn = [(across(min(max(x, begin), end)), _up(chart, value, heights)) for x, value in points]
        if drawn:
            last_x = across(until[number - 1]) if until else chart.right
            chart.paths.append(Path(step_path(drawn, last_x), number, name))
            chart.path_names.append((number, name))
    return chart


def column_chart(
    labels: Sequence[str],
    series: Sequence[tuple[str, Sequence[int]]],
    *,
    show: Show,
    axis: Show | None = None,
    line: tuple[str, Sequence[int | None]] | None = None,
    show_line: Show | None = None,
    steps: bool = False,
    high: int = 0,
) -> Chart:
    """Columns stacked of `series` (name, one value for each label); `line` runs over them against an axis on the right.

    With `steps` the line holds its value from column to column, as a price does. `high` makes the axis reach at least
    so far (10,000 for shares in basis points).
    """
    chart = Chart()
    if line:
        chart.right = WIDTH - RIGHT_AXIS
    sums = [sum(values[place] for _, values in series) for place in range(len(labels))]
    heights = round_steps(0, max([*sums, high, 1]))
    chart.y_ticks = [Tick(_up(chart, at, heights), (axis or show)(at)) for at in heights]
    slot = max((chart.right - chart.left) // max(len(labels), 1), 1)
    lefts = [chart.left + slot * number for number in range(len(labels))]
    chart.x_ticks = labelled(labels, [left + slot // 2 for left in lefts])
    for number, label in enumerate(labels):
        below = 0
        for place_of, (name, values) in enumerate(series, start=1):
            if not values[number]:
                continue
            foot, head = _up(chart, below, heights), _up(chart, below + values[number], heights)
            title = f"{label}, {name}: {show(values[number])}"
            chart.bars.append(
                Bar(lefts[number] + slot // 8, head, max(slot - slot // 4, 1), foot - head, place_of, title)
            )
            below += values[number]
    chart.bar_names = list(enumerate((name for name, _ in series), start=1))
    if line:
        _run_over(chart, line, show_line or show, lefts, slot, len(series) + 1, steps)
    return chart


def _run_over(chart: Chart, line, show: Show, lefts: list[int], slot: int, number: int, steps: bool) -> None:
    name, values = line
    known = [value for value in values if value is not None]
    # Room above and below, so that a line that never moves does not lie on the edge.
    room = max(max(known, default=1) // 20, 1)
    heights = round_steps(max(min(known, default=0) - room, 0), max(known, default=1) + room)
    chart.right_ticks = [Tick(_up(chart, at, heights), show(at)) for at in heights]
    places = lefts if steps else [left + slot // 2 for left in lefts]
    points = [
        None if value is None else (at, _up(chart, value, heights)) for at, value in zip(places, values, strict=True)
    ]
    drawn = step_path([p for p in points if p], lefts[-1] + slot) if steps else straight_path(points)
    chart.paths.append(Path(drawn, number, name))
    chart.path_names.append((number, name))


def lying_chart(
    labels: Sequence[str],
    series: Sequence[tuple[str, Sequence[int]]],
    *,
    show: Show,
    axis: Show | None = None,
    marks: Sequence[tuple[str, Sequence[int | None]]] = (),
) -> Chart:
    """A lying bar for each label, stacked of `series`; `marks` (name, one value a label) are limits across it."""
    height = TOP + ROW_HEIGHT * len(labels) + BOTTOM
    chart = Chart(height=height, bottom=height - BOTTOM, left=LEFT + NAMES, right=WIDTH - 2 * RIGHT, lying=True)
    sums = [sum(values[place] for _, values in series) for place in range(len(labels))]
    limits = [value for _, values in marks for value in values if value is not None]
    reach = round_steps(0, max([*sums, *limits, 1]))
    chart.x_ticks = labelled([(axis or show)(at) for at in reach], [_along(chart, at, reach) for at in reach])
    chart.mark_names = [name for name, _ in marks]
    for number, label in enumerate(labels):
        top = TOP + ROW_HEIGHT * number
        chart.y_ticks.append(Tick(top + ROW_HEIGHT // 2, label))
        before = 0
        for place_of, (name, values) in enumerate(series, start=1):
            first, last = _along(chart, before, reach), _along(chart, before + values[number], reach)
            if last > first:
                title = f"{label}, {name}: {show(values[number])}"
                chart.bars.append(Bar(first, top + 8, last - first, ROW_HEIGHT - 16, place_of, title))
            before += values[number]
        for place_of, (name, values) in enumerate(marks, start=1):
            if values[number] is not None:
                title = f"{label}, {name}: {show(values[number])}"
                at = _along(chart, values[number], reach)
                chart.marks.append(Mark(at, top + 2, ROW_HEIGHT - 4, title, place_of))
    chart.bar_names = list(enumerate((name for name, _ in series), start=1))
    return chart


def _up(chart: Chart, value: int, heights: list[int]) -> int:
    return place(value, heights[0], heights[-1], chart.bottom, chart.top)


def _along(chart: Chart, value: int, reach: list[int]) -> int:
    return place(value, reach[0], reach[-1], chart.left, chart.right)
