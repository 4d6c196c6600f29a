"""Market programmes: the way to a first shipment into a market, step by step, apart from what was shipped already."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from growers.models import Market, VersionedModel
from harvests.models.events import Event
from harvests.models.traders import Trader


class MarketProgramme(VersionedModel):
    """What has to be done until a market is open: with whom, by when, for how much fruit."""

    class Status(models.TextChoices):
        PREPARING = "preparing", _("in preparation")
        RUNNING = "running", _("running")
        REACHED = "reached", _("first shipment made")
        STOPPED = "stopped", _("given up")

    name = models.CharField(_("name"), max_length=120)
    markets = models.ManyToManyField(Market, related_name="+", verbose_name=_("markets"))
    trader = models.ForeignKey(
        Trader, models.PROTECT, null=True, blank=True, related_name="programmes", verbose_name=_("partner")
    )
    first_shipment_on = models.DateField(_("first shipment by"), null=True, blank=True)
    target_g = models.BigIntegerField(_("target"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=9, choices=Status, default=Status.PREPARING)
    note = models.TextField(_("note"), blank=True, max_length=2000)
    is_demo = models.BooleanField(_("demonstration data"), default=False, editable=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("market programme")
        verbose_name_plural = _("market programmes")
        ordering = ["first_shipment_on", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["cooperative", "name"],
                name="programme_name_once",
                violation_error_message=_("There is a programme of this name already."),
            ),
            models.CheckConstraint(
                condition=Q(target_g__isnull=True) | Q(target_g__gt=0), name="programme_target_positive"
            ),
        ]

    def __str__(self):
        return self.name


class ProgrammeStep(VersionedModel):
    """One step of a programme in its place; what is counted stands as "3 of 8"."""

    class Status(models.TextChoices):
        AHEAD = "todo", _("to do")
        DOING = "doing", _("being done")
        DONE = "done", _("done")
        DROPPED = "dropped", _("not needed")

    programme = models.ForeignKey(MarketProgramme, models.PROTECT, related_name="steps")
    position = models.PositiveSmallIntegerField(editable=False)
    name = models.CharField(_("step"), max_length=160)
    due_on = models.DateField(_("due by"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=7, choices=Status, default=Status.AHEAD)
    counted = models.PositiveIntegerField(_("done so far"), null=True, blank=True)
    count_goal = models.PositiveIntegerField(_("of how many"), null=True, blank=True)
    done_on = models.DateField(_("finished on"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    event = models.ForeignKey(
        Event, models.PROTECT, null=True, blank=True, related_name="steps", verbose_name=_("event")
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("step of a programme")
        verbose_name_plural = _("steps of programmes")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["cooperative", "programme", "position"], name="step_position_once"),
            models.CheckConstraint(
                condition=Q(status="done", done_on__isnull=False) | (~Q(status="done") & Q(done_on__isnull=True)),
                name="step_done_has_day",
            ),
            models.CheckConstraint(
                condition=Q(counted__isnull=True, count_goal__isnull=True)
                | Q(counted__isnull=False, count_goal__isnull=False, counted__lte=F("count_goal")),
                name="step_count_within_goal",
            ),
        ]

    def __str__(self):
        return self.name
