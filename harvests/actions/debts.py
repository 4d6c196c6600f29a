"""What can be done to a household's debts: come to be within a limit, be paid back, and be given back to it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import BigIntegerField, Case, F, Value, When

from growers.actions.once import Refused
from growers.models import Household
from growers.queries.seats import Seat
from harvests.models import AccountDocument, HouseholdCredit, InputSale

ADVANCE, LOAN, INPUTS = "advance_vnd", "loan_vnd", "inputs_vnd"
COUNTER = {AccountDocument.Kind.ADVANCE: ADVANCE, AccountDocument.Kind.LOAN: LOAN}


@dataclass(frozen=True, slots=True)
class Taking:
    """Dong of one debt: of an advance or loan (`document`, its key) or of inputs on credit (`sale`)."""

    amount_vnd: int
    document: int | None = None
    sale: int | None = None


def take_back(seat: Seat, *, document: int | None = None, sale: int | None = None, amount_vnd: int) -> None:
    """Count dong of a debt as paid back; Refused ("debt_settled_meanwhile") when less of it is open."""
    take_back_all(seat, [Taking(amount_vnd, document, sale)])


def give_back(seat: Seat, *, document: int | None = None, sale: int | None = None, amount_vnd: int) -> None:
    """Take a `take_back` back: so much of the debt is open again."""
    give_back_all(seat, [Taking(amount_vnd, document, sale)])


def take_back_all(seat: Seat, takings: Iterable[Taking]) -> None:
    """`take_back` for many debts in a constant number of statements, all of them or none."""
    _settle(seat, list(takings), 1)


def give_back_all(seat: Seat, takings: Iterable[Taking]) -> None:
    """`give_back` for many debts in a constant number of statements, all of them or none."""
    _settle(seat, list(takings), -1)


def lend(seat: Seat, household: Household, counter: str, amount_vnd: int, limit_vnd: int | None) -> None:
    """Count a new debt of a household; Refused ("credit_over_limit") past `limit_vnd` (None: no limit asked).

    One conditional UPDATE decides, so that of two debts that fit singly but not together only one is made.
    """
    rows = credit_of(seat, household)
    if limit_vnd is not None:
        rows = rows.filter(**{f"{counter}__lte": limit_vnd - amount_vnd})
    if not rows.update(**{counter: F(counter) + amount_vnd}):
        owed = credit_of(seat, household).values_list(counter, flat=True).get()
        raise Refused.because("credit_over_limit", amount_vnd=amount_vnd, owed_vnd=owed, limit_vnd=limit_vnd)


def unlend(seat: Seat, household: Household, counter: str, amount_vnd: int) -> None:
    """Uncount a debt that was voided while nothing of it was paid back."""
    credit_of(seat, household).update(**{counter: F(counter) - amount_vnd})


def credit_of(seat: Seat, household: Household):
    """The one row that counts what a household owes, as a query; it is made when it is first asked for."""
    HouseholdCredit.objects.get_or_create(cooperative=seat.cooperative, household=household)
    return HouseholdCredit.objects.of(seat.cooperative).filter(household=household)


def _settle(seat: Seat, takings: list[Taking], sign: int) -> None:
    """Move `settled_vnd` of the debts and the counters of their households; rows are taken table by table, by key."""
    counters: dict[str, dict[int, int]] = {ADVANCE: {}, LOAN: {}, INPUTS: {}}
    documents = _summed((row.document, row.amount_vnd) for row in takings if row.document is not None)
    for row in _moved(seat, AccountDocument, documents, sign):
        _add(counters[COUNTER[row.kind]], row.household_id, documents[row.pk])
    sales = _summed((row.sale, row.amount_vnd) for row in takings if row.sale is not None)
    for row in _moved(seat, InputSale, sales, sign):
        _add(counters[INPUTS], row.household_id, sales[row.pk])
    keys = {household for sums in counters.values() for household in sums}
    if keys:
        rows = HouseholdCredit.objects.of(seat.cooperative).filter(household__in=keys)
        list(rows.select_for_update().order_by("household").values_list("pk"))
        rows.update(**{name: F(name) - sign * _each("household", sums) for name, sums in counters.items() if sums})


def _moved(seat: Seat, model: type, sums: dict[int, int], sign: int) -> list:
    """Move what is settled of debts (by key): none of them past its amount, below zero, or after it was voided."""
    if not sums:
        return []
    rows = model.objects.of(seat.cooperative).filter(pk__in=sums, void_reason="")
    found = list(rows.select_for_update().order_by("pk"))
    after = {row.pk: row.settled_vnd + sign * sums[row.pk] for row in found}
    for row in found:
        if not 0 <= after[row.pk] <= row.amount_vnd:
            raise Refused.because("debt_settled_meanwhile", name=row.code, open_vnd=row.amount_vnd - row.settled_vnd)
    if len(found) < len(sums):
        raise Refused.because("debt_voided_meanwhile")
    rows.update(settled_vnd=F("settled_vnd") + sign * _each("pk", sums))
    return found


def _each(name: str, sums: dict[int, int]) -> Case:
    """The sum of each row, by the key in the field `name`; 0 for rows that have none."""
    cases = (When(**{name: key}, then=Value(amount)) for key, amount in sums.items())
    return Case(*cases, default=Value(0), output_field=BigIntegerField())


def _summed(pairs: Iterable[tuple[int, int]]) -> dict[int, int]:
    sums: dict[int, int] = {}
    for key, amount in pairs:
        if amount <= 0:
            raise ValueError("Only dong above zero can be moved.")
        _add(sums, key, amount)
    return sums


def _add(sums: dict[int, int], key: int, amount: int) -> None:
    sums[key] = sums.get(key, 0) + amount
