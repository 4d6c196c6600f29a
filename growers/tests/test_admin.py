"""The Django admin: entered by role, scoped to the own co-operative, looking at most things and deleting nothing."""

import io
import re
import zipfile

import pytest
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.urls import NoReverseMatch, reverse

from growers.actions.once import audit
from growers.admin import base
from growers.models import ExportCode, GrowingArea, Household, Membership, User
from growers.tests.builders import (
    PASSWORD,
    make_commune,
    make_coop,
    make_household,
    make_market,
    make_plot,
    make_seat,
    make_user,
)
from growers.tests.furnished import at, furnish, rows_of

pytestmark = pytest.mark.django_db
CANARY = "CNRYB"
ROOMS = [room for room in admin.site._registry.values() if room.opts.app_label == "growers"]


@pytest.fixture
def coop():
    coop = make_coop()
    furnish(coop)
    return coop


@pytest.fixture
def other():
    coop = make_coop("an-phu", name=f"{CANARY} co-operative", code="AP")
    furnish(coop, CANARY)
    return coop


@pytest.fixture
def boss(coop, client):
    seat = make_seat(coop, "admin", "admin.ngoc-hoang")
    client.force_login(seat.user)
    return seat


@pytest.fixture
def operator(coop, client):
    user = make_user("operator", is_superuser=True, is_staff=True)
    client.force_login(user)
    return user


SCOPED = [room.model for room in ROOMS if room.to_coop or room.model is User]


# --- coming in ------------------------------------------------------------------------------------------------------


def test_signed_out_people_sign_in_at_our_own_page(client, coop):
    for page in (reverse("admin:index"), at("household_changelist")):
        assert client.get(page).headers["Location"] == f"{reverse('login')}?next={page}"
    assert client.get(reverse("admin:login")).headers["Location"].startswith(reverse("login"))
    answer = client.post(reverse("admin:login"), {"username": "admin.ngoc-hoang", "password": PASSWORD})
    assert answer.headers["Location"].startswith(reverse("login"))
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("role", [role for role in Membership.Role.values if role != "admin"])
def test_the_other_roles_have_no_business_here(client, coop, role):
    seat = make_seat(coop, role)
    User.objects.filter(pk=seat.user.pk).update(is_staff=True)  # Django's flag means nothing
    client.force_login(seat.user)
    assert client.get(reverse("admin:index")).status_code == 403
    assert client.get(at("household_changelist")).status_code == 403


def test_an_administrator_who_loses_the_seat_is_out_at_the_next_request(client, boss):
    assert client.get(reverse("admin:index")).status_code == 200
    Membership.objects.filter(user=boss.user).update(is_active=False)
    assert client.get(reverse("admin:index")).status_code == 403


def test_only_rooms_with_our_door_are_registered():
    assert all(room.seated for room in admin.site._registry.values())
    assert {room.opts.app_label for room in admin.site._registry.values()} == {"growers", "harvests"}


def test_leaving_and_changing_the_password_lead_to_our_own_pages(client, boss):
    assert client.get(reverse("admin:password_change")).headers["Location"] == reverse("password_change")
    assert client.post(reverse("admin:logout")).headers["Location"] == reverse("login")
    assert "_auth_user_id" not in client.session


# --- looking --------------------------------------------------------------------------------------------------------


def test_every_page_shows_the_own_rows_and_nothing_of_others(client, coop, other, boss):
    for room in ROOMS:
        name = room.opts.model_name
        pages = [client.get(at(f"{name}_changelist"), query) for query in ({}, {"q": "liem"}, {"o": "1"})]
        row = rows_of(room.model, coop).order_by("pk").first()
        if row:
            pages += [client.get(at(f"{name}_{page}", row.pk)) for page in ("change", "history")]
        for page in pages:
            assert page.status_code == 200
            assert CANARY not in page.content.decode()
        if row and room.to_coop:
            assert pages[0].context["cl"].result_count == rows_of(room.model, coop).count()


def test_the_operator_sees_every_cooperative(client, coop, other, operator):
    for room in ROOMS:
        name = room.opts.model_name
        page = client.get(at(f"{name}_changelist"))
        assert page.status_code == 200
        for row in rows_of(room.model, other)[:1]:
            assert client.get(at(f"{name}_change", row.pk)).status_code == 200
        if room.to_coop == "cooperative":
            assert page.context["cl"].result_count >= 2


def test_the_operator_enters_no_cooperative_by_it(client, coop, operator):
    assert client.get(reverse("household-list", args=[coop.slug])).status_code == 404


def test_another_s_row_answers_like_one_that_is_not_there(client, coop, other, boss):
    for model in SCOPED:
        name = model._meta.model_name
        foreign = rows_of(model, other).order_by("pk").first()
        for page in ("change", "history", "delete"):
            answers = [client.get(at(f"{name}_{page}", pk), follow=True) for pk in (foreign.pk, 987654321)]
            texts = [re.sub(r"\d+|csrf\w+|value=\"\w{64}\"", "", answer.content.decode()) for answer in answers]
            assert answers[0].status_code == answers[1].status_code
            assert answers[0].redirect_chain == answers[1].redirect_chain
            assert CANARY not in texts[0]
            assert texts[0] == texts[1]


def test_personal_numbers_are_not_for_administration(client, coop, boss):
    household = Household.objects.of(coop).get()
    assert "012345678901" not in client.get(at("household_change", household.pk)).content.decode()


@pytest.mark.logs_errors
@pytest.mark.parametrize(
    ("page", "query"),
    [
        ("household", "citizen_id__startswith=0"),
        ("household", "citizen_id=012345678901"),
        ("plot", "household__citizen_id__startswith=0"),
        ("user", "password__startswith=argon2"),
        ("user", "memberships__cooperative=2"),
        ("membership", "user__password__startswith=argon2"),
        ("auditentry", "cooperative=2"),
        ("exportcode", "market__requirements__source__startswith=x"),
    ],
)
def test_no_filter_answers_about_what_is_not_offered(client, coop, boss, page, query):
    assert client.get(f"{at(f'{page}_changelist')}?{query}").status_code == 400


@pytest.mark.parametrize(
    ("page", "query"),
    [
        ("household", "kind__exact=linked"),
        ("household", "joined_on__year=2024"),
        ("household", "coop=an-phu"),
        ("plot", "status__exact=trial"),
        ("membership", "is_active__exact=1"),
        ("exportcode", "market__id__exact=1"),
        ("auditentry", "at__gte=2025-02-01+00:00:00%2B07:00&at__lt=2025-03-01+00:00:00%2B07:00"),
        ("importrun", "uploaded_at__day=1&uploaded_at__month=2&uploaded_at__year=2025"),
    ],
)
def test_what_the_list_offers_works(client, coop, other, boss, page, query):
    answer = client.get(f"{at(f'{page}_changelist')}?{query}")
    assert answer.status_code == 200
    assert CANARY not in answer.content.decode()


@pytest.mark.parametrize("words", ["liem", "LIÊM nguyen", "012", "ta hoc"])
def test_households_are_found_as_everywhere(client, coop, boss, words):
    make_household(coop, "999", "Bùi Văn Én", commune=make_commune("Bình Thuận"), village="x")
    page = client.get(at("household_changelist"), {"q": words})
    assert [row.code for row in page.context["cl"].result_list] == ["012"]


def test_nobody_counts_a_ledger_to_its_end(client, coop, boss, monkeypatch, django_assert_max_num_queries):
    for _ in range(5):
        make_household(coop)
    monkeypatch.setattr(base, "MOST_ROWS", 3)
    page = client.get(at("household_changelist"))
    assert page.context["cl"].result_count == 3


@pytest.mark.parametrize("name", ["household", "plot", "membership", "user", "auditentry", "exportcode"])
def test_a_list_costs_the_same_at_any_length(client, coop, boss, name, django_assert_max_num_queries):
    page = at(f"{name}_changelist")
    client.get(page)
    with django_assert_max_num_queries(12) as few:
        client.get(page)
    area = GrowingArea.objects.of(coop).get()
    for number in range(12):
        seat, plot = make_seat(coop, "clerk"), make_plot(make_household(coop))
        audit(seat, "looked at", plot)
        ExportCode.objects.create(
            cooperative=coop, area=area, code=f"X{number}", commodity=coop.commodity, market=make_market()
        )
    with django_assert_max_num_queries(12) as many:
        client.get(page)
    assert len(few) == len(many)


def test_chosen_rows_are_downloaded_and_no_others(client, coop, other, boss):
    for room in ROOMS:
        rows = [*rows_of(room.model, coop)[:3], *(rows_of(room.model, other)[:3] if room.model in SCOPED else ())]
        chosen = {"action": "download_rows", "_selected_action": [row.pk for row in rows]}
        answer = client.post(at(f"{room.opts.model_name}_changelist"), chosen)
        if not rows:
            continue
        assert answer["Content-Disposition"].endswith('.xlsx"')
        book = zipfile.ZipFile(io.BytesIO(answer.content))
        text = "".join(book.read(name).decode() for name in book.namelist())
        assert CANARY not in text
        assert "<row" in text


def test_no_shortcut_tells_whether_a_row_exists(client, coop, other, boss):
    foreign = ContentType.objects.get_for_model(Household).pk, Household.objects.of(other).get().pk
    for kind, pk in (foreign, (foreign[0], 999)):
        assert client.get(f"/admin/r/{kind}/{pk}/").status_code == 404
    with pytest.raises(NoReverseMatch):
        reverse("admin:view_on_site", args=foreign)


# --- nothing is deleted ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["boss", "operator"])
def test_nothing_can_be_deleted(client, coop, who, request):
    request.getfixturevalue(who)
    for room in ROOMS:
        name, before = room.opts.model_name, rows_of(room.model, coop).count()
        page = at(f"{name}_changelist")
        for row in rows_of(room.model, coop)[:1]:
            assert client.post(at(f"{name}_delete", row.pk), {"post": "yes"}).status_code == 403
            client.post(page, {"action": "delete_selected", "_selected_action": row.pk, "post": "yes"})
            assert "delete_selected" not in client.get(page).content.decode()
        assert rows_of(room.model, coop).count() == before, room
