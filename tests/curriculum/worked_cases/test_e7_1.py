"""The worked case of 7.1: every number of it computed again."""

from itertools import pairwise

import pytest
from scipy.stats import norm

from analysis.methods.intervals import wilson_interval
from tests.curriculum.worked_cases.texts import cells_of, exercise, says

FILE = exercise("7.1")
ACCOUNTS, LEFT, WORTH, CALL = 400, 40, 18_000, 600


def rate(k, n):
    low, high = (round(100 * float(limit)) for limit in wilson_interval(k, n))
    return f"{100 * k / n:.0f} % ({low}–{high})"


def told():
    return [(int(row[1]), int(row[2])) for row in cells_of(FILE)[1:]]


def net(called, caught, kept=0.25):
    return round(caught * kept * WORTH - called * CALL)


def test_the_table():
    for row, (called, caught) in zip(cells_of(FILE)[1:], told(), strict=True):
        assert row[3:] == [rate(caught, called), rate(caught, LEFT), f"€{net(called, caught):,}"]
    assert says(FILE, f"40 left within two quarters, {rate(LEFT, ACCOUNTS)}")


def test_the_steps_between_levels():
    wide, middle, narrow = told()
    assert (middle[0] - narrow[0], middle[1] - narrow[1]) == (34, 8)
    assert (8 * 0.25 * WORTH, 34 * CALL) == (36_000, 20_400)
    assert (wide[0] - middle[0], (wide[1] - middle[1]) * 0.25 * WORTH, 70 * CALL) == (70, 36_000, 42_000)
    assert (net(*middle, 0.125), net(*narrow, 0.125)) == (12_000, 14_400)


def test_the_area_and_its_tripwire():
    points = [(0, 0), *((n - k, k) for n, k in reversed(told())), (ACCOUNTS - LEFT, LEFT)]
    pairs = pairwise(points)
    area = sum((b[0] - a[0]) * (a[1] + b[1]) / 2 for a, b in pairs) / LEFT / (ACCOUNTS - LEFT)
    assert f"{area:.2f}" == "0.80"
    first, second = area / (2 - area), 2 * area**2 / (1 + area)  # Hanley and McNeil
    parts = area * (1 - area) + 39 * (first - area**2) + 359 * (second - area**2)
    error = (parts / LEFT / (ACCOUNTS - LEFT)) ** 0.5
    assert error == pytest.approx(0.04, abs=0.005)
    assert norm.cdf((0.65 - area) / error) < 0.001
