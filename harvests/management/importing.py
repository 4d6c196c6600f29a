"""The command-line twins of the import pages: the same reading, planning and writing, without a browser."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from growers.actions.imports import claim_run, upload_register
from growers.models import Cooperative, Membership
from growers.queries.seats import Seat, seat_of
from growers.rules.imports import NEW, UPDATE, Plan, bad_cells
from growers.rules.sheets import BadFile
from growers.rules.verdicts import Reason
from growers.wording import sentence
from harvests.actions.imports import as_json, plan_of, write_plan
from harvests.views.import_tables import told


class ImportCommand(BaseCommand):
    """Without --commit a dry run: the figures are what would be done. Exit code 1 when the file cannot be read."""

    kind = ""

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--coop", required=True, help="slug of the co-operative")
        parser.add_argument("--commit", action="store_true", help="write; without it a dry run")
        parser.add_argument("--json", action="store_true", help="print one JSON object")
        parser.add_argument(
            "--as", dest="username", default="", help="who is named as the writer (default: a director)"
        )
        parser.add_argument("--twins-too", action="store_true", help="bring in probable duplicates as other people")

    def handle(self, *args, file: Path, coop: str, **options):
        seat = _seat(coop, options["username"])
        try:
            content = file.read_bytes()
        except OSError as problem:
            raise CommandError(f"{file}: {problem.strerror}") from None
        wishes = {"twins_too": options["twins_too"]}
        try:
            plan = plan_of(seat.cooperative, self.kind, content, file.name, {}, wishes)
        except BadFile as bad:
            raise CommandError(f"{bad.code}: {sentence(Reason(bad.code, bad.data))}") from None
        if plan.preview.problems:
            raise CommandError("; ".join(told(code, data) for code, data in plan.preview.problems))
        made = self._write(seat, plan, content, file.name, wishes) if options["commit"] and plan.possible else None
        self._tell(plan, made, options)

    def _write(self, seat: Seat, plan: Plan, content: bytes, name: str, wishes: dict) -> list[dict]:
        run = upload_register(seat, kind=self.kind, filename=name, content=content)
        run = claim_run(seat, run=run, total=len(plan.rows))
        return write_plan(seat, run, plan).report["made"]

    def _tell(self, plan: Plan, made: list[dict] | None, options: dict) -> None:
        reasons = [
            {"row": cell["row"], "column": cell["column"], "reason": told(cell["code"], cell["data"])}
            for cell in bad_cells(plan)
        ]
        created = plan.totals.get("tickets", plan.totals.get("households", 0))
        if options["json"]:
            self.stdout.write(as_json(plan, reasons, created, bool(options["commit"])))
            return
        counts = plan.counts
        for reason in reasons:
            self.stdout.write(f"row {reason['row']}, {reason['column'] or 'row'}: {reason['reason']}")
        verb = "written" if options["commit"] else "would be written (dry run)"
        self.stdout.write(
            f"{len(plan.rows)} rows: {counts[NEW]} new, {counts[UPDATE]} changed, {counts['same']} there already, "
            f"{counts['duplicate']} probable duplicates, {counts['bad']} refused; {verb}: {plan.totals}"
        )


def _seat(slug: str, username: str) -> Seat:
    coop = Cooperative.objects.filter(slug=slug).first()
    if coop is None:
        raise CommandError(f"There is no co-operative “{slug}”.")
    people = Membership.objects.filter(cooperative=coop, is_active=True).select_related("user").order_by("id")
    people = people.filter(user__username=username) if username else people.filter(role="director")
    member = people.first()
    if member is None:
        raise CommandError(f"Nobody to write as: {username or 'no active director'} in {slug}.")
    return seat_of(member.user, slug)
