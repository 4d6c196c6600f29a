"""Cleaning, folding and the two stored keys of names."""

import random
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coopsite.formats.text import (
    MAX_SEARCH_WORDS,
    SORT_KEY_LENGTH,
    clean_line,
    clean_text,
    fold,
    nfc,
    search_key,
    search_words,
    sort_key,
)

anything = settings(max_examples=150, deadline=None, database=None)


@pytest.mark.parametrize(
    "typed, stored",
    [
        ("  Bùi\u00a0Thị \t Hoa\n", "Bùi Thị Hoa"),
        (unicodedata.normalize("NFD", "Nguyễn Thị Hường"), "Nguyễn Thị Hường"),
        ("Lò\u200b Văn\ufeff Đức", "Lò Văn Đức"),
        ("a\x00b\x07c", "abc"),
        ("\u202eabc\u202c", "abc"),
        ("a\ud800b\ufffe", "ab"),
        ("\u200b\u3164\u2800 ", ""),
        ("a\u3000b", "a b"),
        ("", ""),
    ],
)
def test_clean_line(typed, stored):
    assert clean_line(typed) == stored


def test_clean_line_composes_around_removed_characters():
    assert clean_line("a\u200b\u0301") == "á"


@pytest.mark.parametrize(
    "typed, stored",
    [
        (" một \r\n  hai\rba ", "một\nhai\nba"),
        ("a\n\n\n\nb", "a\n\nb"),
        ("\n \u200b\na\n\n", "a"),
        ("a\u2028b", "a\nb"),
        ("\x00", ""),
    ],
)
def test_clean_text(typed, stored):
    assert clean_text(typed) == stored


@pytest.mark.parametrize(
    "typed, folded",
    [
        ("  Bùi Thị HOÀ", "bui thi hoa"),
        ("bùi  thị hòa", "bui thi hoa"),
        ("ĐỨC đức", "duc duc"),
        ("Ơn Ưu Ăn Ấm Ộ", "on uu an am o"),
        ("０９１２", "0912"),
        ("m²", "m2"),
        ("", ""),
    ],
)
def test_fold(typed, folded):
    assert fold(typed) == folded
    assert fold(unicodedata.normalize("NFD", typed)) == folded


@anything
@given(st.text(max_size=40))
def test_cleaning_and_folding_twice_changes_nothing(text):
    assert clean_line(clean_line(text)) == clean_line(text)
    assert clean_text(clean_text(text)) == clean_text(text)
    assert fold(fold(text)) == fold(text)
    assert nfc(clean_line(text)) == clean_line(text)


def test_search_key_holds_each_folded_word_once_and_the_dialled_phone():
    key = search_key("Bùi Thị Hòa", "Bùi Thị Hoà (Hoa)", "HB-097", "+84912345678", None, "", "Chiềng Mung", 7)
    assert key == "bui thi hoa hb-097 0912345678 chieng mung 7"


@pytest.mark.parametrize(
    "query, words",
    [
        ("Hoà, bùi", ["hoa", "bui"]),
        ("0912 345 678", ["0912345678"]),
        ("+84 912.345.678", ["0912345678"]),
        ("84912345678", ["0912345678"]),
        ("(0212) 3852 123", ["02123852123"]),
        ("+86 138 1234 5678", ["8613812345678"]),
        ("678", ["678"]),
        ("097-1", ["097-1"]),
        ("08/09/2025", ["08/09/2025"]),
        (" , ", []),
    ],
)
def test_search_words(query, words):
    assert search_words(query) == words


def test_every_spelling_of_a_phone_finds_the_stored_one():
    key = search_key("Lò Văn Đức", "+84912345678")
    for typed in ("0912345678", "0912 345 678", "+84912345678", "0084 912 345 678", "345678", "Đức 678"):
        assert all(word in key for word in search_words(typed)), typed


def test_search_words_are_few_whatever_is_typed():
    assert len(search_words("a b c d e f g h i j k " * 1000)) == MAX_SEARCH_WORDS
    assert len(search_words("x" * 1_000_000)[0]) == 200


IN_ORDER = "An Ánh Ân Dũng Duyên Đức Em Hoa Hoà Hòa Liêm Oanh Ơn Thiện".split()


def shuffled(names):
    names = list(names)
    random.Random(7).shuffle(names)
    return names


def test_sort_key_orders_given_names():
    assert sorted(shuffled(IN_ORDER), key=sort_key) == IN_ORDER
    assert len(set(map(sort_key, IN_ORDER))) == len(IN_ORDER)


@pytest.mark.parametrize(
    "names",
    [
        ["Ma", "Mà", "Mả", "Mã", "Má", "Mạ"],
        ["A", "Ă", "Â", "B", "C", "D", "Đ", "E", "Ê", "G", "O", "Ô", "Ơ", "P", "U", "Ư", "V", "Y"],
        ["Bùi Thị Hoa", "Lò Thị Hoa", "Lò Văn Hoa", "Bùi Thị Hoan"],
        ["Lò An", "Lò Thị An", "Lò Văn An", "Quàng An"],
        ["Bùi Hoà", "Cà Hòa", "Lò Hoà"],
        ["Hoa", "Lò Hoa"],
        ["Vì Hoa", "Lò Hoà", "Bùi Hoạ"],
        ["Vì Thị Hoa", "Vì Thi Hoạ"],
        ["Bùi Văn Hà", "Bùi Vân Hà"],
        ["Lê Thị Bình", "Lê Thị Bích Bình", "Lê Văn Bình"],
        ["Hộ 2", "Hộ 9", "Hộ A"],
    ],
)
def test_sort_key_orders_tones_letters_families_and_middle_names(names):
    assert sorted(shuffled(names), key=sort_key) == names


def test_sort_key_ignores_case_form_and_punctuation():
    plain = sort_key("Hoàng Văn Thiện")
    assert sort_key("HOÀNG  VĂN THIỆN") == plain
    assert sort_key(unicodedata.normalize("NFD", "Hoàng Văn Thiện")) == plain
    assert sort_key("Hoàng Văn, (Thiện)") == plain


@anything
@given(st.text(max_size=200))
def test_sort_key_is_short_and_digits_only_so_that_every_collation_agrees(name):
    key = sort_key(name)
    assert len(key) <= SORT_KEY_LENGTH
    assert key.isascii() and key.isdigit()


def test_sort_key_of_an_endless_name_fits_its_column():
    assert len(sort_key("Nguyễn Thị Thanh " * 100)) == SORT_KEY_LENGTH


def test_search_words_of_a_name_are_in_its_own_key():
    name = "K'Sor H'Mên - Y Bhăm"
    assert all(word in search_key(name) for word in search_words(name))
