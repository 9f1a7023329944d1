import numpy as np
import pytest
from scipy.stats import mannwhitneyu

from analysis.methods.rank_shifts import PAIRS, hodges_lehmann, kruskal_wallis
from analysis.methods.survival import UNKNOWN

TERM = [0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46]
EARLIER = [1.15, 0.88, 0.90, 0.74, 1.21]


def test_permeability_example_of_hollander_and_wolfe():
    """Hollander & Wolfe (1999), examples 4.3 and 4.4: shift 0.305, 95 % limits -0.15 and 0.76."""
    assert hodges_lehmann(TERM, EARLIER) == pytest.approx((0.305, -0.15, 0.76))


def test_limits_are_where_mann_whitney_turns():
    """Independent: shifting by a limit puts the two-sided p of scipy's test near 5 %."""
    rng = np.random.default_rng(8)
    first, second = rng.exponential(size=60) + 0.4, rng.exponential(size=80)
    found = hodges_lehmann(first, second)
    for limit in (found.low, found.high):
        assert mannwhitneyu(first - limit, second, method="asymptotic").pvalue == pytest.approx(0.05, abs=0.01)


def test_large_groups_are_sampled_and_stay_near():
    rng = np.random.default_rng(9)
    first, second = rng.normal(1, 1, 5000), rng.normal(0, 1, 4000)
    assert len(first) * len(second) > PAIRS
    found = hodges_lehmann(first, second)
    assert found.low < 1 < found.high
    assert found == hodges_lehmann(first[::-1], second[::-1])


def test_mucociliary_example_of_hollander_and_wolfe():
    """Hollander & Wolfe (1973), p. 115, in the manual of R's kruskal.test: H = 0.77143, p = 0.68."""
    groups = [[2.9, 3.0, 2.5, 2.6, 3.2], [3.8, 2.7, 4.0, 2.4], [2.8, 3.4, 3.7, 2.2, 2.0]]
    h, p, share = kruskal_wallis(groups)
    assert (h, p) == pytest.approx((0.77143, 0.68), abs=1e-4)
    assert share == pytest.approx(0.77143 / 13, abs=1e-4)


def test_too_few_say_nothing():
    assert hodges_lehmann([1], [1, 2]) == UNKNOWN
    assert np.isnan(kruskal_wallis([[1, 2], []])).all()
    assert np.isnan(kruskal_wallis([[1, 1], [1]])).all()
