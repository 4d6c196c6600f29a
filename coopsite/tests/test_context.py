"""The menu knows where a page belongs: the longest entry that its address begins with."""

import pytest

from coopsite.context import GROUPS, section_of


@pytest.mark.parametrize(
    ("path", "section"),
    [
        ("/c/x/", ""),
        ("/c/x/orders/", "orders"),
        ("/c/x/orders/DH-25-001/allocate/", "orders"),
        ("/c/x/orders/availability/", "orders/availability"),
        ("/c/x/orders/availability-of-none/", "orders"),
        ("/c/x/new-things/here/", "new-things"),
        ("/accounts/password/", ""),
    ],
)
def test_the_longest_entry_wins(path, section):
    assert section_of(path) == section


def test_an_entry_below_another_is_in_the_same_group():
    assert GROUPS["orders/availability"] == GROUPS["orders"]
