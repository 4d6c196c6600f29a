"""A backup is whole and opens again, or it is not there."""

import sqlite3
import subprocess
import tarfile
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import connection

from coopsite.management.commands import backup

pytestmark = pytest.mark.django_db(transaction=True)  # VACUUM cannot run inside a transaction


@pytest.fixture
def someone():
    return get_user_model()._default_manager.create(username="clerk.ngoc-hoang")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the copy of a SQLite database")
def test_the_copy_holds_the_rows_and_is_private(tmp_path, someone):
    call_command("backup", tmp_path)
    (copy,) = tmp_path.iterdir()
    table = get_user_model()._meta.db_table
    assert sqlite3.connect(copy).execute(f"SELECT username FROM {table}").fetchall() == [("clerk.ngoc-hoang",)]
    assert copy.stat().st_mode & 0o077 == 0


@pytest.mark.skipif(connection.vendor != "postgresql", reason="the dump of a PostgreSQL database")
def test_the_dump_can_be_read_by_pg_restore(tmp_path, someone):
    call_command("backup", tmp_path)
    (dump,) = tmp_path.iterdir()
    script = subprocess.run(["pg_restore", "--data-only", "--file=-", dump], capture_output=True, text=True, check=True)
    assert "clerk.ngoc-hoang" in script.stdout


def test_uploaded_files_come_along(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_ROOT.mkdir()
    (settings.MEDIA_ROOT / "register.xlsx").write_bytes(b"rows")
    call_command("backup", tmp_path / "copies")
    (archive,) = (tmp_path / "copies").glob("*-media.tar.gz")
    with tarfile.open(archive) as packed:
        assert packed.extractfile("media/register.xlsx").read() == b"rows"


def test_a_copy_that_breaks_off_leaves_nothing_behind(tmp_path):
    def half(part: Path) -> None:
        part.write_bytes(b"half")
        raise CommandError("disk full")

    with pytest.raises(CommandError):
        backup.whole(tmp_path / "coopsite.sqlite3", half)
    assert list(tmp_path.iterdir()) == []


def test_a_finished_copy_has_its_name_only_when_it_is_written(tmp_path):
    final = tmp_path / "coopsite.sqlite3"

    def write(part: Path) -> None:
        assert not final.exists()
        part.write_bytes(b"all")

    assert backup.whole(final, write).read_bytes() == b"all"
