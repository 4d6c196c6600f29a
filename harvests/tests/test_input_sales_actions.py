"""What the store of inputs and its sales refuse: each refusal by its code, and nothing is written."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from coopsite import clock
from growers.actions.diary import void_entry
from growers.actions.once import Refused, Stale
from growers.models import DiaryEntry
from growers.tests.builders import make_coop, make_household, make_plot, make_seat
from growers.tests.diary_builders import make_product
from harvests.actions.input_sales import _take, use_line, void_sale
from harvests.actions.input_stock import change_stock, receive_stock, void_stock
from harvests.models import InputSaleLine, InputStock, MonthBook
from harvests.tests.credit_builders import make_repayment, make_sale, make_stock, wanted

pytestmark = pytest.mark.django_db
TODAY = dt.date(2025, 9, 8)
TOMORROW = TODAY + dt.timedelta(days=1)
NAMES = ("product", "unit", "content", "received_on", "expires_on", "lot_no", "received_milli", "price_vnd")


@pytest.fixture
def seat(stand_still):
    stand_still("2025-09-08")
    return make_seat(make_coop(), "director")


@pytest.fixture
def household(seat):
    return make_household(seat.cooperative, "003")


@pytest.fixture
def stock(seat):
    return make_stock(seat.cooperative)


@pytest.fixture
def sale(seat, household, stock):
    """Two of the ten bags on credit."""
    return make_sale(seat, household, wanted(stock, 2))


def change(seat, stock, **facts):
    stock.refresh_from_db()
    there = {name: getattr(stock, name) for name in NAMES}
    return change_stock(seat, stock=stock, **{"version": stock.version, **there, **facts})


def use(seat, sale, plot=None, **facts):
    line = InputSaleLine.objects.of(seat.cooperative).get(sale=sale)
    plots = {(plot or make_plot(sale.household)).pk: None}
    return use_line(seat, line=line, plots=plots, **{"done_on": TODAY, "work": "fertilise", **facts})


def used_and_voided(seat, sale):
    use(seat, sale)
    void_sale(seat, sale=sale, reason="nhầm")


def use_of_voided(seat, sale):
    void_sale(seat, sale=sale, reason="nhầm")
    use(seat, sale)


def void_stock_twice(seat, stock):
    void_stock(seat, stock=stock, reason="nhầm")
    void_stock(seat, stock=stock, reason="nhầm")


def change_voided(seat, stock):
    void_stock(seat, stock=stock, reason="nhầm")
    change(seat, stock)


def sell_voided(seat, household, stock):
    void_stock(seat, stock=stock, reason="nhầm")
    make_sale(seat, household, wanted(stock, 1), terms="cash")


REFUSALS = {
    "stock_void_reason_missing": lambda s, sale, lot: void_stock(s, stock=make_stock(s.cooperative), reason=""),
    "stock_is_sold": lambda s, sale, lot: void_stock(s, stock=lot, reason="nhầm"),
    "stock_voided_already": lambda s, sale, lot: void_stock_twice(s, make_stock(s.cooperative)),
    "stock_voided_already when changed": lambda s, sale, lot: change_voided(s, make_stock(s.cooperative)),
    "stock_sold_already": lambda s, sale, lot: change(s, lot, unit="kg"),
    "stock_sold_already as another": lambda s, sale, lot: change(s, lot, product=make_product(s.cooperative, "Khác")),
    "stock_below_sold": lambda s, sale, lot: change(s, lot, received_milli=1_999),
    "sale_void_reason_missing": lambda s, sale, lot: void_sale(s, sale=sale, reason=""),
    "sale_line_is_used": lambda s, sale, lot: used_and_voided(s, sale),
    "use_of_voided": lambda s, sale, lot: use_of_voided(s, sale),
    "use_already": lambda s, sale, lot: [use(s, sale) for _ in range(2)],
    "use_before_sale": lambda s, sale, lot: use(s, sale, done_on=TODAY - dt.timedelta(days=1)),
    "use_other_land": lambda s, sale, lot: use(s, sale, make_plot(make_household(s.cooperative, "004"))),
}  # fmt: skip


@pytest.mark.parametrize("code", REFUSALS)
def test_it_is_refused(seat, sale, stock, code):
    with pytest.raises(Refused) as refused:
        REFUSALS[code](seat, sale, stock)
    assert refused.value.verdict.codes == (code.split()[0],)
    stock.refresh_from_db()
    assert (stock.sold_milli, stock.received_milli, stock.unit) in ((2_000, 10_000, "bag"), (0, 10_000, "bag"))


def test_a_voided_lot_is_not_sold(seat, household, stock):
    with pytest.raises(Refused):
        sell_voided(seat, household, stock)
    assert InputStock.objects.of(seat.cooperative).get().sold_milli == 0


def test_the_count_itself_lets_no_more_leave_than_there_is(seat, stock):
    """Behind the rule that judges the sale: whoever came in between is met here."""
    gone = make_stock(seat.cooperative)
    void_stock(seat, stock=gone, reason="nhầm")
    for line in (wanted(stock, 11), wanted(gone, 1)):
        with pytest.raises(Refused) as refused:
            _take(seat, line)
        assert refused.value.verdict.codes == ("sale_more_than_stock",)


def test_a_lot_is_received_in_time_and_changed_as_it_stood(seat, stock):
    facts = {name: getattr(stock, name) for name in NAMES}
    for work in (lambda: receive_stock(seat, **{**facts, "received_on": TOMORROW}),
                 lambda: change(seat, stock, received_on=TOMORROW)):  # fmt: skip
        with pytest.raises(Refused):
            work()
    change(seat, stock, lot_no="L02")
    with pytest.raises(Stale):
        change(seat, stock, version=1)
    assert InputStock.objects.of(seat.cooperative).get().lot_no == "L02"


def test_a_line_whose_entry_was_voided_is_told_of_again(seat, sale):
    entry = use(seat, sale)
    void_entry(seat, entry=entry, reason="nhầm")
    use(seat, sale)
    assert DiaryEntry.objects.of(seat.cooperative).filter(void_reason="").count() == 1


def test_a_closed_month_gives_back_no_sale(seat, sale):
    MonthBook.objects.of(seat.cooperative).update(closed_at=clock.now(), closed_by=seat.user)
    for work in (lambda: void_sale(seat, sale=sale, reason="nhầm"), lambda: make_repayment(seat, 1, sale=sale)):
        with pytest.raises(Refused) as refused:
            work()
        assert refused.value.verdict.codes == ("month_closed",)


def test_texts_that_are_too_long_are_refused_at_their_fields(seat, household, stock):
    facts, long = {name: getattr(stock, name) for name in NAMES}, "x" * 5_000
    works = {
        "lot_no": (lambda: receive_stock(seat, **{**facts, "lot_no": long}), lambda: change(seat, stock, lot_no=long)),
        "note": (lambda: make_sale(seat, household, wanted(stock, 1), note=long),),
    }
    for name, of_field in works.items():
        for work in of_field:
            with pytest.raises(ValidationError) as refused:
                work()
            assert name in refused.value.message_dict
