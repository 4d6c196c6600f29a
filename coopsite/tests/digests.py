"""Fingerprints of what the database holds, and links that cross from one co-operative to another."""

import hashlib

from django.apps import apps
from django.db.models import F

from growers.models import Cooperative, CoopModel

# Rows about requests, not about the co-operative's work.
PASSING = {
    "growers.Session", "axes.AccessAttempt", "axes.AccessLog", "axes.AccessFailureLog", "contenttypes.ContentType",
}  # fmt: skip


def digest_of(coop: Cooperative) -> str:
    """Changes when any row of a co-operative does."""
    return _digest(model.objects.of(coop) for model in apps.get_models() if issubclass(model, CoopModel))


def digest_of_everything() -> str:
    """Changes when any row does, but for sessions and failed sign-ins."""
    models = (model for model in apps.get_models() if model._meta.label not in PASSING)
    return _digest(
        model.objects.unscoped("a test") if issubclass(model, CoopModel) else model._base_manager.all()
        for model in models
    )


def _digest(tables) -> str:
    digest = hashlib.sha256()
    for rows in tables:
        for row in rows.order_by("pk").values_list():
            digest.update(repr(row).encode())
    return digest.hexdigest()


def strays() -> list[str]:
    """Links from a row of one co-operative to a row of another, which must not be."""
    found = []
    for model in apps.get_models():
        if not issubclass(model, CoopModel):
            continue
        for field in model._meta.concrete_fields:
            if field.is_relation and issubclass(field.related_model, CoopModel):
                rows = model.objects.unscoped("a test").filter(**{f"{field.name}__isnull": False})
                crossing = rows.exclude(**{f"{field.name}__cooperative": F("cooperative")})
                found += [f"{model.__name__}.{field.name} of {row.pk}" for row in crossing]
    return found
