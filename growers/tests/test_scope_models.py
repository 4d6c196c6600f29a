"""The fence between co-operatives: every way to read across it raises, and none keeps a co-operative from its rows."""

import asyncio

import pytest
from django.core.exceptions import ValidationError
from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q

from growers.models import AuditEntry, CoopModel, Household, Membership, Plot, ScopedManager, Unscoped
from growers.models.scope import ScopedQuerySet
from growers.tests.builders import make_coop, make_household, make_plot

pytestmark = pytest.mark.django_db


@pytest.fixture
def two():
    """Two co-operatives with a household of the same code, each with a plot."""
    coops = make_coop("ngoc-hoang"), make_coop("an-phu")
    for coop in coops:
        make_plot(make_household(coop, "012", f"Household of {coop.slug}"))
    return coops


def own(rows):
    return rows.filter(name__startswith="Household")


async def _each(rows):
    return [row async for row in rows.aiterator()]


# Every way in which rows, or facts about them, come out of a queryset.
EVALUATIONS = {
    "list": list,
    "len": len,
    "bool": bool,
    "repr": repr,
    "in": lambda rows: 5 in rows,
    "index": lambda rows: rows[0],
    "slice": lambda rows: list(rows[:1]),
    "step": lambda rows: rows[0:5:2],
    "get": lambda rows: rows.get(),
    "first": lambda rows: rows.first(),
    "last": lambda rows: rows.last(),
    "earliest": lambda rows: rows.earliest("pk"),
    "latest": lambda rows: rows.latest("pk"),
    "in_bulk": lambda rows: rows.in_bulk(),
    "in_bulk of ids": lambda rows: rows.in_bulk([1, 2, 3]),
    "iterator": lambda rows: list(rows.iterator()),
    "aiterator": lambda rows: asyncio.run(_each(rows)),
    "count": lambda rows: rows.count(),
    "exists": lambda rows: rows.exists(),
    "contains": lambda rows: rows.contains(Household(pk=1)),
    "aggregate": lambda rows: rows.aggregate(n=Count("pk")),
    "explain": lambda rows: rows.explain(),
    "values": lambda rows: list(rows.values("name")),
    "values_list": lambda rows: list(rows.values_list("name", flat=True)),
    "annotate": lambda rows: list(rows.annotate(n=Count("plots"))),
    "dates": lambda rows: list(rows.dates("joined_on", "year")),
    "distinct": lambda rows: list(rows.order_by("name").distinct()),
    "only": lambda rows: list(rows.only("name")),
    "select_for_update": lambda rows: list(rows.select_for_update()),
    "select_related": lambda rows: list(rows.select_related("commune")),
    "prefetch_related": lambda rows: list(rows.prefetch_related("plots")),
    "update": lambda rows: rows.update(note="x"),
    "bulk_update": lambda rows: rows.bulk_update([Household(pk=1, name="Household")], ["name"]),
    "union": lambda rows: list(rows.order_by().union(rows.order_by())),
    "get_or_create": lambda rows: rows.get_or_create(name="Household", defaults={"code": "1"}),
    "reverse": lambda rows: list(rows.order_by("pk").reverse()),
    "pickle": lambda rows: rows.__reduce__(),
}
# A row cannot be made from these filters; an event loop has a connection of its own, without this test's rows.
NOT_ANSWERED = {"get_or_create", "aiterator"}


@pytest.mark.parametrize("way", EVALUATIONS.values(), ids=EVALUATIONS)
def test_a_query_that_names_no_cooperative_raises(two, way):
    with pytest.raises(Unscoped):
        way(own(Household.objects.order_by("pk")))


@pytest.mark.parametrize("way", [EVALUATIONS[name] for name in EVALUATIONS if name not in NOT_ANSWERED])
def test_the_same_query_of_one_cooperative_answers(two, way):
    way(own(Household.objects.of(two[0]).order_by("pk")))


def test_deleting_is_fenced_too(two):
    with pytest.raises(Unscoped):
        AuditEntry.objects.filter(verb="x").delete()
    assert AuditEntry.objects.of(two[0]).filter(verb="x").delete()[0] == 0


def test_raw_sql_is_fenced_too(two):
    with pytest.raises(Unscoped):
        Household.objects.raw("SELECT * FROM growers_household")
    sql = "SELECT * FROM growers_household"
    assert len(list(Household.objects.unscoped("a test").raw(sql))) == 2


UNSCOPED = {
    "another table's cooperative": lambda a, b: AuditEntry.objects.filter(actor__memberships__cooperative=a),
    "the household's cooperative": lambda a, b: Plot.objects.filter(household__cooperative=a),
    "an or": lambda a, b: Household.objects.filter(Q(cooperative=a) | Q(name="Household")),
    "a not": lambda a, b: Household.objects.exclude(cooperative=a),
    "a negated Q": lambda a, b: Household.objects.filter(~Q(cooperative=a)),
    "an exclusive or": lambda a, b: Household.objects.filter(Q(cooperative=a) ^ Q(name="Household")),
    "a column": lambda a, b: Plot.objects.filter(cooperative=F("household__cooperative")),
    "a subquery": lambda a, b: Plot.objects.filter(cooperative__in=Membership.objects.values("cooperative")),
    "none given": lambda a, b: Household.objects.filter(cooperative=None),
    "the address": lambda a, b: Household.objects.filter(cooperative__slug=a.slug),
    "greater": lambda a, b: Household.objects.filter(cooperative__gte=a.pk),
    "joined by or": lambda a, b: Household.objects.of(a) | Household.objects.all(),
    "united": lambda a, b: Household.objects.of(a).union(Household.objects.all()),
    "united the other way": lambda a, b: Household.objects.all().union(Household.objects.of(a)),
    "minus": lambda a, b: Household.objects.all().difference(Household.objects.of(a)),
    "a related manager joined by or": lambda a, b: Household.objects.of(a).get().plots.all() | Plot.objects.all(),
    "a related manager united": lambda a, b: Household.objects.of(a).get().plots.all().union(Plot.objects.all()),
    "ids that were guessed": lambda a, b: Household.objects.filter(pk__in=[1, 2, 3]),
}


@pytest.mark.parametrize("query", UNSCOPED.values(), ids=UNSCOPED)
def test_what_only_looks_scoped_raises(two, query):
    with pytest.raises(Unscoped):
        list(query(*two))


SCOPED = {
    "of an instance": lambda a, b: Household.objects.of(a),
    "of an id": lambda a, b: Household.objects.of(a.pk),
    "cooperative_id": lambda a, b: Household.objects.filter(cooperative_id=a.pk),
    "cooperative__id": lambda a, b: Household.objects.filter(cooperative__id=a.pk),
    "filtered before": lambda a, b: Household.objects.filter(name__startswith="Household").of(a),
    "excluded from": lambda a, b: Household.objects.of(a).exclude(name="x"),
    "an or below": lambda a, b: Household.objects.of(a).filter(Q(name="x") | Q(code="012")),
    "joined by and": lambda a, b: Household.objects.all() & Household.objects.of(a),
    "united": lambda a, b: Household.objects.of(a).union(Household.objects.of(a)),
    "with a correlated subquery": lambda a, b: Household.objects.of(a).filter(
        Exists(Plot.objects.filter(household=OuterRef("pk")))
    ),
}


@pytest.mark.parametrize("query", SCOPED.values(), ids=SCOPED)
def test_what_names_its_cooperative_finds_its_rows_alone(two, query):
    assert [row.cooperative_id for row in query(*two)] == [two[0].pk]


def test_two_named_cooperatives_are_named(two):
    assert Household.objects.filter(cooperative__in=two).count() == 2
    assert list(Household.objects.none()) == []


def test_the_rows_of_a_row_need_no_name(two):
    household = Household.objects.of(two[0]).get()
    assert [plot.cooperative_id for plot in household.plots.all()] == [two[0].pk]
    assert household.plots.count() == 1
    assert household.plots.filter(code="012-1").exists()
    assert Plot.objects.of(two[0]).get().household == household


def test_rows_fetched_beforehand_stay_within(two):
    for rows in (
        Household.objects.of(two[0]).prefetch_related("plots"),
        Household.objects.of(two[0]).prefetch_related(Prefetch("plots", Plot.objects.order_by("code"))),
    ):
        assert [plot.cooperative_id for row in rows for plot in row.plots.all()] == [two[0].pk]


def test_reading_across_must_be_said_aloud(two):
    rows = Household.objects.unscoped("a test counts all")
    assert rows.count() == 2
    assert rows.filter(code="012").order_by("pk").exists()


def test_a_foreign_row_is_refused_by_validation_like_one_that_is_not_there(two):
    plot = Plot.objects.of(two[0]).get()
    plot.household = Household.objects.of(two[1]).get()
    with pytest.raises(ValidationError) as caught:
        plot.full_clean()
    assert [error.code for error in caught.value.error_dict["household"]] == ["foreign"]


def test_every_row_of_a_cooperative_has_the_fence():
    """A model with a co-operative that forgets CoopModel, or replaces its manager, stands outside the fence."""
    from django.apps import apps

    outside = {"Membership"}  # asked by user: who may enter which co-operative
    for model in apps.get_models():
        ours = model.__module__.startswith(("growers.models", "harvests.models"))
        if not ours or model.__name__.startswith("Historical") or model.__name__ in outside:
            continue
        names = {field.name for field in model._meta.fields}
        if "cooperative" in names:
            assert issubclass(model, CoopModel), model
            assert isinstance(model.objects, ScopedManager), model
            assert model._default_manager is model.objects, model
            assert issubclass(model.objects._queryset_class, ScopedQuerySet), model


def test_every_uniqueness_and_composite_index_begins_with_the_cooperative():
    from django.apps import apps

    for model in apps.get_models():
        if not issubclass(model, CoopModel):
            continue
        uniques = [rule.fields for rule in model._meta.constraints if getattr(rule, "fields", None)]
        indexes = [[name.lstrip("-") for name in index.fields] for index in model._meta.indexes]
        for fields in (*uniques, *indexes):
            assert fields[0] == "cooperative", (model, fields)


def test_every_link_between_rows_is_protected():
    """Nothing that carries kilograms, money or consent goes because something beside it went."""
    from django.apps import apps
    from django.db.models import PROTECT

    for model in apps.get_models():
        if issubclass(model, CoopModel):
            for field in model._meta.fields:
                if field.is_relation:
                    assert field.remote_field.on_delete is PROTECT, (model, field.name)
