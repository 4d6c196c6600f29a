"""Data for others as people fetch them: whole files for who may read, a clear word for what cannot be given."""

import io
import json
from decimal import Decimal

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from coopsite import clock
from coopsite.formats import showing
from growers.rules.roles import MATRIX, ROLES, Right
from growers.tests.boundary_builders import polygon
from growers.tests.builders import make_coop, make_household, make_plot, make_seat
from harvests.models import HarvestRecord
from harvests.tests.lots_builders import carton_of, make_fruit, make_lot, make_repack
from harvests.tests.publishing_builders import make_card
from harvests.views import exports

pytestmark = pytest.mark.django_db
PHONE = "+84900000031"


@pytest.fixture
def seat(client):
    seat = make_seat(make_coop("xuat", phone="+842123888000", gs1_prefix="9521234"), "director")
    client.force_login(seat.user)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return seat


@pytest.fixture
def lot(seat):
    """100 kg of three plots, packed."""
    weighed = {"031": 41_000, "032": 58_500, "033": 24_500}
    plots = [make_plot(make_household(seat.cooperative, code, phone=PHONE)) for code in weighed]
    return make_lot(
        seat, *(make_fruit(seat, plot.household, loads=((weighed[plot.household.code], "L1"),)) for plot in plots)
    )


def forget_plot(seat, household: str) -> None:
    """As with fruit that was packed before anybody noted plots."""
    HarvestRecord.objects.of(seat.cooperative).filter(household__code=household).update(plot=None)


def url(seat, name="export-page", *words, **asked) -> str:
    found = reverse(name, args=[seat.cooperative.slug, *words])
    return found + "?" + "&".join(f"{key}={value}" for key, value in asked.items()) if asked else found


def text_of(answer) -> str:
    return answer.content.decode()


class TestPage:
    def test_without_a_row_it_says_what_to_do(self, client, seat):
        answer = client.get(url(seat))
        assert "There is nothing to hand over" in text_of(answer)
        assert url(seat, "export-fsma204") not in text_of(answer)

    def test_the_last_thirty_days_are_offered(self, client, seat, lot):
        page = text_of(client.get(url(seat)))
        assert f"to {showing.day(clock.today())}" in page
        assert url(seat, "export-fsma204") in page and url(seat, "export-epcis") in page

    @pytest.mark.parametrize("role", ROLES)
    def test_everybody_reads(self, client, seat, lot, role):
        client.force_login(make_seat(seat.cooperative, role).user)
        for name in ("export-page", "export-fsma204", "export-epcis"):
            assert client.get(url(seat, name)).status_code == 200

    def test_another_co_operative_has_none_of_it(self, client, seat, lot):
        client.force_login(make_seat(make_coop("khac"), "director").user)
        for name, *words in (("export-page",), ("export-epcis",), ("lot-epcis", lot.code), ("lot-vn", lot.code)):
            assert client.get(url(seat, name, *words)).status_code == 404

    def test_a_lot_has_its_files_and_those_before_it(self, client, seat, lot):
        again = make_repack(seat, lot)
        answer = client.get(url(seat, lots=f"{again.code.lower()}, {again.code}"))
        assert dict(answer.context["rows"]) == {
            "Harvesting": "3", "Initial packing": "3", "Transformation": "1", "Shipping": "0"
        }  # fmt: skip
        for name in ("lot-epcis", "lot-plots", "lot-vn"):
            assert text_of(answer).count(url(seat, name, again.code)) == 1

    def test_too_many_rows_are_left_to_the_command(self, client, seat, lot, monkeypatch):
        monkeypatch.setattr(exports, "MOST_ROWS", 2)
        page = text_of(client.get(url(seat, first="01/09/2025")))
        assert "manage.py export_fsma204 --coop xuat --from 2025-09-01" in page
        assert url(seat, "export-fsma204") not in page
        for name in ("export-fsma204", "export-epcis"):
            assert client.get(url(seat, name, first="01/09/2025")).url == url(seat, first="01%2F09%2F2025")

    @pytest.mark.parametrize(("tickets", "of_lots"), [(1, False), (5, False), (1, True), (5, True)])
    def test_the_statements_do_not_grow_with_the_rows(
        self, client, seat, django_assert_max_num_queries, tickets, of_lots
    ):
        lots = [make_repack(seat, make_lot(seat)).code for _ in range(tickets)] if of_lots else []
        for _ in range(0 if of_lots else tickets):
            make_lot(seat)
        client.get(url(seat))
        with django_assert_max_num_queries(10 if of_lots else 6):
            client.get(url(seat, lots="+".join(lots)))


WRONG = {
    "no such day": ({"first": "31/02/2025"}, "31/02/2025"),
    "no day": ({"last": "hôm nọ"}, "hôm nọ"),
    "swapped": ({"first": "08/09/2025", "last": "01/09/2025"}, "The last day is before the first one."),
    "too long": ({"first": "01/01/2020", "last": "01/09/2025"}, "At most two years at a time."),
    "unknown lot": ({"lots": "KHONG-CO"}, "There is no lot KHONG-CO."),
    "unknown lots": ({"lots": "A1;B2"}, "There are no lots A1, B2."),
    "strange letters": ({"lots": "%3Cscript%3E%27%00%F0%9F%8D%89"}, "There is no lot"),
    "an endless line": ({"lots": "A" * 3_000}, "Correct what is marked above"),
    "the last day there is": ({"last": "31/12/9999", "first": "01/01/0001"}, ""),
}


@pytest.mark.parametrize("asked", WRONG)
def test_what_is_wrong_is_said_and_nothing_handed_over(client, seat, lot, asked):
    typed, said = WRONG[asked]
    answer = client.get(url(seat, **typed))
    assert answer.status_code == 200
    assert said.replace("'", "&#x27;") in text_of(answer) and "notice-error" in text_of(answer)
    assert url(seat, "export-fsma204") not in text_of(answer)
    for name in ("export-fsma204", "export-epcis"):
        again = client.get(url(seat, name, **typed))
        assert again.status_code == 302 and again.url.startswith(url(seat))


def test_a_lot_of_another_co_operative_is_unknown(client, seat, lot):
    theirs = make_lot(make_seat(make_coop("khac", code="KH"), "director"))
    page = text_of(client.get(url(seat, lots=theirs.code)))
    assert f"There is no lot {theirs.code}." in page
    for name in ("lot-epcis", "lot-plots", "lot-vn"):
        assert client.get(url(seat, name, theirs.code)).status_code == 404


@pytest.mark.parametrize("name", ["lot-epcis", "lot-plots", "lot-vn"])
@pytest.mark.parametrize("code", ["KHONG-CO", "a\x00b", "<b>", "🍉", "%", "x" * 500, ".."])
def test_a_strange_code_is_no_lot(client, seat, name, code):
    assert client.get(url(seat, name, code)).status_code == 404


class TestFiles:
    def test_the_spreadsheet_of_who_may_see_phones_and_of_who_may_not(self, client, seat, lot):
        for role, may in (("director", True), (role_without(Right.PERSONAL), False)):
            client.force_login(make_seat(seat.cooperative, role).user)
            answer = client.get(url(seat, "export-fsma204"))
            assert answer["Content-Disposition"] == 'attachment; filename="fsma204-xuat.xlsx"'
            rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_name("Harvesting")
            assert (PHONE in str(rows.to_python())) == may

    def test_events_of_a_period_and_of_lots(self, client, seat, lot):
        make_lot(seat)
        for asked, packed in (({}, 2), ({"lots": lot.code}, 1)):
            answer = client.get(url(seat, "export-epcis", **asked))
            assert answer["Content-Type"] == "application/ld+json"
            found = json.loads(answer.content)["epcisBody"]["eventList"]
            assert len([event for event in found if event["type"] == "TransformationEvent"]) == packed

    def test_events_of_one_lot(self, client, seat, lot):
        answer = client.get(url(seat, "lot-epcis", lot.code))
        assert answer["Content-Disposition"] == f'attachment; filename="{lot.code}.jsonld"'
        first = json.loads(answer.content)["epcisBody"]["eventList"][0]
        assert first["readPoint"]["id"].startswith("http://testserver/id/xuat/plot/")


class TestPlots:
    def told(self, client, seat, lot) -> dict:
        answer = client.get(url(seat, "lot-plots", lot.code))
        assert answer["Content-Type"] == "application/geo+json"
        return json.loads(answer.content)

    def test_kilograms_add_up_to_the_lot(self, client, seat, lot):
        forget_plot(seat, "033")
        found = self.told(client, seat, lot)
        of_plots = {feature["id"]: Decimal(feature["properties"]["kilograms"]) for feature in found["features"]}
        assert of_plots == {"032-1": Decimal("50.5"), "031-1": Decimal("33")}
        assert Decimal(found["kilograms_without_plot"]) == Decimal("16.5")
        assert Decimal(found["kilograms"]) == Decimal(lot.in_g) / 1_000 == 100

    def test_they_do_through_a_re_packing_that_does_not_divide_evenly(self, client, seat, lot):
        again = make_repack(seat, lot, takes=[(carton_of(lot).pk, 70_001)], pack_g=1_001)
        forget_plot(seat, "033")
        found = self.told(client, seat, again)
        grams = [Decimal(feature["properties"]["kilograms"]) for feature in found["features"]]
        assert sum(grams) + Decimal(found["kilograms_without_plot"]) == Decimal("70.001") == Decimal(found["kilograms"])
        exact = [Decimal("70.001") * share / 100 for share in (Decimal("50.5"), 33)]
        assert all(abs(one - share) < Decimal("0.001") for one, share in zip(grams, exact, strict=True))

    def test_a_boundary_a_point_or_nothing(self, client, seat):
        coop = seat.cooperative
        square = polygon((0, 0), (50, 0), (50, 50), (0, 50))
        plots = [
            make_plot(make_household(coop, "041"), boundary=square),
            make_plot(make_household(coop, "042"), lat="21.2", lon="104.1"),
            make_plot(make_household(coop, "043")),
        ]
        found = self.told(client, seat, make_lot(seat, *(make_fruit(seat, plot.household) for plot in plots)))
        shapes = {feature["id"]: feature["geometry"] for feature in found["features"]}
        assert shapes["041-1"]["coordinates"] == json.loads(json.dumps(square["coordinates"]))
        assert shapes["042-1"] == {"type": "Point", "coordinates": [104.1, 21.2]}
        assert shapes["043-1"] is None

    def test_an_open_and_a_void_lot(self, client, seat):
        opened, void = make_lot(seat, status="open"), make_lot(seat, status="void")
        assert len(self.told(client, seat, opened)["features"]) == 1
        assert self.told(client, seat, void)["features"] == []


class TestVietnameseSet:
    def test_every_name_of_the_law_is_filled(self, client, seat, lot):
        make_card(seat, gtin="9521234500018", brand="Ngọc")
        found = json.loads(client.get(url(seat, "lot-vn", lot.code)).content)
        assert found["Còn thiếu"] == []
        assert found["Tên sản phẩm"] == "Thanh long ruột đỏ"
        assert found["Mã truy xuất nguồn gốc"] == f"http://testserver/t/{lot.trace_code}/"
        assert found["Hình ảnh sản phẩm"] == f"http://testserver/t/{lot.trace_code}/picture"
        assert found["Mã truy vết sản phẩm"] == "9521234500018"
        assert [step["Sự kiện"] for step in found["Sự kiện truy xuất và thời gian"]] == [
            "Thu hoạch", "Sơ chế, đóng gói"
        ]  # fmt: skip
        assert found["Sự kiện truy xuất và thời gian"][0]["Từ ngày"] == clock.today().isoformat()
        assert found["Thương hiệu, nhãn hiệu, mã ký hiệu, số sê-ri"] == f"Ngọc, {lot.code}"

    def test_what_is_missing_is_named(self, client, seat, lot):
        found = json.loads(client.get(url(seat, "lot-vn", lot.code)).content)
        assert set(found["Còn thiếu"]) == {
            "Tên sản phẩm", "Hình ảnh sản phẩm", "Xuất xứ", "Tiêu chuẩn, quy chuẩn áp dụng"
        }  # fmt: skip

    def test_nobody_is_in_it(self, client, seat, lot):
        answer = client.get(url(seat, "lot-vn", lot.code))
        names = HarvestRecord.objects.of(seat.cooperative).values_list("household__name", flat=True)
        assert not any(name in text_of(answer) for name in names)


def role_without(right: Right) -> str:
    return next(role for role in ROLES if role not in MATRIX[right])


def test_the_lots_own_page_leads_to_its_files(client, seat, lot):
    page = text_of(client.get(url(seat, "lot-page", lot.code)))
    for name in ("lot-epcis", "lot-plots", "lot-vn"):
        assert url(seat, name, lot.code) in page
