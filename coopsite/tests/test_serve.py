"""The whole way of `make run` on an empty folder: prepare, serve, and what waitress then sends."""

import os
import re
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from coopsite import first_start

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def machine(tmp_path_factory):
    """The environment of a machine whose var/ was made by a first start, without the demonstration."""
    var = tmp_path_factory.mktemp("var")
    first_start.write(var / "coopsite.env")
    foreign = ("DATABASE_URL", "DJANGO_", "PYTEST", "PYTHON")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
    return environment | {"VAR_DIR": str(var), "DEMO_TODAY": ""}


def manage(machine, *arguments, **options):
    command = [sys.executable, "-W", "error", "manage.py", *arguments]
    return subprocess.run(command, cwd=PROJECT, env=machine, capture_output=True, text=True, timeout=120, **options)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def get(url: str, **headers):
    try:
        return urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=20)
    except urllib.error.HTTPError as error:
        return error


def test_the_first_start_makes_a_secret_once_and_keeps_it(tmp_path):
    path = tmp_path / "var" / "coopsite.env"
    assert first_start.write(path) is True
    made = path.read_text()
    assert len(re.search("^SECRET_KEY=(.+)$", made, re.MULTILINE)[1]) >= 50
    assert path.stat().st_mode & 0o077 == 0
    assert first_start.write(path) is False
    assert path.read_text() == made


@pytest.mark.slow
def test_serving_before_preparing_is_refused_with_the_command_to_run(tmp_path, machine):
    done = manage(machine | {"VAR_DIR": str(tmp_path)}, "serve", "--port", str(free_port()))
    assert done.returncode == 1
    assert "manage.py prepare" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.slow
def test_a_prepared_machine_serves_hashed_and_compressed(machine):
    first, second = manage(machine, "prepare"), manage(machine, "prepare")
    assert first.returncode == second.returncode == 0, first.stderr + second.stderr
    assert "Static files" in first.stdout
    assert second.stdout == ""
    port = free_port()
    home = f"http://127.0.0.1:{port}"
    command = [sys.executable, "manage.py", "serve", "--port", str(port)]
    with subprocess.Popen(command, cwd=PROJECT, env=machine, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert home in server.stdout.readline() + server.stdout.readline()
            assert get(f"{home}/healthz").status == 200
            page = get(f"{home}/accounts/login/")
            assert page.status == 200
            assert page.headers["Server"] is None
            css = re.search(r"/static/[^\"]+\.[0-9a-f]{12}\.css", page.read().decode())[0]
            sheet = get(home + css, **{"Accept-Encoding": "br"})
            assert sheet.headers["Content-Encoding"] == "br"
            assert "immutable" in sheet.headers["Cache-Control"]
            assert get(f"{home}/", Host="elsewhere.example").status == 400
            taken = manage(machine, "serve", "--port", str(port))
            assert (taken.returncode, "is taken" in taken.stderr) == (1, True)
        finally:
            server.terminate()
    assert server.returncode == 0


@pytest.mark.parametrize("port", ["0", "65536", "80x", "-1"])
def test_a_port_that_is_none_is_named(machine, port):
    done = manage(machine, "serve", f"--port={port}")
    assert (done.returncode, "is not a port" in done.stderr) == (1, True)


@pytest.mark.slow
def test_production_passes_django_s_deployment_checks(machine):
    production = machine | {"PRODUCTION": "on", "ALLOWED_HOSTS": "coop.example"}
    done = manage(production, "check", "--deploy", "--fail-level", "WARNING")
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("given", "missing"), [({"SECRET_KEY": ""}, "SECRET_KEY"), ({"SECRET_KEY": "x" * 50}, "PERSONAL_KEYS")]
)
def test_production_without_a_secret_does_not_start(machine, given, missing):
    done = manage(machine | {"PRODUCTION": "on", "COOPSITE_ENV_FILE": os.devnull, **given}, "check")
    assert done.returncode != 0
    assert missing in done.stderr
