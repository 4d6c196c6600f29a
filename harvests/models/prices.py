"""The price board: what a kilogram of each grade fetches through each channel from a moment on."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from growers.models import Commodity, CoopModel, Grade, User


class PriceBoard(CoopModel):
    """Prices announced together, valid from a moment until the next board; boards are added, never changed."""

    commodity = models.ForeignKey(Commodity, models.PROTECT, related_name="+", verbose_name=_("crop"))
    valid_from = models.DateTimeField(_("valid from"))
    shrink_bp = models.PositiveSmallIntegerField(_("published shrink allowance"), default=0, help_text=_("percent"))
    note = models.CharField(_("note"), max_length=200, blank=True)
    set_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("set by"))
    set_at = models.DateTimeField(_("set at"))

    class Meta:
        verbose_name = _("price board")
        verbose_name_plural = _("price boards")
        ordering = ["-valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["cooperative", "commodity", "valid_from"],
                name="board_once_a_moment",
                violation_error_message=_("There is a price board from this moment already."),
            ),
            models.CheckConstraint(condition=models.Q(shrink_bp__lte=2_000), name="board_shrink_bounds"),
        ]

    def __str__(self):
        return f"{self.commodity} {self.valid_from:%d/%m/%Y %H:%M}"


class BoardPrice(CoopModel):
    """Dong per kilogram of one grade through one channel on a board, with the floor promised to contract households."""

    class Channel(models.TextChoices):
        EXPORT = "export", _("export")
        MARKET = "market", _("domestic market")
        PROCESSING = "processing", _("processing")

    board = models.ForeignKey(PriceBoard, models.PROTECT, related_name="prices", verbose_name=_("price board"))
    grade = models.ForeignKey(Grade, models.PROTECT, related_name="+", verbose_name=_("grade"))
    channel = models.CharField(_("channel"), max_length=10, choices=Channel, default=Channel.EXPORT)
    price_vnd = models.PositiveIntegerField(_("price per kg"))
    floor_vnd = models.PositiveIntegerField(_("contract floor price"), null=True, blank=True)

    class Meta:
        verbose_name = _("price")
        verbose_name_plural = _("prices")
        constraints = [
            models.UniqueConstraint(fields=["cooperative", "board", "grade", "channel"], name="price_once"),
            models.CheckConstraint(condition=models.Q(price_vnd__gt=0), name="price_positive"),
        ]

    def __str__(self):
        return f"{self.grade}: {self.price_vnd}"
