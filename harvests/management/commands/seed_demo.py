"""manage.py seed_demo: the demonstration co-operatives, deterministic and only into an empty database."""

from django.core.management.base import BaseCommand, CommandError

from growers.actions.reference import load_reference
from harvests.actions.demo.seed import NotHere, seed_demo


class Command(BaseCommand):
    """Loads the reference data first; a second run changes nothing."""

    help = __doc__

    def handle(self, *args, **options):
        load_reference()
        try:
            made = seed_demo()
        except NotHere as reason:
            raise CommandError(str(reason)) from None
        self.stdout.write("Demonstration data made." if made else "The demonstration data is there already.")
