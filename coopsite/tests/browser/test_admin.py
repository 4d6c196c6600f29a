"""The admin in a browser: our content policy refuses nothing that its pages need, and its lookups work."""

import pytest
from django.urls import reverse

from coopsite.tests.worlds import make_world
from growers.models import Household
from growers.tests.builders import make_commune, make_user
from harvests.models import HarvestRecord

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(stand_still):
    stand_still("2025-09-08")
    return make_world("ngoc-hoang")


def places(world):
    return [
        reverse("admin:index"),
        reverse("admin:growers_household_changelist"),
        reverse("admin:growers_household_change", args=[world[Household].pk]),
        reverse("admin:harvests_harvestrecord_changelist"),
        reverse("admin:harvests_harvestrecord_change", args=[world[HarvestRecord].pk]),
        reverse("admin:growers_setting_add"),
        reverse("admin:growers_membership_add"),
        reverse("admin:growers_user_password", args=[world.director.user.pk]),
    ]


def test_the_policy_refuses_nothing_that_the_pages_need_and_they_are_accessible(
    page, enter, world, watches, assert_accessible
):
    enter(page, world.seat("admin").user)
    watch = watches[page.context]
    for place in places(world):
        page.goto(place)
        page.wait_for_load_state("networkidle")
        assert page.locator("#content").is_visible()
        assert watch.complaints == []
        assert_accessible(page)
        watch.complaints[:] = [line for line in watch.complaints if "inline" not in line]  # of the checker's own style


def test_a_letterhead_is_corrected_with_a_commune_looked_up(page, enter, world):
    make_commune("Mường Bú", search_key="muong bu son la")
    enter(page, world.seat("admin").user)
    page.goto(reverse("admin:growers_cooperative_change", args=[world.coop.pk]))
    page.locator(".field-commune .select2-selection").click()
    page.locator(".select2-search__field").last.fill("muong b")
    page.locator(".select2-results__option", has_text="Mường Bú").click()
    page.fill("#id_address", "tiểu khu 7")
    page.locator("input[name=_save]").click()
    page.wait_for_load_state()
    world.coop.refresh_from_db()
    assert (world.coop.address, world.coop.commune.name) == ("tiểu khu 7", "Mường Bú")


def test_the_operator_chooses_somebody_known(page, enter, world):
    enter(page, make_user("operator", is_superuser=True))
    page.goto(reverse("admin:growers_membership_add"))
    page.locator(".field-user .select2-selection").click()
    page.locator(".select2-search__field").last.fill("director")
    page.locator(".select2-results__option", has_text="director.ngoc-hoang").first.click()
    page.goto(reverse("admin:harvests_harvestrecord_changelist"))
    page.locator("#action-toggle").click()
    page.locator("#toggle-nav-sidebar").click()
