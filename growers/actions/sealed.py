"""Turns the keys of sealed columns: every value is opened with the key that sealed it and sealed with the newest."""

from collections.abc import Iterator

from django.apps import apps
from django.db import models, transaction
from django.db.models.functions import Substr

from growers.models import Household
from growers.models.sealed import SealedBinaryField, SealedField, blind_index, sealing_mark


def sealed_columns() -> Iterator[tuple[type[models.Model], models.Field]]:
    """Every sealed field of every table, history included."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, SealedField | SealedBinaryField):
                yield model, field


def reseal(model: type[models.Model], field: models.Field, batch: int = 500) -> int:
    """Seal a column anew, one transaction per batch of rows; how many values were sealed with an older key.

    A row is taken before it is read, so that what somebody saves meanwhile is not overwritten. Raises SealBroken.
    """
    done, last = 0, 0
    while True:
        with transaction.atomic(durable=True):
            rows = _rows(model).filter(pk__gt=last).order_by("pk").select_for_update(no_key=True)
            found = list(rows.values_list("pk", _beginning(field))[:batch])
            if not found:
                return done
            last = found[-1][0]
            old = [pk for pk, begins in found if begins and _text(begins) != sealing_mark()]
            done += _sealed_anew(model, field, old)


def _beginning(field: models.Field) -> Substr:
    """The mark and the key's name of a value, unopened."""
    kind = models.BinaryField if isinstance(field, SealedBinaryField) else models.TextField
    return Substr(field.attname, 1, len(sealing_mark()), output_field=kind())


def _text(begins) -> str:
    return begins if isinstance(begins, str) else bytes(begins).decode("latin-1")


def _sealed_anew(model: type[models.Model], field: models.Field, keys: list[int]) -> int:
    indexed = model is Household and field.name == "citizen_id"
    more = ["cooperative_id"] if indexed else []
    for pk, value, *coop in _rows(model).filter(pk__in=keys).values_list("pk", field.attname, *more):
        index = {"citizen_index": blind_index(coop[0], value)} if indexed else {}
        _rows(model).filter(pk=pk).update(**{field.attname: value}, **index)
    return len(keys)


def _rows(model: type[models.Model]) -> models.QuerySet:
    rows = model._default_manager.all()
    return rows.unscoped("keys turn in every co-operative") if hasattr(rows, "unscoped") else rows
