"""What a person agreed to: one purpose, the words, the day and the way, and when it was withdrawn."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from growers.models.households import Household
from growers.models.people import User
from growers.models.scope import CoopModel


class Consent(CoopModel):
    """A recorded consent (R110: per purpose, with wording, time and method); withdrawn, never deleted."""

    class Purpose(models.TextChoices):
        PUBLIC_NAME = "public_name", _("name on labels and public pages")
        PUBLIC_PHOTO = "public_photo", _("photograph on public pages")
        MESSAGES = "messages", _("messages by Zalo or SMS")
        PARTNERS = "partners", _("personal data given to buyers or auditors")

    class How(models.TextChoices):
        PAPER = "paper", _("signed on paper")
        SPOKEN = "spoken", _("said before a witness")
        MESSAGE = "message", _("written by message")

    household = models.ForeignKey(Household, models.PROTECT, related_name="+", verbose_name=_("household"))
    purpose = models.CharField(_("purpose"), max_length=12, choices=Purpose)
    wording = models.TextField(_("words agreed to"), max_length=1000)
    given_on = models.DateField(_("given on"))
    how = models.CharField(_("how"), max_length=8, choices=How)
    witness = models.CharField(_("witness or place of the paper"), max_length=120, blank=True)
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)
    withdrawn_how = models.CharField(_("how it was withdrawn"), max_length=120, blank=True)
    # Nobody for those that were carried over from the household's own row.
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["-given_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["cooperative", "household", "purpose"],
                condition=Q(withdrawn_on__isnull=True),
                name="consent_once_a_purpose",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gte=F("given_on")), name="consent_days_ordered"
            ),
        ]

    def __str__(self):
        return f"{self.household.code} {self.get_purpose_display()}"
