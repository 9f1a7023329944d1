"""The worked case of 1.1: 48 months made by a stated rule, each lead, skill and interval computed again."""

from functools import cache

import numpy as np
import pytest
from scipy.stats import norm
from scipy.stats import t as student

from analysis.methods.lagged import changes, forecasts, skill
from analysis.methods.lagged import lead as lead_of
from tests.curriculum.worked_cases.texts import cells_of, exercise, says

FILE = exercise("1.1")
LAGS = range(9)
AHEAD, FORECASTS = 3, 18
SEASON = np.array([-0.3, -0.2, 0.3, 0, 0, 0.3, -0.4, -0.5, 0.2, 0.2, 0.3, 0.5])


def persistent(rng, n, spread):
    """A series of which half a month's deviation is left in the next."""
    out, noise = np.zeros(n), rng.normal(0, spread, n)
    for t in range(n):
        out[t] = (0.5 * out[t - 1] if t else 0) + noise[t]
    return out


def company(seed):
    """Revenue in € m and the three metrics, 48 months: revenue follows pipeline created after four."""
    rng = np.random.default_rng(seed)
    pipeline = 4.2 + persistent(rng, 60, 0.55)
    revenue = np.array(
        [3 + SEASON[t % 12] + 0.55 * (pipeline[max(t - 4, 0)] - 4.2) + rng.normal(0, 0.2) for t in range(60)]
    )
    velocity = 0.9 * revenue + rng.normal(0, 0.12, 60)
    conversion = 0.42 + persistent(rng, 60, 0.05)
    metrics = {"Pipeline created": pipeline, "Velocity": velocity, "Early conversion": conversion}
    return revenue[12:], {name: series[12:] for name, series in metrics.items()}


def on_last_year(series):
    return series[12:] - series[:-12]


def at_lag(metric, revenue, lag):
    return np.corrcoef(metric[: len(metric) - lag], revenue[lag:])[0, 1]


def lead(metric, revenue):
    found = [at_lag(metric, revenue, lag) for lag in LAGS]
    return int(np.argmax(found)), max(found)


def lead_limits(metric, revenue, draws=1000, block=6):
    """Limits of the lag, chosen in each draw, and of the correlation at the lag found; blocks of months drawn whole."""
    rng, n = np.random.default_rng(11), len(revenue) - LAGS[-1]
    best, _ = lead(metric, revenue)
    rows = np.array([[revenue[t + 8], *(metric[t + 8 - lag] for lag in LAGS)] for t in range(n)])
    lags, strengths = [], []
    for _ in range(draws):
        starts = rng.integers(0, n - block + 1, -(-n // block))
        months = (starts[:, None] + np.arange(block)).ravel()[:n]
        correlations = np.corrcoef(rows[months].T)[0, 1:]
        lags.append(int(np.argmax(correlations)))
        strengths.append(correlations[best])
    return np.percentile(lags, [2.5, 97.5]), np.quantile(strengths, tails(n / block))


def tails(pieces):
    """Hesterberg's expanded percentiles: Student's quantile for so few blocks."""
    z = np.sqrt(pieces / (pieces - 1)) * student.ppf(0.975, pieces - 1)
    return norm.cdf([-z, z])


def errors(metric, revenue, fixed=None):
    """Of the last forecasts and of last year's month; lag and line are those of what was known when each was made."""
    n, ours = len(revenue), []
    for t in range(n - FORECASTS, n):
        tried = []
        for lag in [fixed] if fixed else range(AHEAD, LAGS[-1] + 1):
            known = np.arange(lag, t - AHEAD + 1)
            slope, level = np.polyfit(metric[known - lag], revenue[known], 1)
            fit = np.corrcoef(metric[known - lag], revenue[known])[0, 1]
            tried.append((fit, abs(revenue[t] - level - slope * metric[t - lag])))
        ours.append(max(tried)[1])
    return np.array(ours), np.abs(revenue[-FORECASTS:])


def skill_limits(ours, naive):
    starts = np.random.default_rng(13).integers(0, FORECASTS - 2, (4000, 6))
    months = (starts[:, :, None] + np.arange(3)).reshape(4000, FORECASTS)
    return np.quantile(1 - ours[months].sum(1) / naive[months].sum(1), tails(6))


@cache
def rows():
    """{metric: cells of the table} as they come out."""
    revenue, metrics = company(12)
    revenue, found = on_last_year(revenue), {}
    for name, series in metrics.items():
        metric = on_last_year(series)
        lag, correlation = lead(metric, revenue)
        (low_lag, high_lag), (low, high) = lead_limits(metric, revenue)
        ours, naive = errors(metric, revenue)
        skill, *limits = 100 * np.array([1 - ours.sum() / naive.sum(), *skill_limits(ours, naive)])
        found[name] = [
            f"{lag} ({low_lag:.0f}–{high_lag:.0f})",
            f"{correlation:.2f} ({low:.2f}–{high:.2f})".replace("-", "−"),
            f"{1000 * ours.mean():.0f}",
            f"{skill:.0f} % ({limits[0]:.0f}–{limits[1]:.0f})".replace("-", "−"),
        ]
    return found


def test_the_table_is_what_comes_out():
    assert {row[0]: row[1:] for row in cells_of(FILE)[1:]} == rows()


def test_last_year_s_month_and_the_year():
    revenue, _ = company(12)
    assert len(revenue) == 48
    assert says(FILE, f"€{revenue[-12:].sum():.0f} m in the last year")
    naive = 1000 * np.abs(on_last_year(revenue)[-FORECASTS:]).mean()
    assert says(FILE, f"more than last year's month does, €{naive:.0f} k")


@pytest.mark.parametrize(("holds", "fires"), [(True, 1 / 14), (False, 0.7)])
def test_the_tripwire_fires_as_often_as_said(holds, fires):
    fired = []
    for seed in range(1000, 1400):
        revenue, metrics = company(seed)
        revenue, metric = on_last_year(revenue), on_last_year(metrics["Pipeline created"])
        if not holds:
            metric = np.random.default_rng(seed).permutation(metric)
        ours, naive = errors(metric, revenue)
        fired.append(ours[-6:].sum() > naive[-6:].sum())
    assert np.mean(fired) == pytest.approx(fires, abs=0.02)


def test_the_analysis_finds_the_same():
    revenue, metrics = company(12)
    target = changes(revenue, 12)
    for name, cells in rows().items():
        found, (made, _) = lead_of(changes(metrics[name], 12), target), forecasts(changes(metrics[name], 12), target)
        judged = np.isfinite(made)
        missed = np.abs(made - target)[judged]
        gained = skill(missed, np.abs(target)[judged])
        assert cells[0].startswith(f"{found.lag.value:.0f} (")
        assert cells[1].startswith(f"{found.correlation.value:.2f}")
        assert (f"{1000 * missed.mean():.0f}", judged.sum()) == (cells[2], FORECASTS)
        assert cells[3].startswith(f"{100 * gained.value:.0f} %".replace("-", "−"))
        limits = [float(part) / 100 for part in cells[3].replace("−", "-").split("(")[1].rstrip(")").split("–")]
        assert [gained.low, gained.high] == pytest.approx(limits, abs=0.08)
