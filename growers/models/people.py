"""Who signs in, and in which co-operative with which role."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from growers.models.cooperatives import Cooperative


class User(AbstractUser):
    """A person with a sign-in; `last_name` holds the whole name, which Vietnamese screens never split."""

    phone = models.CharField(_("phone"), max_length=16, blank=True, help_text="+84912345678")

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            models.UniqueConstraint(fields=["phone"], condition=~models.Q(phone=""), name="user_phone_once"),
        ]

    @property
    def display_name(self) -> str:
        return self.get_full_name() or self.username


class Membership(models.Model):
    """The only way into a co-operative: one person, one co-operative, one role (growers.rules.roles)."""

    class Role(models.TextChoices):
        DIRECTOR = "director", _("director")
        ACCOUNTANT = "accountant", _("accountant")
        CLERK = "clerk", _("weigh clerk")
        FIELD = "field", _("field officer")
        PACKER = "packer", _("packer")
        SALES = "sales", _("sales")
        CONTROLLER = "controller", _("controller")
        ADMIN = "admin", _("co-op administrator")

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships", verbose_name=_("user"))
    cooperative = models.ForeignKey(
        Cooperative, models.PROTECT, related_name="memberships", verbose_name=_("co-operative")
    )
    role = models.CharField(_("role"), max_length=12, choices=Role)
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [models.UniqueConstraint(fields=["cooperative", "user"], name="membership_once")]

    def __str__(self):
        return f"{self.user} – {self.cooperative} – {self.get_role_display()}"
