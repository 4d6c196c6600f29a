"""{% each row in rows %}: a loop over ready values, for long tables: a quarter of what {% for %} costs.

Between {% each %} and {% endeach %} stand text, {{ row.cell }}, {% if row.cell %}...{% else %}...{% endif %} and
further loops over row.cells. There are no filters and no other tags on the row: a view makes its values ready.
Variables from outside the loop are looked up once. Everything is escaped as elsewhere.
"""

import re
from collections.abc import Callable
from html import escape

from django import template
from django.template.base import FilterExpression, Node, TextNode, VariableNode, render_value_in_context
from django.template.context import Context
from django.template.defaulttags import IfNode, TemplateLiteral
from django.template.engine import Engine
from django.template.exceptions import TemplateSyntaxError
from django.utils.safestring import SafeString

register = template.Library()
special = re.compile("[&<>\"']").search  # asking is half the price of escaping what needs none

Write = Callable[[str], None]
# A compiled part: takes the loops' current values (outermost first), what was looked up outside, and writes.
Part = Callable[[list, list, Write], None]


@register.tag
def each(parser, token):
    """{% each NAME in VALUES %}...{% endeach %}"""
    bits = token.split_contents()
    if len(bits) != 4 or bits[2] != "in":
        raise TemplateSyntaxError("Write {% each row in rows %}.")
    body = parser.parse(("endeach",))
    parser.delete_first_token()
    return EachNode(bits[1], parser.compile_filter(bits[3]), body)


class EachNode(Node):
    """The loop; an inner loop is compiled into the parts of the outer one."""

    def __init__(self, name: str, values: FilterExpression, body):
        self.name, self.values, self.body = name, values, body
        self.parts: list[Part] | None = None
        self.outside: list[FilterExpression] = []

    def render(self, context: Context) -> SafeString:
        if self.parts is None:
            outside: list[FilterExpression] = []
            self.parts = _Compiler(outside).body(self.body, (self.name,))
            self.outside = outside
        found = [expression.resolve(context) for expression in self.outside]
        written: list[str] = []
        write, parts = written.append, self.parts
        for value in self.values.resolve(context, ignore_failures=True) or ():
            loops = [value]
            for part in parts:
                part(loops, found, write)
        return SafeString("".join(written))


class _Compiler:
    """Turns the nodes between the tags into functions, and notes what they take from outside."""

    def __init__(self, outside: list[FilterExpression]):
        self.outside = outside

    def body(self, nodes, names: tuple[str, ...]) -> list[Part]:
        return [self.node(node, names) for node in nodes]

    def node(self, node: Node, names: tuple[str, ...]) -> Part:
        if isinstance(node, TextNode):
            return _text(node.s)
        if isinstance(node, VariableNode):
            return _shown(self.getter(node.filter_expression, names))
        if isinstance(node, IfNode):
            return self.choice(node, names)
        if isinstance(node, EachNode):
            return _loop(self.getter(node.values, names), self.body(node.body, (*names, node.name)))
        raise TemplateSyntaxError(f"{node.token.contents!r} does not go into a row: make its value ready before.")

    def choice(self, node: IfNode, names: tuple[str, ...]) -> Part:
        branches = []
        for condition, nodes in node.conditions_nodelists:
            if condition is not None and not isinstance(condition, TemplateLiteral):
                raise TemplateSyntaxError("Within {% each %}, {% if %} asks one value only: make it ready before.")
            getter = None if condition is None else self.getter(condition.value, names)
            branches.append((getter, self.body(nodes, names)))
        return _choice(branches)

    def getter(self, expression: FilterExpression, names: tuple[str, ...]) -> Callable[[list, list], object]:
        """What finds a value: in a row by its path, or among what was looked up outside."""
        lookups = getattr(expression.var, "lookups", None)
        if not lookups or lookups[0] not in names:
            place = len(self.outside)
            self.outside.append(expression)
            return lambda loops, outside: outside[place]
        if expression.filters:
            raise TemplateSyntaxError(f"{expression.token!r}: no filters on a row; make its value ready before.")
        depth, path = len(names) - 1 - names[::-1].index(lookups[0]), lookups[1:]
        if len(path) == 1:
            step = _step(path[0])
            return lambda loops, outside: step(loops[depth])
        steps = [_step(bit) for bit in path]

        def walk(loops, outside):
            value = loops[depth]
            for step in steps:
                value = step(value)
            return value

        return walk


def _step(bit: str) -> Callable[[object], object]:
    if bit.isdigit():
        place = int(bit)
        return lambda value: value[place]

    def step(value):
        try:
            return value[bit] if type(value) is dict else getattr(value, bit)
        except (KeyError, AttributeError):
            return Engine.get_default().string_if_invalid  # nothing, or in a test a failure

    return step


def _text(text: str) -> Part:
    return lambda loops, outside, write: write(text)


def _shown(get: Callable) -> Part:
    def part(loops, outside, write):
        value = get(loops, outside)
        kind = type(value)
        if kind is str:
            write(escape(value) if special(value) else value)
        elif kind is SafeString:
            write(value)
        elif kind is int:
            write(str(value))  # never with thousands: a number that people read comes as text
        else:
            write(str(render_value_in_context(value, PLAIN)))

    return part


def _choice(branches: list[tuple[Callable | None, list[Part]]]) -> Part:
    def part(loops, outside, write):
        for get, parts in branches:
            if get is None or get(loops, outside):
                for inner in parts:
                    inner(loops, outside, write)
                return

    return part


def _loop(values: Callable, parts: list[Part]) -> Part:
    def part(loops, outside, write):
        for value in values(loops, outside):
            inside = [*loops, value]
            for inner in parts:
                inner(inside, outside, write)

    return part


PLAIN = Context()
