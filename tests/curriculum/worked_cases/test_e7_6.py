"""Worked case of 7.6: slopes over like quarters, what a merger frees and costs, how often its tripwires fire."""

from functools import cache
from itertools import combinations

import numpy as np
import pytest
from scipy.stats import binom, norm

from analysis.methods.multiplicity import benjamini_hochberg
from tests.curriculum.worked_cases.texts import cells_of, exercise, says

FILE = exercise("7.6")
QUARTERS = 4
SELLER_DAYS, DAY_COST = 190, 450
TRAVEL = 30
SEASON = np.array([1.05, 1.25, 1.05, 0.65])


@cache
def told():
    """{territory: (sellers, deals by year and quarter, the cells after)} of the table."""
    rows = [[cell.replace("−", "-") for cell in row] for row in cells_of(FILE)[1:]]
    return {
        row[0].split(",")[0]: (int(row[0].split(",")[1]), np.array(row[1].replace("·", "").split(), int), row[2:])
        for row in rows
    }


def differences(deals):
    """Of all pairs of like quarters: yearly differences; shape (…, pairs)."""
    years = deals.reshape(*deals.shape[:-1], -1, QUARTERS)
    pairs = combinations(range(years.shape[-2]), 2)
    return np.concatenate([(years[..., j, :] - years[..., i, :]) / (j - i) for i, j in pairs], axis=-1)


def variance(deals):
    """Of the sum of signs, ties allowed for. Source: Hirsch, Slack & Smith (1982), Water Resources Research 18."""
    years = deals.reshape(*deals.shape[:-1], -1, QUARTERS)
    n = years.shape[-2]
    alike = (years[..., :, None, :] == years[..., None, :, :]).sum(axis=-2)  # of each value, how often it stands there
    ties = ((alike - 1) * (2 * alike + 5)).sum(axis=(-2, -1))
    return (QUARTERS * n * (n - 1) * (2 * n + 5) - ties) / 18


def slope(deals):
    """Theil-Sen and its limits, by ranks of the differences. Source: Gilbert (1987), Statistical Methods, 17.3."""
    found = np.sort(differences(deals), axis=-1)
    count, reach = found.shape[-1], norm.ppf(0.975) * np.sqrt(variance(deals))
    low, high = at_rank(found, (count - reach) / 2 - 1), at_rank(found, (count + reach) / 2)
    return np.median(found, axis=-1), low, high


def at_rank(found, rank):
    below = np.floor(rank).astype(int)
    first, second = (np.take_along_axis(found, np.asarray(k)[..., None], -1)[..., 0] for k in (below, below + 1))
    return first + (rank - below) * (second - first)


def chance(deals):
    signs = np.sign(differences(deals)).sum(axis=-1)
    return 2 * norm.sf(abs(signs - np.sign(signs)) / np.sqrt(variance(deals)))


def test_the_table():
    corrected = benjamini_hochberg([chance(deals) for _, deals, _ in told().values()])
    for (_, deals, cells), p in zip(told().values(), corrected, strict=True):
        years = deals.reshape(-1, QUARTERS).sum(axis=1)
        assert cells[0] == f"{100 * (years[-1] / years[-2] - 1):.0f} %"
        value, low, high = (100 * each / np.median(deals) for each in slope(deals))
        assert cells[1] == f"{value:.0f} % ({low:.0f} to {high:.0f})"
        assert cells[2] == f"{p:.3f}"
        days, won = cells[3].removesuffix(" m").split(", €")
        assert cells[4] == f"{100 * int(days) * DAY_COST / (float(won) * 1e6):.0f} %"
        assert deals.size == 20


def test_hills_looks_worst_and_is_level():
    last = {name: int(cells[0].split()[0]) for name, (_, _, cells) in told().items()}
    cost = {name: int(cells[4].split()[0]) for name, (_, _, cells) in told().items()}
    assert min(last, key=last.get) == max(cost, key=cost.get) == "Hills"
    years = told()["Hills"][1].reshape(-1, QUARTERS).sum(axis=1)
    assert years.argmax() == len(years) - 2
    falling = [name for name, (_, deals, _) in told().items() if slope(deals)[2] < 0]
    assert falling == ["Coast", "Valley", "Border"]


def test_what_the_merger_frees_and_costs():
    need = sum(int(told()[name][2][3].split(",")[0]) for name in ("Coast", "Valley"))
    sellers = sum(told()[name][0] for name in ("Coast", "Valley")) - 1
    load = 100 * (need + TRAVEL) / (sellers * SELLER_DAYS)
    assert says(FILE, f"{need} days and {TRAVEL} of travel, {load:.0f} % of three sellers")
    assert says(FILE, f"58 of 214 accounts, {100 * (1 - 58 / 214):.0f} % keep")
    assert says(FILE, f"€{0.45 * 640:.0f} k: it pays until a third")
    assert round(95 / (0.45 * 640), 2) == 0.33
    assert round(4_100_000 / 740, -2) == 5500


@pytest.mark.parametrize(("change", "share", "within"), [(0.0, 1 / 70, 0.003), (-0.08, 0.6, 0.03)])
def test_the_first_tripwire_fires_as_often_as_said(change, share, within):
    expected = 34 * np.tile(SEASON, 5) * (1 + change) ** np.repeat(np.arange(5), QUARTERS)
    drawn = np.random.default_rng(76).poisson(expected, (20_000, 20))
    assert (slope(drawn)[2] < 0).mean() == pytest.approx(share, abs=within)


def test_the_second_tripwire_fires_as_often_as_said():
    most = max(k for k in range(59) if k / 58 <= 0.33)
    assert binom.sf(most, 58, 1 / 6) < 1 / 1000
    assert binom.sf(most, 58, 0.45) == pytest.approx(24 / 25, abs=0.005)
