"""Scans are kept with the row they prove, and withdrawn with a reason; nothing here ever deletes one."""

import hashlib

from coopsite import clock
from growers.actions.once import Refused, audit, insist, named, use_case
from growers.models import CoopModel, Document
from growers.queries.documents import same_content
from growers.queries.seats import Seat
from growers.rules.documents import judge_document, safe_name, type_of


@use_case
def keep_document(seat: Seat, *, row: CoopModel, title: str, filename: str, content: bytes) -> Document:
    """Keep a scan with a row; Refused for what is no PDF, JPEG or PNG. The same bytes again give the scan of before."""
    insist(judge_document(len(content), content[:16]))
    digest = hashlib.sha256(content).hexdigest()
    if before := same_content(row, digest):
        return before
    content_type = type_of(content[:16])
    document = Document(
        cooperative=seat.cooperative, kind=row._meta.model_name, object_id=row.pk, title=title,
        filename=safe_name(filename, content_type), content_type=content_type, size=len(content), sha256=digest,
        content=content, uploaded_by=seat.user, uploaded_at=clock.now(),
    )  # fmt: skip
    document.full_clean()
    document.save()
    audit(seat, "document kept", document, of=named(row)[:160], sha256=digest, size=len(content))
    return document


@use_case
def withdraw_document(seat: Seat, *, document: Document, reason: str) -> Document:
    """Give a scan out no more, with the reason; one withdrawn already stays as it is."""
    if not reason:
        raise Refused.because("document_withdrawal_reason")
    held = Document.objects.of(seat.cooperative).select_for_update().defer("content").get(pk=document.pk)
    if not held.withdrawn_reason:
        held.withdrawn_reason = reason
        held.save(update_fields=["withdrawn_reason"])
        audit(seat, "document withdrawn", held, reason=reason)
    return held
