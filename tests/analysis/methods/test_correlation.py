"""Correlations against published output, scipy, and statsmodels' residuals."""

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from analysis.methods.correlation import ahead_in_pairs, pearson, spearman, unrestricted

# Kim (2015), Commun. Stat. Appl. Methods 22, 665-674: the data of R's ppcor, and what pcor(method="spearman") printed.
YEAST = {
    "hl": [7, 15, 19, 15, 21, 22, 57, 15, 20, 18],
    "disp": [0.000, 0.964, 0.000, 0.000, 0.921, 0.000, 0.000, 1.006, 0.000, 1.011],
    "deg": [9, 2, 3, 4, 1, 3, 1, 3, 6, 1],
    "BC": [1.78e-02, 1.05e-06, 1.37e-05, 7.18e-03, 0, 0, 0, 4.48e-03, 2.10e-06, 0],
}
PRINTED = {
    ("hl", "disp"): -0.7647345, ("hl", "deg"): -0.1367596, ("hl", "BC"): -0.7860646,
    ("disp", "deg"): -0.4845966, ("disp", "BC"): -0.4506273, ("deg", "BC"): 0.4010940,
}  # fmt: skip


@pytest.mark.parametrize("pair", PRINTED)
def test_partial_rank_correlation_is_that_of_ppcor(pair):
    held = np.column_stack([stats.rankdata(YEAST[name]) for name in YEAST if name not in pair])
    assert spearman(*(YEAST[name] for name in pair), held).value == pytest.approx(PRINTED[pair], abs=1e-6)


@given(st.integers(8, 60), st.integers(0, 10_000))
def test_nothing_held_is_scipy_s(n, seed):
    x, y = np.random.default_rng(seed).normal(size=(2, n)).round(1)
    assert spearman(x, y).value == pytest.approx(stats.spearmanr(x, y).statistic)
    found, told = pearson(x, y), stats.pearsonr(x, y)
    limits = told.confidence_interval(0.95)
    assert found == pytest.approx((told.statistic, limits.low, limits.high, told.pvalue))


def test_held_equal_is_the_correlation_of_residuals_and_a_doubled_column_counts_once():
    rng = np.random.default_rng(4)
    z = rng.normal(size=(60, 2))
    x, y = z[:, 0] + rng.normal(size=60), z[:, 1] + rng.normal(size=60)
    design = sm.add_constant(z)
    left = [sm.OLS(stats.rankdata(side), design).fit().resid for side in (x, y)]
    found = spearman(x, y, z)
    assert found.value == pytest.approx(np.corrcoef(*left)[0, 1])
    assert spearman(x, y, np.column_stack([z, z[:, 0]])) == pytest.approx(found)
    error = np.sqrt((1 + found.value**2 / 2) / (60 - 2 - 3))
    assert found.high == pytest.approx(np.tanh(np.arctanh(found.value) + 1.959964 * error))


@pytest.mark.parametrize(("x", "y"), [([], []), ([1, 2, 3], [3, 1, 2]), ([1.0] * 9, range(9))])
def test_what_cannot_be_told_is_not_told(x, y):
    assert np.isnan(spearman(x, y)).all()
    assert np.isnan(pearson(list(x), list(y))).all()


def test_what_is_held_may_leave_nothing():
    x = np.arange(20.0)
    assert np.isnan(spearman(x, x[::-1], x[:, np.newaxis])).all()


def test_range_restriction_is_that_of_psych():
    """R's psych, rangeCorrection(.33, 100.32, 48.19), by the formula that its page prints (Revelle, chapter 4)."""
    r, u = 0.33, 100.32 / 48.19
    assert unrestricted(0.33, 48.19, 100.32) == pytest.approx(r * u / np.sqrt(1 - r**2 + r**2 * u**2))
    assert unrestricted(0.33, 48.19, 100.32) == pytest.approx(0.588, abs=0.001)
    assert unrestricted([0.3, -0.3], 2, 2) == pytest.approx([0.3, -0.3])
    assert np.isnan(unrestricted(0.3, 0, 2))


def test_range_restriction_is_undone():
    """A correlation of 0.5, seen among the upper half alone, comes back."""
    rng = np.random.default_rng(8)
    x = rng.normal(size=200_000)
    y = 0.5 * x + np.sqrt(0.75) * rng.normal(size=len(x))
    chosen = x > 0
    seen = np.corrcoef(x[chosen], y[chosen])[0, 1]
    assert seen < 0.4
    assert unrestricted(seen, x[chosen].std(), 1.0) == pytest.approx(0.5, abs=0.01)


@pytest.mark.parametrize("r", [-0.6, 0.0, 0.3, 0.8])
def test_pairs_are_those_of_a_normal_sample(r):
    x, y = np.random.default_rng(1).multivariate_normal([0, 0], [[1, r], [r, 1]], 200_000).T
    ahead = np.mean((x[::2] > x[1::2]) == (y[::2] > y[1::2]))
    assert ahead_in_pairs(6 / np.pi * np.arcsin(r / 2)) == pytest.approx(ahead, abs=0.005)
