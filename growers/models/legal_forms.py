"""The forms that the state prints for papers: their number, title and legal basis, from a day on."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


class LegalForm(models.Model):
    """A form as it is printed from `valid_from` on; texts are Vietnamese. Rules change faster than programs: the
    administrator adds the next one. `certainty` is A to C, or U for what nobody confirmed."""

    class Kind(models.TextChoices):
        PURCHASES = "purchases", _("list of purchases without invoice")
        CASH_VOUCHER = "cash_voucher", _("cash voucher")
        GOODS_RECEIVED = "goods_received", _("goods received note")

    kind = models.CharField(_("paper"), max_length=16, choices=Kind)
    valid_from = models.DateField(_("valid from"))
    number = models.CharField(_("form number"), max_length=40, blank=True, help_text="01/TNDN")
    title = models.CharField(_("title"), max_length=160)
    basis = models.CharField(_("legal basis"), max_length=200, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    certainty = models.CharField(_("certainty"), max_length=1, default="U")
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("legal form")
        verbose_name_plural = _("legal forms")
        ordering = ["kind", "-valid_from"]
        constraints = [models.UniqueConstraint(fields=["kind", "valid_from"], name="legal_form_once_a_day")]

    def __str__(self):
        return f"{self.number} {self.title}".strip()
