"""Seeds the whole demonstration in one transaction, into a database that holds nothing else."""

from random import Random

from django.conf import settings
from django.db import transaction

from growers.models import Cooperative, User
from harvests.actions.demo.capital import seed_capital, seed_surplus
from harvests.actions.demo.closing import close_books
from harvests.actions.demo.debts import seed_debts
from harvests.actions.demo.diary import seed_diary
from harvests.actions.demo.events import seed_events, seed_provinces
from harvests.actions.demo.household_money import seed_household_money
from harvests.actions.demo.land import outside_areas, seed_areas
from harvests.actions.demo.papers import seed_papers
from harvests.actions.demo.people import seed_people, seed_supplier
from harvests.actions.demo.permits import seed_permits
from harvests.actions.demo.plan import SEED
from harvests.actions.demo.season import seed_season
from harvests.actions.demo.shipping import seed_shipping
from harvests.actions.demo.staff import seed_staff
from harvests.actions.demo.trade import seed_trade


class NotHere(Exception):
    """The demonstration does not go into a production installation or beside other data."""


@transaction.atomic(durable=True)
def seed_demo() -> bool:
    """Make the demonstration; False when it is there already. Raises NotHere in production or beside real data."""
    if settings.PRODUCTION:
        raise NotHere("This is a production installation (PRODUCTION is set): no demonstration data here.")
    if Cooperative.objects.filter(is_demo=False).exists():
        raise NotHere("This database holds a co-operative that is not the demonstration's.")
    if Cooperative.objects.exists():
        return False
    if User.objects.exists():
        raise NotHere("This database holds users already: seed the demonstration into an empty one.")
    random = Random(SEED)  # noqa: S311 - the same demonstration every time
    for coop in seed_staff():
        seed_people(coop, random)
        areas = seed_areas(coop)
        seed_season(coop, areas, outside_areas(coop, areas), random)
        seed_permits(coop, areas)
        seed_diary(coop, areas)
        seed_trade(coop)
        seed_shipping(coop, random)
        seed_papers(coop)
        seed_events(coop)
        seed_debts(coop)
        seed_capital(coop)
        seed_surplus(coop)
        seed_household_money(coop)
        close_books(coop)
    seed_supplier()
    seed_provinces()
    return True
