"""Facts about account documents: the list, one of them, what a top-up would come to, what a debt may be due by."""

import datetime as dt
import hashlib
import re
from collections.abc import Collection, Mapping

from django.db.models import F, QuerySet, Sum
from django.db.models.functions import Coalesce

from coopsite.formats.text import search_words
from growers.models import Cooperative, Grade, Household
from harvests.models import (
    STANDING,
    AccountDocument,
    HarvestLine,
    HarvestRound,
    LedgerEntry,
    Season,
    SettlementOffset,
)
from harvests.models.credit import LETTERS
from harvests.rules.account_documents import top_up_of

CODE = re.compile(r"([A-Z]{2})-(\d{2})-(\d{3,9})")
KINDS = {letters: kind for kind, letters in LETTERS.items()}
DEBTS = (AccountDocument.Kind.ADVANCE, AccountDocument.Kind.LOAN)
LISTED = (
    "kind", "year", "number", "day", "due_on", "amount_vnd", "settled_vnd", "void_reason", "note", "household__code",
    "household__name", "household__village",
)  # fmt: skip


def documents(
    coop: Cooperative,
    *,
    household: str = "",
    kind: str = "",
    first: dt.date | None = None,
    last: dt.date | None = None,
    state: str = "",
) -> QuerySet:
    """Documents, the newest first; `household` finds code and folded name; `state` is "" (not voided), open (debts with
    something open), void or all."""
    rows = AccountDocument.objects.of(coop)
    for word in search_words(household):
        rows = rows.filter(household__search_key__contains=word)
    if kind:
        rows = rows.filter(kind=kind)
    if first:
        rows = rows.filter(day__gte=first)
    if last:
        rows = rows.filter(day__lte=last)
    if state == "open":
        rows = rows.filter(kind__in=DEBTS, settled_vnd__lt=F("amount_vnd"))
    if state != "all":
        rows = rows.exclude(void_reason="") if state == "void" else rows.filter(void_reason="")
    return rows.order_by("-day", "-pk")


def document_by_code(coop: Cooperative, code: str) -> AccountDocument | None:
    """The document with this number (TU-25-007), with all that its page and its print name."""
    found = CODE.fullmatch(code)
    if not found or found[1] not in KINDS:
        return None
    rows = AccountDocument.objects.of(coop).select_related(
        "household__commune", "concerns", "sale", "made_by", "cooperative__commune"
    )
    return rows.filter(kind=KINDS[found[1]], year=2000 + int(found[2]), number=int(found[3])).first()


def repayments_of(coop: Cooperative, **debt) -> QuerySet:
    """What was paid back on one debt (`concerns` a document, or `sale`), voided repayments among it."""
    return AccountDocument.objects.of(coop).filter(**debt).order_by("day", "pk")


def offsets_of(coop: Cooperative, **debt) -> QuerySet:
    """What living runs took back of one debt (`document` or `sale`)."""
    rows = SettlementOffset.objects.of(coop).filter(is_live=True, **debt).select_related("line__run")
    return rows.order_by("pk")


def entry_of(coop: Cooperative, **source) -> LedgerEntry | None:
    """The entry that a document or a sale posted."""
    return LedgerEntry.objects.of(coop).filter(**source).first()


def ends_of(coop: Cooperative, day: dt.date) -> tuple[list[HarvestRound], list[Season]]:
    """Rounds and seasons that end on a day or later, the next first: what a debt may fall due by. Two statements."""
    rounds = HarvestRound.objects.of(coop).filter(ends_on__gte=day).select_related("season").order_by("ends_on")
    seasons = Season.objects.of(coop).filter(ends_on__gte=day).order_by("ends_on")
    return list(rounds[:6]), list(seasons[:3])


def households_to_choose(coop: Cooperative) -> list[tuple[str, str]]:
    """(code, name) of everybody who has not left, for a field in which people type. One statement."""
    rows = Household.objects.of(coop).filter(left_on__isnull=True).order_by("sort_key", "code")
    return list(rows.values_list("code", "name"))


def household_typed(coop: Cooperative, text: str) -> list[Household]:
    """The households that a typed text means: by code, alone or before a dash, else by folded name. At most three."""
    rows = Household.objects.of(coop).order_by("code")
    code = text.split("–")[0].split(" - ")[0].strip()
    if code.isascii() and code.isdigit():
        return list(rows.filter(code=code.zfill(3))[:1])
    words = search_words(text)
    for word in words:
        rows = rows.filter(search_key__contains=word)
    return list(rows.filter(left_on__isnull=True)[:3]) if words else []


def rounds_to_choose(coop: Cooperative, day: dt.date) -> QuerySet:
    """Rounds that have begun by a day, the newest first, as a top-up may be for one."""
    rows = HarvestRound.objects.of(coop).filter(starts_on__lte=day)
    return rows.select_related("season").order_by("-starts_on")


def grades_to_price(coop: Cooperative) -> list[Grade]:
    """The grades that can have a price, of the main crop."""
    rows = Grade.objects.filter(commodity=coop.commodity_id).exclude(kind=Grade.Kind.UNGRADED)
    return list(rows.order_by("position"))


def brought_by_grade(
    coop: Cooperative, first: dt.date, last: dt.date, kinds: Collection[str]
) -> dict[int, dict[int, int]]:
    """Net grams of each grade (by key) that households brought, as members of the `kinds` they were then.

    One statement; {household key: {grade key: grams}}.
    """
    rows = HarvestLine.objects.of(coop).filter(
        record__cooperative=coop, record__day__range=(first, last), record__status__in=STANDING,
        record__household_kind__in=kinds, price_vnd__isnull=False,
    )  # fmt: skip
    found: dict[int, dict[int, int]] = {}
    sums = rows.order_by().values_list("record__household", "grade").annotate(sum=Sum("net_g"))
    for household, grade, net_g in sums:
        found.setdefault(household, {})[grade] = net_g
    return found


def top_up_preview(
    coop: Cooperative, first: dt.date, last: dt.date, kinds: Collection[str], prices: Mapping[int, int]
) -> tuple[dict[int, int], str]:
    """({household key: dong}, seal of it): what a top-up would give to whom. One statement."""
    brought = brought_by_grade(coop, first, last, kinds)
    sums = {household: top_up_of(grams, prices) for household, grams in brought.items()}
    sums = {household: amount for household, amount in sums.items() if amount}
    return sums, hashlib.sha256(repr(sorted(sums.items())).encode()).hexdigest()[:32]


def topped_up(coop: Cooperative, first: dt.date, households: Collection[int]) -> dict[int, int]:
    """Dong of top-ups since a day, by household: whoever makes one sees what was paid before. One statement."""
    rows = AccountDocument.objects.of(coop).filter(
        kind=AccountDocument.Kind.TOP_UP, day__gte=first, household__in=[*households], void_reason=""
    )
    return dict(rows.order_by().values_list("household").annotate(sum=Coalesce(Sum("amount_vnd"), 0)))
