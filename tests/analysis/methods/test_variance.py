"""Spread between groups against a published table and statsmodels; spread by chance against a chi-square test."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy.stats import chi2_contingency
from statsmodels.formula.api import ols

from analysis.methods.variance import between_share, chance_share

SHROUT_FLEISS = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
"""Four judges rate six targets: Shrout & Fleiss (1979), Psychol. Bull. 86, 420-428, table 2."""


def test_the_published_correlation():
    """ICC(1,1) = .17; by the F limits of the same paper from -.13, which is no share and so 0, to .72."""
    found = between_share(np.ravel(SHROUT_FLEISS), np.repeat(range(6), 4))
    assert found == pytest.approx((0.1657, 0.0, 0.7226), abs=5e-4)


def test_unequal_groups_against_the_mean_squares_of_statsmodels():
    rng = np.random.default_rng(3)
    sizes = [5, 9, 12, 7]
    groups = np.repeat(list("abcd"), sizes)
    values = rng.normal(size=sum(sizes)) + np.repeat(rng.normal(0, 1, 4), sizes)
    table = sm.stats.anova_lm(ols("v ~ g", pd.DataFrame({"v": values, "g": groups})).fit())
    between, within = table["mean_sq"]
    size = (33 - sum(n**2 for n in sizes) / 33) / 3
    expected = (between - within) / (between + (size - 1) * within)
    assert between_share(values, groups).value == pytest.approx(expected)


@pytest.mark.parametrize(
    ("values", "groups"), [([1.0, 2.0], ["a", "b"]), ([1.0, 2.0], ["a", "a"]), ([3.0, 3.0, 3.0], ["a", "a", "b"])]
)
def test_what_has_no_groups_or_no_spread_has_no_share(values, groups):
    assert np.isnan(between_share(values, groups).value)


def test_groups_without_spread_within_hold_all_of_it():
    assert between_share([1.0, 1.0, 2.0, 2.0], list("aabb")).value == 1


def test_spread_by_chance_is_the_freedom_over_the_chi_square_of_one_group():
    won, n = np.array([8, 15, 3, 12, 20]), np.array([30, 40, 25, 35, 41])
    statistic, _, freedom, _ = chi2_contingency([won, n - won], correction=False)
    found = chance_share(won, n, ["a"] * 5)
    assert found.value == pytest.approx(freedom / statistic)
    assert found.low < found.value < found.high


def test_rates_by_chance_alone_give_all_the_spread_on_average():
    rng = np.random.default_rng(4)
    n, groups = rng.integers(20, 60, 200), np.repeat(range(20), 10)
    rates = np.repeat(rng.uniform(0.2, 0.5, 20), 10)
    found = chance_share(rng.binomial(n, rates), n, groups)
    assert found.low < 1 < found.high
    wider = chance_share(rng.binomial(n, np.clip(rates + rng.normal(0, 0.15, 200), 0.02, 0.98)), n, groups)
    assert wider.high < 0.7


def test_cases_without_observations_say_nothing():
    assert chance_share([3, 5, 0], [10, 12, 0], list("aaa")) == chance_share([3, 5], [10, 12], list("aa"))
    assert np.isnan(chance_share([3], [10], ["a"]).value)
    assert np.isnan(chance_share([0, 0], [10, 12], ["a", "a"]).value)
