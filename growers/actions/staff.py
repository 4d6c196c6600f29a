"""What can be done to the people who sign in: invited to a co-operative, given another role, let go, a new password."""

from axes.utils import reset as lift_pause
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import PermissionDenied

from growers.actions.once import audit, changes, insist, use_case
from growers.models import Membership, User
from growers.queries.seats import Seat
from growers.queries.staff import account_of, administrator_of
from growers.rules.staff import Account, judge_account, judge_name, judge_phone, judge_seat


@use_case
def invite(seat: Seat, *, username: str, name: str, role: str, password: str, phone: str = "") -> Membership:
    """Make a sign-in with a seat, never an operator's; raises Refused, or ValidationError by field."""
    by, nobody = administrator_of(seat.user), Account(None, False, frozenset())
    insist(
        judge_seat(nobody, seat.cooperative.pk, by)
        + judge_name(username, seat.cooperative.slug, by)
        + judge_phone(phone, by)
    )
    user = User(username=username, last_name=name, phone=phone)
    validate_password(password, user)
    user.set_password(password)
    user.full_clean()
    user.save()
    return _seated(seat, user, role, "person invited")


@use_case
def give_seat(seat: Seat, *, user: User, role: str) -> Membership:
    """Seat somebody who has a sign-in already: for the operator, who knows the people of every co-operative."""
    if not seat.user.is_superuser:
        raise PermissionDenied
    return _seated(seat, user, role, "person seated")


@use_case
def change_seat(seat: Seat, *, membership: Membership, role: str, is_active: bool) -> Membership:
    """Give another role, or end or resume work in the co-operative; it holds from the person's next request on."""
    insist(judge_seat(account_of(membership.user), membership.cooperative_id, administrator_of(seat.user)))
    before = {"role": membership.role, "is_active": membership.is_active}
    membership.role, membership.is_active = role, is_active
    membership.full_clean()
    membership.save(update_fields=["role", "is_active"])
    after = {"role": role, "is_active": is_active}
    audit(seat, "seat changed", membership, user=membership.user.username, changes=changes(before, after))
    return membership


@use_case
def change_account(seat: Seat, *, user: User, **facts) -> User:
    """Correct a name or phone, or close or reopen a sign-in everywhere; open sessions of a closed one end at once."""
    by = administrator_of(seat.user)
    insist(judge_account(account_of(user), by) + judge_phone(facts.get("phone", ""), by))
    before = {name: getattr(user, name) for name in facts}
    for name, value in facts.items():
        setattr(user, name, value)
    user.full_clean()
    user.save(update_fields=[*facts])
    audit(seat, "sign-in changed", user, changes=changes(before, facts))
    return user


@use_case
def reset_password(seat: Seat, *, user: User, password: str) -> User:
    """Set a new password, which ends the account's sessions, and let it sign in again at once."""
    insist(judge_account(account_of(user), administrator_of(seat.user)))
    validate_password(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])
    lift_pause(username=user.username)
    audit(seat, "password reset", user)
    return user


def _seated(seat: Seat, user: User, role: str, verb: str) -> Membership:
    membership = Membership(user=user, cooperative=seat.cooperative, role=role)
    membership.full_clean()
    membership.save()
    audit(seat, verb, membership, user=user.username, role=role)
    return membership
