"""Paired gain against independent implementations and published values."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import ttest_1samp

from analysis.methods.gain import cronbach_alpha, gain_g, gain_points, hedges_g_av, least_reliable_change

# Lakens (2013), Front. Psychol. 4:863, the example of its section on correlated samples: ten movies, each rated twice.
MOVIE_1 = np.array([9, 7, 8, 9, 8, 9, 9, 10, 9, 9], dtype=float)
MOVIE_2 = np.array([9, 6, 7, 8, 7, 9, 8, 8, 8, 7], dtype=float)


def by_hand(before, after):
    """Cohen's d_av and its correction, from the formulas as they are printed, without numpy's variance."""
    n = len(before)
    means = sum(before) / n, sum(after) / n
    variances = [sum((x - m) ** 2 for x in side) / (n - 1) for side, m in zip((before, after), means, strict=True)]
    return (means[1] - means[0]) / (sum(variances) / 2) ** 0.5 * (1 - 3 / (4 * (n - 1) - 1))


def test_g_av_is_that_of_lakens_2013():
    """There Cohen's d is 1.13 (8.7 and 7.7; deviations 0.82 and 0.95); 1 - 3/(4 · 9 - 1) = 32/35 corrects it."""
    found = gain_g(MOVIE_2, MOVIE_1)
    assert found.value == pytest.approx(by_hand(MOVIE_2, MOVIE_1))
    assert found.value == pytest.approx(1.13 * 32 / 35, abs=0.005)
    assert 0 < found.low < found.value < found.high


@given(st.lists(st.tuples(st.floats(0, 100), st.floats(0, 100)), min_size=5, max_size=30))
def test_g_av_is_the_printed_formula_and_changes_sign_with_the_order(pairs):
    before, after = map(np.array, zip(*pairs, strict=True))
    if before.var() + after.var() < 1e-6:
        return
    assert float(hedges_g_av(before, after)) == pytest.approx(by_hand(before, after), abs=1e-9)
    assert float(hedges_g_av(after, before)) == pytest.approx(-float(hedges_g_av(before, after)))


def test_limits_are_the_same_each_time():
    assert gain_g(MOVIE_2, MOVIE_1) == gain_g(MOVIE_2, MOVIE_1)


def test_bca_limits_hold_the_true_g_about_as_often_as_they_say():
    """40 cohorts of 18 with a known change: 95 % limits hold it in at least 33 (chance of fewer under 1 %)."""
    rng, held = np.random.default_rng(3), 0
    for _ in range(40):
        before = rng.normal(50, 10, 18)
        after = before + rng.normal(8, 6, 18)
        truth = 8 / np.sqrt((100 + 136) / 2)
        found = gain_g(before, after)
        held += found.low <= truth <= found.high
    assert held >= 33


def test_points_and_limits_are_those_of_the_one_sample_test_of_the_changes():
    change = MOVIE_1 - MOVIE_2
    test = ttest_1samp(change, 0)
    limits = test.confidence_interval(0.95)
    found = gain_points(MOVIE_2, MOVIE_1)
    assert (found.value, found.low, found.high, found.p) == pytest.approx(
        (change.mean(), limits.low, limits.high, test.pvalue)
    )


@pytest.mark.parametrize("method", [gain_g, gain_points])
def test_fewer_than_five_pairs_say_nothing(method):
    assert method([1, 2, 3, 4], [2, 3, 4, 6]).value is None


def test_without_variation_there_is_no_g_and_no_limit():
    assert gain_g([50.0] * 6, [50.0] * 6).value is None
    found = gain_points([1, 2, 3, 4, 5, 6], [3, 4, 5, 6, 7, 8])
    assert (found.value, found.low, found.p) == (2.0, None, None)


def test_alpha_is_the_mean_covariance_by_the_mean_of_all():
    """k · c̄ / (v̄ + (k − 1) c̄): Cronbach (1951), the other way to the same number."""
    rng = np.random.default_rng(5)
    scores = pd.DataFrame(rng.normal(size=(30, 1)) + rng.normal(size=(30, 4)))
    covariances = scores.cov().to_numpy()
    k = len(covariances)
    v, c = np.trace(covariances) / k, (covariances.sum() - np.trace(covariances)) / (k * (k - 1))
    assert cronbach_alpha(scores) == pytest.approx(k * c / (v + (k - 1) * c))


def test_alpha_needs_items_people_and_variation():
    assert cronbach_alpha(np.ones((10, 1))) is None
    assert cronbach_alpha(np.eye(4)) is None
    assert cronbach_alpha(np.ones((10, 3))) is None


def test_least_reliable_change_of_jacobson_and_truax():
    """Their example: s = 10 and r = 0.80 give a standard error of the difference of 6.32, so 12.4 points."""
    before = np.array([40.0, 60.0] * 200)
    before *= 10 / before.std(ddof=1)
    assert least_reliable_change(before, 0.8) == pytest.approx(12.40, abs=0.01)
    assert least_reliable_change(before, None) is None
    assert least_reliable_change(before, -0.1) is None
