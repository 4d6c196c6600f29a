"""Facts about recalls: the list, one recall with its lots and calls, and whether a lot is being recalled."""

from django.db.models import Count, F, Prefetch, Q, QuerySet, Sum

from growers.models import Cooperative
from harvests.models import HarvestRecord, Lot, LotHold, Recall, RecallCall, RecallLot
from harvests.rules.recalls import read_code
from harvests.rules.weighing import RECALLED

OPEN = Recall.Status.OPEN


def recalled(lot: Lot) -> Recall | None:
    """The open real recall that a lot is part of, the newest first; a mock recall warns nobody. One statement."""
    rows = Recall.objects.of(lot.cooperative_id).filter(lots__lot=lot, kind=Recall.Kind.REAL, status=OPEN)
    return rows.order_by("-opened_at", "-pk").first()


def recall_holding(coop: Cooperative, record: HarvestRecord) -> str:
    """The code of an open recall that holds a ticket; "" for none. No statement for a ticket that none holds."""
    codes = {hold["data"]["recall"] for hold in record.holds if hold["code"] == RECALLED}
    keys = [key for code in sorted(codes) if (key := read_code(code))]
    found = (recall_by_code(coop, *key) for key in keys)
    return next((recall.code for recall in found if recall and recall.status == OPEN), "")


def recalls(coop: Cooperative, *, kind: str = "", status: str = "") -> QuerySet:
    """Recalls, the newest first, with `lot_count`, `shipped_g` and `returned_g`. One statement."""
    rows = Recall.objects.of(coop)
    if kind:
        rows = rows.filter(kind=kind)
    if status:
        rows = rows.filter(status=status)
    sums = {"lot_count": Count("lots"), "shipped_g": Sum("lots__shipped_g"), "returned_g": Sum("lots__returned_g")}
    return rows.annotate(**sums).order_by("-opened_at", "-pk")


def recall_by_code(coop: Cooperative, year: int, number: int) -> Recall | None:
    """One recall by the parts of its code, with who opened and who concluded it."""
    rows = Recall.objects.of(coop).select_related("opened_by", "concluded_by")
    return rows.filter(year=year, number=number).first()


def lots_of(recall: Recall) -> list[RecallLot]:
    """The lots of a recall in the order of their codes, each with its lot; `lot.open_holds` are its own holds."""
    holds = LotHold.objects.of(recall.cooperative_id).filter(recall=recall, released_at__isnull=True)
    rows = RecallLot.objects.of(recall.cooperative_id).filter(recall=recall).select_related("lot")
    return list(rows.order_by("lot__code").prefetch_related(Prefetch("lot__holds", holds, "open_holds")))


def lot_of(recall: Recall, pk: int) -> RecallLot | None:
    """One lot of a recall."""
    return RecallLot.objects.of(recall.cooperative_id).select_related("lot").filter(recall=recall, pk=pk).first()


def calls_of(recall: Recall) -> list[RecallCall]:
    """Whom to call, the buyers first, then the households, each with most kilograms first."""
    rows = RecallCall.objects.of(recall.cooperative_id).filter(recall=recall)
    rows = rows.select_related("trader", "household", "reached_by")
    return list(rows.order_by(F("trader").asc(nulls_last=True), "-grams", "pk"))


def call_of(recall: Recall, pk: int) -> RecallCall | None:
    """One call of a recall."""
    rows = RecallCall.objects.of(recall.cooperative_id).select_related("trader", "household")
    return rows.filter(recall=recall, pk=pk).first()


def open_holds(recall: Recall) -> QuerySet:
    """The holds that a recall placed and nobody has released."""
    return LotHold.objects.of(recall.cooperative_id).filter(recall=recall, released_at__isnull=True).order_by("lot_id")


def counted(recall: Recall) -> dict:
    """Lots, calls and those reached, kilograms of a recall. Two statements."""
    sums = {"lots": Count("pk"), "affected_g": Sum("affected_g"), "stock_g": Sum("stock_g"),
            "shipped_g": Sum("shipped_g"), "returned_g": Sum("returned_g")}  # fmt: skip
    found = RecallLot.objects.of(recall.cooperative_id).filter(recall=recall).aggregate(**sums)
    calls = RecallCall.objects.of(recall.cooperative_id).filter(recall=recall)
    reached = calls.aggregate(calls=Count("pk"), reached=Count("pk", filter=Q(reached_at__isnull=False)))
    return {name: value or 0 for name, value in (found | reached).items()}
