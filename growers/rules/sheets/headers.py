"""Finds the heading of a table, one row or two, and matches its texts with the columns of a schema."""

import re
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import lru_cache

from coopsite.formats.text import clean_line, fold
from growers.rules.sheets.tables import Cell, Column, Merge, Schema, Table, as_text, spelled
from growers.rules.sheets.units import header_unit

SEARCHED_ROWS = 15
LONGEST = 80  # characters of a heading; titles and footnotes are longer
ENOUGH = 55  # of 100 points below which a text is no match
SIMILAR = 88  # per cent: one wrong letter in eight
MOST_DIGITS = 4  # codes, dates and telephones are no headings
CERTAIN = 95
CHILD_ALONE = 90  # per cent: what the lower of two headings counts when it does not need the upper one
NUMBERED = frozenset(spelled("stt | tt | so tt | so thu tu | no | order | index"))
UNREAD = NUMBERED | frozenset(spelled("ky nhan | ky ten | chu ky | signature"))

_BRACKETS = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]")
_NOT_WORD = re.compile(r"[^a-z0-9]+")
_PARTS = re.compile(r"[/|]| [-–] ")


@dataclass(slots=True)
class Heading:
    """Where the heading stands (row indexes) and what each file column got: text, unit, key by column index."""

    rows: tuple[int, ...]
    texts: dict[int, str]
    units: dict[int, str] = field(default_factory=dict)
    lent: frozenset[int] = frozenset()  # columns without an upper text of their own, unless merged cells give them one
    keys: dict[int, str] = field(default_factory=dict)
    twice: dict[str, list[int]] = field(default_factory=dict)  # key -> all columns that could have been it
    points: int = 0


def words(text: str) -> str:
    """Folded letters and digits with single spaces: "Họ & tên (*)" is "ho ten"."""
    return " ".join(_NOT_WORD.sub(" ", fold(text)).split())


def find_heading(table: Table, schema: Schema, row: int | None = None) -> Heading | None:
    """The best heading in the first rows, or the one that begins in `row`; None when fewer than two columns match."""
    matcher = _Matcher(schema)
    best: Heading | None = None
    for top in range(min(SEARCHED_ROWS, len(table.rows))) if row is None else [row]:
        for heading in _candidates(table, top):
            matcher.match(heading)
            if len(heading.keys) > 1 and (best is None or heading.points > best.points):
                best = heading
    return best


def _candidates(table: Table, top: int) -> list[Heading]:
    """The row as a heading of its own, and as the upper row of two."""
    rows = table.rows
    upper = _texts(rows[top])
    if not upper:
        return []
    found = [Heading((top,), upper)]
    if top + 1 < len(rows) and (lower := _texts(rows[top + 1])):
        parents, lent = _parents(table.merges, top, upper, lower)
        texts = {index: "\n".join(filter(None, (parents.get(index), lower.get(index)))) for index in parents | lower}
        found.append(Heading((top, top + 1), texts, lent=lent))
    return found


def _texts(row: list[Cell]) -> dict[int, str]:
    texts = ((index, clean_line(as_text(cell))) for index, cell in enumerate(row) if cell is not None)
    return {index: text for index, text in texts if 0 < len(text) <= LONGEST}


def _parents(
    merges: tuple[Merge, ...], top: int, upper: dict[int, str], lower: dict[int, str]
) -> tuple[dict[int, str], frozenset[int]]:
    """Upper headings by column, spread over the columns they span, and the doubtful columns.

    Merged cells say how far. Without them (text files, "centre across") a heading with one below it reaches right
    over the columns that have only a lower one.
    """
    parents = dict(upper)
    spans = [(left, right) for first, left, _, right in merges if first == top and right > left]
    if spans:
        for left, right in spans:
            if left in upper:
                parents |= dict.fromkeys(range(left, right + 1), upper[left])
        return parents, frozenset(lower.keys() - parents.keys())
    last = ""
    for index in range(max(lower) + 1):
        if index in upper:
            last = upper[index] if index in lower else ""
        elif index in lower and last:
            parents[index] = last
        else:
            last = ""
    return parents, frozenset((parents | lower).keys() - upper.keys())


class _Matcher:
    """Scores texts against the synonyms of a schema; each text once."""

    def __init__(self, schema: Schema):
        self._synonyms = [(column.key, _headings(column)) for column in schema.columns]
        self._seen: dict[tuple[str, bool], dict[str, int]] = {}

    def match(self, heading: Heading) -> None:
        """Gives each key to the column that fits it best, each column once, and sums the points."""
        pairs = []
        for index, text in heading.texts.items():
            for key, points in self._points(text, index in heading.lent).items():
                pairs.append((-points, index, key))
        wanted: dict[str, list[int]] = {}
        for points, index, key in sorted(pairs):
            if index in heading.keys or points > -ENOUGH:
                continue
            wanted.setdefault(key, []).append(index)
            if len(wanted[key]) == 1:
                heading.keys[index] = key
                heading.points -= points
        heading.twice = {key: found for key, found in wanted.items() if len(found) > 1 and self._same(heading, found)}
        heading.units = {index: _unit(text) for index, text in heading.texts.items()}

    def _same(self, heading: Heading, found: list[int]) -> bool:
        """Whether a column that went without its key could have been it just as well, and got no other."""
        first = found[0]
        return any(
            index not in heading.keys and words(heading.texts[index]) == words(heading.texts[first])
            for index in found[1:]
        )

    def _points(self, text: str, doubtful: bool) -> dict[str, int]:
        """Points by key for a heading of one text or two.

        In a doubtful place only certain matches count, or the first line of data would pass for a lower row.
        """
        if (text, doubtful) not in self._seen:
            upper, _, lower = text.rpartition("\n")
            points = self._of_two(upper, lower) if upper else self._of_text(lower)
            least = CERTAIN * CHILD_ALONE // 100 if doubtful else ENOUGH
            self._seen[text, doubtful] = {key: value for key, value in points.items() if value >= least}
        return self._seen[text, doubtful]

    def _of_two(self, upper: str, lower: str) -> dict[str, int]:
        """Both texts together, or the lower alone, or the upper where the lower is but a unit."""
        below = self._of_text(lower)
        above = self._of_text(upper) if header_unit(lower) and not below else {}
        points = self._of_text(f"{upper} {lower}")
        for key, value in below.items():
            points[key] = max(points.get(key, 0), value * CHILD_ALONE // 100)
        for key, value in above.items():
            points[key] = max(points.get(key, 0), value)
        return points

    def _of_text(self, text: str) -> dict[str, int]:
        variants = _variants(text)
        if variants[0][0] in UNREAD or sum(map(str.isdigit, text)) > MOST_DIGITS:
            return {}
        points: dict[str, int] = {}
        for key, synonyms in self._synonyms:
            best = max(
                (_score(variant, synonym) - cost for variant, cost in variants for synonym in synonyms), default=0
            )
            if best >= ENOUGH:
                points[key] = best
        return points


def _unit(text: str) -> str:
    upper, _, lower = text.rpartition("\n")
    return header_unit(lower) or header_unit(upper)


def _headings(column: Column) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(words, (column.label_vi, column.label_en, *column.synonyms))))


@lru_cache(maxsize=2_000)
def _variants(text: str) -> tuple[tuple[str, int], ...]:
    """The ways to read a heading, with the points each costs: without brackets and unit, whole, each half of a/b."""
    bare = words(_BRACKETS.sub(" ", text))
    unit = header_unit(text)
    found = {words(text): 1}
    if bare:
        found = {bare: 0, **found}
        head, _, tail = bare.rpartition(" ")
        if unit and head and header_unit(tail):
            found[head] = 0
    parts = [words(part) for part in _PARTS.split(_BRACKETS.sub(" ", text))]
    if len(parts) > 1:
        for part in filter(None, parts):
            found.setdefault(part, 3)
    found.pop("", None)
    return tuple(found.items()) or (("", 0),)


def _score(text: str, synonym: str) -> int:
    """0..100: equal, equal without spaces, beginning with, containing, or a slip of the pen away from the synonym."""
    if text == synonym:
        return 100
    joined, wanted = text.replace(" ", ""), synonym.replace(" ", "")
    if joined == wanted:
        return 97
    share = 20 * len(synonym) // max(len(text), 1)
    several = " " in synonym
    if several and text.startswith(synonym + " "):
        return 65 + share
    if several and f" {synonym} " in f" {text} ":
        return 55 + share
    if abs(len(joined) - len(wanted)) < 3 and len(wanted) > 6 and joined[:1] == wanted[:1]:
        same = SequenceMatcher(None, joined, wanted, autojunk=False)
        return 60 if same.quick_ratio() * 100 > SIMILAR and same.ratio() * 100 > SIMILAR else 0
    return 0
