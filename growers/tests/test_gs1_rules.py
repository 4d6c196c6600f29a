"""The check digit of GS1 numbers: what passes, and every slip it catches."""

import pytest

from growers.rules.gs1 import LENGTHS, check_digit, gtin14, valid


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        ("gtin", "09521234000013"), ("gtin", "9521234000013"), ("gtin", "96385074"), ("gtin", "036000291452"),
        ("gln", "9521321000010"), ("ggn", "4049929999995"), ("sscc", "095211012345678903"),
    ],
)  # fmt: skip
def test_a_number_with_its_digit_passes(kind, number):
    number = number[:-1] + check_digit(number[:-1])
    assert valid(kind, number)


def test_the_example_of_the_rule():
    assert valid("gtin", "09521234000013")
    assert not valid("gtin", "09521234000014")


def test_known_numbers_have_the_digit_that_is_printed_on_them():
    assert (check_digit("9638507"), check_digit("03600029145"), check_digit("0952123400001")) == ("4", "2", "3")


@pytest.mark.parametrize("place", range(14))
def test_every_single_wrong_digit_is_caught(place):
    good = "09521234000013"
    for digit in "0123456789":
        wrong = good[:place] + digit + good[place + 1 :]
        assert valid("gtin", wrong) is (digit == good[place])


@pytest.mark.parametrize("number", ["", "1", "0952123400001", "095212340000130", "0952123400001x", "²" * 13, "٠" * 13])
def test_what_is_no_number_of_the_kind_is_refused(number):
    assert not valid("gtin", number)


@pytest.mark.parametrize(("kind", "length"), [(kind, max(lengths)) for kind, lengths in LENGTHS.items()])
def test_nothing_but_zeros_names_nothing(kind, length):
    assert not valid(kind, "0" * length)


def test_a_lot_number_of_digits_is_no_gln():
    assert not valid("gln", "09521234000013")


def test_a_short_number_fills_fourteen_places():
    assert gtin14("96385074") == "00000096385074"
    assert valid("gtin", gtin14("96385074"))
