"""manage.py import_households FILE --coop SLUG [--commit] [--json]: bring in a register of households and plots."""

from growers.models import ImportRun
from harvests.management.importing import ImportCommand


class Command(ImportCommand):
    """The JSON has rows, good, bad, created (households), updated, duplicates, and the plots with their area."""

    help = __doc__
    kind = ImportRun.Kind.HOUSEHOLDS
