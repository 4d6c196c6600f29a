"""The papers of a shipment: numbered once when printed, entered by hand, and what they name when the load changes."""

import datetime as dt

import pytest

from growers.actions.once import Refused, Stale
from growers.tests.builders import make_coop, make_seat
from harvests.actions.papers import print_paper, set_paper
from harvests.actions.shipments import load_allocation
from harvests.models import ShipmentPaper
from harvests.tests.shipments_builders import make_allocation, make_shipment

pytestmark = pytest.mark.django_db
TODAY = dt.date(2025, 9, 8)


@pytest.fixture(autouse=True)
def today(stand_still):
    stand_still("2025-09-08")


@pytest.fixture
def seat():
    return make_seat(make_coop(), "director")


def codes(work, *args, **kwargs) -> tuple[str, ...]:
    with pytest.raises(Refused) as caught:
        work(*args, **kwargs)
    return caught.value.verdict.codes


def papers(row) -> dict[str, ShipmentPaper]:
    return {paper.kind: paper for paper in ShipmentPaper.objects.of(row.cooperative_id).filter(shipment=row)}


def test_our_papers_get_their_number_once_and_name_the_load(seat):
    one = make_allocation(seat)
    row = make_shipment(seat, one)
    paper = print_paper(seat, shipment=row, kind="packing_list")
    assert (paper.number, paper.state, paper.net_g) == ("PL-25-001", "printed", one.grams)
    set_paper(seat, shipment=row, kind="packing_list", version=paper.version, state="signed")
    load_allocation(seat, shipment=row, allocation=make_allocation(seat, order=one.order_line.order))
    again = print_paper(seat, shipment=row, kind="packing_list")
    assert (again.number, again.state, again.net_g) == ("PL-25-001", "printed", 2 * one.grams)
    other = make_shipment(seat, make_allocation(seat))
    assert print_paper(seat, shipment=other, kind="packing_list").number == "PL-25-002"


def test_papers_that_cannot_be_printed(seat):
    row = make_shipment(seat)
    assert codes(print_paper, seat, shipment=row, kind="packing_list") == ("paper_nothing_loaded",)
    assert codes(print_paper, seat, shipment=row, kind="invoice") == ("paper_printed_elsewhere",)
    assert codes(print_paper, seat, shipment=row, kind="nothing") == ("paper_unknown",)


def test_a_paper_is_entered_and_an_old_version_is_stale(seat):
    row = make_shipment(seat)
    paper = papers(row)["invoice"]
    kept = set_paper(seat, shipment=row, kind="invoice", version=paper.version, state="signed", number="0001")
    assert (kept.number, kept.version) == ("0001", paper.version + 1)
    with pytest.raises(Stale):
        set_paper(seat, shipment=row, kind="invoice", version=paper.version, number="0002")
    days = {"issued_on": TODAY, "valid_to": TODAY - dt.timedelta(days=1)}
    assert codes(set_paper, seat, shipment=row, kind="invoice", version=kept.version, **days) == (
        "paper_dates_swapped",
    )


def test_after_departure_a_printed_paper_stays_what_it_was(seat):
    row = make_shipment(seat, make_allocation(seat), status="departed")
    before = papers(row)["packing_list"]
    after = print_paper(seat, shipment=row, kind="packing_list")
    assert (after.version, after.number) == (before.version, before.number)
