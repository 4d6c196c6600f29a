"""What may be kept as a scan: judged by the first bytes of a file, never by its name or what the browser says."""

from growers.rules.verdicts import Verdict

CODES = ("document_empty", "document_too_big", "document_kind_unknown", "document_withdrawal_reason")
MOST_BYTES = 5 * 1024 * 1024
MOST_NAME = 120
PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"
SUFFIX = {PDF: ".pdf", JPEG: ".jpg", PNG: ".png"}
# Scanners put up to a kilobyte before the mark of a PDF, but a page or a script could then stand there as well.
MARKS = ((b"%PDF-", PDF), (b"\xff\xd8\xff", JPEG), (b"\x89PNG\r\n\x1a\n", PNG))


def type_of(head: bytes) -> str:
    """The content type of a file by how it begins; "" for everything that is not kept."""
    return next((kind for mark, kind in MARKS if head.startswith(mark)), "")


def judge_document(size: int, head: bytes) -> Verdict:
    """Whether a file may be kept: a PDF, JPEG or PNG of at most 5 MB."""
    if size == 0:
        return Verdict.because("document_empty")
    if size > MOST_BYTES:
        return Verdict.because("document_too_big", limit=MOST_BYTES // 1024 // 1024)
    if not type_of(head):
        return Verdict.because("document_kind_unknown")
    return Verdict()


def safe_name(name: str, content_type: str) -> str:
    """A file's name as it is kept and given back: without folders and control characters, ending as its type does."""
    last = name.replace("\\", "/").rpartition("/")[2]
    stem = "".join(sign if sign.isalnum() or sign in " ._-()" else "_" for sign in last).strip()
    known = next((suffix for suffix in (*SUFFIX.values(), ".jpeg") if stem.lower().endswith(suffix)), "")
    stem = stem.removesuffix(stem[len(stem) - len(known) :]).strip(" .")
    return f"{(stem or 'document')[:MOST_NAME]}{SUFFIX[content_type]}"
