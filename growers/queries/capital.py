"""Facts about members' capital: the charter capital, contributions with their payments, the register of members."""

import datetime as dt
from collections import defaultdict

from django.db.models import Count, F, Max, Q, QuerySet, Sum

from coopsite.formats.text import search_words
from growers.models import CapitalCommitment, CapitalPayment, Cooperative, Household
from growers.rules.capital import ADULT, ASSOCIATE, CONTRIBUTING, OFFICIAL, Charter

LISTED = (
    "pk", "household__code", "household__name", "household__kind", "committed_on", "amount_vnd", "paid_vnd",
    "certificate_no", "certificate_on", "ended_on",
)  # fmt: skip
LIVING = Q(ended_on__isnull=True)


def commitments(coop: Cooperative, *, search: str = "", state: str = "", kind: str = "") -> QuerySet:
    """Contributions by code of the member; `state` is "" for living ones, open (not all paid in), paid or ended."""
    rows = CapitalCommitment.objects.of(coop)
    for word in search_words(search):
        rows = rows.filter(Q(household__search_key__contains=word) | Q(certificate_no__icontains=word))
    rows = rows.exclude(LIVING) if state == "ended" else rows.filter(LIVING)
    if state == "open":
        rows = rows.filter(paid_vnd__lt=F("amount_vnd"))
    elif state == "paid":
        rows = rows.filter(paid_vnd=F("amount_vnd"))
    if kind:
        rows = rows.filter(household__kind=kind)
    return rows.order_by("household__code", "committed_on", "pk")


def charter_of(coop: Cooperative) -> Charter:
    """The charter capital: the sum of the living commitments. One statement."""
    found = CapitalCommitment.objects.of(coop).filter(LIVING).aggregate(
        total=Sum("amount_vnd"),
        associates=Sum("amount_vnd", filter=Q(household__kind=ASSOCIATE)),
        contributors=Count("household", distinct=True, filter=Q(household__kind=OFFICIAL)),
    )  # fmt: skip
    return Charter(found["total"] or 0, found["associates"] or 0, found["contributors"])


def sums_of(rows: QuerySet) -> dict[str, int]:
    """How many contributions a list has, and their committed and paid dong. One statement."""
    found = rows.order_by().aggregate(number=Count("pk"), committed=Sum("amount_vnd"), paid=Sum("paid_vnd"))
    return {name: value or 0 for name, value in found.items()}


def held_by(coop: Cooperative, households=None) -> dict[int, int]:
    """What each household has committed and not been given back, in dong. One statement."""
    rows = CapitalCommitment.objects.of(coop).filter(LIVING).order_by()
    rows = rows if households is None else rows.filter(household__in=households)
    return dict(rows.values_list("household").annotate(sum=Sum("amount_vnd")))


def paid_in_on(coop: Cooperative, day: dt.date) -> dict[int, int]:
    """What each household had paid in at the end of a day and not been given back then. One statement."""
    rows = CapitalPayment.objects.of(coop).filter(paid_on__lte=day, void_reason="").order_by()
    rows = rows.filter(Q(commitment__ended_on__isnull=True) | Q(commitment__ended_on__gt=day))
    return dict(rows.values_list("commitment__household").annotate(sum=Sum("amount_vnd")))


def members_counted(coop: Cooperative, today: dt.date) -> dict[str, int]:
    """Members who have not left: official ones, associates with capital, and those of both too young for it (R93)."""
    here = Q(left_on__isnull=True) | Q(left_on__gt=today)
    young = Q(kind__in=CONTRIBUTING, birth_year__gt=today.year - ADULT)
    return Household.objects.of(coop).filter(here).aggregate(
        officials=Count("pk", filter=Q(kind=OFFICIAL)), associates=Count("pk", filter=Q(kind=ASSOCIATE)),
        under_age=Count("pk", filter=young),
    )  # fmt: skip


def commitment_by_id(coop: Cooperative, pk: int) -> CapitalCommitment | None:
    """A contribution with its member and commune."""
    rows = CapitalCommitment.objects.of(coop).select_related("household__commune", "cooperative__commune")
    return rows.filter(pk=pk).first()


def payments_of(row: CapitalCommitment) -> QuerySet:
    """All payments on a contribution, voided ones too."""
    return CapitalPayment.objects.of(row.cooperative_id).filter(commitment=row).select_related("made_by")


def payment_by_id(row: CapitalCommitment, pk: int) -> CapitalPayment | None:
    return payments_of(row).filter(pk=pk).first()


def last_paid_on(row: CapitalCommitment) -> dt.date | None:
    """The day of the last payment that stands."""
    return payments_of(row).filter(void_reason="").aggregate(last=Max("paid_on"))["last"]


def last_certificate(coop: Cooperative, year: int) -> int:
    """The highest number of the certificates issued in a year; 0 before the first. None is ever taken back."""
    begins = f"{certificate_series(year)}-"
    rows = CapitalCommitment.objects.of(coop).filter(certificate_no__startswith=begins)
    numbers = rows.values_list("certificate_no", flat=True)
    return max((int(number.removeprefix(begins)) for number in numbers), default=0)


def certificate_series(year: int) -> str:
    """What the numbers of a year's certificates begin with: "GCN-25"."""
    return f"GCN-{year % 100:02d}"


def registered(coop: Cooperative, today: dt.date) -> QuerySet:
    """The members whom the register of art. 15(1) lists: official ones and associates with capital, as they joined."""
    here = Q(left_on__isnull=True) | Q(left_on__gt=today)
    rows = Household.objects.of(coop).filter(here, kind__in=CONTRIBUTING)
    return rows.order_by("-kind", "joined_on", "code")


def capital_of(coop: Cooperative, households) -> dict[int, list[CapitalCommitment]]:
    """The living contributions of households with the payments that stand. Two statements."""
    rows = list(
        CapitalCommitment.objects.of(coop).filter(LIVING, household__in=households).order_by("committed_on", "pk")
    )
    paid: dict[int, list[CapitalPayment]] = defaultdict(list)
    standing = CapitalPayment.objects.of(coop).filter(commitment__in=[row.pk for row in rows], void_reason="")
    for payment in standing.order_by("paid_on", "pk"):
        paid[payment.commitment_id].append(payment)
    found: dict[int, list[CapitalCommitment]] = defaultdict(list)
    for row in rows:
        row.standing = paid[row.pk]
        found[row.household_id].append(row)
    return found
