"""Events: what a co-operative held, joined or was visited for – sales, training, surveys – and what came of it."""

import datetime as dt

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from coopsite.formats.showing import VIETNAM
from growers.models import CoopModel, Household, Plot, VersionedModel
from harvests.models.seasons import Season
from harvests.models.traders import Trader


class Event(VersionedModel):
    """Something that took place or is to: its moment, where, who came, and its figures as they were counted there.

    A moment at midnight means that only the day is known. Figures that nobody counted stay empty: they are not nought.
    What was sold stands here for itself; orders, deliveries and tickets are not touched by it. Source: workflow.md M25.
    """

    class Kind(models.TextChoices):
        LIVESTREAM = "livestream", _("livestream")
        SOCIAL = "social", _("social media")
        ECOMMERCE = "ecommerce", _("e-commerce")
        FAIR = "fair", _("fair")
        TOUR = "tour", _("farm tour")
        CAMPAIGN = "campaign", _("campaign")
        TRAINING = "training", _("training session")
        SURVEY = "survey", _("buyer survey")
        AUDIT = "audit", _("audit")
        MEETING = "meeting", _("meeting")

    kind = models.CharField(_("kind of event"), max_length=10, choices=Kind)
    title = models.CharField(_("name of the event"), max_length=160)
    starts_at = models.DateTimeField(_("time and day"))
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    place = models.CharField(_("place or channel"), max_length=120)
    host = models.CharField(_("host"), max_length=160, blank=True)
    trader = models.ForeignKey(
        Trader, models.PROTECT, null=True, blank=True, related_name="events", verbose_name=_("partner")
    )
    season = models.ForeignKey(
        Season, models.PROTECT, null=True, blank=True, related_name="events", verbose_name=_("season")
    )
    viewers = models.PositiveIntegerField(_("viewers"), null=True, blank=True)
    visitors = models.PositiveIntegerField(_("visitors"), null=True, blank=True)
    participants = models.PositiveIntegerField(_("participants"), null=True, blank=True)
    orders = models.PositiveIntegerField(_("orders taken"), null=True, blank=True)
    sold_g = models.BigIntegerField(_("kilograms sold"), null=True, blank=True)
    revenue_vnd = models.BigIntegerField(_("fruit sold for"), null=True, blank=True)
    cost_vnd = models.BigIntegerField(_("cost"), null=True, blank=True)
    ticket_vnd = models.BigIntegerField(_("ticket price"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True, max_length=2000)
    void_reason = models.CharField(_("voided because"), max_length=200, blank=True, editable=False)
    is_demo = models.BooleanField(_("demonstration data"), default=False, editable=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["-starts_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(sold_g__isnull=True) | Q(sold_g__gte=0))
                & (Q(revenue_vnd__isnull=True) | Q(revenue_vnd__gte=0))
                & (Q(cost_vnd__isnull=True) | Q(cost_vnd__gte=0))
                & (Q(ticket_vnd__isnull=True) | Q(ticket_vnd__gte=0)),
                name="event_not_negative",
            )
        ]
        indexes = [models.Index(fields=["cooperative", "-starts_at", "-id"], name="event_newest")]

    def __str__(self):
        return self.title

    @property
    def starts_on(self) -> dt.date:
        """Its first day in Vietnam."""
        return self.starts_at.astimezone(VIETNAM).date()


class EventHousehold(CoopModel):
    """A household on an event's attendance list."""

    event = models.ForeignKey(Event, models.PROTECT, related_name="attendance")
    household = models.ForeignKey(Household, models.PROTECT, related_name="+", verbose_name=_("household"))

    class Meta:
        verbose_name = _("household at an event")
        verbose_name_plural = _("households at events")
        constraints = [
            models.UniqueConstraint(fields=["cooperative", "event", "household"], name="event_household_once")
        ]
        indexes = [models.Index(fields=["cooperative", "household"], name="event_by_household")]

    def __str__(self):
        return f"{self.household.code} – {self.event}"


class EventPlot(CoopModel):
    """An orchard that an event went to."""

    event = models.ForeignKey(Event, models.PROTECT, related_name="plots")
    plot = models.ForeignKey(Plot, models.PROTECT, related_name="+", verbose_name=_("plot"))

    class Meta:
        verbose_name = _("orchard of an event")
        verbose_name_plural = _("orchards of events")
        constraints = [models.UniqueConstraint(fields=["cooperative", "event", "plot"], name="event_plot_once")]
        indexes = [models.Index(fields=["cooperative", "plot"], name="event_by_plot")]

    def __str__(self):
        return f"{self.plot} – {self.event}"
