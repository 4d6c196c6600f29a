"""`manage.py backup FOLDER`: one complete copy of the database and of the uploaded files, never a half one."""

import os
import sqlite3
import subprocess
import tarfile
import time
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.backends.postgresql.client import DatabaseClient


class Command(BaseCommand):
    help = "Write a copy of the database and of the uploaded files into a folder; the application may be running."

    def add_arguments(self, parser) -> None:
        parser.add_argument("folder", type=Path, nargs="?", default=settings.VAR_DIR / "backups")

    def handle(self, *args, folder: Path, **options) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        stamp = time.strftime("%Y%m%d-%H%M%S")
        if connection.vendor == "sqlite":
            made = [whole(folder / f"coopsite-{stamp}.sqlite3", copy_sqlite)]
        else:
            made = [whole(folder / f"coopsite-{stamp}.pgdump", dump_postgresql)]
        if Path(settings.MEDIA_ROOT).is_dir():
            made.append(whole(folder / f"coopsite-{stamp}-media.tar.gz", pack_media))
        for path in made:
            self.stdout.write(f"{path}  {path.stat().st_size:,} bytes")


def whole(path: Path, write: Callable[[Path], None]) -> Path:
    """Let `write` make a part file and give it the final name only when its bytes are on the disk."""
    part = path.with_name(path.name + ".part")
    try:
        write(part)
        for place in (part, path.parent):
            handle = os.open(place, os.O_RDONLY)
            os.fsync(handle)
            os.close(handle)
        part.chmod(0o600)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return path


def copy_sqlite(part: Path) -> None:
    """VACUUM INTO copies one consistent state under writers; copying the file would miss what is in the WAL."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(part)])
    copy = sqlite3.connect(part)
    verdict = copy.execute("PRAGMA integrity_check").fetchone()[0]
    copy.close()
    if verdict != "ok":
        raise CommandError(f"The copy is damaged: {verdict}")


def dump_postgresql(part: Path) -> None:
    """pg_dump in its own format, for pg_restore; it has to be on PATH."""
    (_psql, *where), environment = DatabaseClient.settings_to_cmd_args_env(connection.settings_dict, [])
    command = ["pg_dump", "--format=custom", f"--file={part}", *where]
    try:
        done = subprocess.run(command, env={**os.environ, **(environment or {})}, capture_output=True, text=True)
    except FileNotFoundError as error:
        raise CommandError("pg_dump is not here (Debian: apt-get install postgresql-client).") from error
    if done.returncode:
        raise CommandError(f"pg_dump failed: {done.stderr.strip()}")


def pack_media(part: Path) -> None:
    with tarfile.open(part, "w:gz") as archive:
        archive.add(settings.MEDIA_ROOT, arcname="media")
