"""What was written for good stays as it is, whoever asks: the database itself refuses."""

import pytest
from django.db import IntegrityError, connection, transaction

from growers.models import AuditEntry, Household, Seal
from growers.tests.builders import make_coop, make_seat
from harvests.actions.seals import seal_books
from harvests.models import (
    LedgerEntry,
    Payment,
    PaymentReturn,
    SettlementLine,
    SettlementRun,
    TraderEntry,
    guards,
)
from harvests.tests.debts_builders import make_receivable
from harvests.tests.settlement_builders import furnish_settlements, make_fruit_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def coop():
    """A co-operative with a row in every guarded table."""
    seat = make_seat(make_coop("guarded"), "accountant")
    make_fruit_of(seat, "011")
    furnish_settlements(seat, Household.objects.of(seat.cooperative).get(code="011"))
    make_receivable(seat)
    seal_books(seat.cooperative)
    return seat.cooperative


CHANGES = [
    (AuditEntry, {"verb": "x"}), (Seal, {"entries": 99}), (LedgerEntry, {"amount_vnd": 5}),
    (TraderEntry, {"note": "x"}), (Payment, {"reference": "x"}),
    (PaymentReturn, {"reason": "x"}), (SettlementLine, {"pay_vnd": 5, "fruit_vnd": 5}),
    (SettlementRun, {"pay_vnd": 5}),
]  # fmt: skip


@pytest.mark.parametrize(("model", "values"), CHANGES, ids=lambda value: getattr(value, "__name__", ""))
def test_no_change_and_no_deletion_passes(coop, model, values):
    rows = model.objects.of(coop)
    assert rows.exists()
    with pytest.raises(IntegrityError, match="written for good"), transaction.atomic():
        rows.update(**values)
    with pytest.raises(IntegrityError, match="written for good"), transaction.atomic():
        connection.cursor().execute(f"DELETE FROM {model._meta.db_table}")


def test_what_is_personal_on_a_line_may_be_taken_away(coop):
    assert SettlementLine.objects.of(coop).update(name="Hộ 011", account_name="") == 1


def test_guards_are_missed_when_they_are_gone_and_put_back_twice_without_harm(coop):
    assert guards.missing(connection) == []
    guards.remove(connection)
    assert len(guards.missing(connection)) == 2 * len(guards.GUARDS)
    guards.install(connection)
    assert guards.install(connection) == len(guards.GUARDS)
    assert guards.missing(connection) == []
