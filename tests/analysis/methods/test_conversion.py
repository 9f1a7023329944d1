import numpy as np
import pytest
from lifelines import AalenJohansenFitter

from analysis.methods.conversion import days_to_half


def leads(n=4000, seed=1, span=180):
    """Days to a win of some, and how long each was watched: from 20 to 400 days."""
    rng = np.random.default_rng(seed)
    days = np.where(rng.random(n) < 0.3, np.floor(rng.gamma(2, 45, n)), np.nan)
    followed = rng.integers(20, 400, n).astype(float)
    return np.where(days <= followed, days, np.nan), followed


def test_all_watched_to_the_end_it_is_the_median_of_their_days():
    days = np.array([10.0, 20, 30, 200, np.nan, np.nan])
    assert days_to_half(days, np.full(6, 400), 180).value == 20
    assert days_to_half(np.array([10.0, 20, 30, 40]), np.full(4, 400), 180).value == 20


def test_is_that_of_aalen_and_johansen_in_lifelines():
    """Lost leads compete there, watched on here: with known ends of watching the same share."""
    days, followed = leads()
    rng = np.random.default_rng(2)
    lost = np.where(np.isnan(days) & (rng.random(len(days)) < 0.6), rng.integers(1, 300, len(days)), np.inf)
    end = np.minimum(np.where(np.isnan(days), np.inf, days), np.minimum(lost, followed))
    cause = np.select([end == days, end == lost], [1, 2], 0)
    apart = end + 0.4 * (cause == 0) + 1e-5 * np.arange(len(end))  # no ties, those still watched last
    fit = AalenJohansenFitter(calculate_variance=False).fit(apart, cause, 1)
    share = fit.cumulative_density_.iloc[:, 0]
    half = share[share.index < 180.3].iloc[-1] / 2
    assert days_to_half(days, followed, 180).value == pytest.approx(share.index[share >= half][0], abs=2)


def test_young_leads_do_not_make_it_short():
    days, followed = leads(40_000)
    rng = np.random.default_rng(9)
    true = np.floor(rng.gamma(2, 45, 400_000))
    assert days_to_half(days, followed, 180).value == pytest.approx(np.median(true[true <= 180]), abs=3)


def test_covers_what_is_true():
    rng = np.random.default_rng(4)
    true = np.floor(rng.gamma(2, 45, 400_000))
    half = np.median(true[true <= 180])
    found = [days_to_half(*leads(900, seed), 180, draws=300) for seed in range(300)]
    assert 0.91 <= np.mean([low <= half <= high for _, low, high in found]) <= 0.99


def test_one_win_says_nothing():
    assert np.isnan(days_to_half([5.0, np.nan], [400, 400], 180).value)
