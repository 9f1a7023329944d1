"""The worked case of 6.2: the reconciled split, each chance, what can be placed, and how often a unit drifts below."""

import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.stats import norm

from tests.curriculum.worked_cases.texts import cells_of, exercise, says

FILE = exercise("6.2")
TARGET, LINE, PERIODS = 60.0, 0.40, 12
UNITS = {row[0]: row[1:] for row in cells_of(FILE)[1:]}
PLACES = {"last": 0, "field": 1, "capacity": 2, "room": 4, "reconciled": 5, "placed": 7}
TOLD = {name: np.array([float(row[place]) for row in UNITS.values()]) for name, place in PLACES.items()}
LEVEL, SPREAD = np.array([[float(part.strip(")")) for part in row[3].split(" (")] for row in UNITS.values()]).T
FLOOR, LIMIT = 0.95 * TOLD["last"], 1.05 * TOLD["capacity"]


@pytest.fixture(scope="module")
def reconciled():
    """Nearest to history at the company's growth, field and capacity, all weighing the same."""
    anchors = [TOLD["last"] * TARGET / TOLD["last"].sum(), TOLD["field"], TOLD["capacity"]]
    wanted = np.mean(anchors, axis=0)
    adds_up = {"type": "eq", "fun": lambda quota: quota.sum() - TARGET}
    return minimize(
        lambda quota: np.sum((quota - wanted) ** 2 / TOLD["last"]),
        wanted,
        bounds=list(zip(FLOOR, LIMIT, strict=True)),
        constraints=adds_up,
    ).x


def chance(quota):
    return norm.sf((quota - LEVEL) / SPREAD)


def gini(values):
    values = np.sort(values)
    places = np.arange(1, len(values) + 1)
    return float(((2 * places - len(values) - 1) * values).sum() / (len(values) * values.sum()))


def test_the_reconciled_split(reconciled):
    assert [f"{quota:.1f}" for quota in reconciled] == [row[5] for row in UNITS.values()]
    assert reconciled.sum() == pytest.approx(TARGET)
    assert [f"{100 * p:.0f} %" for p in chance(reconciled)] == [row[6] for row in UNITS.values()]
    assert says(FILE, f"Even by load (Gini {gini(reconciled / TOLD['capacity']):.2f})")


def test_the_room_split_the_whole_target():
    assert TOLD["room"].sum() == pytest.approx(TARGET)


def test_chances_of_twelve_periods_are_wide(reconciled):
    rng = np.random.default_rng(62)
    for place, unit in ((3, "West"), (2, "East")):
        past = rng.normal(LEVEL[place], SPREAD[place], (20_000, PERIODS))
        drawn = norm.sf((reconciled[place] - past.mean(1)) / past.std(1, ddof=1))
        low, high = (round(100 * limit) for limit in np.percentile(drawn, [2.5, 97.5]))
        assert says(FILE, f"{unit} {100 * chance(reconciled)[place]:.0f} % ({low}–{high})")
        if unit == "West":
            assert f"anything from {low} to {high}" in " ".join(FILE.body["Traps"].split())


def test_what_can_be_placed():
    wanted = LEVEL + SPREAD * norm.ppf(1 - LINE)
    inside = np.minimum(wanted, LIMIT)
    assert says(FILE, f"At most {inside.sum():.1f} can be placed")
    assert says(FILE, f"hiring there lifts 57.6 by {(wanted - inside).sum():.1f} and no more")
    short_of_people = [unit for unit, more in zip(UNITS, wanted > LIMIT, strict=True) if more]
    assert short_of_people == ["East", "Export"]


def test_what_was_chosen():
    placed = TOLD["placed"]
    assert says(FILE, f"{placed.sum():.1f} assigned, lowest chance {100 * chance(placed).min():.0f} %")
    assert says(FILE, f"and {TARGET - placed.sum():.1f} held")
    assert (placed <= LIMIT).all()
    total = norm.sf((TARGET - LEVEL.sum()) / np.sqrt((SPREAD**2).sum()))
    assert f"its chance is {100 * total:.0f} %" in " ".join(FILE.body["Traps"].split())


@pytest.mark.parametrize(
    ("signed", "threshold", "fires"), [(0.41, 0.10, 1 / 6), (0.70, 0.10, 1 / 46), (0.41, 0.40, 0.5)]
)
def test_the_chance_drifts_until_mid_year_as_said(signed, threshold, fires):
    """Half of the year's variance is known by then; what is left has the other half."""
    found = norm.cdf(norm.ppf(threshold) - np.sqrt(2) * norm.ppf(signed))
    assert found == pytest.approx(fires, rel=0.06)
