"""Two furnished co-operatives that stand for a whole module: built once, each test's own to change."""

import copy
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import override_settings

from coopsite.tests.worlds import CANARY, World, make_world

TODAY = "2025-09-08"


def standing(blocker, slug: str, *marks) -> Iterator[World]:
    """A world in a transaction around those of the tests, each of which is undone on its own; then all is undone."""
    undone = transaction.atomic()
    undone._from_testcase = True  # as those of Django's test cases: what wants to be the outermost may be within it
    with blocker.unblock():
        undone.__enter__()
    try:
        with blocker.unblock(), override_settings(DEMO_TODAY=TODAY):
            world = make_world(slug, *marks)
        yield world
    finally:
        with blocker.unblock():
            transaction.set_rollback(True)
            undone.__exit__(None, None, None)


@pytest.fixture(scope="module")
def own(django_db_setup, django_db_blocker) -> Iterator[World]:
    yield from standing(django_db_blocker, "ngoc-hoang")


@pytest.fixture(scope="module")
def foreign(own, django_db_blocker) -> Iterator[World]:
    """Everything of it is marked."""
    yield from standing(django_db_blocker, "an-phu", CANARY, 774)


@pytest.fixture
def a(db, own, stand_still) -> World:
    """The co-operative of those who ask."""
    stand_still(TODAY)
    return copy.deepcopy(own)


@pytest.fixture
def b(db, a, foreign) -> World:
    """Another one, of which they must see nothing."""
    return copy.deepcopy(foreign)
