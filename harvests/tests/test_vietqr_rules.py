"""VietQR payloads: the published vectors of workflow.md 6.6, and what no bank would take."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harvests.rules.vietqr import crc16, payload, plain


def test_the_check_value_of_the_algorithm():
    assert crc16("123456789") == "29B1"


def test_the_published_payload_is_reproduced():
    text = payload("970436", "0071001234567", 850_000, "DH482113")
    assert text == (
        "00020101021238570010A00000072701270006970436011300710012345670208QRIBFTTA5303704540685000058"
        "02VN62120808DH4821136304E529"
    )


def test_the_published_sample_has_the_published_check():
    """NAPAS' sample 6.1.1, of which only the check is used: its inner length is that of another account."""
    sample = "00020101021138570010A00000072701270006970403011200110123456780208QRIBFTTA53037045802VN6304"
    assert crc16(sample) == "F4E5"


def test_without_an_amount_whoever_scans_types_one():
    text = payload("970436", "0071001234567")
    assert text.startswith("000201010211") and "5406" not in text and "6208" not in text


@pytest.mark.parametrize(
    "facts",
    [("97043", "1"), ("970436", ""), ("970436", "1" * 20), ("970436", "12 34"), ("970436", "1", 0),
     ("970436", "1", -5), ("970436", "1", 10**13), ("970436", "1", 5, "é"), ("970436", "1", 5, "A" * 26)],
)  # fmt: skip
def test_what_no_bank_would_take_is_refused(facts):
    with pytest.raises(ValueError, match="not a"):
        payload(*facts)


@settings(max_examples=200)
@given(st.text(max_size=60), st.integers(1, 10**13 - 1), st.from_regex(r"[0-9]{1,19}", fullmatch=True))
def test_any_note_makes_a_payload_that_reads_back(note, amount, account):
    info = plain(note)
    text = payload("970422", account, amount, info)
    assert len(info) <= 25 and info.isascii() and info == info.strip()
    assert crc16(text[:-4]) == text[-4:]
    fields, rest = {}, text
    while rest:
        tag, size, rest = rest[:2], int(rest[2:4]), rest[4:]
        fields[tag], rest = rest[:size], rest[size:]
    assert fields["54"] == str(amount) and account in fields["38"]
    assert fields.get("62", "")[4:] == info


def test_names_become_capitals_without_accents():
    assert plain("Nguyễn Thị Đào – (hộ 12)", 70) == "NGUYEN THI DAO HO 12"
    assert plain("=cmd|x") == "CMD X"
