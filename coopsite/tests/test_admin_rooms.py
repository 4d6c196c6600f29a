"""The admin's rooms of fruit and money: the own co-operative's alone, found and downloaded, never written."""

import pytest
from django.contrib import admin
from django.urls import reverse

from coopsite.tests.digests import digest_of
from coopsite.tests.test_doors import contents
from coopsite.tests.worlds import CANARY, ticket
from growers.tests.builders import make_user
from harvests.models import HarvestRecord, Season
from harvests.tests.builders import make_order, make_ticket

pytestmark = pytest.mark.django_db
ROOMS = [room for room in admin.site._registry.values() if room.opts.app_label == "harvests"]


@pytest.fixture
def a(a, client):
    client.force_login(a.seat("admin").user)
    return a


def at(page, *args):
    return reverse(f"admin:harvests_{page}", args=args)


def test_every_book_has_a_room():
    assert {room.opts.model_name for room in ROOMS} == {
        "season", "yieldestimate", "cratetype", "priceboard", "harvestrecord", "daybook", "daytotal", "trader",
        "traderorder", "delivery", "deposit", "receivable", "receipt", "claim", "ordercost", "traderentry",
        "inputstock", "inputsale", "accountdocument", "householdcredit",
        "ledgerentry", "settlementrun", "settlementline", "payment",
        "surplusyear", "surplusshare",
    }  # fmt: skip


@pytest.mark.parametrize("room", ROOMS, ids=str)
def test_a_room_shows_the_own_rows_and_writes_nothing(client, a, b, room):
    name = room.opts.model_name
    own, foreign = (room.model.objects.of(world.coop).order_by("pk").last() for world in (a, b))
    before = digest_of(a.coop), digest_of(b.coop)
    looked = [client.get(at(f"{name}_changelist"), query) for query in ({}, {"o": "1"}, {"o": "-2"})]
    looked += [client.get(at(f"{name}_changelist"), {"q": "012"})] if room.search_fields else []
    looked += [client.get(at(f"{name}_{page}", own.pk)) for page in ("change", "history")]
    chosen = {"action": "download_rows", "_selected_action": [own.pk, foreign.pk]}
    looked.append(client.post(at(f"{name}_changelist"), chosen))
    for answer in looked:
        assert answer.status_code == 200
        assert CANARY.encode() not in contents(answer)
    assert looked[0].context["cl"].result_count == room.model.objects.of(a.coop).count()
    for page in ("change", "history"):
        assert client.get(at(f"{name}_{page}", foreign.pk)).status_code == 302  # as for an id that is not there
    for page in (at(f"{name}_add"), at(f"{name}_change", own.pk), at(f"{name}_delete", own.pk)):
        assert client.post(page, {"post": "yes", "note": "x"}).status_code == 403
    assert (digest_of(a.coop), digest_of(b.coop)) == before


def test_the_operator_sees_every_book(client, a, b):
    client.force_login(make_user("operator", is_superuser=True))
    for room in ROOMS:
        page = client.get(at(f"{room.opts.model_name}_changelist"))
        total = sum(room.model.objects.of(world.coop).count() for world in (a, b))
        assert page.context["cl"].result_count == total, room
        one = client.get(at(f"{room.opts.model_name}_changelist"), {"coop": a.coop.slug})
        assert one.context["cl"].result_count == room.model.objects.of(a.coop).count(), room
        row = room.model.objects.of(b.coop).last()
        assert client.get(at(f"{room.opts.model_name}_change", row.pk)).status_code == 200, room


@pytest.mark.parametrize(
    ("words", "meant"),
    [("250908-001", {"number": 1}), ("CAN-250908-001", {"number": 1}), ("can-250908", {}), ("250908", {}),
     ("liem", {"household__name__contains": "Liêm"}), ("lo van duc", {"household__name": "Lò Văn Đức"}),
     ("250908-099", None), ("251399", None), ("nobody", None), ("", {})],
)  # fmt: skip
def test_tickets_are_found_by_number_day_and_household(client, a, b, words, meant):
    make_ticket(a.director, "012")
    page = client.get(at("harvestrecord_changelist"), {"q": words})
    found = set() if meant is None else set(HarvestRecord.objects.of(a.coop).filter(**meant))
    assert set(page.context["cl"].queryset) == found
    assert bool(found) == (meant is not None)


def test_tickets_are_narrowed_by_season_and_day(client, a, b):
    every = HarvestRecord.objects.of(a.coop).count()
    for query, found in (
        ({"season": a[Season].pk}, every),
        ({"season": b[Season].pk}, 0),
        ({"season": "x"}, every),
        ({"day__year": 2025, "day__month": 9}, every),
        ({"day__year": 2024}, 0),
        ({"status__exact": "void"}, 0),
    ):
        page = client.get(at("harvestrecord_changelist"), query)
        assert page.context["cl"].result_count == found, query


def test_a_ticket_s_page_shows_its_loads(client, a):
    page = client.get(at("harvestrecord_change", a[HarvestRecord].pk)).content.decode()
    line = a[HarvestRecord].lines.get()
    assert ticket(a) in page
    assert str(line.net_g) in page


@pytest.mark.parametrize("name", ["harvestrecord", "traderorder", "daytotal"])
def test_a_book_costs_the_same_at_any_length(client, a, name, django_assert_max_num_queries):
    page = at(f"{name}_changelist")
    client.get(page)
    with django_assert_max_num_queries(14) as few:
        client.get(page)
    for _ in range(8):
        make_ticket(a.director, "012")
        make_order(a.director)
    with django_assert_max_num_queries(14) as many:
        client.get(page)
    assert len(few) == len(many)
