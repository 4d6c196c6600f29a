"""Publishing from inside: refused until the minimum set is whole, withdrawn with a reason, odd scans pointed out."""

import uuid

import pytest
from django.urls import reverse

from coopsite import clock
from growers.models import AuditEntry, Setting
from growers.tests.builders import make_coop, make_seat
from growers.wording import WORDING
from harvests.actions.lots import hold_lot
from harvests.models import TracePage, TraceScan
from harvests.rules.publishing import CODES, FIELDS, LANGUAGES, allowed, judge_page, language_of
from harvests.tests.lots_builders import make_lot
from harvests.tests.picture_files import jpeg
from harvests.tests.publishing_builders import make_card, make_page


@pytest.fixture
def seat(stand_still, client):
    stand_still("2025-09-08")
    seat = make_seat(make_coop(address="tiểu khu 7"), "sales")
    client.force_login(seat.user)
    return seat


@pytest.fixture
def director(seat):
    return make_seat(seat.cooperative, "director")


def url(lot, name="lot-publish"):
    return reverse(name, args=[lot.cooperative.slug, lot.code])


def sent(**values):
    return {"token": str(uuid.uuid4()), **values}


def codes(answer) -> set[str]:
    return {error.code for error in answer.context["form"].non_field_errors().as_data()}


# --- the rule ---------------------------------------------------------------------------------------------------------

WHOLE = {
    "name": {"vi": "Thanh long", "en": "Dragon fruit"}, "producer": {"name": "HTX", "address": "Sơn La"},
    "origin": {"vi": "Sơn La", "en": "Son La"}, "standards": "VietGAP", "packs": [{"size": "31"}],
    "steps": [{"kind": "harvest"}, {"kind": "pack"}],
}  # fmt: skip
FINE = {"status": "closed", "is_held": False, "picture_bytes": 9_000, "most_bytes": 28_000}


def test_the_whole_minimum_set_may_be_published():
    assert judge_page(WHOLE, **FINE).allowed


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"name": {}}, "publish_no_card"),
        ({"name": {"vi": "Thanh long"}}, "publish_no_name"),
        ({"producer": {"address": "Sơn La"}}, "publish_no_producer"),
        ({"producer": {"name": "HTX"}}, "publish_no_address"),
        ({"origin": {"vi": "Sơn La"}}, "publish_no_origin"),
        ({"standards": ""}, "publish_no_standards"),
        ({"packs": []}, "publish_no_fruit"),
        ({"steps": [{"kind": "pack"}]}, "publish_no_events"),
        ({"steps": [{"kind": "harvest"}]}, "publish_no_events"),
    ],
)
def test_whatever_is_missing_of_the_minimum_set_is_refused(change, code):
    assert judge_page({**WHOLE, **change}, **FINE).codes == (code,)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"picture_bytes": 0}, "publish_no_picture"),
        ({"picture_bytes": 28_001}, "publish_picture_heavy"),
        ({"status": "open"}, "publish_lot_open"),
        ({"status": "void"}, "publish_lot_void"),
        ({"is_held": True}, "publish_lot_held"),
    ],
)
def test_a_lot_that_is_not_fit_is_refused(change, code):
    assert judge_page(WHOLE, **{**FINE, **change}).codes == (code,)


def test_certificates_are_standards_too():
    assert judge_page({**WHOLE, "standards": "", "certificates": [{"scheme": "vietgap"}]}, **FINE).allowed


def test_only_the_fields_of_the_law_pass():
    stray = {"households": ["x"], "name": {"vi": "A", "th": "B"}, "lot": {"x": 1}, "places": ["Tà Hộc", {"gps": 1}]}
    assert allowed({**stray, "growers": [3, "x", None]}) == {
        "name": {"vi": "A"}, "lot": None, "places": ["Tà Hộc"], "growers": [3, "x"],
    }  # fmt: skip
    assert set(FIELDS) & {"phone", "household", "gps", "total_g", "market", "price"} == set()


@pytest.mark.parametrize(
    ("asked", "accepted", "language"),
    [
        ("ko", ["vi"], "ko"), ("xx", ["ja-JP"], "ja"), ("", ["fr", "zh-TW"], "zh"), ("", ["fr"], "en"), ("", [], "vi"),
        ("", ["*"], "vi"), ("VI", [], "vi"),
    ],
)  # fmt: skip
def test_the_language_of_a_page(asked, accepted, language):
    assert language_of(asked, accepted) == language
    assert language in LANGUAGES


def test_every_code_has_a_sentence():
    assert set(CODES) <= set(WORDING)


# --- the page ---------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_whole_lot_is_published_with_its_facts(client, seat, director):
    make_card(seat)
    lot = make_lot(director)
    assert client.get(url(lot)).context["missing"] == []
    assert client.post(url(lot), sent()).status_code == 302
    page = TracePage.objects.of(seat.cooperative).get()
    assert (page.facts["lot"], page.facts["best_before"]) == (lot.code, "2025-09-28")
    assert [step["kind"] for step in page.facts["steps"]] == ["harvest", "pack"]
    assert AuditEntry.objects.of(seat.cooperative).filter(verb="page published").count() == 1
    assert f"/t/{lot.trace_code}/" in client.get(url(lot)).content.decode()


@pytest.mark.django_db
def test_what_is_missing_is_shown_with_where_to_enter_it_and_refused(client, seat, director):
    lot = make_lot(director)
    shown = client.get(url(lot)).context["missing"]
    assert [fault["url"] for fault in shown] == [reverse("product-edit", args=[seat.cooperative.slug, "dragon_fruit"])]
    assert codes(client.post(url(lot), sent())) == {"publish_no_card"}
    make_card(seat, picture=b"", standards="")
    assert codes(client.post(url(lot), sent())) == {"publish_no_picture", "publish_no_standards"}
    assert not TracePage.objects.of(seat.cooperative).exists()


@pytest.mark.django_db
def test_a_picture_too_heavy_for_the_page_is_refused_with_both_numbers(client, seat, director):
    make_card(seat, picture=jpeg(scan=60_000))
    answer = client.post(url(make_lot(director)), sent())
    assert codes(answer) == {"publish_picture_heavy"}
    assert "61" in str(answer.context["form"].errors) and "28" in str(answer.context["form"].errors)


@pytest.mark.django_db
def test_an_open_or_held_lot_is_not_published(client, seat, director):
    make_card(seat)
    opened = make_lot(director, status="open")
    assert "publish_lot_open" in codes(client.post(url(opened), sent()))
    assert url(opened, "lot-close") not in client.get(url(opened)).content.decode()  # sales do not pack
    held = make_lot(director)
    hold_lot(director, lot=held, reason="x")
    assert codes(client.post(url(held), sent())) == {"publish_lot_held"}


@pytest.mark.django_db
def test_a_page_is_withdrawn_with_a_reason_and_can_come_back(client, seat, director):
    page = make_page(director)
    away, facts = url(page.lot, "lot-withdraw"), sent(reason="sai loại")
    assert codes(client.post(url(page.lot), sent())) == {"page_published"}
    assert "reason" in client.post(away, sent(reason="")).context["form"].errors
    assert [client.post(away, facts).status_code for _ in range(2)] == [302, 302]
    assert codes(client.post(away, sent(reason="lần nữa"))) == {"page_not_published"}
    assert TracePage.objects.of(seat.cooperative).get().withdrawn_reason == "sai loại"
    assert "sai loại" in client.get(url(page.lot)).content.decode()
    assert client.post(url(page.lot), sent()).status_code == 302
    assert TracePage.objects.of(seat.cooperative).get().withdrawn_at is None


@pytest.mark.django_db
def test_the_same_token_publishes_once(client, seat, director):
    make_card(seat)
    lot, facts = make_lot(director), sent()
    assert [client.post(url(lot), facts).status_code for _ in range(2)] == [302, 302]
    assert TracePage.objects.of(seat.cooperative).get().withdrawn_at is None


@pytest.mark.django_db
def test_packers_do_not_publish_and_strangers_find_nothing(client, seat, director):
    lot = make_lot(director)
    client.force_login(make_seat(seat.cooperative, "packer").user)
    for name in ("lot-publish", "lot-withdraw"):
        assert client.post(url(lot, name), sent(reason="x")).status_code == 403
    client.force_login(make_seat(make_coop("an-phu"), "director").user)
    for name in ("lot-publish", "lot-withdraw"):
        assert client.get(url(lot, name)).status_code == 404
        assert client.post(url(lot, name), sent(reason="x")).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize(("count", "odd"), [(5, False), (6, True)])
def test_more_scans_than_usual_are_pointed_out(client, seat, director, count, odd):
    Setting.objects.create(
        cooperative=seat.cooperative, key="scans_odd", valid_from=clock.today(), value=5
    )
    page = make_page(director)
    TraceScan.objects.create(cooperative=seat.cooperative, lot=page.lot, day=clock.today(), count=count)
    assert client.get(url(page.lot)).context["scans"]["odd"] is odd
    shown = client.get(url(page.lot, "lot-page"))
    assert shown.context["public"]["odd"] is odd and page.lot.trace_code in shown.content.decode()
