"""Against Montgomery's examples, Champ & Woodall's table, an exact Markov chain and plain loops."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2, norm

from analysis.methods.control_charts import (
    BASELINE,
    D2,
    MOST,
    NATURAL,
    Limits,
    Runs,
    chance_of_as_many,
    change_in_deviations,
    change_interval,
    draws,
    limit_and_run,
    p_chart,
    run_lengths,
    simulate,
    unchanged,
    western_electric,
    xmr,
)

# Viscosity of aircraft primer paint: Montgomery, Introduction to Statistical Quality Control, 6.4, individuals.
PAINT = [33.75, 33.05, 34.00, 33.81, 33.46, 34.02, 33.68, 33.27, 33.49, 33.20, 33.62, 33.00, 33.54, 33.12, 33.84]
# Faulty cans of orange juice in samples of 50: Montgomery, 7.2.
CANS = [12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22, 8, 10, 5, 13, 11, 20, 18, 24, 15, 9, 12, 7, 13, 9, 6]
# Average run lengths with known limits and no shift: Champ & Woodall (1987), Technometrics 29, 393-399, table 1.
PUBLISHED = {(0,): 370.40, (0, 1): 225.44, (0, 2): 166.05, (0, 3): 152.73, (0, 1, 2, 3): 91.75}


def test_xmr_of_montgomery_s_paint():
    limits = xmr(PAINT)
    assert limits.mean == pytest.approx(33.52, abs=0.005)
    assert limits.change == pytest.approx(0.48, abs=0.005)
    assert limits.mean + 3 * limits.sigma == pytest.approx(34.80, abs=0.01)
    assert limits.mean - 3 * limits.sigma == pytest.approx(32.24, abs=0.01)
    assert limits.natural == pytest.approx(3 * limits.sigma, rel=0.001)
    assert not western_electric((np.array(PAINT) - limits.mean) / limits.sigma)[0].any()


def test_a_change_over_a_gap_does_not_count():
    assert xmr([1.0, 2.0, 9.0, 10.0], [True, False, True]) == Limits(5.5, 1.0)
    assert np.isnan(xmr([1.0, 2.0], [False]).change)
    assert np.isnan(xmr([1.0]).change)


def test_p_chart_of_montgomery_s_cans():
    limits = p_chart(CANS, [50] * 30)
    assert limits.centre == pytest.approx(0.2313, abs=0.0001)
    assert (limits.low[0], limits.high[0]) == pytest.approx((0.0524, 0.4102), abs=0.0001)
    out = np.flatnonzero(np.array(CANS) / 50 > limits.high) + 1
    assert out.tolist() == [15, 23]


def test_p_chart_draws_from_the_baseline_and_follows_the_sizes():
    limits = p_chart([5, 5, 90, 0], [50, 50, 100, 0], baseline=2)
    assert limits.centre == 0.1
    error = 3 * np.sqrt(0.1 * 0.9 / np.array([50, 100]))
    assert limits.high[[0, 2]] == pytest.approx(0.1 + error)
    assert limits.low[2] == pytest.approx(0.1 - error[1])
    assert limits.low[0] == 0
    assert np.isnan(limits.high[3])
    assert np.isnan(p_chart([], []).centre)


# --- run rules -------------------------------------------------------------------------------------------------------


def rules_by_hand(standard):
    """The four rules, one period after the other."""
    found = np.zeros((4, len(standard)), bool)
    for t, now in enumerate(standard):
        found[0, t] = abs(now) > 3
        for rule, (far, least, among) in enumerate([(2, 2, 3), (1, 4, 5)], start=1):
            last = standard[max(t - among + 1, 0) : t + 1]
            found[rule, t] = any(side * now > far and sum(side * last > far) >= least for side in (1, -1))
        last = standard[t - 7 : t + 1] if t >= 7 else []
        found[3, t] = len(last) == 8 and (all(last > 0) or all(last < 0))
    return found


@given(st.lists(st.sampled_from([-3.5, -2.5, -1.5, -0.5, 0, 0.5, 1.5, 2.5, 3.5]), min_size=1, max_size=40))
def test_rules_equal_a_plain_loop(values):
    assert (western_electric(values) == rules_by_hand(np.array(values))).all()


def test_many_series_at_once_equal_each_alone():
    values = np.random.default_rng(4).standard_normal((20, 50))
    alone = np.stack([western_electric(row) for row in values], axis=1)
    assert (western_electric(values) == alone).all()


def test_a_period_on_the_line_ends_a_run():
    assert run_lengths([1, 1, 0, 1, -1, -1, 0, 0]).tolist() == [1, 2, 0, 1, 1, 2, 0, 0]


def test_limit_and_run():
    values = np.array([1.0, 1.1, 1.2, 0.9, 2.0])
    far, row = limit_and_run(values, Limits(1.05, 0.1), 2.66, 2)
    assert far.tolist() == [False, False, False, False, True]
    assert row.tolist() == [False, False, True, False, False]


@pytest.mark.parametrize("rules", PUBLISHED)
def test_average_run_lengths_of_champ_and_woodall(rules):
    """Mean periods to the first signal of a chart with known limits, in 400 chunks of 1,500 periods."""
    rng, chunks = np.random.default_rng(1987), 400
    first, open_for = [], np.zeros(chunks)
    for _ in range(6):
        flagged = western_electric(rng.standard_normal((chunks, 1500)))[list(rules)].any(axis=0)
        found = flagged.any(axis=1)
        first += (open_for + flagged.argmax(axis=1) + 1)[found].tolist()
        open_for = np.where(found, 0, open_for + 1500)
    error = np.std(first) / np.sqrt(len(first))
    assert np.mean(first) == pytest.approx(PUBLISHED[rules], abs=3 * error)


# --- what a rule costs -----------------------------------------------------------------------------------------------


def known_limits(width, run, shift=0.0, most=800):
    """P(no alarm up to each period), by an exact Markov chain over side and length of the run; limits known.

    width: in mean moving ranges, as the rule is set.
    """
    far = width * D2
    up, down = norm.cdf(far - shift) - norm.cdf(-shift), norm.cdf(-shift) - norm.cdf(-far - shift)
    above, below = np.zeros(run), np.zeros(run)  # by the length of the run so far; 0 unused
    survival, start = [], 1.0
    for _ in range(most):
        new_above, new_below = np.zeros(run), np.zeros(run)
        new_above[1], new_below[1] = up * (below.sum() + start), down * (above.sum() + start)
        new_above[2:], new_below[2:] = up * above[1:-1], down * below[1:-1]
        above, below, start = new_above, new_below, 0.0
        survival.append(above.sum() + below.sum())
    return np.array(survival)


@pytest.mark.parametrize(("width", "run", "shift"), [(3 / D2, 8, 0.0), (2.0, 6, 0.0), (2.0, 7, 1.5), (3.0, 5, 0.7)])
def test_run_lengths_with_known_limits_equal_a_markov_chain(width, run, shift):
    """The simulation with limits that are not drawn but known; the first case is Champ & Woodall's 152.73."""
    exact = known_limits(width, run, shift, 3000)
    if (width, run, shift) == (3 / D2, 8, 0.0):
        assert 1 + exact.sum() == pytest.approx(152.73, abs=0.01)
    off = draws()[1] + shift
    found = Runs(np.abs(off) / D2, run_lengths(np.sign(off).astype(np.int8))).first_alarm(width, run)[0, 0]
    for periods in (3, 10, 50, 200):
        share, expected = (found > periods).mean(), exact[periods - 1]
        assert share == pytest.approx(expected, abs=3.5 * np.sqrt(expected * (1 - expected) / len(found)) + 1e-9)


def by_loop(width, run, shift, runs=300):
    """First alarms with limits drawn anew, one run and one period after the other."""
    before, after = (part[:runs].astype(float) for part in draws())
    found = []
    for own, later in zip(before, after, strict=True):
        mean, change = own.mean(), np.mean(np.abs(own[1:] - own[:-1]))
        side, length, alarm = 0, 0, MOST + 1
        for t, value in enumerate(later + shift, start=1):
            now = np.sign(value - mean)
            side, length = now, length + 1 if now == side else 1
            if abs(value - mean) > width * change or length >= run:
                alarm = t
                break
        found.append(alarm)
    return found


@pytest.mark.parametrize(("width", "run", "shift"), [(2.66, 8, 0.0), (2.0, 5, -0.5), (1.64, 12, -1.5)])
def test_simulation_equals_a_plain_loop(width, run, shift):
    assert simulate(shift, 300).first_alarm(width, run)[0, 0].tolist() == by_loop(width, run, shift)


def test_false_alarms_with_limits_of_twelve_periods():
    """Against the exact chain, averaged over the mean and spread of 300 baselines."""
    rng = np.random.default_rng(20)
    drawn = rng.standard_normal((300, BASELINE))
    spread = np.abs(np.diff(drawn, axis=1)).mean(axis=1) / D2
    curves = [mixed(2.66, 8, mean, wide) for mean, wide in zip(drawn.mean(axis=1), spread, strict=True)]
    median = 1 + np.argmax(np.mean(curves, axis=0) <= 0.5)
    assert unchanged().median_periods(2.66, 8)[0, 0] == pytest.approx(median, rel=0.15)


def mixed(width, run, mean, spread):
    """Survival when limits stand off by `mean` and are `spread` times as wide."""
    far = width * D2 * spread
    up, down = norm.cdf(mean + far) - norm.cdf(mean), norm.cdf(mean) - norm.cdf(mean - far)
    step = np.zeros((2 * run, 2 * run))  # from (side, length) to (side, length)
    for side, (same, other) in enumerate([(up, down), (down, up)]):
        for length in range(1, run):
            if length + 1 < run:
                step[side * run + length, side * run + length + 1] = same
            step[side * run + length, (1 - side) * run + 1] = other
    state = np.zeros(2 * run)
    state[1], state[run + 1] = up, down
    survival = []
    for _ in range(150):
        survival.append(state.sum())
        state = state @ step
    return np.array(survival)


def test_what_never_comes_is_not_known():
    assert np.isnan(unchanged().median_periods(99, 99)[0, 0])
    assert unchanged().first_alarm(99, 99).min() == MOST + 1


def test_wider_limits_and_longer_runs_alarm_later():
    grid = unchanged().median_periods(np.arange(1.6, 3.4, 0.3), np.arange(4, 13))
    assert (np.diff(grid, axis=0) >= 0).all()
    assert (np.diff(grid, axis=1) >= 0).all()
    assert (simulate(-1.5).median_periods([2.0, 2.66], [6, 8]) < unchanged().median_periods([2.0, 2.66], [6, 8])).all()


def test_chance_of_as_many_alarms_equals_counting():
    before, after = draws()
    counted = []
    for own, later in zip(before[:400].astype(float), after[:400, :21].astype(float), strict=True):
        limits = xmr(own)
        far, row = limit_and_run(np.concatenate([own, later]), limits, 2.66, 8)
        counted.append((far | row)[BASELINE:].sum())
    for least in (1, 2, 4):
        assert chance_of_as_many(least, 2.66, 8, 21) == pytest.approx(np.mean(np.array(counted) >= least), abs=0.06)
    assert chance_of_as_many(0, 2.66, 8, 21) == 1


def test_the_moving_range_varies_as_published():
    """Cryer & Ryan (1990), J. Quality Technology 22, 187-192: variance of the mean moving range over d2."""
    low, high = change_in_deviations()
    periods = np.random.default_rng(7).standard_normal((40_000, BASELINE))
    spread = np.abs(np.diff(periods, axis=1)).mean(axis=1)
    assert ((low <= spread) & (spread <= high)).mean() == pytest.approx(0.95, abs=0.005)
    published = (0.8264 * BASELINE - 1.082) / (BASELINE - 1) ** 2
    assert (spread / D2).var() == pytest.approx(published, rel=0.02)
    freedom = 1 / (2 * published)
    limits = np.sqrt(chi2.ppf([0.025, 0.975], freedom) / freedom) * D2  # the chi distribution of like variance
    assert (low, high) == pytest.approx(limits, rel=0.1)


def test_the_interval_holds_the_estimate():
    estimate = change_interval(0.07)
    assert estimate.low < estimate.value == 0.07 < estimate.high
    assert pytest.approx(3 / D2, rel=0.001) == NATURAL
