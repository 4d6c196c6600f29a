"""Facts for the papers of a settlement run: statements of its households in a constant number of statements."""

from collections.abc import Collection, Iterable, Sequence

from django.db.models import Count

from growers.models import AuditEntry, Cooperative, Household
from growers.queries.households import households_by_key
from harvests.models import (
    HarvestLine,
    HouseholdCredit,
    LedgerEntry,
    Means,
    Payment,
    SettlementItem,
    SettlementLine,
    SettlementRun,
)
from harvests.models.records import ticket_code
from harvests.queries.ledger import balances_on
from harvests.queries.settlement_lines import lines_of, offsets_of_run, standing_payment
from harvests.rules.bank_files import Transfer
from harvests.rules.settlement_papers import (
    PAPERS_FROM,
    TO_PAY,
    Extra,
    Fruit,
    Paid,
    Statement,
    Taken,
    content_of,
)
from harvests.rules.vietqr import payload

Kind = LedgerEntry.Kind
PRINTED = "voucher printed"


def has_papers(run: SettlementRun) -> bool:
    """Whether the lines of a run were written: a draft and a cancelled run have no papers."""
    return run.status in PAPERS_FROM


def may_be_paid(run: SettlementRun) -> bool:
    """Whether the director approved it, so that money may leave."""
    return run.status in TO_PAY


def statements_of(run: SettlementRun, households: Collection[str] | None = None) -> list[Statement]:
    """The statements of a run, of all its households or of those with these codes; ten statements at most.

    What is owed for inputs is that of the moment of approval, so that a paper printed again says the same.
    """
    rows = lines_of(run)
    lines = [*(rows if households is None else rows.filter(code__in=[*households]))]
    keys = [line.pk for line in lines]
    people = households_by_key(run.cooperative, [line.household_id for line in lines])
    fruit, extras = _items(run, keys)
    taken: dict[int, list[Taken]] = {}
    for row in offsets_of_run(run):
        debt = row.document or row.sale
        account = row.document.kind if row.document_id else LedgerEntry.Account.INPUTS
        taken.setdefault(row.line_id, []).append(Taken(account, debt.code, debt.day, row.amount_vnd))
    owed = _inputs_open(run, [line.household_id for line in lines])
    return [
        _statement(run, line, people[line.household_id], fruit.get(line.pk, []), extras.get(line.pk, []),
                   taken.get(line.pk, []), owed.get(line.household_id, 0))
        for line in lines
    ]  # fmt: skip


def _statement(
    run: SettlementRun, line: SettlementLine, person: Household, fruit: Sequence[Fruit], extras: Sequence[Extra],
    taken: Sequence[Taken], inputs_open_vnd: int,
) -> Statement:  # fmt: skip
    payment = standing_payment(line)
    return Statement(
        run=run.code, first=run.day_from, last=run.day_to, code=line.code, name=line.name, address=person.address,
        fruit=tuple(fruit), extras=tuple(extras), taken=tuple(taken), fruit_vnd=line.fruit_vnd,
        brought_vnd=line.brought_vnd, fee_vnd=line.fee_vnd, carried_vnd=line.carried_vnd, pay_vnd=line.pay_vnd,
        means=line.means, bank_bin=line.bank.bin if line.bank else "",
        bank=line.bank.short_name if line.bank else "", account=line.account_sealed, inputs_open_vnd=inputs_open_vnd,
        closed_by=run.closed_by.display_name if run.closed_by else "",
        approved_by=run.approved_by.display_name if run.approved_by else "",
        paid=Paid(payment.day, payment.paper, payment.means) if payment else None,
    )  # fmt: skip


def _items(run: SettlementRun, lines: Sequence[int]) -> tuple[dict[int, list[Fruit]], dict[int, list[Extra]]]:
    """{line: fruit by ticket, grade and price} and {line: top-ups and charges}. Two statements."""
    coop = run.cooperative_id
    items = SettlementItem.objects.of(coop).filter(line__in=lines, is_live=True).select_related("entry__document")
    tickets: dict[int, int] = {}
    extras: dict[int, list[Extra]] = {}
    for item in items.order_by("entry__day", "entry_id"):
        entry = item.entry
        if entry.record_id:
            tickets[entry.record_id] = item.line_id
        elif entry.document_id:
            paper = entry.document
            found = Extra(paper.kind, paper.code, paper.day, item.amount_vnd, paper.note)
            extras.setdefault(item.line_id, []).append(found)
        elif entry.kind not in (Kind.CARRY, Kind.FEE, Kind.OFFSET):
            extras.setdefault(item.line_id, []).append(Extra(entry.kind, "", entry.day, item.amount_vnd, entry.note))
    fruit: dict[int, list[Fruit]] = {}
    for record, rows in _fruit(coop, run, tickets).items():
        fruit.setdefault(tickets[record], []).extend(rows)
    for rows in fruit.values():
        rows.sort(key=lambda row: (row.day, row.ticket, row.position))
    return fruit, extras


def _fruit(coop: int, run: SettlementRun, tickets: Collection[int]) -> dict[int, list[Fruit]]:
    """{ticket: its fruit}; loads of one grade and price are one row, which sums them up. One statement."""
    names = ("record_id", "record__day", "record__number", "record__revision", "grade__name_vi", "grade__code",
             "grade__position", "price_vnd", "net_g", "amount_vnd", "grade__name_en")  # fmt: skip
    rows = HarvestLine.objects.of(coop).order_by("record_id", "position")
    if len(tickets) > 500:  # a whole run: asked by its items, not by ten thousand keys
        paid = SettlementItem.objects.of(coop).filter(line__run=run, is_live=True, entry__record__isnull=False)
        rows = rows.filter(record__in=paid.values("entry__record"))
    else:
        rows = rows.filter(record__in=[*tickets])
    sums: dict[int, dict[tuple, Fruit]] = {}
    for record, day, number, revision, grade, code, place, price, net, amount, english in rows.values_list(*names):
        if record not in tickets:
            continue
        of_ticket = sums.setdefault(record, {})
        before = of_ticket.get((place, code, price))
        of_ticket[place, code, price] = Fruit(
            day, ticket_code(day, number, revision), grade, code, place, net + (before.net_g if before else 0), price,
            (amount or 0) + (before.amount_vnd if before else 0), english,
        )  # fmt: skip
    return {record: [*found.values()] for record, found in sums.items()}


def _inputs_open(run: SettlementRun, households: Collection[int]) -> dict[int, int]:
    """{household: dong still owed for inputs} as it stood when the run was approved; before that, as it stands now."""
    coop = run.cooperative
    if run.approved_at is None:
        rows = HouseholdCredit.objects.of(coop).filter(household__in=[*households], inputs_vnd__gt=0)
        return dict(rows.values_list("household", "inputs_vnd"))
    entries = LedgerEntry.objects.of(coop).order_by("-pk").values_list("pk", flat=True)
    known = entries.filter(line__run=run).first() or entries.filter(entered_at__lte=run.approved_at).first() or 0
    found = balances_on(coop, run.approved_on, households, upto=known)
    return {household: max(0, -sums.get(LedgerEntry.Account.INPUTS, 0)) for household, sums in found.items()}


def vietqr_of(coop: Cooperative, statement: Statement) -> str:
    """The payload that pays a statement; "" when nothing is to be transferred or no account is known."""
    if not statement.pay_vnd or not statement.bank_bin or not statement.account or statement.means != "transfer":
        return ""
    info = content_of(coop.code, statement.run, statement.code)
    return payload(statement.bank_bin, statement.account, statement.pay_vnd, info)


def transfers_of(run: SettlementRun) -> list[Transfer]:
    """What a bank still has to transfer for a run: lines by transfer of which no payment stands. Two statements."""
    return [
        Transfer(
            line.code, line.account_name or line.name, line.account_sealed, line.bank.bin if line.bank else "",
            line.bank.short_name if line.bank else "", line.pay_vnd,
            content_of(run.cooperative.code, run.code, line.code),
        )
        for line in lines_of(run)
        if line.pay_vnd and line.means == "transfer" and not standing_payment(line)
    ]  # fmt: skip


def cash_payments(run: SettlementRun, payment: int | None = None) -> list[Payment]:
    """The cash payments of a run that did not come back, or the one with this key, in the order of their vouchers."""
    rows = Payment.objects.of(run.cooperative_id).filter(
        line__run=run, means=Means.CASH, returned__isnull=True
    )
    if payment is not None:
        rows = rows.filter(pk=payment)
    return [*rows.select_related("line__household__commune", "paid_by").order_by("voucher_year", "voucher_number")]


def printed_before(coop: Cooperative, payments: Iterable[Payment]) -> dict[int, int]:
    """{payment: how often its voucher was printed}, from the trail. One statement."""
    rows = AuditEntry.objects.of(coop).filter(
        kind=Payment._meta.model_name, object_id__in=[row.pk for row in payments], verb=PRINTED
    )
    return dict(rows.order_by().values_list("object_id").annotate(times=Count("pk")))
