"""Who may change whose sign-in and seat: an administrator the own staff, the operator everybody, nobody oneself."""

import re
from dataclasses import dataclass

from growers.rules.phones import e164
from growers.rules.verdicts import Reason, Verdict

NAME = re.compile(r"[a-z0-9]+([._-][a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Account:
    """A sign-in as far as it matters for who may change it; `coops` are all it ever had a seat in, as ids."""

    pk: int | None
    is_operator: bool
    coops: frozenset[int]


@dataclass(frozen=True, slots=True)
class Administrator:
    """Who wants to change it; `coops` are those administered, or None for the operator, who administers all."""

    pk: int
    coops: frozenset[int] | None

    def covers(self, coops: frozenset[int]) -> bool:
        return self.coops is None or coops <= self.coops


def judge_account(account: Account, by: Administrator) -> Verdict:
    """Whether name, password and activity of an account may be changed: it must be nobody else's too."""
    found = _not_oneself(account, by)
    if account.is_operator and by.coops is not None:
        found.append(Reason("staff_is_operator"))
    elif not account.coops and by.coops is not None:
        found.append(Reason("staff_unseated"))
    elif not by.covers(account.coops):
        found.append(Reason("staff_elsewhere"))
    return Verdict(refused=tuple(found))


def judge_seat(account: Account, coop: int, by: Administrator) -> Verdict:
    """Whether an account's role in a co-operative, or whether it is active there, may be changed."""
    found = _not_oneself(account, by)
    if not by.covers(frozenset({coop})):
        found.append(Reason("staff_elsewhere"))
    return Verdict(refused=tuple(found))


def judge_name(name: str, slug: str, by: Administrator) -> Verdict:
    """A user name: plain, no phone number, and, when an administrator gives it, ending in the co-operative's address.

    The ending keeps the names of co-operatives apart, so that "already taken" tells nothing about another one.
    """
    found = []
    if not NAME.fullmatch(name):
        found.append(Reason("staff_name_odd"))
    if e164(name):
        found.append(Reason("staff_name_is_phone"))
    if by.coops is not None and not (name.endswith(f".{slug}") and name != f".{slug}"):
        found.append(Reason("staff_name_ending", {"ending": f".{slug}"}))
    return Verdict(refused=tuple(found))


def judge_phone(phone: str, by: Administrator) -> Verdict:
    """A phone signs in like a name and is one person's in the whole installation: the operator alone gives it, for
    "already taken" would tell an administrator who works elsewhere."""
    return Verdict(refused=(Reason("staff_phone"),) if phone and by.coops is not None else ())


def _not_oneself(account: Account, by: Administrator) -> list[Reason]:
    return [Reason("staff_oneself")] if account.pk == by.pk else []
