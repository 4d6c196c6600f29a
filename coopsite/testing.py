"""Pytest plugin that makes tests strict: what production would render as nothing or only log fails here."""

import logging
import os
import shutil
import sys
import tempfile
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage
from django.contrib.staticfiles.utils import matches_patterns
from django.template.base import FilterExpression, Node

PROJECT = Path(__file__).resolve().parent.parent
DATABASES = {"db", "transactional_db", "django_db_reset_sequences", "live_server"}  # fixtures that ask one
ROOM_FOR_DATABASES = 512 * 1024 * 1024

# This module is imported before the settings are, so that a developer's own environment changes no result.
for _name in (
    "ALLOWED_HOSTS",
    "BEHIND_HTTPS_PROXY",
    "COOPSITE_ENV_FILE",
    "CSRF_TRUSTED_ORIGINS",
    "DEBUG",
    "DEMO_TODAY",
    "HTTPS",
    "PRODUCTION",
    "PUBLIC_SITE",
    "SECRET_KEY",
    "TRUSTED_PROXIES",
):
    os.environ.pop(_name, None)


class UndefinedVariable(AssertionError):
    """A template of ours asked for something that is not there."""


class Undefined(str):
    """The engine's string_if_invalid: empty, as in production, in a package's template; an error in ours.

    Django asks whether it is true when a name is missing, and for its text when a lookup ended in
    ObjectDoesNotExist. `{% if %}` and `{% firstof %}` ask neither, so that optional things can be asked for.
    """

    def __bool__(self) -> bool:
        if sys._getframe(1).f_code is FilterExpression.resolve.__code__:
            self._judge()
        return False

    def __html__(self) -> str:
        self._judge()
        return ""

    __str__ = __html__

    @staticmethod
    def _judge() -> None:
        node = _rendering_node()
        if node is None or not _is_of_a_package(node.origin.name):
            what = f"{node.token.contents!r} in {node.origin.name}" if node else "a template"
            line = f", line {node.token.lineno}" if node else ""
            raise UndefinedVariable(f"Undefined template variable: {what}{line}")


def _rendering_node() -> Node | None:
    frame = sys._getframe(2)
    while frame is not None:
        owner = frame.f_locals.get("self")
        if isinstance(owner, Node) and getattr(owner, "origin", None) and getattr(owner, "token", None):
            return owner
        frame = frame.f_back
    return None


def _is_of_a_package(template: str) -> bool:
    path = Path(template)
    return path.is_absolute() and ("site-packages" in path.parts or PROJECT not in path.parents)


class FoundStatic(StaticFilesStorage):
    """Static files without hashes; a name that collectstatic would not bring is an error, as in production."""

    known: set[str] = set()

    def url(self, name: str) -> str:
        if name and name not in self.known and not name.endswith("/"):
            from django.apps import apps

            ignored = apps.get_app_config("staticfiles").ignore_patterns
            left_out = any(matches_patterns(part, ignored) for part in (name, *Path("" + name).parts))
            if left_out or finders.find(name) is None:
                raise ValueError(f"No static file {name!r} would be collected")
            self.known.add(name)
        return super().url(name)


class ErrorLog(logging.Handler):
    """Keeps the ERROR and CRITICAL records of the test that is running."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        cause = f" ({record.exc_info[1]!r})" if record.exc_info else ""
        self.lines.append(f"{record.name}: {record.getMessage()}{cause}")


error_log = ErrorLog()


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *settings.PASSWORD_HASHERS]
    settings.STORAGES["staticfiles"] = {"BACKEND": "coopsite.testing.FoundStatic"}
    settings.STATIC_ROOT = None  # else every test client would look through the collected files
    for template_engine in settings.TEMPLATES:
        template_engine["OPTIONS"]["string_if_invalid"] = Undefined()
    folder = tempfile.mkdtemp(prefix="coopsite-tests-", dir=_memory_disk())
    config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
    settings.MEDIA_ROOT = Path(folder) / "media"
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        # A file, for a database in memory cannot be shared by the threads of a live server or by processes.
        database.setdefault("TEST", {})["NAME"] = str(Path(folder) / "test.sqlite3")
    logging.getLogger().addHandler(error_log)
    _guard_tables()
    _let_tests_empty_tables()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--only-database", action="store_true", help="leave out what asks no database: it ran before")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On a second database, only what asks one is worth another run."""
    if not config.getoption("--only-database"):
        return
    asks = [item for item in items if item.get_closest_marker("django_db") or DATABASES & {*item.fixturenames}]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(asks)])
    items[:] = asks


def _guard_tables() -> None:
    """Tables made straight from the models, without migrations, get their triggers, too."""
    from django.db.backends.base.creation import BaseDatabaseCreation

    making = BaseDatabaseCreation.create_test_db

    def create_test_db(self, *args, **kwargs):
        from harvests.models import guards

        name = making(self, *args, **kwargs)
        guards.install(self.connection)
        return name

    BaseDatabaseCreation.create_test_db = create_test_db


def _let_tests_empty_tables() -> None:
    """SQLite empties tables between tests row by row, which the guards of append-only tables refuse."""
    from django.db.backends.sqlite3.base import DatabaseOperations  # the other way round imports in a circle

    emptying = DatabaseOperations.execute_sql_flush

    def execute_sql_flush(self, sql_list):
        from harvests.models import guards

        guards.remove(self.connection)
        emptying(self, sql_list)
        guards.install(self.connection)

    DatabaseOperations.execute_sql_flush = execute_sql_flush


def _memory_disk() -> str | None:
    """A roomy folder in memory, where the syncs that durability demands cost nothing; None: the usual one."""
    shared = Path("/dev/shm")  # noqa: S108 - only mkdtemp writes there
    if os.access(shared, os.W_OK) and shutil.disk_usage(shared).free > ROOM_FOR_DATABASES:
        return str(shared)
    return None


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item):
    error_log.lines.clear()
    result = yield
    if error_log.lines and not item.get_closest_marker("logs_errors"):
        pytest.fail("ERROR in the log:\n" + "\n".join(error_log.lines), pytrace=False)
    return result


@pytest.fixture(autouse=True)
def _nothing_lingers():
    """Language and cache that a request left behind do not reach the next test."""
    yield
    from django.core.cache import cache
    from django.utils import translation

    translation.deactivate()
    cache.clear()


@pytest.fixture
def stand_still(settings):
    """Freeze the one clock on a day given as YYYY-MM-DD; None lets it run."""

    def stop(day: str | None) -> None:
        settings.DEMO_TODAY = day or ""

    return stop
