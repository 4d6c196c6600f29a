"""The list of tickets that wait for a grading or a price, each with the way to give it one."""

from django.urls import reverse

from coopsite.formats import showing
from growers.access import reads
from growers.rules.roles import Right
from growers.web import page_of, show
from harvests.forms.records import WaitingFilter
from harvests.models import ticket_code, ticket_slug
from harvests.queries.waiting import waiting
from harvests.rules.weighing_facts import LATER
from harvests.wording_weighing import worded

COLUMNS = (
    "day", "number", "revision", "household__code", "household__name", "loads", "net_g", "mode", "holds", "closed",
)  # fmt: skip


@reads
def waiting_list(request):
    """What is to be graded or priced before it can be paid; a closed day is opened again first."""
    filters = WaitingFilter(request.coop, request.GET)
    page = page_of(request, waiting(request.coop, filters.facts.get("why", "")).values(*COLUMNS))
    corrects = request.seat.may(Right.CORRECT)
    context = {
        "filters": filters,
        "page": page,
        "rows": [_shown(row, request.coop.slug, corrects) for row in page],
        "counted": showing.count(page.paginator.count),
    }
    return show(request, "harvests/waiting_list.html", "harvests/_waiting_rows.html", context)


def _shown(row: dict, slug: str, corrects: bool) -> dict:
    ticket = ticket_slug(row["day"], row["number"])
    grading = row["mode"] == LATER
    grade_url = f"{reverse('harvest-correct', args=[slug, ticket])}?graded=1" if grading and corrects else ""
    return {
        "url": reverse("harvest-page", args=[slug, ticket]),
        "code": ticket_code(row["day"], row["number"], row["revision"]),
        "day": showing.day(row["day"]),
        "household": f"{row['household__code']} – {row['household__name']}",
        "loads": row["loads"],
        "net": showing.kg(row["net_g"]),
        "holds": worded(row["holds"]),
        "grading": grading,
        "grade_url": "" if row["closed"] else grade_url,
        "day_url": reverse("day-page", args=[slug, row["day"].isoformat()]) if row["closed"] and grading else "",
    }
