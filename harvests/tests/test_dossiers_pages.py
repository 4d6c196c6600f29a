"""Dossier links: the secret shows once, opens for whoever has it until its day, names no person, and ends alike."""

import datetime as dt
import hashlib
import re
import uuid

import pytest
from django.urls import reverse

from coopsite import clock
from growers.models import AuditEntry
from growers.tests.builders import make_coop, make_household, make_plot, make_seat
from growers.tests.consents_builders import make_consent
from harvests.actions.publishing import revoke_dossier
from harvests.models import Dossier
from harvests.rules.publishing import judge_dossier
from harvests.tests.builders import make_code
from harvests.tests.lots_builders import make_fruit, make_lot, make_repack
from harvests.tests.publishing_builders import make_link, make_treatment

pytestmark = pytest.mark.django_db
CANARY = "CNRYB"
SECRET = "s" * 43


@pytest.fixture
def seat(stand_still, client):
    stand_still("2025-09-08")
    seat = make_seat(make_coop(), "director")
    client.force_login(seat.user)
    return seat


@pytest.fixture
def lot(seat):
    household = make_household(
        seat.cooperative, "077", f"{CANARY} Lò Văn Đức", phone="+84912345678", village=f"{CANARY}bản"
    )
    make_consent(seat, household)
    make_code(make_plot(household))
    return make_lot(seat, make_fruit(seat, household))


def url(seat, name="dossier-new", *words):
    return reverse(name, args=[seat.cooperative.slug, *words])


def typed(of, **values):
    facts = {"lot": of.pk, "shipment": "", "recipient": "Dragonberry", "days": "30"}
    return {"token": str(uuid.uuid4()), **facts, **values}


def secret_of(answer) -> str:
    return re.search(r"/d/([A-Za-z0-9_-]{43})/", answer.content.decode())[1]


def bare(answer) -> tuple:
    return answer.status_code, answer.content, sorted(answer.headers.items()), str(answer.cookies)


# --- made -------------------------------------------------------------------------------------------------------------


def test_the_address_shows_once_and_only_its_hash_is_kept(client, seat, lot):
    answer = client.post(url(seat), typed(lot))
    secret = secret_of(answer)
    row = Dossier.objects.of(seat.cooperative).get()
    assert row.token_sha256 == hashlib.sha256(secret.encode()).hexdigest()
    assert (row.expires_at - clock.real_now()).days == 29
    trail = AuditEntry.objects.of(seat.cooperative).get(verb="dossier made")
    for text in (client.get(url(seat, "dossier-list")).content.decode(), str(trail.details), trail.label):
        assert secret not in text and row.token_sha256 not in text
    assert client.get(f"/d/{secret}/").status_code == 200


def test_the_same_sending_again_gives_the_same_address(client, seat, lot):
    facts = typed(lot)
    assert secret_of(client.post(url(seat), facts)) == secret_of(client.post(url(seat), facts))
    assert Dossier.objects.of(seat.cooperative).count() == 1
    assert client.post(url(seat), {**facts, "days": "31"}).status_code == 409
    assert secret_of(client.post(url(seat), typed(lot))) != secret_of(client.post(url(seat), typed(lot)))


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"days": "0"}, "days"), ({"days": "91"}, "days"), ({"days": "lâu"}, "days"), ({"lot": ""}, "lot"),
        ({"lot": "999999"}, "lot"), ({"recipient": ""}, "recipient"), ({"shipment": "999999"}, "shipment"),
    ],
)  # fmt: skip
def test_bad_input_keeps_what_was_typed_and_makes_nothing(client, seat, lot, values, field):
    answer = client.post(url(seat), typed(lot, **values))
    assert answer.status_code == 200 and field in answer.context["form"].errors
    assert not Dossier.objects.of(seat.cooperative).exists()


def test_a_link_is_for_a_lot_or_a_shipment():
    fine = {"days": 90, "of_lot": True, "of_shipment": False, "lot_void": False}
    assert judge_dossier(**fine).allowed
    for change, code in (
        ({"days": 91}, "dossier_days_wrong"), ({"days": None}, "dossier_days_wrong"),
        ({"of_lot": False}, "dossier_without_subject"), ({"of_shipment": True}, "dossier_of_two"),
        ({"lot_void": True}, "dossier_lot_void"),
    ):  # fmt: skip
        assert judge_dossier(**{**fine, **change}).codes == (code,)


def test_a_lot_of_others_cannot_be_named(client, seat, lot):
    foreign = make_lot(make_seat(make_coop("an-phu"), "director"))
    assert "lot" in client.post(url(seat), typed(foreign)).context["form"].errors
    assert not Dossier.objects.of(foreign.cooperative).exists()


def test_packers_make_no_links_and_strangers_find_nothing(client, seat, lot):
    row = make_link(seat, SECRET, lot)
    client.force_login(make_seat(seat.cooperative, "packer").user)
    assert client.get(url(seat, "dossier-list")).status_code == 200
    assert client.post(url(seat), typed(lot)).status_code == 403
    assert client.post(url(seat, "dossier-revoke", row.pk)).status_code == 403
    client.force_login(make_seat(make_coop("an-phu"), "director").user)
    assert client.post(url(seat), typed(lot)).status_code == 404
    assert client.post(url(seat, "dossier-revoke", row.pk)).status_code == 404


# --- opened -----------------------------------------------------------------------------------------------------------


def test_whoever_has_the_link_reads_inputs_by_code_and_kilograms(client, seat, lot):
    make_treatment(seat, lot)
    make_link(seat, SECRET, lot)
    client.logout()
    answer = client.get(f"/d/{SECRET}/", {"lang": "en"})
    text = answer.content.decode()
    for shown in (lot.code, "VN-SLOR-0003", "077", "91.5", "412 Gy", "TIN-9", "08/09/2025", "Dragonberry Produce"):
        assert shown in text, shown
    assert not answer.cookies and "<script" not in text and "style=" not in text
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "Nơi trồng" not in text


def test_it_names_no_person_even_with_consent_to_labels(client, seat, lot):
    make_link(seat, SECRET, lot)
    for language in ("vi", "en"):
        text = client.get(f"/d/{SECRET}/", {"lang": language}).content.decode()
        for secret in (CANARY, "912345678", "0912", seat.user.username):
            assert secret not in text, secret


def test_a_repacked_lot_shows_where_its_fruit_grew(client, seat, lot):
    make_link(seat, SECRET, make_repack(seat, lot))
    text = client.get(f"/d/{SECRET}/").content.decode()
    assert "VN-SLOR-0003" in text and "077" in text


def test_openings_are_counted(client, seat, lot):
    make_link(seat, SECRET, lot)
    for _ in range(3):
        client.get(f"/d/{SECRET}/")
    row = Dossier.objects.of(seat.cooperative).get()
    assert row.views == 3 and row.last_viewed_at is not None
    assert client.get(url(seat, "dossier-list")).context["rows"][0]["views"] == "3"


# --- ended ------------------------------------------------------------------------------------------------------------


def test_expired_revoked_and_unknown_links_look_alike(client, seat, lot):
    make_link(seat, SECRET, lot)
    revoked = make_link(seat, "r" * 43, lot)
    expired = make_link(seat, "e" * 43, lot)
    revoke_dossier(seat, dossier=revoked)
    Dossier.objects.of(seat.cooperative).filter(pk=expired.pk).update(expires_at=clock.real_now())
    assert client.get(f"/d/{SECRET}/").status_code == 200
    client.logout()
    nothing = bare(client.get(f"/d/{'u' * 43}/"))
    assert nothing[0] == 404
    for address in (f"/d/{'r' * 43}/", f"/d/{'e' * 43}/", "/d/", "/d/x", "/d/%00", "/d/" + "ẤỘ" * 20, f"/d/{SECRET}x/"):
        assert bare(client.get(address)) == nothing, address
    assert client.get("/t/00000000/").content == nothing[1]


def test_a_link_is_valid_to_its_last_moment(client, seat, lot):
    row = make_link(seat, SECRET, lot, days=1)
    rows = Dossier.objects.of(seat.cooperative).filter(pk=row.pk)
    rows.update(expires_at=clock.real_now() + dt.timedelta(seconds=30))
    assert client.get(f"/d/{SECRET}/").status_code == 200
    rows.update(expires_at=clock.real_now() - dt.timedelta(seconds=1))
    assert client.get(f"/d/{SECRET}/").status_code == 404
    assert rows.get().views == 1


def test_a_link_is_revoked_once(client, seat, lot):
    row = make_link(seat, SECRET, lot)
    address, facts = url(seat, "dossier-revoke", row.pk), {"token": str(uuid.uuid4())}
    assert [client.post(address, facts).status_code for _ in range(2)] == [302, 302]
    assert client.get(f"/d/{SECRET}/").status_code == 404
    again = client.post(address, {"token": str(uuid.uuid4())})
    assert again.status_code == 200 and again.context["form"].non_field_errors()


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_nothing_but_reading(client, seat, lot, method):
    make_link(seat, SECRET, lot)
    assert {client.generic(method, f"/d/{secret}/").status_code for secret in (SECRET, "u" * 43)} == {405}


def test_the_list_costs_the_same_at_3_rows_and_at_40(client, seat, lot, django_assert_max_num_queries):
    for number in range(3):
        make_link(seat, f"{number:043d}", lot)
    client.get(url(seat, "dossier-list"))
    with django_assert_max_num_queries(8) as few:
        client.get(url(seat, "dossier-list"))
    for number in range(3, 40):
        make_link(seat, f"{number:043d}", lot)
    with django_assert_max_num_queries(8) as many:
        client.get(url(seat, "dossier-list"))
    assert len(few) == len(many)
