"""The one clock: every date and time of the system is asked here, and DEMO_TODAY can make it stand still."""

import datetime as dt

from django.conf import settings
from django.utils import timezone


def now() -> dt.datetime:
    """The current moment, aware, in Asia/Ho_Chi_Minh; on a frozen day the time of day still runs."""
    moment = timezone.localtime()
    if settings.DEMO_TODAY:
        moment = moment.replace(**_parts(dt.date.fromisoformat(settings.DEMO_TODAY)))
    return moment


def today() -> dt.date:
    """The business date in Asia/Ho_Chi_Minh, whatever zone the process or the database session runs in."""
    return now().date()


def real_now() -> dt.datetime:
    """The real moment, never frozen: for sessions, tokens and throttles, which a demonstration must not stop."""
    return timezone.now()


def _parts(day: dt.date) -> dict[str, int]:
    return {"year": day.year, "month": day.month, "day": day.day}
