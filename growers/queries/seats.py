"""Who sits where: the seat a person has in a co-operative, and the co-operatives a person may enter."""

from dataclasses import dataclass

from growers.models import Cooperative, Membership, User
from growers.rules.roles import Right, rights_of


@dataclass(frozen=True, slots=True)
class Seat:
    """A member of staff at work in one co-operative; actions take it to know who writes where."""

    user: User
    cooperative: Cooperative
    role: str
    role_label: str
    rights: frozenset[Right]

    def may(self, right: Right) -> bool:
        return right in self.rights


def seat_of(user: User, slug: str) -> Seat | None:
    """The active seat of a user in the co-operative with this slug, or None. One statement."""
    membership = (
        Membership.objects.select_related("cooperative")
        .filter(user_id=user.pk, cooperative__slug=slug, is_active=True)
        .first()
    )
    return membership and _seat(user, membership)


def seats_of(user: User) -> list[Seat]:
    """Every active seat of a user, by name of the co-operative."""
    memberships = (
        Membership.objects.select_related("cooperative")
        .filter(user_id=user.pk, is_active=True)
        .order_by("cooperative__name")
    )
    return [_seat(user, membership) for membership in memberships]


def _seat(user: User, membership: Membership) -> Seat:
    role = membership.role
    return Seat(user, membership.cooperative, role, membership.get_role_display(), rights_of(role))
