"""Amounts in Vietnamese words."""

import pytest

from coopsite.formats.words import LIMIT, dong_in_words, in_words


@pytest.mark.parametrize(
    "amount, words",
    [
        (0, "Không"),
        (1, "Một"),
        (5, "Năm"),
        (10, "Mười"),
        (11, "Mười một"),
        (14, "Mười bốn"),
        (15, "Mười lăm"),
        (20, "Hai mươi"),
        (21, "Hai mươi mốt"),
        (24, "Hai mươi tư"),
        (25, "Hai mươi lăm"),
        (100, "Một trăm"),
        (104, "Một trăm linh bốn"),
        (105, "Một trăm linh năm"),
        (111, "Một trăm mười một"),
        (555, "Năm trăm năm mươi lăm"),
        (1_000, "Một nghìn"),
        (1_005, "Một nghìn không trăm linh năm"),
        (1_024, "Một nghìn không trăm hai mươi tư"),
        (14_000, "Mười bốn nghìn"),
        (1_000_000, "Một triệu"),
        (2_121_015, "Hai triệu một trăm hai mươi mốt nghìn không trăm mười lăm"),
        (5_160_500, "Năm triệu một trăm sáu mươi nghìn năm trăm"),
        (1_000_000_000, "Một tỷ"),
        (1_000_000_015, "Một tỷ không trăm mười lăm"),
        (1_000_000_005, "Một tỷ không trăm linh năm"),
        (12_005_000_000, "Mười hai tỷ không trăm linh năm triệu"),
        (1_000_005_000, "Một tỷ không trăm linh năm nghìn"),
        (1_234_000_000_000, "Một nghìn hai trăm ba mươi tư tỷ"),
        (10**15, "Một triệu tỷ"),
        (-15, "Âm mười lăm"),
    ],
)
def test_dong_in_words(amount, words):
    assert dong_in_words(amount) == f"{words} đồng"


def test_largest_amount_is_written_and_the_next_refused():
    assert in_words(LIMIT - 1).startswith("chín trăm chín mươi chín triệu")
    for too_large in (LIMIT, -LIMIT):
        with pytest.raises(ValueError):
            in_words(too_large)


def test_different_amounts_have_different_words():
    amounts = [*range(2_000), *range(999_000, 1_002_000), *range(10**9, 10**9 + 2_000)]
    assert len(set(map(in_words, amounts))) == len(set(amounts))
