"""What becomes of each row of a list of products: new, changed, there already, refused, and what was assumed."""

import datetime as dt

import pytest

from growers.rules.inputs import ActiveRow, UseRow
from growers.rules.products_import import CODES, Shelf, Stocked, plan_products
from growers.rules.sheets import Table, read_rows
from growers.rules.sheets.products import PRODUCTS
from growers.wording import WORDING

HEADER = ["Tên thương phẩm", "Số đăng ký", "Dạng thuốc", "Hoạt chất", "Loại", "Cây trồng", "Cách ly (ngày)", "Từ ngày",
          "Đến ngày"]  # fmt: skip
FRUIT, LYCHEE = (1, "Thanh long ruột đỏ"), (2, "Vải thiều")


def shelf(*stocked):
    crops = {"thanh long ruot do": FRUIT, "thanh long": FRUIT, "vai thieu": LYCHEE, "vai": LYCHEE}
    return Shelf(list(stocked), crops, FRUIT, 14)


def planned(*rows, on=None):
    table = Table([HEADER, *(list(row) + [None] * (len(HEADER) - len(row)) for row in rows)])
    return plan_products(read_rows(table, PRODUCTS, today=dt.date(2025, 9, 8)), on or shelf())


def row(name="Anvil 5SC", reg="123", form="SC", actives="Hexaconazole 50 g/l", kind="Thuốc BVTV", crops="Thanh long",
        phi="14", *more):  # fmt: skip
    return [name, reg, form, actives, kind, crops, phi, *more]


def test_every_code_has_a_sentence():
    assert [code for code in CODES if code not in WORDING] == []


def test_a_row_becomes_a_product_with_actives_and_crops():
    plan = planned(row(crops="Thanh long, vải", phi="7 ngày", actives="Metalaxyl-M 40 g/kg + Mancozeb (640 g/kg)"))
    stocked = plan.rows[0].work.stocked
    assert plan.rows[0].outcome == "new" and stocked.facts["kind"] == "pesticide"
    assert [(r.name, r.key, r.content) for r in stocked.actives] == [
        ("Metalaxyl-M", "metalaxylm", "40 g/kg"), ("Mancozeb", "mancozeb", "640 g/kg"),
    ]  # fmt: skip
    assert {use.crop: use.phi_days for use in stocked.uses.values()} == {1: 7, 2: 7}
    assert plan.totals == {"products": 1, "unknown": 0}


@pytest.mark.parametrize(("text", "names"), [
    ("Abamectin", ["Abamectin"]), ("abamectin 18g/l; emamectin 5%", ["abamectin", "emamectin"]),
    ("2,4-D 720 g/l", ["2,4-D"]), ("Trichoderma spp. 10^9 cfu/g", ["Trichoderma spp."]), ("-", []),
])  # fmt: skip
def test_actives_are_told_from_their_content(text, names):
    plan = planned(row(actives=text, kind="Thuốc sinh học" if names else "Phân bón", phi="" if not names else "1"))
    assert [active.name for active in plan.rows[0].work.stocked.actives] == names


@pytest.mark.parametrize(("cells", "column", "code"), [
    ({"crops": "Sầu riêng"}, "crops", "crop_unknown"), ({"phi": "sớm"}, "phi_days", "interval_unread"),
    ({"phi": "400"}, "phi_days", "interval_unread"), ({"actives": ""}, "actives", "active_missing"),
    ({"kind": "lạ"}, "kind", "unknown_choice"),
])  # fmt: skip
def test_what_cannot_be_read_is_refused_in_its_cell(cells, column, code):
    plan = planned(row(**cells), row(name="Other"))
    assert [(p.outcome, [problem[:2] for problem in p.row.problems]) for p in plan.rows] == [
        ("bad", [(column, code)]), ("new", []),
    ]  # fmt: skip


def test_an_unknown_interval_is_taken_and_counted():
    plan = planned(row(phi=""), row(name="B", phi="?"), row(name="NPK", kind="Phân bón", actives="", phi=""))
    assert [p.outcome for p in plan.rows] == ["new"] * 3 and plan.totals == {"products": 3, "unknown": 2}
    assert "phi_not_known" in [note[1] for note in plan.rows[0].row.notes]


def test_odd_intervals_and_assumptions_are_noted():
    notes = [note[1] for note in planned(row(phi="21", kind="", crops="")).rows[0].row.notes]
    assert {"phi_long", "kind_assumed", "crop_assumed"} <= set(notes)


def stored():
    return Stocked(
        7, "Anvil 5SC", {"registration_no": "123", "formulation": "SC", "kind": "pesticide"},
        [ActiveRow("Hexaconazole", "hexaconazole", "50 g/l")], {1: UseRow(1, FRUIT[1], 14)},
    )  # fmt: skip


@pytest.mark.parametrize(("cells", "outcome"), [
    ({}, "same"), ({"name": "anvil 5sc"}, "same"), ({"reg": ""}, "same"), ({"phi": ""}, "same"),
    ({"phi": "7"}, "update"),
    ({"crops": "vải"}, "update"), ({"actives": "Hexaconazole + Other"}, "update"), ({"reg": "999"}, "new"),
    ({"form": "EC"}, "update"), ({"name": "Other"}, "new"),
])  # fmt: skip
def test_what_is_there_already_is_recognised_and_completed(cells, outcome):
    plan = planned(row(**cells), on=shelf(stored()))
    assert plan.rows[0].outcome == outcome
    if outcome == "update":
        assert plan.rows[0].work.stocked.pk == 7 and not plan.rows[0].work.fresh


def test_blank_cells_take_nothing_away():
    plan = planned(row(form="", actives="", crops="", phi="7", kind=""), on=shelf(stored()))
    kept = plan.rows[0].work.stocked
    assert kept.facts["formulation"] == "SC" and len(kept.actives) == 1 and kept.uses[1].phi_days == 7


def test_rows_of_one_product_add_its_crops():
    plan = planned(row(), row(crops="Vải", phi="10"), row(crops="Vải", phi="10"))
    assert [p.outcome for p in plan.rows] == ["new", "new", "same"]
    assert plan.rows[0].work.stocked is plan.rows[1].work.stocked
    assert {use.crop: use.phi_days for use in plan.rows[0].work.stocked.uses.values()} == {1: 14, 2: 10}
    assert plan.totals["products"] == 1
