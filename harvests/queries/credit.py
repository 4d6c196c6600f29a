"""Facts about what households got ahead of payment: open debts oldest first, and how far each one may go."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import BigIntegerField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from coopsite.formats.text import search_words
from growers.models import Cooperative, Household
from growers.queries.settings import settings_on
from harvests.models import (
    AccountDocument,
    BoardPrice,
    DayTotal,
    HouseholdCredit,
    InputSale,
    LedgerEntry,
    PriceBoard,
    Season,
    YieldEstimate,
)
from harvests.models.credit import document_code, sale_code
from harvests.rules.credit import limit_of, mean_price

Account = LedgerEntry.Account
DEBTS = (AccountDocument.Kind.ADVANCE, AccountDocument.Kind.LOAN)
FACTS = ("pk", "household_id", "year", "number", "day", "due_on", "amount_vnd", "settled_vnd")


@dataclass(frozen=True, slots=True)
class Debt:
    """An advance or a loan (`document`, its key) or inputs on credit (`sale`) of which `open_vnd` is not paid back."""

    household_id: int
    account: str
    document: int | None
    sale: int | None
    code: str
    day: dt.date
    due_on: dt.date | None
    amount_vnd: int
    open_vnd: int


def open_debts(coop: Cooperative, households: Collection[int] | None = None, last: dt.date | None = None) -> list[Debt]:
    """Debts with something open, of all households or of those given (by key), made up to `last`; oldest first.

    Two statements, however many households.
    """
    found = [
        Debt(row["household_id"], row["kind"], row["pk"], None, document_code(row["kind"], row["year"], row["number"]),
             *_sums(row))
        for row in _open(AccountDocument.objects.of(coop).filter(kind__in=DEBTS), households, last, "kind")
    ]  # fmt: skip
    found += [
        Debt(row["household_id"], Account.INPUTS, None, row["pk"], sale_code(row["year"], row["number"]), *_sums(row))
        for row in _open(InputSale.objects.of(coop).filter(terms=InputSale.Terms.CREDIT), households, last)
    ]
    return sorted(found, key=lambda debt: (debt.day, debt.account, debt.document or debt.sale))


def _open(rows, households, last, *more: str):
    rows = rows.filter(void_reason="", settled_vnd__lt=F("amount_vnd")).order_by()
    if households is not None:
        rows = rows.filter(household__in=households)
    if last is not None:
        rows = rows.filter(day__lte=last)
    return rows.values(*FACTS, *more)


def _sums(row: dict) -> tuple:
    return row["day"], row["due_on"], row["amount_vnd"], row["amount_vnd"] - row["settled_vnd"]


@dataclass(frozen=True, slots=True)
class Expectation:
    """What limits are measured by: the season (None: there is none), dong a kilogram, and the shares of the setting."""

    season: Season | None
    price_vnd: int
    advance_bp: int
    input_bp: int
    lending: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a household is in debt, and how far it may go; `own_…` are limits of its own, None without one."""

    expected_g: int
    advance_vnd: int
    inputs_vnd: int
    loan_vnd: int
    advance_limit_vnd: int
    input_limit_vnd: int
    own_advance_vnd: int | None = None
    own_input_vnd: int | None = None
    version: int = 0


def expectation(coop: Cooperative, day: dt.date) -> Expectation:
    """The season that is on, else the next, else the last one, with its mean price; two statements, or three.

    While nothing of it came in the price is the mean of the newest board.
    """
    values = settings_on(coop, day)
    season = _season(coop, day)
    price = mean_price(season.net_g, season.amount_vnd) if season else 0
    return Expectation(
        season, price or (_board_price(coop) if season else 0), values["advance_limit_bp"], values["input_limit_bp"],
        bool(values["internal_lending"]),
    )  # fmt: skip


def _season(coop: Cooperative, day: dt.date) -> Season | None:
    came = DayTotal.objects.of(coop).filter(season=OuterRef("pk"), amount_vnd__gt=0).order_by().values("season")
    rows = Season.objects.of(coop).filter(commodity=coop.commodity_id).annotate(
        net_g=Coalesce(Subquery(came.annotate(sum=Sum("net_g")).values("sum")), 0),
        amount_vnd=Coalesce(Subquery(came.annotate(sum=Sum("amount_vnd")).values("sum")), 0),
    )  # fmt: skip
    return rows.filter(ends_on__gte=day).order_by("starts_on").first() or rows.order_by("-starts_on").first()


def _board_price(coop: Cooperative) -> int:
    newest = PriceBoard.objects.of(coop).filter(commodity=coop.commodity_id).order_by("-valid_from").values("pk")[:1]
    prices = list(BoardPrice.objects.of(coop).filter(board__in=Subquery(newest)).values_list("price_vnd", flat=True))
    return sum(prices) // len(prices) if prices else 0


COUNTED = ("advance_vnd", "inputs_vnd", "loan_vnd", "advance_limit_vnd", "input_limit_vnd", "version")


def standing_rows(coop: Cooperative, expected: Expectation) -> QuerySet:
    """Households with `expected_g` and the counters of their credit, None for one that never had any."""
    estimates = YieldEstimate.objects.of(coop).filter(round__season=expected.season, plot__household=OuterRef("pk"))
    sums = estimates.order_by().values("plot__household").annotate(sum=Sum("expected_g")).values("sum")
    credit = HouseholdCredit.objects.of(coop).filter(household=OuterRef("pk"))
    return Household.objects.of(coop).annotate(
        expected_g=Coalesce(Subquery(sums), Value(0), output_field=BigIntegerField()),
        **{f"credit_{name}": Subquery(credit.values(name)) for name in COUNTED},
    )


def standing_from(row: dict, expected: Expectation) -> Standing:
    """The standing of a household from a row of `standing_rows`, as plain values."""
    own = (row["credit_advance_limit_vnd"], row["credit_input_limit_vnd"])
    shares = (expected.advance_bp, expected.input_bp)
    limits = (limit_of(vnd, row["expected_g"], expected.price_vnd, bp) for vnd, bp in zip(own, shares, strict=True))
    return Standing(
        row["expected_g"], *(row[f"credit_{name}"] or 0 for name in COUNTED[:3]), *limits, *own,
        row["credit_version"] or 0,
    )  # fmt: skip


STANDING_FACTS = ("expected_g", *(f"credit_{name}" for name in COUNTED))


def standing_of(coop: Cooperative, household: Household, day: dt.date) -> Standing:
    """How far one household may go. Three statements, or four."""
    expected = expectation(coop, day)
    row = standing_rows(coop, expected).filter(pk=household.pk).values(*STANDING_FACTS).get()
    return standing_from(row, expected)


def credit_rows(
    coop: Cooperative, expected: Expectation, day: dt.date, *, search: str = "", state: str = "", sort: str = ""
) -> QuerySet:
    """Households as `standing_rows` by name; `state` is "" (who owes anything), over, overdue, own or all."""
    rows = standing_rows(coop, expected)
    for word in search_words(search):
        rows = rows.filter(search_key__contains=word)
    owing = Q(credit_advance_vnd__gt=0) | Q(credit_inputs_vnd__gt=0) | Q(credit_loan_vnd__gt=0)
    if state == "over":
        rows = _over(rows, expected)
    elif state == "overdue":
        rows = rows.filter(Exists(overdue(AccountDocument, coop, day)) | Exists(overdue(InputSale, coop, day)))
    elif state == "own":
        rows = rows.filter(Q(credit_advance_limit_vnd__isnull=False) | Q(credit_input_limit_vnd__isnull=False))
    elif state != "all":
        rows = rows.filter(owing)
    return rows.order_by("code" if sort == "code" else "sort_key", "code")


def overdue(model: type, coop: Cooperative, day: dt.date) -> QuerySet:
    """Debts of the household outside that were due before a day and are open still."""
    rows = model.objects.of(coop).filter(household=OuterRef("pk"), due_on__lt=day, void_reason="")
    rows = rows.filter(settled_vnd__lt=F("amount_vnd"))
    return rows.filter(terms=InputSale.Terms.CREDIT) if model is InputSale else rows.filter(kind__in=DEBTS)


def _over(rows: QuerySet, expected: Expectation) -> QuerySet:
    """Those past a limit, in whole numbers: owed x 10,000,000 > grams x dong a kilogram x basis points."""
    found = Q()
    for counter, limit, share_bp in (
        ("advance", "advance", expected.advance_bp), ("inputs", "input", expected.input_bp)
    ):  # fmt: skip
        owed, own = F(f"credit_{counter}_vnd"), f"credit_{limit}_limit_vnd"
        room = F("expected_g") * Value(expected.price_vnd * share_bp) - owed * Value(10_000_000)
        rows = rows.annotate(**{f"room_{counter}": ExpressionWrapper(room, BigIntegerField())})
        found |= Q(**{f"{own}__lt": owed}) | Q(**{f"{own}__isnull": True, f"room_{counter}__lt": 0})
    return rows.filter(found)
