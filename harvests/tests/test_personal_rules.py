"""What stands in the way of an erasure, and that every text about a person was thought about."""

import pytest
from django.apps import apps
from django.db import models

from growers.models import Household, Plot
from harvests.queries.personal import OWNED
from harvests.rules.personal import BOOKS, PERSONAL, Standing, judge_erasure


def standing(**values) -> Standing:
    return Standing(**{"erased": False, "left": True, "balances": {}, **values})


@pytest.mark.parametrize(
    ("facts", "codes"),
    [
        ({}, set()),
        ({"left": False}, {"erasure_still_here"}),
        ({"balances": {"fruit": 5, "advance": -7}}, {"erasure_owed", "erasure_owes"}),
        ({"balances": {"fruit": 0}}, set()),
        ({"runs": ("TT-25-007",), "unpriced": 2}, {"erasure_in_run", "erasure_unpriced"}),
        ({"capital_vnd": 1, "surplus_vnd": 1}, {"erasure_capital", "erasure_surplus"}),
        ({"erased": True, "left": False}, {"erasure_done_already"}),
    ],
)
def test_nothing_open_is_erased(facts, codes):
    assert set(judge_erasure(standing(**facts)).codes) == codes


def test_every_table_that_knows_a_household_is_handed_out_and_erased():
    for model in apps.get_models():
        if model._meta.app_label not in ("growers", "harvests") or model.__name__.startswith("Historical"):
            continue
        if any(field.related_model in (Household, Plot) for field in model._meta.concrete_fields if field.is_relation):
            assert model in OWNED, model


def test_every_text_about_a_person_is_either_personal_or_of_the_books():
    for model in OWNED:
        name = model._meta.model_name
        texts = {
            field.name
            for field in model._meta.concrete_fields
            if isinstance(field, models.CharField | models.TextField | models.JSONField) and not field.choices
        }
        assert texts <= PERSONAL.get(name, {}).keys() | BOOKS.get(name, set()), name
        assert not PERSONAL.get(name, {}).keys() & BOOKS.get(name, set()), name
        assert PERSONAL.get(name, {}).keys() <= {field.name for field in model._meta.concrete_fields}, name
