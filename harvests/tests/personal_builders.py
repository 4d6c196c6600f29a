"""A person about whom every table holds something, marked in every text."""

import datetime as dt

from coopsite import clock
from growers.actions.households import change_household
from growers.models import Bank, DiaryEntry, DiaryPlot, Household, Planting
from growers.queries.seats import Seat
from growers.tests.builders import make_household, make_plot, make_seat
from growers.tests.consents_builders import make_consent
from harvests.actions.ledger import post
from harvests.models import HarvestRecord, LedgerEntry, Payment, SettlementLine, SettlementRun
from harvests.queries.ledger import balances_on
from harvests.tests.builders import make_scale, make_ticket

CANARY = "CNRYB"
CITIZEN, ACCOUNT = "014088001234", "99990000123456"


def make_person(seat: Seat, code="031", **values) -> Household:
    """A household with everything personal typed in, a plot, a diary entry of its own work and a consent."""
    bank, _ = Bank.objects.get_or_create(bin="970405", defaults={"short_name": "Agribank", "name": "Agribank"})
    facts = {
        "alias": f"{CANARY}alias", "village": f"{CANARY}bản", "phone": "+84912345678", "note": f"{CANARY}note",
        "citizen_id": CITIZEN, "bank": bank, "bank_account": ACCOUNT, "bank_account_name": f"{CANARY} LIEM",
        "ethnicity": f"{CANARY}Thái", "birth_year": 1988, "gender": "m",
    }  # fmt: skip
    household = make_household(seat.cooperative, code, f"{CANARY} Nguyễn Thành Liêm", **{**facts, **values})
    plot = make_plot(household, name=f"{CANARY}thửa", note=f"{CANARY}plot", land_document_no=f"{CANARY}doc")
    Planting.objects.create(cooperative=seat.cooperative, plot=plot, year=2019, note=f"{CANARY}stage")
    entered = dt.date(2025, 8, 1)
    entry = DiaryEntry.objects.create(
        cooperative=seat.cooperative, done_on=entered, work="prune", worker=household.name,
        entered_by=seat.user, entered_at=clock.now(), entered_on=entered,
    )  # fmt: skip
    DiaryPlot.objects.create(cooperative=seat.cooperative, entry=entry, plot=plot, done_on=entry.done_on)
    make_consent(seat, household, witness=f"{CANARY}witness")
    return household


def make_delivery(seat: Seat, household: Household) -> HarvestRecord:
    """Fruit of a person, with a note that names it."""
    make_scale(seat)
    return make_ticket(seat, household.code, note=f"{CANARY}note", vehicle=f"{CANARY}26B")


def settle(seat: Seat, household: Household, status="locked") -> SettlementLine:
    """The household's fruit in a run of this status, paid to the dong, with name and account as they were then."""
    coop, day = seat.cooperative, clock.today()
    owed = balances_on(coop, day, [household.pk])[household.pk]["fruit"]
    other = make_seat(coop, "director").user
    run = SettlementRun.objects.create(
        cooperative=coop, year=2025, number=7, status=status, day_from=day, day_to=day, made_by=seat.user,
        made_at=clock.now(), closed_by=seat.user, approved_by=other, approved_on=day, pay_vnd=owed, paid_vnd=owed,
    )  # fmt: skip
    line = SettlementLine.objects.create(
        cooperative=coop, run=run, position=1, household=household, code=household.code, name=household.name,
        fruit_vnd=owed, pay_vnd=owed, means="transfer", bank=household.bank, account_sealed=household.bank_account,
        account_name=household.bank_account_name,
    )  # fmt: skip
    payment = Payment.objects.create(
        cooperative=coop, line=line, attempt=1, day=day, means="transfer", amount_vnd=owed, reference="FT1",
        paid_by=seat.user, paid_at=clock.now(),
    )  # fmt: skip
    post(
        seat,
        [LedgerEntry(household=household, account="fruit", kind="payment", day=day, amount_vnd=-owed, payment=payment)],
    )
    return line


def leave(seat: Seat, household: Household) -> Household:
    """The household leaves today."""
    household.refresh_from_db()
    return change_household(
        seat, household=household, version=household.version, left_on=clock.today(), blocked_reason=f"{CANARY}blocked"
    )
