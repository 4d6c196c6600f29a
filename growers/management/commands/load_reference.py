"""manage.py load_reference: bring communes, crops, grades, markets, packs, units and banks up to the shipped files."""

from django.core.management.base import BaseCommand

from growers.actions.reference import load_reference


class Command(BaseCommand):
    """Repeatable; rows that an administrator changed stay as they are."""

    help = __doc__

    def handle(self, *args, **options):
        for table, rows in load_reference().items():
            self.stdout.write(f"{table}: {rows}")
