"""What the bench asks for: our pages, and one delivery of four loads weighed at the scale."""

import itertools
import uuid
from collections.abc import Callable
from functools import partial

from django.db import connection
from django.test import Client, override_settings
from django.urls import reverse

from growers.models import Household, Membership
from harvests.actions.bench_data import SLUG
from harvests.actions.bench_tickets import TODAY
from harvests.bench import bare
from harvests.models import HarvestRecord

BACKEND = "growers.sign_in.NameOrPhoneBackend"
LIST, PAGE, POST = 15, 30, 40  # targets in tenths of the bare view's time; 0: none
LOADS = ("L1", "L2", "L2", "L3")


TICKET = "ticket POST"
BALANCES, JOURNAL, MONTHS = "household balances", "journal, five years", "months"
# What is sent, and what adds up every entry of the ledger on its index: these may take longer where there is more.
MAY_GROW = (TICKET, BALANCES, JOURNAL, MONTHS)
# Name, address below the co-operative's, and what the page may cost in tenths of the bare view.
PAGES = (
    ("empty page of ours", "frame/", 0),
    ("household list", "households/", LIST),
    ("harvest list, this season", "harvests/", LIST),
    ("harvest list, all, first page", "harvests/?day_from=", LIST),
    ("harvest list, all, last page", "harvests/?day_from=&last=1", LIST),
    ("harvest list, one household", "harvests/?day_from=&household=097", LIST),
    ("harvest list, one day", f"harvests/?day_from={TODAY:%d/%m/%Y}&day_to={TODAY:%d/%m/%Y}", LIST),
    (BALANCES, "money/accounts/", LIST),
    ("account of a household", "money/accounts/001/", PAGE),
    ("settlement runs, all", "money/runs/?state=all", LIST),
    ("journal, this month", "money/journal/", PAGE),
    (JOURNAL, "money/journal/?first=01/01/2021", PAGE),
    (MONTHS, "money/months/", PAGE),
    ("tickets without value", "harvests/waiting/", LIST),
    ("dashboard", "", PAGE),
)


class Visitor:
    """A signed-in director on the database in use, and the bare and naked views beside."""

    def __init__(self):
        membership = Membership.objects.select_related("user", "cooperative").get(cooperative__slug=SLUG)
        self.coop, self.user = membership.cooperative, membership.user
        self.base = reverse("dashboard", args=[SLUG])
        self.households = [*Household.objects.of(self.coop).order_by("code").values_list("pk", "code")]
        last = HarvestRecord.objects.of(self.coop).order_by("-pk").first()
        self.season, self.number = last.season_id, itertools.count(last.pk + 1)
        self.grade = last.lines.first().grade_id
        self.sql: dict[str, list[tuple[str, tuple]]] = {}
        self.turn = itertools.count(1)
        self.real = Client(enforce_csrf_checks=True)
        self.real.force_login(self.user, backend=BACKEND)
        self.real.get(f"{self.base}harvests/weigh/")
        self.bare, self.naked = self._client(bare.MIDDLEWARE), self._client(())
        self.bare.cookies = self.real.cookies

    @staticmethod
    def _client(middleware: tuple[str, ...]) -> Client:
        client = Client()
        with override_settings(MIDDLEWARE=middleware, SESSION_ENGINE=bare.__name__):
            client.handler.load_middleware()
        return client

    def asks(self):
        """(name, target, (ours, bare, naked)): everything that is measured, as functions without arguments."""
        for name, address, target in PAGES:
            others = (partial(self._other, *way, name) for way in ((self.bare, "/bare/"), (self.naked, "/naked/")))
            yield name, target, (partial(self._get, self.base + address), *others)
        others = (partial(self._ticket, *way) for way in ((self.bare, "/bare/ticket/"), (self.naked, "/naked/ticket/")))
        yield TICKET, POST, (self._weigh, *others)

    def learn(self, name: str, ours: Callable) -> int:
        """Note the SQL of a page for its bare twin; gives the number of all statements, those of the door included."""
        ran: list[tuple[str, tuple]] = []

        def note(execute, sql, values, many, context):
            ran.append((sql, tuple(values or ())))
            return execute(sql, values, many, context)

        ours()
        with connection.execute_wrapper(note):
            ours()
        self.sql[name] = [one for one in ran if not _is_of_the_door(one[0])]
        return len(ran)

    def _get(self, address: str):
        return _good(self.real.get(address), 200)

    def _other(self, client: Client, address: str, name: str):
        bare.STATEMENTS[:] = self.sql[name]
        return _good(client.get(address), 200)

    def _weigh(self):
        """A ticket of four loads as the weigh screen sends it."""
        turn = next(self.turn)
        _pk, code = self.households[turn * 7 % len(self.households)]
        body = {"token": str(uuid.uuid4()), "household": code, "mode": "graded", "channel": "export", "place": "point"}
        body |= {"confirmed": "1", "csrfmiddlewaretoken": self.real.cookies["csrftoken"].value}
        for place, grade in enumerate(LOADS):
            row = {"grade": grade, "crate": "N2", "crates": "4", "gross": f"{70 + turn % 40 + place},5"}
            body |= {f"loads-{place}-{name}": value for name, value in row.items()}
        return _good(self.real.post(f"{self.base}harvests/weigh/", body, headers={"accept": "application/json"}), 201)

    def _ticket(self, client: Client, address: str):
        household, _code = self.households[next(self.turn) * 7 % len(self.households)]
        body = {
            "cooperative_id": self.coop.pk, "season_id": self.season, "household_id": household,
            "recorded_by_id": self.user.pk, "number": next(self.number), "grade": self.grade,
            "net": [70_500] * len(LOADS),
        }  # fmt: skip
        return _good(client.post(address, body), 200)


def _good(answer, status: int):
    if answer.status_code != status:
        raise SystemExit(f"{answer.request['PATH_INFO']}: {answer.status_code}\n{answer.content.decode()[:2000]}")
    return answer


def _is_of_the_door(sql: str) -> bool:
    """Session, user and seat: what a bare view has not."""
    return '"growers_session"' in sql or '"growers_membership"' in sql
