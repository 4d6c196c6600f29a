"""Plain functions that make deposits, receivables, receipts, claims and costs, and say where their counters differ."""

from django.db.models import Sum

from coopsite import clock
from growers.queries.seats import Seat
from harvests.actions.claims import answer_claim, note_claim
from harvests.actions.costs import add_cost
from harvests.actions.deposits import move_deposit, take_deposit
from harvests.actions.receipts import take_receipt
from harvests.actions.receivables import bill_shipment, enter_receivable
from harvests.models import (
    Claim,
    Deposit,
    DepositMove,
    OrderCost,
    Receipt,
    ReceiptShare,
    Receivable,
    Shipment,
    Trader,
    TraderEntry,
    TraderOrder,
)
from harvests.tests.builders import make_order, make_trader


def make_deposit(seat: Seat, order: TraderOrder | None = None, amount_vnd: int = 50_000_000, **values) -> Deposit:
    """A deposit of today on an order (a new, confirmed one)."""
    order = order or make_order(seat, status="confirmed", deposit_vnd=amount_vnd)
    facts = {"day": clock.today(), "means": "transfer", **values}
    return take_deposit(seat, order=order, amount_vnd=amount_vnd, **facts)


def make_move(seat: Seat, deposit: Deposit, kind: str, amount_vnd: int, **values) -> DepositMove:
    """A part of a deposit that goes a way today."""
    facts = {"day": clock.today(), "reason": "lý do", **values}
    return move_deposit(seat, deposit=deposit, kind=kind, amount_vnd=amount_vnd, **facts)


def make_receivable(seat: Seat, trader: Trader | None = None, amount_vnd: int = 100_000_000, **values) -> Receivable:
    """What a trader (the first one, or a new one) owes from today on for a sale without a shipment."""
    trader = trader or Trader.objects.of(seat.cooperative).first() or make_trader(seat.cooperative)
    return enter_receivable(seat, trader=trader, amount_minor=amount_vnd, **{"day": clock.today(), **values})


def make_bill(seat: Seat, shipment: Shipment, **values) -> Receivable:
    """The receivable for all that a shipment delivered, which must be of one order."""
    order = TraderOrder.objects.of(seat.cooperative).filter(lines__allocations__shipment=shipment).distinct().get()
    facts = {"day": shipment.departed_on, "prices": {}, **values}
    return bill_shipment(seat, shipment=shipment, order=order, **facts)


def make_receipt(seat: Seat, trader: Trader, amount_vnd: int, *shares, **values) -> Receipt:
    """Money that came in today; shares are (receivable, dong)."""
    facts = {"day": clock.today(), "means": "transfer", **values}
    keys = [(receivable.pk, share) for receivable, share in shares]
    return take_receipt(seat, trader=trader, amount_vnd=amount_vnd, shares=keys, **facts)


def make_claim(seat: Seat, receivable: Receivable, asked_vnd: int = 3_000_000, **values) -> Claim:
    """What a trader asks off a receivable."""
    facts = {"day": clock.today(), "kind": "damage", "description": "dập trên đường", **values}
    return note_claim(seat, receivable=receivable, asked_vnd=asked_vnd, **facts)


def agree(seat: Seat, claim: Claim, agreed_vnd: int) -> Claim:
    facts = {"answered_on": clock.today(), "answer": "đồng ý"}
    return answer_claim(seat, claim=claim, agrees=True, agreed_vnd=agreed_vnd, **facts)


def make_cost(seat: Seat, order: TraderOrder, amount_vnd: int = 5_000_000, **values) -> OrderCost:
    facts = {"kind": "packing", "day": clock.today(), **values}
    return add_cost(seat, order=order, amount_vnd=amount_vnd, **facts)


def furnish_debts(seat: Seat, order: TraderOrder, mark: str, before: int) -> None:
    """One of every paper of money on an order, and some receivables `before`; every text begins with a mark."""
    words = {"reference": f"{mark}ref"}
    for _ in range(before):
        make_receivable(seat, order.trader, note=f"{mark}note")
    sold = make_receivable(seat, order.trader, order=order, invoice_no=f"{mark}HD", note=f"{mark}note")
    deposit = make_deposit(seat, order, terms=f"{mark}terms", **words)
    make_move(seat, deposit, "offset", 10_000_000, receivable=sold, reason=f"{mark}reason")
    make_receipt(seat, order.trader, 30_000_000, (sold, 20_000_000), note=f"{mark}note", **words)
    make_claim(seat, sold, description=f"{mark}claim")
    make_cost(seat, order, note=f"{mark}note")


def faults_of_debts(coop) -> list[str]:
    """Where a counter is not what its rows add up to, or the ledger is not what the papers say; by the rows alone."""
    faults = []

    def compare(row, name, found, meant):
        if found != meant:
            faults.append(f"{row} {name}: {found} is not {meant}")

    def total(rows, name="amount_vnd"):
        return rows.aggregate(sum=Sum(name))["sum"] or 0

    shares = ReceiptShare.objects.of(coop).filter(void_reason="")
    moves = DepositMove.objects.of(coop).filter(void_reason="")
    agreed = Claim.objects.of(coop).filter(status="agreed")
    for row in Receivable.objects.of(coop):
        settled = total(shares.filter(receivable=row)) + total(moves.filter(receivable=row))
        compare(row, "settled", row.settled_vnd, settled)
        compare(row, "credited", row.credited_vnd, total(agreed.filter(receivable=row), "agreed_vnd"))
    for row in Receipt.objects.of(coop):
        compare(row, "applied", row.applied_vnd, total(shares.filter(receipt=row)))
    for row in Deposit.objects.of(coop):
        for kind, counter in (("offset", "offset_vnd"), ("refund", "refunded_vnd"), ("forfeit", "forfeited_vnd"),
                              ("penalty", "penalty_vnd")):  # fmt: skip
            compare(row, kind, getattr(row, counter), total(moves.filter(deposit=row, kind=kind)))
    for trader in Trader.objects.of(coop):
        entries = TraderEntry.objects.of(coop).filter(trader=trader)
        standing = {"trader": trader, "void_reason": ""}
        owed = sum(row.open_vnd for row in Receivable.objects.of(coop).filter(**standing))
        free = sum(row.amount_vnd - row.applied_vnd for row in Receipt.objects.of(coop).filter(**standing))
        held = sum(row.held_vnd for row in Deposit.objects.of(coop).filter(**standing))
        compare(trader, "balance", total(entries.filter(account="trade")), owed - free)
        compare(trader, "held", total(entries.filter(account="deposit")), -held)
    return faults
