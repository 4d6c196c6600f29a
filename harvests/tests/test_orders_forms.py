"""Writing orders: lines both ways, prices in two currencies, deposits, changes as a draft and after confirming."""

import pytest
from django.urls import reverse

from growers.models import AuditEntry
from growers.tests.builders import make_commodity, make_coop, make_market, make_seat
from harvests.models import NumberSeries, OrderLine, TraderOrder
from harvests.tests.builders import make_order, make_season, make_trader
from harvests.tests.orders_typed import typed_order

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(stand_still):
    stand_still("2025-09-08")


@pytest.fixture
def coop():
    return make_coop()


@pytest.fixture
def sales(coop, client):
    seat = make_seat(coop, "sales")
    client.force_login(seat.user)
    return seat


@pytest.fixture
def typed(coop):
    trader, market = make_trader(coop), make_market().pk
    return lambda *lines, **values: typed_order(trader, *lines, **{"market": market, **values})


def new(coop):
    return reverse("order-new", args=[coop.slug])


def edit(coop, order):
    return reverse("order-edit", args=[coop.slug, order.code])


def line_errors(answer) -> list:
    return [dict(form.errors) for form in answer.context["form"].lines.forms if form.errors]


def test_an_order_is_added_as_a_draft_with_its_number(client, coop, sales, typed):
    answer = client.post(new(coop), typed(note=" Gọi  trước "))
    assert answer.status_code == 302, (answer.context["form"].errors, line_errors(answer))
    order = TraderOrder.objects.of(coop).get()
    assert answer.url == reverse("order-page", args=[coop.slug, "DH-25-001"])
    assert (order.status, order.year, order.number, order.note) == ("draft", 2025, 1, "Gọi trước")
    line = OrderLine.objects.of(coop).get()
    assert (line.ordered_g, line.pack_g, line.cartons, line.price_minor) == (19_188_000, 20_500, 936, 27_000)
    assert line.limit_g == 19_188_000 * 105 // 100
    assert AuditEntry.objects.of(coop).get().details["lines"][0]["cartons"] == 936


def test_a_new_order_starts_with_today_the_usual_tolerance_and_the_trader_asked_for(client, coop, sales):
    trader = make_trader(coop)
    make_trader(coop, "Đã nghỉ", is_active=False)
    answer = client.get(new(coop), {"trader": trader.pk})
    page, form = answer.content.decode(), answer.context["form"]
    assert 'value="08/09/2025"' in page
    assert (form["tolerance_bp"].value(), form["trader"].value()) == ("5", trader.pk)
    assert f'<option value="{trader.pk}" selected>' in page
    assert "Đã nghỉ" not in page
    assert len(form.lines.forms) == 4
    assert client.get(new(coop), {"trader": "x"}).status_code == 200


def test_the_same_token_adds_once_and_another_body_is_refused(client, coop, sales, typed):
    facts = typed()
    first, again = client.post(new(coop), facts), client.post(new(coop), facts)
    assert first.status_code == again.status_code == 302
    assert first.url == again.url
    assert client.post(new(coop), {**facts, "note": "x"}).status_code == 409
    assert TraderOrder.objects.of(coop).count() == NumberSeries.objects.of(coop).get().last == 1


def test_kilograms_give_cartons_and_empty_rows_do_not_count(client, coop, sales, typed):
    client.post(new(coop), typed(
        {"grade": "L1", "pack_g": "5", "ordered_g": "5600"}, {}, {"grade": "L2", "ordered_g": "2 tấn", "size": "22"},
        price_condition="daily",
    ))  # fmt: skip
    lines = OrderLine.objects.of(coop).order_by("position")
    found = [(line.position, line.cartons, line.ordered_g) for line in lines]
    assert found == [(1, 1_120, 5_600_000), (2, None, 2_000_000)]


@pytest.mark.parametrize(
    ("line", "field", "words"),
    [
        ({"grade": "L1", "pack_g": "20,5", "cartons": "936", "ordered_g": "19000"}, "ordered_g", ("19.188", "19.000")),
        ({"grade": "L1", "pack_g": "20,5", "ordered_g": "19000"}, "cartons", ("19.000", "926", "927")),
        ({"grade": "L1", "cartons": "936"}, "pack_g", ()),
        ({"grade": "L1", "pack_g": "5"}, "ordered_g", ()),
        ({"grade": "L1", "ordered_g": "0"}, "ordered_g", ()),
        ({"grade": "L1", "ordered_g": "12.345"}, "ordered_g", ("12.345",)),
        ({"grade": "L1", "ordered_g": "-5"}, "ordered_g", ()),
        ({"grade": "L1", "ordered_g": "99999999999"}, "ordered_g", ()),
        ({"grade": "L1", "pack_g": "9000", "cartons": "1"}, "pack_g", ()),
        ({"grade": "L1", "pack_g": "5", "cartons": "1,5"}, "cartons", ()),
        ({"ordered_g": "100"}, "grade", ()),
        ({"grade": "999999", "ordered_g": "100"}, "grade", ()),
        ({"grade": "L1", "ordered_g": "100", "price_minor": "1,2345"}, "price_minor", ()),
        ({"grade": "L1", "ordered_g": "100", "price_minor": "18 tr"}, "price_minor", ()),
        ({"grade": "CPL", "ordered_g": "100"}, "grade", ()),
        ({"grade": "L1", "ordered_g": "100", "size": "x" * 41}, "size", ()),
    ],
)
def test_a_line_that_does_not_fit_says_so_next_to_itself(client, coop, sales, typed, line, field, words):
    answer = client.post(new(coop), typed(line, note="giữ lại"))
    assert answer.status_code == 200
    (errors,) = line_errors(answer)
    assert field in errors, errors
    page = answer.content.decode()
    assert all(word in str(errors[field]) for word in words), errors
    assert "giữ lại" in page
    assert not TraderOrder.objects.of(coop).exists()
    assert not NumberSeries.objects.of(coop).exists()


def test_an_order_has_forty_lines_at_most(client, coop, sales, typed):
    lines = [{"grade": "L1", "ordered_g": "1", "price_minor": "18k"}] * 41
    answer = client.post(new(coop), typed(*lines, **{"lines-TOTAL_FORMS": "41"}))
    assert answer.status_code == 200
    assert answer.context["form"].lines.non_form_errors()
    assert client.post(new(coop), typed(*lines[:40], **{"lines-TOTAL_FORMS": "40"})).status_code == 302
    assert OrderLine.objects.of(coop).count() == 40


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"deliver_to": "9/9"}, "deliver_to"),
        ({"deliver_from": "31/2"}, "deliver_from"),
        ({"ordered_on": "9/9"}, "ordered_on"),
        ({"ordered_on": ""}, "ordered_on"),
        ({"tolerance_bp": "25"}, "tolerance_bp"),
        ({"tolerance_bp": ""}, "tolerance_bp"),
        ({"deposit": "600 tr"}, "deposit"),
        ({"deposit": "101 %"}, "deposit"),
        ({"deposit_due": "9/9"}, "deposit_due"),
        ({"market": ""}, "market"),
        ({"trader": ""}, "trader"),
        ({"currency": "EUR"}, "currency"),
        ({"status": "delivered", "kind": "gift"}, "kind"),
        ({"requirements": "x" * 1001}, "requirements"),
    ],
)
def test_bad_input_keeps_what_was_typed_and_writes_nothing(client, coop, sales, typed, change, field):
    answer = client.post(new(coop), typed(**change))
    assert answer.status_code == 200
    assert field in answer.context["form"].errors
    assert 'value="936"' in answer.content.decode()
    assert not TraderOrder.objects.of(coop).exists()


@pytest.mark.parametrize(
    "broken",
    [{"lines-TOTAL_FORMS": "x"}, {"lines-TOTAL_FORMS": "100000"}, {"lines-INITIAL_FORMS": ""},
     {"lines-0-pack_g": "", "lines-0-cartons": "", "lines-0-price_minor": "", "lines-0-grade": ""},
     {"token": "nonsense", "lines-0-grade": "'--"}, {"version": "x"}, {"trader": "9" * 30}],
)  # fmt: skip
def test_odd_forms_get_an_answer(client, coop, sales, typed, broken):
    answer = client.post(new(coop), typed(**broken))
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert not TraderOrder.objects.of(coop).exists()


def test_an_exporter_is_somebody_else_and_of_the_same_co_operative(client, coop, sales, typed):
    facts = typed()
    stranger = make_trader(make_coop("an-phu"), "Người lạ")
    for exporter in (facts["trader"], stranger.pk):
        answer = client.post(new(coop), {**facts, "exporter": exporter})
        assert "exporter" in answer.context["form"].errors
        assert "Người lạ" not in answer.content.decode()
    exporter = make_trader(coop, "Công ty xuất khẩu", kind="exporter")
    client.post(new(coop), {**facts, "exporter": exporter.pk})
    assert TraderOrder.objects.of(coop).get().exporter == exporter


def test_another_co_operatives_trader_is_not_found(client, coop, sales, typed):
    stranger = make_trader(make_coop("an-phu"), "Người lạ")
    answer = client.post(new(coop), typed(trader=stranger.pk))
    assert "trader" in answer.context["form"].errors


def test_grades_belong_to_the_crop_of_the_order(client, coop, sales, typed):
    lychee = make_commodity("lychee")
    make_season(coop, commodity=lychee, name="Vải 2025")
    answer = client.post(new(coop), typed(commodity=lychee.pk))
    assert "grade" in line_errors(answer)[0]


@pytest.mark.parametrize(("text", "cents"), [("1,25", 125), ("$1.25", 125), ("0.9 USD/kg", 90), ("2", 200)])
def test_prices_in_dollars_are_kept_in_cents(client, coop, sales, typed, text, cents):
    line = {"grade": "L1", "ordered_g": "100", "price_minor": text}
    assert client.post(new(coop), typed(line, currency="USD")).status_code == 302
    assert OrderLine.objects.of(coop).get().price_minor == cents


@pytest.mark.parametrize("text", ["1,255", "1%", "27k", "abc"])
def test_odd_prices_in_dollars_are_refused(client, coop, sales, typed, text):
    line = {"grade": "L1", "ordered_g": "100", "price_minor": text}
    assert "price_minor" in line_errors(client.post(new(coop), typed(line, currency="USD")))[0]


def test_a_deposit_is_dong_or_a_share_of_the_value(client, coop, sales, typed):
    client.post(new(coop), typed(deposit="30 %", deposit_due="9/9"))
    client.post(new(coop), typed(deposit="50 tr"))
    first, second = TraderOrder.objects.of(coop).order_by("number")
    assert first.deposit_vnd == 19_188 * 27_000 * 30 // 100
    assert second.deposit_vnd == 50_000_000


def test_a_share_needs_prices_in_dong(client, coop, sales, typed):
    unpriced = {"grade": "L1", "ordered_g": "100"}
    answer = client.post(new(coop), typed(unpriced, deposit="30%", price_condition="daily"))
    assert "deposit" in answer.context["form"].errors
    dollars = {**unpriced, "price_minor": "1,25"}
    assert "deposit" in client.post(new(coop), typed(dollars, deposit="30%", currency="USD")).context["form"].errors


def test_a_reader_may_not_write_and_a_stranger_finds_nothing(client, coop, typed):
    order = make_order(make_seat(coop, "director"))
    paths = [new(coop), edit(coop, order)]
    for role in ("clerk", "packer", "controller", "field", "admin"):
        client.force_login(make_seat(coop, role).user)
        assert {client.post(path, typed(version=1)).status_code for path in paths} == {403}
    other = make_coop("an-phu")
    client.force_login(make_seat(other, "director").user)
    assert {client.post(path, typed(version=1)).status_code for path in paths} == {404}
    assert client.post(edit(other, order), typed(version=1)).status_code == 404
    assert TraderOrder.objects.of(coop).get().version == 1
