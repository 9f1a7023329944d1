import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import f_oneway

from analysis.methods.reliability import NO_RELIABILITY, at_length, chance_below, length_for, reliability_of_means

SHROUT_FLEISS = np.array([[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]], float)
"""Table 2 of Shrout & Fleiss (1979): six targets, four judges."""


def of_values(groups, effect=1.0):
    sums, squares = [sum(group) for group in groups], [np.square(group).sum() for group in groups]
    return reliability_of_means(sums, squares, [len(group) for group in groups], effect)


def test_the_table_of_shrout_and_fleiss():
    """Their table 4 has 0.17 for one judge and 0.44 for the mean of four."""
    found = of_values(SHROUT_FLEISS)
    assert found.value == pytest.approx(0.44, abs=0.005)
    assert at_length(found.value, 1 / 4) == pytest.approx(0.17, abs=0.005)


@pytest.mark.parametrize("seed", range(5))
def test_the_ratio_is_that_of_scipy_s_one_way_analysis_of_variance(seed):
    rng = np.random.default_rng(seed)
    groups = [(rng.random(size) < rate).astype(float) for size, rate in zip((40, 90, 25), (0.2, 0.4, 0.6), strict=True)]
    test, found = f_oneway(*groups), of_values(groups)
    assert found.value == pytest.approx(max(0, 1 - 1 / test.statistic))
    assert found.p == pytest.approx(test.pvalue)
    assert found.low <= found.value <= found.high


def test_values_that_resemble_each_other_tell_less():
    alone, alike = of_values(SHROUT_FLEISS), of_values(SHROUT_FLEISS, effect=1.5)
    assert 1 / (1 - alike.value) == pytest.approx(1 / (1 - alone.value) / 1.5)
    assert alike.p > alone.p


@pytest.mark.parametrize("groups", [[[1, 0, 1]], [[1], [0]], [[1, 1], [1, 1]], [[1, 1], [0, 0]]])
def test_what_does_not_vary_has_none(groups):
    assert of_values(groups) == pytest.approx(NO_RELIABILITY, nan_ok=True)


@given(st.floats(0.01, 0.99), st.floats(0.05, 0.95))
def test_the_length_for_a_reliability_gives_it(reliability, wanted):
    assert at_length(reliability, length_for(reliability, wanted)) == pytest.approx(wanted)


def test_no_length_makes_chance_reliable():
    assert length_for(0, 0.7) == float("inf")


def test_the_chance_to_come_out_below_is_that_of_drawn_groups():
    rng = np.random.default_rng(5)
    means, size = np.array([0.0, 0.3, 0.6, 0.9, 1.2]), 40
    reliability = 1 - 1 / (1 + size * means.var(ddof=1))
    drawn = rng.normal(means[:, None], 1, (4000, 5, size))
    sums, squares = drawn.sum(2), np.square(drawn).sum(2)
    below = [reliability_of_means(a, b, [size] * 5).value < 0.85 for a, b in zip(sums, squares, strict=True)]
    assert chance_below(reliability, 5, 200, 0.85) == pytest.approx(np.mean(below), abs=0.03)
