"""What was done: the audit trail, the tokens that make every creation happen once, and uploaded import files."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from growers.models.people import User
from growers.models.scope import CoopModel
from growers.models.sealed import SealedBinaryField


class AuditEntry(CoopModel):
    """One use case that was carried out, written in its transaction; rows are added, never changed."""

    at = models.DateTimeField(_("at"))
    actor = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("who"))
    verb = models.CharField(_("what"), max_length=60)
    kind = models.CharField(_("kind"), max_length=40)
    object_id = models.BigIntegerField()
    label = models.CharField(_("which"), max_length=160)
    details = models.JSONField(_("details"), default=dict)

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["cooperative", "kind", "object_id"], name="audit_by_object"),
            models.Index(fields=["cooperative", "-at"], name="audit_by_time"),
        ]

    def __str__(self):
        return f"{self.verb}: {self.label}"


class Seal(CoopModel):
    """A link of a co-operative's chain over one append-only book: the digest of its rows since the link before.

    Whoever changes or removes a row below breaks the chain from there on (ASVS 5.0, 16.4.2).
    """

    class Book(models.TextChoices):
        AUDIT = "audit", _("audit trail")
        HOUSEHOLDS = "ledger", _("household ledger")
        TRADERS = "traders", _("trader ledger")

    book = models.CharField(_("book"), max_length=8, choices=Book)
    number = models.PositiveIntegerField(_("number"))
    last_id = models.BigIntegerField(_("up to entry"))
    entries = models.PositiveIntegerField(_("entries"))
    sha256 = models.CharField(max_length=64)
    sealed_at = models.DateTimeField(_("sealed at"))

    class Meta:
        verbose_name = _("seal")
        verbose_name_plural = _("seals")
        ordering = ["book", "number"]
        constraints = [models.UniqueConstraint(fields=["cooperative", "book", "number"], name="seal_once")]

    def __str__(self):
        return f"{self.get_book_display()} {self.number}"


class FormToken(CoopModel):
    """A creating request that was carried out: same token and body, same result; other body, refused."""

    token = models.UUIDField()
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    use_case = models.CharField(max_length=60)
    body_sha256 = models.CharField(max_length=64)
    result_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cooperative", "token"], name="token_once")]

    def __str__(self):
        return f"{self.use_case} {self.token}"


class ImportRun(CoopModel):
    """An uploaded register: first a preview with its column mapping, then, once confirmed, what it created; the
    file itself is kept, sealed, only until then."""

    class Kind(models.TextChoices):
        HOUSEHOLDS = "households", _("households and plots")
        HARVESTS = "harvests", _("harvest records")
        PRODUCTS = "products", _("input products")

    class Status(models.TextChoices):
        PREVIEW = "preview", _("preview")
        WRITING = "writing", _("being written")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.PREVIEW)
    filename = models.CharField(_("file"), max_length=200)
    sha256 = models.CharField(max_length=64)
    content = SealedBinaryField()
    mapping = models.JSONField(default=dict)
    options = models.JSONField(default=dict)
    report = models.JSONField(default=dict)
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("uploaded by"))
    uploaded_at = models.DateTimeField(_("uploaded"))
    finished_at = models.DateTimeField(_("finished"), null=True)
    rows_total = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-id"]
        indexes = [models.Index(fields=["cooperative", "kind", "-id"], name="import_newest")]

    def __str__(self):
        return self.filename
