"""What every answer carries and every request must bring: headers, cookies, tokens against forgery, harmless files."""

import csv
import io
import os
import subprocess
import sys
import zipfile
from decimal import Decimal

import pytest
from django.core.exceptions import SuspiciousOperation
from django.test import Client, RequestFactory
from django.urls import reverse

from coopsite import keys
from coopsite.tests.addresses import addresses
from coopsite.tests.digests import digest_of, digest_of_everything
from coopsite.tests.house import ROOT
from coopsite.tests.test_doors import works
from coopsite.tests.worlds import link
from growers.models import Household
from growers.tests.builders import PASSWORD, make_user
from growers.views import households
from growers.web import download

pytestmark = pytest.mark.django_db
DOORS = [address for address in addresses() if address.door is not None]
POLICY = {
    "default-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "object-src": ["'none'"],
    "base-uri": ["'none'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'self'"],
    "frame-src": ["'self'"],
    "worker-src": ["'self'"],
}


# --- headers ----------------------------------------------------------------------------------------------------------


def guarded(answer) -> None:
    """Every answer, whatever its kind, has the whole policy and no other one."""
    said = answer.headers["Content-Security-Policy"]
    parts = [part.split() for part in said.split(";") if part.strip()]
    assert {name: sources for name, *sources in parts} == POLICY
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer.headers["X-Frame-Options"] == "DENY"


def private(answer) -> None:
    assert "no-store" in answer.headers["Cache-Control"]


def test_every_page_behind_a_door_is_guarded_and_kept_by_nobody(client, a):
    for address in DOORS:
        client.force_login(works(address, a))
        answer = client.get(link(address.name, a))
        guarded(answer)
        private(answer)


def test_pages_outside_the_doors_are_guarded(client, a):
    for page in ("login", "healthz", "home"):
        guarded(client.get(reverse(page)))
    client.force_login(a.director.user)
    for page in ("home", "password_change", "login"):
        guarded(client.get(reverse(page)))
    private(client.get(reverse("password_change")))
    client.force_login(a.seat("admin").user)
    for page in ("admin:index", "admin:growers_household_changelist", "admin:growers_membership_add"):
        guarded(client.get(reverse(page)))
        private(client.get(reverse(page)))
    guarded(client.get(reverse("admin:growers_household_change", args=[a[Household].pk])))


def test_what_goes_wrong_is_guarded(client, a, settings):
    guarded(client.get("/no-such-page/"))
    client.force_login(a.seat("packer").user)
    answers = {
        404: client.get("/c/no-such-place/"),
        403: client.get(link("household-new", a)),
        405: client.post(link("household-list", a)),
    }
    strict = Client(enforce_csrf_checks=True)
    answers["403 csrf"] = strict.post(reverse("login"), {"username": "x", "password": "y"})
    settings.AXES_FAILURE_LIMIT = 1
    client.logout()
    answers[429] = client.post(reverse("login"), {"username": "x", "password": "y"})
    for status, answer in answers.items():
        assert answer.status_code == int(str(status)[:3])
        guarded(answer)


@pytest.mark.logs_errors
def test_an_error_of_ours_is_guarded_and_tells_nothing(client, a, monkeypatch):
    def broken(coop, facts):
        raise ZeroDivisionError("a secret of the code")

    monkeypatch.setattr(households, "sums", broken)
    client.force_login(a.director.user)
    client.raise_request_exception = False
    answer = client.get(link("household-list", a))
    assert answer.status_code == 500
    guarded(answer)
    assert "secret" not in answer.content.decode()


@pytest.mark.logs_errors
def test_another_host_is_refused(client):
    answer = client.get(reverse("healthz"), headers={"host": "evil.example"})
    assert answer.status_code == 400
    guarded(answer)
    with pytest.raises(SuspiciousOperation):
        RequestFactory().get("/", headers={"host": "evil.example"}).get_host()


# --- production -------------------------------------------------------------------------------------------------------

PROBE = """
import django; django.setup()
from django.test import Client
from django.conf import settings
# Nothing was collected here, so that there are no hashed names.
settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
client = Client(headers={"host": "coop.example.vn"})
print(client.get("/accounts/login/").status_code, client.get("/healthz", secure=True).status_code)
page = client.get("/accounts/login/", secure=True)
print(page.headers["Strict-Transport-Security"])
print(page.cookies.output())
print(settings.SESSION_COOKIE_NAME, settings.SESSION_COOKIE_SECURE, settings.SESSION_COOKIE_HTTPONLY)
print(settings.SESSION_COOKIE_SAMESITE, settings.DEBUG, settings.PASSWORD_HASHERS[0])
"""


def in_production(*arguments: str, **more: str) -> subprocess.CompletedProcess:
    environment = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    environment |= {
        "PRODUCTION": "1", "SECRET_KEY": "x7" * 25 + "abcdefgh!", "ALLOWED_HOSTS": "coop.example.vn",
        "DATABASE_URL": "sqlite://:memory:", "COOPSITE_ENV_FILE": os.devnull, "PERSONAL_KEYS": keys.make(),
        "DJANGO_SETTINGS_MODULE": "coopsite.settings", **more,
    }  # fmt: skip
    return subprocess.run([sys.executable, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True)


@pytest.mark.slow
def test_the_deployment_check_has_nothing_to_say():
    checked = in_production("manage.py", "check", "--deploy", "--fail-level", "WARNING")
    assert checked.returncode == 0, checked.stderr
    assert "no issues (0 silenced)" in checked.stdout + checked.stderr


@pytest.mark.slow
def test_the_deployment_check_would_notice():
    assert in_production("manage.py", "check", "--deploy", "--fail-level", "WARNING", HTTPS="off").returncode == 1
    assert "SECRET_KEY is missing" in in_production("manage.py", "check", SECRET_KEY="").stderr
    assert "PERSONAL_KEYS is missing" in in_production("manage.py", "check", PERSONAL_KEYS="").stderr


@pytest.mark.slow
def test_production_speaks_https_only_and_its_cookies_stay_there():
    said = in_production("-W", "ignore", "-c", PROBE)
    lines = said.stdout.splitlines()
    assert lines[0] == "301 200", said.stderr
    assert lines[1] == "max-age=31536000; includeSubDomains; preload"
    assert "__Host-csrftoken=" in lines[2]
    for flag in ("HttpOnly", "Path=/", "SameSite=Lax", "Secure"):
        assert flag in lines[2]
    assert "Domain" not in lines[2]
    assert lines[3] == "__Host-sessionid True True"
    assert lines[4] == "Lax False django.contrib.auth.hashers.Argon2PasswordHasher"


# --- forgery ----------------------------------------------------------------------------------------------------------


def test_nothing_is_written_without_the_token_of_a_page_of_ours(a):
    strict = Client(enforce_csrf_checks=True)
    before = digest_of(a.coop)
    for address in DOORS:
        strict.force_login(works(address, a))
        for method in ("POST", "PUT", "PATCH", "DELETE"):
            answer = strict.generic(method, link(address.name, a), "token=x", "application/x-www-form-urlencoded")
            assert answer.status_code == 403, (method, address.name)
    strict.force_login(a.seat("admin").user)
    for page in ("login", "logout", "password_change", "set_language", "admin:logout", "admin:growers_membership_add"):
        assert strict.post(reverse(page)).status_code == 403, page
    assert digest_of(a.coop) == before


def test_with_the_token_it_is_written(a):
    strict = Client(enforce_csrf_checks=True)
    page = reverse("login")
    strict.get(page)
    typed = {"username": a.director.user.username, "password": PASSWORD}
    assert strict.post(page, typed).status_code == 403
    token = {"csrfmiddlewaretoken": strict.cookies["csrftoken"].value}
    for forged in ({"origin": "https://evil.example"}, {"referer": "https://evil.example/"}):
        assert strict.post(page, {**typed, **token}, secure=True, headers=forged).status_code == 403
    assert strict.post(page, {**typed, **token}).status_code == 302


def test_looking_changes_nothing(client, a):
    """GET and HEAD of every address leave every table as it was."""
    pages = []
    for address in DOORS:
        client.force_login(works(address, a))
        pages.append((client.cookies.copy(), link(address.name, a)))
    client.force_login(a.seat("admin").user)
    rooms = [found.name for found in addresses() if found.name.endswith(("_changelist", "_add"))]
    pages += [(client.cookies.copy(), reverse(room)) for room in rooms]
    before = digest_of_everything()
    for first in range(0, len(pages), 12):
        asked = pages[first : first + 12]
        for cookies, page in asked:
            client.cookies = cookies
            query = "" if page.startswith("/admin/") else "format=csv&confirm=1&delete=1&action=delete&confirmed=1"
            for method in ("GET", "HEAD"):
                client.generic(method, page, QUERY_STRING=query)
        assert digest_of_everything() == before, asked


def test_a_token_of_one_form_does_not_pass_for_another(client, a):
    """Nor does it fail a page: the sending is refused as one that was made already."""
    client.force_login(a.director.user)
    typed = {
        "token": "6f1c2a2e-0000-4000-8000-000000000001", "code": "500", "name": "Bùi Thị Hoa", "kind": "linked",
        "commune": a.coop.commune_id, "village": "bản Mòng",
    }  # fmt: skip
    assert client.post(link("household-new", a), typed).status_code == 302
    for page in ("household-edit", "trader-new", "area-new", "season-new"):
        answer = client.post(link(page, a), typed)
        assert answer.status_code == 409, page


# --- files ------------------------------------------------------------------------------------------------------------

FORMULAS = [
    "=1+1", "+1", "-1+2", "@SUM(A1)", "\t=1", "\r=1", "|cmd", "＝1", "＋1", " =1", "\u00a0=1", "x;=1", "x;\t=1",
    "x\t=1", 'x";=1', "-Anh", '=HYPERLINK("http://evil.example")',
]  # fmt: skip


def test_a_cell_of_csv_becomes_no_formula_wherever_it_is_split():
    answer = download(RequestFactory().get("/", {"format": "csv"}), "x", ["=header"], [[text] for text in FORMULAS])
    text = answer.content.decode("utf-8-sig")
    for delimiter in (",", ";", "\t"):
        for row in csv.reader(io.StringIO(text), delimiter=delimiter):
            for cell in row:
                assert not cell.strip().strip('"').startswith(tuple("=+-@|＝＋－＠")), (delimiter, cell)


def test_a_cell_of_a_spreadsheet_is_text_or_number_and_no_formula():
    rows = [[text, 5, Decimal("-1.5"), None] for text in FORMULAS]
    answer = download(RequestFactory().get("/"), "x", ["=header", "b"], rows, ["=1", 85])
    book = zipfile.ZipFile(io.BytesIO(answer.content))
    sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert sheet.count("<v>5</v>") == len(rows)
    assert sheet.count("<v>-1.5</v>") == len(rows)
    assert "xl/externalLinks" not in str(book.namelist())
    assert "hyperlink" not in sheet


def test_numbers_of_csv_stay_numbers():
    answer = download(RequestFactory().get("/", {"format": "csv"}), "x", ["a"], [[-5, Decimal("-1.5"), None]])
    assert answer.content.decode("utf-8-sig").splitlines()[1] == "-5,-1.5,"


def test_uploads_are_served_to_nobody(client, settings, a):
    client.force_login(make_user("someone"))
    assert ROOT / "static" not in [settings.MEDIA_ROOT, *settings.MEDIA_ROOT.parents]
    assert settings.STATIC_ROOT is None or settings.STATIC_ROOT not in settings.MEDIA_ROOT.parents
    assert not any("media" in address.name for address in addresses())
    assert client.get("/media/x").status_code == 404
