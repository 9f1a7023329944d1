"""The worked case of 3.5: maps by mixed-integer programming, their balance when potential is a guess, its tripwires."""

from functools import cache

import numpy as np
import pytest
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.stats import binom

from analysis.methods.assignment import Limits, Pieces, reassign
from analysis.methods.intervals import newcombe_interval
from tests.curriculum.worked_cases.texts import cells_of, exercise, says

FILE = exercise("3.5")
# Ten territories: potential with customers (€10 k), customers, potential of the others, others; and who lies next.
TERRITORIES = [
    (610, 18, 170, 42), (280, 16, 150, 38), (300, 17, 120, 36), (420, 18, 140, 40), (720, 21, 190, 45),
    (260, 15, 110, 33), (330, 16, 130, 36), (390, 18, 150, 40), (640, 19, 160, 41), (250, 14, 120, 35),
]  # fmt: skip
NEXT = [(1, 2), (0, 2), (0, 1, 3), (2, 4), (3, 5, 6), (4, 6), (4, 5, 7), (6, 8), (7, 9), (8,)]
HEAVY = [0, 3, 4, 7, 8]
TOWNS = (0.4, 0.33, 0.27)  # of a territory's potential; the accounts the other way round
DAYS = (1.5, 6.0)  # of another account, of a customer
SELLING_DAYS, MOST_LOAD, BAND, ERROR = 200, 1.1, 0.05, 0.6
SCENARIOS = {"All customers stay": 1.0, "19 in 20 stay": 0.95, "9 in 10 stay": 0.9, "No limit": 0.0}


def towns(whole, shares):
    first, second = (round(whole * share) for share in shares[:2])
    return first, second, whole - first - second


def lumps():
    """Territory, potential, accounts, customers of each town, customers and others apart."""
    for home, (with_customers, customers, with_others, others) in enumerate(TERRITORIES):
        for potential, accounts, bought in ((with_customers, customers, 1), (with_others, others, 0)):
            parts = zip(towns(potential, TOWNS), towns(accounts, TOWNS[::-1]), strict=True)
            yield from ((home, money, n, n * bought) for money, n in parts)


OWN, POTENTIAL, ACCOUNTS, CUSTOMERS = np.array(list(lumps())).T
LOAD = ACCOUNTS * np.where(CUSTOMERS > 0, DAYS[1], DAYS[0]) / SELLING_DAYS


def constraints(kept, pairs, excess=np.inf):
    """One territory per town, its excess beyond 5 % of the mean, load, customers kept; the last row sums the excess."""
    count, n, mean = len(OWN), len(TERRITORIES), POTENTIAL.sum() / len(TERRITORIES)
    rows = sparse.lil_matrix((count + 3 * n + 2, len(pairs) + n))
    low, high = (np.full(rows.shape[0], edge) for edge in (-np.inf, np.inf))
    low[:count] = high[:count] = 1
    for k, (town, to) in enumerate(pairs):
        rows[town, k] = 1
        rows[count + to, k] = rows[count + n + to, k] = POTENTIAL[town]
        rows[count + 2 * n + to, k] = LOAD[town]
        rows[count + 3 * n, k] = CUSTOMERS[town] if to == OWN[town] else 0
    for to in range(n):
        rows[count + to, len(pairs) + to], high[count + to] = -1, mean * (1 + BAND)
        rows[count + n + to, len(pairs) + to], low[count + n + to] = 1, mean * (1 - BAND)
        rows[-1, len(pairs) + to] = 1
    high[count + 2 * n : count + 3 * n] = MOST_LOAD
    low[count + 3 * n], high[-1] = kept * CUSTOMERS.sum(), excess
    return LinearConstraint(rows.tocsr(), low, high)


@cache
def drawn(kept):
    """The territory of each town: least excess beyond 5 % of the mean, then fewest accounts moved."""
    pairs = [(town, to) for town in range(len(OWN)) for to in (OWN[town], *NEXT[OWN[town]])]
    whole = np.r_[np.ones(len(pairs)), np.zeros(len(TERRITORIES))]
    asked = {"integrality": whole, "bounds": Bounds(0, np.where(whole, 1, np.inf))}
    least = milp(1 - whole, constraints=constraints(kept, pairs), **asked)
    within = constraints(kept, pairs, least.fun + 0.01)
    moves = [float(ACCOUNTS[town] * (to != OWN[town])) for town, to in pairs]
    found = milp(np.r_[moves, np.zeros(len(TERRITORIES))], constraints=within, **asked)
    assert least.success
    assert found.success
    return np.array([to for k, (_, to) in enumerate(pairs) if found.x[k] > 0.5])


def balance(to, potential):
    sums = np.stack([potential[..., to == home].sum(-1) for home in range(len(TERRITORIES))], -1)
    return sums.std(-1, ddof=1) / sums.mean(-1)


@cache
def redrawn():
    noise = np.random.default_rng(35).standard_normal((20_000, len(OWN)))
    return POTENTIAL * (1 + ERROR * noise / np.sqrt(ACCOUNTS))


def map_of(name):
    return OWN if name == "As now" else drawn(SCENARIOS[name])


@pytest.mark.parametrize("row", cells_of(FILE)[1:], ids=lambda row: row[0])
def test_the_table(row):
    name, customers, others, paper, with_error = row
    to = map_of(name)
    moved = to != OWN
    assert [int(customers), int(others)] == [CUSTOMERS[moved].sum(), (ACCOUNTS - CUSTOMERS)[moved].sum()]
    assert float(paper) == round(float(balance(to, POTENTIAL)) + 1e-9, 2)
    low, middle, high = np.quantile(balance(to, redrawn()), [0.1, 0.5, 0.9])
    assert with_error == f"{middle:.2f} ({low:.2f}–{high:.2f})"


@pytest.mark.parametrize("name", SCENARIOS)
def test_the_maps_are_those_of_the_analysis(name):
    near = np.eye(len(TERRITORIES), dtype=bool)
    for home, others in enumerate(NEXT):
        near[home, list(others)] = True
    pieces = Pieces(
        value=POTENTIAL.astype(float), load=LOAD, home=OWN, share=np.zeros((len(OWN), len(TERRITORIES))),
        allowed=near[OWN], count=ACCOUNTS.astype(float), ties=CUSTOMERS.astype(float),
    )  # fmt: skip
    found = reassign(pieces, Limits(SCENARIOS[name], BAND, MOST_LOAD))
    by_hand = drawn(SCENARIOS[name])
    assert found.moved == ACCOUNTS[by_hand != OWN].sum()
    assert round(float(balance(found.to, POTENTIAL)) + 1e-9, 2) == round(float(balance(by_hand, POTENTIAL)) + 1e-9, 2)
    assert found.proved(len(TERRITORIES))


def test_what_is_said_of_the_company():
    assert says(FILE, f"ten sellers, a territory each, {ACCOUNTS.sum()} accounts, {CUSTOMERS.sum()} of them customers")
    assert 3 < balance(map_of("All customers stay"), POTENTIAL) / balance(map_of("9 in 10 stay"), POTENTIAL) < 3.6
    potentials = np.bincount(OWN, POTENTIAL)
    assert sorted(np.argsort(potentials)[-5:]) == HEAVY
    assert potentials.max() > 2 * potentials.min()
    assert CUSTOMERS[drawn(0.0) != OWN].sum() / CUSTOMERS.sum() == pytest.approx(0.2, abs=0.012)


def test_loads():
    loads = np.bincount(drawn(1.0), LOAD)
    assert says(FILE, f"load falls to {100 * loads.min():.0f} %")
    assert loads.max() < MOST_LOAD


def test_handed_over():
    low, high = (100 * float(limit) for limit in newcombe_interval(27, 88, 183, 420))
    gap = 183 / 420 - 27 / 88
    assert says(FILE, f"{100 * gap:.0f} points less ({-high:.0f} to {-low:.0f})")
    assert [f"{100 * 27 / 88:.0f} %", f"{100 * 183 / 420:.0f} %"] == ["31 %", "44 %"]
    assert says(FILE, f"€{17 * 2 * gap * 22:.0f} k a year at risk")


def test_reached():
    heavy, light = (int((ACCOUNTS - CUSTOMERS)[mask].sum()) for mask in (np.isin(OWN, HEAVY), ~np.isin(OWN, HEAVY)))
    assert says(FILE, f"heavy territories reach 62 of {heavy}, light ones 89 of {light}")
    low, high = (100 * float(limit) for limit in newcombe_interval(89, light, 62, heavy))
    gap = 89 / light - 62 / heavy
    assert says(FILE, f"{100 * gap:.0f} points apart ({low:.0f} to {high:.0f})")
    leaves = (drawn(1.0) != OWN) & np.isin(OWN, HEAVY)
    assert not np.isin(drawn(1.0)[leaves], HEAVY).any()
    assert says(FILE, f"{gap * ACCOUNTS[leaves].sum():.0f} more of the {ACCOUNTS[leaves].sum()} that leave them")


def test_the_tripwire_on_balance_fires_as_often_as_said():
    undone = drawn(1.0).copy()
    moved = np.flatnonzero(undone != OWN)
    undone[moved[::2]] = OWN[moved[::2]]
    held, half, never = ((balance(to, redrawn()) > 0.25).mean() for to in (drawn(1.0), undone, OWN))
    assert held == pytest.approx(1 / 41, abs=0.002)
    assert half == pytest.approx(3 / 4, abs=0.02)
    assert never > 0.99


def test_the_tripwire_on_reach_fires_as_often_as_said():
    fewest = np.ceil(0.4 * 162) - 1
    assert binom.cdf(fewest, 162, 89 / 178) == pytest.approx(1 / 215, abs=0.001)
    assert binom.cdf(fewest, 162, 62 / 208) > 0.99
