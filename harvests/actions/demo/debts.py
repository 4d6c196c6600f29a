"""The demonstration's money with traders: receivables, receipts, deposits and what became of them, a claim, costs."""

import datetime as dt
from collections import defaultdict

from django.db.models import Max, Sum

from coopsite.formats.showing import VIETNAM
from growers.models import Cooperative, User
from harvests.actions.demo import plan_debts as plan
from harvests.actions.demo.plan import TODAY
from harvests.models import (
    Claim,
    Delivery,
    Deposit,
    DepositMove,
    NumberSeries,
    OrderCost,
    Receipt,
    ReceiptShare,
    Receivable,
    ReceivableLine,
    Trader,
    TraderEntry,
    TraderOrder,
)
from harvests.rules.apportion import apportion
from harvests.rules.money import value_of

NOTE = "Dữ liệu minh hoạ."
TRADE, DEPOSIT = TraderEntry.Account.TRADE, TraderEntry.Account.DEPOSIT


class Books:
    """Papers of one co-operative collected, numbered as they come, and written together."""

    def __init__(self, coop: Cooperative):
        self.coop = coop
        self.by = User.objects.get(username=f"accountant.{coop.slug}")
        self.rows: dict[type, list] = defaultdict(list)
        self.numbers: dict[tuple[str, int], int] = defaultdict(int)

    def add(self, model: type, day: dt.date, series: str = "", **facts):
        """A row that somebody entered on a day; with a series it gets the next number of its year."""
        if series:
            self.numbers[series, day.year] += 1
            facts |= {"year": day.year, "number": self.numbers[series, day.year]}
        if hasattr(model, "is_demo"):
            facts["is_demo"] = True
        made_at = dt.datetime.combine(day, dt.time(16, 30), VIETNAM)
        row = model(cooperative=self.coop, day=day, made_by=self.by, made_at=made_at, **facts)
        self.rows[model].append(row)
        return row

    def part(self, model: type, **facts):
        """A line of a paper."""
        self.rows[model].append(model(cooperative=self.coop, **facts))

    def post(self, trader_id: int, account: str, day: dt.date, amount_vnd: int, **source) -> None:
        """An entry of the trader ledger."""
        at = dt.datetime.combine(day, dt.time(16, 30), VIETNAM)
        facts = {"trader_id": trader_id, "account": account, "amount_vnd": amount_vnd, "entered_at": at, **source}
        self.rows[TraderEntry].append(TraderEntry(cooperative=self.coop, day=day, entered_by=self.by, **facts))

    def write(self) -> None:
        """Write everything, sources before what names them; entries in the order of their days."""
        self.rows[TraderEntry].sort(key=lambda entry: entry.day)
        order = (Deposit, Receivable, ReceivableLine, DepositMove, Receipt, ReceiptShare, Claim, OrderCost, TraderEntry)
        for model in order:
            model.objects.bulk_create(self.rows[model], batch_size=300)
        NumberSeries.objects.bulk_create(
            NumberSeries(cooperative=self.coop, kind=kind, year=year, last=last)
            for (kind, year), last in self.numbers.items()
        )


def seed_debts(coop: Cooperative) -> None:
    """Money with the traders of a co-operative, up to today."""
    books = Books(coop)
    orders = {(o.year, o.number): o for o in TraderOrder.objects.of(coop).select_related("trader", "market")}
    bills = _receivables(books)
    _deposits(books, orders, bills)
    _claims(books, bills)
    _receipts(books, bills)
    for number, limit in plan.LIMITS.get(coop.slug, {}).items():
        trader = orders[TODAY.year, number].trader_id
        Trader.objects.of(coop).filter(pk=trader).update(credit_limit_vnd=limit)
    if coop.slug == plan.COSTED:
        _costs(books, orders)
    books.write()


def _receivables(books: Books) -> dict[tuple[int, int, int], Receivable]:
    """One for each truck that left and order on it, by (year, order, how many of that order); home trucks of today
    wait for the accountant."""
    loads: dict[tuple, list] = defaultdict(list)
    rows = Delivery.objects.of(books.coop).filter(void_reason="", allocation__isnull=False).order_by()
    rows = rows.select_related("line__order__trader", "line__order__market", "allocation__shipment")
    for one in rows:
        abroad = one.line.order.market.code != plan.HOME
        if abroad or one.delivered_on < TODAY:
            shipment = one.allocation.shipment
            loads[one.delivered_on, shipment.number, shipment.pk, one.line.order_id].append(one)
    found: dict[tuple[int, int, int], Receivable] = {}
    seen: dict[int, int] = defaultdict(int)
    for key in sorted(loads):
        row = _receivable(books, key[0], loads[key])
        seen[row.order_id] += 1
        found[row.order.year, row.order.number, seen[row.order_id]] = row
    return found


def _receivable(books: Books, day: dt.date, load: list[Delivery]) -> Receivable:
    order, shipment = load[0].line.order, load[0].allocation.shipment
    grams: dict = defaultdict(int)
    for one in load:
        grams[one.line] += one.quantity_g
    lines = sorted(grams, key=lambda line: line.position)
    amount = sum(value_of(grams[line], line.price_minor) for line in lines)
    row = books.add(
        Receivable, day, "CN", trader=order.trader, order=order, shipment=shipment, currency="VND",
        due_on=day + dt.timedelta(days=order.trader.payment_days or 0), net_g=sum(grams.values()), amount_minor=amount,
        amount_vnd=amount, note=NOTE,
    )  # fmt: skip
    for line in lines:
        books.part(
            ReceivableLine, receivable=row, order_line=line, net_g=grams[line], price_minor=line.price_minor,
            amount_minor=value_of(grams[line], line.price_minor),
        )  # fmt: skip
    books.post(order.trader_id, TRADE, day, amount, receivable=row)
    return row


def _deposits(books: Books, orders: dict, bills: dict) -> None:
    """Deposits as agreed, with what became of some (incident 8)."""
    for number, amount, ways in plan.DEPOSITS.get(books.coop.slug, ()):
        order = orders[TODAY.year, number]
        taken_on = min(order.deposit_due, TODAY - dt.timedelta(days=1))
        row = books.add(
            Deposit, taken_on, "NC", order=order, trader=order.trader, amount_vnd=amount, means="transfer",
            reference=f"DEMO-NC-{number:02d}",
        )  # fmt: skip
        books.post(order.trader_id, DEPOSIT, taken_on, -amount, deposit=row)
        for kind, part, bill, day, reason in ways:
            _move(books, row, kind, part, bills[TODAY.year, number, bill] if bill else None, day, reason)


def _move(books: Books, row: Deposit, kind: str, amount: int, bill: Receivable | None, day, reason: str) -> None:
    counter = {"offset": "offset_vnd", "refund": "refunded_vnd", "forfeit": "forfeited_vnd", "penalty": "penalty_vnd"}
    setattr(row, counter[kind], getattr(row, counter[kind]) + amount)
    move = books.add(
        DepositMove, day or bill.day, deposit=row, kind=kind, amount_vnd=amount, receivable=bill, reason=reason
    )
    if kind == "penalty":
        return
    books.post(row.trader_id, DEPOSIT, move.day, amount, move=move)
    if bill:
        bill.settled_vnd += amount
        books.post(row.trader_id, TRADE, move.day, -amount, move=move)


def _claims(books: Books, bills: dict) -> None:
    """The claim of 118 kg on the first truck to Russia (incident 7), agreed."""
    for key, day, grams, kind, text, answered_on, answer in plan.CLAIMS.get(books.coop.slug, ()):
        bill = bills[key]
        price = bill.amount_vnd * 1_000 // bill.net_g
        amount = value_of(grams, price)
        row = books.add(
            Claim, day, "KN", receivable=bill, kind=kind, grams=grams, asked_vnd=amount, agreed_vnd=amount,
            status="agreed", description=text, answer=answer, answered_on=answered_on,
        )  # fmt: skip
        bill.credited_vnd += amount
        books.post(bill.trader_id, TRADE, answered_on, -amount, claim=row)


def _receipts(books: Books, bills: dict) -> None:
    """What came in: nearly all that fell due, some of it days late; a part of a few, nothing of others."""
    paid_bp = plan.PAID_BP.get(books.coop.slug, {})
    for place, (key, bill) in enumerate(bills.items()):
        day = bill.due_on + dt.timedelta(days=plan.LATE_DAYS[place % len(plan.LATE_DAYS)])
        day = max(day, bill.day + dt.timedelta(days=1))
        share = paid_bp.get(key, 10_000)
        amount = bill.open_vnd * share // 10_000 // 1_000 * 1_000 if share < 10_000 else bill.open_vnd
        if bill.due_on <= TODAY and day <= TODAY and amount:
            _receipt(books, bill.trader_id, day, amount, bill)
    for number, day, amount in plan.ON_ACCOUNT.get(books.coop.slug, ()):
        _receipt(books, bills[TODAY.year, number, 1].trader_id, day, amount, None)


def _receipt(books: Books, trader: int, day: dt.date, amount: int, bill: Receivable | None) -> None:
    row = books.add(
        Receipt, day, "PTT", trader_id=trader, amount_vnd=amount, means="transfer",
        applied_vnd=amount if bill else 0, reference=f"DEMO-FT{day:%y%m%d}",
    )  # fmt: skip
    if bill:
        bill.settled_vnd += amount
        books.part(ReceiptShare, receipt=row, receivable=bill, amount_vnd=amount)
    books.post(trader, TRADE, day, -amount, receipt=row)


def _costs(books: Books, orders: dict) -> None:
    """What the season cost beside its fruit, shared over its orders by kilograms and by how far they travelled."""
    rows = Delivery.objects.of(books.coop).filter(void_reason="", line__order__year=TODAY.year).order_by()
    sent = dict(rows.values_list("line__order__number").annotate(Sum("quantity_g")))
    last = dict(rows.values_list("line__order__number").annotate(Max("delivered_on")))
    numbers = sorted(sent)
    for kind, (amount, factors, note) in plan.COSTS.items():
        markets = [orders[TODAY.year, number].market.code for number in numbers]
        weights = [
            sent[number] * factors.get(market, factors["other"])
            for number, market in zip(numbers, markets, strict=True)
        ]
        for number, part in zip(numbers, apportion(amount, weights), strict=True):
            if part:
                order = orders[TODAY.year, number]
                books.add(OrderCost, last[number], order=order, kind=kind, amount_vnd=part, note=note)
