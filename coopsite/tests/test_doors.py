"""Every address, every method, every role: who comes in, who is turned away, and that nothing of others is seen."""

import io
import re
import zipfile

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import RequestFactory
from django.urls import resolve, reverse

from coopsite.tests.addresses import addresses
from coopsite.tests.worlds import CANARY, COMMON, WORDS, link
from growers.models import Household, Plot
from growers.queries.seats import seat_of
from growers.rules.roles import MATRIX, ROLES, Right
from growers.tests.builders import make_user
from harvests.models import CrateType, HarvestRecord, PriceBoard, Season, Trader, TraderOrder

pytestmark = pytest.mark.django_db

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
DOORS = [address for address in addresses() if address.door is not None]
READING = [address for address in DOORS if address.door == "read"]
WRITING = [address for address in DOORS if address.door != "read"]
WITH_WORDS = [address for address in DOORS if len(address.words) > 1 and address.name not in COMMON]
# They only take something: asked with GET they lead back to the page they belong to.
ACTIONS = {
    "account-print", "board-price-waiting", "capital-certificate-full", "certificate-leave", "code-leave",
    "code-status", "day-close", "day-reopen", "day-scale", "day-today", "estimate-copy", "harvest-printed",
    "harvest-release", "house-code-status", "household-numbers", "import-columns", "import-confirm",
    "import-give-back", "month-close", "month-reopen", "personal-export", "purchase-list-full", "register-numbers",
    "run-bank-file", "run-choose", "run-purchases-full", "run-statements-full", "run-vietqr", "run-vouchers",
    "shipment-paper-print", "shipment-scan", "shipment-tick", "step-move",
}  # fmt: skip


def bare(answer) -> str:
    """An answer's body without what differs from request to request: tokens, and the address that was asked."""
    text = answer.content.decode()
    text = re.sub(r'value="[A-Za-z0-9]{64}"', "", text)
    return text.replace(answer.wsgi_request.get_full_path(), "").replace(answer.wsgi_request.path, "")


def same(one, other) -> bool:
    """Whether two answers tell the same: status, body, and headers but for the session's."""
    headers = [{name: one_or_other[name] for name in one_or_other.headers} for one_or_other in (one, other)]
    for found in headers:
        found.pop("Content-Length", None)
    return one.status_code == other.status_code and bare(one) == bare(other) and headers[0] == headers[1]


def works(address, world):
    """A user of a world who has the right that an address asks for."""
    role = "director" if address.door == "read" or "director" in MATRIX[address.door] else "admin"
    return world.director.user if role == "director" else world.seat(role).user


# --- the list itself --------------------------------------------------------------------------------------------------


def test_every_address_is_asked():
    """A new address with words of its own needs a line in coopsite/tests/worlds.py."""
    needed = {address.name for address in DOORS if len(address.words) > 1}
    assert needed - set(WORDS) == set()
    assert set(WORDS) - needed == set(), "these addresses are gone"
    assert {address.name for address in DOORS} >= ACTIONS


# --- turned away ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", METHODS)
def test_signed_out_people_are_asked_to_sign_in(client, a, method):
    for address in DOORS:
        page = link(address.name, a)
        answer = client.generic(method, page)
        assert answer.status_code == 302, address.name
        assert answer.headers["Location"] == f"{reverse('login')}?next={page}", address.name
        assert a.coop.name not in answer.content.decode()
        scripted = client.generic(method, page, headers={"accept": "application/json"})
        assert scripted.status_code == 401, address.name


@pytest.mark.parametrize("method", METHODS)
def test_strangers_find_what_anyone_finds_where_nothing_is(client, a, b, method):
    client.force_login(a.director.user)
    client.get(reverse("home"))
    nothing = client.generic(method, link("dashboard", a).replace(a.coop.slug, "no-such-place"))
    assert nothing.status_code == 404
    for address in DOORS:
        answer = client.generic(method, link(address.name, b))
        assert same(answer, nothing), address.name
        assert CANARY.encode() not in answer.content


def test_a_foreign_row_by_the_own_address_is_a_row_that_is_not_there(client, a, b):
    for address in WITH_WORDS:
        client.force_login(works(address, a))
        client.get(reverse("home"))
        foreign = link(address.name, a, words=WORDS[address.name](b))
        missing = link(address.name, a, words=[_none(word) for word in WORDS[address.name](b)])
        for method in ("GET", "HEAD", "POST"):
            answers = [client.generic(method, page) for page in (foreign, missing)]
            if answers[0].status_code == 405:
                continue  # the method is refused before a row is looked for
            assert answers[1].status_code == 404, (address.name, method)
            assert same(*answers), (address.name, method)
            assert CANARY.encode() not in answers[0].content


def _none(word):
    """A word of the same shape that names nothing."""
    return 987654321 if isinstance(word, int) else re.sub(r"\d+$", "998", word)


def test_a_row_that_is_its_own_parent_s_alone(client, a):
    """The words of an address belong together: another parent's child is not there."""
    client.force_login(a.director.user)
    draft = TraderOrder.objects.of(a.coop).get(status="draft")
    for name in ("call-off-withdraw", "delivery-void"):
        assert client.get(link(name, a)).status_code == 200
        assert client.get(link(name, a, words=[draft.code, WORDS[name](a)[1]])).status_code == 404


def test_only_those_with_the_right_come_to_write(a):
    """The matrix of roles, address by address: 403 without the right, 405 for a method that is not offered."""
    ask, checked = RequestFactory(), 0
    pages = [(address, link(address.name, a)) for address in DOORS]
    places = [(address, page, resolve(page)) for address, page in pages]
    for role in ROLES:
        user = a.seat(role).user
        for address, page, found in places:
            may = address.door == "read" or role in MATRIX[Right(address.door)]
            for method in METHODS:
                if may and (method in ("GET", "HEAD") or (method == "POST" and address.door != "read")):
                    continue  # this would do it: the owner's turn comes below
                request = ask.generic(method, page)
                request.user, request.session = user, {}
                assert _answer(found, request) == (405 if may else 403), (role, method, address.name)
                checked += 1
    assert checked > 2000


def _answer(found, request) -> int:
    try:
        return found.func(request, *found.args, **found.kwargs).status_code
    except PermissionDenied:
        return 403
    except Http404:
        return 404


def test_a_reader_who_writes_is_told_so(client, a):
    readers = {role: a.seat(role).user for role in ("packer", "controller")}
    for address in WRITING:
        client.force_login(readers["controller" if "packer" in MATRIX[address.door] else "packer"])
        for method in ("GET", "POST"):
            assert client.generic(method, link(address.name, a)).status_code == 403, address.name


def test_a_seat_that_ended_or_changed_counts_at_the_next_request(client, a):
    seat = a.seat("clerk")
    client.force_login(seat.user)
    assert client.get(link("weigh", a)).status_code == 200
    seat.user.memberships.update(role="packer")
    assert client.get(link("weigh", a)).status_code == 403
    seat.user.memberships.update(is_active=False)
    assert client.get(link("weigh", a)).status_code == 404
    assert seat_of(seat.user, a.coop.slug) is None


def test_the_operator_has_no_seat(client, a):
    client.force_login(make_user("operator", is_superuser=True, is_staff=True))
    client.get(reverse("home"))
    for address in DOORS:
        assert client.get(link(address.name, a)).status_code == 404, address.name


# --- let in -----------------------------------------------------------------------------------------------------------


def contents(answer) -> bytes:
    """All bytes of an answer: its headers, its body, and what is packed in a spreadsheet."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if body.startswith(b"PK"):
        book = zipfile.ZipFile(io.BytesIO(body))
        body = b"".join(book.read(name) for name in book.namelist())
    return body + str(answer.headers).encode()


def test_everyone_with_the_right_is_let_in_and_sees_nothing_of_others(client, a, b):
    for address in DOORS:
        client.force_login(works(address, b))
        client.get(link(address.name, b))  # what is kept from this must not reach the next
        client.force_login(works(address, a))
        for method in ("GET", "HEAD"):
            answer = client.generic(method, link(address.name, a))
            expected = (302, 405) if address.name in ACTIONS else (200,)
            assert answer.status_code in expected, (address.name, method)
            assert CANARY.encode() not in contents(answer), address.name
        assert bytes(a.coop.slug, "ascii") in contents(client.get(link("dashboard", a)))


DOWNLOADS = [
    "household-list", "plot-list", "area-list", "certificate-list", "harvest-list", "trader-list", "order-list",
    "order-weeks", "day-page", "season-page", "price-page", "estimate-list", "import-template", "import-refused",
    "lot-list", "event-list", "event-channels", "programme-list", "trader-ageing",
    "trader-account", "deposit-list", "receivable-list", "receipt-list", "claim-list",
    "account-document-list", "credit-list", "input-stock-list", "input-sale-list",
]  # fmt: skip


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_downloads_hold_the_own_rows_alone(client, a, b, form):
    client.force_login(a.director.user)
    files = 0
    for name in DOWNLOADS:
        answer = client.get(link(name, a), {"format": form})
        assert answer.status_code == 200, name
        assert CANARY.encode() not in contents(answer), name
        files += "attachment" in answer.headers.get("Content-Disposition", "")
    assert files > 4


NAMES = {
    "area", "board", "buyer", "channel", "code", "commodity", "commune", "crop", "day", "from", "grade", "household",
    "id", "ids", "market", "next", "order", "page", "plot", "plots", "q", "round", "search", "season", "sort", "tab",
    "to", "trader", "village", "week",
}  # fmt: skip


def test_ids_of_others_in_the_address_find_nothing(client, a, b):
    """Every name that a page's own forms and links ask with, and the usual ones, given another's ids and codes."""
    client.force_login(a.director.user)
    keys = [b[model].pk for model in (Household, Plot, Season, Trader, PriceBoard, CrateType)]
    values = [*{str(key) for key in keys}, b[Household].code, b[Plot].code, b[TraderOrder].code, b[HarvestRecord].code]
    for address in READING:
        page = link(address.name, a)
        text = client.get(page, follow=True).content.decode(errors="replace")  # some are scans
        names = NAMES | set(re.findall(r'name="([a-z_]+)"', text)) | set(re.findall(r"[?;&]([a-z_]+)=", text))
        for turn in range(3):
            query = {name: values[(place + turn) % len(values)] for place, name in enumerate(sorted(names))}
            answer = client.get(page, query)
            assert answer.status_code in (200, 302), (address.name, query)
            assert CANARY.encode() not in contents(answer), (address.name, query)
