"""Held against numpy, statsmodels' cross-correlation and a loop that fits every forecast anew."""

import numpy as np
import pytest
import statsmodels.api as sm
from statsmodels.tsa.stattools import ccf

from analysis.methods.lagged import Horizon, changes, correlations, forecasts, lagged, lead, skill


def series(n=60, lag=4, noise=0.4, seed=3):
    rng = np.random.default_rng(seed)
    metric = rng.normal(size=n + 20)
    return metric[20:], metric[20 - lag : -lag or None][:n] + noise * rng.normal(size=n)


def test_changes_are_those_on_the_period_before():
    assert np.isnan(changes([1.0, 2.0], 3)).all()
    assert changes([1.0, 4.0, 9.0], 2).tolist()[2:] == [8.0]


def test_correlation_at_each_lag_is_that_of_the_pairs():
    metric, target = series()
    metric[5] = np.nan
    found = correlations(target, lagged(metric, 6))
    for lag in range(7):
        pairs = np.column_stack([metric[: 60 - lag], target[lag:]])
        pairs = pairs[~np.isnan(pairs).any(axis=1)]
        assert found[lag] == pytest.approx(np.corrcoef(pairs.T)[0, 1])


def test_of_a_long_series_it_is_the_cross_correlation_of_statsmodels():
    metric, target = series(n=5000)
    found = correlations(target, lagged(metric, 8))
    assert found == pytest.approx(ccf(target, metric, adjusted=False)[:9], abs=0.01)


def test_what_does_not_vary_has_no_correlation():
    assert np.isnan(correlations(np.arange(9.0), np.full((9, 1), 0.1))).all()
    assert np.isnan(correlations(np.full(9, 0.3), np.arange(9.0)[:, np.newaxis])).all()


def test_the_lead_is_found_with_its_limits():
    found = lead(*series())
    assert (found.lag.value, found.n) == (4, 56)
    assert found.lag.low <= 4 <= found.lag.high
    assert 0 < found.correlation.low < found.correlation.value < found.correlation.high < 1
    assert not found.at_edge


def test_a_lead_beyond_the_search_hits_the_wall_and_few_periods_search_less():
    assert lead(*series(lag=12), longest=8).lag.value <= 8
    assert lead(*series(lag=5), longest=5).at_edge
    metric, target = series(n=12)
    assert lead(metric, target).searched == 4  # 8 periods in which all lags are known
    assert lead(metric[:7], target[:7]).searched == -1


def test_what_falls_when_the_metric_rises_has_no_lead():
    rows = np.arange(40.0)
    assert np.isnan(lead(rows, -rows).lag.value)


def test_each_forecast_uses_only_what_was_known():
    metric, target = series(n=40)
    made, growth = forecasts(metric, target)
    assert np.isfinite(made).sum() == 18
    for period in np.flatnonzero(np.isfinite(made)):
        later = np.arange(40) > period - 3
        changed = forecasts(np.where(later, metric + 9, metric), np.where(later, -target, target))
        assert (changed[0][period], changed[1][period]) == (made[period], growth[period])


def test_forecasts_are_those_of_a_loop_with_statsmodels():
    metric, target = series(n=40, noise=1.5)
    made, growth = forecasts(metric, target, Horizon(most=40))
    for period in range(12, 40):
        tried = []
        for lag in range(3, 9):
            known = np.arange(lag, period - 2)
            if len(known) >= 5:
                fit = sm.OLS(target[known], sm.add_constant(metric[known - lag])).fit()
                sign = np.sign(fit.params[1])
                said = fit.params @ [1, metric[period - lag]]
                tried.append((sign * np.sqrt(fit.rsquared), said, target[known].mean()))
        assert (made[period], growth[period]) == pytest.approx(max(tried)[1:])


def test_skill_is_one_less_the_ratio_of_misses():
    found = skill([1.0, 1.0, 2.0, 1.0] * 3, [2.0, 2.0, 2.0, 2.0] * 3)
    assert found.value == pytest.approx(1 - 5 / 8)
    assert found.low < found.value < found.high
    assert np.isnan(skill([1.0, 1.0], [0.0, 0.0]).value)
