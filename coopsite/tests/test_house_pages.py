"""House rules of what runs: every address has a door, every field that names a row is drawn from the co-operative."""

import importlib
import inspect
import pkgutil

import pytest
from django import forms
from django.http import HttpResponse
from django.urls import path

from coopsite.tests import house
from coopsite.tests.addresses import PUBLIC, addresses, ungated
from growers.access import reads
from growers.forms.base import FilterForm, RowForm, SeatedForm
from growers.models import CoopModel, Household
from growers.tests.builders import make_coop, make_household, make_seat

# --- doors ------------------------------------------------------------------------------------------------------------


def naked(request):
    return HttpResponse()


@reads
def gated(request):
    return HttpResponse()


def test_every_address_has_a_door_or_is_known_to_be_public():
    assert ungated(addresses()) == []


def test_an_address_without_a_door_is_noticed():
    assert ungated(addresses([path("x/", naked, name="x")])) == ["x"]
    assert ungated(addresses([path("x/", gated, name="x")])) == []


def test_what_is_public_is_there():
    assert {address.name for address in addresses()} >= PUBLIC


def test_every_address_has_a_name_of_its_own():
    names = [address.name for address in addresses() if not address.name.startswith("admin:")]
    assert "" not in names
    assert sorted({name for name in names if names.count(name) > 1}) == []


def test_only_the_door_marks_a_view_as_gated():
    marks = [
        source.path
        for source in house.sources()
        for node in source.walk(house.ast.Attribute)
        if node.attr == "door" and isinstance(node.ctx, house.ast.Store)
    ]
    assert marks == ["growers/access.py"]


# --- forms ------------------------------------------------------------------------------------------------------------


def all_forms() -> list[type]:
    found = []
    for app in house.FLOORS:
        package = importlib.import_module(f"{app}.forms")
        for room in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            kinds = filter(inspect.isclass, vars(importlib.import_module(room.name)).values())
            found += [kind for kind in kinds if issubclass(kind, forms.BaseForm) and kind.__module__ == room.name]
    return found


def choices_of(kind: type) -> dict[str, forms.ModelChoiceField]:
    """The fields of a form class that name rows of a co-operative."""
    fields = getattr(kind, "base_fields", {}).items()
    choices = {name: field for name, field in fields if getattr(field, "queryset", None) is not None}
    return {name: field for name, field in choices.items() if issubclass(field.queryset.model, CoopModel)}


def without_seat(kinds: list[type]) -> list[str]:
    """Forms that let a row of a co-operative be chosen, and know of which only by luck."""
    return [kind.__name__ for kind in kinds if choices_of(kind) and not issubclass(kind, SeatedForm | FilterForm)]


class Unfenced(forms.Form):
    """A form that forgot its seat."""

    household = forms.ModelChoiceField(Household.objects.all())


class Fenced(SeatedForm):
    """The same with a seat."""

    household = forms.ModelChoiceField(Household.objects.all())


def test_a_form_without_a_seat_is_noticed():
    assert without_seat([Unfenced, Fenced]) == ["Unfenced"]


def test_every_form_that_names_rows_is_filled_in_from_a_seat():
    kinds = all_forms()
    assert len(kinds) > 10
    assert without_seat(kinds) == []


@pytest.mark.django_db
def test_every_choice_of_rows_is_the_seat_s_own():
    """What a class declares; what a form puts together by itself is asked by the sweep of the doors."""
    seat = make_seat(make_coop(), "director")
    foreign = make_household(make_coop("an-phu"))
    assert not Fenced(seat).fields["household"].queryset.contains(foreign)
    for kind in filter(lambda kind: issubclass(kind, SeatedForm), all_forms()):
        for name, field in choices_of(kind).items():
            probe = type("Probe", (SeatedForm,), {name: field})(seat)
            rows = probe.fields[name].queryset.values_list("cooperative", flat=True)
            assert set(rows) <= {seat.cooperative.pk}, (kind, name)


def test_row_forms_list_their_fields():
    """`__all__` and `exclude` would let a new column be posted by whoever guesses its name."""
    for kind in all_forms():
        if issubclass(kind, RowForm) and getattr(kind, "_meta", None) and kind._meta.model:
            assert isinstance(kind._meta.fields, list | tuple), kind
            assert not kind._meta.exclude, kind
            assert not {"cooperative", "id", "is_demo", "search_key"} & set(kind._meta.fields), kind
