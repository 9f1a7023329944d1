"""Worked case of 7.5: what an exit goes with, dates shuffled; recovery with the unfinished in; roles covered."""

from functools import cache

import numpy as np
import pytest

from analysis.methods.intervals import wilson_interval
from analysis.methods.survival import kaplan_meier, quantile
from tests.curriculum.worked_cases.texts import cells_of, exercise, says

FILE = exercise("7.5")
ROLES, NOW, WITHIN_YEAR, PEOPLE = 14, 4, 9, 2
EXITS, LEADER_YEARS = 6, 36
TARGET = 4_000_000


@cache
def told():
    """Numbers of each exit: before, last half-year, after, like teams, left; and the same comparison on other dates."""
    rows = [[cell.replace("−", "-") for cell in row] for row in cells_of(FILE)[1:]]
    return [([int(cell) for cell in row[1:6]], [int(cell) for cell in row[6].split(",")]) for row in rows]


def left():
    return [cells[4] for cells, _ in told()]


def shuffled(shift=0.0):
    """Sums over exits for all ways to put each on one of its dates, the true one moved up by `shift`."""
    sums = np.zeros(1)
    for cells, others in told():
        sums = np.add.outer(sums, np.array([*others, cells[4] + shift])).ravel()
    return sums


def limits():
    """Effects that the shuffled dates do not refuse at 5 %, both tails alike."""
    kept = []
    for effect in np.arange(-20, 5, 0.05):
        sums, seen = shuffled(-effect), sum(left()) - EXITS * effect
        if 2 * min((sums <= seen + 1e-9).mean(), (sums >= seen - 1e-9).mean()) > 0.05:
            kept.append(effect)
    return min(kept), max(kept)


def rate(k, n):
    value, low, high = (round(100 * float(each)) for each in (k / n, *wilson_interval(k, n)))
    return f"{value} % ({low}–{high})"


def chance_of_an_exit(roles, share=1.0):
    return 1 - (1 - EXITS / LEADER_YEARS) ** (roles * share)


def test_the_table():
    assert len(told()) == EXITS
    for (before, _, after, like, gap), others in told():
        assert gap == after - before - like
        assert len(others) == 6


def test_what_an_exit_goes_with():
    assert np.mean([cells[2] - cells[1] for cells, _ in told()]) == pytest.approx(2, abs=0.2)
    low, high = limits()
    assert np.mean(left()) == -8
    assert says(FILE, f"8 points down ({-high:.0f} to {-low:.0f}), €{0.08 * TARGET / 1000:.0f} k on a target of €4 m")
    sums = shuffled()
    assert says(FILE, f"{(sums <= sum(left())).sum()} of {len(sums):,} ways to shuffle")


def test_recovery():
    middle = quantile(kaplan_meier(np.array([3, 4, 5, 6, 4, 7]), np.array([1, 1, 1, 1, 0, 0], bool)))
    assert (middle.value, middle.low) == (5, 3)
    assert not np.isfinite(middle.high)
    assert np.mean([3, 4, 5, 6]) == 4.5
    assert says(FILE, "median 5 (3 to unknown)")


def test_cover():
    assert says(FILE, f"{NOW} of {ROLES} roles, {rate(NOW, ROLES)}")
    assert says(FILE, f"within a year {WITHIN_YEAR}, {rate(WITHIN_YEAR, ROLES)}")
    assert says(FILE, f"{EXITS} of {LEADER_YEARS} years, {rate(EXITS, LEADER_YEARS)}")
    open_roles = ROLES - PEOPLE
    chance = 100 * chance_of_an_exit(open_roles)
    assert says(FILE, f"one of the {open_roles} left open falls empty within a year has a chance of {chance:.0f} %")
    assert LEADER_YEARS == 12 * 3


def test_the_second_tripwire_fires_as_often_as_said():
    assert 1 / chance_of_an_exit(PEOPLE, 1 / 4) == pytest.approx(11, abs=0.6)
