"""Facts for a whole paper pad at once: households, what they brought, and the prices in force at each slip's time."""

import datetime as dt
from bisect import bisect_right
from collections.abc import Sequence

from growers.models import Cooperative
from harvests.models import HarvestRecord, PriceBoard
from harvests.queries.scale import facts_from, season_of_day, sheet_at
from harvests.queries.suppliers import brought_before, find_households, rows_meant
from harvests.rules.back_entry import Paper
from harvests.rules.weighing import judge_ticket
from harvests.rules.weighing_facts import Facts, Sheet


def judge_papers(coop: Cooperative, day: dt.date, papers: Sequence[Paper], today: dt.date) -> list[Facts]:
    """Judge every slip of a day as the scale would have, into `paper.judged`; returns the facts each was judged by.

    Statements: four, one for each price board of the day, and one for each household that is not found.
    """
    season = season_of_day(coop, day)
    rows = find_households(coop, {paper.header.household for paper in papers}, season, day)
    brought = brought_before(coop, {row.pk for row in rows}, season, day)
    sheets = _sheets(coop, season.commodity_id if season else coop.commodity_id, [paper.at for paper in papers])
    found = []
    for paper, sheet in zip(papers, sheets, strict=True):
        meant = rows_meant(rows, paper.header.household)
        facts = facts_from(coop, paper.header.household, meant, brought, season, sheet, paper.at, today)
        paper.judged = judge_ticket(facts, paper.header, paper.loads)
        found.append(facts)
    return found


def papers_around(coop: Cooperative, day: dt.date, days: int = 7) -> list[str]:
    """Paper numbers of the week before a day and of the day: what the pad's next numbers follow on."""
    rows = HarvestRecord.objects.of(coop).filter(day__lte=day, day__gte=day - dt.timedelta(days=days))
    return [*rows.exclude(paper_no="").order_by().values_list("paper_no", flat=True).distinct()]


def _sheets(coop: Cooperative, commodity: int, moments: Sequence[dt.datetime]) -> list[Sheet]:
    """What held at each moment of one day, asked once for each price board in force on it."""
    if not moments:
        return []
    boards = PriceBoard.objects.of(coop).filter(commodity=commodity, valid_from__range=(min(moments), max(moments)))
    changes = [*boards.order_by("valid_from").values_list("valid_from", flat=True)]
    known: dict[int, Sheet] = {}
    for moment in moments:
        part = bisect_right(changes, moment)
        if part not in known:
            known[part] = sheet_at(coop, commodity, moment)
    return [known[bisect_right(changes, moment)] for moment in moments]
