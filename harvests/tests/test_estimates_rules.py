"""The figures of an estimate: in order, and no more than the land can give."""

import pytest

from growers.wording import WORDING
from harvests.rules.estimates import CODES, judge_estimate

HECTARE = 10_000


@pytest.mark.parametrize(
    ("expected", "low", "high", "codes"),
    [
        (None, None, None, ()),
        (0, None, None, ()),
        (5_000_000, 4_000_000, 6_000_000, ()),
        (5_000_000, 5_000_000, 5_000_000, ()),
        (None, 1, None, ("estimate_missing",)),
        (5_000_000, 5_000_001, None, ("estimate_low_above",)),
        (5_000_000, None, 4_999_999, ("estimate_high_below",)),
        (45_000_000, None, None, ()),
        (45_000_001, None, None, ("estimate_beyond_land",)),
    ],
)
def test_figures_of_one_hectare(expected, low, high, codes):
    assert judge_estimate(expected, low, high, HECTARE).codes == codes


def test_every_code_has_its_sentence():
    assert set(CODES) <= WORDING.keys()
