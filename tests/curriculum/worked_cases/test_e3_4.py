"""The worked case of 3.4: gaps, rates, whitespace, lift, the held-out list, and how often its tripwire fires."""

import re

import numpy as np
import pytest

from analysis.methods.intervals import newcombe_interval, wilson_interval
from tests.curriculum.worked_cases.texts import cells_of, exercise, says

FILE = exercise("3.4")
ACCOUNTS = 2480
OWNERS = {
    "Extinguishers": 1990,
    "Emergency lights": 1214,
    "Smoke vents": 642,
    "Fire doors": 457,
    "Sprinkler checks": 283,
}
BOTH = 236
HEAD, *ROWS = cells_of(FILE)
TOLD = {row[0]: dict(zip(HEAD, row, strict=True)) for row in ROWS}


def number(cell):
    return float(re.sub(r"[€, %mk]", "", cell))


def rate_of(bought, lacked, digits=0):
    """Rate and limits, as fractions; and as the text has them."""
    values = (bought / lacked, *wilson_interval(bought, lacked))
    value, low, high = (f"{100 * each:.{digits}f}" for each in values)
    return values, f"{value} % ({low}–{high})"


def thousands(values):
    value, low, high = (f"{each / 1000:.0f}" for each in values)
    return f"€{value} k ({low}–{high})"


@pytest.mark.parametrize("product", OWNERS)
def test_a_line_of_the_table(product):
    told, lack = TOLD[product], ACCOUNTS - OWNERS[product]
    bought, lacked = (int(number(part)) for part in told["Buyers"].split(" of "))
    amount = number(told["Amount"])
    assert lacked == lack + bought  # nobody came or went
    assert told["Own it"] == f"{100 * OWNERS[product] / ACCOUNTS:.0f} %"
    assert number(told["Lack it"]) == lack
    assert told["If all bought"] == f"€{lack * amount / 1e6:.1f} m"
    rates, said = rate_of(bought, lacked, 1)
    assert told["Rate"] == said
    assert told["Whitespace"] == thousands([lack * rate * amount for rate in rates])
    assert told["Per 100 calls"] == f"€{100 * rates[0] * amount / 1000:.0f} k"


def test_which_play_brings_most():
    best = max(TOLD, key=lambda product: number(TOLD[product]["Per 100 calls"]))
    assert best == "Smoke vents"
    dreamt = max(TOLD, key=lambda product: number(TOLD[product]["If all bought"]))
    assert dreamt == "Sprinkler checks"
    assert round(number(TOLD[dreamt]["Rate"].split(" ")[0])) == 1


def test_lift_of_the_pair():
    """Delta method on log(n11 N / (n1. n.1)) of a multinomial."""
    first, second = OWNERS["Smoke vents"], OWNERS["Fire doors"]
    lift = BOTH * ACCOUNTS / (first * second)
    error = np.sqrt(1 / BOTH - 1 / first - 1 / second + (2 * lift - 1) / ACCOUNTS)
    low, high = lift * np.exp(1.96 * error * np.array([-1, 1]))
    assert says(FILE, f"{BOTH} accounts own them with fire doors, lift {lift:.1f} ({low:.1f}–{high:.1f})")


def test_the_lift_s_limits_by_drawing():
    first, second = OWNERS["Smoke vents"], OWNERS["Fire doors"]
    cells = np.array([BOTH, first - BOTH, second - BOTH, ACCOUNTS - first - second + BOTH])
    made = np.random.default_rng(34).multinomial(ACCOUNTS, cells / ACCOUNTS, 20_000)
    lifts = made[:, 0] * ACCOUNTS / ((made[:, 0] + made[:, 1]) * (made[:, 0] + made[:, 2]))
    assert np.quantile(lifts, [0.025, 0.975]) == pytest.approx([1.84, 2.16], abs=0.02)


def test_door_owners_and_the_others():
    bought, lacked = (int(number(part)) for part in TOLD["Smoke vents"]["Buyers"].split(" of "))
    rates, said = rate_of(36, 214)
    assert says(FILE, f"36 of 214 bought, {said}")
    assert says(FILE, f"{bought - 36} of {lacked - 214:,}, {100 * (bought - 36) / (lacked - 214):.0f} %")
    list_of = OWNERS["Fire doors"] - BOTH
    assert says(FILE, f"vents for {list_of} door owners")
    worth = thousands([list_of * rate * 4200 for rate in rates])
    assert says(FILE, f"At last year's rate {list_of * rates[0]:.0f} buy, {worth}")
    waiting = round(list_of / 3)
    assert says(FILE, f"{list_of - waiting} called in six weeks, {waiting} waiting by lot")
    assert 5 < (list_of - waiting) / 28 < 6  # two sellers, fourteen calls each


def test_the_list_against_popularity():
    low, high = (0.7 * 100 * limit for limit in newcombe_interval(38 - 8, 140, 19 - 8, 140))
    assert says(FILE, f"{100 * (38 - 19) / 200:.1f} points more ({low:.1f}–{high:.1f})")
    assert says(FILE, f"the list of 200 found 38 buyers ({100 * 38 / 200:.0f} %), popularity 19; 60 offers stood on")
    assert low > 0  # the condition of the option chosen


def test_tripwire_fires_by_chance_as_often_as_said():
    """Half of the year's plan is due at six months; every win brings the mean amount."""
    rng, due = np.random.default_rng(35), 221 * 36 / 214 / 2
    known = rng.beta(36.5, 178.5, 200_000)
    assert (rng.binomial(221, known / 2) / due < 0.6).mean() == pytest.approx(1 / 16, abs=0.01)
    assert (rng.binomial(221, 18 / 214 / 2, 200_000) / due < 0.6).mean() == pytest.approx(0.8, abs=0.04)
    assert (rng.binomial(221, 36 / 214 / 2, 200_000) / due < 1).mean() == pytest.approx(0.5, abs=0.05)
