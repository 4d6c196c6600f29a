"""The papers of a shipment: what was entered about each, and the ones we make, which get their number when printed."""

from coopsite import clock
from growers.actions.once import Refused, Stale, audit, changes, insist, use_case
from growers.queries.seats import Seat
from harvests.actions.numbers import next_number
from harvests.actions.shipments import taken_shipment
from harvests.models import Shipment, ShipmentPaper
from harvests.queries.shipments import loaded_sum, paper_of
from harvests.rules.papers import MISSING, NOT_NEEDED, PRINTED, SERIES, SIGNED, judge_paper
from harvests.rules.shipments import PLANNED, Event, judge_event


@use_case
def set_paper(seat: Seat, *, shipment: Shipment, kind: str, version: int, **facts) -> ShipmentPaper:
    """Enter state, number, days and quantities of a paper as it stood at `version`; raises Stale, Refused,
    ValidationError."""
    row = taken_shipment(seat, shipment)
    insist(judge_event(row.status, Event.PAPERS))
    paper = _paper(row, kind)
    if paper.version != version:
        raise Stale(paper)
    before = {name: str(getattr(paper, name)) for name in facts}
    for name, value in facts.items():
        setattr(paper, name, value)
    insist(judge_paper(facts))
    paper.version += 1
    paper.full_clean()
    paper.save()
    after = {name: str(getattr(paper, name)) for name in facts}
    audit(seat, "paper entered", row, paper=kind, changes=changes(before, after))
    return paper


@use_case
def print_paper(seat: Seat, *, shipment: Shipment, kind: str) -> ShipmentPaper:
    """Number one of our own papers, once, and note the load it names; raises Refused when nothing is loaded.

    Before departure a new print names the load as it is now, and a signed one whose load changed wants signing again.
    After departure nothing of it changes.
    """
    row = taken_shipment(seat, shipment)
    insist(judge_event(row.status, Event.PAPERS))
    paper, loaded = _paper(row, kind), loaded_sum(row)
    if kind not in SERIES:
        raise Refused.because("paper_printed_elsewhere", paper=kind)
    if not loaded.net_g:
        raise Refused.because("paper_nothing_loaded")
    if row.status != PLANNED and paper.number:
        return paper
    same = (paper.cartons, paper.net_g) == (loaded.cartons, loaded.net_g)
    if not paper.number:
        year = clock.today().year
        paper.number = f"{SERIES[kind]}-{year % 100:02d}-{next_number(seat.cooperative, SERIES[kind], year):03d}"
    if paper.state in (MISSING, NOT_NEEDED) or (paper.state == SIGNED and not same):
        paper.state = PRINTED
    if not (same and paper.issued_on):
        paper.issued_on = clock.today()
    paper.cartons, paper.net_g = loaded.cartons, loaded.net_g
    paper.version += 1
    paper.full_clean()
    paper.save()
    audit(seat, "paper printed", row, paper=kind, number=paper.number, net_g=loaded.net_g)
    return paper


def _paper(row: Shipment, kind: str) -> ShipmentPaper:
    """One line of the checklist, safe behind the lock of its shipment."""
    paper = paper_of(row, kind)
    if paper is None:
        raise Refused.because("paper_unknown", paper=kind)
    return paper
