"""Member households and other suppliers: who grows the fruit, where they live, how they are reached and paid."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from growers.models.reference import Bank, Commune, LegacyCommune
from growers.models.scope import VersionedModel
from growers.models.sealed import SealedField


class Household(VersionedModel):
    """A supplier, known by a short code that people shout; `sort_key` orders by given name, `search_key` finds.

    `citizen_index` keeps the sealed citizen ID unique within the co-operative.
    """

    class Kind(models.TextChoices):
        OFFICIAL = "official", _("official member")
        ASSOCIATE_CAPITAL = "associate_capital", _("associate member with capital")
        ASSOCIATE = "associate", _("associate member without capital")
        LINKED = "linked", _("linked household")
        COOPERATIVE = "cooperative", _("other co-operative")

    class Gender(models.TextChoices):
        FEMALE = "f", _("female")
        MALE = "m", _("male")

    code = models.CharField(_("code"), max_length=6, validators=[RegexValidator(r"^\d{3,6}$", _("Digits only."))])
    name = models.CharField(_("head of household"), max_length=120)
    alias = models.CharField(_("also called"), max_length=120, blank=True)
    kind = models.CharField(_("membership type"), max_length=18, choices=Kind, default=Kind.LINKED)
    register_no = models.CharField(_("register number"), max_length=20, blank=True)
    joined_on = models.DateField(_("joined"), null=True, blank=True)
    left_on = models.DateField(_("left"), null=True, blank=True)
    contract_from = models.DateField(_("contract with floor price, from"), null=True, blank=True)
    contract_to = models.DateField(_("contract with floor price, until"), null=True, blank=True)
    blocked_reason = models.CharField(_("blocked because"), max_length=200, blank=True)

    citizen_id = SealedField(_("citizen ID"), max_length=12, blank=True)
    citizen_index = models.CharField(max_length=64, blank=True, editable=False)
    gender = models.CharField(_("gender"), max_length=1, choices=Gender, blank=True)
    birth_year = models.PositiveSmallIntegerField(_("birth year"), null=True, blank=True)
    ethnicity = models.CharField(_("ethnicity"), max_length=40, blank=True)
    phone = models.CharField(_("phone"), max_length=16, blank=True)

    commune = models.ForeignKey(Commune, models.PROTECT, related_name="+", verbose_name=_("commune or ward"))
    village = models.CharField(_("village"), max_length=80, blank=True)
    legacy_commune = models.ForeignKey(
        LegacyCommune, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("former commune")
    )

    bank = models.ForeignKey(Bank, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("bank"))
    bank_account = SealedField(_("account number"), max_length=19, blank=True)
    bank_account_name = models.CharField(_("account name"), max_length=120, blank=True)

    note = models.TextField(_("note"), blank=True, max_length=2000)
    is_demo = models.BooleanField(_("demonstration data"), default=False, editable=False)
    erased_on = models.DateField(_("personal data erased on"), null=True, blank=True, editable=False)

    search_key = models.CharField(max_length=600, editable=False)
    sort_key = models.CharField(max_length=255, editable=False)
    history = HistoricalRecords(excluded_fields=["citizen_index"])

    class Meta:
        verbose_name = _("household")
        verbose_name_plural = _("households")
        constraints = [
            models.UniqueConstraint(fields=["cooperative", "code"], name="household_code_once"),
            models.UniqueConstraint(
                fields=["cooperative", "citizen_index"],
                condition=~models.Q(citizen_index=""),
                name="household_citizen_once",
                violation_error_message=_("Another household has this citizen ID."),
            ),
        ]
        indexes = [models.Index(fields=["cooperative", "sort_key"], name="household_by_name")]

    def __str__(self):
        return f"{self.code} – {self.name}"

    def has_contract_on(self, day) -> bool:
        """Whether the co-operative has promised floor prices for fruit of this day (workflow.md 0b.4)."""
        begins, ends = self.contract_from, self.contract_to
        return bool(begins and begins <= day and (ends is None or day <= ends))

    @property
    def address(self) -> str:
        return ", ".join(part for part in (self.village, self.commune.title, self.commune.province) if part)
