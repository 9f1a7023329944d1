import numpy as np
import pytest
from scipy.stats import variation

from analysis.methods.inequality import coefficient_of_variation, gini

INCOMES = [541, 1463, 2445, 3438, 4437, 5401, 6392, 8304, 11904, 22261]


def test_gini_of_published_incomes():
    """The example of R's package ineq (Zeileis, Kleiber): 0.4620911."""
    assert gini(INCOMES) == pytest.approx(0.4620911, abs=5e-8)


def test_gini_is_the_mean_difference():
    values = np.random.default_rng(3).lognormal(size=40)
    difference = np.abs(values[:, np.newaxis] - values).mean()
    assert gini(values) == pytest.approx(difference / (2 * values.mean()))


def test_gini_at_its_ends():
    assert gini([2, 2, 2]) == pytest.approx(0)
    assert gini([0, 0, 0, 5]) == pytest.approx(3 / 4)
    assert np.isnan(gini([0, 0]))
    assert np.isnan(gini([]))


def test_coefficient_of_variation_is_scipys():
    values = np.random.default_rng(4).lognormal(size=(3, 9))
    assert coefficient_of_variation(values) == pytest.approx(variation(values, axis=1, ddof=1))
    assert coefficient_of_variation(values).shape == (3,)


@pytest.mark.parametrize("values", [[], [3.0], [0.0, 0.0]])
def test_coefficient_of_variation_of_too_little(values):
    assert np.isnan(coefficient_of_variation(values))
