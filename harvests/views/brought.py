"""What a household brought, as the part of its page that this floor adds."""

from django.urls import reverse
from django.utils.translation import gettext as _

from coopsite.formats import showing
from growers.access import reads
from growers.web import or_404, show
from harvests.models import ticket_code, ticket_slug
from harvests.queries.brought import Brought, brought_by, household_of, newest_of
from harvests.rules.money import per_kg


@reads
def household_deliveries(request, code):
    """Part of M3, and a page of its own without htmx: seasons beside their estimates, and the newest tickets."""
    household = or_404(household_of(request.coop, code))
    prefix = reverse("harvest-list", args=[request.coop.slug])
    context = {
        "household": household,
        "seasons": [_season(brought) for brought in brought_by(household)],
        "tickets": [_ticket(row, prefix) for row in newest_of(household)],
        "all_url": f"{prefix}?household={household.code}&day_from=",
    }
    return show(request, "harvests/household_deliveries.html", "harvests/_household_deliveries.html", context)


def _season(brought: Brought) -> dict:
    net = brought.net_g
    return {
        "name": brought.season,
        "net": showing.kg_unit(net, 0),
        "amount": showing.dong(brought.amount_vnd),
        "tickets": showing.count(brought.tickets),
        "mean": showing.dong(per_kg(brought.amount_vnd, net)),
        "expected": showing.kg_unit(brought.expected_g, 0) if brought.expected_g else "",
        "done": min(net, brought.expected_g) // 1_000,
        "of": brought.expected_g // 1_000,
        "share": showing.percent_bp(net * 10_000 // brought.expected_g) if brought.expected_g else "",
        "rounds": [
            (_("Round %(number)s") % {"number": number} if number else _("between rounds"), showing.kg(grams, 0),
             showing.dong_plain(amount))
            for number, grams, amount in brought.rounds
        ],
        "grades": [
            (grade, showing.kg(grams, 0), showing.percent_bp(grams * 10_000 // net)) for grade, grams in brought.grades
        ],
    }  # fmt: skip


def _ticket(row: dict, prefix: str) -> dict:
    return {
        "url": f"{prefix}{ticket_slug(row['day'], row['number'])}/",
        "code": ticket_code(row["day"], row["number"], row["revision"]),
        "at": showing.day_time(row["weighed_at"]),
        "net": showing.kg(row["net_g"]),
        "amount": showing.dong_plain(row["amount_vnd"]),
    }
