"""Queries that are compiled once: the ORM says them, each later call only sends SQL and values (engineering: speed)."""

import datetime as dt
import re
from collections.abc import Callable
from functools import wraps
from itertools import count
from typing import NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.db.models.query import ModelIterable

from growers.models.scope import ScopedQuerySet

MOST = 1_000  # compiled shapes in a process; beyond that it begins anew
NUMBERS = (29_000, 31_000)  # samples fit the smallest integer columns
DAY = dt.date(7000, 1, 1)

_known: dict[tuple, "_Compiled | type[_Empty]"] = {}


class NotPreparable(TypeError):
    """A value cannot be told apart in the compiled SQL: a fault in the code, never in the input."""


def prepared(*constants: str) -> Callable:
    """Decorate a function of keyword arguments that builds a queryset; calling it gives its rows in a list.

    A `values_list` gives tuples; another queryset instances with their annotations, but without select_related.

    The first call of a shape compiles, later ones fill in their values: whole numbers, text, days, moments, and tuples
    of them, whose length belongs to the shape like the values of `constants`, flags and None. So the function may ask
    whether a value is there, not which one it is. LIMIT and OFFSET may be values. What is compiled serves every
    thread: it holds nothing of a connection but how its kind of database writes values.
    """

    def decorate(build: Callable[..., QuerySet]) -> Callable[..., list]:
        @wraps(build)
        def rows(**values) -> list:
            parts = ((name, _shape(name in constants, value)) for name, value in values.items())
            shape = (connection.vendor, build, *parts)
            compiled = _known.get(shape)
            if compiled is None:
                if len(_known) >= MOST:
                    _known.clear()
                compiled = _known[shape] = _compile(build, constants, values)
            return compiled.run(values)

        return rows

    return decorate


def _shape(constant: bool, value):
    if constant or value is None or isinstance(value, bool):
        return value
    return (tuple, len(value)) if isinstance(value, tuple) else type(value)


class _Compiled:
    """SQL with a recipe for its parameters, and what turns database values into Python's."""

    def __init__(self, sql: str, recipe: list, compiler, instances: bool):
        self.sql, self.recipe, self.compiler = sql, recipe, compiler
        self.converters = compiler.get_converters([expression for expression, _sql, _alias in compiler.select])
        self.names: list[str] = []
        if instances:
            places = compiler.klass_info["select_fields"]
            self.first, self.last = places[0], places[-1] + 1
            self.names = [compiler.select[place][0].target.attname for place in places]

    def run(self, values: dict) -> list:
        parameters = [_adapted(part.of(values)) if isinstance(part, _Mark) else part for part in self.recipe]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, parameters)
            found = cursor.fetchall()
        if self.converters:
            found = [*map(tuple, self.compiler.apply_converters(found, self.converters))]
        return [*map(self._instance, found)] if self.names else found

    def _instance(self, row: tuple):
        made = self.compiler.klass_info["model"].from_db("default", self.names, row[self.first : self.last])
        for name, place in self.compiler.annotation_col_map.items():
            setattr(made, name, row[place])
        return made


class _Empty:
    """A query that can find nothing in this shape."""

    @staticmethod
    def run(values: dict) -> list:
        return []


class _Mark(NamedTuple):
    """Stands in the recipe for the value of an argument, or for one of a tuple."""

    name: str
    place: int | None = None

    def of(self, values: dict):
        value = values[self.name]
        return value if self.place is None else value[self.place]


def _compile(build: Callable, constants: tuple[str, ...], values: dict):
    """Compile with samples in the place of values; twice, since a number of the query may look like one sample."""
    changing = [
        name
        for name, value in values.items()
        if name not in constants and value is not None and not isinstance(value, bool)
    ]
    if any(values[name] == () for name in changing):
        return _Empty()
    first, again = (_with_samples(build, values, changing, number) for number in NUMBERS)
    lost = set(changing) - {part.name for part in first.recipe if isinstance(part, _Mark)}
    if lost or (first.sql, first.recipe) != (again.sql, again.recipe):
        raise NotPreparable(f"{build.__qualname__}: {sorted(lost) or first.sql}")
    return first


def _with_samples(build: Callable, values: dict, changing: list[str], number: int) -> _Compiled:
    serial, samples, by_sample = count(number), {}, {}
    for name in changing:
        value = values[name]
        several = value if isinstance(value, tuple) else (value,)
        some = tuple(_sample(next(serial), one) for one in several)
        samples[name] = some if isinstance(value, tuple) else some[0]
        for place, one in enumerate(some):
            by_sample[_adapted(one)] = _Mark(name, place if isinstance(value, tuple) else None)
    rows = build(**{**values, **samples})
    if isinstance(rows, ScopedQuerySet):
        rows._insist()
    compiler = rows.query.get_compiler(connection=connection)
    try:
        sql, parameters = compiler.as_sql()
    except EmptyResultSet:
        raise NotPreparable(f"{build.__qualname__} finds nothing") from None
    sql, recipe = _recipe(sql, list(parameters), by_sample)
    return _Compiled(sql, recipe, compiler, issubclass(rows._iterable_class, ModelIterable))


def _sample(serial: int, value):
    if isinstance(value, int):
        return serial
    if isinstance(value, str):
        return f"\ue000{serial}\ue000"
    if isinstance(value, dt.datetime):
        return dt.datetime.combine(DAY + dt.timedelta(days=serial), dt.time(), dt.UTC)
    if isinstance(value, dt.date):
        return DAY + dt.timedelta(days=serial)
    raise NotPreparable(f"{type(value).__name__} is no value for a prepared query")


def _recipe(sql: str, parameters: list, by_sample: dict) -> tuple[str, list]:
    """The parameters in their order, samples replaced by marks; a number written into the SQL (LIMIT) joins them."""
    recipe, numbers = [], {str(sample): mark for sample, mark in by_sample.items() if isinstance(sample, int)}
    left = iter(parameters)

    def take(found: re.Match) -> str:
        if found[0] == "%%":
            return "%%"
        if found[0] == "%s":
            value = next(left)
            recipe.append(by_sample.get(value, value) if isinstance(value, int | str | dt.date) else value)
        else:
            recipe.append(numbers[found[0]])
        return "%s"

    pattern = "|".join(["%%", "%s", *(rf"\b{number}\b" for number in numbers)])
    return re.sub(pattern, take, sql), recipe


def _adapted(value):
    """A value as this database takes it from the ORM."""
    if isinstance(value, dt.datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, dt.date):
        return connection.ops.adapt_datefield_value(value)
    return value
