"""Facts about what was done before: form tokens and audit entries."""

from uuid import UUID

from django.db.models import QuerySet

from growers.models import AuditEntry, Cooperative, FormToken


def token_row(coop: Cooperative, token: UUID) -> FormToken | None:
    """The carried-out request with this token, if there is one."""
    return FormToken.objects.of(coop).filter(token=token).first()


def audit_of(coop: Cooperative, kind: str, object_id: int) -> QuerySet:
    """What was done to one row, newest first."""
    return AuditEntry.objects.of(coop).filter(kind=kind, object_id=object_id).select_related("actor")
