"""{% each %} shows what {% for %} shows, and refuses what it cannot do quickly."""

from dataclasses import dataclass

import pytest
from django.template import engines
from django.template.exceptions import TemplateSyntaxError
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from coopsite.testing import UndefinedVariable


@dataclass(slots=True)
class Bar:
    x: int
    title: str


ROWS = [
    {"name": "<Bùi & Hoa>", "alias": "", "url": "/a?b=1&c=2", "html": mark_safe("<b>x</b>"), "n": 12_345, "none": None,
     "cells": ["1", "<2>"], "bar": Bar(7, '"quoted"'), "pair": ("left", 8), "lazy": gettext_lazy("Today")},
    {"name": "Liêm", "alias": "Thanh Liêm", "url": "", "html": "<i>", "n": 0, "none": False, "cells": [],
     "bar": Bar(-1, ""), "pair": ("", 0), "lazy": "–"},
]  # fmt: skip
BODIES = [
    "<td>{{ row.name }}|{{ row.html }}|{{ row.n }}|{{ row.none }}|{{ row.lazy }}</td>",
    "{% if row.alias %}<small>{{ row.alias }}</small>{% endif %}",
    "{% if row.url %}<a href='{{ row.url }}'>{{ label }}</a>{% elif row.n %}n{% else %}none{% endif %}",
    "{{ row.bar.x }} {{ row.bar.title }} {{ row.pair.0 }} {{ row.pair.1 }}",
    "{{ label|upper }}{{ rows.0.name }}",
    "{% if label %}outside{% endif %}{% if row.bar.title %}inside{% endif %}",
]  # fmt: skip


def render(text: str, **context) -> str:
    return engines["django"].from_string("{% load rows %}" + text).render(context)


@pytest.mark.parametrize("body", BODIES)
def test_each_gives_what_for_gives(body):
    context = {"rows": ROWS, "label": "<label>"}
    quick = render("{% each row in rows %}" + body + "{% endeach %}", **context)
    assert quick == render("{% for row in rows %}" + body + "{% endfor %}", **context)
    assert quick


def test_loops_lie_within_loops():
    cells = "{% each cell in row.cells %}{{ cell }}{{ row.n }};{% endeach %}"
    text = "{% each row in rows %}{{ row.name }}:" + cells + "{% endeach %}"
    slow = text.replace("each row", "for row").replace("each cell", "for cell").replace("endeach", "endfor")
    assert render(text, rows=ROWS) == render(slow, rows=ROWS) == "&lt;Bùi &amp; Hoa&gt;:112345;&lt;2&gt;12345;Liêm:"


def test_nothing_to_loop_over_shows_nothing():
    assert render("{% each row in rows %}x{% endeach %}", rows=[]) == ""
    assert render("{% each row in rows %}x{% endeach %}", rows=None) == ""


def test_a_template_renders_again_with_other_rows_and_labels():
    template = engines["django"].from_string("{% load rows %}{% each r in rows %}{{ r.a }}{{ label }}{% endeach %}")
    assert template.render({"rows": [{"a": 1}], "label": "x"}) == "1x"
    assert template.render({"rows": [{"a": 2}, {"a": 3}], "label": "y"}) == "2y3y"


@pytest.mark.parametrize(
    "body",
    [
        "{{ row.name|upper }}",
        "{% if row.n == 1 %}x{% endif %}",
        "{% for cell in row.cells %}x{% endfor %}",
        "{% url 'home' %}",
    ],
)
def test_what_costs_time_in_every_row_is_refused(body):
    with pytest.raises(TemplateSyntaxError):
        render("{% each row in rows %}" + body + "{% endeach %}", rows=ROWS)


@pytest.mark.parametrize("tag", ["{% each row rows %}x{% endeach %}", "{% each row of rows %}x{% endeach %}"])
def test_a_misspelt_tag_is_a_syntax_error(tag):
    with pytest.raises(TemplateSyntaxError):
        render(tag, rows=ROWS)


def test_a_missing_cell_is_found_by_the_tests(tmp_path):
    with pytest.raises(UndefinedVariable):
        render("{% each row in rows %}{{ row.nothing }}{% endeach %}", rows=ROWS)
