"""The throw-away databases of the bench: one for each number of loads, beside the real one, never in it."""

import hashlib
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import OperationalError, load_backend

from growers.actions.reference import load_reference
from growers.models import Cooperative, User
from harvests.actions.bench_data import SLUG, USERNAME, fill
from harvests.actions.bench_runs import ACCOUNTANT
from harvests.models import guards


class NotOurs(Exception):
    """The database holds something that the bench did not make; it is not touched."""


def open_database(lines: int, say) -> BaseDatabaseWrapper:
    """A connection to the database with so many loads, made first when it is not there or was made by other code."""
    wrapper = _wrapper(lines)
    with in_use(wrapper):
        if not _is_ready(lines):
            say(f"Making {wrapper.settings_dict['NAME']} with {lines:,} loads ...")
            _empty(wrapper)
            call_command("migrate", run_syncdb=True, interactive=False, verbosity=0)
            guards.install(wrapper)
            load_reference()
            coop = fill(lines)
            Cooperative.objects.filter(pk=coop.pk).update(address=_made_by(lines))
            # SQLite gets no ANALYZE, nor does `prepare` run it or PRAGMA optimize: with their figures its planner finds
            # nothing faster, and counts what is on hold thirty times slower at a million loads.
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("VACUUM ANALYZE")  # what autovacuum does within minutes
    return wrapper


@contextmanager
def in_use(wrapper: BaseDatabaseWrapper):
    """Within this, `wrapper` is the connection that everything uses."""
    before = connections["default"]
    connections["default"] = wrapper
    try:
        yield
    finally:
        connections["default"] = before


def _wrapper(lines: int) -> BaseDatabaseWrapper:
    ours = dict(connections.settings["default"], CONN_MAX_AGE=None)
    if connection.vendor == "sqlite":
        folder = Path(settings.VAR_DIR) / "bench"
        folder.mkdir(parents=True, exist_ok=True)
        ours["NAME"] = str(folder / f"{lines}.sqlite3")
    else:
        ours["NAME"] = f"{ours['NAME']}_bench_{lines}"
    return load_backend(ours["ENGINE"]).DatabaseWrapper(ours, "default")


def _made_by(lines: int) -> str:
    """A mark that changes when the schema or what fills it does."""
    whole = hashlib.sha256(str(lines).encode())
    for file in sorted(Path(settings.BASE_DIR).glob("*/migrations/0*.py")):
        whole.update(file.read_bytes())
    for name in ("bench_data.py", "bench_tickets.py", "bench_runs.py", "bench_lots.py"):
        whole.update((Path(settings.BASE_DIR) / "harvests" / "actions" / name).read_bytes())
    return whole.hexdigest()


def _is_ready(lines: int) -> bool:
    """Whether the database was made by this code; raises NotOurs when somebody else's things are in it."""
    try:
        tables = set(connection.introspection.table_names())
    except OperationalError:
        return False  # PostgreSQL: not there yet
    if Cooperative._meta.db_table not in tables:
        if tables:
            raise NotOurs(connection.settings_dict["NAME"])
        return False
    found = dict(Cooperative.objects.values_list("slug", "address"))
    if set(found) - {SLUG} or User.objects.exclude(username__in=(USERNAME, ACCOUNTANT)).exists():
        raise NotOurs(connection.settings_dict["NAME"])
    return found.get(SLUG) == _made_by(lines)


def _empty(wrapper: BaseDatabaseWrapper) -> None:
    wrapper.close()
    name = wrapper.settings_dict["NAME"]
    if wrapper.vendor == "sqlite":
        for end in ("", "-wal", "-shm"):
            Path(f"{name}{end}").unlink(missing_ok=True)
        return
    with wrapper._nodb_cursor() as cursor:
        quoted = wrapper.ops.quote_name(name)
        cursor.execute(f"DROP DATABASE IF EXISTS {quoted}")
        cursor.execute(f"CREATE DATABASE {quoted}")
