"""Numbers of papers: gapless in each series and year, given in the transaction that writes the paper."""

from typing import TypeVar

from django.db.models import F

from growers.models import Cooperative, CoopModel
from harvests.models import NumberSeries

Paper = TypeVar("Paper", bound=CoopModel)


def next_number(coop: Cooperative, kind: str, year: int, many: int = 1) -> int:
    """The next number of a series, or the first of the next `many`: gapless, for a rolled back transaction gives its
    numbers back.

    The UPDATE holds the row until the transaction ends, so that a rival waits and counts on from it.
    """
    series, _ = NumberSeries.objects.get_or_create(cooperative=coop, kind=kind, year=year)
    rows = NumberSeries.objects.of(coop).filter(pk=series.pk)
    rows.update(last=F("last") + many)
    return rows.values_list("last", flat=True).get() - many + 1


def numbered(paper: Paper, series: str) -> Paper:
    """Give an unsaved paper the next number of its day's year, check it and save it; ValidationError by field."""
    paper.year = paper.day.year
    paper.number = next_number(paper.cooperative, series, paper.year)
    paper.full_clean()
    paper.save()
    return paper
