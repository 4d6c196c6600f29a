"""`manage.py verify --coop SLUG | --all`: prove that the books add up; exit 1 when a row breaks an invariant."""

import sys

from django.core.management.base import BaseCommand, CommandError

from growers.models import Cooperative
from harvests.queries.verify import findings, summary


class Command(BaseCommand):
    help = "Check every invariant of the books in SQL that shares nothing with the writers."

    def add_arguments(self, parser) -> None:
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("--coop", metavar="SLUG")
        which.add_argument("--all", action="store_true")

    def handle(self, *args, coop: str | None, verbosity: int = 1, **options) -> None:
        coops = list(Cooperative.objects.filter(slug=coop) if coop else Cooperative.objects.order_by("slug"))
        if coop and not coops:
            raise CommandError(f"There is no co-operative {coop}.")
        broken = sum([self._told(one, verbosity) for one in coops])
        if broken:
            sys.exit(1)

    def _told(self, coop: Cooperative, verbosity: int) -> int:
        found = list(findings(coop))
        self.stdout.write(f"{coop.slug}")
        of_many: dict[tuple[int, str], list[int]] = {}  # checks of the same kind that found nothing, by what they ask
        for finding in found:
            asks, _, which = finding.title.partition(": ")
            if which and not finding.violations and verbosity < 2:
                of_many.setdefault((finding.invariant, asks), []).append(finding.rows)
                continue
            mark = "FAULT" if finding.violations else "ok"
            line = f"  {finding.invariant:>2} {mark:<5} {finding.title}: {finding.rows:,} rows"
            self.stdout.write(line + (f", {finding.violations:,} violations" if finding.violations else ""))
            for example in finding.examples:
                self.stdout.write(f"           {example}")
        for (invariant, asks), rows in sorted(of_many.items()):
            self.stdout.write(f"  {invariant:>2} ok    {asks} ({len(rows)} checks): {sum(rows):,} rows")
        sums = summary(found)
        self.stdout.write("  {checks} checks, {rows:,} rows, {violations:,} violations".format(**sums))
        return sums["violations"]
