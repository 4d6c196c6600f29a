"""Processes that race: a starter with Django set up forks one racer for each part, and lets all go at one moment."""

import contextlib
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
DAY = "2025-09-08"
AT_MOST_S = 60


class Racers:
    """The starter seen from a test: `race` takes parts and gives what each was answered."""

    def __init__(self, database: str):
        foreign = ("DATABASE_URL", "DJANGO_", "PYTEST")
        environment = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
        self.folder = tempfile.TemporaryDirectory(prefix="coopsite-racers-")
        environment |= {"DATABASE_URL": database, "DEMO_TODAY": DAY, "VAR_DIR": self.folder.name}
        environment |= {"COOPSITE_ENV_FILE": os.devnull}
        self.log = Path(self.folder.name, "log").open("w+")  # noqa: SIM115 - closed with the racers
        self.starter = subprocess.Popen(
            [sys.executable, "-m", "coopsite.tests.racers"],
            cwd=PROJECT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.log, text=True,
        )  # fmt: skip

    def race(self, *parts: dict, without: str = "", patience_ms: int = 0) -> list[list["Answer"]]:
        """Run the parts at once and give the answers of each.

        A part is {user: key, posts: [{url, body, json}], warm: a page to load before the start, late_ms: to wait after
        it, hold_ms: to keep the day's book before posting}. `without` names a guard (see coopsite.tests.saboteurs) that
        is out of order in every racer; `patience_ms` is how long each waits for a lock.
        """
        order = {"parts": parts, "without": without, "patience_ms": patience_ms}
        line = ""
        with contextlib.suppress(BrokenPipeError):
            self.starter.stdin.write(json.dumps(order) + "\n")
            self.starter.stdin.flush()
            line = self.starter.stdout.readline()
        if not line:
            self.log.seek(0)
            raise RuntimeError(self.log.read())
        return [[Answer(**answer) for answer in answers] for answers in json.loads(line)]

    def close(self) -> None:
        with contextlib.suppress(BrokenPipeError):
            self.starter.stdin.close()
        self.starter.wait(AT_MOST_S)
        self.starter.stdout.close()
        self.log.close()
        self.folder.cleanup()


class Answer:
    """What a racer was answered: status, text, address of the page it ended on, and the exception behind a 500."""

    def __init__(self, status: int, text: str, path: str, fault: str):
        self.status, self.text, self.path, self.fault = status, text, path, fault

    def __repr__(self) -> str:
        page = re.sub(r"<[^>]*>|\s+", " ", self.text.partition("<main")[2] or self.text)
        return f"<{self.status} {self.path} {self.fault or ' '.join(page.split())[:400]}>"

    @property
    def json(self) -> dict:
        return json.loads(self.text)


def racers_on(connection) -> Racers:
    """Racers on the database that a test is connected to."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return Racers(f"sqlite:///{name}")
    server, mark, query = os.environ.get("DATABASE_URL", "").partition("?")
    return Racers(f"{server.rpartition('/')[0]}/{name}{mark}{query}")


# --- the starter, and the racers that it forks ------------------------------------------------------------------------


def main() -> None:
    """Answer each line (an order of `Racers.race`) with a line, until the input ends."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "coopsite.settings"
    import django
    from django.conf import settings
    from django.db import connections

    # No collected files are here, and no page of a race is looked at with its style.
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    django.setup()
    _client().get("/accounts/login/")  # loads addresses, templates and texts once for all racers
    connections.close_all()
    for line in sys.stdin:
        sys.stdout.write(json.dumps(_race(json.loads(line))) + "\n")
        sys.stdout.flush()


def _race(order: dict) -> list[list[dict]]:
    gate, open_gate = os.pipe()
    ready, tell_ready = os.pipe()
    results = []
    for number, part in enumerate(order["parts"]):
        result, tell_result = os.pipe()
        results.append(result)
        if os.fork() == 0:
            os.close(open_gate)
            try:
                answers = _run(number, part, order, lambda: (os.write(tell_ready, b"."), os.read(gate, 1)))
                with os.fdopen(tell_result, "w") as file:
                    json.dump(answers, file)
            finally:
                sys.stderr.flush()
                os._exit(0)
        os.close(tell_result)
    os.close(tell_ready)
    for _part in order["parts"]:
        os.read(ready, 1)
    for end in (open_gate, gate, ready):  # the racers wait for the end of the gate's pipe: all see it at one moment
        os.close(end)
    answers = [_all_of(result) for result in results]
    for _part in order["parts"]:
        os.wait()
    return answers


def _all_of(result: int) -> list[dict]:
    with os.fdopen(result) as file:
        text = file.read()
    return json.loads(text) if text else [{"status": 0, "text": "", "path": "", "fault": "the racer died"}]


def _run(number: int, part: dict, order: dict, wait) -> list[dict]:
    from growers.models import User

    from . import saboteurs

    client = _client()
    client.force_login(User.objects.get(pk=part["user"]))
    if part.get("warm"):
        client.get(part["warm"])
    saboteurs.sabotage(order["without"], number)
    saboteurs.be_impatient(order["patience_ms"])
    wait()
    time.sleep(part.get("late_ms", 0) / 1000)
    if part.get("hold_ms"):
        saboteurs.hold_book(part["user"], DAY, part["hold_ms"])
    return [_answer(client, post) for post in part["posts"]]


def _answer(client, post: dict) -> dict:
    accept = {"HTTP_ACCEPT": "application/json"} if post.get("json") else {}
    answer = client.post(post["url"], post["body"], follow=True, **accept)
    fault = repr(answer.exc_info[1]) if answer.exc_info else ""
    path = answer.request["PATH_INFO"]
    return {"status": answer.status_code, "text": answer.content.decode(), "path": path, "fault": fault}


def _client():
    from django.test import Client

    return Client(raise_request_exception=False, SERVER_NAME="localhost", HTTP_ACCEPT_LANGUAGE="en")


if __name__ == "__main__":
    main()
