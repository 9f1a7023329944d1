"""The worked case of 5.5: routes as they stand and at the same mix, margin an offer, and its tripwires."""

import re

import numpy as np
import pytest
from scipy.stats import binom

from analysis.methods.intervals import newcombe_interval, wilson_interval
from tests.curriculum.worked_cases.texts import cells_of, exercise, says

FILE = exercise("5.5")
OWN_MARGIN, FITTER_MARGIN = 9100, 6400
DRAWS = 40_000


def counts(cell):
    won, n = (int(part.replace(",", "")) for part in cell.split(" of "))
    return won, n


ROWS = {row[0]: [counts(cell) for cell in row[1:]] for row in cells_of(FILE)[1:]}
OURS = np.array([[*row[1], *row[0]] for row in ROWS.values()])  # fitters won, n, own sellers won, n
RIVALS = np.array([[*row[2], *row[3]] for row in ROWS.values()])  # through a fitter, itself


def signed(value, digits=1):
    return f"{value:,.{digits}f}".replace("-", "−")


def at_the_same_mix(table):
    """Difference of the two rates, each segment weighted by all its offers, with a bootstrap of offers."""
    rng = np.random.default_rng(55)
    first, n, second, m = table.T
    weights = (n + m) / (n + m).sum()
    drawn = rng.binomial(n, first / n, (DRAWS, 3)) / n - rng.binomial(m, second / m, (DRAWS, 3)) / m
    limits = np.percentile(drawn @ weights, [2.5, 97.5])
    return 100 * (first / n - second / m) @ weights, *(100 * limits)


def margin_gap(segment):
    rng = np.random.default_rng(56)
    (own, n), (fitter, m) = ROWS[segment][:2]
    drawn = FITTER_MARGIN * rng.binomial(m, fitter / m, DRAWS) / m - OWN_MARGIN * rng.binomial(n, own / n, DRAWS) / n
    return FITTER_MARGIN * fitter / m - OWN_MARGIN * own / n, *np.percentile(drawn, [2.5, 97.5])


def test_routes_as_they_stand():
    assert OURS[:, [1, 3]].sum() == 894
    assert says(FILE, "894 decided offers")
    fitters, n, own, m = OURS.sum(0)
    told = [(own, m, "own sellers win"), (fitters, n, "fitters")]
    for won, of, words in told:
        low, high = (100 * limit for limit in wilson_interval(won, of))
        assert says(FILE, f"{words} {100 * won / of:.0f} % ({low:.0f}–{high:.0f})")
    assert OURS[2, 1] / n == pytest.approx(2 / 3, abs=0.03)  # of the fitters' offers
    assert ((RIVALS[:, [1, 3]].sum(1)) <= OURS[:, [1, 3]].sum(1)).all()


def test_advantage_at_the_same_mix():
    value, low, high = at_the_same_mix(OURS)
    assert says(FILE, f"{value:.1f} points ahead ({signed(low)} to {high:.1f})")
    fitters, n, own, m = OURS[2]
    low, high = (100 * limit for limit in newcombe_interval(fitters, n, own, m))
    gap = f"{100 * (fitters / n - own / m):.1f} points ({low:.1f} to {high:.1f})"
    assert says(FILE, f"they win {100 * fitters / n:.0f} % and we win {100 * own / m:.0f} %, {gap}")


def test_margin_an_offer():
    value, low, high = (f"{figure:,.0f}" for figure in margin_gap("School kitchens"))
    assert says(FILE, f"€{value} more ({low} to {high})")
    value, low, high = margin_gap("Hotels")
    assert says(FILE, f"€{-value:,.0f} less ({signed(low, 0)} to {signed(high, 0)})")


def test_rivals_by_route():
    won, n, other, m = RIVALS.sum(0)
    low, high = (100 * limit for limit in newcombe_interval(won, n, other, m))
    assert says(FILE, f"{100 * (other / m - won / n):.1f} points ({signed(low)} to {signed(high)})")
    value, low, high = at_the_same_mix(RIVALS)
    assert says(FILE, f"at the same mix {-value:.1f} ({signed(low)} to {signed(high)})")


def test_what_they_expect():
    fitters, n, own, m = OURS[2]
    moved = 45
    assert moved == round(0.75 * round(m / 2))
    assert round(moved * (fitters / n - own / m)) == 6
    assert says(FILE, f"€{moved * margin_gap('School kitchens')[0] / 1000:.0f} k")


def test_tripwires_fire_as_often_as_said():
    years, kept = OURS[2, [1, 3]].sum() // 2, 49
    rng = np.random.default_rng(57)
    own = rng.binomial(kept, OURS[2, 2] / OURS[2, 3], 400_000) / kept

    def fires(rate):
        return (rng.binomial(years - kept, rate, 400_000) / (years - kept) < own).mean()

    own_rate = OURS[2, 2] / OURS[2, 3]
    why = next(each.why for each in FILE.tripwires if (each.op, each.threshold) == ("<", 0))
    said = int(re.search(r"1 year of (\d+)", why)[1])
    assert years == 195
    assert fires(OURS[2, 0] / OURS[2, 1]) == pytest.approx(1 / said, rel=0.1)
    assert 0.45 < fires(own_rate) < 0.5
    assert fires(own_rate - 0.05) == pytest.approx(5 / 6, abs=0.02)
    known = RIVALS[:, [1, 3]].sum() / 640
    assert says(FILE, "640 of them naming a rival")
    assert round(100 * known) == 91
    assert binom.cdf(69, 100, known) < 1e-6
