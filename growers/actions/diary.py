"""What can be done in the field diary: work entered for many plots at once, and an entry voided with a reason."""

import datetime as dt
from collections.abc import Mapping, Sequence

from django.db.models import Prefetch

from coopsite import clock
from growers.actions.once import Refused, audit, insist, use_case
from growers.models import DiaryEntry, DiaryPlot, InputProduct, ProductActive, ProductUse
from growers.queries.diary import lands
from growers.queries.eligibility import rulebook
from growers.queries.seats import Seat
from growers.queries.settings import settings_on
from growers.rules.diary import Judged, Land, Product, Work, judge_entry
from growers.rules.eligibility import Active, snapshot
from growers.rules.verdicts import Verdict

JUDGED = ("dose_milli", "dose_unit", "stock_lot", "target", "method", "worker", "worker_trained_on")


class Unconfirmed(Exception):
    """Somebody has to look at the entry first: intervals begin, or something is odd. Nothing was written."""

    def __init__(self, judged: Judged):
        super().__init__(", ".join(judged.verdict.codes))
        self.judged = judged


@use_case
def record_work(
    seat: Seat, *, plots: Mapping[int, int | None], product: InputProduct | None = None, confirmed: str = "", **facts
) -> DiaryEntry:
    """Enter work on plots (treated square metres by plot key, None for the whole plot).

    Raises Refused for what the rules forbid, and Unconfirmed for what nobody has looked at: `confirmed` is the seal of
    what was looked at. The number of statements does not depend on the number of plots.
    """
    return enter_work(seat, plots=plots, product=product, confirmed=confirmed, **facts)


def enter_work(
    seat: Seat, *, plots: Mapping[int, int | None], product: InputProduct | None = None, confirmed: str = "", **facts
) -> DiaryEntry:
    """`record_work` within the running transaction."""
    coop, today = seat.cooperative, clock.today()
    product = product and _held(seat, product)
    work = Work(facts["work"], facts["done_on"], **{name: facts[name] for name in JUDGED if facts.get(name)})
    late_days = settings_on(coop, today)["late_entry_days"]
    found = lands(coop, plots, product, work.done_on)
    judged = judge_entry(
        work, product and product_facts(product), found,
        limits=rulebook(coop, coop.commodity_id, today).limits, today=today, late_days=late_days,
    )  # fmt: skip
    insist(Verdict(refused=judged.verdict.refused))
    if judged.asks and confirmed != judged.seal:
        raise Unconfirmed(judged)
    entry = DiaryEntry(
        cooperative=coop, product=product, entered_on=today, entered_at=clock.now(), entered_by=seat.user,
        is_late=judged.late_days is not None, warnings=snapshot(judged.verdict).get("warnings", []), **facts,
    )  # fmt: skip
    entry.full_clean(exclude=["warnings"])  # mostly there are none, which Django takes for a blank
    entry.save()
    _write_plots(entry, found, judged)
    audit(
        seat, "work entered", entry, work=entry.work, done_on=entry.done_on, product=product.name if product else "",
        plots=len(found), late=entry.is_late,
    )  # fmt: skip
    return entry


def product_facts(product: InputProduct) -> Product:
    """A product as the diary's rule judges it; its actives and uses come with it when they were fetched before."""
    return Product(
        product.name,
        product.sprays,
        product.is_active,
        (product.permitted_from or dt.date.min, product.permitted_to),
        product.organic_allowed,
        tuple(Active(row.key, row.name) for row in product.actives.all()),
        {row.commodity.code: row.phi_days for row in product.uses.all()},
        product.dose_unit,
        product.dose_low_milli,
        product.dose_high_milli,
        product.most_per_season,
        product.interval_days,
    )


def _held(seat: Seat, product: InputProduct) -> InputProduct:
    """The product as it stands, locked: nobody changes its interval or permission while it is judged."""
    coop = seat.cooperative
    rows = InputProduct.objects.of(coop).select_for_update(of=("self",))
    return rows.prefetch_related(
        Prefetch("actives", ProductActive.objects.of(coop)),
        Prefetch("uses", ProductUse.objects.of(coop).select_related("commodity")),
    ).get(pk=product.pk)


def _write_plots(entry: DiaryEntry, found: Sequence[Land], judged: Judged) -> None:
    """One INSERT for all plots."""
    outlooks = {row.key: row for row in judged.outlooks}
    rows = []
    for land in found:
        seen = outlooks.get(land.key)
        rows.append(
            DiaryPlot(
                cooperative_id=entry.cooperative_id, entry=entry, plot_id=land.key, done_on=entry.done_on,
                treated_m2=land.treated_m2, phi_days=seen and seen.phi_days, harvest_from=seen and seen.alone,
            )
        )  # fmt: skip
    DiaryPlot.objects.bulk_create(rows)


@use_case
def void_entry(seat: Seat, *, entry: DiaryEntry, reason: str) -> DiaryEntry:
    """Void an entry with a reason; it stays to be seen. Refused without a reason, or when it was voided already."""
    if not reason:
        raise Refused.because("diary_void_reason_missing")
    rows = DiaryEntry.objects.of(seat.cooperative).filter(pk=entry.pk, void_reason="")
    if not rows.update(void_reason=reason):
        raise Refused.because("diary_voided_already")
    entry.void_reason = reason
    audit(seat, "entry voided", entry, reason=reason)
    return entry
