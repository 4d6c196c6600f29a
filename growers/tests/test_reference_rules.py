"""A co-operative's part of a published figure: no sharper than the figure, and a bound stays a bound."""

import pytest

from growers.rules.reference import ABOUT, AT_MOST, EXACT, MORE, Part, part_of


@pytest.mark.parametrize(
    ("own", "whole", "mark", "part"),
    [
        (1_385_000, 3_000_000, MORE, Part(4_620, AT_MOST)),  # 46.17 % of "more than 300 ha": at most 46.2 %
        (540, 5_000, ABOUT, Part(1_080, ABOUT)),
        (1, 3, EXACT, Part(3_330, EXACT)),
        (1, 2_000, MORE, Part(10, AT_MOST)),
        (0, 300, MORE, Part(0, AT_MOST)),
        (5, None, MORE, None),
        (5, 0, EXACT, None),
    ],
)
def test_a_part_is_said_as_sharply_as_the_whole_is(own, whole, mark, part):
    assert part_of(own, whole, mark) == part
