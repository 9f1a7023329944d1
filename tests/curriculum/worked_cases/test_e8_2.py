"""The worked case of 8.2: every number of it computed again, and how often its tripwires fire by chance."""

import re
from functools import cache

import numpy as np
import pytest
from scipy.stats import binom

from analysis.methods.intervals import wilson_interval
from analysis.methods.ratios import ratio_of_sums
from tests.curriculum.worked_cases.texts import cells_of, exercise, says

FILE = exercise("8.2")
TARGET = 12.0
DRAWS = 200_000


def numbers(text):
    return [float(each) for each in re.findall(r"\d+(?:\.\d+)?", text)]


@cache
def stages():
    """stage → open deals, amount, stale deals, stale amount, those of the five largest, won, stood there; € m."""
    return {
        name: (int(n), float(amount), int(stale), float(old), numbers(large), *map(int, numbers(rate)[:2]))
        for name, n, amount, stale, old, large, rate in cells_of(FILE)[1:5]
    }


def page():
    return {name: cells for name, *cells in cells_of(FILE)[7:]}


def total(place):
    return sum(row[place] for row in stages().values())


@cache
def amounts():
    """Every open deal: the five largest as told, the others of a stage alike."""
    return {
        name: np.array([*large, *[(amount - sum(large)) / (n - len(large))] * (n - len(large))])
        for name, (n, amount, _, _, large, _, _) in stages().items()
    }


@cache
def weighted():
    rng = np.random.default_rng(82)
    won = np.zeros(DRAWS)
    for name, (_, _, _, _, _, successes, stood) in stages().items():
        rate = rng.beta(successes + 0.5, stood - successes + 0.5, DRAWS)
        for amount in amounts()[name]:
            won += amount * (rng.random(DRAWS) < rate)
    return won


def test_stages_have_won_what_is_said():
    for (*_, won, stood), told in zip(stages().values(), (row[6] for row in cells_of(FILE)[1:5]), strict=True):
        low, high = wilson_interval(won, stood)
        assert told == f"{won} of {stood}, {100 * won / stood:.0f} % ({100 * low:.0f}–{100 * high:.0f})"


def test_coverage_and_what_is_needed():
    full, rounded, _ = page()["Coverage, as it stands"]
    assert (full, rounded) == (f"{total(1) / TARGET:.2f}", f"{total(1) / TARGET:.1f}")
    live = (total(1) - total(3)) / TARGET
    assert (page()["Without stale deals"][0], round(live + 1e-9, 1)) == (f"{live:.2f}", 2.2)
    opened = [33.1, 35.8, 34.2, 37.9, 36.4, 39.5, 38.7, 40.2]
    won = [9.2, 8.1, 10.4, 9.0, 11.3, 9.8, 8.9, 12.1]
    assert says(FILE, "33.1, 35.8, 34.2, 37.9, 36.4, 39.5, 38.7 and 40.2 m stood open")
    assert says(FILE, "9.2, 8.1, 10.4, 9.0, 11.3, 9.8, 8.9 and 12.1. That is 27 %")
    share = ratio_of_sums(won, opened)
    assert round(100 * share.value) == 27
    assert says(FILE, f"so {1 / share.value:.1f} ({1 / share.high:.1f}–{1 / share.low:.1f}) is needed")
    assert total(1) / TARGET >= 3  # the option chosen fits
    assert live < min(3, 1 / share.high)


def test_stale_deals_and_the_largest():
    low, high = wilson_interval(total(2), total(0))
    share = total(2) / total(0)
    assert says(FILE, f"{total(2)} of {total(0)} deals, {100 * share:.0f} % ({100 * low:.0f}–{100 * high:.0f})")
    every = np.concatenate(list(amounts().values()))
    largest = sorted(large for row in stages().values() for large in row[4])
    assert np.allclose(np.sort(every)[-5:], largest)
    assert round(100 * sum(largest) / total(1)) == 27
    assert "five largest would have said 27 %" in " ".join(FILE.body["Good and weak answers"].split())
    assert every.sum() ** 2 / np.square(every).sum() > 10  # not a handful


def test_weighted_value():
    preset = sum(row[1] * share for row, share in zip(stages().values(), (0.2, 0.4, 0.6, 0.9), strict=True))
    assert says(FILE, f"(20, 40, 60, 90) give €{preset:.1f} m")
    expected = sum(amount * won / stood for _, amount, _, _, _, won, stood in stages().values())
    low, high = np.quantile(weighted(), [0.025, 0.975])
    assert (low, high) == (pytest.approx(6.13, abs=0.06), pytest.approx(17.23, abs=0.06))
    full, rounded, _ = page()["Weighted value, € m"]
    assert (full, rounded) == (f"{expected:.2f} (6.13–17.23)", f"{expected:.0f} ({low:.0f}–{high:.0f})")
    assert says(FILE, f"our stages €{expected:.1f} m (6.1–17.2)")
    assert (low / TARGET, high / TARGET) == (pytest.approx(0.5, abs=0.1), pytest.approx(1.5, abs=0.1))
    assert (weighted() >= TARGET).mean() == pytest.approx(0.47, abs=0.01)


def test_small_groups_are_joined():
    (_, _, _, _, _, _, _), (close, value, *_), (few, more, *_) = list(stages().values())[1:]
    assert few < 5
    assert page()["Negotiation with Verbal"] == [
        f"{close} and {few} deals", f"{close + few} deals, {value + more:.0f}", "over 10 deals",
    ]  # fmt: skip


def test_tripwires_fire_as_often_as_said():
    rng = np.random.default_rng(3)
    every = np.concatenate(list(amounts().values()))
    drawn = [rng.choice(every, count).sum() / TARGET for count in rng.poisson(len(every), 20_000)]
    assert np.mean(np.array(drawn) < 3) == pytest.approx(0.2, abs=0.015)
    assert 1 / binom.sf(18, 60, 0.2) == pytest.approx(45, abs=0.5)
    assert binom.sf(18, 60, total(2) / total(0)) == pytest.approx(7 / 8, abs=0.02)
