"""Households with accounts, runs at any step, and what must hold of the money of a co-operative after each."""

import datetime as dt
from collections import Counter

from django.db.models import Sum

from coopsite import clock
from growers.models import Bank, Cooperative, Household
from growers.queries.seats import Seat
from growers.tests.builders import make_household, make_seat
from harvests.actions.payments import pay_lines, return_payment
from harvests.actions.settlement_lines import approve_run, close_run
from harvests.actions.settlements import choose, lock_run, open_run
from harvests.models import (
    HouseholdCredit,
    LedgerEntry,
    Payment,
    Season,
    SettlementItem,
    SettlementLine,
    SettlementOffset,
    SettlementRun,
)
from harvests.queries.settlement_lines import draft_of, lines_of, unpaid
from harvests.tests.builders import make_scale, make_ticket
from harvests.tests.credit_builders import make_paper


def make_bank(short_name: str = "MB", bin: str = "970422") -> Bank:
    return Bank.objects.get_or_create(bin=bin, defaults={"short_name": short_name, "name": short_name})[0]


def make_payee(coop: Cooperative, code: str, name: str = "Lò Văn Đức", **values) -> Household:
    """A household with an account in its own name."""
    defaults = {"bank": make_bank(), "bank_account": f"99990000{code}", "bank_account_name": name}
    return make_household(coop, code, name, **{**defaults, **values})


def make_fruit_of(seat: Seat, *codes: str, loads=((99_500, "L1"),), **values) -> list:
    """A ticket of 91.5 kg worth 1,830,000 dong for each code; households and scale are made where there are none."""
    coop = seat.cooperative
    if not Season.objects.of(coop).exists():
        make_scale(seat)
    known = set(Household.objects.of(coop).values_list("code", flat=True))
    for code in sorted({*codes} - known):
        make_payee(coop, code)
    return [make_ticket(seat, code, loads, **values) for code in codes]


def make_run(seat: Seat, **values) -> SettlementRun:
    """A draft of a week that ends today, without fee."""
    today = clock.today()
    return open_run(seat, **{"day_from": today - dt.timedelta(days=6), "day_to": today, **values})


def make_closed(seat: Seat, **values) -> SettlementRun:
    return close_run(seat, run=make_run(seat, **values), reason="đã kiểm tra")


def make_approved(seat: Seat, director: Seat | None = None, **values) -> SettlementRun:
    """A run that one person closed and another approved."""
    other = director or make_seat(seat.cooperative, "director")
    return approve_run(other, run=make_closed(seat, **values))


def pay_all(seat: Seat, run: SettlementRun, **values) -> SettlementRun:
    keys = [line.pk for line in unpaid(lines_of(run))]
    return pay_lines(seat, run=run, lines=keys, day=clock.today(), **{"reference": "FT25251", **values})


def make_locked(seat: Seat, director: Seat | None = None, **values) -> SettlementRun:
    return lock_run(seat, run=pay_all(seat, make_approved(seat, director, **values)))


def furnish_settlements(seat: Seat, household: Household, mark: str = "", before: int = 0) -> Payment:
    """A run of one line, paid, sent back by the bank and paid again; `before` drafts before it, and one after."""
    coop, director = seat.cooperative, make_seat(seat.cooperative, "director")
    household.bank, household.bank_account = make_bank(), f"7777{household.pk:06d}"
    household.bank_account_name = f"{mark}account"
    household.save()
    make_fruit_of(seat, household.code, note=f"{mark}note")
    make_paper(seat, household, amount_vnd=100_000, note=f"{mark}note")
    for _ in range(before + 1):
        run = make_run(seat, note=f"{mark}note")
    others = [line.code for line in draft_of(run).lines if line.code != household.code]
    run = choose(seat, run=run, choices=dict.fromkeys(others, "out"))
    run = approve_run(director, run=close_run(seat, run=run, reason=f"{mark}reason"))
    pay_all(seat, run, reference=f"{mark}FT1")
    payment = Payment.objects.of(coop).order_by("pk").last()
    return_payment(seat, payment=payment, day=clock.today(), reason=f"{mark}reason")
    pay_all(seat, run, reference=f"{mark}FT2")
    make_run(seat, note=f"{mark}note")
    return Payment.objects.of(coop).order_by("pk").last()


def faults_of_money(coop: Cooperative) -> list[str]:
    """What does not add up: lines against their entries, runs against payments, counters against debts."""
    faults = []
    claimed = summed(SettlementItem.objects.of(coop).filter(is_live=True).values_list("line_id", "amount_vnd"))
    payments = Payment.objects.of(coop).filter(returned__isnull=True)
    standing = [*payments.values_list("line_id", "line__run_id", "amount_vnd")]
    times = Counter(line for line, _run, _vnd in standing)
    for line in SettlementLine.objects.of(coop).select_related("run"):
        gross = line.fruit_vnd + line.other_vnd + line.brought_vnd
        is_over = line.run.status in ("approved", "paid", "locked")
        due = {"cancelled": 0, "closed": gross}.get(line.run.status, line.pay_vnd)
        if claimed[line.pk] != due:
            faults.append(f"{line}: items {claimed[line.pk]}, due {due}")
        if times[line.pk] > (1 if is_over else 0):
            faults.append(f"{line}: paid {times[line.pk]} times")
    sums = summed((run, vnd) for _line, run, vnd in standing)
    for run in SettlementRun.objects.of(coop):
        paid = sums[run.pk]
        if paid != run.paid_vnd or (run.status in ("paid", "locked")) != (run.paid_vnd == run.pay_vnd and paid > 0):
            faults.append(f"{run}: {run.status}, paid {run.paid_vnd}, payments {paid}")
    entries = LedgerEntry.objects.of(coop).filter(payment__isnull=False)
    if entries.count() != Payment.objects.of(coop).count():
        faults.append("payments without an entry")
    return faults + _faults_of_debts(coop)


def _faults_of_debts(coop: Cooperative) -> list[str]:
    rows = LedgerEntry.objects.of(coop).values_list("household_id", "account", "amount_vnd")
    owed = summed(((household, account), -vnd) for household, account, vnd in rows)
    offsets = SettlementOffset.objects.of(coop).filter(is_live=True, line__run__status="closed")
    taken = offsets.values_list("line__household_id", "document__kind", "amount_vnd")
    reserved = summed(((household, kind or "inputs"), vnd) for household, kind, vnd in taken)
    return [
        f"{credit}: {counter} {getattr(credit, counter)}, ledger {owed[key]}, reserved {reserved[key]}"
        for credit in HouseholdCredit.objects.of(coop)
        for account, counter in (("advance", "advance_vnd"), ("inputs", "inputs_vnd"), ("loan", "loan_vnd"))
        if getattr(credit, counter) != owed[key := (credit.household_id, account)] - reserved[key]
    ]


def summed(pairs) -> Counter:
    """What the amounts beside each key come to; nothing beside the others."""
    sums: Counter = Counter()
    for key, vnd in pairs:
        sums[key] += vnd
    return sums


def fruit_of(coop: Cooperative) -> int:
    """What the co-operative owes all its households for fruit."""
    rows = LedgerEntry.objects.of(coop).filter(account="fruit")
    return rows.aggregate(sum=Sum("amount_vnd"))["sum"] or 0


def live_items(coop: Cooperative) -> int:
    return SettlementItem.objects.of(coop).filter(is_live=True).count()
