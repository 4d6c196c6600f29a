"""Certificates with the plots in their scope, the bodies that issue them, and certification marks with licences."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from growers.models.packing_houses import PackingHouse
from growers.models.plots import Plot
from growers.models.reference import Commodity, TwoNames
from growers.models.scope import CoopModel, VersionedModel

ORDERED = Q(valid_to__isnull=True) | Q(valid_from__lt=F("valid_to"))


class CertificationBody(VersionedModel):
    """Who issues certificates, with its own accreditation."""

    name = models.CharField(_("name"), max_length=160)
    accreditation_no = models.CharField(_("accreditation"), max_length=60, blank=True)
    phone = models.CharField(_("phone"), max_length=16, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("certification body")
        verbose_name_plural = _("certification bodies")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["cooperative", "name"], name="body_once")]

    def __str__(self):
        return self.name


class Certificate(VersionedModel):
    """A certificate over dated plots, or over a packing house; the printed dates count: both days included (R50)."""

    class Scheme(models.TextChoices):
        VIETGAP = "vietgap", "VietGAP"
        GLOBALGAP = "globalgap", "GlobalG.A.P."
        ORGANIC = "organic", _("organic")
        HOUSE = "house", _("packing house (food safety)")
        OCOP = "ocop", "OCOP"

    scheme = models.CharField(_("scheme"), max_length=10, choices=Scheme)
    number = models.CharField(_("certificate number"), max_length=60)
    ggn = models.CharField("GGN", max_length=13, blank=True, validators=[RegexValidator(r"^\d{13}$")])
    body = models.ForeignKey(
        CertificationBody, models.PROTECT, related_name="certificates", verbose_name=_("certification body")
    )
    commodity = models.ForeignKey(Commodity, models.PROTECT, related_name="+", verbose_name=_("crop"))
    house = models.ForeignKey(
        PackingHouse, models.PROTECT, null=True, blank=True, related_name="certificates",
        verbose_name=_("packing house"),
    )  # fmt: skip
    standard = models.CharField(_("standard"), max_length=80, blank=True, help_text="TCVN 11892-1:2017")
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid until"))
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)
    withdrawn_reason = models.CharField(_("withdrawn because"), max_length=200, blank=True)
    scope_m2 = models.PositiveIntegerField(_("area on the certificate"), null=True, blank=True)
    responsible = models.CharField(_("responsible"), max_length=120, blank=True)
    note = models.TextField(_("note"), blank=True, max_length=2000)
    is_demo = models.BooleanField(_("demonstration data"), default=False, editable=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering = ["valid_to", "number"]
        constraints = [
            models.UniqueConstraint(fields=["cooperative", "scheme", "number"], name="certificate_once"),
            models.CheckConstraint(condition=Q(valid_from__lt=F("valid_to")), name="certificate_dates_ordered"),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | ~Q(withdrawn_reason=""), name="certificate_withdrawal_says_why"
            ),
        ]
        indexes = [models.Index(fields=["cooperative", "valid_to"], name="certificate_by_expiry")]

    def __str__(self):
        return f"{self.get_scheme_display()} {self.number}"


class CertificatePlot(CoopModel):
    """A plot in a certificate's scope: from `valid_from` up to, not including, `valid_to` (R50, R52)."""

    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="members")
    plot = models.ForeignKey(Plot, models.PROTECT, related_name="+", verbose_name=_("plot"))
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("plot under a certificate")
        verbose_name_plural = _("plots under certificates")
        constraints = [
            models.UniqueConstraint(
                fields=["cooperative", "certificate", "plot", "valid_from"], name="certificate_plot_once"
            ),
            models.CheckConstraint(condition=ORDERED, name="certificate_plot_dates_ordered"),
        ]
        indexes = [models.Index(fields=["cooperative", "plot"], name="certificate_plot_by_plot")]

    def __str__(self):
        return f"{self.plot} – {self.certificate}"


class CertificationMark(TwoNames):
    """A certification mark such as "Thanh long Sơn La": reference data, kept by the operator (R56)."""

    code = models.SlugField(_("code"), max_length=24, unique=True)
    commodity = models.ForeignKey(Commodity, models.PROTECT, related_name="+", verbose_name=_("crop"))
    province_code = models.CharField(_("province"), max_length=2)
    owner = models.CharField(_("owner"), max_length=160, blank=True)
    certificate_no = models.CharField(_("certificate number"), max_length=60, blank=True)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid until"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    certainty = models.CharField(_("certainty"), max_length=1, default="U")
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("certification mark")
        verbose_name_plural = _("certification marks")
        constraints = [models.CheckConstraint(condition=ORDERED, name="mark_dates_ordered")]


class MarkLicence(VersionedModel):
    """The right to use a mark; `holder` is empty for the co-operative itself, else who else is known to hold one."""

    mark = models.ForeignKey(CertificationMark, models.PROTECT, related_name="+", verbose_name=_("mark"))
    holder = models.CharField(_("holder"), max_length=160, blank=True)
    decision_no = models.CharField(_("decision number"), max_length=60)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid until"), null=True, blank=True)
    quota_g = models.BigIntegerField(_("licensed kilograms"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    is_demo = models.BooleanField(_("demonstration data"), default=False, editable=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("mark licence")
        verbose_name_plural = _("mark licences")
        ordering = ["mark", "holder", "-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["cooperative", "mark", "decision_no"], name="licence_once"),
            models.CheckConstraint(condition=ORDERED, name="licence_dates_ordered"),
            models.CheckConstraint(condition=Q(quota_g__isnull=True) | Q(quota_g__gt=0), name="licence_quota_positive"),
        ]

    def __str__(self):
        return f"{self.mark} – {self.decision_no}"
