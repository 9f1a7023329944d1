"""Shrinkage of means against the published eight schools and statsmodels."""

import numpy as np
import pytest
from statsmodels.stats.meta_analysis import combine_effects

from analysis.methods.mean_shrinkage import shrink_means

SCHOOLS = np.array([28.39, 7.94, -2.75, 6.82, -0.64, 0.63, 18.01, 12.16])
ERRORS = np.array([14.9, 10.2, 16.3, 11.0, 9.4, 11.4, 10.4, 17.6])
"""Rubin (1981), J. Educ. Stat. 6, 377-401; no spread between schools by moments, a common mean of 7.9."""


def test_eight_schools_are_pooled_fully():
    assert shrink_means(SCHOOLS, ERRORS**2).mean == pytest.approx(np.full(8, 7.87), abs=0.05)


def test_groups_that_differ_keep_their_own_as_far_as_they_are_known():
    rng = np.random.default_rng(2)
    variance = rng.uniform(0.2, 2, 12)
    mean = rng.normal(10, 3, 12) + rng.normal(0, np.sqrt(variance))
    pooled = combine_effects(mean, variance, method_re="dl")
    between, common = pooled.tau2, pooled.mean_effect_re
    expected = common + between / (between + variance) * (mean - common)
    assert shrink_means(mean, variance).mean == pytest.approx(expected)


def test_means_known_exactly_stay_where_they_differ():
    assert shrink_means([9.0, 2.5], [0.0, 0.0]).mean == pytest.approx([9, 2.5])
    assert shrink_means([4.0, 4.0], [0.0, 0.0]).mean == pytest.approx([4, 4])


def test_a_group_that_says_nothing_gets_the_common_mean_and_one_group_stays():
    found = shrink_means([1.0, np.nan, 9.0], [0.1, np.nan, 0.1])
    assert found.mean[1] == pytest.approx(5, abs=0.01)
    assert found.variance[1] > found.variance[0]
    assert shrink_means([3.0, np.nan], [0.5, np.nan]).mean.tolist() == [3.0, 3.0]
    assert np.isnan(shrink_means([np.nan], [np.nan]).mean).all()
