"""Pages of the ledger: balances at a day, an account with its statement, the paper that prints the same for ever."""

import datetime as dt
import re
from io import BytesIO

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from coopsite import clock
from growers.tests.builders import make_coop, make_household, make_plot, make_seat
from harvests.actions.corrections import correct_ticket
from harvests.models import LedgerEntry
from harvests.rules.weighing_facts import Header, Load
from harvests.tests.builders import make_scale, make_ticket, typed_ticket
from harvests.tests.ledger_builders import claim, make_movement

pytestmark = pytest.mark.django_db


@pytest.fixture
def coop():
    return make_coop()


@pytest.fixture
def seat(coop, client):
    seat = make_seat(coop, "accountant")
    client.force_login(seat.user)
    return seat


@pytest.fixture
def hoa(seat, coop):
    make_scale(seat)
    household = make_household(coop, "097", "Bùi Thị Hoa", kind="official", register_no="7")
    make_plot(household)
    return household


def url(name: str, coop, *words) -> str:
    return reverse(name, args=[coop.slug, *words])


def cells(file) -> list[list]:
    """The rows of a downloaded sheet."""
    book = CalamineWorkbook.from_filelike(BytesIO(file.content))
    return book.get_sheet_by_index(0).to_python()


def numbers(client, address: str) -> str:
    """A page's text without what the moment of printing adds."""
    text = re.sub(r"<[^>]+>", " ", client.get(address).content.decode())
    return re.sub(r"\s+", " ", re.sub(r"(Printed at|In lúc).*", "", text))


def test_without_households_no_filter_is_blamed(client, coop, seat):
    english = {"accept-language": "en"}
    assert "There are no households yet." in client.get(url("account-list", coop), headers=english).content.decode()
    narrowed = client.get(url("account-list", coop), {"search": "x"}, headers=english).content.decode()
    assert "No household fits these filters." in narrowed


def test_balances_of_a_day_with_filters_totals_and_a_file(client, coop, seat, hoa):
    today = clock.today()
    other = make_household(coop, "031", "Lò Văn Đức")
    make_household(coop, "050", "Quàng Thị Nga")
    make_ticket(seat, "097")
    make_movement(seat, other, "advance", 3_000_000, today - dt.timedelta(days=9), "advance")
    page = client.get(url("account-list", coop)).context
    assert [(row["code"], row["total"], row["owes"]) for row in page["rows"]] == [
        ("031", "-3.000.000", True), ("050", "0", False), ("097", "1.830.000", False),
    ]  # fmt: skip
    assert page["sums"]["cells"] == ["1.830.000", "-3.000.000", "0", "0"] and page["sums"]["total"] == "-1.170.000"
    assert (page["sums"]["ours"], page["sums"]["theirs"]) == ("1.830.000 đ", "3.000.000 đ")

    def codes(**asked):
        return [row["code"] for row in client.get(url("account-list", coop), asked).context["rows"]]

    assert codes(held="some") == ["031", "097"] and codes(held="none") == ["050"]
    assert codes(held="ours") == ["097"] and codes(held="theirs") == ["031"]
    assert codes(kind="official") == ["097"] and codes(search="đức") == ["031"]
    assert codes(sort="total") == ["097", "050", "031"]
    assert codes(held="some", day=f"{today - dt.timedelta(days=1):%d/%m/%Y}") == ["031"]
    assert codes(commune=str(hoa.commune_id)) == ["031", "050", "097"]
    file = client.get(url("account-list", coop), {"format": "xlsx", "held": "some"})
    rows = cells(file)
    assert rows[1][0] == "031" and rows[1][5] == rows[1][8] == -3_000_000
    assert rows[-1][4:] == [1_830_000, -3_000_000, 0, 0, -1_170_000]


def test_the_list_takes_the_same_statements_for_three_and_for_two_hundred(
    client, coop, seat, hoa, django_assert_max_num_queries
):
    client.get(url("account-list", coop))
    with django_assert_max_num_queries(5) as few:
        client.get(url("account-list", coop))
    first = make_household(coop, "101", "Lò Văn A")
    same = {name: getattr(first, name) for name in ("cooperative", "commune", "search_key", "sort_key")}
    type(first).objects.bulk_create(type(first)(code=f"{n}", name="Lò Văn A", **same) for n in range(102, 300))
    for household in (hoa, first):
        make_movement(seat, household, "transport", 5, clock.today())
    with django_assert_max_num_queries(len(few)):
        page = client.get(url("account-list", coop))
    assert page.context["sums"]["households"] == "200" and len(page.context["rows"]) == 50


def test_an_account_shows_each_movement_with_its_balance(client, coop, seat, hoa, django_assert_max_num_queries):
    today = clock.today()
    make_movement(seat, hoa, "advance", 3_000_000, today - dt.timedelta(days=70), "advance")
    make_movement(seat, hoa, "repayment", 1_000_000, today - dt.timedelta(days=2), "advance")
    ticket = make_ticket(seat, "097")
    make_movement(seat, hoa, "transport", 30_000, today)
    client.get(url("account-page", coop, "097"))
    with django_assert_max_num_queries(7):
        page = client.get(url("account-page", coop, "097")).context
    fruit, advance = page["sections"]
    assert [(row["paper"], row["plus"], row["minus"], row["after"]) for row in fruit["rows"]] == [
        (ticket.code, "1.830.000", "", "1.830.000"), (f"VC-{today:%y}-001", "", "30.000", "1.800.000"),
    ]  # fmt: skip
    assert fruit["rows"][0]["url"] == url("harvest-page", coop, ticket.slug)
    assert (advance["opening"], advance["plus"], advance["closing"]) == ("-3.000.000", "1.000.000", "-2.000.000")
    assert [vnd for _, vnd in page["ages"]] == ["0 đ", "2.000.000 đ", "0 đ", "0 đ"]
    assert page["total"] == "-200.000 đ"
    file = client.get(page["file_url"])
    rows = cells(file)
    assert [row[6] for row in rows[5:8]] == [1_000_000, 1_830_000, -30_000] and rows[-1][7] == -200_000
    assert client.get(url("account-page", coop, "098")).status_code == 404


def test_a_printed_statement_prints_the_same_for_ever(client, coop, seat, hoa):
    ticket = make_ticket(seat, "097")
    address = client.get(url("account-page", coop, "097")).context["print_url"]
    printed, now = numbers(client, address), numbers(client, url("account-page", coop, "097"))
    assert "1.830.000" in printed and "Một triệu tám trăm ba mươi nghìn đồng" in printed
    correct_ticket(
        seat, record=ticket, header=Header("097"), loads=[Load(0, 59_500, "L1", crates=4)], reason="typo", text=""
    )
    make_ticket(seat, "097")
    assert numbers(client, address) == printed
    assert numbers(client, url("account-page", coop, "097")) != now
    unpinned = client.get(url("account-print", coop, "097"))
    assert unpinned.status_code == 302 and "upto=" in unpinned["Location"]
    assert numbers(client, unpinned["Location"]) != printed


@pytest.mark.parametrize(
    "asked", [{"upto": "x"}, {"upto": "9" * 30}, {"day_from": "31/02/2025"}, {"day_to": "tomorrow"}]
)
def test_odd_addresses_narrow_nothing(client, coop, seat, hoa, asked):
    for name in ("account-page", "account-print"):
        assert client.get(url(name, coop, "097"), asked).status_code in (200, 302)
    assert client.get(url("account-list", coop), {"day": "1/1/0001", "commune": "x"}).status_code == 200


def test_a_household_page_leads_to_its_account(client, coop, seat, hoa):
    assert url("account-page", coop, "097") in client.get(url("household-page", coop, "097")).content.decode()


def test_a_ticket_in_a_run_says_so_on_the_form(client, coop, seat, hoa):
    ticket = make_ticket(seat, "097")
    item = claim(seat, LedgerEntry.objects.of(coop).get())
    form = client.get(url("harvest-void", coop, ticket.slug)).context["form"]
    body = {"token": form["token"].value(), "revision": 1, "reason": "typo", "text": ""}
    answer = client.post(url("harvest-void", coop, ticket.slug), body)
    assert answer.status_code == 200 and item.line.run.code in answer.content.decode()
    typed = typed_ticket("097", (("59,5", "L1"),), revision="1", reason="typo", confirmed="1")
    answer = client.post(url("harvest-correct", coop, ticket.slug), typed)
    assert answer.status_code == 200 and item.line.run.code in answer.content.decode()
    assert "59,5" in answer.content.decode() and LedgerEntry.objects.of(coop).count() == 1
