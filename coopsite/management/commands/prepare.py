"""`manage.py prepare`: brings database, reference data, demonstration and static files up to date; safe to repeat."""

import hashlib
import io
import os
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from harvests.models import guards


class Command(BaseCommand):
    help = "Bring database, reference data, demonstration (in a new database) and static files up to date."
    requires_system_checks = []  # migrate and serve check

    def handle(self, *args, **options) -> None:
        os.umask(0o077)  # names, phones and ID numbers: for the owner of the process alone
        settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
        demo_due = settings.VAR_DIR / "demonstration-is-due"
        if settings.DEMO_TODAY and not settings.PRODUCTION and not connection.introspection.table_names():
            # Noted outside the database: a first start that is cut off goes on with it the next time.
            demo_due.touch()
        self.migrate()
        self.collect_static()
        call_command("load_reference", verbosity=0, stdout=io.StringIO())  # a third of a second: always
        if demo_due.exists():
            self.say("Demonstration co-operatives ...")
            call_command("seed_demo", verbosity=0)
            demo_due.unlink()

    def say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()

    def migrate(self) -> None:
        """Apply what is unapplied; with nothing to apply, migrate's own second is saved."""
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if plan:
            self.say(f"Database: {len(plan)} migrations ...")
            call_command("migrate", interactive=False, verbosity=0)
        guards.install(connection)

    def collect_static(self) -> None:
        """Collect, hash and compress when a static file, a package or a setting has changed since the last time."""
        note = settings.VAR_DIR / "static.fingerprint"
        fingerprint = fingerprint_of(settings.BASE_DIR)
        collected = (Path(settings.STATIC_ROOT) / "staticfiles.json").exists()
        if collected and note.exists() and note.read_text() == fingerprint:
            return
        self.say("Static files ...")
        note.unlink(missing_ok=True)
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        note.write_text(fingerprint)


def fingerprint_of(project: Path) -> str:
    """One hash over everything that decides what collectstatic makes."""
    files = [project / "requirements.txt", project / "coopsite" / "apps.py", project / "coopsite" / "settings.py"]
    for folder in (project / "static", *sorted(project.glob("*/static"))):
        if folder != settings.STATIC_ROOT:
            files += sorted(path for path in folder.rglob("*") if path.is_file())
    whole = hashlib.sha256()
    for path in files:
        whole.update(f"{path.relative_to(project)}\0{path.stat().st_size}\0".encode())
        whole.update(path.read_bytes())
    return whole.hexdigest()
