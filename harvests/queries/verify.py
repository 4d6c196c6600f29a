"""Whether the books of a co-operative add up: every invariant in plain SQL that shares nothing with the writers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from django.apps import apps
from django.db import connection

from growers.models import Cooperative, CoopModel
from harvests.queries import verify_books
from harvests.queries.verify_lots import LOTS
from harvests.queries.verify_money import MONEY
from harvests.queries.verify_personal import PERSONS
from harvests.queries.verify_stock import STOCK
from harvests.queries.verify_traders import TRADERS

CHECKS = (*STOCK, *LOTS, *MONEY, *TRADERS, *PERSONS)
NAMED = 5  # violations that are told one by one; the rest is a number


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found: rows looked at, rows that break it, and the first of those in words."""

    invariant: int
    title: str
    rows: int
    violations: int
    examples: tuple[str, ...] = ()


def findings(coop: Cooperative) -> Iterator[Finding]:
    """Every check of a co-operative's books, by the number of its invariant."""
    rows = _rows(coop)
    for invariant, title, table, sql in CHECKS:
        yield _found(invariant, title, rows[table], _asked(sql, coop))
    for invariant, title, table, broken in verify_books.checks(coop, _asked):
        yield _found(invariant, title, rows[table], broken)
    yield _cycles(coop)
    yield from _fences(coop, rows)


def _asked(sql: str, coop: Cooperative, **more) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, {"coop": coop.pk, **more})
        return cursor.fetchall()


def _rows(coop: Cooperative) -> Mapping[str, int]:
    """How many rows of the co-operative each table has, counted once for all the checks that look at it."""
    tables = {model._meta.db_table for model in _tables()} | {table for _number, _title, table, _sql in CHECKS}
    # The names of tables are written in this package, never typed by anybody.
    counts = [
        f"SELECT '{table}', count(*) FROM {table} WHERE cooperative_id = %(coop)s"  # noqa: S608
        for table in sorted(tables)
    ]
    return dict(_asked(" UNION ALL ".join(counts), coop))


def _found(invariant: int, title: str, rows: int, broken: Sequence[tuple]) -> Finding:
    examples = tuple(" ".join(str(cell) for cell in row) for row in broken[:NAMED])
    return Finding(invariant, title, rows, len(broken), examples)


def _cycles(coop: Cooperative) -> Finding:
    """Invariant 5: no lot contains itself, over however many steps; lots without sources are taken off until none is
    left, and what is left turns in a circle."""
    edges = set(
        _asked(
            "SELECT source_id, lot_id FROM harvests_lotinput"
            " WHERE cooperative_id = %(coop)s AND source_id IS NOT NULL AND void_reason = ''",
            coop,
        )
    )
    waiting: dict[int, set[int]] = {}
    children: dict[int, list[int]] = {}
    for source, lot in edges:
        waiting.setdefault(lot, set()).add(source)
        waiting.setdefault(source, set())
        children.setdefault(source, []).append(lot)
    free = [lot for lot, sources in waiting.items() if not sources]
    while free:
        lot = free.pop()
        waiting.pop(lot)
        for child in children.get(lot, ()):
            waiting[child].discard(lot)
            if not waiting[child]:
                free.append(child)
    return _found(5, "no lot contains itself", len(edges), [("lot", lot) for lot in sorted(waiting)])


def _fences(coop: Cooperative, rows: Mapping[str, int]) -> Iterator[Finding]:
    """Invariants 26 and 27: every row that a row of the co-operative names is of the same co-operative."""
    for table, names, sql in _references():
        broken: dict[str, list[tuple]] = {name: [] for name in names}
        for name, pk in _asked(sql, coop):
            broken[name].append((name, pk))
        for name, found in broken.items():
            yield _found(27, f"same co-operative: {name}", rows[table], found)


@cache
def _references() -> Sequence[tuple[str, Sequence[str], str]]:
    """Each table with the names of its references, and one statement for the rows where one leaves the co-operative."""
    found = []
    for model in _tables():
        fields = [field for field in model._meta.concrete_fields if field.is_relation]
        fenced = {
            f"{model._meta.label}.{field.name}": (field.column, field.related_model._meta.db_table)
            for field in fields
            if issubclass(field.related_model, CoopModel)
        }
        table = model._meta.db_table
        asked = [
            f"SELECT '{name}', a.id FROM {table} a JOIN {target} b ON b.id = a.{column}"  # noqa: S608
            " WHERE a.cooperative_id = %(coop)s AND b.cooperative_id <> a.cooperative_id"
            for name, (column, target) in fenced.items()
        ]
        if asked:
            found.append((table, tuple(fenced), " UNION ALL ".join(asked)))
    return found


def _tables() -> list[type[CoopModel]]:
    floors = (apps.get_app_config("growers"), apps.get_app_config("harvests"))
    return [model for floor in floors for model in floor.get_models() if issubclass(model, CoopModel)]


def summary(found: Sequence[Finding]) -> Mapping[str, int]:
    """How many checks were made, over how many rows, and how many rows break one."""
    return {
        "checks": len(found),
        "rows": sum(finding.rows for finding in found),
        "violations": sum(finding.violations for finding in found),
    }
