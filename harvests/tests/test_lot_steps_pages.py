"""Packing, closing, voiding, holding a lot and packing it anew, as pages; bad input is said and kept."""

import uuid

import pytest
from django.urls import reverse

from growers.tests.builders import make_coop, make_seat
from harvests.models import Lot, LotCarton
from harvests.tests.lots_builders import (
    carton_of,
    faults_of_lots,
    grade_of,
    make_house,
    make_lot,
    open_market,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(stand_still):
    stand_still("2025-09-08")


@pytest.fixture
def coop():
    return make_coop()


@pytest.fixture
def packer(coop, client):
    seat = make_seat(coop, "packer")
    client.force_login(seat.user)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return seat


@pytest.fixture
def director(coop):
    return make_seat(coop, "director")


def url(coop, name, *words):
    return reverse(name, args=[coop.slug, *words])


def send(client, coop, name, *words, **body):
    return client.post(url(coop, name, *words), {"token": str(uuid.uuid4()), **body})


def send_as(client, seat, coop, name, *words, **body):
    client.force_login(seat.user)
    return send(client, coop, name, *words, **body)


def said(answer) -> str:
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def opening(coop, **values):
    house = make_house(coop)
    market = open_market(coop)
    return {"market": market.pk, "house": house.pk, "commodity": coop.commodity_id, "packed_on": "8/9/2025", **values}


# --- packing and closing ----------------------------------------------------------------------------------------------


def contents(lot, *rows, **values) -> dict:
    """Contents as the page posts them; rows are (grade, pack, cartons, kilograms)."""
    lot.refresh_from_db()
    body = {"cartons-TOTAL_FORMS": str(len(rows)), "cartons-INITIAL_FORMS": "0", "version": str(lot.version)}
    for place, (grade, pack, cartons, net) in enumerate(rows):
        cells = {"grade": grade_of(lot, grade).pk if grade else "", "pack_g": pack, "cartons": cartons, "net_g": net}
        body |= {f"cartons-{place}-{name}": value for name, value in cells.items()}
    return {**body, **values}


def test_a_lot_is_packed_and_closed(client, coop, packer, director):
    lot = make_lot(director, status="open")
    typed = contents(lot, ("L1", "5", "17", ""), ("L2", "", "", "3,5"), ("L1", "5", "", ""))
    typed |= {"reject_g": "1,5", "shrink_g": "1", "store_temp_dc": "4,5", "dip_minutes": "3"}
    assert send(client, coop, "lot-contents", lot.code, **typed).status_code == 302
    lot.refresh_from_db()
    assert (lot.out_g, lot.loss_g, lot.store_temp_dc, lot.dip_minutes) == (88_500, 2_500, 45, 3)
    page = client.get(url(coop, "lot-close", lot.code))
    assert page.context["box"]["gap"] == "0.5"
    assert send(client, coop, "lot-close", lot.code, version=lot.version).status_code == 302
    lot.refresh_from_db()
    assert (lot.status, lot.in_g, lot.out_g + lot.loss_g) == ("closed", 91_500, 91_500)
    assert faults_of_lots(coop) == []


@pytest.mark.parametrize(
    ("rows", "values", "words"),
    [
        ([("L1", "5", "17", "90")], {}, "17 cartons"),
        ([("", "5", "17", "")], {}, "Choose a grade."),
        ([("L1", "", "17", "")], {}, "Cartons need the kilograms"),
        ([("L1", "5", "viele", "")], {}, 'aria-invalid="true"'),
        ([("L1", "5", "", "12")], {}, "12 kg does not fill"),
        ([("L1", "5", "17", "")], {"reject_g": "x"}, "x"),
        ([("L1", "5", "17", "")], {"check_average_g": "5", "check_least_g": "6"}, "cannot be heavier"),
        ([("L1", "5", "17", "")], {"store_temp_dc": "kalt"}, "kalt"),
    ],
)
def test_bad_contents_are_said_and_kept(client, coop, packer, director, rows, values, words):
    lot = make_lot(director, status="open")
    page = said(send(client, coop, "lot-contents", lot.code, **contents(lot, *rows, note="ghi chú", **values)))
    assert words in page and "ghi chú" in page and "Please look at this again" in page
    assert not LotCarton.objects.of(coop).exists()


def test_contents_that_somebody_changed_meanwhile_are_not_lost(client, coop, packer, director):
    lot = make_lot(director, status="open")
    typed = contents(lot, ("L1", "5", "17", ""))
    send(client, coop, "lot-contents", lot.code, **typed)
    page = said(send(client, coop, "lot-contents", lot.code, **{**typed, "note": "meins"}))
    assert "Somebody changed this lot in the meantime" in page and "meins" in page
    lot.refresh_from_db()
    assert f'name="version" value="{lot.version}"' in page


def test_a_gap_is_closed_by_who_may_explain_it(client, coop, packer, director):
    lot = make_lot(director, status="open")
    send(client, coop, "lot-contents", lot.code, **contents(lot, ("L1", "5", "17", ""), reject_g="4"))
    lot.refresh_from_db()
    refused = said(send(client, coop, "lot-close", lot.code, version=lot.version, gap_reason="bốc hơi"))
    assert "the director or quality control closes the lot" in refused
    client.force_login(director.user)
    assert "say why there is a gap" in said(send(client, coop, "lot-close", lot.code, version=lot.version))
    send(client, coop, "lot-close", lot.code, version=lot.version, gap_reason="bốc hơi")
    lot.refresh_from_db()
    assert (lot.status, lot.gap_reason, lot.losses.get(kind="gap").grams) == ("closed", "bốc hơi", 2_500)


# --- void, hold, pack anew --------------------------------------------------------------------------------------------


def test_a_lot_is_voided_held_and_released(client, coop, packer, director):
    lot = make_lot(director)
    assert send_as(client, director, coop, "lot-hold", lot.code, reason="mốc").status_code == 302
    assert "mốc" in said(client.get(url(coop, "lot-page", lot.code)))
    assert "is on hold" in said(send(client, coop, "lot-void", lot.code, reason="x"))
    send(client, coop, "lot-release", lot.code, reason="đã kiểm")
    assert "is not on hold" in said(send(client, coop, "lot-release", lot.code, reason="đã kiểm"))
    assert "đã kiểm" in said(client.get(url(coop, "lot-page", lot.code), {"tab": "history"}))
    send(client, coop, "lot-void", lot.code, reason="nhầm")
    lot.refresh_from_db()
    assert (lot.status, lot.void_reason) == ("void", "nhầm")
    assert faults_of_lots(coop) == []


def test_lots_are_merged_into_a_new_one(client, coop, packer, director):
    first, second = make_lot(director), make_lot(director)
    page = client.get(url(coop, "lot-repack", first.code), {"with": f"{second.code.lower()} NH-0"})
    assert [row["lot"] for row in page.context["choices"]] == [first.code, second.code]
    assert page.context["missing"] == ["NH-0"]
    one, two = carton_of(first), carton_of(second)
    body = opening(coop) | {"take": [one.pk], f"kg-{two.pk}": "10"}
    answer = client.post(
        url(coop, "lot-repack", first.code) + f"?with={second.code}", {"token": str(uuid.uuid4()), **body}
    )
    made = Lot.objects.of(coop).get(kind="repacking")
    assert answer.url == url(coop, "lot-contents", made.code)
    assert made.in_g == 100_000
    assert made.code in said(client.get(url(coop, "lot-page", first.code), {"tab": "out"}))
    assert first.code in said(client.get(url(coop, "lot-page", made.code), {"tab": "inputs"}))


@pytest.mark.parametrize(
    ("typed", "words"),
    [("90,5", "only 90 kg are free"), ("x", "x"), ("", "Nothing was chosen"), ("0", "more than nothing")],
)
def test_bad_input_for_packing_anew_opens_nothing(client, coop, packer, director, typed, words):
    lot = make_lot(director)
    body = opening(coop, shift="ca 7") | {f"kg-{carton_of(lot).pk}": typed}
    page = said(send(client, coop, "lot-repack", lot.code, **body))
    assert words in page and "ca 7" in page
    assert Lot.objects.of(coop).count() == 1
