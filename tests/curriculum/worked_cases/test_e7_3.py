"""The worked case of 7.3: every number of it computed again, and how often its tripwire fires by chance."""

import pytest
from scipy.stats import binom

from tests.curriculum.worked_cases.texts import cells_of, exercise, newcombe, rate, says

FILE = exercise("7.3")


def test_the_table():
    for _, settled, share in cells_of(FILE)[1:]:
        assert share == rate(int(settled), 38)


def test_what_is_said_of_it():
    assert says(FILE, f"38 contested, {rate(38, 640)}")
    assert says(FILE, f"22 of 38, {rate(22, 38)}")
    assert says(FILE, f"{640 - 38}, {rate(241, 602)}")
    assert says(FILE, f"16 of 26 against 58 of 95, {newcombe(16, 26, 58, 95)}")
    assert (round(0.06 * 3_100_000), round(0.04 * 3_100_000)) == (186_000, 124_000)
    assert (round(100 * 2 / 38), 38 - 29) == (5, 9)


def test_the_tripwire_fires_as_often_as_said():
    assert binom.sf(20, 400, 0.03) == pytest.approx(1 / 96, rel=0.01)
    assert binom.sf(20, 400, 38 / 640) == pytest.approx(3 / 4, abs=0.01)
