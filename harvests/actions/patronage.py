"""What can be done with a year's surplus: drafted step by step, adopted with its shares, withdrawn, paid out."""

import datetime as dt
from collections.abc import Iterable, Sequence

from coopsite import clock
from growers.actions.once import Refused, audit, in_turn, insist, save_version, use_case
from growers.queries.seats import Seat
from growers.queries.settings import settings_on
from harvests.actions.months import hold_month
from harvests.models import SurplusFund, SurplusShare, SurplusYear
from harvests.queries.patronage import fate_of, figures_of, funds_of, members_of, year_taken
from harvests.rules.patronage import (
    judge_adoption,
    judge_figures,
    judge_paying,
    judge_shares,
    judge_taking_back,
    judge_withdrawal,
    share_out,
    split,
)

Status = SurplusYear.Status


@use_case
def begin_surplus(seat: Seat, *, year: int, **facts) -> SurplusYear:
    """Begin the draft of a year. Raises Refused while the year has one that stands, and ValidationError by field."""
    in_turn(seat.cooperative)
    if year_taken(seat.cooperative, year):
        raise Refused.because("surplus_year_again")
    row = SurplusYear(
        cooperative=seat.cooperative, year=year, made_by=seat.user, made_at=clock.now(), **facts
    )
    row.full_clean(exclude=["adopted_by", "adopted_at"])
    row.save()
    audit(seat, "surplus begun", row)
    return row


@use_case
def change_surplus(
    seat: Seat, *, surplus: SurplusYear, version: int, funds: Sequence[tuple[str, int, int]] | None = None, **facts
) -> SurplusYear:  # fmt: skip
    """Keep what a step of the draft says; `funds` are (name, from internal, from external). Raises Refused when the
    figures break the law or it is no draft any more, Stale, and ValidationError by field."""
    in_turn(seat.cooperative)
    row = SurplusYear.objects.of(seat.cooperative).get(pk=surplus.pk)
    if row.status != Status.DRAFT:
        raise Refused.because("surplus_not_draft")
    if year_taken(seat.cooperative, facts.get("year", row.year), but=row.pk):
        raise Refused.because("surplus_year_again")
    for name, value in facts.items():
        setattr(row, name, value)
    row.full_clean(exclude=["adopted_by", "adopted_at"])
    save_version(row, version)
    if funds is not None:
        _write_funds(row, funds)
    _insist_of(seat, row, {*facts, *(["funds"] if funds is not None else [])})
    audit(seat, "surplus changed", row, steps=sorted(facts))
    return row


# What a step is judged by: a draft may still break what a later page asks.
ASKED = {
    "surplus_indivisible_low": {"indivisible_external_bp"},
    "surplus_funds_over": {"funds", "indivisible_external_bp"},
    "surplus_usage_low": {"usage_internal_bp"},
}


def _insist_of(seat: Seat, row: SurplusYear, touched: set[str]) -> None:
    """Refuse what the step that was just taken says against the law; adoption asks for all of it."""
    verdict = judge_figures(figures_of(row, funds_of(row)), settings_on(seat.cooperative, clock.today()))
    for reason in verdict.refused:
        if ASKED[reason.code] & touched:
            raise Refused.because(reason.code, **reason.data)


def _write_funds(row: SurplusYear, funds: Sequence[tuple[str, int, int]]) -> None:
    SurplusFund.objects.of(row.cooperative_id).filter(surplus=row).delete()
    for position, (name, internal, external) in enumerate(funds, start=1):
        fund = SurplusFund(
            cooperative_id=row.cooperative_id, surplus=row, position=position, name=name, internal_vnd=internal,
            external_vnd=external,
        )  # fmt: skip
        fund.full_clean()
        fund.save()


@use_case
def adopt_surplus(seat: Seat, *, surplus: SurplusYear) -> SurplusYear:
    """Adopt a draft as the meeting resolved it: every member's share is reckoned and written. Raises Refused."""
    in_turn(seat.cooperative)
    coop, today = seat.cooperative, clock.today()
    row = SurplusYear.objects.of(coop).select_for_update(no_key=True).get(pk=surplus.pk)
    funds = funds_of(row)
    figures = figures_of(row, funds)
    found, (households, members) = split(figures), members_of(coop, row.year)
    insist(judge_adoption(fate_of(row), today) + judge_figures(figures, settings_on(coop, today)))
    insist(judge_shares(found, members))
    shares = share_out(found.usage_pool_vnd, found.capital_pool_vnd, members)
    SurplusShare.objects.bulk_create(
        SurplusShare(
            cooperative=coop, surplus=row, position=position, household=households[share.member.key],
            services_vnd=share.member.services_vnd, capital_vnd=share.member.capital_vnd,
            by_usage_vnd=share.by_usage_vnd, by_capital_vnd=share.by_capital_vnd, total_vnd=share.total_vnd,
        )
        for position, share in enumerate(shares, start=1)
    )  # fmt: skip
    row.status, row.adopted_by, row.adopted_at = Status.ADOPTED, seat.user, clock.now()
    row.usage_pool_vnd, row.capital_pool_vnd = found.usage_pool_vnd, found.capital_pool_vnd
    row.version += 1
    row.save()
    audit(seat, "surplus adopted", row, shares=len(shares), total_vnd=sum(share.total_vnd for share in shares))
    return row


@use_case
def withdraw_surplus(seat: Seat, *, surplus: SurplusYear, reason: str) -> SurplusYear:
    """Withdraw a draft, or an adopted surplus of which nothing is paid. Raises Refused."""
    row = SurplusYear.objects.of(seat.cooperative).select_for_update(no_key=True).get(pk=surplus.pk)
    insist(judge_withdrawal(fate_of(row), reason))
    row.status, row.withdrawn_reason = Status.WITHDRAWN, reason
    row.version += 1
    row.save()
    audit(seat, "surplus withdrawn", row, reason=reason)
    return row


@use_case
def pay_shares(
    seat: Seat, *, surplus: SurplusYear, shares: Iterable[SurplusShare], paid_on: dt.date, reference: str = ""
) -> SurplusYear:  # fmt: skip
    """Mark shares as paid on a day; one that somebody else marked meanwhile is refused with all. Raises Refused."""
    hold_month(seat.cooperative, paid_on)
    row = SurplusYear.objects.of(seat.cooperative).select_for_update(no_key=True).get(pk=surplus.pk)
    chosen = sorted(share.pk for share in shares)
    insist(judge_paying(fate_of(row), paid_on, len(chosen), clock.today()))
    rows = SurplusShare.objects.of(seat.cooperative).filter(surplus=row, pk__in=chosen, paid_on__isnull=True)
    if rows.update(paid_on=paid_on, reference=reference) != len(chosen):
        raise Refused.because("surplus_share_paid")
    audit(seat, "surplus shares paid", row, shares=len(chosen), paid_on=paid_on, reference=reference)
    return row


@use_case
def take_back_share(seat: Seat, *, share: SurplusShare, reason: str) -> SurplusShare:
    """Mark a share as unpaid again, with why; what stood there is kept in the trail. Raises Refused, for a payment of
    a closed month too: the director opens the month first."""
    shares = SurplusShare.objects.of(seat.cooperative)
    paid_on = shares.values_list("paid_on", flat=True).get(pk=share.pk)
    if paid_on:
        hold_month(seat.cooperative, paid_on)
    row = SurplusYear.objects.of(seat.cooperative).select_for_update(no_key=True).get(pk=share.surplus_id)
    stored = shares.select_related("household").get(pk=share.pk)
    insist(judge_taking_back(bool(paid_on) and stored.paid_on == paid_on, reason))
    shares.filter(pk=stored.pk).update(paid_on=None, reference="")
    audit(
        seat, "surplus share taken back", row, household=stored.household.code, total_vnd=stored.total_vnd,
        paid_on=paid_on, reference=stored.reference, reason=reason,
    )  # fmt: skip
    return stored
