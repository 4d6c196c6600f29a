"""Labels on their pages: what is missing, what is refused, what is printed, and that a reprint says why."""

import datetime as dt
import re
import uuid

import pytest
from django.urls import reverse

from growers.models import CertificationMark, MarkLicence
from growers.tests.builders import make_coop, make_household, make_market, make_plot, make_seat
from harvests.actions.lots import hold_lot
from harvests.models import LabelPrint
from harvests.tests.builders import make_code
from harvests.tests.lots_builders import make_fruit, make_house, make_house_code, make_lot, make_repack, open_market
from harvests.tests.publishing_builders import make_card, make_print, make_treatment

pytestmark = pytest.mark.django_db
CHINA = {
    "label_elements": ["fruit_name", "origin", "area_code", "house_code", "packed_on", "lot"],
    "label_texts": ["输往中华人民共和国", "Exported to the People's Republic of China"],
}


@pytest.fixture
def seat(stand_still, client, settings):
    stand_still("2025-09-08")
    settings.PUBLIC_SITE = "https://coop.example"
    seat = make_seat(make_coop(address="tiểu khu 7", phone="+842123852123"), "director")
    client.force_login(seat.user)
    return seat


def make_coded(seat, market="CN", code="VN-SLOR-0003", **values):
    """A lot whose fruit stands under a planting area code, packed in a house with a code."""
    coop = seat.cooperative
    open_market(coop, market, **(CHINA if market == "CN" else {}))
    household = make_household(coop)
    make_code(make_plot(household), code=code, market=market)
    house = make_house(coop)
    make_house_code(house, market)
    return make_lot(seat, make_fruit(seat, household, **values), market=market, house=house)


@pytest.fixture
def lot(seat):
    make_card(seat)
    return make_coded(seat)


def url(lot, name="label-page", *words):
    return reverse(name, args=[lot.cooperative.slug, lot.code, *words])


def typed(first="1", last="18", **values):
    return {"token": str(uuid.uuid4()), "sheet": "carton", "first": first, "last": last, **values}


def printed(client, lot, **values):
    return client.get(client.post(url(lot), typed(**values)).headers["Location"]).content.decode()


def test_cartons_for_china_say_so_with_both_codes(client, seat, lot):
    text = printed(client, lot)
    for shown in (
        "输往中华人民共和国", "Exported to the People&#x27;s Republic of China", "VN-SLOR-0003", "VN-PH-NH1-CN",
        lot.code, lot.trace_code, "2025-09-08", "红心火龙果", "Sơn La, Việt Nam / Son La, Viet Nam", "5 kg",
    ):  # fmt: skip
        assert shown in text, shown
    assert text.count("<article") == 18
    assert all(f">{number}/18<" in text for number in range(1, 19))
    assert "style=" not in text and text.count("<path d=\"M") == 1


def test_the_page_previews_every_sheet_and_counts_the_cartons(client, seat, lot):
    answer = client.get(url(lot))
    text = answer.content.decode()
    assert [one["sheet"] for one in answer.context["previews"]] == ["carton", "a4", "fruit"]
    assert answer.context["missing"] == []
    assert re.search(r'name="last"[^>]*value="18"', text)
    assert f"https://coop.example/t/{lot.trace_code}/" in text


def test_with_a_gtin_the_code_to_scan_is_a_digital_link(client, seat):
    make_card(seat, gtin="9521234000013")
    lot = make_coded(seat)
    assert f"https://coop.example/01/09521234000013/10/{lot.code}" in client.get(url(lot)).content.decode()


@pytest.mark.parametrize(("sheet", "pages"), [("a4", 1), ("carton", 18), ("fruit", 18)])
def test_every_sheet_has_pages_of_its_size(client, seat, lot, sheet, pages):
    text = printed(client, lot, sheet=sheet)
    assert f'class="labels-{sheet}"' in text
    assert text.count('class="label-page"') == pages


# --- refused ----------------------------------------------------------------------------------------------------------


def test_without_a_card_or_codes_nothing_is_printed_and_every_fault_is_named(client, seat):
    open_market(seat.cooperative, "CN", **CHINA)
    lot = make_lot(seat)
    answer = client.post(url(lot), typed())
    assert answer.status_code == 200
    codes = {error.code for error in answer.context["form"].non_field_errors().as_data()}
    assert codes == {"label_no_fruit_name", "label_no_origin", "label_no_area_code", "label_no_house_code"}
    assert not LabelPrint.objects.of(seat.cooperative).exists()
    shown = client.get(url(lot)).context["missing"]
    assert reverse("product-edit", args=[lot.cooperative.slug, "dragon_fruit"]) in [fault["url"] for fault in shown]


def test_a_market_nobody_wrote_down_gets_no_labels(client, seat, lot):
    lot.commodity.pk and make_market("CN").requirements.all().delete()
    answer = client.post(url(lot), typed())
    assert "label_market_unknown" in {error.code for error in answer.context["form"].non_field_errors().as_data()}
    assert not LabelPrint.objects.of(seat.cooperative).exists()


def test_cartons_with_somebody_else_s_code_are_refused(client, seat, lot):
    answer = client.post(url(lot), typed(on_carton="VN-SLOR-0003, VN-BTOR-0123"))
    assert "VN-BTOR-0123" in str(answer.context["form"].errors["on_carton"])
    assert not LabelPrint.objects.of(seat.cooperative).exists()
    assert client.post(url(lot), typed(on_carton="VN-SLOR-0003; VN-PH-NH1-CN")).status_code == 302


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"last": "19"}, "last"),
        ({"first": "0"}, "first"),
        ({"first": "5", "last": "4"}, "first"),
        ({"last": "nhiều"}, "last"),
        ({"last": ""}, "last"),
        ({"sheet": "a0"}, "sheet"),
        ({"last": "9999999999999"}, "last"),
    ],
)
def test_bad_numbers_keep_what_was_typed(client, seat, lot, values, field):
    answer = client.post(url(lot), typed(reason="vì sao", **values))
    assert answer.status_code == 200 and field in answer.context["form"].errors
    assert "vì sao" in answer.content.decode()
    assert not LabelPrint.objects.of(seat.cooperative).exists()


def test_a_held_lot_gets_no_labels(client, seat, lot):
    hold_lot(seat, lot=lot, reason="kiểm tra")
    answer = client.post(url(lot), typed())
    assert "label_lot_held" in {error.code for error in answer.context["form"].non_field_errors().as_data()}


# --- again ------------------------------------------------------------------------------------------------------------


def test_a_reprint_says_why_and_is_noted(client, seat, lot):
    assert client.post(url(lot), typed()).status_code == 302
    again = client.post(url(lot), typed("5", "6", sheet="a4"))
    assert "reason" in again.context["form"].errors
    assert client.post(url(lot), typed("5", "6", reason="ướt tem")).status_code == 302
    assert client.post(url(lot), typed("1", "50", sheet="fruit")).status_code == 302
    rows = LabelPrint.objects.of(seat.cooperative).order_by("pk").values_list("sheet", "first", "last", "reason")
    assert [*rows] == [("carton", 1, 18, ""), ("carton", 5, 6, "ướt tem"), ("fruit", 1, 50, "")]
    assert "ướt tem" in client.get(url(lot)).content.decode()


def test_labels_made_before_are_not_shown_again(client, seat, lot, stand_still):
    address = client.post(url(lot), typed()).headers["Location"]
    assert "<article" in client.get(address).content.decode()
    LabelPrint.objects.of(seat.cooperative).update(
        printed_at=LabelPrint.objects.of(seat.cooperative).get().printed_at - dt.timedelta(hours=2)
    )
    assert "<article" not in client.get(address).content.decode()


def test_labels_of_others_are_not_shown(client, seat, lot):
    address = client.post(url(lot), typed()).headers["Location"]
    client.force_login(make_seat(seat.cooperative, "packer").user)
    text = client.get(address, headers={"accept-language": "en"}).content.decode()
    assert "<article" not in text
    assert "or by somebody else" in text and '<html lang="vi">' in text  # the paper is Vietnamese, the bar above is not


def test_the_same_token_prints_once(client, seat, lot):
    facts = typed()
    assert len({client.post(url(lot), facts).headers["Location"] for _ in range(2)}) == 1
    assert LabelPrint.objects.of(seat.cooperative).count() == 1
    assert client.post(url(lot), {**facts, "last": "3"}).status_code == 409


def test_readers_do_not_print_and_strangers_find_nothing(client, seat, lot):
    made = make_print(seat, lot)
    client.force_login(make_seat(seat.cooperative, "accountant").user)
    assert client.post(url(lot), typed()).status_code == 403
    client.force_login(make_seat(make_coop("an-phu"), "director").user)
    assert client.get(url(lot)).status_code == 404
    assert client.post(url(lot), typed()).status_code == 404
    assert client.get(url(lot, "label-sheet", made.pk)).status_code == 404


# --- the mark ---------------------------------------------------------------------------------------------------------


def make_mark(seat, licensed=True, valid_to=None):
    mark = CertificationMark.objects.create(
        code="thanh-long-son-la", name_vi="Thanh long Sơn La", name_en="Son La dragon fruit",
        commodity=seat.cooperative.commodity, province_code="14", valid_from=dt.date(2024, 8, 1),
    )  # fmt: skip
    if licensed:
        MarkLicence.objects.create(
            cooperative=seat.cooperative, mark=mark, decision_no="12/QĐ", valid_from=dt.date(2024, 9, 1),
            valid_to=valid_to,
        )  # fmt: skip
    return mark


def test_the_mark_stands_on_labels_under_a_licence(client, seat, lot):
    make_mark(seat)
    assert "label-mark" in printed(client, lot)
    assert LabelPrint.objects.of(seat.cooperative).get().licence.decision_no == "12/QĐ"


@pytest.mark.parametrize("valid_to", [dt.date(2025, 9, 8), dt.date(2025, 1, 1)])
def test_an_expired_licence_prints_without_the_mark_and_the_page_says_why(client, seat, lot, valid_to):
    make_mark(seat, valid_to=valid_to)
    assert client.get(url(lot)).context["mark"]["why"]
    assert "label-mark" not in printed(client, lot)
    assert LabelPrint.objects.of(seat.cooperative).get().licence is None


def test_fruit_from_another_province_carries_no_mark(client, seat):
    make_mark(seat)
    make_card(seat)
    lot = make_coded(seat)
    plot = lot.inputs.get().line.record.plot
    plot.commune.province_code = "24"
    plot.commune.save()
    assert client.get(url(lot)).context["mark"]["why"]
    assert "label-mark" not in printed(client, lot)


# --- treatments, re-packing -------------------------------------------------------------------------------------------


def test_irradiated_fruit_names_its_treatment(client, seat):
    make_card(seat)
    open_market(
        seat.cooperative, "US", label_elements=["treatment_facility", "treatment_no", "treated_on", "radura"],
        label_texts=["Treated with irradiation | Treated by irradiation"],
    )  # fmt: skip
    lot = make_lot(seat, market="US")
    assert client.post(url(lot), typed()).status_code == 200
    make_treatment(seat, lot)
    text = printed(client, lot)
    for shown in ("TFC-01", "TIN-9", "Treated with irradiation", "label-radura"):
        assert shown in text, shown


def test_a_repacked_lot_names_the_codes_of_its_fruit(client, seat, lot):
    again = make_repack(seat, lot, house=make_house(seat.cooperative))
    text = printed(client, again, last="2")
    assert "VN-SLOR-0003" in text and again.code in text and "4.5 kg" in text


def test_what_the_page_asks_does_not_grow_with_the_fruit(client, seat, lot, django_assert_max_num_queries):
    client.get(url(lot))
    with django_assert_max_num_queries(40) as few:
        client.get(url(lot))
    many_tickets = [make_fruit(seat, lot.inputs.get().line.record.household) for _ in range(12)]
    big = make_lot(seat, *many_tickets, house=lot.house)
    with django_assert_max_num_queries(40) as many:
        client.get(url(big))
    assert len(few) == len(many)
