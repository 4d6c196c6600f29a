"""The field diary: one entry for a day's work on many plots; a mistake is voided with a reason and entered again."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from growers.models.inputs import InputProduct
from growers.models.people import User
from growers.models.plots import Plot
from growers.models.scope import CoopModel


class DiaryEntry(CoopModel):
    """Work done on a day; a product makes it an application, with everything that R36 asks for."""

    class Work(models.TextChoices):
        FERTILISE = "fertilise", _("fertilising")
        SPRAY = "spray", _("spraying")
        PRUNE = "prune", _("pruning branches")
        THIN = "thin", _("thinning buds")
        POLLINATE = "pollinate", _("pollinating")
        BAG = "bag", _("bagging fruit")
        WATER = "water", _("watering")
        WEED = "weed", _("weeding")
        EMPTIES = "empties", _("collecting empty packaging")
        CLEAN = "clean", _("cleaning the orchard")
        HARVEST = "harvest", _("harvesting")
        OTHER = "other", _("other work")

    work = models.CharField(_("work"), max_length=10, choices=Work)
    done_on = models.DateField(_("done on"))
    product = models.ForeignKey(
        InputProduct, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("product")
    )
    dose_milli = models.PositiveIntegerField(_("dose"), null=True, blank=True, help_text="thousandths of the unit")
    dose_unit = models.CharField(_("unit of the dose"), max_length=8, choices=InputProduct.DoseUnit, blank=True)
    water_l = models.PositiveIntegerField(_("water (litres)"), null=True, blank=True)
    stock_lot = models.CharField(_("batch of the product"), max_length=60, blank=True)
    target = models.CharField(_("pest or reason"), max_length=120, blank=True)
    stage = models.CharField(_("growth stage"), max_length=60, blank=True)
    method = models.CharField(_("method and equipment"), max_length=120, blank=True)
    worker = models.CharField(_("done by"), max_length=120, blank=True)
    worker_trained_on = models.DateField(_("trained on"), null=True, blank=True)
    authoriser = models.CharField(_("ordered by"), max_length=120, blank=True)
    weather = models.CharField(_("weather"), max_length=80, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    entered_on = models.DateField(_("entered on"))
    entered_at = models.DateTimeField(_("entered at"))
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("entered by"))
    is_late = models.BooleanField(_("entered late"), default=False)
    warnings = models.JSONField(_("warnings confirmed"), default=list)
    void_reason = models.CharField(_("voided because"), max_length=200, blank=True)
    is_demo = models.BooleanField(_("demonstration data"), default=False, editable=False)

    class Meta:
        verbose_name = _("diary entry")
        verbose_name_plural = _("diary entries")
        ordering = ["-done_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(dose_milli__isnull=True) | Q(dose_milli__gt=0), name="diary_dose_positive"
            ),
            models.CheckConstraint(
                condition=~Q(work="spray") | Q(product__isnull=False), name="diary_spray_names_product"
            ),
        ]
        indexes = [models.Index(fields=["cooperative", "-done_on", "-id"], name="diary_newest")]

    def __str__(self):
        return f"{self.get_work_display()} {self.done_on:%d/%m/%Y}"


class DiaryPlot(CoopModel):
    """A plot that an entry was about; `phi_days` is the label's interval that day, NULL when unknown or not asked.

    `done_on` repeats the entry's day, so that one index finds what was sprayed on a plot before its harvest.
    """

    entry = models.ForeignKey(DiaryEntry, models.PROTECT, related_name="plots")
    plot = models.ForeignKey(Plot, models.PROTECT, related_name="+", verbose_name=_("plot"))
    done_on = models.DateField()
    treated_m2 = models.PositiveIntegerField(_("treated area"), null=True, blank=True)
    phi_days = models.PositiveSmallIntegerField(null=True, blank=True)
    harvest_from = models.DateField(_("harvest from"), null=True, blank=True)

    class Meta:
        verbose_name = _("plot of a diary entry")
        verbose_name_plural = _("plots of diary entries")
        constraints = [models.UniqueConstraint(fields=["cooperative", "entry", "plot"], name="diary_plot_once")]
        indexes = [models.Index(fields=["cooperative", "plot", "-done_on"], name="diary_by_plot")]

    def __str__(self):
        return f"{self.plot} {self.done_on:%d/%m/%Y}"
