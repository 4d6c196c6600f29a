"""Rows of credit that a test needs: limits, papers, lots of inputs and their sale; every default is a sensible one."""

import datetime as dt

from coopsite import clock
from growers.models import Cooperative, Household, InputProduct, Setting
from growers.queries.seats import Seat
from growers.tests.diary_builders import make_product
from harvests.actions.account_documents import make_document, repay
from harvests.actions.input_sales import sell
from harvests.models import AccountDocument, HouseholdCredit, InputSale, InputStock
from harvests.rules.input_sales import Wanted

ROOM = 10**9  # a limit that no test reaches by accident


def make_credit(household: Household, advance_vnd: int | None = ROOM, inputs_vnd: int | None = ROOM) -> HouseholdCredit:
    """Limits of a household's own, wide unless told otherwise; what it owes stays."""
    row, _ = HouseholdCredit.objects.update_or_create(
        cooperative=household.cooperative, household=household,
        defaults={"advance_limit_vnd": advance_vnd, "input_limit_vnd": inputs_vnd},
    )  # fmt: skip
    return row


def make_paper(
    seat: Seat, household: Household, kind: str = "advance", amount_vnd: int = 3_000_000, **values
) -> AccountDocument:
    """A paper made through its action, today unless told otherwise; a household without limits gets wide ones."""
    if not HouseholdCredit.objects.of(seat.cooperative).filter(household=household).exists():
        make_credit(household)
    means = {"means": "cash"} if kind in ("advance", "loan") else {}
    facts = {"day": clock.today(), "note": "ghi chú", **means, **values}
    return make_document(seat, kind=kind, household=household, amount_vnd=amount_vnd, **facts)


def make_repayment(seat: Seat, amount_vnd: int, *, document=None, sale=None, **values) -> AccountDocument:
    facts = {"day": clock.today(), "means": "cash", **values}
    return repay(seat, document=document, sale=sale, amount_vnd=amount_vnd, **facts)


def allow_lending(coop: Cooperative) -> None:
    Setting.objects.create(cooperative=coop, key="internal_lending", value=1, valid_from=dt.date(2020, 1, 1))


def make_stock(coop: Cooperative, name: str = "", *, many: int = 10, price_vnd: int = 250_000, **values) -> InputStock:
    """A lot of `many` bags of fertiliser; another `product` or `unit` when told so."""
    today = clock.today()
    product = values.pop("product", None) or make_product(coop, name, kind="fertiliser", actives=(), crops=True)
    defaults = {
        "unit": "bag", "content": "25 kg", "received_on": today, "expires_on": today + dt.timedelta(days=300),
        "lot_no": "L01", "received_milli": many * 1_000,
    }  # fmt: skip
    return InputStock.objects.create(cooperative=coop, product=product, price_vnd=price_vnd, **{**defaults, **values})


def wanted(stock: InputStock, many: int = 2, price_vnd: int | None = None) -> Wanted:
    return Wanted(stock.pk, many * 1_000, stock.price_vnd if price_vnd is None else price_vnd)


def make_sale(seat: Seat, household: Household, *lines: Wanted, terms: str = "credit", **values) -> InputSale:
    """A sale through its action, of two bags of a new lot unless told otherwise; limits as in `make_paper`."""
    if not HouseholdCredit.objects.of(seat.cooperative).filter(household=household).exists():
        make_credit(household)
    found = lines or (wanted(make_stock(seat.cooperative)),)
    return sell(seat, household=household, lines=found, terms=terms, **{"day": clock.today(), **values})


def furnish_credit(seat: Seat, household: Household, mark: str, before: int) -> None:
    """Limits, a lot, papers and sales of a household, so many of each that codes differ; `mark` begins every text."""
    product = InputProduct.objects.of(seat.cooperative).order_by("pk").last()
    make_credit(household)
    for _ in range(before):
        lot = make_stock(seat.cooperative, product=product, lot_no=f"{mark}lot", supplier=f"{mark}supplier")
        sale = make_sale(seat, household, wanted(lot, 1), note=f"{mark}note")
        make_repayment(seat, 10_000, sale=sale, note=f"{mark}note")
        make_paper(seat, household, note=f"{mark}note", override_reason=f"{mark}reason")
