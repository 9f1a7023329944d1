"""The worked case of 5.2: every number of it computed again, and how often its tripwires fire by chance."""

import re
from functools import cache

import numpy as np
import pytest
from scipy.stats import binom, norm

from analysis.methods.intervals import wilson_interval
from tests.curriculum.worked_cases.texts import cells_of, exercise, says

FILE = exercise("5.2")
SPREAD = 3.9  # points of discount, in won and in lost deals alike
MIDDLES = {"Brannick": (9.0, 12.4), "Ostrand": (11.2, 7.3), "Pellwar": (8.1, 8.6)}
"""points of discount of the middle won and the middle lost deal"""


@cache
def told():
    """{rival: (won, lost, lost on price)} of the table in the text."""
    return {row[0]: (int(row[1]), int(row[2]), int(row[5].split(" of ")[0])) for row in cells_of(FILE)[1:]}


@cache
def discounts(rival):
    """Discounts in points, won and lost: quantiles of a normal curve cut at nought, so that nothing is drawn."""
    counts = told()[rival][:2]
    return [
        np.round(np.maximum(middle + SPREAD * norm.ppf((np.arange(n) + 0.5) / n), 0), 1)
        for n, middle in zip(counts, MIDDLES[rival], strict=True)
    ]


def hodges_lehmann(won, lost):
    """Median of all differences lost less won, and the limits that invert the Mann-Whitney test (large sample)."""
    differences = np.sort(np.subtract.outer(lost, won).ravel())
    m, n = len(won), len(lost)
    cut = int(m * n / 2 - norm.ppf(0.975) * np.sqrt(m * n * (m + n + 1) / 12))
    return np.median(differences), differences[cut], differences[-cut - 1]


@cache
def corridor():
    """Tenth and ninetieth percentile of the won deals against Ostrand, whole points."""
    return tuple(round(value) for value in np.quantile(discounts("Ostrand")[0], [0.1, 0.9]))


def in_bands(values):
    low, high = corridor()
    return int((values < low).sum()), int(((values >= low) & (values <= high)).sum()), int((values > high).sum())


def numbers(cell):
    return [float(found.replace("−", "-")) for found in re.findall(r"−?\d+(?:\.\d+)?", cell.replace("–", " "))]


def percents(*fractions):
    return [round(100 * float(fraction)) for fraction in fractions]


@pytest.mark.parametrize("row", cells_of(FILE)[1:], ids=lambda row: row[0])
def test_the_table_is_computed_from_its_deals(row):
    won, lost = discounts(row[0])
    assert numbers(row[3]) == [np.median(won), np.median(lost)]
    assert numbers(row[4]) == pytest.approx(hodges_lehmann(won, lost), abs=0.051)
    _, losses, on_price = told()[row[0]]
    assert numbers(row[5]) == [on_price, losses, *percents(on_price / losses, *wilson_interval(on_price, losses))]


def test_pooled_the_shift_vanishes():
    won, lost = (np.concatenate([discounts(rival)[side] for rival in told()]) for side in (0, 1))
    value, low, high = hodges_lehmann(won, lost)
    assert low < 0 < high
    assert says(FILE, f"the shift is {value:.1f} (−{-low:.1f} to {high:.1f})")
    known = len(won) + len(lost)
    assert says(FILE, f"429 decided deals name a rival, {known} ({round(100 * known / 429)} %) carry a discount")


def test_the_corridor_and_who_lies_outside():
    low, high = corridor()
    assert says(FILE, f"mostly between {low} % and {high} %")
    (won_below, won_in, won_above), (lost_below, lost_in, lost_above) = map(in_bands, discounts("Ostrand"))
    inside, below = won_in + lost_in, won_below + lost_below
    value, least, most = percents(won_in / inside, *wilson_interval(won_in, inside))
    assert says(FILE, f"inside {won_in} of {inside} were won, {value} % ({least}–{most})")
    value, least, most = percents(won_below / below, *wilson_interval(won_below, below))
    assert says(FILE, f"below, all after a final offer, {won_below} of {below}, {value} % ({least}–{most})")
    assert says(FILE, f"above {won_above} of {won_above + lost_above}")
    deals = sum(told()["Ostrand"][:2])
    value, least, most = percents((deals - inside) / deals, *wilson_interval(deals - inside, deals))
    assert says(FILE, f"{value} % ({least}–{most}) outside")


def test_break_even_of_the_deals_below():
    won, lost = discounts("Ostrand")
    low, high = corridor()
    below = np.concatenate([won[won < low], lost[lost < low]])
    before, middle = round(np.median(below)), round((low + high) / 2)
    needed = (won < low).sum() * (100 - 58 - before) / (100 - 58 - middle)
    assert says(FILE, f"moving those {len(below)} from about {before} % to {middle} % pays with {needed:.1f} wins")


def test_tripwires_fire_by_chance_as_often_as_said():
    assert 1 / binom.sf(5, 50, 0.05) == pytest.approx(26, abs=1)
    assert binom.sf(5, 50, 0.30) > 0.999
    assert binom.cdf(134, 150, 412 / 429) < 0.001
