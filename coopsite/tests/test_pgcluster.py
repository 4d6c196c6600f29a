"""The throwaway PostgreSQL cluster answers, passes the exit code on, and leaves nothing behind."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from coopsite import pgcluster

PROJECT = Path(__file__).resolve().parents[2]
needs_postgresql = pytest.mark.skipif(not pgcluster.binaries(), reason="PostgreSQL is not installed here")


def start(*command: str, **options) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-m", "coopsite.pgcluster", *command],
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        text=True,
        **options,
    )


def folder_in(url: str) -> Path:
    return Path(url.removeprefix("postgres:///")).parent


def is_running(process: int) -> bool:
    """False for one that is gone, or dead and only waiting to be buried by whoever adopted it."""
    command = Path(f"/proc/{process}/cmdline")
    return command.exists() and bool(command.read_bytes())


@needs_postgresql
@pytest.mark.slow
def test_a_command_gets_a_database_and_its_exit_code_is_passed_on():
    script = (
        "import os, sys, psycopg; from pathlib import PurePath; url = os.environ['DATABASE_URL'];"
        "socket = str(PurePath(url.removeprefix('postgres:///')).parent);"
        "ask = psycopg.connect(host=socket, dbname='postgres').execute;"
        "print(url, ask('SHOW server_encoding').fetchone()[0], ask('SHOW listen_addresses').fetchone()[0] or 'socket');"
        "sys.exit(7)"
    )
    with start(sys.executable, "-c", script) as run:
        url, *facts = run.stdout.read().split()
    assert run.returncode == 7
    assert facts == ["UTF8", "socket"]
    assert not folder_in(url).exists()


@needs_postgresql
@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_run_that_is_broken_off_leaves_no_server_and_no_files(number):
    command = ("sh", "-c", "echo $DATABASE_URL; exec sleep 60")
    with start(*command, start_new_session=True) as run:
        folder = folder_in(run.stdout.readline().strip())
        postmaster = int((folder / "data" / "postmaster.pid").read_text().split()[0])
        assert is_running(postmaster)
        os.killpg(run.pid, number)
    assert run.returncode == 128 + number
    assert not folder.exists()
    assert not is_running(postmaster)


def test_without_postgresql_it_says_so(monkeypatch):
    monkeypatch.setattr(pgcluster, "binaries", lambda: None)
    assert pgcluster.main(["--found"]) == 1
    with pytest.raises(SystemExit, match="are not here"):
        pgcluster.main(["true"])


def test_only_root_steps_down(monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert pgcluster.unprivileged() == {}
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert pgcluster.unprivileged()["user"] != 0
