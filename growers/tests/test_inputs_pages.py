"""Products and limits as a field technician works with them: lists, forms, history, what is permitted today."""

import csv
import datetime as dt
import io
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from growers.models import ActiveLimit, AuditEntry, DiaryPlot, InputProduct, ProductActive, ProductUse
from growers.tests.builders import make_coop, make_household, make_market, make_plot, make_seat
from growers.tests.diary_builders import ban, make_entry, make_limit, make_product

pytestmark = pytest.mark.django_db
TODAY = dt.date(2025, 9, 8)


@pytest.fixture
def coop(stand_still):
    stand_still("2025-09-08")
    return make_coop()


@pytest.fixture
def field(coop, client):
    seat = make_seat(coop, "field")
    client.force_login(seat.user)
    return seat


def typed(coop, actives=(("hexaconazole", "50 g/l"),), uses=(("", "7", "label"),), **facts):
    """A product form as a browser sends it; a crop "" is the co-operative's own."""
    data = {"name": "Anvil 5SC", "kind": "pesticide", "token": str(uuid.uuid4()), **facts}
    for prefix, rows in (("actives", actives), ("uses", uses)):
        data |= {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": 0}
    for number, (name, content) in enumerate(actives):
        data |= {f"actives-{number}-name": name, f"actives-{number}-content": content}
    for number, (crop, days, source) in enumerate(uses):
        crop = coop.commodity_id if crop == "" else crop
        data |= {f"uses-{number}-crop": crop, f"uses-{number}-phi_days": days, f"uses-{number}-source": source}
    return data


def at(name, coop, *args):
    return reverse(name, args=[coop.slug, *args])


def test_a_product_is_added_with_its_actives_and_crops(client, coop, field):
    answer = client.post(at("input-new", coop), typed(coop, dose_low_milli="1,25", dose_unit="ml_100l"), follow=True)
    product = InputProduct.objects.of(coop).get()
    assert answer.redirect_chain[-1][0] == at("input-page", coop, product.pk)
    assert product.dose_low_milli == 1_250 and product.search_key == "anvil 5sc hexaconazole"
    assert ProductActive.objects.of(coop).get().key == "hexaconazole"
    assert ProductUse.objects.of(coop).get().phi_days == 7
    assert AuditEntry.objects.of(coop).filter(verb="product added").count() == 1
    assert "hexaconazole 50 g/l" in answer.content.decode()


def test_odd_intervals_are_said_after_saving_and_stay_in_sight(client, coop, field):
    ban("hexaconazole")
    answer = client.post(at("input-new", coop), typed(coop, uses=[("", "", "")]), follow=True)
    assert len(answer.context["flags"]) == 2 and "khoá: chưa rõ thời gian cách ly" in answer.content.decode()
    assert answer.context["css"] == "tag tag-bad"
    assert len(list(answer.context["messages"])) == 3


@pytest.mark.parametrize(("change", "said"), [
    ({"actives": [("", "")]}, "at least one active"),
    ({"actives": [("", "50 g/l")]}, "Look at the active ingredients"),
    ({"actives": [("2,4-D", ""), ("2.4D", "")]}, "stands twice"),
    ({"uses": [("x", "7", "")]}, "Look at the active ingredients"),
    ({"uses": [("", "7,5", "")]}, "Look at the active ingredients"),
    ({"uses": [("", "400", "")]}, "too long"),
    ({"permitted_from": "1/6/2025", "permitted_to": "1/5/2025"}, "ends before it begins"),
    ({"dose_low_milli": "1,25"}, "Choose the unit"),
    ({"dose_low_milli": "1.250", "dose_unit": "l_ha"}, "two ways"),
])  # fmt: skip
def test_bad_input_keeps_what_was_typed(client, coop, field, change, said):
    rows = {name: change.pop(name) for name in ("actives", "uses") if name in change}
    client.cookies["django_language"] = "en"
    answer = client.post(at("input-new", coop), typed(coop, **rows, **change))
    page = answer.content.decode()
    assert answer.status_code == 200 and said in page and "Anvil 5SC" in page
    assert not InputProduct.objects.of(coop).exists()


def test_the_same_sending_twice_adds_one_product(client, coop, field):
    sent = typed(coop)
    assert client.post(at("input-new", coop), sent).url == client.post(at("input-new", coop), sent).url
    assert InputProduct.objects.of(coop).count() == 1
    assert client.post(at("input-new", coop), {**sent, "name": "Other"}).status_code == 409


def test_a_reader_writes_nothing_and_strangers_see_nothing(client, coop, field):
    product, limit = make_product(coop), make_limit(coop)
    client.force_login(make_seat(coop, "clerk").user)
    writing = (("input-new", ()), ("input-edit", (product.pk,)), ("limit-new", ()), ("limit-edit", (limit.pk,)))
    for name, args in writing:
        assert client.post(at(name, coop, *args)).status_code == 403
    assert client.get(at("input-page", coop, product.pk)).status_code == 200
    other = make_coop("an-phu", code="AP")
    client.force_login(make_seat(other, "field").user)
    for name, args in (("input-page", (product.pk,)), ("input-edit", (product.pk,)), ("limit-edit", (limit.pk,))):
        assert client.get(at(name, other, *args)).status_code == 404
        assert client.get(at(name, coop, *args)).status_code == 404


def test_a_stale_save_shows_both_and_loses_nothing(client, coop, field):
    product = make_product(coop, "Anvil")
    sent = typed(coop, version=product.version, supplier="Mine", is_active="on")
    assert client.post(at("input-edit", coop, product.pk), {**sent, "supplier": "Theirs"}).status_code == 302
    answer = client.post(at("input-edit", coop, product.pk), sent)
    assert answer.status_code == 200 and ("Mine", "Theirs") in [row[1:] for row in answer.context["form"].conflict]


def test_a_product_is_taken_off_the_list_and_not_deleted(client, coop, field):
    product = make_product(coop)
    client.post(at("input-edit", coop, product.pk), typed(coop, version=1))
    assert not InputProduct.objects.of(coop).get().is_active
    assert client.get(at("input-list", coop)).context["rows"] == []
    assert len(client.get(at("input-list", coop), {"state": "off"}).context["rows"]) == 1


def test_an_interval_read_later_frees_what_waited_and_a_longer_one_holds_back(client, coop, field):
    product, plot = make_product(coop, phi_days=None), make_plot(make_household(coop))
    entry = make_entry(coop, plot, product=product, done_on=dt.date(2025, 9, 1))
    line = DiaryPlot.objects.of(coop).get()
    assert line.phi_days is None and line.harvest_from is None
    client.post(at("input-edit", coop, product.pk), typed(coop, version=1, is_active="on"))
    line.refresh_from_db()
    assert (line.phi_days, line.harvest_from) == (7, dt.date(2025, 9, 8))
    client.post(
        at("input-edit", coop, product.pk), typed(coop, version=2, is_active="on", uses=[("", "14", "")]), follow=True
    )
    line.refresh_from_db()
    assert (line.phi_days, line.harvest_from) == (7, dt.date(2025, 9, 15)), "what the label said then stays"
    history = client.get(at("input-page", coop, product.pk), {"tab": "history"})
    assert [row["fields"][-1][1:] for row in history.context["trail"]] == [
        (f"{coop.commodity.name}: 7", f"{coop.commodity.name}: 14"),
        (f"{coop.commodity.name}: ?", f"{coop.commodity.name}: 7"),
    ]
    assert entry.plots.count() == 1


def test_the_list_narrows_by_every_filter(client, coop, field):
    make_product(coop, "Anvil", registration_no="123/CN")
    make_product(coop, "Old", actives=("abamectin",), permitted_to=TODAY)
    make_product(coop, "Soon", permitted_from=TODAY + dt.timedelta(1))
    make_product(coop, "Weeds", actives=("Paraquat",))
    make_product(coop, "Unread", phi_days=None)
    make_product(coop, "NPK", actives=(), kind="fertiliser", crops=False)
    ban()

    def names(**filters):
        return [row["name"] for row in client.get(at("input-list", coop), filters).context["rows"]]

    for filters, found in (
        ({}, ["Anvil", "NPK", "Old", "Soon", "Unread", "Weeds"]),
        ({"search": "abamectin"}, ["Old"]),
        ({"search": "123/cn"}, ["Anvil"]),
        ({"kind": "fertiliser"}, ["NPK"]),
        ({"crop": coop.commodity_id}, ["Anvil", "Old", "Soon", "Unread", "Weeds"]),
        ({"state": "permitted"}, ["Anvil", "NPK", "Unread"]),
        ({"state": "not"}, ["Old", "Soon", "Weeds"]),
        ({"state": "locked"}, ["Unread"]),
        ({"state": "nonsense"}, ["Anvil", "NPK", "Old", "Soon", "Unread", "Weeds"]),
        ({"sort": "kind"}, ["NPK", "Anvil", "Old", "Soon", "Unread", "Weeds"]),
    ):
        assert names(**filters) == found, filters
    text = client.get(at("input-list", coop), {"format": "csv"}).content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert len(rows) == 7 and rows[1][0] == "Anvil" and rows[1][6] == "7"
    assert client.get(at("input-list", coop), {"format": "xlsx"}).content[:2] == b"PK"


def test_the_list_costs_the_same_at_any_length(client, coop, field):
    counts = []
    for many in (3, 57):
        for _ in range(many):
            make_product(coop, actives=("abamectin", "emamectin"))
        client.get(at("input-list", coop))
        with CaptureQueriesContext(connection) as found:
            client.get(at("input-list", coop))
        counts.append(len(found))
    assert counts[0] == counts[1] <= 8


def test_limits_are_set_changed_and_shown_beside_the_law(client, coop, field):
    market = make_market("JP", "Nhật Bản", "Japan")
    ban("Paraquat")
    sent = {"name": "2,4-D", "market": market.pk, "valid_from": "1/1/2025", "token": str(uuid.uuid4())}
    assert client.post(at("limit-new", coop), sent).url == at("limit-list", coop) == client.post(
        at("limit-new", coop), sent
    ).url  # fmt: skip
    limit = ActiveLimit.objects.of(coop).get()
    assert (limit.key, limit.phi_days, limit.market) == ("24d", None, market)
    assert client.post(at("limit-new", coop), {**sent, "name": "x"}).status_code == 409
    page = client.get(at("limit-list", coop))
    assert [row["never"] for row in page.context["rows"]] == [True] and len(page.context["banned"]) == 1
    assert client.get(at("limit-list", coop), {"search": "2.4d"}).context["count"] == "1"
    assert client.get(at("limit-list", coop), {"search": "zzz"}).context["count"] == "0"
    change = {"name": "2,4-D", "phi_days": "21", "valid_from": "1/1/2025", "version": 1, "token": str(uuid.uuid4())}
    assert client.post(at("limit-edit", coop, limit.pk), {**change, "valid_to": "1/1/2025"}).status_code == 200
    assert client.post(at("limit-edit", coop, limit.pk), change).status_code == 302
    limit.refresh_from_db()
    assert (limit.phi_days, limit.market, limit.version) == (21, None, 2)
    stale = client.post(at("limit-edit", coop, limit.pk), {**change, "phi_days": "9"})
    assert stale.status_code == 200 and stale.context["form"].conflict
    again = client.post(at("limit-new", coop), {**sent, "market": "", "token": str(uuid.uuid4())})
    assert again.status_code == 200 and again.context["form"].errors, "one limit of a market from one day"
