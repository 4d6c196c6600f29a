"""Queries that are compiled once: the ORM says them, each later call only sends SQL and values (engineering: speed)."""

import datetime as dt
import re
from collections.abc import Callable
from functools import wraps

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from growers.models.scope import ScopedQuerySet

NUMBER = 2_000_000_011  # marks fit every integer column but the small ones
DAY = dt.date(8000, 1, 1)


class NotPreparable(TypeError):
    """A value cannot be told apart in the compiled SQL: a fault in the code, never in the input."""


def prepared(*constants: str) -> Callable:
    """Decorate a function of keyword arguments that builds a `values_list` queryset; calling it gives the rows.

    The first call of a shape compiles, later ones fill in their values: whole numbers, text, days, moments, and tuples
    of them, whose length belongs to the shape like the values of `constants`, flags and None. LIMIT and OFFSET may be
    values. One compilation serves one connection, that is one thread.
    """

    def decorate(build: Callable[..., QuerySet]) -> Callable[..., list[tuple]]:
        @wraps(build)
        def rows(**values) -> list[tuple]:
            shape = (build, *((name, _shape(name in constants, value)) for name, value in values.items()))
            known = connection.__dict__.setdefault("prepared_queries", {})
            if shape not in known:
                known[shape] = _compile(build, constants, values)
            return known[shape].run(values)

        return rows

    return decorate


def _shape(constant: bool, value):
    if constant or value is None or isinstance(value, bool):
        return value
    return (tuple, len(value)) if isinstance(value, tuple) else type(value)


class _Compiled:
    """SQL with a recipe for its parameters, and what turns database values into Python's."""

    def __init__(self, sql: str, recipe: list, compiler):
        self.sql, self.recipe, self.compiler = sql, recipe, compiler
        self.converters = compiler.get_converters([expression for expression, _sql, _alias in compiler.select])

    def run(self, values: dict) -> list[tuple]:
        parameters = [_adapted(part.of(values)) if isinstance(part, _Mark) else part for part in self.recipe]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, parameters)
            found = cursor.fetchall()
        if self.converters:
            return [*map(tuple, self.compiler.apply_converters(found, self.converters))]
        return found


class _Empty:
    """A query that can find nothing in this shape."""

    @staticmethod
    def run(values: dict) -> list[tuple]:
        return []


class _Mark:
    """Stands in the recipe for the value of an argument, or for one of a tuple."""

    def __init__(self, name: str, place: int | None = None):
        self.name, self.place = name, place

    def of(self, values: dict):
        value = values[self.name]
        return value if self.place is None else value[self.place]


def _compile(build: Callable, constants: tuple[str, ...], values: dict):
    marks = {
        name: _sample(place, value)
        for place, (name, value) in enumerate(values.items())
        if name not in constants and value is not None and not isinstance(value, bool)
    }
    rows = build(**{**values, **marks})
    if isinstance(rows, ScopedQuerySet):
        rows._insist()
    compiler = rows.query.get_compiler(connection=connection)
    try:
        sql, parameters = compiler.as_sql()
    except EmptyResultSet:
        return _Empty()
    by_sample = {}
    for name, sample in marks.items():
        if isinstance(sample, tuple):
            by_sample |= {_adapted(one): _Mark(name, number) for number, one in enumerate(sample)}
        else:
            by_sample[_adapted(sample)] = _Mark(name)
    sql, recipe = _recipe(sql, list(parameters), by_sample)
    lost = {mark.name for mark in by_sample.values() if mark not in recipe}
    if lost:
        raise NotPreparable(f"{build.__qualname__}: {sorted(lost)}")
    return _Compiled(sql, recipe, compiler)


def _sample(place: int, value):
    if isinstance(value, tuple):
        return tuple(_sample((place + 1) * 1_000 + number, one) for number, one in enumerate(value))
    if isinstance(value, int):
        return NUMBER + place
    if isinstance(value, str):
        return f"\ue000{place}\ue000"
    if isinstance(value, dt.datetime):
        return dt.datetime.combine(DAY + dt.timedelta(days=place), dt.time(), dt.UTC)
    if isinstance(value, dt.date):
        return DAY + dt.timedelta(days=place)
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
