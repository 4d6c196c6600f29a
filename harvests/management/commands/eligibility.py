"""manage.py eligibility --coop SLUG --plot CODE --market CN [--date D] [--json]: may fruit go there."""

import json

from django.core.management.base import BaseCommand, CommandError

from coopsite import clock
from coopsite.formats.parsing import Unreadable, parse_day
from growers.models import Cooperative
from growers.queries.areas import markets
from growers.queries.plots import plot_by_code
from growers.rules.eligibility import snapshot
from growers.wording import sentence
from harvests.queries.eligibility import judge_for
from harvests.wording_eligibility import OUTCOMES


class Command(BaseCommand):
    """The JSON has coop, plot, market, date, rules (their version), outcome (allowed, unknown, refused), and under
    refused, unknown and warnings the reasons, each with code, data and text."""

    help = __doc__

    def add_arguments(self, parser) -> None:
        parser.add_argument("--coop", metavar="SLUG", required=True)
        parser.add_argument("--plot", metavar="CODE", required=True)
        parser.add_argument("--market", metavar="CN", required=True)
        parser.add_argument("--date", metavar="D", default="", help="day of harvest, 2025-09-08 or 08/09/2025; today")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args, coop: str, plot: str, market: str, date: str, json: bool, **options) -> None:
        found = Cooperative.objects.filter(slug=coop).first()
        if found is None:
            raise CommandError(f"There is no co-operative {coop}.")
        land = plot_by_code(found, plot)
        if land is None:
            raise CommandError(f"{coop} has no plot {plot}.")
        known = [row.code for row in markets()]
        if market.upper() not in known:
            raise CommandError(f"There is no market {market}. Known are {', '.join(known)}.")
        day = self._day(date)
        judge = judge_for(found, land.variety.commodity_id, first=day, last=day, plots=[land.pk])
        verdict = judge.verdict(land.pk, market.upper(), day)
        about = {"coop": coop, "plot": plot, "market": market.upper(), "date": day.isoformat()}
        self.stdout.write(self._json(about, verdict) if json else self._text(about, verdict))

    def _day(self, typed: str):
        try:
            return parse_day(typed, clock.today()) if typed else clock.today()
        except Unreadable as problem:
            raise CommandError(f"{typed} is no day ({problem.code}). Write 2025-09-08 or 08/09/2025.") from None

    def _json(self, about: dict, verdict) -> str:
        kept = snapshot(verdict)
        for weight in ("refused", "unknown", "warnings"):
            reasons = getattr(verdict, weight)
            told = zip(kept.get(weight, ()), reasons, strict=True)
            kept[weight] = [{**entry, "text": str(sentence(reason))} for entry, reason in told]
        return json.dumps({**about, **kept}, ensure_ascii=False, indent=1)

    def _text(self, about: dict, verdict) -> str:
        head = f"{about['plot']} → {about['market']} ({about['date']}): {OUTCOMES[verdict.outcome]}"
        reasons = (*verdict.refused, *verdict.unknown, *verdict.warnings)
        return "\n".join([head, *(f"- {sentence(reason)}" for reason in reasons)])
