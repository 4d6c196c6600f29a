"""M17 and M18 from within: one box takes any code; the page shows where its fruit came from and where it went."""

from django.shortcuts import render
from django.urls import reverse

from coopsite.formats import showing
from coopsite.formats.text import clean_line
from growers.access import reads
from growers.web import workbook
from harvests.queries.trace import Traced, tickets_of, trace, trace_tickets
from harvests.queries.trace_starts import Start, starts
from harvests.views import trace_shown as shown
from harvests.wording_trace import KINDS

MOST_TYPED = 200


@reads
def trace_page(request):
    """The trace of `?q=`; `?wide=1` also finds where else the fruit of its tickets went."""
    asked = typed(request)
    found = starts(request.coop, asked) if asked else []
    if len(found) != 1:
        choices = [choice(request.coop, one) for one in found]
        return render(request, "harvests/trace_page.html", {"asked": asked, "choices": choices, "start": None})
    traced = trace(request.coop, found[0])
    if request.GET.get("format") == "xlsx":
        return workbook(f"trace-{request.coop.slug}", shown.sheets(traced))
    context = {"asked": asked, "start": choice(request.coop, found[0]), "wide": False} | page_facts(request, traced)
    if "wide" in request.GET:
        elsewhere = trace_tickets(request.coop, found[0], tickets_of(traced))
        context |= {"wide": True, "elsewhere": shown.elsewhere(request.coop, traced, elsewhere)}
    return render(request, "harvests/trace_page.html", context)


def typed(request) -> str:
    """What stands in the box; a separator between the parts of a bar code is kept."""
    return "\x1d".join(clean_line(part) for part in request.GET.get("q", "")[:MOST_TYPED].split("\x1d")).strip()


def choice(coop, start: Start) -> dict:
    """A start as people read it, and the address of its trace."""
    return {
        "kind": KINDS[start.kind], "code": start.code, "detail": start.detail, "query": start.query,
        "url": reverse("trace-page", args=[coop.slug], query={"q": start.query}),
        "recall_url": reverse("recall-new", args=[coop.slug], query={"q": start.query}),
        "days": [showing.day(start.first), showing.day(start.last)] if start.first and start.kind != "ticket" else [],
    }  # fmt: skip


def page_facts(request, traced: Traced) -> dict:
    """What the page of a trace shows, and the page of a recall shows again."""
    coop = request.coop
    return {
        "accounts": shown.accounts(traced),
        "sources": shown.sources(coop, traced),
        "destinations": shown.destinations(coop, traced),
        "drawing": shown.drawing(coop, traced),
        "edges": shown.edges(coop, traced),
        "circle": bool(traced.back.circle or traced.ahead.circle),
    }
