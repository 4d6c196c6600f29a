"""Market programmes as people use them: opened, their steps added, changed, moved, listed."""

import uuid

import pytest
from django.urls import reverse

from growers.models import AuditEntry
from growers.tests.builders import make_coop, make_market, make_seat
from harvests.models import MarketProgramme, ProgrammeStep
from harvests.tests.events_builders import make_event, make_programme, make_step

pytestmark = pytest.mark.django_db


@pytest.fixture
def coop(stand_still):
    stand_still("2025-09-08")
    return make_coop()


@pytest.fixture
def sales(coop, client):
    seat = make_seat(coop, "sales")
    client.force_login(seat.user)
    return seat


def typed(**values):
    programme = {
        "token": str(uuid.uuid4()), "name": "Bắc Mỹ 2026", "status": "running", "markets": [make_market("US").pk],
        "first_shipment_on": "15/6/2026", "target_g": "20 tấn",
    }  # fmt: skip
    return {**programme, **values}


def step(**values):
    return {"token": str(uuid.uuid4()), "name": "Khảo sát vùng trồng", "status": "doing", **values}


def at(name, coop, *keys):
    return reverse(name, args=[coop.slug, *keys])


def names(programme):
    steps = ProgrammeStep.objects.of(programme.cooperative_id).filter(programme=programme)
    return [*steps.values_list("name", flat=True)]


def test_a_programme_is_opened_once_with_its_markets(client, coop, sales):
    canada, facts = make_market("CA", "Canada", "Canada"), typed()
    facts["markets"].append(canada.pk)
    assert client.post(at("programme-new", coop), facts).status_code == 302
    assert client.post(at("programme-new", coop), facts).status_code == 302
    assert client.post(at("programme-new", coop), {**facts, "name": "Khác"}).status_code == 409
    programme = MarketProgramme.objects.of(coop).get()
    assert (programme.target_g, programme.markets.count()) == (20_000_000, 2)
    assert AuditEntry.objects.of(coop).get().verb == "programme opened"
    assert "Canada" in client.get(at("programme-page", coop, programme.pk)).content.decode()


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", ""), ("markets", []), ("target_g", "0"), ("first_shipment_on", "31/6/2026"), ("status", "x")],
)
def test_bad_input_keeps_what_was_typed_and_writes_nothing(client, coop, sales, field, value):
    answer = client.post(at("programme-new", coop), typed(**{"note": "giữ lại", field: value}))
    assert answer.status_code == 200
    assert field in answer.context["form"].errors
    assert "giữ lại" in answer.content.decode()
    assert not MarketProgramme.objects.of(coop).exists()


def test_a_change_that_somebody_overtook_shows_both(client, coop, sales):
    programme = make_programme(sales)
    url = at("programme-edit", coop, programme.pk)
    assert client.get(url).status_code == 200
    assert client.post(url, typed(version=1, markets=[make_market("CA").pk], note="một")).status_code == 302
    answer = client.post(url, typed(version=1, note="hai"))
    assert any(row[1:] == ("hai", "một") for row in answer.context["form"].conflict)
    changed = AuditEntry.objects.of(coop).get(verb="programme changed").details["changes"]
    assert changed["markets"] == [["US"], ["CA"]]


def test_steps_follow_one_another_with_their_counts_and_events(client, coop, sales):
    programme, event = make_programme(sales, steps=("Họp",)), make_event(sales, title="Làm việc với tỉnh")
    add = at("step-new", coop, programme.pk)
    facts = step(counted="3", count_goal="8", due_on="1/9/2025", event=event.pk)
    assert client.post(add, facts).status_code == client.post(add, facts).status_code == 302
    assert names(programme) == ["Họp", "Khảo sát vùng trồng"]
    page = client.get(at("programme-page", coop, programme.pk))
    shown = page.context["steps"][1]
    assert (shown["late"], shown["counted"], shown["goal"], shown["event"]) == (True, 3, 8, "Làm việc với tỉnh")
    assert '<progress value="3" max="8"' in page.content.decode()
    assert "Bắc Mỹ 2026" in client.get(at("event-page", coop, event.pk)).content.decode()
    edit = at("step-edit", coop, programme.pk, programme.steps.last().pk)
    done = step(version=1, status="done", done_on="7/9/2025", counted="8", count_goal="8")
    assert client.post(edit, done).status_code == 302
    assert client.post(edit, step(version=1)).context["form"].conflict


@pytest.mark.parametrize(
    ("facts", "field"),
    [({"name": ""}, "name"), ({"status": "done"}, "done_on"), ({"done_on": "7/9/2025"}, "done_on"),
     ({"counted": "9", "count_goal": "8"}, "counted"), ({"counted": "9"}, "count_goal"),
     ({"counted": "0", "count_goal": "0"}, "count_goal"), ({"event": "987654"}, "event"),
     ({"due_on": "mai"}, "due_on")],
)  # fmt: skip
def test_a_step_that_contradicts_itself_says_so_beside_the_field(client, coop, sales, facts, field):
    programme = make_programme(sales)
    answer = client.post(at("step-new", coop, programme.pk), step(note="giữ lại", **facts))
    assert answer.status_code == 200
    assert [*answer.context["form"].errors] == [field]
    assert "giữ lại" in answer.content.decode()
    assert names(programme) == []


def test_a_step_changes_places_with_its_neighbour_once_a_sending(client, coop, sales):
    programme = make_programme(sales, steps=("một", "hai", "ba"))
    first, *_, last = programme.steps.all()
    move = at("step-move", coop, programme.pk, last.pk)
    facts = {"token": str(uuid.uuid4()), "to": "up"}
    assert client.post(move, facts).status_code == client.post(move, facts).status_code == 302
    assert names(programme) == ["một", "ba", "hai"]
    assert client.post(move, {**facts, "to": "down"}).status_code == 409
    client.post(move, {"token": str(uuid.uuid4()), "to": "sideways"})
    over = client.post(at("step-move", coop, programme.pk, first.pk), {"token": str(uuid.uuid4()), "to": "up"})
    assert over.status_code == 302
    assert names(programme) == ["một", "ba", "hai"]
    assert client.get(move).status_code == 405


def test_the_list_says_how_far_each_has_come_and_downloads_every_step(client, coop, sales):
    programme = make_programme(sales, steps=("một", "hai"))
    make_step(sales, programme, "không cần", status="dropped")
    make_programme(sales, "Nhật 2027", status="preparing")
    url = at("programme-list", coop)
    rows = client.get(url).context["rows"]
    assert {row["name"]: (row["done"], row["next"]) for row in rows}["Bắc Mỹ 2026"][1] == "một"
    assert [row["name"] for row in client.get(url, {"status": "preparing"}).context["rows"]] == ["Nhật 2027"]
    text = client.get(url, {"format": "csv"}).content.decode("utf-8-sig")
    assert text.count("Bắc Mỹ 2026") == 3
    assert client.get(at("programme-page", coop, programme.pk), {"tab": "history"}).status_code == 200


def test_a_reader_may_not_write_and_a_stranger_finds_nothing(client, coop, sales):
    programme = make_programme(sales, steps=("một", "hai"))
    key, other = programme.steps.last().pk, make_coop("an-phu")
    paths = [("programme-new", ()), ("programme-edit", (programme.pk,)), ("step-new", (programme.pk,)),
             ("step-edit", (programme.pk, key)), ("step-move", (programme.pk, key))]  # fmt: skip
    client.force_login(make_seat(coop, "clerk").user)
    assert client.get(at("programme-page", coop, programme.pk)).status_code == 200
    assert {client.post(at(name, coop, *keys), typed(to="up")).status_code for name, keys in paths} == {403}
    client.force_login(make_seat(other, "director").user)
    assert {client.post(at(name, other, *keys), typed(to="up")).status_code for name, keys in paths[1:]} == {404}
    assert client.get(at("programme-page", other, programme.pk)).status_code == 404
    assert names(programme) == ["một", "hai"]


def test_the_list_costs_the_same_at_3_rows_and_at_30(client, coop, sales, django_assert_max_num_queries):
    def add(numbers):
        for number in numbers:
            row = MarketProgramme.objects.create(cooperative=coop, name=f"Thị trường {number}")
            ProgrammeStep.objects.create(cooperative=coop, programme=row, position=1, name="một")

    add(range(3))
    client.get(at("programme-list", coop))
    with django_assert_max_num_queries(8) as few:
        client.get(at("programme-list", coop))
    add(range(3, 30))
    with django_assert_max_num_queries(8) as many:
        assert len(client.get(at("programme-list", coop)).context["rows"]) == 30
    assert len(few) == len(many)
