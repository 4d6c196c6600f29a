"""What the household ledger says: balances at a date, a household's movements, and what no run has paid yet."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from coopsite.formats.text import search_words
from growers.models import Cooperative, Household
from growers.models.prepared import prepared
from harvests.models import LedgerEntry, SettlementItem
from harvests.rules.ledger import DEBTS, Movement

Kind, Account = LedgerEntry.Kind, LedgerEntry.Account
ACCOUNTS = tuple(Account.values)
# What an entry came from, and what a reversal takes back came from: all that a line of a statement names.
SOURCES = ("record", "document", "sale", "line__run", "payment__line__run")


@dataclass(frozen=True, slots=True)
class Unsettled:
    """A movement on the fruit account that no living run has claimed: dong, and the grams of a ticket.

    `day` is the day of the ticket when there is one: a version corrected later belongs to the day of its weighing.
    """

    pk: int
    household_id: int
    kind: str
    day: dt.date
    amount_vnd: int
    net_g: int
    record_id: int | None
    document_id: int | None
    line_id: int | None


def balances_on(
    coop: Cooperative | int, day: dt.date, households: Collection[int] | None = None, upto: int | None = None
) -> dict[int, dict[str, int]]:
    """{household: {account: dong}} at the end of a day, above zero what the co-operative owes; one statement.

    Households and accounts without entries are missing. `upto`: as known when that entry was the newest.
    """
    if households is None:
        rows = _all_balances(coop=getattr(coop, "pk", coop), day=day, upto=upto)
    else:
        rows = _balances(coop, day, upto).filter(household__in=[*households])
    found: dict[int, dict[str, int]] = {}
    for household, account, sum_vnd in rows:
        found.setdefault(household, {})[account] = sum_vnd
    return found


@prepared()
def _all_balances(*, coop, day, upto):
    return _balances(coop, day, upto)


def _balances(coop: Cooperative | int, day: dt.date, upto: int | None) -> QuerySet:
    rows = _known(coop, upto).filter(day__lte=day).order_by()
    return rows.values_list("household", "account").annotate(sum_vnd=Sum("amount_vnd"))


def opening(coop: Cooperative, household: Household | int, before: dt.date, upto: int | None = None) -> dict[str, int]:
    """{account: dong} of a household before a day, every account named; one statement."""
    rows = _known(coop, upto).filter(household=household, day__lt=before).order_by()
    sums = dict(rows.values_list("account").annotate(sum_vnd=Sum("amount_vnd")))
    return {account: sums.get(account, 0) for account in ACCOUNTS}


def entries_of(
    coop: Cooperative, household: Household | int, first: dt.date, last: dt.date, upto: int | None = None
) -> QuerySet:
    """The entries of a household from `first` to `last`, in the order of the account, each with what it came from."""
    rows = _known(coop, upto).filter(household=household, day__gte=first, day__lte=last).order_by("day", "pk")
    return rows.select_related(*SOURCES, *(f"reverses__{source}" for source in SOURCES))


def last_entry(coop: Cooperative, household: Household | int) -> int:
    """The newest entry of a household, 0 for none: with it as `upto` a statement says the same for ever."""
    rows = LedgerEntry.objects.of(coop).filter(household=household).order_by("-pk")
    return rows.values_list("pk", flat=True).first() or 0


def unsettled(coop: Cooperative, last: dt.date, households: Collection[int] | None = None) -> list[Unsettled]:
    """What runs up to `last` have yet to pay, by household and then in the order of the account; one statement.

    Payments, and what takes one back, are no debt of fruit. An entry and its reversal that no run had claimed answer
    each other and are in no run, whatever their days: nobody is paid for a ticket known to be wrong.
    """
    # Both asked of each entry: of a joined table, or a list, PostgreSQL misjudges how many are left, and takes seconds.
    claimed = SettlementItem.objects.of(coop).filter(is_live=True, entry=OuterRef("pk"))
    reversals = LedgerEntry.objects.of(coop).filter(reverses=OuterRef("pk"))
    rows = LedgerEntry.objects.of(coop).filter(~Exists(claimed), ~Exists(reversals), account=Account.FRUIT)
    rows = rows.exclude(kind__in=(Kind.PAYMENT, Kind.REVERSAL))
    rows = rows.annotate(document_day=Coalesce("record__day", "day"))
    # What a run carried forward belongs to the next run, although it was approved after that run's last day.
    rows = rows.filter(Q(document_day__lte=last) | Q(kind=Kind.CARRY))
    if households is not None:
        rows = rows.filter(household__in=[*households])
    rows = rows.order_by("household", "document_day", "pk")
    names = ("pk", "household_id", "kind", "document_day", "amount_vnd", "net_g", "record_id", "document_id", "line_id")
    rows = rows.annotate(net_g=Coalesce(F("record__net_g"), 0))
    return [Unsettled(*row) for row in rows.values_list(*names)]


def run_holding(coop: Cooperative, *, records: Iterable = (), documents: Iterable = ()) -> str:
    """The code of a living run that has claimed an entry of these tickets or documents; "" for none. One statement."""
    rows = SettlementItem.objects.of(coop).filter(
        Q(entry__record__in=[*records]) | Q(entry__document__in=[*documents]), is_live=True
    )
    first = rows.select_related("line__run").order_by("pk").first()
    return first.line.run.code if first else ""


def entry_of_record(coop: Cooperative, record: int) -> LedgerEntry | None:
    """The delivery entry of a version of a ticket; None while it has no price."""
    return LedgerEntry.objects.of(coop).filter(record=record).first()


def _known(coop: Cooperative | int, upto: int | None) -> QuerySet:
    rows = LedgerEntry.objects.of(coop)
    return rows if upto is None else rows.filter(pk__lte=upto)


@dataclass(frozen=True, slots=True)
class AccountRow:
    """A household with its balances at a day, by account; `total_vnd` above zero is what the co-operative owes."""

    code: str
    name: str
    kind: str
    place: str
    balances: dict[str, int]
    sort_key: str

    @property
    def total_vnd(self) -> int:
        return sum(self.balances.values())


HELD = {
    "some": lambda row: any(row.balances.values()),
    "none": lambda row: not any(row.balances.values()),
    "ours": lambda row: row.total_vnd > 0,
    "theirs": lambda row: row.total_vnd < 0,
}
SORTS = {
    "code": lambda row: row.code,
    "name": lambda row: (row.sort_key, row.code),
    "total": lambda row: (-row.total_vnd, row.code),
}


def accounts(
    coop: Cooperative, day: dt.date, *, search: str = "", kind: str = "", commune: int | None = None,
    village: str = "", held: str = "", sort: str = "",
) -> list[AccountRow]:  # fmt: skip
    """Every household with its balances at a day, filtered; those who left count too. Two statements."""
    about = {"kind": kind or None, "commune": commune or None, "village": village or None}
    words = search_words(search)
    rows = _named(coop.pk, words, **about) if words else _everybody(coop=coop.pk, **about)
    sums = balances_on(coop, day)
    found = [
        AccountRow(code, name, of_kind, place, sums.get(pk, {}), sort_key)
        for pk, code, name, of_kind, place, sort_key in rows
    ]
    return sorted(filter(HELD.get(held), found), key=SORTS.get(sort, SORTS["code"]))


@prepared()
def _everybody(*, coop, **about):
    return _named(coop, (), **about)


def _named(coop: int, words: Iterable[str], **about) -> QuerySet:
    """Households with all these words in their key; `about` are values of fields, None for any."""
    rows = Household.objects.of(coop).filter(**{name: value for name, value in about.items() if value})
    for word in words:
        rows = rows.filter(search_key__contains=word)
    return rows.order_by().values_list("pk", "code", "name", "kind", "village", "sort_key")


def debts_until(coop: Cooperative, household: Household | int, day: dt.date, upto: int | None = None) -> list[Movement]:
    """The movements of a household's debts up to a day, as the fold sees them; one statement."""
    rows = _known(coop, upto).filter(household=household, day__lte=day, account__in=DEBTS).order_by("day", "pk")
    return [Movement(*row) for row in rows.values_list("pk", "account", "day", "amount_vnd", "reverses")]
