from itertools import permutations

import numpy as np
import pytest
from scipy.stats import kendalltau

from analysis.methods.monotone_trend import mann_kendall, score_of, score_variance, seasonal_slope, theil_sen
from analysis.methods.survival import UNKNOWN


def test_slope_of_sen_s_own_example():
    """Sen (1968), JASA 63, section 4: slope 4, 93 % limits 3.71 and 4.38."""
    found = theil_sen([9, 15, 19, 20, 45, 55, 78], [1, 2, 3, 4, 10, 12, 18], level=0.93)
    assert found == pytest.approx((4, 26 / 7, 35 / 8))


def test_score_and_its_variance_over_all_orders_with_ties():
    """By enumeration: the variance of S where every order of the values is equally likely."""
    values = np.array([1, 2, 2, 3, 3, 3, 5])
    scores = [score_of(values[list(order)]) for order in permutations(range(len(values)))]
    assert np.mean(scores) == pytest.approx(0)
    assert np.var(scores) == pytest.approx(score_variance(values))


def test_score_is_kendalls_and_p_is_near_scipys_exact_one():
    rng = np.random.default_rng(3)
    for n in (8, 15, 40):
        y = rng.normal(size=n) + 0.05 * np.arange(n)
        score, p = mann_kendall(y)
        exact = kendalltau(np.arange(n), y, method="exact")
        assert score == pytest.approx(exact.statistic * n * (n - 1) / 2)
        assert p == pytest.approx(exact.pvalue, abs=0.015)


def test_false_alarms_of_a_series_that_only_has_seasons():
    rng = np.random.default_rng(4)
    season = np.tile(np.arange(4), 6)
    quarters = np.array([0.0, 2.0, 1.0, 6.0])[season]
    p = [mann_kendall(quarters + rng.normal(size=24), season)[1] for _ in range(400)]
    assert np.mean(np.array(p) < 0.05) <= 0.08
    slopes = [seasonal_slope(quarters + rng.normal(size=24), season) for _ in range(400)]
    assert np.mean([low <= 0 <= high for _, low, high in slopes]) >= 0.91


def test_a_seasonal_slope_is_found_where_the_plain_one_is_blurred():
    season = np.tile(np.arange(4), 5)
    y = np.array([0.0, 40.0, 20.0, 90.0])[season] + 1.5 * np.arange(20)
    found = seasonal_slope(y, season)
    assert found.value == pytest.approx(1.5)
    assert mann_kendall(y, season)[1] < 0.001 < mann_kendall(y)[1]


def test_too_little_or_no_change_says_nothing():
    assert theil_sen([1, 2, 3]) == UNKNOWN
    assert seasonal_slope([1, 2, 3, 4], [1, 2, 3, 4]) == UNKNOWN
    assert np.isnan(mann_kendall([2, 2, 2, 2])[1])
