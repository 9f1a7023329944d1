"""The worked case of 8.1: every number of it computed again, and how often its tripwires fire by chance."""

import re

import numpy as np
import pytest
from scipy.stats import binom

from analysis.methods.intervals import wilson_interval
from analysis.methods.survival import kaplan_meier, quantile
from tests.curriculum.worked_cases.texts import cells_of, exercise, says

FILE = exercise("8.1")
MISSED = ("July", "August", "December")


def days_of(cell):
    return [int(day) for day in re.findall(r"\d+", cell)]


def rows():
    return {name: (days_of(decided), days_of(still_open)) for name, decided, still_open in cells_of(FILE)[1:]}


def shares(successes, n):
    low, high = wilson_interval(successes, n)
    return [round(100 * float(value)) for value in (successes / n, low, high)]


def carried():
    told = rows()
    return sum(len(days) for name in ("Once", "Twice or more") for days in told[name])


def test_days_to_a_decision():
    decided = [day for taken, _ in rows().values() for day in taken]
    still_open = [day for _, so_far in rows().values() for day in so_far]
    assert (len(decided), len(still_open), np.median(decided)) == (24, 11, 25)
    assert says(FILE, "25 days, the median of 24 decisions taken. With the 11 open ones")
    curve = kaplan_meier(decided + still_open, [1] * len(decided) + [0] * len(still_open))
    assert says(FILE, "it is {:.0f} days ({:.0f}–{:.0f})".format(*quantile(curve)))
    assert quantile(curve, 0.8).value == 83
    assert says(FILE, "one in five takes longer than 83")


def test_what_left_a_review_undecided():
    never = rows()["Never"][0]
    assert (len(never), np.median(never)) == (14, 16)
    assert says(FILE, "whose 14 took 16 days")
    value, low, high = shares(carried(), carried() + len(never))
    assert (carried(), carried() + len(never)) == (17, 31)
    assert says(FILE, f"17 of 31 had sat at a review and left undecided, {value} % ({low}–{high})")
    assert low > 30  # the option chosen fits


def test_actions_and_tripwires():
    for successes, n, words in ((37, 64, "37 of 64, {} % ({}–{})"), (4, 11, "within a fortnight, {} % ({}–{})")):
        assert says(FILE, words.format(*shares(successes, n)))
    assert 26 - 17 == 9  # metrics kept
    assert says(FILE, "twelve due, nine held")


def test_tripwires_fire_as_often_as_said():
    quarters = {name: quarter for quarter, names in {
        3: ("July", "August", "September"), 4: ("October", "November", "December"),
    }.items() for name in names}  # fmt: skip
    assert len({quarters[month] for month in MISSED}) == 2
    needed = next(count for count in range(16) if count / 15 > 0.4)
    assert needed == 7
    assert 1 / binom.sf(needed - 1, 15, 0.25) == pytest.approx(18, abs=0.5)
    assert binom.sf(needed - 1, 15, carried() / 31) == pytest.approx(0.8, abs=0.03)
