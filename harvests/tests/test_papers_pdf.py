"""The papers of a shipment as PDFs: every page numbered, odd text harmless, forty lots in two seconds."""

import datetime as dt
import re
import time
from dataclasses import replace

import pytest

from harvests.pdf.goods_issue import _decimals, dispatch_order, goods_issue
from harvests.pdf.handover import handover
from harvests.pdf.kit import fit, nfc
from harvests.pdf.packing_list import packing_list
from harvests.pdf.source_list import source_list
from harvests.rules.paper_facts import (
    RUNNING,
    Goods,
    Issued,
    Letterhead,
    LoadRow,
    LotSources,
    PaperFacts,
    SourceRow,
    Truck,
)

DAY = dt.date(2025, 9, 8)
ODD = 'Lò <b>Văn</b> & "Đức" 凭祥市 \u0045\u0323\u0302 %s {x}'
LOAD = LoadRow(
    "NH-250908-CN-01", "DH-25-007", "Thanh long", "Loại 1", "Grade 1", "31–37", 20_500, 234, 4_797_000, DAY,
    ("VN-SLOR-0003",), ("VN-SLPH-012",),
)  # fmt: skip
FACTS = PaperFacts(
    Letterhead(ODD, ODD, "Sơn La", "5500567890", "0212 3845 678", ODD),
    Issued("PL-25-007", DAY, "In lúc 16:05 08/09/2025 bởi Mai", "https://htx.example/c/ngoc-hoang/shipments/CH-25-007/"),
    Truck("CH-25-007", "Trung Quốc", "China", ODD, ODD, "", ODD, ODD, "26C", ODD, "+84912345678", "", "", 40, "", None,
          ("DH-25-007",)),
    (Goods("Thanh long ruột đỏ", "Red-fleshed dragon fruit", "火龙果", "Selenicereus costaricensis"),), (LOAD,),
)  # fmt: skip


def lot(number: int, tickets: int) -> LotSources:
    rows = [
        SourceRow("VN-SLOR-0003", f"{n:03d}", ODD, "bản Cao Sơn", f"{n:03d}-1", f"CAN-250907-{n:03d}", DAY, 412_500,
                  *((RUNNING, DAY) if n == 3 else ()))
        for n in range(tickets)
    ]  # fmt: skip
    return LotSources(f"NH-250908-CN-{number:02d}", DAY, "NH1", 4_797_000, 234, 4_797_000, rows)


def pages(pdf: bytes) -> int:
    return len(re.findall(rb"/Type /Page\b", pdf))


@pytest.mark.parametrize("maker", [dispatch_order, goods_issue, packing_list, handover, source_list])
def test_every_paper_is_made_of_odd_text_and_of_nothing(maker):
    assert maker(replace(FACTS, sources=[lot(1, 5)])).startswith(b"%PDF-")
    empty = replace(FACTS, load=(), goods=())
    assert maker(empty).startswith(b"%PDF-")


@pytest.mark.parametrize("maker", [dispatch_order, goods_issue, packing_list, handover])
def test_four_lots_fit_on_one_page(maker):
    assert pages(maker(replace(FACTS, load=(LOAD,) * 4))) == 1


def test_forty_lots_of_fifty_tickets_take_under_two_seconds():
    facts = replace(FACTS, sources=[lot(number, 50) for number in range(40)])
    began = time.process_time()
    pdf = source_list(facts)
    assert pages(pdf) > 20
    assert time.process_time() - began < 2


def test_text_is_composed_and_cut_where_it_does_not_fit():
    assert nfc("\u0045\u0323\u0302") == "Ệ"
    assert fit("Nguyễn Thị Hương Giang", 15, 7).endswith("…")
    assert fit("Mai", 15, 7) == "Mai"


@pytest.mark.parametrize(("grams", "words"), [(500, "năm"), (50, "không năm"), (125, "một hai năm")])
def test_decimals_are_read_digit_by_digit(grams, words):
    assert _decimals(grams) == words
