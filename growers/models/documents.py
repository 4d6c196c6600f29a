"""Papers that were uploaded: kept in the database with the rows they prove, served only through the door."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from growers.models.people import User
from growers.models.scope import CoopModel


class Document(CoopModel):
    """A scan or photograph that belongs to the row (`kind`, `object_id`); withdrawn with a reason, never deleted."""

    kind = models.CharField(max_length=40)
    object_id = models.BigIntegerField()
    title = models.CharField(_("title"), max_length=120)
    filename = models.CharField(_("file"), max_length=200)
    content_type = models.CharField(max_length=80)
    size = models.PositiveIntegerField(_("size"))
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("uploaded by"))
    uploaded_at = models.DateTimeField(_("uploaded"))
    withdrawn_reason = models.CharField(_("withdrawn because"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["-id"]
        indexes = [models.Index(fields=["cooperative", "kind", "object_id"], name="document_by_object")]

    def __str__(self):
        return self.title
