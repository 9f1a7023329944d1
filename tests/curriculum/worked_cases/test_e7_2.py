"""The worked case of 7.2: every number of it computed again, and how often its tripwire fires by chance."""

import pytest
from scipy.stats import binom

from tests.curriculum.worked_cases.texts import cells_of, exercise, newcombe, rate, says

FILE = exercise("7.2")
BANDS = {"High": ((6, 48), (4, 40)), "Low": ((2, 12), (36, 120)), "Both": ((8, 60), (40, 160))}


def test_the_table():
    for band, *cells in cells_of(FILE)[1:]:
        assert cells == [f"{k} of {n}, {rate(k, n)}" for k, n in BANDS[band]]
    for side in (0, 1):
        high, low, both = (BANDS[band][side] for band in ("High", "Low", "Both"))
        assert (high[0] + low[0], high[1] + low[1]) == both


def test_what_is_said_of_it():
    assert round(100 * (40 / 160 - 8 / 60)) == 12
    assert (48 / 60, 40 / 160) == (0.8, 0.25)
    assert says(FILE, f"the gap is {newcombe(6, 48, 4, 40)}")
    assert says(FILE, f"28 of 60, {rate(28, 60)}")
    assert BANDS["High"][0] == (5 + 1, 22 + 26)
    assert says(FILE, f"1 of 26 answered late: {newcombe(5, 22, 1, 26)}")


def test_the_tripwire_fires_as_often_as_said():
    assert 1 / binom.sf(6, 30, 0.1) == pytest.approx(38, abs=1)
    assert binom.sf(6, 30, 28 / 60) > 0.99
