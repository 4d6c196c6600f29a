"""The fields of a filter as a list shows them: kept while nothing is asked, fresh as soon as something is."""

import datetime as dt

import pytest
from django import forms
from django.http import QueryDict
from django.utils import translation

from growers.forms import renderer
from growers.forms.base import SortedFilter
from growers.forms.fields import DayField
from growers.models import Cooperative


class Filter(SortedFilter):
    day = DayField(label="Day <d>", required=False)
    place = forms.TypedChoiceField(label="Place", required=False, coerce=int, empty_value=None)

    def __init__(self, data="", places=((1, "Tà Hộc"), (2, "Mai <Sơn>"))):
        super().__init__(None, QueryDict(data))
        self.offer("place", places)


@pytest.fixture(autouse=True)
def fresh():
    renderer._kept.clear()


def test_every_visible_field_comes_with_its_label_escaped():
    html = Filter().controls
    assert html.count('<div class="filter">') == 2
    assert '<label for="id_day">Day &lt;d&gt;:</label>' in html
    assert "Mai &lt;Sơn&gt;" in html
    assert 'name="sort"' not in html  # hidden: the page puts it where it likes
    assert 'name="sort"' in Filter().hidden


def test_while_nothing_is_asked_the_text_is_kept_for_each_language_and_offer():
    first = Filter().controls
    assert Filter("page=2").controls is first
    with translation.override("en"):
        assert Filter().controls is not first
    assert "Yên Châu" in Filter(places=((3, "Yên Châu"),)).controls
    assert len(renderer._kept) == 3


def test_nothing_is_kept_from_one_cooperative_for_another_nor_from_day_to_day(stand_still):
    stand_still("2025-09-08")
    first, other = Filter("day=8/9"), Filter("day=8/9")
    other.coop = Cooperative(pk=7)
    assert other.controls is not first.controls
    assert first.facts["day"] == dt.date(2025, 9, 8)
    stand_still("2026-01-02")
    assert Filter("day=8/9").facts["day"] == dt.date(2026, 9, 8)


def test_fields_changed_by_hand_are_shown_as_they_are_and_not_kept():
    changed = Filter()
    changed.fields["place"].choices = [("7", "Nà Ớt")]
    assert "Nà Ớt" in changed.controls and not renderer._kept
    assert "Nà Ớt" not in Filter().controls


def test_what_a_view_does_to_the_facts_stays_with_it():
    Filter().facts["place"] = 9
    assert Filter().facts["place"] is None


def test_what_was_asked_is_shown_and_kept_apart():
    kept = Filter().controls
    asked = Filter("day=08/09/2025&place=2")
    assert 'value="08/09/2025"' in asked.controls and '<option value="2" selected>' in asked.controls
    assert asked.facts["place"] == 2
    assert Filter().controls is kept


@pytest.mark.parametrize("data", ["place=9", f"day={'0' * 41}"])
def test_what_is_wrong_or_long_is_not_kept(data):
    assert Filter(data).controls
    assert not renderer._kept


def test_what_is_not_understood_is_pointed_out():
    wrong = Filter("place=9&day=31/02/2025")
    assert wrong.facts == {"sort": ""}
    assert wrong.controls.count('<div class="filter is-wrong">') == 2
    assert wrong.controls.count('<small class="wrong">') == 2


def test_no_more_is_kept_than_there_is_room_for(monkeypatch):
    monkeypatch.setattr(renderer, "MOST", 2)
    for number in range(9):
        assert f"number {number}" in Filter(places=((number, f"number {number}"),)).controls
    assert len(renderer._kept) <= 2
