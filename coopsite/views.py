"""The two pages that belong to no co-operative: the choice of where to work, and the sign of life."""

from django.contrib.auth.decorators import login_required
from django.db import connection
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from growers.queries.seats import seats_of


@login_required
@never_cache
def home(request):
    """Lead a person with one seat straight to work; let others choose; tell those without a seat whom to ask."""
    seats = seats_of(request.user)
    if len(seats) == 1:
        return redirect("dashboard", seats[0].cooperative.slug)
    return render(request, "home.html", {"seats": seats})


@never_cache
def healthz(request):
    """200 when the database answers; for a proxy or a watchdog."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")
