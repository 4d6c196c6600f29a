"""Where fruit may go, as pages: the matrix with its filters and workbook, one plot, and the chips of the scale."""

import datetime as dt

import pytest
from django.urls import reverse

from growers.models import MarketRequirement
from growers.tests.builders import make_area, make_code, make_coop, make_household, make_plot, make_seat, put_under
from growers.tests.diary_builders import make_entry, make_product
from harvests.tests.builders import make_scale
from harvests.tests.lots_builders import make_visit, open_market

pytestmark = pytest.mark.django_db
DAY = dt.date(2025, 9, 8)


@pytest.fixture
def coop(stand_still):
    stand_still("2025-09-08")
    coop = make_coop()
    open_market(coop, "CN", requires_area_code=True)
    open_market(coop, "RU")
    return coop


@pytest.fixture
def seat(coop, client):
    seat = make_seat(coop, "clerk")
    client.force_login(seat.user)
    return seat


@pytest.fixture
def code(coop):
    code = make_code(make_area(coop))
    make_visit(code)
    return code


@pytest.fixture
def plots(coop, code):
    """The first under a code, the second sprayed yesterday."""
    first = make_plot(make_household(coop, "012", "Lò Thị Mai"))
    second = make_plot(make_household(coop, "097", "Bùi Thị Hoa", village="bản Mòng"))
    put_under(code, first)
    make_entry(coop, second, product=make_product(coop, "Anvil 5SC"), done_on=DAY - dt.timedelta(days=1))
    return first, second


def ask(client, coop, name="eligibility-list", *words, **query):
    return client.get(reverse(name, args=[coop.slug, *words]), query)


def marks(page) -> dict[str, str]:
    return {row["code"]: "".join(cell["mark"] for cell in row["cells"]) for row in page.context["rows"]}


def test_a_row_for_each_plot_and_a_column_for_each_market(client, coop, seat, plots):
    page = ask(client, coop)
    assert [column["code"] for column in page.context["columns"]] == ["CN", "RU"]
    assert marks(page) == {"012-1": "✓✓", "097-1": "✗✗"}
    text = page.content.decode()
    assert "Anvil 5SC" in text and "14/09/2025" in text


def test_the_day_of_harvest_and_the_other_filters(client, coop, seat, plots):
    assert marks(ask(client, coop, day="14/09/2025")) == {"012-1": "✓✓", "097-1": "✗✓"}
    assert marks(ask(client, coop, market="RU", day="14/09/2025")) == {"012-1": "✓", "097-1": "✓"}
    assert [*marks(ask(client, coop, village="bản Mòng"))] == ["097-1"]
    assert [*marks(ask(client, coop, code="VN-SLOR-0001"))] == ["012-1"]
    assert [*marks(ask(client, coop, search="hoa"))] == ["097-1"]
    odd = ask(client, coop, day="31/02/2025")
    assert odd.status_code == 200 and odd.context["day"] == "08/09/2025"


def test_without_rules_of_any_market_the_page_says_what_to_do(client, coop, seat, plots):
    MarketRequirement.objects.all().delete()
    page = ask(client, coop)
    assert page.context["columns"] == [] and "empty" in page.content.decode()


def test_the_workbook_has_every_plot(client, coop, seat, plots):
    answer = ask(client, coop, format="csv")
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert len(lines) == 3 and "Anvil 5SC" in lines[2]
    assert ask(client, coop, format="xlsx")["Content-Type"].endswith("sheet")


def test_a_longer_list_takes_no_more_statements(client, coop, seat, code, plots, django_assert_max_num_queries):
    ask(client, coop)
    with django_assert_max_num_queries(20) as few:
        ask(client, coop)
    product, more = make_product(coop), [make_plot(make_household(coop)) for _ in range(60)]
    put_under(code, *more)
    make_entry(coop, *more, product=product)
    with django_assert_max_num_queries(20) as many:
        assert len(ask(client, coop).context["rows"]) == 50
    assert len(few) == len(many)


def test_one_plot_says_every_market_and_why(client, coop, seat, plots):
    page = ask(client, coop, "eligibility-plot", "097-1")
    assert [market["mark"] for market in page.context["markets"]] == ["✗", "✗"]
    [running, missing] = page.context["reasons"]
    assert running["markets"] == "" and "Anvil 5SC" in str(running["text"])
    assert missing["markets"] == "CN"
    part = client.get(reverse("eligibility-plot", args=[coop.slug, "097-1"]), headers={"HX-Request": "true"})
    assert "<html" not in part.content.decode() and "Anvil 5SC" in part.content.decode()
    assert ask(client, coop, "eligibility-plot", "999-1").status_code == 404


def test_the_plots_own_page_leads_there(client, coop, seat, plots):
    page = ask(client, coop, "plot-page", "097-1").content.decode()
    assert reverse("eligibility-plot", args=[coop.slug, "097-1"]) in page


def test_another_co_operative_is_not_here(client, coop, seat, plots):
    other = make_coop("an-phu", code="AP")
    assert ask(client, other).status_code == 404
    assert ask(client, other, "eligibility-plot", "097-1").status_code == 404


def test_the_scales_book_has_the_chips_of_every_plot(client, coop, seat, plots):
    make_scale(seat)
    book = ask(client, coop, "weigh-book").json()
    first, second = (household["plots"][0] for household in book["households"])
    assert (first["good"], first["held"], first["bad"], first["why"]) == ("✓ CN RU", "", "", "")
    assert (second["good"], second["bad"]) == ("", "✗ CN RU") and "Anvil 5SC" in second["why"]
