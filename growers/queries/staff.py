"""Facts about the people who sign in, as the rules of who may change whom take them."""

from django.db.models import Q, QuerySet

from growers.models import Membership, User
from growers.queries.seats import administered_by
from growers.rules.staff import Account, Administrator


def account_of(user: User) -> Account:
    """An account with every co-operative that it has, or had, a seat in."""
    coops = user.memberships.values_list("cooperative", flat=True) if user.pk else ()
    return Account(user.pk, user.is_superuser, frozenset(coops))


def administrator_of(user: User) -> Administrator:
    """The operator, or the administrator of some co-operatives (perhaps of none)."""
    return Administrator(user.pk, None if user.is_superuser else administered_by(user))


def staff_of(coops: frozenset[int] | None) -> QuerySet:
    """The accounts with a seat in one of these co-operatives; None: every account."""
    if coops is None:
        return User.objects.all()
    return User.objects.filter(pk__in=Membership.objects.filter(cooperative__in=coops).values("user"))


def seats_in(coops: frozenset[int] | None) -> QuerySet:
    """The seats in these co-operatives; None: every seat."""
    rows = Membership.objects.select_related("user", "cooperative")
    return rows if coops is None else rows.filter(Q(cooperative__in=coops))
