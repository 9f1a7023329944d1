"""Worked case of 7.4: who has said yes, which courses are late, what asking brings, how often a tripwire fires."""

import numpy as np
import pytest
from scipy.stats import binom

from analysis.methods.intervals import newcombe_interval, wilson_interval
from tests.curriculum.worked_cases.texts import cells_of, exercise, says

FILE = exercise("7.4")
MISSING = np.array([3, 3, 2] + [0] * 37)  # courses past their day, by seller
DONE, COURSES, NOT_DUE = 112, 160, 40


def percents(*shares):
    return [round(100 * float(share)) for share in shares]


def told():
    """{deals: (with a yes, all)} of the table."""
    return {row[0].split(",")[0]: tuple(map(int, row[1].split(" of "))) for row in cells_of(FILE)[1:]}


def test_the_table():
    for _, counts, share in cells_of(FILE)[1:]:
        yes, n = map(int, counts.split(" of "))
        value, low, high = percents(yes / n, *wilson_interval(yes, n))
        assert share == f"{value} % ({low}–{high})"


def test_the_box_is_filled_at_signature():
    won, now = told()["Won"], told()["Open today"]
    value, low, high = percents(won[0] / won[1] - now[0] / now[1], *newcombe_interval(*won, *now))
    assert says(FILE, f"{value} points ({low} to {high}) above open ones")


def test_courses():
    due = COURSES - NOT_DUE
    assert says(FILE, f"{DONE} of {COURSES} done. But {NOT_DUE} are not due; of {due} due, eight are missing")
    assert MISSING.sum() == due - DONE == 8
    assert (MISSING > 0).sum() == 3
    drawn = MISSING[np.random.default_rng(74).integers(0, len(MISSING), (100_000, len(MISSING)))].sum(axis=1) / due
    low, high = percents(*np.percentile(drawn, [2.5, 97.5]))
    assert says(FILE, f"{percents(8 / due)[0]} %, and three of {len(MISSING)} sellers")
    assert says(FILE, f"({low} to {high} by sellers)")


def test_what_asking_brings():
    yes, n = told()["Open today"]
    ask = n - yes
    assert says(FILE, f"For {ask} records twelve minutes each are {ask * 12 / 60:.0f} hours")
    value, low, high = percents(15 / 25, *wilson_interval(15, 25))
    assert says(FILE, f"15 yeses, {value} % ({low}–{high})")
    more = round(ask * 15 / 25)
    after = percents((yes + more) / n)[0]
    assert says(FILE, f"{more} more, coverage {after} % on the day, the other {ask - more} leave")


def test_no_other_option_fits():
    """ask_again: coverage below 0.9 for certain. course_first would need a lower limit of 0.1."""
    _, high = wilson_interval(*told()["Open today"])
    assert high < 0.9
    assert 28 < 34 * 8  # hours to ask, and those of one seller in the days left


def test_the_tripwire_fires_as_often_as_said():
    fewest = next(k for k in range(81) if k / 80 >= 0.9)
    assert 1 / binom.cdf(fewest - 1, 80, 0.95) == pytest.approx(54, abs=1)
    assert 1 / binom.sf(fewest - 1, 80, 0.8) == pytest.approx(76, abs=1)
