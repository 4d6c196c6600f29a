"""Books that were tampered with are found out: each check of `manage.py verify` has a fault that it tells."""

import io
import re

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F

from growers.tests.builders import make_coop, make_seat
from harvests.models import (
    Allocation,
    DayTotal,
    Delivery,
    HarvestLine,
    HarvestRecord,
    HouseholdTotal,
    Lot,
    LotCarton,
    LotInput,
    LotLoss,
    NumberSeries,
    OrderLine,
)
from harvests.queries.verify import findings
from harvests.queries.verify_lots import LOTS
from harvests.queries.verify_stock import STOCK
from harvests.tests.lots_builders import make_fruit, make_lot, make_repack
from harvests.tests.shipments_builders import make_allocation, make_shipment

pytestmark = pytest.mark.django_db


@pytest.fixture
def seat():
    """A co-operative with a void ticket, a shipped lot, a re-packed one, an open one and a set-aside one."""
    seat = make_seat(make_coop("verified"), "director")
    make_shipment(seat, make_allocation(seat, grams=20_000), status="departed")
    make_repack(seat, make_lot(seat))
    make_lot(seat, status="open")
    make_lot(seat, status="void")
    make_allocation(seat)
    make_fruit(seat)
    return seat


def titles(seat) -> set[str]:
    """The checks that found something."""
    return {finding.title for finding in findings(seat.cooperative) if finding.violations}


def first(model, seat, **where):
    return model.objects.of(seat.cooperative).filter(**where).order_by("pk").first()


def change(model, seat, where=None, **values):
    row = first(model, seat, **(where or {}))
    assert model.objects.of(seat.cooperative).filter(pk=row.pk).update(**values) == 1


LIVE = {"void_reason": ""}
DEPARTED = {"shipment__status": "departed"}
FAULTS = {
    "what lots took of a load is what their inputs say": lambda s: change(
        HarvestLine, s, {"allocated_g__gt": 0}, allocated_g=F("allocated_g") - 1
    ),
    "a record weighs what its loads weigh": lambda s: change(HarvestRecord, s, loads=9),
    "no lot holds fruit of a record that is void or replaced": lambda s: change(
        HarvestRecord, s, {"lines__allocated_g__gt": 0}, status="void"
    ),
    "a load is worth its grams times its price, rounded half up": lambda s: change(
        HarvestLine, s, {"price_vnd__isnull": False}, amount_vnd=F("amount_vnd") + 1
    ),
    "the day totals are the sums of the loads that stand": lambda s: change(DayTotal, s, net_g=F("net_g") + 1),
    "the household totals are the sums of the records that stand": lambda s: change(
        HouseholdTotal, s, net_g=F("net_g") + 1
    ),
    "what was harvested is in stock, in lots, set aside, delivered or lost": lambda s: change(
        LotLoss, s, {"lot__status": "closed"}, grams=F("grams") + 1
    ),
    "a lot's sums are those of its inputs, cartons and losses": lambda s: change(
        Lot, s, {"status": "open"}, out_g=F("out_g") + 1
    ),
    "a void lot gave everything back and nobody took from it": lambda s: change(
        LotInput, s, {"lot__status": "void"}, void_reason=""
    ),
    "what was taken of a carton line is what allocations and other lots say": lambda s: change(
        LotCarton, s, {"allocated_g__gt": 0}, allocated_g=F("allocated_g") - 1
    ),
    "an order line has what deliveries brought and what is set aside for it, within its limit": lambda s: change(
        OrderLine, s, {"delivered_g__gt": 0}, delivered_g=F("delivered_g") - 1
    ),
    "what departed was delivered once, to the gram": lambda s: change(Delivery, s, LIVE, void_reason="gone"),
    "nothing was delivered of an allocation that did not depart": lambda s: change(
        Delivery, s, LIVE, allocation=first(Allocation, s, shipment=None, void_reason="")
    ),
    "every lot that packed something leads back to harvest records": lambda s: LotInput.objects.of(
        s.cooperative
    ).filter(lot__status="closed", line__isnull=False).update(void_reason="gone"),
    "no way of the fruit leads through a void lot or over an input without a household": lambda s: change(
        Lot, s, {"status": "closed", "inputs__line__isnull": False}, packed_on="2001-01-01"
    ),
    "order and shipment numbers of a year have no gap": lambda s: change(
        NumberSeries, s, {"kind": "CH"}, last=F("last") + 1
    ),
    "same co-operative: harvests.Lot.house": lambda s: change(
        Lot, s, house=first(Lot, make_seat_elsewhere()).house
    ),
}  # fmt: skip
# What the database itself refuses to hold: nobody can write the fault, and the check stands behind the constraint.
CONSTRAINED = {
    "a load gives no more than it weighs", "gross less tare less deduction is net, within bounds",
    "a closed lot balances, and no sum of a lot is negative", "cartons weigh what their pack says",
    "every record names who, when, where", "every movement of packed fruit names who and when, and is not nothing",
}  # fmt: skip


def make_seat_elsewhere():
    elsewhere = make_seat(make_coop("elsewhere"), "director")
    make_lot(elsewhere)
    return elsewhere


def test_books_that_nobody_touched_hold(seat):
    assert titles(seat) == set()


@pytest.mark.parametrize("title", FAULTS)
def test_a_fault_is_told(seat, title):
    FAULTS[title](seat)
    assert title in titles(seat)


def test_a_lot_that_contains_itself_is_told(seat):
    repacked = first(LotInput, seat, source__isnull=False)
    back = first(LotInput, seat, lot=repacked.source)
    LotInput.objects.of(seat.cooperative).filter(pk=back.pk).update(
        line=None, source=repacked.lot, carton=first(LotCarton, seat, lot=repacked.lot)
    )
    assert "no lot contains itself" in titles(seat)


def test_every_check_has_a_fault_or_a_constraint(seat):
    """The fence has one check for each foreign key; one of them stands for all."""
    checked = {title for _invariant, title, _table, _sql in (*STOCK, *LOTS)}
    assert {*FAULTS, *CONSTRAINED} - {"same co-operative: harvests.Lot.house"} == checked


class TestCommand:
    def test_it_counts_and_leaves_with_zero(self, seat):
        out = io.StringIO()
        call_command("verify", coop=seat.cooperative.slug, stdout=out)
        assert "0 violations" in out.getvalue()
        assert re.search(r"^  27 ok    same co-operative \(\d+ checks\): [\d,]+ rows$", out.getvalue(), re.MULTILINE)

    def test_it_leaves_with_one_and_names_the_fault(self, seat):
        change(DayTotal, seat, net_g=F("net_g") + 1)
        out = io.StringIO()
        with pytest.raises(SystemExit) as left:
            call_command("verify", all=True, stdout=out)
        assert left.value.code == 1
        assert "FAULT the day totals" in out.getvalue()

    def test_an_unknown_co_operative_is_named(self):
        with pytest.raises(CommandError, match="khong-co"):
            call_command("verify", coop="khong-co")

    def test_one_of_the_two_has_to_be_said(self):
        with pytest.raises(CommandError):
            call_command("verify")
