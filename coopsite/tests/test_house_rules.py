"""The house rules, asked of every file; each check is first shown a snippet that breaks its rule."""

import importlib
import pkgutil

import pytest

from coopsite.tests import house, house_texts
from coopsite.tests.house import Source
from coopsite.tests.house_exceptions import ALLOWED, ASKING, MARKUP, READY_MADE, SHIPPED
from coopsite.tests.house_texts import Text
from growers.models import Cooperative, CoopModel, FormToken, Membership, User

SOURCES = house.sources()
TEMPLATES = house_texts.texts(".html", under="templates")
SCRIPTS = house_texts.texts(".js", under="static")

RULES = {
    "bad_arrows": [
        Source("growers/queries/x.py", "from harvests.models import Season"),
        Source("growers/views/x.py", "def f():\n    import harvests.models"),
        Source("growers/tests/test_x.py", "from harvests.models import Season"),
        Source("growers/rules/x.py", "from growers import models"),
        Source("growers/models/x.py", "from growers.queries.seats import Seat"),
        Source("growers/queries/x.py", "from ..actions import once"),
        Source("growers/actions/x.py", "def f():\n    from growers.forms.base import RowForm"),
        Source("harvests/actions/demo/x.py", "from growers.wording import sentence"),
        Source("harvests/queries/x.py", "from growers.actions.once import audit"),
        Source("harvests/forms/x.py", "from harvests.views.weighing import weigh"),
        Source("harvests/views/x.py", "from importlib import import_module\nimport_module('harvests.urls')"),
        Source("growers/rules/x.py", "from coopsite import settings"),
        Source("harvests/views/x.py", "from coopsite.context import site"),
        Source("harvests/actions/x.py", "from growers.tests.builders import make_coop"),
        Source("coopsite/formats/x.py", "from growers.models import User"),
    ],
    "without_rung": [Source("growers/helpers.py", ""), Source("harvests/services/x.py", "")],
    "hidden_arrows": [
        Source("growers/models/x.py", "apps.get_model('harvests.Season')"),
        Source("growers/views/x.py", "render(request, 'harvests/x.html')"),
        Source("growers/models/x.py", "apps.get_model('harvests', 'Season')"),
    ],
    "impure_rules": [
        Source("growers/rules/x.py", "from django.utils import timezone"),
        Source("harvests/rules/x.py", "def f():\n    import subprocess"),
        Source("growers/rules/sheets/x.py", "from coopsite import clock"),
        Source("growers/rules/x.py", "import time"),
    ],
    "too_long": [Source("x.py", "\n" * 301), Source("x.py", "def f():\n" + "    pass\n" * 41)],
    "unlabelled": [
        Source("x.py", "import os"),
        Source("x.py", '"""Words"""'),
        Source("x.py", "# A comment is none.\nimport os"),
        Source("x.py", '"""What is missing here\n\nis the end of the first sentence."""'),
    ],
    "managers_in_pages": [
        Source("growers/views/x.py", "Plot.objects.of(coop)"),
        Source("harvests/forms/x.py", "class F:\n    f = Choice(Market.objects.order_by('code'))"),
        Source("growers/web.py", "Plot._default_manager.all()"),
    ],
    "writes": [
        Source("growers/views/x.py", "plot.save()"),
        Source("growers/queries/x.py", "Plot.objects.of(coop).update(name='x')"),
        Source("growers/queries/x.py", "Plot.objects.of(coop).update(**facts)"),
        Source("growers/models/x.py", "self.rows.delete()"),
        Source("growers/admin/x.py", "form.save()"),
        Source("harvests/forms/x.py", "Season.objects.bulk_create(rows)"),
        Source("coopsite/x.py", "User.objects.get_or_create(username='x')"),
    ],
    "raw_sql": [
        Source("growers/queries/x.py", "Plot.objects.raw('SELECT 1')"),
        Source("growers/queries/x.py", "from django.db.models.expressions import RawSQL\nRawSQL('1', ())"),
        Source("harvests/actions/x.py", "connection.cursor().execute(sql)"),
        Source("growers/queries/x.py", "rows.extra(where=['1'])"),
    ],
    "clocks": [
        Source("growers/rules/x.py", "dt.date.today()"),
        Source("growers/rules/x.py", "datetime.now(tz=VIETNAM)"),
        Source("growers/models/x.py", "DateTimeField(default=timezone.now)"),
        Source("growers/models/x.py", "DateTimeField(auto_now_add=True)"),
        Source("growers/queries/x.py", "rows.filter(at__lt=Now())"),
        Source("growers/views/x.py", "timezone.localdate()"),
        Source("growers/views/x.py", "timezone.localtime()"),
        Source("harvests/views/x.py", "time.time()"),
    ],
    "floats": [
        Source("harvests/rules/x.py", "kg = net_g / 1000"),
        Source("harvests/rules/x.py", "net_g /= 2"),
        Source("harvests/rules/x.py", "float(text)"),
        Source("harvests/rules/x.py", "amount = grams * 0.5"),
        Source("growers/models/x.py", "area = models.FloatField()"),
        Source("harvests/actions/x.py", "round(amount)"),
    ],
    "unsafe": [
        Source("growers/web.py", "from django.utils.safestring import mark_safe"),
        Source("harvests/views/x.py", "@csrf_exempt\ndef view(request): ..."),
        Source("harvests/rules/x.py", "eval(text)"),
    ],
    "signals_and_saves": [
        Source("growers/models/x.py", "from django.db.models.signals import post_save"),
        Source("growers/models/x.py", "class X(Model):\n    def save(self): ..."),
        Source("harvests/models/x.py", "class X(Model):\n    def delete(self): ..."),
    ],
}  # fmt: skip
TEMPLATE_RULES = {
    "inline_code": [
        '<p style="color:red">', "<a onclick='x()'>", "<img src=x onerror=alert(1)>", '<a href="javascript:x()">',
        "<style>p{}</style>", "<script>x()</script>", '<script type="module">x()</script>',
        '<script src="https://cdn.example/x.js"></script>', '<link rel="stylesheet" href="//cdn.example/x.css">',
        '<form action="https://example.com/">', "<p hx-on:click='x()'>", "<p hx-vals='js:{a: 1}'>",
        '<p {% if a > b %}class="x"{% endif %} style="x">', '<input value="a>b" onclick="x">',
    ],
    "old_tags": [
        "{% trans 'x' %}", "{% blocktrans %}x{% endblocktrans %}", "{{ x|safe }}", "{{ x| safe }}",
        "{% autoescape off %}", "{% blocktranslate %}\nx\n{% endblocktranslate %}",
    ],
    "unprotected_forms": ['<form method="post">\n<input>\n</form>', "<form class='x' method=POST>"],
    "arithmetic": ["{{ net|add:1 }}", "{% widthratio a b 100 %}", "{{ kg|floatformat:1 }}"],
}  # fmt: skip
SCRIPT_RULES = {
    "risky_script": [
        "el.innerHTML = text", "eval(text)", "new Function('x')", "setTimeout('x()', 1)", "document.write(x)",
        "el.insertAdjacentHTML('beforeend', x)", "fetch('https://example.com/')", "import('//cdn.example/x.js')",
    ],
    "asks_the_server": ["fetch(url)", "new XMLHttpRequest()", "navigator.sendBeacon(url)"],
}  # fmt: skip


def test_the_house_is_read():
    assert len(SOURCES) > 100
    assert len(TEMPLATES) > 20
    assert SCRIPTS


@pytest.mark.parametrize(("rule", "snippet"), [(rule, bad) for rule, bads in RULES.items() for bad in bads])
def test_a_rule_notices_what_breaks_it(rule, snippet):
    assert getattr(house, rule)(snippet)


@pytest.mark.parametrize("rule", RULES)
def test_the_code_keeps_a_rule(rule):
    allowed = ALLOWED.get(rule, {})
    found = [line for source in SOURCES if source.path not in allowed for line in getattr(house, rule)(source)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(("rule", "path"), [(rule, path) for rule, paths in ALLOWED.items() for path in paths])
def test_an_exception_is_still_needed(rule, path):
    found = [source for source in SOURCES if source.path == path]
    assert found, f"{path} is not there any more"
    assert getattr(house, rule)(found[0]), f"{path} keeps the rule: take it off the list"


# What resembles a breach and is none.
INNOCENT = {
    "bad_arrows": [
        Source("harvests/queries/x.py", "from growers.queries.seats import Seat\nfrom coopsite import clock"),
        Source("harvests/views/x.py", "from growers.access import reads\nfrom harvests.forms.x import F"),
        Source("harvests/tests/test_x.py", "from growers.tests.builders import make_coop"),
    ],
    "writes": [
        Source("growers/views/x.py", "context.update({'a': 1})\nseen.add(1)\ndigest.update(chunk)"),
        Source("growers/models/x.py", "class X:\n    def update(self, **k):\n        return super().update(**k)"),
        Source("growers/actions/x.py", "plot.save()"),
        Source("growers/tests/x.py", "plot.save()"),
    ],
    "clocks": [Source("growers/views/x.py", "clock.today()\ntimezone.localtime(row.at)\ndt.time(5, 0)\nself.today")],
    "floats": [Source("harvests/rules/x.py", "net_g // 1000\nisinstance(x, float)\nPATH = HERE / 'x'")],
    "managers_in_pages": [Source("harvests/forms/x.py", "Choice(Market.objects.none())")],
    "too_long": [Source("x.py", "def f():\n" + "    pass\n" * 39)],
    "unlabelled": [Source("x.py", ""), Source("x.py", '"""What this room is for."""')],
}  # fmt: skip


@pytest.mark.parametrize(("rule", "snippet"), [(rule, good) for rule, goods in INNOCENT.items() for good in goods])
def test_a_rule_leaves_the_innocent_alone(rule, snippet):
    assert getattr(house, rule)(snippet) == []


# --- templates, scripts, prose ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("rule", "bad"), [(rule, bad) for rule, bads in TEMPLATE_RULES.items() for bad in bads])
def test_a_template_rule_notices_what_breaks_it(rule, bad):
    assert getattr(house_texts, rule)(Text("x.html", bad))


@pytest.mark.parametrize("rule", TEMPLATE_RULES)
def test_the_templates_keep_a_rule(rule):
    judged = [template for template in TEMPLATES if rule != "old_tags" or template.path not in READY_MADE]
    found = [line for template in judged for line in getattr(house_texts, rule)(template)]
    assert not found, "\n".join(found)


def test_what_is_not_inline_passes():
    fine = '<script src="{% static \'x.js\' %}" defer></script><a href="https://example.com/">{# onclick="x" #}</a>'
    assert house_texts.inline_code(Text("x.html", fine)) == []


@pytest.mark.parametrize(("rule", "bad"), [(rule, bad) for rule, bads in SCRIPT_RULES.items() for bad in bads])
def test_a_script_rule_notices_what_breaks_it(rule, bad):
    assert getattr(house_texts, rule)(Text("x.js", bad))


def test_the_scripts_make_no_markup_or_code_out_of_text():
    others = [script for script in SCRIPTS if script.path not in MARKUP]
    assert [line for script in others for line in house_texts.risky_script(script)] == []


def test_only_the_scripts_that_must_ask_the_server():
    others = [script for script in SCRIPTS if not script.path.startswith(tuple(ASKING))]
    assert [line for script in others for line in house_texts.asks_the_server(script)] == []


@pytest.mark.parametrize("bad", ["# TO" "DO later", "see /wo" "rk/main", "in /tm" "p/x", "made with Cla" "ude"])
def test_leftovers_are_noticed(bad):
    assert house_texts.leftovers(Text("x.py", bad))


def test_nothing_is_left_over():
    files = [file for file in house_texts.texts() if not file.path.startswith(SHIPPED)]
    found = [line for file in files for line in house_texts.leftovers(file)]
    assert not found, "\n".join(found)


# --- use cases --------------------------------------------------------------------------------------------------------


# Made in the admin, without tokens: their names are unique, so that a second sending is refused.
NAMED = (Cooperative, Membership, User)


def test_every_use_case_can_be_repeated():
    """Its result is found again by its id, so it is a row of a co-operative; its name fits the token's row."""
    longest = FormToken._meta.get_field("use_case").max_length
    found = list(all_use_cases())
    assert len(found) > 10
    for name, result in found:
        assert result is int or (isinstance(result, type) and issubclass(result, (CoopModel, *NAMED))), name
        assert len(name) <= longest, name


def all_use_cases():
    """(name, result) of each; a count (int) can only be the result of one that takes no token, and so can NAMED."""
    for app in house.FLOORS:
        package = importlib.import_module(f"{app}.actions")
        for room in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            for work in vars(importlib.import_module(room.name)).values():
                if getattr(work, "is_use_case", False) and work.__module__ == room.name:
                    yield f"{room.name.rpartition('.')[2]}.{work.__wrapped__.__name__}", work.result_model
