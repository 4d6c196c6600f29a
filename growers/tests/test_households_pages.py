"""Households as people use them: the list, the page and the form, for members, readers and strangers."""

import uuid

import pytest
from django.urls import reverse

from growers.models import AuditEntry, Household
from growers.tests.builders import (
    make_area,
    make_code,
    make_coop,
    make_household,
    make_plot,
    make_seat,
    put_under,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def coop():
    return make_coop()


@pytest.fixture
def director(coop, client):
    seat = make_seat(coop, "director")
    client.force_login(seat.user)
    return seat


def typed(coop, **values):
    household = {
        "token": str(uuid.uuid4()), "code": "012", "name": "  Nguyễn  Thành Liêm ", "kind": "linked",
        "commune": coop.commune_id, "village": "tiểu khu 7", "phone": "0912 345 678",
    }  # fmt: skip
    return {**household, **values}


def test_a_household_is_added_tidily_and_audited(client, coop, director):
    answer = client.post(reverse("household-new", args=[coop.slug]), typed(coop))
    assert answer.status_code == 302, answer.context["form"].errors
    household = Household.objects.of(coop).get()
    assert (household.name, household.phone) == ("Nguyễn Thành Liêm", "+84912345678")
    assert AuditEntry.objects.of(coop).get().verb == "household registered"


def test_the_same_token_adds_once_and_another_body_is_refused(client, coop, director):
    url = reverse("household-new", args=[coop.slug])
    facts = typed(coop)
    assert client.post(url, facts).status_code == 302
    assert client.post(url, facts).status_code == 302
    assert Household.objects.of(coop).count() == 1
    answer = client.post(url, {**facts, "code": "013", "name": "Lò Văn Đức", "phone": "", "confirm_twin": "on"})
    assert answer.status_code == 409
    assert Household.objects.of(coop).count() == 1


def test_bad_input_keeps_what_was_typed_and_writes_nothing(client, coop, director):
    answer = client.post(reverse("household-new", args=[coop.slug]), typed(coop, phone="12", joined_on="31/02/2025"))
    assert answer.status_code == 200
    form = answer.context["form"]
    assert {"phone", "joined_on"} <= set(form.errors)
    assert "31/02/2025" in answer.content.decode()
    assert not Household.objects.of(coop).exists()


def test_a_stale_save_shows_both_versions(client, coop, director):
    household = make_household(coop, "012", "Nguyễn Thành Liêm")
    url = reverse("household-edit", args=[coop.slug, "012"])
    fresh = typed(coop, version=household.version, village="bản A")
    assert client.post(url, fresh).status_code == 302
    answer = client.post(url, {**fresh, "village": "bản B"})
    assert answer.status_code == 200
    assert ("Village", "bản B", "bản A") in [tuple(map(str, row)) for row in answer.context["form"].conflict] or any(
        row[1:] == ("bản B", "bản A") for row in answer.context["form"].conflict
    )
    assert Household.objects.of(coop).get().village == "bản A"


@pytest.mark.parametrize("words", ["012", "liem", "nguyen thanh", "5678", "ta hoc", "tieu khu"])
def test_search_finds_by_code_name_phone_and_commune(client, coop, director, words):
    make_household(coop, "012", "Nguyễn Thành Liêm", phone="+84912345678", village="tiểu khu 7")
    make_household(coop, "999", "Bùi Văn Én", commune=coop.commune, village="x", alias="")
    answer = client.get(reverse("household-list", args=[coop.slug]), {"search": words})
    assert "Nguyễn Thành Liêm" in answer.content.decode()


def test_a_reader_may_not_add_and_a_stranger_finds_nothing(client, coop):
    reader = make_seat(coop, "controller")
    client.force_login(reader.user)
    assert client.get(reverse("household-list", args=[coop.slug])).status_code == 200
    assert client.post(reverse("household-new", args=[coop.slug]), typed(coop)).status_code == 403
    stranger = make_seat(make_coop("an-phu"), "director")
    client.force_login(stranger.user)
    assert client.get(reverse("household-list", args=[coop.slug])).status_code == 404
    assert client.post(reverse("household-new", args=[coop.slug]), typed(coop)).status_code == 404


def test_the_list_costs_the_same_at_3_rows_and_at_60(client, coop, director, django_assert_max_num_queries):
    for _ in range(3):
        make_plot(make_household(coop))
    client.get(reverse("household-list", args=[coop.slug]))  # the first request notes when the session was seen
    with django_assert_max_num_queries(8) as few:
        client.get(reverse("household-list", args=[coop.slug]))
    for _ in range(57):
        make_plot(make_household(coop))
    with django_assert_max_num_queries(8) as many:
        client.get(reverse("household-list", args=[coop.slug]))
    assert len(few) == len(many)


def test_the_list_narrows_by_village_and_what_is_missing(client, coop, director):
    make_household(coop, "001", village="bản A", phone="+84912345678", bank_account="1234")
    make_household(coop, "002", "Lò Văn Đức", village="bản B")
    url = reverse("household-list", args=[coop.slug])
    for filters, found in (
        ({"village": "bản A"}, ["001"]),
        ({"missing": "bank"}, ["002"]),
        ({"missing": "phone"}, ["002"]),
        ({"village": "bản Z"}, ["002", "001"]),
    ):
        assert [row["code"] for row in client.get(url, filters).context["rows"]] == found, filters


def test_the_page_has_land_badges_and_every_tab(client, coop, director, stand_still):
    stand_still("2025-09-08")
    household = make_household(coop, "012")
    coded = make_plot(household, area_m2=20_000, posts=2_000, practice="organic_way")
    make_plot(household, area_m2=5_000, posts=400)
    make_plot(household, status="retired")
    put_under(make_code(make_area(coop)), coded)
    url = reverse("household-page", args=[coop.slug, "012"])
    for tab in ("overview", "plots", "deliveries", "history", "nonsense"):
        answer = client.get(url, {"tab": tab})
        assert answer.status_code == 200
        assert answer.context["land"] == {
            "plots": 2, "area": "2,50 ha", "coded": "2,00 ha", "posts": "2.400", "plants": "0",
        }  # fmt: skip
    assert len(answer.context["badges"]) == 2 and "CN" in answer.context["badges"][1]
    assert [row["code"] for row in client.get(url, {"tab": "plots"}).context["plots"]] == ["012-1", "012-2", "012-3"]


def test_the_phone_list_has_the_numbers_of_the_narrowed_list(client, coop, director):
    make_household(coop, "001", village="bản A", phone="+84912345678")
    make_household(coop, "002", "Lò Văn Đức", village="bản A")
    make_household(coop, "003", "Cà Thị An", village="bản B", phone="+84987654321")
    context = client.get(reverse("household-phones", args=[coop.slug]), {"village": "bản A"}).context
    assert context["numbers"] == "0912345678"
    assert [person["code"] for person in context["without"]] == ["002"]


def test_ten_cards_stand_on_a_sheet_each_with_its_code_to_scan(client, coop, director):
    for _ in range(11):
        make_household(coop, name="Bùi <b>Hoa</b>")
    answer = client.get(reverse("household-cards", args=[coop.slug]))
    assert [len(sheet) for sheet in answer.context["sheets"]] == [10, 1]
    text = answer.content.decode()
    assert text.count("<svg") == 11 and "style=" not in text and "<b>Hoa" not in text


def test_printed_pages_are_for_members_only(client, coop, director):
    client.force_login(make_seat(make_coop("an-phu"), "director").user)
    for name in ("household-phones", "household-cards"):
        assert client.get(reverse(name, args=[coop.slug])).status_code == 404


def test_the_history_of_a_household_loaded_in_bulk_is_empty(client, coop, director):
    household = make_household(coop, "012")
    household.history.all().delete()
    answer = client.get(reverse("household-page", args=[coop.slug, "012"]), {"tab": "history"})
    assert answer.context["history"] == []


def test_a_damaged_token_is_answered_in_the_language_of_the_page(client, coop, director):
    answer = client.post(reverse("household-new", args=[coop.slug]), typed(coop, token="zzz"))
    assert "Biểu mẫu bị hỏng khi gửi. Tải lại trang rồi gửi lại." in answer.content.decode()
    assert not Household.objects.of(coop).exists()


def test_another_co_operative_that_brings_fruit_is_no_household(client, coop, director):
    make_household(coop, "001")
    make_household(coop, "197", "HTX Quỳnh Thuận", kind="cooperative")
    answer = client.get(reverse("household-list", args=[coop.slug]))
    assert (answer.context["sums"]["households"], answer.context["sums"]["coops"]) == ("1", 1)
    assert len(answer.context["rows"]) == 2
