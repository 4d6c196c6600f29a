"""The fence between co-operatives: rows that belong to one, and a manager that refuses to read across."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.lookups import Exact, In
from django.utils.translation import gettext_lazy as _


class Unscoped(RuntimeError):
    """A query on a co-operative's rows named no co-operative: a fault in the code, never in the input."""


class ScopedQuerySet(models.QuerySet):
    """Evaluates only when the query pins `cooperative`, comes from an instance that has one, or is `unscoped`."""

    _reason = ""

    def of(self, cooperative):
        """The rows of one co-operative (an instance or its id)."""
        return self.filter(cooperative=cooperative)

    def unscoped(self, reason: str):
        """Rows of every co-operative; `reason` says why this is right and can be searched for."""
        clone = self._chain()
        clone._reason = reason
        return clone

    def _clone(self):
        clone = super()._clone()
        clone._reason = self._reason
        return clone

    def _insist(self):
        if not self._reason and not _is_fenced(self.query, self._hints.get("instance")):
            raise Unscoped(f"{self.model.__name__}: say of which co-operative")

    def _fetch_all(self):
        if self._result_cache is None:
            self._insist()
        super()._fetch_all()

    def iterator(self, *args, **kwargs):
        self._insist()
        return super().iterator(*args, **kwargs)

    def aiterator(self, *args, **kwargs):
        self._insist()
        return super().aiterator(*args, **kwargs)

    def explain(self, **options):
        self._insist()
        return super().explain(**options)

    def raw(self, *args, **kwargs):
        if not self._reason:
            raise Unscoped(f"{self.model.__name__}: raw SQL names no co-operative")
        return super().raw(*args, **kwargs)

    def count(self):
        if self._result_cache is None:
            self._insist()
        return super().count()

    def exists(self):
        if self._result_cache is None:
            self._insist()
        return super().exists()

    def aggregate(self, *args, **kwargs):
        self._insist()
        return super().aggregate(*args, **kwargs)

    def update(self, **kwargs):
        self._insist()
        return super().update(**kwargs)

    def delete(self):
        self._insist()
        return super().delete()

    delete.alters_data = True
    delete.queryset_only = True
    update.alters_data = True


def _is_fenced(query, owner) -> bool:
    """Whether each part of a query names co-operatives, or the row (with a co-operative) whose rows they are."""
    if query.combinator:
        return all(_is_fenced(part, owner) for part in query.combined_queries)
    fields = {"cooperative"}
    if getattr(owner, "cooperative_id", None):
        fields |= {field.name for field in query.get_meta().fields if field.related_model is type(owner)}
    return query.is_empty() or _pins(query.where, query.base_table, fields)


def _pins(where, table: str | None, fields: set[str]) -> bool:
    """Whether a conjunction at the top of a WHERE tree compares one of this table's `fields` with given values."""
    if where.connector != "AND" or where.negated:
        return False
    for child in where.children:
        if hasattr(child, "children"):
            if _pins(child, table, fields):
                return True
        elif isinstance(child, Exact | In) and child.rhs_is_direct_value():
            target = getattr(child.lhs, "target", None)
            if target is not None and target.name in fields and child.lhs.alias == table:
                return True
    return False


ScopedManager = models.Manager.from_queryset(ScopedQuerySet, class_name="ScopedManager")


class CoopModel(models.Model):
    """A row of exactly one co-operative; every foreign key to another such row stays within it."""

    cooperative = models.ForeignKey(
        "growers.Cooperative", models.PROTECT, related_name="+", verbose_name=_("co-operative")
    )

    objects = ScopedManager()

    class Meta:
        abstract = True

    def clean(self):
        super().clean()
        for field in self._meta.concrete_fields:
            if not field.is_relation or not issubclass(field.related_model, CoopModel):
                continue
            if getattr(self, field.attname) is None:
                continue
            if getattr(self, field.name).cooperative_id != self.cooperative_id:
                raise ValidationError({field.name: ValidationError(_("Not found here."), code="foreign")})


class VersionedModel(CoopModel):
    """A row that people edit: `version` counts accepted saves, so that a stale save is noticed."""

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True
