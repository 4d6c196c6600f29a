"""The settings of a co-operative as they hold on a day, and how each came to be what it is."""

import datetime as dt

from django.db.models import QuerySet

from growers.models import Cooperative, Setting
from growers.rules.settings import values_on


def settings_on(coop: Cooperative, day: dt.date) -> dict[str, int]:
    """Every declared setting as it holds on the day: the newest value not after it, else the default. One statement."""
    rows = Setting.objects.of(coop).filter(valid_from__lte=day).order_by("valid_from")
    return values_on(dict(rows.values_list("key", "value")))


def stored_settings(coop: Cooperative, key: str = "") -> QuerySet:
    """The values somebody stored, the newest first, coming ones among them; of one setting when `key` names it."""
    rows = Setting.objects.of(coop).order_by("-valid_from", "key")
    return rows.filter(key=key) if key else rows
