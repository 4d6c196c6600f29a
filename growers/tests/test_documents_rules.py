"""Scans judged by their first bytes: what is kept, and under which name."""

import pytest

from growers.rules import certificates, documents, marks, packing_houses, visits
from growers.rules.documents import MOST_BYTES, judge_document, safe_name, type_of
from growers.tests.permits_builders import JPEG, PDF, PNG
from growers.wording import WORDING


@pytest.mark.parametrize("room", [certificates, documents, marks, packing_houses, visits])
def test_every_answer_has_its_sentence(room):
    assert set(room.CODES) <= WORDING.keys()


@pytest.mark.parametrize(
    ("head", "found"),
    [
        (PDF, "application/pdf"),
        (JPEG, "image/jpeg"),
        (PNG, "image/png"),
        (b"", ""),
        (b"PK\x03\x04", ""),
        (b"<html><script>", ""),
        (b"GIF89a%PDF-", ""),
        (b"\n%PDF-1.7", ""),
        (b"<svg xmlns=", ""),
        (b"\x89PNG", ""),
        (b"\xff\xd8", ""),
    ],
)
def test_a_file_is_what_it_begins_as(head, found):
    assert type_of(head[:16]) == found


def test_the_limit_of_size_is_met_and_not_passed():
    assert judge_document(MOST_BYTES, PDF[:16]).allowed
    assert judge_document(MOST_BYTES + 1, PDF[:16]).codes == ("document_too_big",)
    assert judge_document(0, b"").codes == ("document_empty",)
    assert judge_document(10, b"MZ\x90\x00").codes == ("document_kind_unknown",)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Giấy chứng nhận.pdf", "Giấy chứng nhận.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\scans\\a.PDF", "a.pdf"),
        ("photo.jpeg", "photo.pdf"),
        ("evil.pdf.exe", "evil.pdf.exe.pdf"),
        ('a"b\r\nc.pdf', "a_b__c.pdf"),
        (".pdf", "document.pdf"),
        ("", "document.pdf"),
        ("x" * 400, "x" * 120 + ".pdf"),
    ],
)
def test_a_name_keeps_its_words_and_nothing_else(name, kept):
    assert safe_name(name, "application/pdf") == kept
