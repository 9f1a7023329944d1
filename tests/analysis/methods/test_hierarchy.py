"""Group rates against numerical integration, and against a published table of posterior means."""

import numpy as np
import pytest
from scipy.integrate import dblquad
from scipy.special import betaln
from scipy.stats import binom

from analysis.methods.hierarchy import group_rates

WON, N = np.array([10, 21, 9, 30]), np.array([88, 64, 37, 90])


def test_means_equal_numerical_integration():
    """Over the mean and the share by which a group of middling size is pulled, both uniform."""
    middling = np.median(N)

    def density(share, mean, power=0, group=0):
        strength = middling * share / (1 - share)
        a, b = mean * strength, (1 - mean) * strength
        like = np.exp(sum(betaln(a + won, b + n - won) - betaln(a, b) for won, n in zip(WON, N, strict=True)) + 130)
        return like * ((a + WON[group]) / (a + b + N[group])) ** power

    whole = dblquad(density, 0.02, 0.98, 1e-4, 1 - 1e-4, epsrel=1e-3)[0]
    for group in (0, 1):
        part = dblquad(density, 0.02, 0.98, 1e-4, 1 - 1e-4, args=(1, group), epsrel=1e-3)[0]
        assert group_rates(WON, N).mean[group] == pytest.approx(part / whole, abs=0.002)


def test_limits_hold_the_truth_as_often_as_said():
    rng, sizes, held = np.random.default_rng(8), np.array([300, 90, 60, 30, 40]), []
    for _ in range(100):
        truth = rng.beta(9, 21, len(sizes))
        low, high = group_rates(rng.binomial(sizes, truth), sizes).limits()
        held.append((low <= truth) & (truth <= high))
    assert binom.ppf(0.001, 500, 0.95) / 500 <= np.mean(held)


def test_small_groups_are_pulled_further_and_alike_ones_together():
    rates = group_rates([1, 100], [2, 400])
    assert 0.25 < rates.mean[0] < 0.5
    assert rates.mean[1] == pytest.approx(0.25, abs=0.01)
    same = group_rates([20, 20, 20, 20], [80, 80, 80, 80])
    low, high = same.limits()
    assert (high - low < 0.16).all()  # Wilson's would be 0.19


def test_one_group_and_none():
    assert group_rates([5], [20]).mean[0] == pytest.approx(0.25, abs=0.05)
    assert group_rates([], []).mean.shape == (0,)


def test_draws_have_the_mean_and_limits_and_are_the_same_each_time():
    rates = group_rates(WON, N)
    drawn = rates.draws(100_000)
    assert drawn.mean(axis=0) == pytest.approx(rates.mean, abs=0.001)
    assert np.quantile(drawn, [0.025, 0.975], axis=0) == pytest.approx(np.array(rates.limits()), abs=0.003)
    assert (rates.draws() == rates.draws()).all()
