import numpy as np
import pytest
from scipy.stats import bootstrap

from analysis.methods.medians import bootstrap_medians, median_difference


def median_gap(later, earlier, axis):
    return np.median(later, axis=axis) - np.median(earlier, axis=axis)


@pytest.mark.parametrize("n", [40, 41])
def test_median_difference_equals_scipy(n):
    rng = np.random.default_rng(n)
    later, earlier = rng.gamma(2, 8, n), rng.gamma(2, 5, n + 20)
    other = bootstrap((later, earlier), median_gap, n_resamples=4999, method="percentile", rng=1)
    value, low, high = median_difference(later, earlier)
    assert value == np.median(later) - np.median(earlier)
    assert (low, high) == pytest.approx(other.confidence_interval, abs=1.0)


def test_bootstrap_medians_have_the_spread_of_drawn_samples():
    rng = np.random.default_rng(9)
    values = np.sort(rng.normal(size=30))
    drawn = [np.median(rng.choice(values, 30)) for _ in range(4000)]
    assert bootstrap_medians(rng, values, 4000).std() == pytest.approx(np.std(drawn), rel=0.06)


def test_a_side_of_one_has_no_difference():
    assert np.isnan(median_difference([1.0], [2.0, 3.0])).all()
