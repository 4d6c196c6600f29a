"""Months and the journal as people use them: closing, what a closed month refuses, opening again, the file."""

import datetime as dt
import io
import uuid
from collections import Counter

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from coopsite import clock
from growers.actions.capital import give_back_capital, pay_capital, void_payment
from growers.actions.once import Refused
from growers.models import AuditEntry, CapitalPayment, Household, Seal
from growers.rules.months import month_of
from growers.tests.builders import make_coop, make_seat
from growers.tests.capital_builders import make_capital, make_member
from harvests.actions.day_totals import post_in_book
from harvests.actions.days import close_day, reopen_day
from harvests.actions.months import close_month, reopen_month
from harvests.actions.patronage import pay_shares
from harvests.models import DayBook, JournalAccount, LedgerEntry, MonthBook
from harvests.queries.journal import Journal
from harvests.rules.journal import accounts_of, booked
from harvests.tests.builders import make_order
from harvests.tests.credit_builders import make_paper, make_repayment
from harvests.tests.debts_builders import furnish_debts, make_cost
from harvests.tests.patronage_builders import make_surplus
from harvests.tests.settlement_builders import furnish_settlements, make_fruit_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def coop():
    return make_coop()


@pytest.fixture
def accountant(coop, client):
    seat = make_seat(coop, "accountant")
    client.force_login(seat.user)
    return seat


@pytest.fixture
def august(accountant, stand_still):
    """A month with a ticket on a closed day, looked at from the month after."""
    stand_still("2025-08-20")
    make_fruit_of(accountant, "011")
    close_day(accountant, day=clock.today(), note="cân không kiểm")
    stand_still("2025-09-08")
    return dt.date(2025, 8, 1)


def url(coop, name, *words):
    return reverse(name, args=[coop.slug, *words])


def send(client, address, **values):
    return client.post(address, {"token": str(uuid.uuid4()), **values})


def test_a_month_is_closed_on_its_page_and_sealed(client, coop, accountant, august):
    page = client.get(url(coop, "month-list"))
    assert [row["month"] for row in page.context["rows"]] == ["09/2025", "08/2025"]
    assert page.context["against"] == []
    assert send(client, url(coop, "month-close", "2025-08")).status_code == 302
    book = MonthBook.objects.of(coop).get(month=august)
    assert (book.closed_by, AuditEntry.objects.of(coop).filter(verb="month closed").count()) == (accountant.user, 1)
    assert DayBook.objects.of(coop).filter(day__month=8, closed_at__isnull=False).count() == 31
    assert {seal.book for seal in Seal.objects.of(coop)} == {"audit", "ledger"}


def test_the_same_sending_twice_closes_once_and_a_second_one_is_told(client, coop, accountant, august):
    body = {"token": str(uuid.uuid4())}
    address = url(coop, "month-close", "2025-08")
    assert [client.post(address, body).status_code for _ in range(2)] == [302, 302]
    again = send(client, address)
    assert again.status_code == 422 and len(again.context["bound"].non_field_errors()) == 1
    assert AuditEntry.objects.of(coop).filter(verb="month closed").count() == 1


def test_what_is_open_is_named(client, coop, accountant, august):
    reopen_day(make_seat(coop, "director"), day=dt.date(2025, 8, 20), reason="sai")
    answer = send(client, url(coop, "month-close", "2025-08"))
    assert answer.status_code == 422 and "20/08" in answer.content.decode()
    assert send(client, url(coop, "month-close", "2025-09")).status_code == 422  # not over, and August is open
    assert not MonthBook.objects.of(coop).filter(closed_at__isnull=False).exists()


def test_a_closed_month_takes_nothing(coop, accountant, august):
    close_month(accountant, month=august)
    director, household = make_seat(coop, "director"), Household.objects.of(coop).get(code="011")
    entries = LedgerEntry.objects.of(coop).count()
    for late in (
        lambda: make_paper(director, household, day=dt.date(2025, 8, 21)),
        lambda: reopen_day(director, day=dt.date(2025, 8, 20), reason="sai"),
    ):
        with pytest.raises(Refused) as refused:
            late()
        assert refused.value.verdict.codes == ("month_closed",)
    assert LedgerEntry.objects.of(coop).count() == entries
    make_paper(director, household, day=dt.date(2025, 9, 1))


def test_a_closed_month_takes_no_capital_either(client, coop, accountant, august):
    """The floor below asks the books before money is written: paid in, voided, given back."""
    member = make_member(coop, "012")
    row = make_capital(accountant, member, 5_000_000, 1_000_000, day=dt.date(2025, 8, 5))
    close_month(accountant, month=august)
    page = url(coop, "capital-pay", row.pk)
    answer = send(client, page, paid_on="20/08/2025", amount_vnd="1000000", asset="money", quantity="", reference="")
    assert answer.status_code == 200 and "20/08/2025" in answer.content.decode()
    assert "08/2025" in str(answer.context["form"].errors["paid_on"])
    with pytest.raises(Refused):
        void_payment(accountant, payment=row.payments.get(), reason="nhầm")
    with pytest.raises(Refused):
        give_back_capital(accountant, commitment=row, ended_on=dt.date(2025, 8, 31), ended_reason="ra khỏi HTX")
    assert CapitalPayment.objects.of(coop).filter(void_reason="").count() == 1
    pay_capital(accountant, commitment=row, paid_on=dt.date(2025, 9, 1), amount_vnd=4_000_000)
    assert list(MonthBook.objects.of(coop).values_list("month", flat=True)) == [august]


def test_nothing_comes_into_months_that_were_empty_when_a_later_one_was_closed(coop, accountant, august):
    DayBook.objects.create(cooperative=coop, day=dt.date(2025, 5, 6))
    close_month(accountant, month=august)
    director, household = make_seat(coop, "director"), Household.objects.of(coop).get(code="011")
    with pytest.raises(Refused) as refused:
        make_paper(director, household, day=dt.date(2025, 5, 5))
    assert refused.value.verdict.codes == ("month_closed",)
    assert not MonthBook.objects.of(coop).filter(month__lt=august).exists()
    for day in (5, 6):
        assert post_in_book(coop, dt.date(2025, 5, day), 1, 1_000, 0) is None
    assert post_in_book(coop, dt.date(2025, 9, 1), 1, 1_000, 0)


def test_the_director_opens_it_again_with_a_reason(client, coop, accountant, august):
    close_month(accountant, month=august)
    address = url(coop, "month-reopen", "2025-08")
    assert send(client, address, reason="sai giá").status_code == 403
    client.force_login(make_seat(coop, "director").user)
    missing = send(client, address, reason="")
    assert missing.status_code == 422 and "reason" in missing.context["bound"].errors
    assert send(client, address, reason="sai giá").status_code == 302
    assert MonthBook.objects.of(coop).get(month=august).closed_at is None
    assert "sai giá" in client.get(url(coop, "month-list")).content.decode()


def test_odd_months_are_not_found_and_readers_only_read(client, coop, accountant):
    for odd in ("2025-13", "gestern", "2025-08-01", "9999-12"):
        assert send(client, url(coop, "month-close", odd)).status_code == 404
    client.force_login(make_seat(coop, "controller").user)
    assert client.get(url(coop, "month-list")).status_code == 200
    assert send(client, url(coop, "month-close", "2025-08")).status_code == 403


def test_another_co_operative_s_months_are_not_found(client, coop, accountant):
    other = make_coop("an-phu")
    assert send(client, url(other, "month-close", "2025-08")).status_code == 404


def test_months_open_and_close_in_order(coop, accountant, august):
    close_month(accountant, month=august)
    director = make_seat(coop, "director")
    with pytest.raises(Refused):
        reopen_month(director, month=dt.date(2025, 7, 1), reason="x")


def _by_pair(movements) -> Counter:
    sums = Counter()
    for movement in movements:
        debit, credit, amount = booked(accounts_of({}), *movement)
        sums[debit, credit] += amount
    return sums


def test_the_journal_books_every_movement_once(client, coop, accountant):
    make_fruit_of(accountant, "011")
    furnish_settlements(accountant, Household.objects.of(coop).get(code="011"))
    advance = make_paper(accountant, Household.objects.of(coop).get(code="011"), amount_vnd=900_000)
    make_repayment(accountant, 100_000, document=advance)
    furnish_debts(accountant, make_order(accountant, status="confirmed"), "", 0)
    today = clock.today()
    journal = Journal(coop, today, today)
    rows = [*journal]
    keys = [row.key for row in rows]
    assert [row for begin in range(0, len(journal), 3) for row in journal[begin : begin + 3]] == rows
    in_all = [_by_pair(sums) for sums in (journal.sums(), ((row.key, row.amount_vnd, row.means) for row in rows))]
    assert in_all[0] == in_all[1] and len(in_all[0]) > 6
    assert {"delivery", "offset_advance", "payment_transfer", "repayment_advance", "receivable", "deposit"} <= {*keys}
    assert keys.count("deposit_offset") == 1
    page = client.get(url(coop, "journal-page"))
    assert page.context["page"].paginator.count == len(keys)
    answer = client.get(url(coop, "journal-page") + "?format=xlsx")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert len(rows) == len(keys) + 1 and all(row[5] > 0 for row in rows[1:])


def test_the_journal_has_members_capital_surplus_and_the_costs_of_orders(coop, accountant):
    today, member = clock.today(), make_member(coop, "021")
    old, new = (make_capital(accountant, member, 2_000_000, 2_000_000, day=day) for day in (dt.date(2024, 6, 1), today))
    goods = {"asset": "goods", "quantity": "1 xe"}
    pay_capital(accountant, commitment=make_capital(accountant, member), paid_on=today, amount_vnd=3, **goods)
    surplus = make_surplus(accountant, adopted=True, internal_vnd=0, usage_external_bp=0)
    shares = [*surplus.shares.all()]
    pay_shares(accountant, surplus=surplus, shares=shares, paid_on=today)
    give_back_capital(accountant, commitment=old, ended_on=today, ended_reason="rút vốn")
    make_cost(accountant, make_order(accountant, status="confirmed"), 700_000)
    found = {row.key: (row.party, row.amount_vnd) for row in Journal(coop, today, today)}
    assert found == {
        "capital": ("021", new.paid_vnd), "capital_goods": ("021", 3), "capital_back": ("021", 2_000_000),
        "surplus": ("021", sum(share.total_vnd for share in shares)), "order_cost": ("", 700_000),
    }  # fmt: skip


def test_accounts_are_set_and_bad_ones_kept_beside_their_field(client, coop, accountant):
    address = url(coop, "journal-account", "delivery")
    wrong = send(client, address, debit="15x", credit="331")
    assert "debit" in wrong.context["form"].errors and 'value="15x"' in wrong.content.decode()
    assert send(client, address, debit="156", credit="331").status_code == 302
    assert JournalAccount.objects.of(coop).get().debit == "156"
    assert "156" in client.get(url(coop, "journal-accounts")).content.decode()
    assert client.get(url(coop, "journal-account", "nothing")).status_code == 404


def test_an_empty_journal_says_what_to_do(client, coop, accountant):
    page = client.get(url(coop, "journal-page") + "?first=01/01/2020&last=31/01/2020")
    assert page.context["page"].paginator.count == 0 and "01/01/2020" in page.content.decode()
    assert month_of(dt.date(2020, 1, 31)) == dt.date(2020, 1, 1)


def test_accounts_of_the_journal_are_not_for_readers(client, coop):
    client.force_login(make_seat(coop, "clerk").user)
    assert client.post(url(coop, "journal-account", "fruit"), {"code": "331"}).status_code == 403
    assert not JournalAccount.objects.of(coop).exists()
