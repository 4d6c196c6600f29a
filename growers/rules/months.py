"""Months of the calendar: first days, every day of one, and the same day some months on."""

import datetime as dt
from calendar import monthrange


def month_of(day: dt.date) -> dt.date:
    """The first day of its month."""
    return day.replace(day=1)


def after(month: dt.date) -> dt.date:
    """The first day of the month after."""
    return months_after(month_of(month), 1)


def days_of(month: dt.date) -> list[dt.date]:
    """Every day of a month."""
    return [month + dt.timedelta(days=number) for number in range((after(month) - month).days)]


def months_after(day: dt.date, months: int) -> dt.date:
    """The same day so many months on; the last of a month that is too short for it."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
