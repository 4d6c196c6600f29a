"""What a book of weigh tickets may hold: one line per scale load, or one line per delivery with a column per grade."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from growers.rules.sheets.tables import Column, Schema, spelled

MAX_LOAD_G = 100_000_000  # 100 t: more is no delivery of one household, but a total or a wrong unit
MAX_PRICE_VND = 1_000_000
MAX_CRATES = 2_000

GRADES = {
    "L1": spelled("loại 1 | L1 | loại I | 1 | I | hàng 1 | hạng 1 | grade 1 | loại A | A"),
    "L2": spelled("loại 2 | L2 | loại II | 2 | II | hàng 2 | hạng 2 | grade 2 | loại B | B"),
    "L3": spelled("loại 3 | L3 | loại III | 3 | III | hàng 3 | hạng 3 | grade 3 | loại C | C"),
    "D": spelled("dạt | hàng dạt | loại dạt | D | kem | hàng kem | off-grade | reject"),
}

_WEIGHTS = ("", "kg", "số kg", "khối lượng", "KL", "cân", "thực", "net", "sản lượng", "số lượng", "SL", "weight")
_PRICES = ("giá", "đơn giá", "price", "ĐG")
_CRATES = ("sọt", "số sọt", "crates")

_COLUMNS = (
    Column(
        "ticket",
        "Số phiếu",
        "Ticket number",
        spelled("số phiếu cân | phiếu | phiếu cân | mã phiếu | số CT | số chứng từ | ticket | ticket no | number"),
        "code",
        max_length=24,
    ),
    Column(
        "paper_no",
        "Số phiếu giấy",
        "Paper number",
        spelled("phiếu giấy | số giấy | số tờ | số cuống | paper no | paper ticket"),
        "code",
        max_length=16,
    ),
    Column(
        "day",
        "Ngày",
        "Day",
        spelled(
            "ngày cân | ngày giao | ngày thu hoạch | ngày mua | ngày thu mua | ngày nhập | ngày tháng | thời gian "
            "| date | delivery date | harvest date"
        ),
        "date",
        required=True,
        past=True,
    ),
    Column(
        "household_code",
        "Mã hộ",
        "Household code",
        spelled("mã | mã số hộ | mã thành viên | mã số | mã TV | số hộ | code | member code | household no"),
        "code",
        width=3,
        max_length=6,
    ),
    Column(
        "household_name",
        "Họ và tên chủ hộ",
        "Head of household",
        spelled(
            "họ tên | họ và tên | tên hộ | chủ hộ | tên chủ hộ | hộ | tên | hộ giao | người giao | người bán | họ "
            "tên chủ hộ | tên người bán | household | household name | name | grower | grower name | farmer"
        ),
        "name",
        max_length=120,
    ),
    Column(
        "village",
        "Bản/tiểu khu",
        "Village",
        spelled("bản | tiểu khu | thôn | thôn bản | địa chỉ | hamlet | address"),
        max_length=80,
    ),
    Column(
        "plot",
        "Thửa",
        "Plot",
        spelled("mã thửa | tên thửa | vườn | mã vườn | số thửa | lô vườn | plot code | orchard"),
        max_length=80,
    ),
    Column(
        "round",
        "Lứa",
        "Round",
        spelled("lứa số | đợt | đợt thu | lứa thu | harvest round | flush"),
        "integer",
        low=1,
        high=30,
    ),
    Column(
        "grade",
        "Loại",
        "Grade",
        spelled("phân loại | loại hàng | loại quả | hạng | chất lượng | quality"),
        "choice",
    ),
    Column(
        "crates",
        "Số sọt",
        "Crates",
        spelled("sọt | số rổ | rổ | số khay | số thùng | number of crates"),
        "integer",
        low=0,
        high=MAX_CRATES,
    ),
    Column(
        "gross",
        "Cân cả bì",
        "Gross weight",
        spelled(
            "cả bì | khối lượng cả bì | KL cả bì | tổng cân | cân gộp | khối lượng gộp | trọng lượng cả bì | "
            "gross | gross kg"
        ),
        "kilograms",
        low=1,
        high=MAX_LOAD_G,
    ),
    Column(
        "tare",
        "Bì",
        "Tare",
        spelled("trừ bì | khối lượng bì | KL bì | cân bì | tare kg | tare weight"),
        "kilograms",
        low=0,
        high=MAX_LOAD_G,
    ),
    Column(
        "deduction",
        "Trừ khác",
        "Other deduction",
        spelled("trừ hao | hao hụt | trừ | khấu trừ | trừ cân | deduction"),
        "kilograms",
        low=0,
        high=MAX_LOAD_G,
    ),
    Column(
        "net",
        "Khối lượng thực",
        "Net weight",
        spelled(
            "thực | khối lượng | KL | KL thực | cân thực | thực nhận | thực cân | số kg | kg | khối lượng tịnh | "
            "SL | sản lượng | số lượng | trọng lượng | tổng kg | tổng khối lượng | cân | net | net kg | weight | "
            "quantity"
        ),
        "kilograms",
        low=1,
        high=MAX_LOAD_G,
    ),
    Column(
        "price",
        "Đơn giá",
        "Price per kg",
        spelled("giá | giá mua | giá bán | giá thu mua | giá/kg | ĐG | đơn giá đồng/kg | price | unit price"),
        "price",
        low=0,
        high=MAX_PRICE_VND,
    ),
    Column(
        "amount",
        "Thành tiền",
        "Value",
        spelled("tiền | số tiền | tiền hàng | tổng tiền | thành tiền đồng | amount | total | money"),
        "money",
        low=0,
    ),
    Column(
        "note",
        "Ghi chú",
        "Note",
        spelled("chú thích | diễn giải | notes | remark | remarks"),
    ),
)


@dataclass(frozen=True, slots=True)
class Load:
    """One scale load of a row: grams, dong and a grade key; None where the book says nothing."""

    grade: str | None
    crates: int | None
    gross_g: int | None
    tare_g: int | None
    deduction_g: int | None
    net_g: int | None
    price_vnd: int | None
    amount_vnd: int | None


def harvest_schema(grades: Mapping[str, Sequence[str]] = GRADES, *, code_width: int = 3) -> Schema:
    """The book as one co-operative keeps it; `grades` gives the texts that mean each grade key.

    Beside the columns of one load per line it knows, for every grade, net@KEY, price@KEY and crates@KEY.
    """
    choices = {key: tuple(texts) for key, texts in grades.items()}
    by_grade = [column for key, texts in choices.items() for column in _of_grade(key, texts)]
    schema = Schema(
        name="harvests",
        columns=(*_COLUMNS, *by_grade),
        one_of=(("household_code", "household_name"), ("net", "gross", *(f"net@{key}" for key in choices))),
        subject=("ticket", "paper_no", "household_code", "household_name", "village"),
        repeats=("ticket", "paper_no", "household_code", "household_name", "village", "plot", "round"),
        ditto=("day",),
        sections={"date": "day", "round": "round", "village": "village"},
    )
    return schema.changed("grade", choices=choices).changed("household_code", width=code_width)


def _of_grade(key: str, texts: tuple[str, ...]) -> tuple[Column, ...]:
    """The columns of a grade in a book with one line per delivery; a bare "1" or "A" over a column says too little."""
    names = [text for text in texts if len(text) > 1]
    vi, en = names[0].capitalize(), names[-1].capitalize()
    return (
        Column(f"net@{key}", f"{vi} (kg)", f"{en} (kg)", _headed(names, _WEIGHTS), "kilograms", low=0, high=MAX_LOAD_G),
        Column(f"price@{key}", f"Giá {vi}", f"Price {en}", _headed(names, _PRICES), "price", low=0, high=MAX_PRICE_VND),
        Column(
            f"crates@{key}", f"Số sọt {vi}", f"Crates {en}", _headed(names, _CRATES), "integer", low=0, high=MAX_CRATES
        ),
    )


def _headed(names: Sequence[str], measures: Sequence[str]) -> tuple[str, ...]:
    after = [f"{name} {measure}".strip() for name in names for measure in measures]
    before = [f"{measure} {name}".strip() for name in names for measure in measures]
    return tuple(dict.fromkeys(after + before))


def loads(values: Mapping[str, Any]) -> list[Load]:
    """The scale loads of one row, in the order of its columns: one, or one for each grade that has kilograms.

    Grades without kilograms (blank or 0) are left out; so is a price of 0, which a book writes where none was agreed.
    One price for the row is the price of each grade; the value of the row is told only where one grade came.
    """
    wide = [key for key in values if key.startswith("net@") and values[key]]
    if not any(key.startswith("net@") for key in values):
        keys = ("grade", "crates", "gross", "tare", "deduction", "net")
        return [Load(*map(values.get, keys), values.get("price") or None, values.get("amount"))]
    found = []
    for key in wide:
        grade = key.removeprefix("net@")
        price = values.get(f"price@{grade}") or values.get("price") or None
        amount = values.get("amount") if len(wide) == 1 else None
        found.append(Load(grade, values.get(f"crates@{grade}"), None, None, None, values[key], price, amount))
    return found
