"""The views that ours are measured against: the same SQL and fifty rows, bare as startproject gives it, and naked.

Bare: a view behind `login_required` through the seven middleware of `django-admin startproject`, with Django's own
database session and user (two statements), the statements of our page sent as ready SQL, and a template of fifty rows
with startproject's context processors. No ORM, no form, no frame, no membership, no language, no CSP.
Naked: the same statements and rows with no middleware, no session and nobody signed in.
"""

from django.contrib.auth.decorators import login_required
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessionStore
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.backends.django import DjangoTemplates
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

from growers.access import reads
from growers.models.sessions import Session
from harvests.actions.bench_tickets import bare_ticket

MIDDLEWARE = (
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
)
PROCESSORS = (
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
)
ENGINE = DjangoTemplates({"NAME": "bare", "DIRS": [], "APP_DIRS": False, "OPTIONS": {"context_processors": PROCESSORS}})
ROWS, CELLS = 50, 7
PAGE = ENGINE.from_string(
    "<!doctype html><html><head><title>bare</title></head><body><table>{% for row in rows %}<tr>"
    "{% for cell in row %}<td>{{ cell }}</td>{% endfor %}</tr>{% endfor %}</table></body></html>"
)
KEYS = ("cooperative_id", "season_id", "household_id", "recorded_by_id", "number")
STATEMENTS: list[tuple[str, tuple]] = []  # what the page ran that is measured now


class SessionStore(DatabaseSessionStore):
    """Django's own store, on the table that there is: a session is loaded without its user."""

    @classmethod
    def get_model_class(cls):
        return Session


def naked(request: HttpRequest) -> HttpResponse:
    """Run the statements and show fifty rows of the longest answer."""
    return HttpResponse(PAGE.render({"rows": _rows()}))


@login_required
def page(request: HttpRequest) -> HttpResponse:
    """The same for who is signed in."""
    return HttpResponse(PAGE.render({"rows": _rows()}, request))


def _rows() -> list[tuple]:
    longest = []
    with connection.cursor() as cursor:
        for sql, values in STATEMENTS:
            cursor.execute(sql, values)
            rows = cursor.fetchall()
            if len(rows) > len(longest):
                longest = rows
    return [row[:CELLS] for row in longest[:ROWS]]


@csrf_exempt
def naked_ticket(request: HttpRequest) -> HttpResponse:
    """Insert one record with its loads."""
    keys = {name: int(request.POST[name]) for name in KEYS}
    return HttpResponse(str(bare_ticket(keys, int(request.POST["grade"]), map(int, request.POST.getlist("net")))))


ticket = csrf_exempt(login_required(naked_ticket))


@reads
def frame(request: HttpRequest) -> HttpResponse:
    """A page of ours with nothing on it: what door, session and navigation cost every page."""
    return render(request, "base.html")


urlpatterns = [
    path("c/<slug:coop>/frame/", frame),
    path("bare/ticket/", ticket),
    path("bare/", page),
    path("naked/ticket/", naked_ticket),
    path("naked/", naked),
    path("", include("coopsite.urls")),
]
