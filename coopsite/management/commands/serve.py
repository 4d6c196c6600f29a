"""`manage.py serve`: serves Coopsite with waitress, says at which address, and who can sign in to the demonstration."""

import errno
import os
import signal
import sys

import waitress
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.core.servers.basehttp import get_internal_wsgi_application
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

DEMO_COOPERATIVE = "ngoc-hoang"
DEMO_PASSWORD = "coopsite-demo"  # noqa: S105 - printed for everyone to use; seed_demo refuses production
ROLES = {
    "director": "the director's page, everything to read",
    "accountant": "prices, tickets, day close",
    "clerk": "the weigh station",
    "field": "households and plots",
    "packer": "what came in",
    "sales": "traders and orders",
    "controller": "checks and history",
    "admin": "settings, people, /admin/",
}


class Command(BaseCommand):
    help = "Serve Coopsite with waitress, eight threads in one process."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
        parser.add_argument("--port", default="8000", help="port to listen on (default: %(default)s)")

    def handle(self, *args, host: str, port: str, **options) -> None:
        if not port.isdecimal() or not 0 < int(port) < 65536:
            raise CommandError(f"{port!r} is not a port: give a number from 1 to 65535.")
        require_prepared()
        os.umask(0o077)
        server = listen(host, int(port))
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        self.stdout.write(f"\nCoopsite is at http://{host}:{port}")
        self.stdout.write(f"Ctrl-C stops it; the data stays in {settings.VAR_DIR}")
        for line in sign_ins():
            self.stdout.write(line)
        self.stdout.flush()
        server.run()


def require_prepared() -> None:
    """Refuse to serve pages that could only fail: tables or hashed static files are missing."""
    executor = MigrationExecutor(connection)
    behind = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if behind or not (settings.VAR_DIR / "static" / "staticfiles.json").exists():
        raise CommandError("The database or the static files are not ready: run `manage.py prepare` first.")
    connection.close()


def listen(host: str, port: int):
    """A waitress server with its socket open, so that the address is printed only when it is ours.

    200 half-open connections stop waitress at its default limit of 100 and leave it fast at 1000.
    """
    behind_proxy = bool(settings.TRUSTED_PROXIES or settings.SECURE_PROXY_SSL_HEADER)
    try:
        return waitress.create_server(
            get_internal_wsgi_application(),
            host=host,
            port=port,
            threads=8,
            connection_limit=1000,
            channel_timeout=30,
            max_request_body_size=16 * 1024 * 1024,
            ident=None,
            # What the proxy says about client and scheme is weighed by the settings; without one nobody may say it.
            clear_untrusted_proxy_headers=not behind_proxy,
        )
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise CommandError(f"Port {port} is taken by another program: try `make run PORT={port + 1}`.") from error
        raise CommandError(f"Cannot listen on {host}:{port}: {error.strerror}.") from error


def sign_ins() -> list[str]:
    """Lines with one sign-in per role, when the demonstration co-operative is in the database."""
    names = {f"{role}.{DEMO_COOPERATIVE}": does for role, does in ROLES.items()}
    names["operator"] = "the whole installation, /admin/"
    known = set(get_user_model()._default_manager.filter(username__in=names).values_list("username", flat=True))
    connection.close()
    if not known:
        return []
    width = max(map(len, names))
    table = [f"  {name:{width}}  {does}" for name, does in names.items() if name in known]
    return [f"\nSign in with the password {DEMO_PASSWORD} as", *table, ""]
