"""The studentised bootstrap against one drawn value by value, and its coverage of a lopsided mean."""

import numpy as np
import pytest
from scipy.stats import binom, ttest_1samp

from analysis.methods.means import lopsided_mean


def drawn_one_by_one(values, draws=4000):
    rng, t = np.random.default_rng(1), []
    for _ in range(draws):
        sample = rng.choice(values, len(values))
        t.append((sample.mean() - values.mean()) / (sample.std(ddof=1) / np.sqrt(len(sample))))
    low, high = np.quantile(t, [0.025, 0.975])
    error = values.std(ddof=1) / np.sqrt(len(values))
    return values.mean() - high * error, values.mean() - low * error


def test_equals_drawing_value_by_value():
    values = np.random.default_rng(2).lognormal(0, 0.8, 60)
    made = lopsided_mean(values, draws=4000)
    assert (made.low, made.high) == pytest.approx(drawn_one_by_one(values), rel=0.03)


def test_limits_of_normal_values_are_student_s():
    values = np.random.default_rng(3).normal(10, 2, 200)
    made, student = lopsided_mean(values, draws=4000), ttest_1samp(values, 0).confidence_interval(0.95)
    assert (made.low, made.high) == pytest.approx((student.low, student.high), abs=0.04)


def test_holds_a_lopsided_mean_nearly_as_often_as_said():
    rng, held = np.random.default_rng(4), []
    for _ in range(300):
        made = lopsided_mean(rng.lognormal(0, 0.8, 60))
        held.append(made.low <= np.exp(0.32) <= made.high)
    assert np.mean(held) >= binom.ppf(0.005, 300, 0.94) / 300


def test_too_few_have_no_limits():
    assert np.isnan(lopsided_mean([]).value)
    assert np.isnan(lopsided_mean([1.0]).low)
    assert lopsided_mean([2.0, 2.0]).value == 2
    assert lopsided_mean([1.0, 2.0, 2.5]).value == pytest.approx(11 / 6)
