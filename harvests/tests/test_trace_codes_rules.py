"""What a typed or scanned text can name."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvests.rules.trace_codes import Candidate, read


def kinds(text: str) -> list[str]:
    return [one.kind for one in read(text)]


def test_a_ticket_with_and_without_its_letters_and_version():
    day = dt.date(2025, 9, 8)
    assert read("can-250908-063")[0] == read("250908-063")[0] == Candidate("ticket", number=63, day=day)
    assert read("CAN-250908-063/2")[0] == Candidate("ticket", number=63, day=day, revision=2)
    assert "ticket" not in kinds("CAN-250231-001")


def test_shipments_and_orders():
    assert read("ch-25-001")[0] == Candidate("shipment", number=1, year=2025)
    assert read("DH-25-012")[0] == Candidate("order", number=12, year=2025)


@pytest.mark.parametrize("text", ["NH-1-CN-02/15", "NH-1-CN-02-015", "NH-1-CN-02 #15", "NH-1-CN-02 15"])
def test_a_carton_is_a_lot_and_a_number(text):
    assert Candidate("carton", "NH-1-CN-02", 15) in read(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("https://id.example/01/08936038950012/10/NH-1", Candidate("lot", "NH-1")),
        ("https://id.example/01/08936038950012/10/NH-1/21/007?x=1#y", Candidate("carton", "NH-1", 7)),
        ("(01)08936038950012(10)NH-1(21)NH-1-7", Candidate("carton", "NH-1", 7)),
        ("(10)NH-1", Candidate("lot", "NH-1")),
        ("010893603895001210NH-1\x1d217", Candidate("carton", "NH-1", 7)),
        ("https://coopsite.example/t/ab7k9q2m/", Candidate("trace", "AB7K9Q2M")),
        ("/t/AB7K-9Q2M", Candidate("trace", "AB7K9Q2M")),
        ("AB7K9Q2M", Candidate("trace", "AB7K9Q2M")),
        ("ab7k 9q2m", Candidate("trace", "AB7K9Q2M")),
        ("diary/15", Candidate("diary", number=15)),
    ],
)
def test_what_labels_and_addresses_say(text, found):
    assert read(text)[0] == found


def test_a_short_number_can_be_a_household_a_plot_or_a_lot():
    assert kinds("097") == ["lot", "household", "plot"]


@given(st.text(max_size=250))
def test_no_text_breaks_it(text):
    for one in read(text):
        assert one.kind
        assert "\x00" not in one.code
        assert one.number < 10**12
