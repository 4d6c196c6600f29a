"""Staff in the admin: invited, given roles, let go, helped with passwords; the people of others are out of reach."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from growers.actions.once import Refused
from growers.actions.staff import change_account, change_seat, give_seat, invite, reset_password
from growers.models import AuditEntry, Membership, User
from growers.queries.seats import Seat
from growers.tests.builders import PASSWORD, make_coop, make_seat, make_user
from growers.tests.furnished import at

pytestmark = pytest.mark.django_db


@pytest.fixture
def coop():
    return make_coop()


@pytest.fixture
def other():
    coop = make_coop("an-phu", code="AP")
    make_seat(coop, "director")
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


def invitation(coop, **values):
    typed = {
        "cooperative": coop.pk, "role": "clerk", "username": f"lan.{coop.slug}", "name": "Lò Thị Lan",
        "password1": "xoài cát hoà lộc", "password2": "xoài cát hoà lộc",
    }  # fmt: skip
    return {**typed, **values}


def errors(answer):
    assert answer.status_code == 200
    return answer.context["adminform"].form.errors


def test_an_invited_person_works_at_once_and_has_no_other_powers(client, coop, boss):
    powers = {"is_superuser": "on", "is_staff": "on", "groups": "1", "phone": "0912345678", "user": boss.user.pk}
    assert client.post(at("membership_add"), invitation(coop, **powers)).status_code == 302
    lan = User.objects.get(username="lan.ngoc-hoang")
    assert (lan.last_name, lan.phone, lan.is_superuser, lan.is_staff) == ("Lò Thị Lan", "", False, False)
    assert not lan.groups.exists()
    assert Membership.objects.get(user=lan).role == "clerk"
    assert AuditEntry.objects.of(coop).get(verb="person invited").details == {"user": lan.username, "role": "clerk"}
    client.logout()
    signed_in = client.post(reverse("login"), {"username": lan.username, "password": "xoài cát hoà lộc"})
    assert signed_in.status_code == 302


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"username": "lan"}, "username"),
        ({"username": "lan.an-phu"}, "username"),
        ({"username": ".ngoc-hoang"}, "username"),
        ({"username": "Lan.ngoc-hoang"}, "username"),
        ({"username": "admin.ngoc-hoang"}, "username"),
        ({"username": ""}, "username"),
        ({"name": ""}, "name"),
        ({"password1": "", "password2": ""}, "password1"),
        ({"password1": "ngắn", "password2": "ngắn"}, "password1"),
        ({"password1": "password1234", "password2": "password1234"}, "password1"),
        ({"password2": "something else"}, "password2"),
        ({"role": "king"}, "role"),
        ({"cooperative": ""}, "cooperative"),
    ],
)
def test_a_bad_invitation_says_why_and_makes_nobody(client, coop, boss, typed, field):
    before = User.objects.count()
    assert field in errors(client.post(at("membership_add"), invitation(coop, **typed)))
    assert User.objects.count() == before


def test_nobody_is_invited_into_another_cooperative(client, coop, other, boss):
    assert "cooperative" in errors(client.post(at("membership_add"), invitation(other)))
    assert not User.objects.filter(username__startswith="lan").exists()


def test_the_action_itself_refuses_what_the_form_would(coop, other, boss):
    theirs = Seat(boss.user, other, "admin", "", boss.rights)
    facts = {"name": "Lò Thị Lan", "role": "clerk", "password": "xoài cát hoà lộc"}
    for seat, values in (
        (theirs, {"username": "lan.an-phu"}),
        (boss, {"username": "lan"}),
        (boss, {"username": "lan.ngoc-hoang", "phone": "+84912345678"}),
        (make_seat(coop, "director"), {"username": "lan.ngoc-hoang"}),
    ):
        with pytest.raises(Refused):
            invite(seat, **facts, **values)
    with pytest.raises(ValidationError):
        invite(boss, **{**facts, "password": "x"}, username="lan.ngoc-hoang")
    assert not User.objects.filter(username__startswith="lan").exists()


def test_a_role_changes_and_holds_at_the_next_request(client, coop, boss):
    clerk = make_seat(coop, "clerk")
    seat = Membership.objects.get(user=clerk.user)
    page = at("membership_change", seat.pk)
    shown = {"initial-role": "clerk", "initial-is_active": "True"}
    worker = Client()
    worker.force_login(clerk.user)
    assert worker.get(reverse("household-list", args=[coop.slug])).status_code == 200
    assert client.post(page, {**shown, "role": "sales", "is_active": "on"}).status_code == 302
    seat.refresh_from_db()
    assert (seat.role, seat.is_active) == ("sales", True)
    assert client.post(page, {**shown, "initial-role": "sales", "role": "sales"}).status_code == 302
    assert worker.get(reverse("household-list", args=[coop.slug])).status_code == 404
    verbs = AuditEntry.objects.of(coop).filter(verb="seat changed").order_by("pk")
    assert [entry.details["changes"] for entry in verbs] == [{"role": ["clerk", "sales"]}, {"is_active": [True, False]}]


def test_nobody_gives_oneself_another_role(client, coop, boss):
    mine = Membership.objects.get(user=boss.user)
    assert client.get(at("membership_change", mine.pk)).status_code == 200  # to look at
    assert client.post(at("membership_change", mine.pk), {"role": "director", "is_active": "on"}).status_code == 403
    with pytest.raises(Refused):
        change_seat(boss, membership=mine, role="director", is_active=True)
    mine.refresh_from_db()
    assert mine.role == "admin"


def test_another_cooperative_s_seats_are_out_of_reach(client, coop, other, boss):
    theirs = Membership.objects.get(cooperative=other)
    client.post(at("membership_change", theirs.pk), {"role": "clerk"})
    with pytest.raises(Refused):
        change_seat(boss, membership=theirs, role="clerk", is_active=False)
    theirs.refresh_from_db()
    assert (theirs.role, theirs.is_active) == ("director", True)


def account(user, **values):
    shown = {"last_name": user.last_name, "is_active": "on"}
    return {"initial-last_name": user.last_name, "initial-is_active": "True", **shown, **values}


def test_a_name_is_corrected_and_a_sign_in_closed(client, coop, boss):
    clerk = make_seat(coop, "clerk")
    worker = Client()
    worker.force_login(clerk.user)
    page = at("user_change", clerk.user.pk)
    typed = account(clerk.user, last_name="Lò Văn Đức", username="root", is_superuser="on", phone="0912345678")
    assert client.post(page, typed).status_code == 302
    clerk.user.refresh_from_db()
    assert (clerk.user.last_name, clerk.user.phone, clerk.user.is_superuser) == ("Lò Văn Đức", "", False)
    assert clerk.user.username.startswith("clerk.")
    assert worker.get(reverse("home")).status_code == 302
    closed = account(clerk.user)
    del closed["is_active"]
    assert client.post(page, closed).status_code == 302
    assert worker.get(reverse("home")).headers["Location"].startswith(reverse("login"))


def reach(client, user):
    """How an administrator's attempts at an account are answered: its page, a change, a new password."""
    password = {"new_password1": "a stolen password", "new_password2": "a stolen password"}
    return [
        client.post(at("user_change", user.pk), account(user, last_name="stolen")).status_code,
        client.get(at("user_password", user.pk)).status_code,
        client.post(at("user_password", user.pk), password).status_code,
    ]


def unharmed(user):
    user.refresh_from_db()
    return user.check_password(PASSWORD) and user.last_name != "stolen"


def test_the_accounts_of_others_are_out_of_reach(client, coop, other, boss):
    stranger = Membership.objects.get(cooperative=other).user
    shared, chief = make_user("shared"), make_user("chief", is_superuser=True)
    for user in (shared, chief):
        Membership.objects.create(user=user, cooperative=coop, role="clerk")
    Membership.objects.create(user=shared, cooperative=other, role="director", is_active=False)
    assert reach(client, stranger) == [302, 404, 404]  # the first as for an id that is not there
    for user in (shared, chief, boss.user):
        assert reach(client, user) == [403, 403, 403]
    for user in (stranger, shared, chief, boss.user):
        assert unharmed(user)
        with pytest.raises(Refused):
            change_account(boss, user=user, last_name="stolen")
        with pytest.raises(Refused):
            reset_password(boss, user=user, password="a stolen password")
        assert unharmed(user)


def test_where_else_somebody_works_is_not_told(client, coop, other, boss):
    shared = make_user("shared")
    for place in (coop, other):
        Membership.objects.create(user=shared, cooperative=place, role="clerk")
    for page in (at("user_changelist"), at("user_change", shared.pk)):
        text = client.get(page).content.decode()
        assert "shared" in text
        assert other.name not in text


def test_a_new_password_ends_open_sessions_and_lifts_the_pause(client, coop, boss, settings):
    settings.AXES_FAILURE_LIMIT = 2
    clerk = make_seat(coop, "clerk")
    worker, elsewhere = Client(), Client()
    worker.force_login(clerk.user)
    wrong = {"username": clerk.user.username, "password": "wrong"}
    assert [elsewhere.post(reverse("login"), wrong).status_code for _ in range(2)] == [200, 429]
    page = at("user_password", clerk.user.pk)
    assert client.get(page).status_code == 200
    weak = client.post(page, {"new_password1": "x", "new_password2": "x"})
    assert weak.context["form"].errors
    answer = client.post(page, {"new_password1": "a brand new password", "new_password2": "a brand new password"})
    assert answer.status_code == 302
    assert worker.get(reverse("home")).headers["Location"].startswith(reverse("login"))
    right = {"username": clerk.user.username, "password": "a brand new password"}
    assert elsewhere.post(reverse("login"), right).status_code == 302
    assert AuditEntry.objects.of(coop).get(verb="password reset").label == clerk.user.username


def test_the_operator_helps_everybody_but_makes_no_operators(client, coop, other, operator):
    director = Membership.objects.get(cooperative=other).user
    assert reach(client, director) == [302, 200, 302]
    director.refresh_from_db()
    assert director.check_password("a stolen password")
    assert reach(client, operator) == [403, 403, 403]
    seated = client.post(at("membership_add"), {"cooperative": coop.pk, "role": "clerk", "user": director.pk})
    assert seated.status_code == 302
    assert Membership.objects.filter(user=director).count() == 2
    typed = account(director, last_name="Bùi Thị Hoa", is_superuser="on", is_staff="on", phone="0912 345 678")
    assert client.post(at("user_change", director.pk), {**typed, "initial-phone": ""}).status_code == 302
    director.refresh_from_db()
    assert (director.is_superuser, director.is_staff, director.phone) == (False, False, "+84912345678")


def test_only_the_operator_seats_people_who_work_elsewhere(client, coop, other, boss):
    with pytest.raises(PermissionDenied):
        give_seat(boss, user=Membership.objects.get(cooperative=other).user, role="clerk")
    assert client.get(at("user_add")).status_code == 403
