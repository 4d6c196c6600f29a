"""Who sits where: the seat a person has in a co-operative, and the co-operatives a person may enter."""

from dataclasses import dataclass

from growers.models import Cooperative, Membership, User
from growers.rules.roles import ADMIN, MATRIX, Right, rights_of


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
    """The active seat of a user in the co-operative with this slug, or None.

    One statement; none when the memberships came with the session.
    """
    loaded = getattr(user, "loaded_seats", None)
    if loaded is not None:
        found = (membership for membership in loaded if membership.cooperative.slug == slug)
        return next((_seat(user, membership) for membership in found), None)
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


def administered_by(user: User) -> frozenset[int]:
    """The co-operatives (ids) whose administrator the user is."""
    seats = user.memberships.filter(is_active=True, role__in=MATRIX[Right.ADMIN])
    return frozenset(seats.values_list("cooperative", flat=True))


def administrator(user: User, cooperative: Cooperative) -> Seat:
    """The seat from which the installation's operator writes in the Django admin, where no membership is asked for."""
    if not user.is_superuser:
        raise ValueError(f"{user} is not the operator")
    return Seat(user, cooperative, ADMIN, "", frozenset({Right.ADMIN}))
