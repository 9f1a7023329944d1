"""The worked case of 8.3: every number of it computed again, and how often its tripwires fire by chance."""

import re
from functools import cache

import numpy as np
import pytest
from scipy.stats import binom, t

from analysis.methods.intervals import wilson_interval
from analysis.methods.ratios import ratio_error
from tests.curriculum.worked_cases.texts import cells_of, exercise, says

FILE = exercise("8.3")
ORDERS, DECIDED, PLANNED, LATE = 250, 1040, 280, 7
PRICE = 48.0


@cache
def months():
    return {name: np.array([float(cell) for cell in cells]) for name, *cells in cells_of(FILE)[1:5]}


def assumptions():
    return {name: cells for name, *cells in cells_of(FILE)[7:]}


def ratio(part):
    """In percent of what came: the value and its t limits over the months."""
    came = months()["What came"]
    value = part.sum() / came.sum()
    reach = t.ppf(0.975, len(came) - 1) * ratio_error(part, came)
    return [100 * float(each) for each in (value, value - reach, value + reach)]


def error(step):
    return months()[step] - months()["What came"]


def percents(value, low, high):
    return f"{100 * value:.0f} % ({100 * low:.0f}–{100 * high:.0f})"


def test_lean_and_scatter_by_step():
    value, low, high = ratio(error("Sellers' sum"))
    assert says(FILE, f"the sellers' sum leans by {value:.0f} % (−{-low:.0f} to {high:.0f})")
    assert low < 0 < high
    value, low, high = ratio(error("After the call"))
    assert says(FILE, f"the call by {value:.0f} % ({low:.0f}–{high:.0f}), eleven months of twelve too high")
    assert (error("After the call") > 0).sum() == 11
    wmape = {step: ratio(np.abs(error(step)))[0] for step in ("Last year", "Sellers' sum", "After the call")}
    assert says(FILE, "WMAPE is {:.1f} % and {:.1f} %".format(wmape["Sellers' sum"], wmape["After the call"]))
    assert says(FILE, f"last year's month alone gives {wmape['Last year']:.1f} %")


def test_what_the_call_costs():
    value, low, high = ratio(np.abs(error("After the call")) - np.abs(error("Sellers' sum")))
    assert says(FILE, f"The call costs {value:.1f} points ({low:.1f}–{high:.1f})")
    assert low > 0  # the option chosen fits: the upper limit of its value added is under 0
    assert percents(5 / 12, *wilson_interval(5, 12)) == "42 % (19–68)"
    assert says(FILE, "held 5 of 12, 42 % (19–68)")


def test_theils_u_against_no_change():
    came = months()["What came"]
    before = np.concatenate([months()["Last year"][-1:], came[:-1]])
    squares = [np.square((each - came) / before).sum() for each in (months()["After the call"], before)]
    assert says(FILE, f"Theil's U of {np.sqrt(squares[0] / squares[1]):.2f}")


def test_variance_in_three_parts_adds_up():
    came = months()["What came"].sum()
    timing, volume = -LATE * PRICE, (ORDERS + LATE - PLANNED) * PRICE
    price = ORDERS * (came / ORDERS - PRICE)
    assert timing + volume + price == pytest.approx(came - PLANNED * PRICE)
    parts = [f"{-each / 1000:.2f}" for each in (timing, volume, price)]
    assert says(FILE, f"€{(PLANNED * PRICE - came) / 1000:.2f} m are missing")
    assert says(FILE, "7 orders late −{}, volume −{}, price −{}".format(*parts))
    assert abs(volume) < 0.1 * PLANNED * PRICE  # so reopening the plan does not fit


def test_assumptions_against_a_year():
    low, high = (float(each) for each in wilson_interval(ORDERS, DECIDED))
    rate = ORDERS / DECIDED
    _, told, of_plan, proposed = assumptions()["Win rate"]
    assert told == f"250 of 1,040, {percents(rate, low, high)}"
    assert of_plan == percents(rate / 0.28, low / 0.28, high / 0.28)
    assert proposed == f"{100 * rate:.0f} %"
    for name in ("Mean order, € k", "Discount"):
        plan, told, of_plan, proposed = assumptions()[name]
        assumed = float(plan.removesuffix(" %"))
        mean, spread = map(float, re.findall(r"\d+\.\d", told))
        reach = t.ppf(0.975, ORDERS - 1) * spread / np.sqrt(ORDERS)
        assert of_plan == percents(mean / assumed, (mean - reach) / assumed, (mean + reach) / assumed)
        holds = mean - reach <= assumed <= mean + reach
        assert proposed == ("stays" if holds else f"{mean} %")
    assert f"{months()['What came'].sum() / ORDERS:.1f}" == "46.1"


def fires(correlation, lean, draws=60_000):
    """Share of years whose bias has both limits on one side of 0; months scatter as the sellers' sum does."""
    came = months()["What came"]
    rng = np.random.default_rng(83)
    noise = rng.normal(size=(draws, len(came)))
    for month in range(1, len(came)):
        noise[:, month] = correlation * noise[:, month - 1] + np.sqrt(1 - correlation**2) * noise[:, month]
    errors = noise * np.std(error("Sellers' sum"), ddof=1) + lean * came
    bias = errors.sum(axis=1) / came.sum()
    off = errors - bias[:, np.newaxis] * came
    reach = t.ppf(0.975, 11) * np.sqrt(12 / 11 * np.square(off).sum(axis=1)) / came.sum()
    return float((np.abs(bias) > reach).mean())


def test_tripwires_fire_as_often_as_said():
    assert 1 / fires(0, 0) == pytest.approx(20, abs=1)
    assert 1 / fires(0.3, 0) == pytest.approx(7, abs=0.5)
    assert fires(0, 0.03) == pytest.approx(1 / 3, abs=0.03)
    assert fires(0, 0.09) > 0.99
    assert 1 / binom.cdf(7, 12, 0.8) == pytest.approx(14, abs=0.5)
    assert binom.cdf(7, 12, 5 / 12) == pytest.approx(13 / 14, abs=0.005)
