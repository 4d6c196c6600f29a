"""Writing a paper pad into the books: all slips that were typed, or none."""

import datetime as dt
from collections.abc import Sequence

from coopsite import clock
from growers.actions.once import use_case
from growers.queries.seats import Seat
from harvests.actions.records import NotRecorded, Unconfirmed, note_days, post_many
from harvests.models import DayBook, HarvestRecord
from harvests.queries.back_entry import judge_papers
from harvests.rules.back_entry import Paper
from harvests.rules.records import ticket_from


@use_case
def enter_papers(seat: Seat, *, day: dt.date, papers: Sequence[Paper], confirmed: bool) -> DayBook:
    """Judge the slips of a day as the scale would have, and write them all; every slip carries its judgement after it.

    Raises NotRecorded when one is refused or its number is used, Unconfirmed while warnings stand.
    """
    facts = judge_papers(seat.cooperative, day, papers, clock.today())
    refused = [problem for paper in papers for problem in paper.judged.refused]
    if refused:
        raise NotRecorded(refused)
    warnings = [warning for paper in papers for warning in paper.judged.warnings]
    if warnings and not confirmed:
        raise Unconfirmed(warnings)
    tickets = [
        ticket_from(
            known, paper.header, paper.judged, paper.at, paper_no=paper.paper_no, source=HarvestRecord.Source.BACK_ENTRY
        )
        for known, paper in zip(facts, papers, strict=True)
    ]
    return note_days(seat, post_many(seat, tickets))
