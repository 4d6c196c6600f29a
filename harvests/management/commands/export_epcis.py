"""`manage.py export_epcis --coop SLUG --lot CODE`: the fruit's way as GS1 EPCIS 2.0 events, a lot's or a period's."""

import json

from django.core.management.base import BaseCommand, CommandError

from growers.models import Cooperative
from harvests.management.periods import coop_of, period_of
from harvests.queries.epcis import document_of_lots, document_of_period
from harvests.queries.fsma204 import keys_of_lots


class Command(BaseCommand):
    help = "Write EPCIS 2.0 JSON-LD of lots, or of everything that happened in a period."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--coop", required=True, metavar="SLUG")
        parser.add_argument("--lot", dest="lots", nargs="+", metavar="CODE")
        parser.add_argument("--from", dest="first", metavar="DAY")
        parser.add_argument("--to", dest="last", metavar="DAY")
        parser.add_argument("--site", default="https://coopsite.example", metavar="URL", help="address of this site")

    def handle(self, *args, coop, lots, first, last, site, **options) -> None:
        cooperative = coop_of(coop)
        if lots:
            found = self._document_of_lots(cooperative, site, lots)
        else:
            found = document_of_period(cooperative, site, *period_of(first, last, "--lot"))
        self.stdout.write(json.dumps(found, ensure_ascii=False, indent=1))

    @staticmethod
    def _document_of_lots(coop: Cooperative, site: str, lots: list[str]) -> dict:
        found = keys_of_lots(coop, lots)
        if missing := [code for code in lots if code not in found]:
            raise CommandError(f"There is no lot {', '.join(missing)}.")
        return document_of_lots(coop, site, found.values())
