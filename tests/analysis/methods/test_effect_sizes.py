"""Two independent groups against a published example, statsmodels and scipy."""

import numpy as np
import pytest
from scipy.stats import ttest_ind
from statsmodels.stats.meta_analysis import effectsize_smd

from analysis.methods.effect_sizes import compare, hedges_g, mean_difference

RNG = np.random.default_rng(11)


def sample_of(mean, sd, n):
    """Numbers with exactly this mean and standard deviation."""
    drawn = RNG.normal(size=n)
    return mean + sd * (drawn - drawn.mean()) / drawn.std(ddof=1)


def test_g_is_that_of_borenstein_and_others():
    """Borenstein, Hedges, Higgins & Rothstein (2009), Introduction to Meta-Analysis, 4: 103 and 100, deviations 5.5
    and 4.5, 50 people each: g = 0.5924, its variance 0.0411."""
    found = hedges_g(sample_of(103, 5.5, 50), sample_of(100, 4.5, 50))
    assert found.value == pytest.approx(0.5924, abs=0.0005)
    assert ((found.high - found.low) / 2 / 1.96) ** 2 == pytest.approx(0.0411, abs=0.001)


def test_g_is_that_of_statsmodels():
    first, second = RNG.normal(1, 2, 14), RNG.normal(0, 3, 23)
    g, variance = effectsize_smd(first.mean(), first.std(ddof=1), 14, second.mean(), second.std(ddof=1), 23)
    found = hedges_g(first, second)
    assert found.value == pytest.approx(g, rel=0.001)
    assert ((found.high - found.low) / 2 / 1.959964) ** 2 == pytest.approx(variance, rel=0.02)


def test_difference_is_welch_s():
    first, second = RNG.normal(1, 2, 14), RNG.normal(0, 3, 23)
    limits = ttest_ind(first, second, equal_var=False).confidence_interval()
    assert mean_difference(first, second) == pytest.approx((first.mean() - second.mean(), limits.low, limits.high))


def test_few_or_alike_tell_nothing():
    assert np.isnan(compare([1, 2, 3, 4], [1, 2, 3, 4, 5, 6])).all()
    assert np.isnan(compare([1] * 6, [1] * 6)).all()
