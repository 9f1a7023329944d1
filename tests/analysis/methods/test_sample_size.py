import math

import pytest

from analysis.methods.intervals import wilson_interval
from analysis.methods.sample_size import fewest_for, wilson_half_width


@pytest.mark.parametrize("n", [12, 24, 30, 72, 120])
def test_half_width_is_that_of_the_interval(n):
    low, high = wilson_interval(n // 2, n)
    assert wilson_half_width(n) == pytest.approx((high - low) / 2)


def test_half_widths_of_the_item_bank():
    assert [round(100 * wilson_half_width(n)) for n in (24, 72, 30, 120)] == [19, 11, 17, 9]


def test_seeing_all_leaves_nothing_open_and_seeing_none_everything():
    assert wilson_half_width(40, 40) == 0
    assert math.isnan(wilson_half_width(0, 40))
    assert wilson_half_width(20, 40) < wilson_half_width(20)


@pytest.mark.parametrize("of", [1, 3, 40, 117, 350, 10**6])
def test_fewest_is_the_least_that_is_close_enough(of):
    n = fewest_for(0.1, of)
    assert wilson_half_width(n, of) <= 0.1
    assert n == 1 or wilson_half_width(n - 1, of) > 0.1


def test_known_sizes():
    assert fewest_for(0.1, 10**9) == 93  # 96 of the textbook's z² / 4d², less Wilson's z² = 4
    assert fewest_for(0.1, 0) == 0
