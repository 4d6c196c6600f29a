"""Who is at the door: sign-in by user name or phone, session limits, and the address a request comes from."""

from ipaddress import ip_address

from axes.attempts import get_cool_off_threshold
from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AnonymousUser
from django.db.models import Sum
from django.utils.crypto import constant_time_compare
from django.utils.functional import SimpleLazyObject

from coopsite import clock
from coopsite.formats.text import clean_line
from growers.models import User
from growers.rules.phones import e164

BEGAN, SEEN, KEPT = "began", "seen", "kept"
SEEN_STEP = 300  # seconds between two notes of "last seen": an idle limit without a write per request


class NameOrPhoneBackend(ModelBackend):
    """Finds the account by user name, or by phone number however it was typed."""

    def authenticate(self, request, username=None, password=None, **kwargs):
        name = clean_line(username or "")
        return super().authenticate(request, username=_named(e164(name)) or name, password=password, **kwargs)


def _named(phone: str) -> str:
    """The user name of the account with this phone number, if there is one."""
    return (phone and User.objects.filter(phone=phone).values_list("username", flat=True).first()) or ""


def account_meant(request, credentials=None) -> str:
    """The one name under which failures for an account are counted, however its name or phone was typed.

    A number that nobody has counts under itself, so that pauses tell nothing about who is known here.
    """
    name = clean_line((credentials or request.POST).get("username") or "")
    phone = e164(name)
    return _named(phone) or phone or name


class Attempts(AxesDatabaseHandler):
    """Counts failures for an account from an address and, towards a wider limit, all failures from an address."""

    def get_failures(self, request, credentials=None):
        since = get_cool_off_threshold(request)
        tried = AccessAttempt.objects.filter(ip_address=request.axes_ip_address, attempt_time__gte=since)
        everybody = tried.aggregate(total=Sum("failures_since_start"))["total"] or 0
        # The caller compares with the limit of one account: reckon the wider one in its measure.
        share = everybody * settings.AXES_FAILURE_LIMIT // settings.LOGIN_ADDRESS_LIMIT
        return max(super().get_failures(request, credentials), share)


class SignedInMiddleware(AuthenticationMiddleware):
    """Puts the user that came with the session on the request, and ends sessions that are idle or too old."""

    def process_request(self, request):
        request.user = SimpleLazyObject(lambda: _user_of(request))


def _user_of(request):
    session = request.session
    if SESSION_KEY not in session:
        return AnonymousUser()
    moment = int(clock.real_now().timestamp())
    if _too_old(session, moment):
        session.flush()
        return AnonymousUser()
    if moment - session.get(SEEN, 0) >= SEEN_STEP:
        session[SEEN] = moment
    user = getattr(session, "loaded_user", None)
    if user is None or str(user.pk) != session[SESSION_KEY] or not _trusted(session, user):
        return get_user(request)
    return user


def _trusted(session, user) -> bool:
    """What django.contrib.auth.get_user asks of a session, answered without a second statement."""
    return (
        session.get(BACKEND_SESSION_KEY) in settings.AUTHENTICATION_BACKENDS
        and user.is_active
        and constant_time_compare(session.get(HASH_SESSION_KEY, ""), user.get_session_auth_hash())
    )


def _too_old(session, moment: int) -> bool:
    idle = settings.SESSION_KEPT_AGE if session.get(KEPT) else settings.SESSION_COOKIE_AGE
    began = session.setdefault(BEGAN, moment)
    return moment - began > settings.SESSION_ABSOLUTE_AGE or moment - session.get(SEEN, moment) > idle


def client_address(request) -> str:
    """The peer's address; behind N trusted proxies, the N-th from the right of X-Forwarded-For, never the left.

    What is not an address (fewer proxies than were declared) is not believed.
    """
    hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
    trusted = settings.TRUSTED_PROXIES
    told = hops[-trusted] if trusted and len(hops) >= trusted else ""
    return _address(told) or _address(request.META.get("REMOTE_ADDR", "")) or "0.0.0.0"  # noqa: S104 - a note, no socket


def _address(text: str) -> str:
    try:
        return str(ip_address(text))
    except ValueError:
        return ""
