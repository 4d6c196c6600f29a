"""Whatever the registers take back says why, and what was taken back stays as it is."""

import datetime as dt

import pytest

from growers.actions.certificates import withdraw_certificate
from growers.actions.diary import void_entry
from growers.actions.documents import withdraw_document
from growers.actions.once import Refused
from growers.actions.visits import void_visit
from growers.models import AuditEntry
from growers.tests.builders import make_area, make_code, make_coop, make_household, make_plot, make_seat
from growers.tests.diary_builders import make_entry
from growers.tests.permits_builders import make_certificate, make_document, make_visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def seat(stand_still):
    stand_still("2025-09-08")
    return make_seat(make_coop(), "director")


@pytest.fixture
def code(seat):
    return make_code(make_area(seat.cooperative))


@pytest.fixture
def entry(seat):
    return make_entry(seat.cooperative, make_plot(make_household(seat.cooperative, "003")))


def test_an_entry_of_the_diary_is_voided_once_with_why(seat, entry):
    for reason, refusal in (("", "diary_void_reason_missing"), ("nhầm", ""), ("lần nữa", "diary_voided_already")):
        if not refusal:
            assert void_entry(seat, entry=entry, reason=reason).void_reason == "nhầm"
            continue
        with pytest.raises(Refused) as refused:
            void_entry(seat, entry=entry, reason=reason)
        assert refused.value.verdict.codes == (refusal,)


def test_a_scan_and_a_visit_are_taken_back_with_why_and_keep_the_first(seat, code):
    scan, visit = make_document(code, seat.user), make_visit(code)
    works = {
        "document_withdrawal_reason": lambda reason: withdraw_document(seat, document=scan, reason=reason),
        "visit_void_without_reason": lambda reason: void_visit(seat, visit=visit, reason=reason),
    }
    for refusal, work in works.items():
        with pytest.raises(Refused) as refused:
            work("")
        assert refused.value.verdict.codes == (refusal,)
        work("nhầm")
        work("khác")
    scan.refresh_from_db()
    visit.refresh_from_db()
    assert (scan.withdrawn_reason, visit.void_reason) == ("nhầm", "nhầm")
    assert AuditEntry.objects.of(seat.cooperative).filter(details__reason="khác").count() == 0


def test_a_certificate_is_withdrawn_with_why_and_while_it_holds(seat):
    row = make_certificate(seat.cooperative)
    facts = {"certificate": row, "version": row.version}
    for day, reason in ((row.valid_from, ""), (row.valid_from - dt.timedelta(days=1), "x")):
        with pytest.raises(Refused):
            withdraw_certificate(seat, withdrawn_on=day, reason=reason, **facts)
