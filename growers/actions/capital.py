"""What can be done with members' capital: committed, paid in, certified, given back; nothing is ever paid twice."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping

from django.db.models import F

from coopsite import clock
from growers.actions.once import audit, in_turn, insist, use_case
from growers.models import CapitalCommitment, CapitalPayment, Cooperative, Household
from growers.queries.capital import (
    certificate_series,
    charter_of,
    held_by,
    last_certificate,
    last_paid_on,
    registered,
)
from growers.queries.seats import Seat
from growers.queries.settings import settings_on
from growers.rules.capital import judge_certificate, judge_commitment, judge_end, judge_payment, judge_void

KEEPERS: list[Callable[[Cooperative, dt.date], None]] = []  # those of the floor above who may shut the books of a day


def ask_before_money(keeper: Callable[[Cooperative, dt.date], None]) -> None:
    """Let `keeper` be asked, first within the transaction, before money of a day is written; it raises Refused."""
    KEEPERS.append(keeper)


def _hold_books(seat: Seat, day: dt.date) -> None:
    for keeper in KEEPERS:
        keeper(seat.cooperative, day)


@use_case
def commit_capital(
    seat: Seat, *, household: Household, committed_on: dt.date, amount_vnd: int, note: str = ""
) -> CapitalCommitment:  # fmt: skip
    """Note what a member commits. Raises Refused, over the limits of R90 and R91 too: these compare it with everybody
    else's, so that commitments of a co-operative pass one at a time."""
    in_turn(seat.cooperative)
    coop, today = seat.cooperative, clock.today()
    member = Household.objects.of(coop).get(pk=household.pk)
    insist(
        judge_commitment(
            member.kind, amount_vnd, committed_on, left=member.left_on is not None and member.left_on <= today,
            member_vnd=held_by(coop, [member.pk]).get(member.pk, 0), charter=charter_of(coop),
            limits=settings_on(coop, today), today=today,
        )
    )  # fmt: skip
    row = CapitalCommitment(
        cooperative=coop, household=member, committed_on=committed_on, amount_vnd=amount_vnd, note=note
    )
    row.full_clean()
    row.save()
    audit(seat, "capital committed", row, amount_vnd=amount_vnd, committed_on=committed_on)
    return row


@use_case
def pay_capital(
    seat: Seat, *, commitment: CapitalCommitment, paid_on: dt.date, amount_vnd: int, asset: str = "money",
    quantity: str = "", reference: str = "",
) -> CapitalPayment:  # fmt: skip
    """Note money or goods paid in, never more than was committed. Raises Refused."""
    coop = seat.cooperative
    _hold_books(seat, paid_on)
    row = _locked(seat, commitment.pk)
    insist(
        judge_payment(
            amount_vnd, paid_on, asset, quantity, committed_on=row.committed_on, left_vnd=row.amount_vnd - row.paid_vnd,
            ended=row.ended_on is not None, today=clock.today(),
        )
    )  # fmt: skip
    CapitalCommitment.objects.of(coop).filter(pk=row.pk).update(paid_vnd=F("paid_vnd") + amount_vnd)
    payment = CapitalPayment(
        cooperative=coop, commitment=row, paid_on=paid_on, asset=asset, quantity=quantity, amount_vnd=amount_vnd,
        reference=reference, made_by=seat.user, made_at=clock.now(),
    )  # fmt: skip
    payment.full_clean()
    payment.save()
    audit(seat, "capital paid in", row, amount_vnd=amount_vnd, paid_on=paid_on, asset=asset)
    return payment


@use_case
def void_payment(seat: Seat, *, payment: CapitalPayment, reason: str) -> CapitalPayment:
    """Take back a payment entered by mistake, while no certificate says that it was made. Raises Refused."""
    _hold_books(seat, payment.paid_on)
    row = _locked(seat, payment.commitment_id)
    stored = CapitalPayment.objects.of(seat.cooperative).get(pk=payment.pk)
    insist(
        judge_void(
            voided=bool(stored.void_reason), certified=bool(row.certificate_no), ended=row.ended_on is not None
        )
    )
    CapitalPayment.objects.of(seat.cooperative).filter(pk=stored.pk).update(void_reason=reason)
    CapitalCommitment.objects.of(seat.cooperative).filter(pk=row.pk).update(paid_vnd=F("paid_vnd") - stored.amount_vnd)
    audit(seat, "capital payment voided", row, amount_vnd=stored.amount_vnd, reason=reason)
    stored.void_reason = reason
    return stored


@use_case
def certify_capital(seat: Seat, *, commitment: CapitalCommitment, issued_on: dt.date) -> CapitalCommitment:
    """Issue the certificate of a contribution that is paid in, with the next number of its year. Raises Refused."""
    in_turn(seat.cooperative)
    row = _locked(seat, commitment.pk)
    insist(
        judge_certificate(
            issued_on, amount_vnd=row.amount_vnd, paid_vnd=row.paid_vnd, last_paid_on=last_paid_on(row),
            certified=bool(row.certificate_no), ended=row.ended_on is not None, today=clock.today(),
        )
    )  # fmt: skip
    number = last_certificate(seat.cooperative, issued_on.year) + 1
    row.certificate_no, row.certificate_on = f"{certificate_series(issued_on.year)}-{number:03d}", issued_on
    row.version += 1
    row.save()
    audit(seat, "capital certificate issued", row, certificate_no=row.certificate_no)
    return row


@use_case
def give_back_capital(
    seat: Seat, *, commitment: CapitalCommitment, ended_on: dt.date, ended_reason: str
) -> CapitalCommitment:  # fmt: skip
    """Give a contribution back, as when a member leaves: it counts no more from that day on. Raises Refused."""
    _hold_books(seat, ended_on)
    row = _locked(seat, commitment.pk)
    last = max(filter(None, (row.committed_on, last_paid_on(row), row.certificate_on)))
    insist(judge_end(ended_on, last_on=last, ended=row.ended_on is not None, today=clock.today()))
    row.ended_on, row.ended_reason = ended_on, ended_reason
    row.version += 1
    row.full_clean()
    row.save()
    audit(seat, "capital given back", row, paid_vnd=row.paid_vnd, reason=ended_reason)
    return row


@use_case
def show_register_numbers(seat: Seat, *, reason: str, households: Iterable[int] | None = None) -> Household:
    """Note that somebody saw the citizen IDs of the register's members, with each of them, and why (R113)."""
    rows = registered(seat.cooperative, clock.today())
    rows = rows if households is None else rows.filter(pk__in=households)
    member = None
    for member in rows:
        audit(seat, "personal numbers shown", member, reason=reason)
    return member


def open_capital(seat: Seat, capital: Mapping[int, tuple[dt.date, int]]) -> int:
    """What a register that was read says of members' capital, within the running transaction: (day, dong) by household,
    taken as paid in, for those that have none yet; how many were opened. The register is a fact: nothing is refused."""
    known = held_by(seat.cooperative, capital)
    fresh = {pk: facts for pk, facts in capital.items() if pk not in known and facts[1] > 0}
    for pk, (day, vnd) in fresh.items():
        row = CapitalCommitment.objects.create(
            cooperative=seat.cooperative, household_id=pk, committed_on=day, amount_vnd=vnd, paid_vnd=vnd
        )
        CapitalPayment.objects.create(
            cooperative=seat.cooperative, commitment=row, paid_on=day, amount_vnd=vnd, made_by=seat.user,
            made_at=clock.now(),
        )  # fmt: skip
        audit(seat, "capital committed", row, amount_vnd=vnd, committed_on=day)
    return len(fresh)


def _locked(seat: Seat, pk: int) -> CapitalCommitment:
    rows = CapitalCommitment.objects.of(seat.cooperative).select_for_update(no_key=True)
    return rows.get(pk=pk)
