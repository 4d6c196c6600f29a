"""Debts of households: counters, ledger and papers say the same; what is settled is never voided, never passed."""

import datetime as dt

import pytest

from coopsite import clock
from growers.actions.once import Refused, Stale
from growers.models import AuditEntry
from growers.tests.builders import make_coop, make_household, make_plot, make_seat
from growers.tests.diary_builders import ban, make_product
from harvests.actions.account_documents import void_document
from harvests.actions.credit import set_limits
from harvests.actions.debts import Taking, give_back_all, take_back, take_back_all
from harvests.actions.input_sales import void_sale
from harvests.models import (
    AccountDocument,
    HarvestRecord,
    HarvestRound,
    HouseholdCredit,
    InputSale,
    InputStock,
    LedgerEntry,
    MonthBook,
    YieldEstimate,
)
from harvests.queries.credit import open_debts, standing_of
from harvests.queries.ledger import balances_on
from harvests.tests.builders import make_scale, make_ticket
from harvests.tests.credit_builders import (
    allow_lending,
    make_credit,
    make_paper,
    make_repayment,
    make_sale,
    make_stock,
    wanted,
)

pytestmark = pytest.mark.django_db
TODAY = dt.date(2025, 9, 8)


@pytest.fixture
def seat(stand_still):
    stand_still("2025-09-08")
    return make_seat(make_coop(), "director")


@pytest.fixture
def coop(seat):
    return seat.cooperative


@pytest.fixture
def household(coop):
    return make_household(coop, "003", "Hoàng Văn Liêm", kind="official")


def owed(household) -> tuple[int, int, int]:
    row = HouseholdCredit.objects.of(household.cooperative).get(household=household)
    return row.advance_vnd, row.inputs_vnd, row.loan_vnd


def codes(refused) -> tuple:
    return refused.value.verdict.codes


def test_every_kind_moves_its_account_and_a_void_takes_it_back(seat, coop):
    allow_lending(coop)
    effects = {"advance": ("advance", -1), "transport": ("fruit", -1), "fee": ("fruit", -1), "penalty": ("fruit", -1),
               "top_up": ("fruit", 1), "credit": ("fruit", 1), "debit": ("fruit", -1),
               "loan": ("loan", -1)}  # fmt: skip
    for kind, (account, sign) in effects.items():
        who = make_household(coop, kind="official")
        due = {"due_on": TODAY + dt.timedelta(days=90)} if kind == "loan" else {}
        paper = make_paper(seat, who, kind, 100_000, **due)
        assert balances_on(coop, TODAY)[who.pk] == {account: sign * 100_000}, kind
        void_document(seat, document=paper, reason="nhầm")
        assert balances_on(coop, TODAY)[who.pk] == {account: 0}, kind
        assert owed(who) == (0, 0, 0)
    letters = {row.code for row in AccountDocument.objects.of(coop)}
    assert letters == {f"{name}-25-001" for name in ("TU", "CV", "VC", "PH", "PT", "TL", "GC", "GN")}


def test_debts_are_paid_back_in_part_and_never_past_what_is_open(seat, coop, household):
    advance = make_paper(seat, household, amount_vnd=3_000_000)
    sale = make_sale(seat, household)
    loan_free = open_debts(coop, [household.pk])
    assert [(debt.account, debt.open_vnd) for debt in loan_free] == [("advance", 3_000_000), ("inputs", 500_000)]
    first = make_repayment(seat, 1_000_000, document=advance)
    make_repayment(seat, 500_000, sale=sale)
    assert owed(household) == (2_000_000, 0, 0)
    assert balances_on(coop, TODAY)[household.pk] == {"advance": -2_000_000, "inputs": 0}
    with pytest.raises(Refused) as refused:
        make_repayment(seat, 2_000_001, document=advance)
    assert codes(refused) == ("repayment_over_debt",)
    with pytest.raises(Refused) as refused:
        void_document(seat, document=advance, reason="nhầm")
    assert codes(refused) == ("document_settled",)
    with pytest.raises(Refused) as refused:
        void_sale(seat, sale=sale, reason="nhầm")
    assert codes(refused) == ("sale_settled",)
    void_document(seat, document=first, reason="nhầm")
    assert owed(household) == (3_000_000, 0, 0)
    with pytest.raises(Refused) as refused:
        void_document(seat, document=first, reason="lần nữa")
    assert codes(refused) == ("document_voided_already",)
    void_document(seat, document=advance, reason="nhầm")
    assert (owed(household), open_debts(coop)) == ((0, 0, 0), [])


def test_many_debts_are_taken_back_and_given_back_in_a_few_statements(seat, coop, household, django_assert_num_queries):
    other = make_household(coop, "004")
    papers = [make_paper(seat, who, amount_vnd=1_000_000) for who in (household, other, household)]
    sale = make_sale(seat, other)
    takings = [Taking(400_000, document=paper.pk) for paper in papers] + [Taking(500_000, sale=sale.pk)]
    with django_assert_num_queries(6):
        take_back_all(seat, takings)
    assert (owed(household), owed(other)) == ((1_200_000, 0, 0), (600_000, 0, 0))
    assert [debt.open_vnd for debt in open_debts(coop)] == [600_000] * 3
    with pytest.raises(Refused) as refused:
        take_back(seat, document=papers[0].pk, amount_vnd=600_001)
    assert codes(refused) == ("debt_settled_meanwhile",)
    give_back_all(seat, takings)
    assert (owed(household), owed(other)) == ((2_000_000, 0, 0), (1_000_000, 500_000, 0))
    with pytest.raises(Refused):
        give_back_all(seat, takings[:1])
    with pytest.raises(Refused) as refused:
        take_back(seat, document=10**6, amount_vnd=1)
    assert codes(refused) == ("debt_voided_meanwhile",)


def test_the_limit_is_a_share_of_the_expected_season(seat, coop, household):
    make_scale(seat)
    plot = make_plot(household)
    make_ticket(seat, household.code)
    YieldEstimate.objects.create(
        cooperative=coop, round=HarvestRound.objects.of(coop).get(), plot=plot, expected_g=1_000_000
    )
    standing, came = standing_of(coop, household, TODAY), HarvestRecord.objects.of(coop).get()
    price = (came.amount_vnd * 1_000 + came.net_g // 2) // came.net_g
    assert standing.advance_limit_vnd == 1_000_000 * price * 3_000 // 10_000_000
    make_credit(household, 5_000_000, None)
    standing = standing_of(coop, household, TODAY)
    assert (standing.advance_limit_vnd, standing.own_input_vnd) == (5_000_000, None)
    assert standing.input_limit_vnd == 1_000_000 * price * 3_000 // 10_000_000


def test_past_the_limit_only_the_director_goes_and_says_why(seat, coop, household):
    make_credit(household, 5_000_000, 400_000)
    make_paper(seat, household, amount_vnd=4_000_000, override_reason="không cần")
    accountant = make_seat(coop, "accountant")
    for who, reason, code in (
        (accountant, "", "credit_over_limit"), (accountant, "gấp", "credit_override_not_yours"),
        (seat, "", "credit_over_limit_now"),
    ):  # fmt: skip
        with pytest.raises(Refused) as refused:
            make_paper(who, household, amount_vnd=1_000_001, override_reason=reason)
        assert codes(refused) == (code,)
    over = make_paper(seat, household, amount_vnd=1_000_001, override_reason="nhà có việc")
    assert over.override_reason == "nhà có việc"
    assert {row.override_reason for row in AccountDocument.objects.of(coop)} == {"", "nhà có việc"}
    with pytest.raises(Refused) as refused:
        make_sale(accountant, household)
    assert codes(refused) == ("credit_over_limit",)
    assert InputStock.objects.of(coop).get().sold_milli == 0
    make_sale(accountant, household, terms="cash")
    assert owed(household) == (5_000_001, 0, 0)


@pytest.mark.parametrize(
    ("facts", "allowed", "code"),
    [({}, False, "lending_off"), ({"due_on": None}, True, "lending_due_missing"),
     ({"due_on": dt.date(2026, 9, 9)}, True, "lending_too_long")],
)  # fmt: skip
def test_internal_lending_is_off_short_and_for_official_members(seat, coop, household, facts, allowed, code):
    if allowed:
        allow_lending(coop)
    terms = {"due_on": dt.date(2026, 9, 8), **facts}
    with pytest.raises(Refused) as refused:
        make_paper(seat, household, "loan", **terms)
    assert codes(refused) == (code,)
    if allowed:
        make_paper(seat, household, "loan", due_on=dt.date(2026, 9, 8))
        assert owed(household) == (0, 0, 3_000_000)
        with pytest.raises(Refused) as refused:
            make_paper(seat, make_household(coop, "009"), "loan", due_on=dt.date(2026, 9, 8))
        assert codes(refused) == ("lending_official_only",)


@pytest.mark.parametrize(
    ("facts", "code"),
    [({"day": TODAY + dt.timedelta(days=1)}, "debt_day_in_future"),
     ({"day": dt.date(1999, 12, 31)}, "debt_day_too_old"),
     ({"due_on": TODAY - dt.timedelta(days=1)}, "debt_due_before"), ({"means": ""}, "document_means_missing"),
     ({"amount_vnd": 0}, "debt_amount_missing"), ({"kind": "penalty", "note": ""}, "document_note_missing")],
)  # fmt: skip
def test_what_a_paper_asks_for(seat, coop, household, facts, code):
    with pytest.raises(Refused) as refused:
        make_paper(seat, household, **facts)
    assert codes(refused) == (code,)
    assert not AccountDocument.objects.of(coop).exists()


def test_limits_are_set_without_touching_what_is_owed(seat, coop, household):
    make_paper(seat, household)
    row = HouseholdCredit.objects.of(coop).get()
    new = set_limits(seat, household=household, version=1, advance_limit_vnd=4_000_000, input_limit_vnd=None)
    assert (new.advance_limit_vnd, new.input_limit_vnd, new.advance_vnd, new.version) == (4_000_000, None, 3_000_000, 2)
    with pytest.raises(Stale):
        set_limits(seat, household=household, version=row.version, advance_limit_vnd=1, input_limit_vnd=None)
    assert AuditEntry.objects.of(coop).filter(verb="limits set").count() == 1


def test_a_sale_counts_what_leaves_the_store_and_its_void_brings_it_back(seat, coop, household):
    lot, other = make_stock(coop, many=5), make_stock(coop, many=1, unit="kg")
    sale = make_sale(seat, household, wanted(lot, 2), wanted(other, 1, 12_345))
    assert (sale.code, sale.amount_vnd) == ("VT-25-001", 512_345)
    assert {row.sold_milli for row in InputStock.objects.of(coop)} == {2_000, 1_000}
    assert balances_on(coop, TODAY)[household.pk] == {"inputs": -512_345}
    with pytest.raises(Refused) as refused:
        make_sale(seat, household, wanted(lot, 4))
    assert codes(refused) == ("sale_more_than_stock",)
    void_sale(seat, sale=sale, reason="trả lại")
    assert {row.sold_milli for row in InputStock.objects.of(coop)} == {0}
    assert (owed(household), balances_on(coop, TODAY)[household.pk]) == ((0, 0, 0), {"inputs": 0})
    with pytest.raises(Refused) as refused:
        void_sale(seat, sale=sale, reason="trả lại")
    assert codes(refused) == ("sale_voided_already",)


def test_what_expired_or_is_not_permitted_leaves_the_store_by_no_way(seat, coop, household):
    ban("paraquat")
    lots = {
        "sale_expired": make_stock(coop, received_on=TODAY - dt.timedelta(9), expires_on=TODAY - dt.timedelta(1)),
        "sale_not_permitted": make_stock(coop, product=make_product(coop, permitted_to=TODAY)),
        "sale_off_the_list": make_stock(coop, product=make_product(coop, is_active=False)),
        "sale_banned": make_stock(coop, product=make_product(coop, actives=("paraquat",))),
    }
    for code, lot in lots.items():
        with pytest.raises(Refused) as refused:
            make_sale(seat, household, wanted(lot, 1), terms="cash")
        assert codes(refused) == (code,)
    assert not InputSale.objects.of(coop).exists()


def test_nobody_who_left_gets_anything_ahead(seat, coop):
    gone = make_household(coop, "008", joined_on=dt.date(2020, 1, 1), left_on=TODAY)
    for work in (lambda: make_paper(seat, gone), lambda: make_sale(seat, gone)):
        with pytest.raises(Refused) as refused:
            work()
        assert codes(refused) == ("credit_household_left",)
    make_sale(seat, gone, terms="cash")


def test_a_closed_month_takes_no_paper_and_no_sale(seat, coop, household):
    paper = make_paper(seat, household)
    MonthBook.objects.of(coop).update(closed_at=clock.now(), closed_by=seat.user)
    for work in (
        lambda: make_paper(seat, household), lambda: make_repayment(seat, 1_000, document=paper),
        lambda: make_sale(seat, household), lambda: void_document(seat, document=paper, reason="nhầm"),
    ):  # fmt: skip
        with pytest.raises(Refused) as refused:
            work()
        assert codes(refused) == ("month_closed",)


def test_a_cash_sale_is_no_debt_and_has_no_entry(seat, coop, household):
    make_sale(seat, household, terms="cash", due_on=TODAY)
    assert not LedgerEntry.objects.of(coop).exists()
    assert InputSale.objects.of(coop).get().due_on is None
    assert (owed(household), open_debts(coop)) == ((0, 0, 0), [])
