"""A real Chromium against a live server: pages that report by themselves what a person would not see."""

import contextlib
import fcntl
import os
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.management import call_command
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

DESK = {"viewport": {"width": 1366, "height": 768}}
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True, "device_scale_factor": 2}
HERE = Path(__file__).parent
REPORT_CSP = """document.addEventListener("securitypolicyviolation", event => console.error(
    `CSP ${event.violatedDirective} refused ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`))"""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, which can look up no name and so reach nothing but this machine."""
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if program is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("Chromium is not installed here.")
    flags = [
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-dev-shm-usage",
        "--disable-sync",
        "--no-first-run",
    ]
    if os.geteuid() == 0:
        flags.append("--no-sandbox")  # Chromium's sandbox refuses to start for root
    with sync_playwright() as playwright:
        # Playwright keeps an event loop running in this thread, for which Django would refuse the ORM here.
        # Nothing runs concurrently in it: a test's own queries and its browser calls take turns.
        before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
        chromium = playwright.chromium.launch(executable_path=program, args=flags)
        yield chromium
        chromium.close()
        os.environ.pop("DJANGO_ALLOW_ASYNC_UNSAFE") if before is None else None


@pytest.fixture(scope="session")
def live_server() -> Iterator[LiveServer]:
    """pytest-django's live server, taking static files from where they lie: it would want them collected."""
    server = LiveServer("localhost", start=False)
    server.thread.static_handler = StaticFilesHandler
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def demonstration(django_db_setup, tmp_path_factory) -> Callable[[], None]:
    """`demonstration()` fills the empty database with that of 8 September 2025: seeded by the first who asks, in
    whichever worker, and copied by everybody else."""
    folder = tmp_path_factory.getbasetemp()
    copy = (folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder) / "demonstration.sqlite3"

    def fill():
        if connection.vendor != "sqlite":
            return call_command("seed_demo", verbosity=0)
        connection.ensure_connection()
        with copy.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not copy.exists():
                call_command("seed_demo", verbosity=0)
                written = copy.with_suffix(".part")
                with contextlib.closing(sqlite3.connect(written)) as target:
                    connection.connection.backup(target)
                return written.rename(copy)
        with contextlib.closing(sqlite3.connect(copy)) as source:
            return source.backup(connection.connection)

    return fill


class Watch:
    """Notes what a page does behind a person's back: console errors, refused content, failures, other hosts."""

    def __init__(self, context: BrowserContext, host: str) -> None:
        self.host = host
        self.complaints: list[str] = []
        self.tolerated: list[str] = []
        context.add_init_script(REPORT_CSP)
        context.on("console", self._console)
        context.on("weberror", lambda error: self.complaints.append(f"script: {error.error}"))
        context.on("request", self._request)
        context.on("response", self._response)

    def _console(self, message) -> None:
        if message.type == "error":
            self.complaints.append(f"console: {message.text} ({message.location.get('url', '')})")

    def _request(self, request) -> None:
        target = urlsplit(request.url)
        if target.scheme in ("http", "https", "ws", "wss") and target.netloc != self.host:
            self.complaints.append(f"another host: {request.url}")

    def _response(self, response) -> None:
        if response.status >= 500:
            self.complaints.append(f"{response.status}: {response.url}")

    def left(self) -> list[str]:
        """The complaints that no test has said to expect."""
        return [line for line in self.complaints if not any(re.search(t, line) for t in self.tolerated)]


@pytest.fixture
def watches() -> dict[BrowserContext, Watch]:
    return {}


@pytest.fixture
def open_page(browser: Browser, live_server: LiveServer, watches: dict) -> Iterator[Callable[..., Page]]:
    """A page in a browser context of its own (another person, another machine); fails the test that it complains in."""

    def open_one(**options) -> Page:
        local = {"base_url": live_server.url, "locale": "vi-VN", "timezone_id": "Asia/Ho_Chi_Minh"}
        context = browser.new_context(**local, **(options or DESK))
        context.set_default_timeout(10_000)
        watches[context] = Watch(context, urlsplit(live_server.url).netloc)
        return context.new_page()

    yield open_one
    for context in watches:
        context.close()
    complaints = [line for watch in watches.values() for line in watch.left()]
    if complaints:
        pytest.fail("The browser complained:\n" + "\n".join(complaints), pytrace=False)


@pytest.fixture
def page(open_page) -> Page:
    return open_page(**DESK)


@pytest.fixture
def phone(open_page) -> Page:
    return open_page(**PHONE)


@pytest.fixture
def tolerate(watches) -> Callable[[Page, str], None]:
    """Expect complaints that match a regular expression, e.g. the console's own line about a 404 asked for."""
    return lambda page, pattern: watches[page.context].tolerated.append(pattern)


@pytest.fixture
def offline(tolerate) -> Callable[[Page], contextlib.AbstractContextManager]:
    """`with offline(page):` the network is gone for this page."""

    @contextlib.contextmanager
    def cut(page: Page) -> Iterator[None]:
        tolerate(page, "ERR_INTERNET_DISCONNECTED")
        page.context.set_offline(True)
        yield
        page.context.set_offline(False)

    return cut


@pytest.fixture
def enter(client, settings, live_server) -> Callable:
    """Sign a user in without the form: `enter(page, user)`."""

    def go_in(page: Page, user) -> None:
        client.force_login(user)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])

    return go_in


@pytest.fixture
def assert_accessible() -> Callable[[Page], None]:
    """Ask axe-core; a serious or critical violation fails, with the rule and the elements."""

    def check(page: Page) -> None:
        lines = [page.url]
        for rule in Axe().run(page).response["violations"]:
            if rule["impact"] in ("serious", "critical"):
                lines.append(f"{rule['impact']} {rule['id']}: {rule['help']}")
                lines += [f"    {node['html']}" for node in rule["nodes"]]
        assert len(lines) == 1, "\n".join(lines)

    return check
