"""The bench measures what it says: its data add up, it leaves other databases alone, its report tells good from bad."""

import io
from functools import partial
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.db.models import Count, Sum
from django.db.models.functions import Coalesce
from environ import Env

from growers.actions.reference import load_reference
from harvests.actions.bench_data import fill
from harvests.actions.bench_tickets import WAITING
from harvests.bench import databases, proofs, statements
from harvests.bench.measuring import Times, in_turns, p95, table
from harvests.models import DayBook, DayTotal, HarvestLine, HarvestRecord, HouseholdTotal, LedgerEntry, SettlementItem
from harvests.tests.books import assert_verified


@pytest.mark.django_db(transaction=True)
def test_the_data_are_as_many_as_asked_for_and_add_up():
    load_reference()
    coop = fill(900)
    assert HarvestLine.objects.of(coop).count() == 900
    assert HarvestRecord.objects.of(coop).filter(status="held").count() <= WAITING
    lines = HarvestLine.objects.of(coop).values_list("record").annotate(net=Sum("net_g")).order_by()
    assert dict(lines) == dict(HarvestRecord.objects.of(coop).values_list("pk", "net_g"))
    loads = HarvestLine.objects.of(coop).order_by().values_list("record__day", "grade")
    kept = DayTotal.objects.of(coop).values_list("day", "grade", "lines", "net_g", "amount_vnd")
    found = loads.annotate(n=Count("pk"), net=Sum("net_g"), amount=Coalesce(Sum("amount_vnd"), 0))
    assert sorted(kept) == sorted(found)
    days = HarvestRecord.objects.of(coop).order_by().values_list("day").annotate(n=Count("pk"), net=Sum("net_g"))
    assert sorted(DayBook.objects.of(coop).values_list("day", "tickets", "net_g")) == sorted(days)
    of_households = HarvestRecord.objects.of(coop).order_by().values_list("season", "household")
    brought = of_households.annotate(n=Count("pk"), net=Sum("net_g"), amount=Coalesce(Sum("amount_vnd"), 0))
    kept = HouseholdTotal.objects.of(coop).values_list("season", "household", "tickets", "net_g", "amount_vnd")
    assert sorted(kept) == sorted(brought)
    entries = LedgerEntry.objects.of(coop).filter(kind="delivery").count()
    assert entries * 7 // 10 < SettlementItem.objects.of(coop).count() < entries * 8 // 10, "the newest are left"
    assert_verified(coop)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_it_runs_from_end_to_end_and_a_second_time_on_what_it_made(settings, tmp_path, monkeypatch):
    if connection.vendor != "sqlite":
        pytest.skip("makes databases of its own")
    settings.VAR_DIR = tmp_path
    monkeypatch.setattr(statements, "HOUSEHOLDS", 5)  # 8,000 rows of paper take as long as all the rest
    said = _bench("--lines", "300,600", "--rounds", "2")
    assert "household list" in said and "ticket POST" in said and "600 beside 300" in said
    proofs_of = ("eligibility, 400 plots x 8 markets", "EPCIS, lots: ", "FSMA 204, ", "verify, ")
    for proof in (*proofs_of, "settlement draft", "5 x 40 rows"):
        assert proof in said
    again = _bench("--lines", "300", "--part", "pages", "--rounds", "1")  # only a part, when asked for
    assert "Making" in said and "Making" not in again
    assert "household list" in again and "verify, " not in again and "trace: " not in again


@pytest.mark.django_db(transaction=True)
def test_a_database_of_somebody_else_is_left_alone(settings, tmp_path):
    if connection.vendor != "sqlite":
        pytest.skip("makes databases of its own")
    settings.VAR_DIR = tmp_path
    (tmp_path / "bench").mkdir()
    wrapper = databases._wrapper(300)
    with databases.in_use(wrapper), wrapper.cursor() as cursor:
        cursor.execute("CREATE TABLE precious (x)")
    wrapper.close()
    before = (tmp_path / "bench" / "300.sqlite3").read_bytes()
    with pytest.raises(CommandError, match="left alone"):
        _bench("--lines", "300")
    assert (tmp_path / "bench" / "300.sqlite3").read_bytes() == before


@pytest.mark.parametrize("host", ["/run/coopsite-pg", "db.example"])
@pytest.mark.parametrize("port", ["", "5433"])
def test_a_process_of_its_own_is_led_to_the_same_database(host, port):
    facts = {"NAME": "bench_1", "USER": "u", "PASSWORD": "p/%", "HOST": host}
    wrapper = SimpleNamespace(vendor="postgresql", settings_dict={**facts, "PORT": port})
    read = Env.db_url_config(proofs._address(wrapper))
    assert {name: read[name] for name in facts} == facts
    assert str(read["PORT"]) == (port or ("" if host.startswith("/") else "5432"))


def _bench(*arguments) -> str:
    said = io.StringIO()
    call_command("bench", *arguments, stdout=said)
    return said.getvalue()


def test_the_report_tells_good_from_bad_and_how_a_page_grows():
    found = {
        ("list", 10): Times(15, 4, ours=[150] * 9, bare=[100] * 9, naked=[40] * 9),
        ("list", 100): Times(15, 4, ours=[170] * 9, bare=[100] * 9, naked=[50] * 9),
        ("empty", 10): Times(0, 1, ours=[50] * 9, bare=[10] * 9, naked=[5] * 9),
        ("POST", 10): Times(40, 14, True, [100] * 9, [100] * 9, [50] * 9),
        ("POST", 100): Times(40, 14, True, [300] * 9, [100] * 9, [50] * 9),
    }
    small, large, empty, _post, _more, grown = table(found)[1:]
    assert "ok" not in empty and "above" not in empty
    assert small.endswith("3.75     1.50     1.5 ok")
    assert large.endswith("3.40     1.70     1.5 above")
    assert "100 beside 10" in grown and grown.endswith("1.13     1.1 above")


def test_ours_and_the_other_views_take_turns():
    order: list[str] = []
    times = {name: Times(15, 1) for name in "ab"}
    ways = {name: [partial(order.append, way + name) for way in ("", "bare ", "naked ")] for name in "ab"}
    in_turns({name: (times[name], *ways[name]) for name in "ab"}, 2, lambda name: databases.in_use(connection))
    rounds = [sorted(order[:6]), sorted(order[6:])]
    assert rounds == [["a", "b", "bare a", "bare b", "naked a", "naked b"]] * 2
    for place in range(0, 12, 3):
        naked, bare, ours = order[place : place + 3]
        assert (naked, bare) == (f"naked {ours}", f"bare {ours}")
    assert len(times["a"].ours) == len(times["a"].bare) == len(times["a"].naked) == 2


def test_the_95th_of_a_hundred_is_named():
    assert p95(list(range(100))) == 95
    assert p95([7]) == 7
