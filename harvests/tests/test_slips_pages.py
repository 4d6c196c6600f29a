"""The slip of a ticket: everything the household keeps, in Vietnamese, on a page as long as it needs."""

import pytest
from django.urls import reverse

from growers.tests.builders import make_coop, make_household, make_plot, make_seat
from harvests.actions.corrections import count_print
from harvests.tests.builders import make_code, make_scale, make_ticket
from harvests.views.slips import page_height

pytestmark = pytest.mark.django_db
JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def coop():
    return make_coop()


@pytest.fixture
def director(coop, client):
    seat = make_seat(coop, "director")
    make_scale(seat)
    client.force_login(seat.user)
    return seat


@pytest.fixture
def hoa(coop):
    household = make_household(coop, "097", "Bùi Thị Hoa", village="bản Cao Sơn")
    make_plot(household)
    return household


def url(coop, name, record=None):
    return reverse(name, args=[coop.slug, record.slug] if record else [coop.slug])


def test_a_slip_says_everything_the_household_keeps(client, coop, director, hoa):
    make_code(hoa.plots.get(), code="VN-03")
    make_ticket(director, "097", ((50_000, "L2"),))
    record = make_ticket(director, "097", ((99_500, "L1"), (94_500, "L1"), (60_000, "D")))
    answer = client.get(url(coop, "harvest-slip", record))
    text = answer.content.decode()
    for part in (
        coop.name, record.code, "097", "Bùi Thị Hoa", "bản Cao Sơn", "VN-03", "91,5", "178,0 kg × 20.000", "3.560.000",
        "230,0 kg", "3.872.000 đ", "Ba triệu tám trăm bảy mươi hai nghìn đồng", "272 kg", "<svg",
    ):  # fmt: skip
        assert part in text, part
    assert "style=" not in text and "<style" not in text
    assert answer["Content-Language"] == "vi" if answer.has_header("Content-Language") else 'lang="vi"' in text


def test_a_slip_is_vietnamese_whatever_the_screen(client, coop, director, hoa):
    record = make_ticket(director, "097")
    client.cookies["django_language"] = "en"
    text = client.get(url(coop, "harvest-slip", record)).content.decode()
    assert "91,5" in text and "Loại 1" in text and "1.830.000 đ" in text


def test_a_slip_without_price_shows_kilograms_only(client, coop, director, hoa):
    record = make_ticket(director, "097", channel="market")
    answer = client.get(url(coop, "harvest-slip", record))
    assert answer.context["holds"] and not answer.context["words"] and not answer.context["shown"]["amount"]


def test_printing_is_counted_and_the_next_slip_says_so(client, coop, director, hoa):
    record = make_ticket(director, "097")
    assert not client.get(url(coop, "harvest-slip", record)).context["reprint"]
    assert client.post(url(coop, "harvest-printed", record), **JSON).status_code == 204
    assert client.post(url(coop, "harvest-printed", record)).status_code == 302
    assert client.get(url(coop, "harvest-slip", record)).context["reprint"] == 2
    client.force_login(make_seat(coop, "controller").user)
    assert client.post(url(coop, "harvest-printed", record)).status_code == 403
    assert client.get(url(coop, "harvest-slip", record)).status_code == 200


def test_the_page_of_a_slip_grows_in_steps_that_the_style_sheet_knows(settings):
    style = (settings.BASE_DIR / "static" / "css" / "slip.css").read_text()
    for loads in (1, 4, 20, 60):
        height = page_height(loads, 4, 1, True)
        assert height % 20 == 0 and f"@page slip-{height} {{ size: 80mm {height}mm" in style
    assert page_height(5, 1, 0, True) > page_height(1, 1, 0, False)


def test_reprints_of_an_earlier_slip_keep_its_season_total(client, coop, director, hoa):
    first = make_ticket(director, "097")
    make_ticket(director, "097", ((50_000, "L2"),))
    count_print(director, record=first)
    assert client.get(url(coop, "harvest-slip", first)).context["season_total"] == "91,5 kg"
