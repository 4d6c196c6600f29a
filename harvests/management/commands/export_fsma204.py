"""`manage.py export_fsma204 --coop SLUG --from D --to D --out FILE.xlsx`: the Food Traceability Rule's spreadsheet."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from growers.web import write_workbook
from harvests.management.periods import coop_of, period_of
from harvests.queries.fsma204 import Wanted, keys_of_lots, sheets


class Command(BaseCommand):
    help = "Write every key data element of a period, or of lots, as a sortable spreadsheet with a glossary."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--coop", required=True, metavar="SLUG")
        parser.add_argument("--from", dest="first", metavar="DAY")
        parser.add_argument("--to", dest="last", metavar="DAY")
        parser.add_argument("--lots", nargs="+", metavar="CODE")
        parser.add_argument("--out", required=True, type=Path, metavar="FILE.xlsx")

    def handle(self, *args, coop, first, last, lots, out: Path, **options) -> None:
        wanted = _wanted(coop, first, last, lots)
        try:
            with out.open("wb") as file:
                written = write_workbook(file, sheets(wanted), tell=self._tell)
        except OSError as problem:
            raise CommandError(f"{out} cannot be written: {problem.strerror}.") from None
        for sheet, rows in written.items():
            self.stdout.write(f"{sheet}: {rows:,}")

    def _tell(self, sheet: str, rows: int) -> None:
        self.stderr.write(f"{sheet}: {rows:,} ...")


def _wanted(slug: str, first: str | None, last: str | None, lots: list[str] | None) -> Wanted:
    coop = coop_of(slug)
    if not lots:
        return Wanted(coop, *period_of(first, last, "--lots"), phones=True)
    found = keys_of_lots(coop, lots)
    if missing := [code for code in lots if code not in found]:
        raise CommandError(f"There is no lot {', '.join(missing)}.")
    return Wanted(coop, lots=frozenset(found.values()), phones=True)
