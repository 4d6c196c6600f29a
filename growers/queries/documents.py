"""Facts about scans: those of a row, without their content, and one to be given out."""

from django.db.models import QuerySet

from growers.models import Cooperative, CoopModel, Document


def documents_of(row: CoopModel) -> QuerySet:
    """The scans of a row, withdrawn ones too, the newest first; their content stays in the database."""
    rows = Document.objects.of(row.cooperative_id).filter(kind=row._meta.model_name, object_id=row.pk)
    return rows.defer("content").select_related("uploaded_by").order_by("-pk")


def document_by_key(coop: Cooperative, key: int) -> Document | None:
    """One scan without its content."""
    return Document.objects.of(coop).defer("content").filter(pk=key).first()


def content_of(document: Document) -> bytes:
    """The bytes of a scan, as they were uploaded."""
    return bytes(Document.objects.of(document.cooperative_id).values_list("content", flat=True).get(pk=document.pk))


def row_of(coop: Cooperative, model: type[CoopModel], key: int) -> CoopModel | None:
    """The row that a scan belongs to."""
    return model.objects.of(coop).filter(pk=key).first()


def same_content(row: CoopModel, sha256: str) -> Document | None:
    """The scan of the same bytes that a row has already."""
    return documents_of(row).filter(sha256=sha256, withdrawn_reason="").first()
