"""The worked case of 3.1: rises of segments and their worth, the choice between two, how often its tripwire fires."""

import re
from datetime import date
from functools import cache

import numpy as np
import pandas as pd
import pytest

from analysis.exercises.e3_1_rising_segments import analyse
from analysis.findings import Provenance
from analysis.inputs import Inputs
from analysis.methods.shrinkage import chance_of_rise, fit_beta_prior
from tests.curriculum.worked_cases.texts import exercise, number, numbers, percent, rows_of, says

FILE = exercise("3.1")
ON_THE_DAY = Provenance(snapshot="", answers="", code="", as_of=date(2026, 6, 30))


@cache
def segments():
    """The table of the worked case: won and decided deals of both years, mean amount in thousands."""
    rows = {row[0]: row for row in rows_of(FILE, "Segment")}
    counts = {name: [*counts_in(row[1]), *counts_in(row[2]), number(row[5])] for name, row in rows.items()}
    return rows, pd.DataFrame.from_dict(counts, orient="index", columns=["won0", "n0", "won1", "n1", "amount"])


def worked_deals():
    """Deals that give these counts, spread evenly over the eight quarters."""
    made = []
    for name, row in segments()[1].iterrows():
        for years_ago, won, n in ((1, row["won0"], row["n0"]), (0, row["won1"], row["n1"])):
            for place in range(int(n)):
                closed = pd.Timestamp("2026-06-30") - pd.DateOffset(years=years_ago, days=365 * place // int(n))
                outcome = "won" if (place * int(won)) // int(n) != ((place + 1) * int(won)) // int(n) else "lost"
                made.append((name, outcome, closed, 1000.0 * row["amount"]))
    return pd.DataFrame(made, columns=["segment", "outcome", "closed_on", "amount"])


def test_the_table_is_what_the_analysis_finds():
    rows, counts = segments()
    found = analyse(Inputs({"deals": worked_deals()}, ON_THE_DAY))
    for name, row in rows.items():
        rise, worth = found.figure(f"rise.{name}"), found.figure(f"worth_per_year.{name}")
        assert numbers(row[3]) == [round(100 * value) for value in (rise.value, rise.low, rise.high)], name
        chance = found.figure(f"chance_of_rise.{name}").value
        assert float(row[4]) == pytest.approx(chance, abs=0.005 if "0.997" not in row[4] else 0.0005), name
        assert decimals(row[6]) == [round(value / 1e6, 1) for value in (worth.value, worth.low, worth.high)], name
        for cell, won, n in ((row[1], "won0", "n0"), (row[2], "won1", "n1")):
            assert number(cell.split("(")[1]) == percent(counts.at[name, won] / counts.at[name, n])
    assert says(FILE, f"{int(counts[['n0', 'n1']].sum().sum()):,} decided deals")


def test_the_option_chosen():
    _, counts = segments()
    labs, water, food = (counts.loc[name] for name in ("Labs", "Water", "Food"))
    assert labs["n0"] + labs["n1"] == 65
    assert water["won1"] - water["won0"] == 9
    assert water["n1"] - water["n0"] == 53
    gained, given = 24 * food["won1"] / food["n1"], 16 * water["won1"] / water["n1"]
    assert (round(gained), round(given)) == (10, 5)
    assert round(gained * food["amount"] / 1000, 2) == 0.37
    assert round(given * water["amount"] / 1000, 2) == 0.21
    assert round(gained * food["amount"] / 1000 - given * water["amount"] / 1000, 2) == 0.15
    assert says(FILE, "near €0.15 m a year")


def test_tripwire_fires_by_chance_as_often_as_said():
    """A year on, Food's 118 of 286 is the earlier year. True rates: drawn from today's posterior, or fallen back."""
    _, counts = segments()
    prior = fit_beta_prior([*counts["won0"], *counts["won1"]], [*counts["n0"], *counts["n1"]])
    won, n = (int(counts.at["Food", column]) for column in ("won1", "n1"))
    before, now = counts.at["Food", "won0"] / counts.at["Food", "n0"], won / n
    chances = chance_of_rise(
        prior.posterior(np.arange(n + 1), np.full(n + 1, n)), prior.posterior(np.full(n + 1, won), np.full(n + 1, n))
    )
    rng = np.random.default_rng(31)
    holds = prior.posterior(won, n).rvs(20_000, random_state=rng)
    fires = {
        name: (chances[rng.binomial(n, rate, 20_000)] < 0.1).mean()
        for name, rate in (("holds", holds), ("half lost", (before + now) / 2), ("all lost", before))
    }
    assert fires["holds"] == pytest.approx(0.1, abs=0.03)
    assert fires["half lost"] == pytest.approx(0.6, abs=0.05)
    assert fires["all lost"] > 0.98
    assert (chances[rng.binomial(n, holds)] < 0.5).mean() > 0.5


def decimals(cell):
    sign = -1 if cell.startswith("−€") else 1
    first, *limits = (float(found.replace("−", "-")) for found in re.findall(r"−?\d+\.\d", cell.replace("−€", "€")))
    return [sign * first, *limits]


def counts_in(cell):
    won, n = re.match(r"(\d+) of (\d+)", cell).groups()
    return int(won), int(n)
