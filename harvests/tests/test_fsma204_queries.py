"""The Food Traceability Rule's spreadsheet: rows that say what happened, in a workbook and from the command line."""

import datetime as dt
import io
import re
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from python_calamine import CalamineWorkbook

from coopsite import clock
from growers.tests.builders import make_coop, make_household, make_plot, make_seat
from growers.web import write_workbook
from harvests.models import HarvestRecord
from harvests.queries.fsma204 import Wanted, codes_of_lots, counts, keys_of_lots, sheets
from harvests.rules.fsma204 import GLOSSARY, SHEETS, product
from harvests.tests.lots_builders import carton_of, make_fruit, make_house, make_lot, make_repack
from harvests.tests.shipments_builders import make_allocation, make_shipment

PHONE = "+84900000031"
today = clock.today


@pytest.fixture
def seat(db):
    return make_seat(make_coop("fsma", phone="+842123888000", postal_code="34000"), "director")


@pytest.fixture
def way(seat):
    """A ticket of 80 kg and one of 50 kg packed by 5 kg, re-packed by 4.5 kg, 90 kg of it shipped."""
    plot = make_plot(make_household(seat.cooperative, "031", "Lò Văn Mật", phone=PHONE))
    first = make_fruit(seat, plot.household, loads=((88_000, "L1"),))
    second = make_fruit(seat, plot.household, loads=((58_000, "L1"),))
    lot = make_lot(seat, first, second)
    again = make_repack(seat, lot, takes=[(carton_of(lot).pk, 100_000)])
    shipment = make_shipment(seat, make_allocation(seat, again, grams=90_000), status="departed", consignee="US Fruit")
    return {"tickets": (first, second), "lots": (lot, again), "shipment": shipment}


def of_today(seat, **values) -> Wanted:
    return Wanted(seat.cooperative, today(), today(), **values)


def rows_of(wanted: Wanted) -> dict[str, list[dict]]:
    """Every sheet's rows by heading; headings that repeat are an error."""
    found = {}
    for title, headings, rows in sheets(wanted):
        assert len({*headings}) == len(headings), title
        found[title] = [dict(zip(headings, row, strict=True)) for row in rows]
    return found


def part(row: dict, *headings: str) -> tuple:
    return tuple(row[heading] for heading in headings)


def test_harvesting_says_who_where_and_what(seat, way):
    first, _second = rows_of(of_today(seat, phones=True))["Harvesting"]
    ticket = way["tickets"][0]
    assert part(first, "Commodity", "Quantity", "Unit of measure") == ("Red-fleshed dragon fruit", Decimal("80"), "kg")
    assert part(first, "Farm: business name", "Farm: phone", "Farm: city", "Farm: country") == (
        "Lò Văn Mật", PHONE, "Tà Hộc", "VN"
    )  # fmt: skip
    assert part(first, "Field", "Date of harvesting") == ("031-1", today().isoformat())
    assert part(first, "Recipient: business name", "Recipient: phone", "Recipient: postal code") == (
        "Nhà đóng gói NH1", "+842123888000", "34000"
    )  # fmt: skip
    assert part(first, "Reference document type", "Reference document number") == ("Weigh ticket", ticket.code)


def test_the_recipient_is_the_house_that_took_the_fruit_in(seat):
    make_house(seat.cooperative, "NH1")
    other = make_house(seat.cooperative, "NH2")
    waiting, packed = make_fruit(seat), make_fruit(seat)
    make_lot(seat, packed, house=other)
    rows = rows_of(of_today(seat))["Harvesting"]
    assert [part(row, "Reference document number", "Recipient: business name") for row in rows] == [
        (waiting.code, "Nhà đóng gói NH1"), (packed.code, "Nhà đóng gói NH2")
    ]  # fmt: skip


def test_initial_packing_has_a_row_for_each_ticket_in_a_lot(seat, way):
    lot = way["lots"][0]
    rows = rows_of(of_today(seat))["Initial packing"]
    assert [part(row, "Traceability lot code", "Quantity received") for row in rows] == [
        (lot.code, Decimal(80)), (lot.code, Decimal(50))
    ]  # fmt: skip
    assert rows[0]["Product packed"] == "Red-fleshed dragon fruit, LĐ5, 26 cartons of 5 kg net"
    assert part(rows[0], "Quantity packed", "Date of initial packing") == (Decimal(130), today().isoformat())
    assert part(rows[0], "Cooled at", "Date of cooling") == ("", "")


def test_a_re_packing_is_a_transformation_and_no_initial_packing(seat, way):
    lot, again = way["lots"]
    (row,) = rows_of(of_today(seat))["Transformation"]
    assert part(row, "Lot code used", "Quantity used", "New lot code") == (lot.code, Decimal(100), again.code)
    assert row["Product used"] == "Red-fleshed dragon fruit, 26 cartons of 5 kg net"
    assert part(row, "New product", "New quantity") == (
        "Red-fleshed dragon fruit, 22 cartons of 4.5 kg net", Decimal(99)
    )  # fmt: skip


def test_shipping_says_what_left_for_whom(seat, way):
    (row,) = rows_of(of_today(seat))["Shipping"]
    assert part(row, "Traceability lot code", "Quantity", "Product") == (
        way["lots"][1].code, Decimal(90), "Red-fleshed dragon fruit, 20 cartons of 4.5 kg net"
    )  # fmt: skip
    assert part(row, "Recipient: business name", "Recipient: country") == ("US Fruit", "CN")
    assert part(row, "Date shipped", "Reference document number") == (today().isoformat(), way["shipment"].code)


def test_a_lot_brings_all_that_it_was_packed_from(seat, way):
    make_lot(seat)
    found = rows_of(Wanted(seat.cooperative, lots=frozenset({way["lots"][1].pk})))
    assert [row["Reference document number"] for row in found["Harvesting"]] == [row.code for row in way["tickets"]]
    assert {row["Traceability lot code"] for row in found["Initial packing"]} == {way["lots"][0].code}
    assert found["Transformation"][0]["Product used"] == "Red-fleshed dragon fruit, 26 cartons of 5 kg net"
    assert len(found["Shipping"]) == 1


def test_a_lot_brings_all_that_was_packed_from_it_but_not_whose_fruit_was_added(seat, way):
    """Its fruit left in a lot that was packed from it: R86 asks for all that was reached."""
    other = make_lot(seat, pack_g=9_000)
    mixed = make_repack(seat, way["lots"][0], other, pack_g=1_000)
    wanted = Wanted(seat.cooperative, lots=frozenset({way["lots"][0].pk}))
    found = rows_of(wanted)
    assert [row["Reference document number"] for row in found["Harvesting"]] == [row.code for row in way["tickets"]]
    assert {row["Traceability lot code"] for row in found["Initial packing"]} == {way["lots"][0].code}
    used = {(row["Lot code used"], row["New lot code"]) for row in found["Transformation"]}
    first, again = (lot.code for lot in way["lots"])
    assert used == {(first, again), (first, mixed.code), (other.code, mixed.code)}
    assert all(row["Product used"].endswith("net") for row in found["Transformation"])
    assert [row["Traceability lot code"] for row in found["Shipping"]] == [again]
    assert counts(wanted)["Transformation"] == 3


def test_only_what_stands_and_what_is_closed_is_told(seat, way):
    make_lot(seat, status="open")
    make_lot(seat, status="void")
    HarvestRecord.objects.of(seat.cooperative).filter(pk=make_fruit(seat).pk).update(status="void")
    found = rows_of(of_today(seat))
    assert len(found["Harvesting"]) == 4  # two of the way, and those of the open and of the void lot
    assert {row["Traceability lot code"] for row in found["Initial packing"]} == {way["lots"][0].code}


def test_another_day_and_another_co_operative_have_nothing(seat, way):
    yesterday = today() - dt.timedelta(days=1)
    assert sum(counts(Wanted(seat.cooperative, yesterday, yesterday)).values()) == 0
    stranger = make_seat(make_coop("elsewhere"), "director")
    assert sum(counts(of_today(stranger)).values()) == 0
    assert keys_of_lots(stranger.cooperative, [way["lots"][0].code]) == {}


def test_the_counts_are_those_of_the_rows(seat, way):
    for wanted in (of_today(seat), Wanted(seat.cooperative, lots=frozenset({way["lots"][1].pk}))):
        found = rows_of(wanted)
        assert counts(wanted) == {title: len(found[title]) for title in counts(wanted)}


def test_a_growers_phone_is_told_to_who_may_see_it(seat, way):
    for phones, number in ((True, PHONE), (False, "+842123888000")):
        found = rows_of(of_today(seat, phones=phones))
        assert {row["Farm: phone"] for row in found["Harvesting"]} == {number}
        assert {row["Harvester phone"] for row in found["Initial packing"]} == {number}


def test_lots_are_found_in_capitals_or_not(seat, way):
    code = way["lots"][0].code
    assert keys_of_lots(seat.cooperative, [code.lower(), code, "X"]) == dict.fromkeys(
        (code.lower(), code), way["lots"][0].pk
    )
    assert codes_of_lots(seat.cooperative, [way["lots"][0].pk]) == [code]


@pytest.mark.parametrize("sets", [1, 4])
def test_the_statements_do_not_grow_with_the_rows(seat, django_assert_num_queries, sets):
    for _ in range(sets):
        make_repack(seat, make_lot(seat))
    with django_assert_num_queries(7):
        rows_of(of_today(seat))


def test_a_product_names_each_packing_once():
    assert product("Dragon fruit", "LĐ5", [(5_000, 3), (5_000, 3), (4_500, 2), (None, 0)]) == (
        "Dragon fruit, LĐ5, 3 cartons of 5 kg net, 2 cartons of 4.5 kg net, loose"
    )


class TestWorkbook:
    @pytest.fixture
    def book(self, seat, way):
        hostile = make_household(seat.cooperative, "666", "=1+1")
        make_fruit(seat, make_plot(hostile).household)
        file = io.BytesIO()
        write_workbook(file, sheets(of_today(seat)))
        file.seek(0)
        return CalamineWorkbook.from_filelike(file)

    def test_every_sheet_and_the_glossary(self, book):
        assert book.sheet_names == [*(sheet.name for sheet in SHEETS), "Glossary"]
        told = book.get_sheet_by_name("Glossary").to_python()
        assert told[0] == [*GLOSSARY]
        assert len(told) - 1 == sum(len(sheet.columns) for sheet in SHEETS)
        assert all(all(row) for row in told)

    def test_identifiers_are_text_and_weights_are_numbers(self, book):
        headings, *rows = book.get_sheet_by_name("Harvesting").to_python()
        place = {heading: column for column, heading in enumerate(headings)}
        for heading in ("Field", "Date of harvesting", "Reference document number", "Harvester phone"):
            assert {type(row[place[heading]]) for row in rows} == {str}, heading
        assert {type(row[place["Quantity"]]) for row in rows} <= {float, int}
        assert rows[0][place["Recipient: postal code"]] == "34000"

    def test_no_cell_is_a_formula(self, seat, book):
        headings, *rows = book.get_sheet_by_name("Harvesting").to_python()
        assert "=1+1" in rows[-1]

    def test_rows_beyond_what_a_sheet_holds_go_on_in_another(self, monkeypatch):
        monkeypatch.setattr("growers.web.SHEET_ROWS", 3)
        file = io.BytesIO()
        heard = []
        monkeypatch.setattr("growers.web.TOLD_EVERY", 4)
        written = write_workbook(file, [("A", ["x"], ([n] for n in range(7)))], tell=lambda *told: heard.append(told))
        assert (written, heard) == ({"A": 7}, [("A", 4)])
        file.seek(0)
        book = CalamineWorkbook.from_filelike(file)
        found = [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]
        assert book.sheet_names == ["A", "A (2)", "A (3)"]
        assert found == [[["x"], [0], [1], [2]], [["x"], [3], [4], [5]], [["x"], [6]]]


class TestCommand:
    def test_it_writes_a_file_and_counts_its_rows(self, seat, way, tmp_path):
        file, out = tmp_path / "fsma204.xlsx", io.StringIO()
        day = today().isoformat()
        call_command("export_fsma204", coop="fsma", first=day, last=day, out=file, stdout=out, stderr=io.StringIO())
        assert "Harvesting: 2\n" in out.getvalue() and "Shipping: 1\n" in out.getvalue()
        assert CalamineWorkbook.from_path(file).get_sheet_by_name("Harvesting").to_python()[1][5] == PHONE

    def test_lots_instead_of_days(self, seat, way, tmp_path):
        out, lots = io.StringIO(), [way["lots"][0].code]
        call_command("export_fsma204", coop="fsma", lots=lots, out=tmp_path / "x.xlsx", stdout=out)
        assert "Initial packing: 2\n" in out.getvalue() and "Transformation: 1\n" in out.getvalue()

    @pytest.mark.parametrize(
        ("asked", "said"),
        [
            ({"coop": "khong-co"}, "khong-co"),
            ({"lots": ["KHONG-CO"]}, "KHONG-CO"),
            ({}, "--from and --to, or --lots"),
            ({"first": "2025-09-08", "last": "31/02/2025"}, "31/02/2025 is not a day"),
            ({"first": "2025-09-08", "last": "2025-09-01"}, "--to is before --from"),
        ],
    )
    def test_what_is_wrong_is_said_and_nothing_written(self, seat, tmp_path, asked, said):
        file = tmp_path / "x.xlsx"
        with pytest.raises(CommandError, match=re.escape(said)):
            call_command("export_fsma204", **{"coop": "fsma", **asked}, out=file)
        assert not file.exists()

    def test_a_folder_that_is_not_there_is_said(self, seat, tmp_path):
        file = tmp_path / "nowhere" / "x.xlsx"
        with pytest.raises(CommandError, match="cannot be written"):
            call_command("export_fsma204", coop="fsma", first="2025-09-01", last="2025-09-08", out=file)
