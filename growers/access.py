"""The door of a co-operative: resolves the seat once, turns strangers away with 404 and readers who write with 403."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import resolve_url
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from growers.models import Cooperative
from growers.queries.seats import Seat, seat_of
from growers.rules.roles import Right

READING = ("GET", "HEAD")


class SeatedRequest(HttpRequest):
    """What a view behind the door receives: a request with `seat` and `coop`."""

    seat: Seat
    coop: Cooperative


def reads(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page that every member of the co-operative may read; it answers nothing but GET and HEAD."""
    return _door(view, None, READING)


def writes(right: Right) -> Callable:
    """A page or action that needs a right of the permission matrix, whatever the method."""

    def decorate(view):
        return _door(view, right, (*READING, "POST"))

    return decorate


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    """To the sign-in; a script, which cannot follow there, gets 401 and its address."""
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"login": resolve_url(settings.LOGIN_URL)}, status=401)
    return redirect_to_login(request.get_full_path())


def _door(view, right: Right | None, methods):
    @wraps(view)
    def gated(request, coop: str, *args, **kwargs):
        if not request.user.is_authenticated:
            return _to_sign_in(request)
        seat = seat_of(request.user, coop)
        if seat is None or any("\x00" in str(word) for word in kwargs.values()):  # PostgreSQL would not take it
            raise Http404
        if right is not None and not seat.may(right):
            raise PermissionDenied
        request.seat, request.coop = seat, seat.cooperative
        return answered(request, *args, **kwargs)

    # The method is judged after the seat: a stranger learns nothing from a 405.
    answered = require_http_methods(list(methods))(view)
    gated.door = right or "read"
    return never_cache(gated)
