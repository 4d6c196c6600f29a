"""Runs a command on a private, throwaway PostgreSQL cluster: `python -m coopsite.pgcluster COMMAND...`."""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

# Nothing to keep: durability is off, and only the socket in the cluster's own folder is listened on.
OPTIONS = (
    "listen_addresses=''",
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_connections=200",
)
STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
LONGEST_FOLDER = 60  # the path of a unix socket has room for some 100 characters


def binaries() -> Path | None:
    """The folder with initdb and pg_ctl: the one on PATH, else Debian's newest; None when there is none."""
    folders = []
    if on_path := shutil.which("initdb"):
        folders.append(Path(on_path).resolve().parent)
    debian = [folder for folder in Path("/usr/lib/postgresql").glob("*/bin") if folder.parent.name.isdigit()]
    folders += sorted(debian, key=lambda folder: int(folder.parent.name), reverse=True)
    return next((f for f in folders if (f / "initdb").exists() and (f / "pg_ctl").exists()), None)


def unprivileged() -> dict:
    """Arguments for subprocess that step down from root, as whom initdb refuses to work; {} for anyone else."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            person = pwd.getpwnam(name)
            return {"user": person.pw_uid, "group": person.pw_gid, "extra_groups": []}
    raise SystemExit("PostgreSQL refuses to run as root, and no user `postgres` or `nobody` is here to run it.")


@contextlib.contextmanager
def cluster(tools: Path) -> Iterator[dict[str, str]]:
    """A running cluster in a folder of its own; yields the variables that lead to it, then removes it all."""
    person = unprivileged()
    parent = tempfile.gettempdir()
    if len(parent) > LONGEST_FOLDER:
        parent = "/tmp"  # noqa: S108 - mkdtemp makes a private folder there
    folder = Path(tempfile.mkdtemp(prefix="coopsite-pg-", dir=parent))
    data, log = folder / "data", folder / "log"
    stop = ("pg_ctl", "stop", "--mode=immediate", "--silent", f"--pgdata={data}")
    try:
        if person:
            os.chown(folder, person["user"], person["group"])
        init = ("--username=coopsite", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")
        _call(tools, ("initdb", *init, f"--pgdata={data}"), person, log)
        with (data / "postgresql.conf").open("a") as file:
            file.write("\n".join((*OPTIONS, f"unix_socket_directories='{folder}'", "")))
        _call(tools, ("pg_ctl", "start", "--wait", "--silent", f"--pgdata={data}", f"--log={log}"), person, log)
        yield {"DATABASE_URL": f"postgres:///{folder}/postgres", "PGUSER": "coopsite", "PGPORT": "5432"}
    finally:
        try:
            if (data / "postmaster.pid").exists():
                _call(tools, stop, person, log)
        finally:
            shutil.rmtree(folder)


def _call(tools: Path, command: tuple[str, ...], person: dict, log: Path) -> None:
    """Run one of PostgreSQL's tools to its end: Ctrl-C does not reach it, and we go only when it has finished."""
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    output = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    command = (str(tools / command[0]), *command[1:])
    alone = {"cwd": log.parent, "env": environment, "start_new_session": True, **output, **person}
    with subprocess.Popen(command, **alone) as tool:
        try:
            said, _nothing = tool.communicate()
        finally:
            tool.wait()
    if tool.returncode:
        raise SystemExit(f"{command[0]} failed.\n{said}{log.read_text() if log.exists() else ''}")


def run(command: list[str], variables: dict[str, str]) -> int:
    """Run the command with these variables added; on a signal, wait until it has put its own things away.

    The command may speak, and be answered with a signal, before Popen has returned: so a signal is noted, never raised.
    """
    child, heard = None, []

    def hear(number, frame):
        heard.append(number)
        if child and number != signal.SIGINT:  # Ctrl-C: the terminal has sent it to the command too
            child.terminate()

    before = {number: signal.signal(number, hear) for number in STOPS}
    try:
        with subprocess.Popen(command, env={**os.environ, **variables}) as child:
            if set(heard) - {signal.SIGINT}:
                child.terminate()
            code = child.wait()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    return 128 + heard[0] if heard else code


def main(arguments: list[str]) -> int:
    """With --found: 0 when PostgreSQL's programs are here, else 1. Otherwise the exit code of the command."""
    tools = binaries()
    if arguments == ["--found"]:
        return 0 if tools else 1
    if not arguments or not tools:
        raise SystemExit("No command given." if tools else "PostgreSQL's initdb and pg_ctl are not here.")
    for number in STOPS:
        signal.signal(number, lambda number, frame: sys.exit(128 + number))
    with cluster(tools) as variables:
        return run(arguments, variables)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
