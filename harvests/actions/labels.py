"""Labels are judged and noted before they are shown for printing; a second time they say why."""

from collections.abc import Iterable

from coopsite import clock
from growers.actions.once import audit, insist, use_case
from growers.queries.seats import Seat
from growers.rules.verdicts import Reason, Verdict
from harvests.actions.lot_inputs import taken_lot
from harvests.models import LabelPrint, Lot
from harvests.queries.labels import LotLabels, lot_labels, runs_of
from harvests.rules.label_values import label_of
from harvests.rules.labels import A4, CARTON, FRUIT, ON_FRUIT, Run, judge_label, judge_run

# Labels on cartons share one row of numbers, whatever sheet they came from.
TOGETHER = {A4: (A4, CARTON), CARTON: (A4, CARTON), FRUIT: (FRUIT,)}


@use_case
def print_labels(
    seat: Seat, *, lot: Lot, sheet: str, first: int, last: int, reason: str = "", on_carton: Iterable[str] = ()
) -> LabelPrint:
    """Note labels `first` to `last` of a lot and let them be printed (R73).

    Raises Refused with everything that is missing, a code on the cartons that is not the lot's, numbers the lot does
    not have, and a reprint without a reason. The mark stands on them when a licence allows it (R56), else they go
    without.
    """
    taken_lot(seat, lot)
    stored = Lot.objects.of(seat.cooperative).select_related(
        "cooperative__commune", "commodity", "market", "order__trader", "house", "area_code"
    ).get(pk=lot.pk)  # fmt: skip
    labels = lot_labels(stored)
    verdict = judge_run(
        sheet, Run(first, last), cartons=sum(pack.cartons for pack in labels.facts.packs),
        printed=runs_of(stored, TOGETHER[sheet]), reason=reason, status=stored.status, is_held=stored.is_held,
    ) + judged(labels, sheet, on_carton)  # fmt: skip
    insist(verdict)
    row = LabelPrint(
        cooperative=seat.cooperative, lot=stored, sheet=sheet, first=first, last=last, reason=reason,
        licence=labels.mark.licence if labels.mark else None, printed_by=seat.user, printed_at=clock.now(),
    )  # fmt: skip
    row.full_clean(exclude=["licence"])
    row.save()
    audit(seat, "labels printed", stored, sheet=sheet, first=first, last=last, reason=reason)
    return row


def judged(labels: LotLabels, sheet: str, on_carton: Iterable[str] = ()) -> Verdict:
    """Whether the lot's label is whole: for cartons by what its market asks, for fruit by what every label needs."""
    label, asked = label_of(labels.facts), labels.requirement
    if sheet == FRUIT:
        return judge_label(ON_FRUIT, (), label, labels.facts.codes, on_carton)
    if asked is None:
        return Verdict(unknown=(Reason("label_market_unknown"),))
    return judge_label(asked.label_elements, asked.label_texts, label, labels.facts.codes, on_carton)
