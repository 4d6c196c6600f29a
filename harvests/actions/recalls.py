"""What can be done to a recall: opened with its lots held, timed, followed call by call, counted back, concluded."""

import datetime as dt

from django.db.models import F

from coopsite import clock
from growers.actions.once import Refused, audit, insist, named, save_version, use_case
from growers.queries.seats import Seat
from harvests.actions.lots import lift_holds, place_hold
from harvests.actions.numbers import next_number
from harvests.models import STANDING, HarvestRecord, Lot, Recall, RecallCall, RecallLot
from harvests.queries.recall_reach import Reach, loose_tickets, reach
from harvests.queries.recalls import open_holds
from harvests.queries.trace_starts import Start
from harvests.rules.recalls import judge_conclusion, judge_open, judge_opening, judge_return
from harvests.rules.weighing import RECALLED

SERIES = "TH"


@use_case
def open_recall(
    seat: Seat,
    *,
    start: Start,
    kind: str,
    reason: str,
    detected_at: dt.datetime,
    public_note: str = "",
    wide: bool = False,
) -> Recall:
    """Open a recall of everything that a start reaches; a real one puts every lot on hold, a mock one locks nothing.

    Kilograms, buyers and growers are noted as they stand; tickets of the start that are not wholly in lots are held,
    too. `wide`: also lots that share a source. Raises Refused when nothing is reached, or without a reason or a likely
    moment of finding.
    """
    found = _reached(seat, start, wide, lock=kind == Recall.Kind.REAL)
    now, loose = clock.now(), [*loose_tickets(seat.cooperative, start)]
    facts = {"reason": reason, "detected_at": detected_at, "now": now}
    insist(judge_opening(lots=len(found.lots), tickets=len(loose), **facts))
    recall = Recall(
        cooperative=seat.cooperative, year=now.year, number=next_number(seat.cooperative, SERIES, now.year), kind=kind,
        start_code=start.query, reason=reason, public_note=public_note, detected_at=detected_at, opened_at=now,
        opened_by=seat.user,
    )  # fmt: skip
    recall.full_clean(exclude=("traced_at", "concluded_at", "concluded_by"))
    recall.save()
    _write_reach(recall, found)
    if kind == Recall.Kind.REAL:
        for lot in Lot.objects.of(seat.cooperative).filter(pk__in=found.lots).order_by("pk"):
            place_hold(seat, lot, f"{recall.code}: {reason}"[:200], recall)
        hold_tickets(seat, [record.pk for record in loose], recall)
    lots, tickets = [lot.code for lot in found.lots.values()], [record.code for record in loose]
    details = {"kind": kind, "start": start.query, "lots": lots, "tickets": tickets, "wide": wide}
    audit(seat, "recall opened", recall, reason=reason, **details)
    return recall


@use_case
def mark_traced(seat: Seat, *, recall: Recall) -> Recall:
    """Stop the watch: the trace lies on the table, complete. Raises Refused when it was stopped before."""
    rows = Recall.objects.of(seat.cooperative).filter(pk=recall.pk)
    insist(judge_open(rows.select_for_update().get().status))
    if not rows.filter(traced_at__isnull=True).update(traced_at=clock.now(), version=F("version") + 1):
        raise Refused.because("recall_traced_already")
    recall.refresh_from_db()
    audit(seat, "recall traced", recall, seconds=(recall.traced_at - recall.opened_at).seconds)
    return recall


@use_case
def reach_person(seat: Seat, *, call: RecallCall, note: str = "") -> RecallCall:
    """Note that a buyer or household was told, by whom and when. Raises Refused when somebody did already."""
    insist(judge_open(_status(call)))
    rows = RecallCall.objects.of(seat.cooperative).filter(pk=call.pk, reached_at__isnull=True)
    if not rows.update(reached_at=clock.now(), reached_by=seat.user, note=note):
        raise Refused.because("recall_reached_already")
    audit(seat, "recall call reached", call.recall, person=named(call.trader or call.household), note=note)
    return call


@use_case
def count_return(seat: Seat, *, row: RecallLot, had_g: int, returned_g: int) -> RecallLot:
    """Write how much of a lot has come back in all, where `had_g` was written before.

    Raises Refused for more than was shipped, for a mock recall, and when somebody wrote another figure meanwhile.
    """
    insist(judge_open(_status(row)) + judge_return(row.recall.kind, returned_g, row.shipped_g))
    rows = RecallLot.objects.of(seat.cooperative).filter(pk=row.pk, returned_g=had_g)
    if not rows.update(returned_g=returned_g):
        now = RecallLot.objects.of(seat.cooperative).get(pk=row.pk).returned_g
        raise Refused.because("recall_return_changed", returned_g=now)
    audit(seat, "recall counted", row.recall, lot=row.lot.code, returned_g=[had_g, returned_g])
    row.returned_g = returned_g
    return row


@use_case
def conclude(seat: Seat, *, recall: Recall, version: int, conclusion: str, release: bool = False) -> Recall:
    """End a recall with what was found. Its lots stay on hold until they are released one by one, unless `release`.

    Raises Refused when it was concluded before or nothing is said, Stale when it changed since `version`.
    """
    stored = Recall.objects.of(seat.cooperative).select_related("cooperative").get(pk=recall.pk)
    insist(judge_conclusion(stored.status, conclusion))
    stored.status, stored.conclusion = Recall.Status.CONCLUDED, conclusion
    stored.concluded_at, stored.concluded_by = clock.now(), seat.user
    stored.full_clean(exclude=("traced_at",))
    save_version(stored, version)
    lifted = []
    for hold in open_holds(stored).select_related("lot") if release else ():
        lift_holds(seat, hold.lot, f"{stored.code}: {conclusion}"[:200], stored)
        lifted.append(hold.lot.code)
    if release:
        lifted += let_tickets_go(seat, stored)
    audit(seat, "recall concluded", stored, conclusion=conclusion, released=lifted)
    return stored


def hold_tickets(seat: Seat, keys: list[int], recall: Recall) -> None:
    """Put tickets on hold for a recall: what of them is in no lot yet is refused at the next one."""
    rows = HarvestRecord.objects.of(seat.cooperative).filter(pk__in=keys, status__in=STANDING)
    records = [*rows.order_by("pk").select_for_update()]
    for record in records:
        record.holds = [*record.holds, {"code": RECALLED, "data": {"recall": recall.code}}]
        record.status = HarvestRecord.Status.HELD
    HarvestRecord.objects.of(seat.cooperative).bulk_update(records, ["holds", "status"], batch_size=100)


def let_tickets_go(seat: Seat, recall: Recall) -> list[str]:
    """Take a recall's hold off every ticket; gives their codes."""
    rows = HarvestRecord.objects.of(seat.cooperative).filter(status=HarvestRecord.Status.HELD)
    held = {"code": RECALLED, "data": {"recall": recall.code}}
    records = [record for record in rows.order_by("pk").select_for_update() if held in record.holds]
    for record in records:
        record.holds = [hold for hold in record.holds if hold != held]
        record.status = HarvestRecord.Status.HELD if record.holds else HarvestRecord.Status.POSTED
    HarvestRecord.objects.of(seat.cooperative).bulk_update(records, ["holds", "status"], batch_size=100)
    return [record.code for record in records]


def _reached(seat: Seat, start: Start, wide: bool, *, lock: bool) -> Reach:
    """What the recall reaches, its lots locked so that nobody takes from them: looked for again until no lot is new."""
    found = reach(seat.cooperative, start, wide=wide)
    locked: set[int] = set()
    while lock and not locked.issuperset(found.lots):
        locked |= set(found.lots)
        rows = Lot.objects.of(seat.cooperative).filter(pk__in=locked).order_by("pk").select_for_update()
        locked = {lot.pk for lot in rows}
        found = reach(seat.cooperative, start, wide=wide)
    return found


def _write_reach(recall: Recall, found: Reach) -> None:
    coop = recall.cooperative
    RecallLot.objects.bulk_create(
        RecallLot(
            cooperative=coop, recall=recall, lot_id=lot.lot, affected_g=lot.affected_g, stock_g=lot.stock_g,
            shipped_g=lot.shipped_g,
        )
        for lot in found.lots.values()
    )  # fmt: skip
    RecallCall.objects.bulk_create(
        [RecallCall(cooperative=coop, recall=recall, trader_id=pk, grams=grams) for pk, grams in found.buyers.items()]
        + [RecallCall(cooperative=coop, recall=recall, household_id=pk, grams=g) for pk, g in found.households.items()]
    )


def _status(row) -> str:
    """The recall's status as it stands, taken for the rest of the transaction."""
    return Recall.objects.of(row.cooperative_id).select_for_update().get(pk=row.recall_id).status
