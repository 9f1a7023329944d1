"""Bootstrap of few clusters: draws against their exact moments, limits and p against Student's t of a plain mean."""

import numpy as np
import pytest
from scipy.stats import t, ttest_1samp

from analysis.methods.few_clusters import drawn_sums, estimate_of, expanded_limits, p_of_draws

VALUES = np.random.default_rng(1).normal(5, 2, 12)
MANY = 200_000


@pytest.fixture(scope="module")
def means():
    return drawn_sums(VALUES[:, np.newaxis], MANY)[:, 0] / len(VALUES)


def test_sums_of_draws_have_the_moments_of_drawing_with_replacement(means):
    assert means.mean() == pytest.approx(VALUES.mean(), abs=0.01)
    assert means.std() == pytest.approx(VALUES.std() / np.sqrt(12), rel=0.01)


def test_draws_of_another_stream_are_others():
    assert (drawn_sums(VALUES[:, np.newaxis], 9) == drawn_sums(VALUES[:, np.newaxis], 9)).all()
    assert (drawn_sums(VALUES[:, np.newaxis], 9) != drawn_sums(VALUES[:, np.newaxis], 9, stream=1)).any()


def test_expanded_limits_of_a_mean_are_nearly_those_of_student(means):
    low, high = t.interval(0.95, 11, VALUES.mean(), VALUES.std(ddof=1) / np.sqrt(12))
    assert expanded_limits(means, 12) == pytest.approx((low, high), abs=0.15)
    assert np.ptp(expanded_limits(means, 12)) == pytest.approx(high - low, rel=0.025)
    assert np.ptp(np.quantile(means, [0.025, 0.975])) < 0.87 * (high - low)


def test_p_of_a_mean_is_that_of_student(means):
    for shift in (3.9, 4.5, 5.2):
        expected = ttest_1samp(VALUES, shift).pvalue
        assert p_of_draws(VALUES.mean() - shift, means - shift, 12) == pytest.approx(expected, rel=0.03)


def test_two_clusters_have_no_limits_and_unknown_draws_are_left_out():
    assert np.isnan(expanded_limits(np.arange(9.0), 2)).all()
    assert np.isnan(p_of_draws(1.0, np.arange(9.0), 2))
    assert np.isnan(p_of_draws(1.0, np.full(9, np.nan), 5))
    draws = np.append(np.linspace(0, 1, 999), np.nan)
    assert estimate_of(0.5, draws, 40) == estimate_of(0.5, draws[:-1], 40)
    assert np.isnan(estimate_of(np.nan, draws, 40).low)
