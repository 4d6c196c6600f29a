"""The field diary as it is read: the list, one entry, what the page of a plot says of it, a household's print."""

import csv
import datetime as dt
import io

import pytest

from growers.models import DiaryEntry
from growers.tests.builders import make_area, make_code, make_coop, make_household, make_plot, make_seat, put_under
from growers.tests.diary_builders import make_entry, make_product
from growers.tests.diary_forms import at, counted, enter, typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def coop(stand_still):
    stand_still("2025-09-08")
    return make_coop()


@pytest.fixture
def field(coop, client):
    seat = make_seat(coop, "field")
    client.force_login(seat.user)
    client.cookies["django_language"] = "en"
    return seat


@pytest.fixture
def plot(coop):
    return make_plot(make_household(coop, "097", "Bùi Thị Hoa"))


def test_a_reader_looks_and_does_not_write(client, coop, field, plot):
    entry = make_entry(coop, plot)
    client.force_login(make_seat(coop, "clerk").user)
    for page in (at("diary-list", coop), at("diary-page", coop, entry.pk), at("diary-print", coop, "097")):
        assert client.get(page).status_code == 200
    assert client.post(at("diary-new", coop), typed(None, plot)).status_code == 403
    assert client.post(at("diary-void", coop, entry.pk), {"reason": "x"}).status_code == 403
    assert DiaryEntry.objects.of(coop).filter(void_reason="").count() == 1


def test_an_unknown_interval_is_shown_as_locked_everywhere(client, coop, field, plot):
    enter(client, coop, typed(make_product(coop, phi_days=None), plot))
    entry = DiaryEntry.objects.of(coop).get()
    for page in (at("diary-page", coop, entry.pk), at("diary-list", coop), at("plot-page", coop, "097-1")):
        assert "locked: interval unknown" in client.get(page).content.decode()
    assert client.get(at("plot-list", coop)).context["rows"][0]["wait"]["css"] == "tag tag-bad"


def test_the_lists_of_plots_say_until_when_they_wait(client, coop, field, plot):
    product = make_product(coop)
    make_entry(coop, plot, product=product, done_on=dt.date(2025, 9, 2))
    assert client.get(at("plot-list", coop)).context["rows"][0]["wait"]["text"] == "09/09/2025"
    DiaryEntry.objects.of(coop).update(void_reason="wrong plot")
    assert client.get(at("plot-list", coop)).context["rows"][0]["wait"] is None
    make_entry(coop, plot, product=product, done_on=dt.date(2025, 9, 1))
    assert client.get(at("plot-list", coop)).context["rows"][0]["wait"] is None, "its last day of waiting was yesterday"


def test_the_list_narrows_by_every_filter(client, coop, field, plot):
    other = make_plot(make_household(coop, "098", "Lò Thị Sen", village="tiểu khu 7"))
    code = make_code(make_area(coop))
    put_under(code, other)
    anvil, npk = make_product(coop, "Anvil"), make_product(coop, "NPK", kind="fertiliser", actives=(), crops=False)
    make_entry(coop, plot, other, product=anvil, done_on=dt.date(2025, 8, 1))
    make_entry(coop, other, product=npk, done_on=dt.date(2025, 8, 2))
    make_entry(coop, plot, done_on=dt.date(2025, 8, 3), void_reason="x")
    for filters, found in (
        ({}, ["02/08/2025", "01/08/2025"]),
        ({"first": "2/8/2025"}, ["02/08/2025"]),
        ({"last": "1/8/2025"}, ["01/08/2025"]),
        ({"work": "spray"}, ["01/08/2025"]),
        ({"product": npk.pk}, ["02/08/2025"]),
        ({"village": "tiểu khu 7"}, ["02/08/2025", "01/08/2025"]),
        ({"code": code.pk}, ["02/08/2025", "01/08/2025"]),
        ({"plot": "097-1"}, ["01/08/2025"]),
        ({"plot": "hoa"}, ["01/08/2025"]),
        ({"voided": "too"}, ["03/08/2025", "02/08/2025", "01/08/2025"]),
        ({"late": "on"}, []),
        ({"first": "x"}, ["02/08/2025", "01/08/2025"]),
    ):
        rows = client.get(at("diary-list", coop), filters).context["rows"]
        assert [row["day"] for row in rows] == found, filters
    assert client.get(at("diary-list", coop), {"work": "spray"}).context["rows"][0]["plots"] == "097-1 +1"
    text = client.get(at("diary-list", coop), {"format": "csv"}).content.decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text)))
    assert [row[3] for row in lines[1:]] == ["098-1", "097-1", "098-1"] and lines[2][9] == "hexaconazole"
    assert len({len(row) for row in lines}) == 1
    assert client.get(at("diary-list", coop), {"format": "xlsx"}).content[:2] == b"PK"


def test_a_diary_is_printed_in_vietnamese_for_one_household_and_period(client, coop, field, plot):
    other = make_plot(make_household(coop, "098"))
    anvil = make_product(coop, "Anvil")
    make_entry(coop, plot, other, product=anvil, done_on=dt.date(2025, 8, 1), worker="Tèo", stock_lot="L1")
    make_entry(coop, plot, work="empties", done_on=dt.date(2025, 8, 2))
    make_entry(coop, plot, product=anvil, done_on=dt.date(2025, 8, 3), void_reason="x")
    make_entry(coop, plot, product=anvil, done_on=dt.date(2024, 8, 3))
    answer = client.get(at("diary-print", coop, "097"))
    assert '<html lang="vi">' in answer.content.decode() and "Thửa" in answer.content.decode()
    shown = answer.context
    assert [(row["day"], row["plot"], row["harvest"]) for row in shown["spraying"]] == [
        ("01/08/2025", "097-1", "08/08/2025")
    ]
    assert len(shown["empties"]) == 1 and shown["complete"] == (2, 8)
    assert [(row["name"], row["batch"]) for row in shown["used"]] == [("Anvil", "L1")]
    assert [row["who"] for row in shown["training"]] == ["Tèo"]
    longer = client.get(at("diary-print", coop, "097"), {"from": "1/1/2024", "to": "31/12/2024"}).context
    assert [row["day"] for row in longer["spraying"]] == ["03/08/2024"]
    assert client.get(at("diary-print", coop, "097"), {"from": "x", "to": "0"}).status_code == 200


def test_a_plots_page_shows_its_year(client, coop, field, plot):
    make_entry(coop, plot, product=make_product(coop), done_on=dt.date(2025, 9, 4))
    for number in range(11):
        make_entry(coop, plot, done_on=dt.date(2025, 8, 1) + dt.timedelta(number))
    diary = client.get(at("plot-page", coop, "097-1")).context["diary"]
    assert len(diary["lines"]) == 10 and diary["lines"][0]["day"] == "04/09/2025"
    assert (diary["there"], diary["all"]) == (2, 8) and diary["wait"]["text"] == "11/09/2025"
    assert {cell["css"] for cell in diary["strip"]["cells"]} == {"week-spray", "week-other", "week-waiting"}


def test_lists_cost_the_same_at_any_length(client, coop, field, plot):
    counts = {"diary-list": [], "plot-list": []}
    product = make_product(coop)
    for many in (range(3), range(3, 60)):
        for number in many:
            make_entry(coop, make_plot(make_household(coop, str(1_000 + number))), product=product)
        for name, found in counts.items():
            client.get(at(name, coop))
            found.append(counted(lambda name=name: client.get(at(name, coop))))
    for name, (few, lots) in counts.items():
        assert few == lots <= 8, (name, few, lots)
