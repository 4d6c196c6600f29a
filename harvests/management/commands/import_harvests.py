"""manage.py import_harvests FILE --coop SLUG [--commit] [--json]: bring in a book of weigh tickets."""

from growers.models import ImportRun
from harvests.management.importing import ImportCommand


class Command(ImportCommand):
    """The JSON has rows, good, bad, created (tickets), updated, duplicates, total_g and total_vnd."""

    help = __doc__
    kind = ImportRun.Kind.HARVESTS
