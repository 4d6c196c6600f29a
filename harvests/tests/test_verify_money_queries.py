"""Money that was tampered with is found out: each money check of `manage.py verify` has a fault that it tells."""

import datetime as dt

import pytest
from django.db import connection
from django.db.models import F

from coopsite import clock
from growers.models import Household, Seal
from growers.tests.builders import make_coop, make_seat
from harvests.actions.seals import seal_books
from harvests.models import (
    AccountDocument,
    Deposit,
    DepositMove,
    HarvestRecord,
    HouseholdCredit,
    InputSale,
    InputStock,
    LedgerEntry,
    MonthBook,
    Payment,
    Receipt,
    ReceiptShare,
    Receivable,
    ReceivableLine,
    SettlementItem,
    SettlementLine,
    SettlementRun,
    TraderEntry,
    guards,
)
from harvests.queries.verify import findings
from harvests.queries.verify_money import MONEY
from harvests.queries.verify_traders import TRADERS
from harvests.tests.builders import make_order
from harvests.tests.credit_builders import make_paper, make_repayment, make_sale
from harvests.tests.debts_builders import furnish_debts
from harvests.tests.settlement_builders import (
    furnish_settlements,
    make_approved,
    make_closed,
    make_fruit_of,
    make_payee,
    make_run,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def seat():
    """A co-operative with a paid run, a closed one, a cancelled one, debts of every kind, and a trader's papers."""
    seat = make_seat(make_coop("money"), "accountant")
    coop = seat.cooperative
    make_fruit_of(seat, "011", "012")
    make_sale(seat, Household.objects.of(coop).get(code="012"))
    furnish_settlements(seat, Household.objects.of(coop).get(code="011"))
    make_fruit_of(seat, "012")
    advance = make_paper(seat, Household.objects.of(coop).get(code="012"), amount_vnd=1_500_000)
    make_repayment(seat, 200_000, document=advance)
    make_closed(seat)
    make_payee(coop, "013")
    make_fruit_of(seat, "013")
    furnish_debts(seat, make_order(seat, status="confirmed"), "", 0)
    seal_books(coop)
    return seat


def titles(seat) -> set[str]:
    """The checks that found something."""
    return {finding.title for finding in findings(seat.cooperative) if finding.violations}


def change(model, seat, where=None, **values):
    """Write past every action, and past the guards of the database."""
    guards.remove(connection)
    rows = model.objects.of(seat.cooperative).filter(**(where or {}))
    assert model.objects.of(seat.cooperative).filter(pk=rows.order_by("pk").values("pk")[:1]).update(**values) == 1
    guards.install(connection)


PAID = {"run__status": "paid"}
FAULTS = {
    "a standing, priced ticket is entered once, as it stands; others are answered": lambda s: change(
        HarvestRecord, s, {"household__code": "013"}, status="void"
    ),
    "a reversal takes back its entry whole, for the same household and account": lambda s: change(
        LedgerEntry, s, {"kind": "reversal"}, amount_vnd=F("amount_vnd") + 1
    ),
    "a line of a run pays what its entries come to": lambda s: change(
        SettlementItem, s, {"line__run__status": "paid"}, amount_vnd=F("amount_vnd") + 1
    ),
    "a run comes to what its lines come to": lambda s: change(SettlementRun, s, {"status": "paid"}, paid_vnd=1),
    "an entry is in one living run at most, and in none that was cancelled": lambda s: change(
        SettlementRun, s, {"status": "closed"}, status="cancelled", cancel_reason="x"
    ),
    "a line has one standing payment at most, of what it pays, entered once": lambda s: change(
        Payment, s, amount_vnd=F("amount_vnd") + 1
    ),
    "paid and owed is what was earned less what was taken back, household by household": lambda s: change(
        SettlementLine, s, {**PAID, "advance_vnd__gt": 0}, advance_vnd=F("advance_vnd") - 1, pay_vnd=F("pay_vnd") + 1
    ),
    "what a run carries forward it takes from itself": lambda s: change(
        LedgerEntry, s, {"kind": "offset"}, kind="carry"
    ),
    "what is settled of a debt is what runs and repayments took back": lambda s: change(
        AccountDocument, s, {"settled_vnd__gt": 0}, settled_vnd=F("settled_vnd") - 1
    ),
    "what is settled of inputs on credit is what runs and repayments took back": lambda s: change(
        InputSale, s, settled_vnd=1
    ),
    "what a household owes is what its debts leave open": lambda s: change(
        HouseholdCredit, s, {"household__code": "012"}, advance_vnd=F("advance_vnd") + 1
    ),
    "sold of a lot in the store is what sales say": lambda s: change(InputStock, s, sold_milli=F("sold_milli") - 1),
    "a receivable comes to what its lines come to, at its rate": lambda s: ReceivableLine.objects.create(
        cooperative=s.cooperative, receivable=Receivable.objects.of(s.cooperative).first(),
        order_line=make_order(s).lines.first(), net_g=1, price_minor=1, amount_minor=1,
    ),
    "a receivable in dollars is worth its dong": lambda s: change(Receivable, s, amount_minor=F("amount_minor") + 1),
    "what is settled of a receivable is what receipts and deposits settled, credited what claims agreed": lambda s: (
        change(Receivable, s, settled_vnd=F("settled_vnd") - 1)
    ),
    "what is applied of a receipt is what its shares say": lambda s: change(Receipt, s, applied_vnd=1),
    "every dong of a deposit that went somewhere has a movement": lambda s: change(Deposit, s, offset_vnd=1),
    "a trader owes what is open of its receivables less what is on account; its deposits are what is held": lambda s: (
        change(TraderEntry, s, amount_vnd=F("amount_vnd") + 1)
    ),
    "numbers without a gap: receivable": lambda s: change(Receivable, s, number=77),
    "numbers without a gap: cash vouchers": lambda s: change(
        Payment, s, means="cash", reference="", voucher_year=2025, voucher_number=77
    ),
    "nothing was entered into a month after it was closed": lambda s: MonthBook.objects.of(s.cooperative).update(
        closed_at=clock.now() - dt.timedelta(days=1), closed_by=s.user
    ),
    "no month is open before a closed one": lambda s: (
        MonthBook.objects.of(s.cooperative).update(closed_at=clock.now(), closed_by=s.user),
        MonthBook.objects.create(cooperative=s.cooperative, month=dt.date(2001, 1, 1)),
    ),
    "the chain holds: ledger": lambda s: change(LedgerEntry, s, note="changed"),
    "the chain holds: traders": lambda s: change(TraderEntry, s, note="changed"),
    "the chain holds: audit": lambda s: change(Seal, s, {"book": "audit"}, entries=F("entries") + 1),
    "the database refuses to change what was written for good": lambda s: guards.remove(connection),
}  # fmt: skip
# A constraint of the database stands before the check, as does another noun's test.
CONSTRAINED = {"nobody approved a run of the own making"}


def test_every_money_check_has_a_fault(seat):
    assert titles(seat) == set()
    checked = {title for _invariant, title, _table, _sql in (*MONEY, *TRADERS)}
    assert checked - {*FAULTS, *CONSTRAINED} == set()


@pytest.mark.parametrize("title", FAULTS)
def test_a_fault_is_told(seat, title):
    FAULTS[title](seat)
    assert title in titles(seat)
    guards.install(connection)


def test_shares_and_moves_taken_away_are_told(seat):
    change(ReceiptShare, seat, void_reason="gone")
    change(DepositMove, seat, void_reason="gone")
    assert len(titles(seat)) >= 3


def test_a_draft_and_an_approved_run_hold(seat):
    make_fruit_of(seat, "013")
    make_approved(seat)
    make_run(seat)
    assert titles(seat) == set()
