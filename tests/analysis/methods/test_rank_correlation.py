"""Held against scipy: one draw at a time, and its own Kendall's tau."""

import numpy as np
import pytest
from scipy.stats import bootstrap, kendalltau, spearmanr

from analysis.methods.correlation import pearson
from analysis.methods.rank_correlation import concordance, correlations_of_ranks, spearman


@pytest.fixture
def pair():
    rng = np.random.default_rng(2)
    x = rng.normal(size=20).round(1)
    return x, (0.8 * x + rng.normal(size=20)).round(1)


def test_ranks_row_by_row_are_those_of_scipy(pair):
    rows = np.random.default_rng(3).integers(0, 20, (50, 20))
    found = correlations_of_ranks(pair[0][rows], pair[1][rows])
    assert found == pytest.approx([spearmanr(pair[0][row], pair[1][row]).statistic for row in rows])


def test_limits_are_scipy_s_percentiles(pair):
    found = spearman(*pair)
    plain = bootstrap(
        pair, lambda x, y: spearmanr(x, y).statistic, paired=True, method="percentile", n_resamples=2000,
        vectorized=False, rng=np.random.default_rng(4),
    ).confidence_interval  # fmt: skip
    assert found.value == pytest.approx(spearmanr(*pair).statistic)
    assert (found.low, found.high) == pytest.approx((plain.low, plain.high), abs=0.03)


def test_pairs_ordered_alike_are_those_of_kendall():
    rng = np.random.default_rng(5)
    x, y = rng.normal(size=15), rng.normal(size=15)
    assert concordance(x, y) == pytest.approx((kendalltau(x, y).statistic + 1) / 2)
    assert np.isnan(concordance([1.0, 1.0], [1.0, 2.0]))


def test_too_few_or_constant_have_none():
    assert np.isnan(spearman([1, 2, 3, 4], [1, 2, 3, 4]).value)
    assert np.isnan(pearson([1.0] * 9, range(9)).value)


def test_fisher_s_limits():
    """n = 20, r = 0.5: tanh(atanh 0.5 ± 1.96 / sqrt 17) = 0.074 to 0.772."""
    x = np.linspace(-1, 1, 20)
    other = np.random.default_rng(6).normal(size=20)
    other -= np.polyval(np.polyfit(x, other, 1), x)
    y = 0.5 * x / x.std() + np.sqrt(0.75) * other / other.std()
    found = pearson(x, y)
    assert (found.value, found.low, found.high) == pytest.approx((0.5, 0.0739, 0.7718), abs=1e-3)
