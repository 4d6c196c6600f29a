"""{% kept %} renders once for each combination of values, and never keeps a token."""

import pytest
from django.template import engines
from django.utils import translation

from growers.templatetags import kept


@pytest.fixture(autouse=True)
def fresh():
    kept._kept.clear()


class Counted:
    """Counts how often it is shown."""

    def __init__(self):
        self.times = 0

    def __str__(self):
        self.times += 1
        return f"shown {self.times}"


def template(text: str):
    return engines["django"].from_string("{% load kept %}" + text)


def test_the_same_values_render_once_and_others_again():
    page, shown = template("{% kept language slug %}{{ shown }} {{ slug }}{% endkept %}"), Counted()
    first = page.render({"language": "vi", "slug": "a", "shown": shown})
    assert page.render({"language": "vi", "slug": "a", "shown": shown}) == first == "shown 1 a"
    assert page.render({"language": "en", "slug": "a", "shown": shown}) == "shown 2 a"
    assert page.render({"language": "vi", "slug": "b", "shown": shown}) == "shown 3 b"


def test_two_blocks_with_the_same_values_are_kept_apart():
    page = template("{% kept 'x' %}one{% endkept %}{% kept 'x' %}two{% endkept %}")
    assert page.render({}) == page.render({}) == "onetwo"


def test_a_value_that_is_not_there_counts_as_none():
    assert template("{% kept coop.slug %}x{% endkept %}").render({"coop": None}) == "x"


def test_everybody_gets_the_own_token(rf):
    page = template("{% kept 'form' %}<form>{% csrf_token %}</form>{% endkept %}")
    for token in ("A" * 64, "B" * 64):
        html = page.render({"csrf_token": token})
        assert html == f'<form><input type="hidden" name="csrfmiddlewaretoken" value="{token}"></form>'
    assert "A" * 64 not in str(kept._kept) and "B" * 64 not in str(kept._kept)


def test_what_is_kept_stays_escaped_and_is_not_escaped_twice():
    page = template("{% kept name %}<b>{{ name }}</b>{% endkept %}")
    assert page.render({"name": "<i>"}) == page.render({"name": "<i>"}) == "<b>&lt;i&gt;</b>"


def test_no_more_is_kept_than_there_is_room_for(monkeypatch):
    monkeypatch.setattr(kept, "MOST", 3)
    page = template("{% kept number %}{{ number }}{% endkept %}")
    assert [page.render({"number": number}) for number in range(9)] == [str(number) for number in range(9)]
    assert len(kept._kept) <= 3


def test_a_long_text_is_shown_and_not_kept():
    page, long = template("{% kept name %}{{ name }}{% endkept %}"), "x" * (kept.LONGEST + 1)
    assert page.render({"name": long}) == page.render({"name": long}) == long
    assert not kept._kept


def test_each_language_has_its_own_text_without_being_named():
    page = template("{% load i18n %}{% kept %}{% translate 'Households' %}{% endkept %}")
    with translation.override("en"):
        assert page.render({}) == "Households"
    with translation.override("vi"):
        assert page.render({}) != "Households"
    with translation.override("en"):
        assert page.render({}) == "Households"
