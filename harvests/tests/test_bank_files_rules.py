"""Templates of bank files: what they make, and every mistake in one by its line."""

from dataclasses import replace

import pytest

from harvests.rules.bank_files import (
    SAMPLE,
    USUAL,
    Transfer,
    header_of,
    judge_transfers,
    read_template,
    rows_of,
    totals_of,
)

TRANSFER = Transfer("097", "Bùi Thị Đào", "0071001234567", "970436", "Vietcombank", 12_004_000, "HTXNH TT25007 H097")


def test_the_usual_template_makes_rows_as_a_bank_takes_them():
    template, verdict = read_template(USUAL)
    assert verdict.allowed and len(header_of(template)) == 6
    assert rows_of(template, [TRANSFER]) == [
        [1, "0071001234567", "BUI THI DAO", "Vietcombank", 12_004_000, "HTXNH TT25007 H097"]
    ]
    assert totals_of(template, SAMPLE) is None


def test_fixed_texts_lengths_and_totals():
    text = 'Loại tiền = "VND"\nTK = Account\nSố tiền = amount\nND = content:20\nMã = bank_code\n@total = "Tổng"'
    template, verdict = read_template(text)
    assert verdict.allowed
    assert rows_of(template, [TRANSFER]) == [["VND", "0071001234567", 12_004_000, "HTXNH TT25007 H097", "970436"]]
    assert totals_of(template, SAMPLE) == ["Tổng", None, 46_556_000, None, None]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("", ("bank_file_empty",)),
        ("TK account", ("bank_file_line_unreadable",)),
        ("= account", ("bank_file_line_unreadable",)),
        ("TK = account\nTiền = tien", ("bank_file_field_unknown",)),
        ("TK = account\nTK = amount", ("bank_file_header_twice",)),
        ("TK = account", ("bank_file_field_missing",)),
        ("TK = account\nTiền = amount\nND = content:10", ("bank_file_content_length",)),
        ("TK = account\nTiền = amount\nND = content:999", ("bank_file_content_length",)),
        (f"{'x' * 81} = account", ("bank_file_header_long",)),
        ("TK = account\nTiền = amount\n@total = a\n@total = b", ("bank_file_total_twice",)),
        ("\n".join(f"{n} = account" for n in range(31)), ("bank_file_too_many", "bank_file_field_missing")),
    ],
)
def test_every_mistake_is_named(text, codes):
    assert read_template(text)[1].codes == codes


def test_all_mistakes_are_said_at_once_with_their_lines():
    verdict = read_template("a\nTK = account\nx = y\nTiền = amount")[1]
    assert [(reason.code, reason.data["line"]) for reason in verdict.refused] == [
        ("bank_file_line_unreadable", 1), ("bank_file_field_unknown", 3),
    ]  # fmt: skip


def test_a_transfer_without_an_account_goes_to_no_bank():
    assert judge_transfers([TRANSFER], approved=True).allowed
    assert judge_transfers([replace(TRANSFER, account="")], approved=True).codes == ("bank_file_account_missing",)
    assert judge_transfers([replace(TRANSFER, bank_code="")], approved=True).codes == ("bank_file_account_missing",)
    assert judge_transfers([], approved=True).codes == ("bank_file_nothing",)
    assert judge_transfers([TRANSFER], approved=False).codes == ("bank_file_before_approval",)
