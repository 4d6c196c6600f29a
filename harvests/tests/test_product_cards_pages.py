"""Product cards on their pages: typed, with a picture that is judged by its bytes, one for each crop."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from growers.models import AuditEntry
from growers.rules.gs1 import check_digit
from growers.tests.builders import make_commodity, make_coop, make_seat
from harvests.models import ProductCard
from harvests.rules.pictures import MOST_BYTES
from harvests.tests.picture_files import exif, jpeg, png
from harvests.tests.publishing_builders import NAMES, make_card

pytestmark = pytest.mark.django_db


@pytest.fixture
def seat(client):
    seat = make_seat(make_coop(), "sales")
    client.force_login(seat.user)
    return seat


def url(seat, name="product-edit", crop="dragon_fruit"):
    return reverse(name, args=[seat.cooperative.slug, *([crop] if name != "product-list" else [])])


def typed(picture=None, name="anh.jpg", **values):
    facts = {
        "token": str(uuid.uuid4()), **NAMES, "brand": "", "gtin": "09521234000013", "origin_vi": "Sơn La",
        "origin_en": " Son  La ", "shelf_life_days": "20", "storage": "5–8 °C", "standards": "VietGAP", **values,
    }  # fmt: skip
    return {**facts, "picture": SimpleUploadedFile(name, picture)} if picture is not None else facts


def test_a_card_is_made_with_its_picture_and_audited(client, seat):
    answer = client.post(url(seat), typed(jpeg(beside=exif())))
    assert answer.status_code == 302, answer.context["form"].errors
    card = ProductCard.objects.of(seat.cooperative).get()
    assert (card.origin_en, card.shelf_life_days, card.image_type) == ("Son La", 20, "image/jpeg")
    assert b"GPS" not in bytes(card.image)
    shown = client.get(url(seat, "product-picture"))
    assert (shown.headers["Content-Type"], shown.content) == ("image/jpeg", bytes(card.image))
    assert AuditEntry.objects.of(seat.cooperative).get().verb == "product card saved"
    assert "09521234000013" in client.get(url(seat, "product-list")).content.decode()


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"gtin": "09521234000014"}, "gtin"),
        ({"gtin": "abc"}, "gtin"),
        ({"name_vi": ""}, "name_vi"),
        ({"shelf_life_days": "0"}, "shelf_life_days"),
        ({"shelf_life_days": "366"}, "shelf_life_days"),
        ({"shelf_life_days": "hai"}, "shelf_life_days"),
        ({"origin_en": ""}, "origin_en"),
        ({"name_zh": "x" * 121}, "name_zh"),
    ],
)
def test_bad_input_keeps_what_was_typed_and_writes_nothing(client, seat, values, field):
    answer = client.post(url(seat), typed(**values))
    assert answer.status_code == 200 and field in answer.context["form"].errors
    assert "5–8 °C" in answer.content.decode()
    assert not ProductCard.objects.of(seat.cooperative).exists()


@pytest.mark.parametrize(
    "picture",
    [b"", b"<svg onload='alert(1)'/>", b"GIF89a" + bytes(99), png()[:70], png(20, 20), jpeg(scan=MOST_BYTES),
     b"<html>" + jpeg()],
)  # fmt: skip
def test_what_is_no_picture_is_refused_whatever_it_is_called(client, seat, picture):
    answer = client.post(url(seat), typed(picture, name="anh.png"))
    assert answer.status_code == 200 and "picture" in answer.context["form"].errors
    assert not ProductCard.objects.of(seat.cooperative).exists()


def test_a_gtin_with_another_s_prefix_is_refused(client, seat):
    seat.cooperative.gs1_prefix = "893123"
    seat.cooperative.save()
    assert "gtin" in client.post(url(seat), typed()).context["form"].errors
    assert client.post(url(seat), typed(gtin="893123000001" + check_digit("893123000001"))).status_code == 302


def test_without_a_new_picture_the_old_one_stays(client, seat):
    card = make_card(seat)
    assert client.post(url(seat), typed(version=card.version, brand="Thanh long Sơn La")).status_code == 302
    changed = ProductCard.objects.of(seat.cooperative).get()
    assert (changed.brand, bytes(changed.image)) == ("Thanh long Sơn La", bytes(card.image))
    assert client.post(url(seat), typed(png(), version=changed.version)).status_code == 302
    assert ProductCard.objects.of(seat.cooperative).get().image_type == "image/png"


def test_a_stale_save_shows_both_versions(client, seat):
    card = make_card(seat)
    facts = typed(version=card.version, brand="A")
    assert client.post(url(seat), facts).status_code == 302
    answer = client.post(url(seat), {**facts, "token": str(uuid.uuid4()), "brand": "B"})
    assert answer.status_code == 200 and answer.context["form"].conflict
    assert ProductCard.objects.of(seat.cooperative).get().brand == "A"


def test_the_same_token_makes_one_card_and_a_second_one_is_refused(client, seat):
    facts = typed()
    assert [client.post(url(seat), facts).status_code for _ in range(2)] == [302, 302]
    assert ProductCard.objects.of(seat.cooperative).count() == 1
    assert client.post(url(seat), {**facts, "brand": "khác"}).status_code == 409


def test_readers_may_look_and_strangers_find_nothing(client, seat):
    make_card(seat)
    client.force_login(make_seat(seat.cooperative, "clerk").user)
    assert client.get(url(seat, "product-list")).status_code == 200
    assert client.get(url(seat, "product-picture")).status_code == 200
    assert client.post(url(seat), typed()).status_code == 403
    other = make_seat(make_coop("an-phu"), "director")
    client.force_login(other.user)
    assert client.post(url(seat), typed()).status_code == 404
    assert client.get(url(seat, "product-picture")).status_code == 404
    assert client.get(url(other, "product-picture")).status_code == 404
    assert client.get(url(other, crop="no-such-crop")).status_code == 404


def test_every_crop_is_listed_in_few_statements(client, seat, django_assert_max_num_queries):
    make_commodity("lychee")
    make_card(seat)
    client.get(url(seat, "product-list"))
    with django_assert_max_num_queries(6):
        rows = client.get(url(seat, "product-list")).context["rows"]
    assert [bool(row["card"]) for row in rows] == [True, False]
