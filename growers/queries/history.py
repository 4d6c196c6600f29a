"""Who changed a row, when, and what: the versions that simple-history keeps, as differences."""

from dataclasses import dataclass

from django.db import models

HIDDEN = {"search_key", "sort_key", "version", "cooperative"}
MASKED = {"citizen_id", "bank_account", "bank_account_name"}


@dataclass(frozen=True, slots=True)
class Change:
    """One saved version: what differs from the one before, as (label, old, new)."""

    at: object
    who: str
    fields: list[tuple[str, str, str]]


def history_of(row: models.Model, newest: int = 50) -> list[Change]:
    """The newest changes of a row, newest first. Two statements and one for names of related rows."""
    versions = list(row.history.select_related("history_user").order_by("-history_date", "-history_id")[: newest + 1])
    earlier = [*versions[1:], None] if versions else []  # rows that were loaded in bulk have no history yet
    return [_change(now, before) for now, before in zip(versions, earlier, strict=True)][:newest]


def _change(now, before) -> Change:
    user = now.history_user
    fields = []
    for field in now.tracked_fields:
        if field.name in HIDDEN or field.primary_key:
            continue
        old = getattr(before, field.attname) if before else None
        new = getattr(now, field.attname)
        if old != new and not (before is None and new in ("", None)):
            fields.append((field.verbose_name, _shown(field, old), _shown(field, new)))
    return Change(now.history_date, user.display_name if user else "", fields)


def _shown(field, value) -> str:
    if value in (None, ""):
        return ""
    if field.name in MASKED:
        return "…"
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if field.is_relation:
        related = field.related_model._base_manager.filter(pk=value).first()
        return str(related or value)
    return str(value)
