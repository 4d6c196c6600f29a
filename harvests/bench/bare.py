"""The bare Django views that ours are measured against: the same SQL, fifty rows, and nothing else."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import engines
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

from growers.access import reads
from harvests.actions.bench_tickets import bare_ticket

ROWS, CELLS = 50, 7
PAGE = engines["django"].from_string(
    "<!doctype html><html><head><title>bare</title></head><body><table>{% for row in rows %}<tr>"
    "{% for cell in row %}<td>{{ cell }}</td>{% endfor %}</tr>{% endfor %}</table></body></html>"
)
KEYS = ("cooperative_id", "season_id", "household_id", "recorded_by_id", "number")
STATEMENTS: list[tuple[str, tuple]] = []  # what the page ran that is measured now


def page(request: HttpRequest) -> HttpResponse:
    """Run the statements and show fifty rows of the longest answer."""
    longest = []
    with connection.cursor() as cursor:
        for sql, values in STATEMENTS:
            cursor.execute(sql, values)
            rows = cursor.fetchall()
            if len(rows) > len(longest):
                longest = rows
    return HttpResponse(PAGE.render({"rows": [row[:CELLS] for row in longest[:ROWS]]}))


@csrf_exempt
def ticket(request: HttpRequest) -> HttpResponse:
    """Insert one record with its loads."""
    keys = {name: int(request.POST[name]) for name in KEYS}
    return HttpResponse(str(bare_ticket(keys, int(request.POST["grade"]), map(int, request.POST.getlist("net")))))


@reads
def frame(request: HttpRequest) -> HttpResponse:
    """A page of ours with nothing on it: what door, session and navigation cost every page."""
    return render(request, "base.html")


urlpatterns = [
    path("c/<slug:coop>/frame/", frame),
    path("bare/ticket/", ticket),
    path("bare/", page),
    path("", include("coopsite.urls")),
]
