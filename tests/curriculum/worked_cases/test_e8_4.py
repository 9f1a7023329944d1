"""The worked case of 8.4: what sellers can carry with ramp and leavers, the chance of the target, and tripwires."""

import re
from functools import cache

import numpy as np
import pytest
from scipy.stats import chi2, norm, poisson

from tests.curriculum.worked_cases.texts import cells_of, exercise, says

FILE = exercise("8.4")
TEXT = " ".join(FILE.body["Worked case"].split())
MONTHS = np.arange(1, 13)
FULL, TENURES, SIGNED = 17, (1, 2, 4, 5, 7), (2, 4)
LEAVERS, YEARS = 12, 60
SHOCK = 0.05


def listed(pattern):
    return np.array([float(found) for found in re.findall(r"\d+", re.search(pattern, TEXT)[1])])


SEASON, RAMP = (np.array([float(cell) for cell in row[1:]]) / 100 for row in cells_of(FILE)[-2:])
OUTPUT, SD, SELLER_YEARS = listed(r"brings €(\d+ k a month \(SD \d+, \d+) seller-years")
TARGET = np.array([float(cell) for cell in cells_of(FILE)[1][1:5]])


def ramped(month):
    """Share of full output in a month of work; 0 before the first."""
    return np.select([month < 1, month <= len(RAMP)], [0.0, RAMP[np.clip(month - 1, 0, len(RAMP) - 1)]], 1.0)


def crew(starters=0, first=4):
    """(month of work in each month of the plan, months of the plan before the first day) of each seller."""
    begins = np.array([*SIGNED, *[first] * starters])
    here = np.array([99] * FULL + list(TENURES))
    return np.vstack([here[:, None] + MONTHS, MONTHS - begins[:, None] + 1]), np.append(np.zeros(len(here)), begins - 1)


def by_quarter(heads):
    return (heads * 12 * SEASON * OUTPUT / 1000).reshape(4, 3).sum(axis=1)


def expected(leave=LEAVERS / YEARS, **hired):
    at, since = crew(**hired)
    stays = (1 - leave) ** (np.clip(MONTHS - 0.5 - since[:, None], 0, None) / 12)
    return by_quarter((ramped(at) * stays).sum(axis=0))


@cache
def simulated(starters=0, first=4, draws=8000):
    """Orders of each month in simulated years: draws by 12."""
    rng = np.random.default_rng(84)
    at, since = crew(starters, first)
    yearly = rng.gamma(LEAVERS + 0.5, 1 / YEARS, draws)
    gone = since + 12 * rng.exponential(1, (draws, len(at))) / yearly[:, None]
    here = gone[:, :, None] > MONTHS - 0.5
    own = np.clip(rng.normal(1, SD / OUTPUT, (draws, len(at))), 0, None)
    level = rng.normal(OUTPUT, SD / np.sqrt(SELLER_YEARS), draws) * rng.normal(1, SHOCK, draws)
    return np.einsum("dsm,ds,sm->dm", here, own, ramped(at)) * level[:, None] * 12 * SEASON / 1000


def chance(starters=0, first=4):
    return (simulated(starters, first).sum(axis=1) >= TARGET.sum()).mean()


PAPER = by_quarter(np.full(12, FULL + len(TENURES) + len(SIGNED)))


@pytest.mark.parametrize(
    ("line", "quarters"),
    [(1, TARGET), (2, PAPER), (3, expected(leave=0)), (4, expected()), (5, expected(starters=6))],
)
def test_the_table(line, quarters):
    assert cells_of(FILE)[line][1:] == [f"{value:.1f}" for value in (*quarters, quarters.sum())]


def test_reserve_on_paper_and_gap():
    assert SEASON.sum() == pytest.approx(1)
    assert says(FILE, f"On paper, {FULL + len(TENURES) + len(SIGNED)} sellers")
    assert says(FILE, f"a reserve of {100 * (PAPER.sum() / TARGET.sum() - 1):.0f} %")
    ramp, leavers = PAPER.sum() - expected(leave=0).sum(), expected(leave=0).sum() - expected().sum()
    gap = TARGET.sum() - expected().sum()
    assert says(FILE, f"a gap of €{gap:.1f} m: {ramp:.1f} lost to the ramp, {leavers:.1f} to leavers")
    assert says(FILE, f"{24 * LEAVERS / YEARS:.1f} are likely")


def test_the_rate_of_leaving():
    low, high = chi2.ppf(0.025, 2 * LEAVERS) / 2 / YEARS, chi2.ppf(0.975, 2 * LEAVERS + 2) / 2 / YEARS
    rate = f"{100 * LEAVERS / YEARS:.0f} % ({100 * low:.0f}–{100 * high:.0f})"
    assert says(FILE, f"{LEAVERS} in {YEARS} years worked, {rate}")
    assert low < 0.15  # keep_those_here does not fit


def test_the_chance_of_the_target():
    low, high = np.percentile(simulated().sum(axis=1), [10, 90])
    assert says(FILE, f"bring {low:.1f} to {high:.1f}, and {100 * chance():.0f} % reach the target")
    assert says(FILE, f"six in April, {100 * chance(6):.0f} %")


@pytest.mark.parametrize(
    ("month", "name", "starters"), [(4, "April", 6), (5, "May", 7), (6, "June", 9), (7, "July", 12)]
)
def test_starters_needed(month, name, starters):
    assert re.search(rf"\b{starters} (starters )?in {name}\b", TEXT)
    assert chance(starters - 1, month) < 0.6 <= chance(starters, month)


def test_new_deals_per_seller():
    low, high = (
        316 / 102 / (288 / 96) * np.exp(sign * norm.ppf(0.975) * np.sqrt(1 / 316 + 1 / 288)) for sign in (-1, 1)
    )
    assert says(FILE, f"316 on 102 months after 288 on 96, {316 / 102 / 3:.2f} ({low:.2f}–{high:.2f})")
    assert low > 0.8  # the option chosen fits, and deals_first does not
    assert high >= 1


def test_the_first_tripwire_fires_as_often_as_said():
    """At the end of a quarter: what came, and the rest drawn anew; under one half if it is short of the median."""
    years = simulated(6, draws=20_000)
    fires = {months: short_after(years, months) for months in (3, 6)}
    assert fires[3] == pytest.approx(1 / 24, abs=0.004)
    assert fires[6] == pytest.approx(1 / 5, abs=0.025)
    assert chance() < 0.5  # nobody starts


def short_after(years, months):
    came, rest = years[:, :months].sum(axis=1), years[:, months:].sum(axis=1)
    return (came + np.median(rest) < TARGET.sum()).mean()


def test_the_second_tripwire_fires_as_often_as_said():
    assert 1 / poisson.sf(8, 0.2 * 24) == pytest.approx(18, abs=0.5)
    assert poisson.sf(8, 0.4 * 24) == pytest.approx(5 / 8, abs=0.01)
