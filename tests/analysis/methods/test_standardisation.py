import numpy as np
import pytest
import statsmodels.api as sm
from scipy.spatial.distance import cityblock

from analysis.methods.standardisation import mix_distance, normal_limits, standardise

WON, N = np.array([[69, 11, 29], [9, 2, 147]]), np.array([[207, 58, 43], [38, 21, 242]])
WEIGHTS = np.array([0.45, 0.13, 0.42])


@pytest.mark.parametrize("unit", [0, 1])
def test_rate_and_limits_are_those_of_statsmodels_robust_regression(unit):
    """A regression on the strata alone; its HC0 variance of a stratum's mean is rate x (1 - rate) / n."""
    stratum = np.repeat(np.arange(3), N[unit])
    outcome = np.concatenate([np.arange(n) < won for won, n in zip(WON[unit], N[unit], strict=True)]).astype(float)
    test = sm.OLS(outcome, np.eye(3)[stratum]).fit(cov_type="HC0").t_test(WEIGHTS)
    found = standardise(WON, N, WEIGHTS)
    assert found.rate[unit] == pytest.approx(test.effect[0])
    assert found.error[unit] == pytest.approx(test.sd[0, 0])
    limits = normal_limits(found.rate, found.error)
    assert [limit[unit] for limit in limits] == pytest.approx(test.conf_int()[0])


def test_a_stratum_with_too_little_makes_none_and_one_that_is_not_asked_for_does_not_matter():
    n = np.array([[40, 4, 40]])
    assert np.isnan(standardise([[10, 1, 20]], n, WEIGHTS).rate[0])
    assert standardise([[10, 1, 20]], n, [0.5, 0.0, 0.5]).rate[0] == pytest.approx(0.375)


def test_all_lost_is_not_certain():
    assert standardise([[0, 0, 0]], [[10, 10, 10]], WEIGHTS).error[0] > 0.03


def test_the_design_effect_multiplies_variances():
    once, twice = (standardise(WON, N, WEIGHTS, effect=effect).error for effect in (1.0, 2.0))
    assert twice == pytest.approx(once * np.sqrt(2))


def test_distance_is_half_of_scipy_s_city_block():
    a, b = np.array([60, 30, 10]), np.array([200, 200, 100])
    found = mix_distance(a, b)
    assert found.value == pytest.approx(cityblock(a / 100, b / 500) / 2)
    assert 0 < found.low < found.value < found.high


def test_limits_are_as_wide_as_deals_drawn_one_by_one_give():
    rng = np.random.default_rng(1)
    a, b = np.repeat([0, 1, 2], [60, 30, 10]), np.repeat([0, 1, 2], [200, 200, 100])

    def shares(values):
        return np.bincount(rng.choice(values, len(values)), minlength=3) / len(values)

    drawn = [cityblock(shares(a), shares(b)) / 2 for _ in range(4000)]
    found = mix_distance(np.bincount(a), np.bincount(b))
    assert found.high - found.low == pytest.approx(np.ptp(np.quantile(drawn, [0.025, 0.975])), rel=0.1)


def test_one_mix_is_no_distance_and_an_empty_side_is_unknown():
    assert mix_distance([50, 50], [500, 500]).low == 0
    assert np.isnan(mix_distance([0, 0], [5, 5]).value)
