"""The worked case of 3.3: rates, break-evens, earnings, scores and weights, and how often its tripwire fires."""

import re
from datetime import date
from functools import cache

import numpy as np
import pandas as pd
import pytest

from analysis.exercises.e3_3_adjacent_markets import analyse
from analysis.inputs import Inputs
from analysis.methods.hierarchy import group_rates
from analysis.methods.intervals import wilson_interval
from analysis.methods.weighting import first_shares, turned, weighted_scores
from tests.analysis.conftest import provenance_of
from tests.curriculum.worked_cases.texts import exercise, says

FILE = exercise("3.3")
DAY, DAYS = 420, 180
CRITERIA = ["Likeness", "Access", "Demand", "Entry cost"]


def table(first):
    """The table whose head begins with `first`, as text."""
    [*_, part] = [part for part in FILE.body["Worked case"].split("\n\n") if part.startswith(f"| {first}")]
    head, _, *rows = ([cell.strip() for cell in line.strip("|").split("|")] for line in part.split("\n"))
    return pd.DataFrame([dict(zip(head, row, strict=True)) for row in rows]).set_index(head[0])


def number(cell):
    return float(re.sub(r"[€,]", "", cell))


@cache
def markets():
    told = table("Industry")
    won, n = (told["Bids won"].str.split(" of ").str[place].astype(int) for place in (0, 1))
    days, margin = told["Days a bid"].map(number), told["Margin a win"].map(number)
    rates = group_rates(won, n)
    made = pd.DataFrame({"won": won, "n": n, "days": days, "margin": margin, "even": days * DAY / margin})
    made["rate"] = rates.mean
    made["low"], made["high"] = rates.limits()
    made["earned"] = earned(made["rate"], made)
    return made, rates


def earned(rate, made):
    return (rate * made["margin"] - made["days"] * DAY) / made["days"]


@cache
def draws():
    made, found = markets()
    rates = found.draws(20_000)
    return rates, earned(rates, {key: made[key].to_numpy() for key in ("margin", "days")})


def test_rates_break_evens_and_earnings():
    made, _ = markets()
    for name, row in table("Industry").iterrows():
        mine = made.loc[name]
        assert row["Rate"] == f"{100 * mine['rate']:.0f} % ({100 * mine['low']:.0f}–{100 * mine['high']:.0f})", name
        assert row["Break-even"] == f"{100 * mine['even']:.0f} %"
        assert row["Earned a day"] == f"{'−' if mine['earned'] < 0 else ''}€{abs(mine['earned']):.0f}"


def test_chances():
    _, money = draws()
    best = pd.Series(money[:, 1:].argmax(axis=1)).value_counts(normalize=True)
    for place, cell in enumerate(table("Industry")["Best"].iloc[1:]):
        assert number(cell.strip(" %")) / 100 == pytest.approx(best.get(place, 0), abs=0.01)
    place = list(markets()[0].index).index("Care homes")
    assert (money[:, place] > money[:, 0]).mean() == pytest.approx(0.89, abs=0.01)
    assert best[place - 1] > 0.5  # the condition of the option chosen


def test_rates_as_counted():
    made, _ = markets()
    for name, said in (("Hotels", "11 % as counted (6–20)"), ("Care homes", "33 % (23–45)")):
        won, n = made.loc[name, ["won", "n"]]
        low, high = wilson_interval(won, n)
        assert said.startswith(f"{100 * won / n:.0f} %")
        assert f"({100 * low:.0f}–{100 * high:.0f})" in said
        assert says(FILE, said)
        assert high < made.loc[name, "even"] if name == "Hotels" else low > made.loc[name, "even"]
    low, high = wilson_interval(*made.loc["Grain stores", ["won", "n"]])
    assert (round(100 * low), round(100 * high)) == (22, 57)
    assert "from 22 to 57" in " ".join(FILE.body["Traps"].split())


@cache
def marks():
    told = table("Marks")
    weights = [float(re.search(r"\d\.\d+", head)[0]) for head in told.columns[:4]]
    assert [head.split(" (")[0] for head in told.columns[:4]] == CRITERIA
    good = turned(told.iloc[:, :4].map(float).to_numpy(), [False, False, False, True])
    return told, np.array(weights), good


def test_scores_and_their_weights():
    told, weights, good = marks()
    assert weights.sum() == pytest.approx(1)
    assert [f"{score:.1f}" for score in weighted_scores(good, weights)] == list(told["Score"])
    assert [f"{100 * share:.0f} %" for share in first_shares(good)] == list(told["First by weights"])


def test_the_weight_at_which_the_order_turns():
    told, weights, good = marks()
    place, leads = CRITERIA.index("Demand"), {}
    for demand in np.arange(0, 0.61, 0.01):
        others = np.where(np.arange(4) == place, 0, weights)
        moved = others / others.sum() * (1 - demand)
        moved[place] = demand
        leads[round(demand, 2)] = told.index[weighted_scores(good, moved).argmax()]
    assert max(demand for demand, name in leads.items() if name != "Hotels") == 0.21
    assert leads[0.21] == "Care homes"
    assert says(FILE, "until demand weighs under 22 %")


def test_what_the_year_brings():
    made, _ = markets()
    care, home = made.loc["Care homes"], made.iloc[0]
    bids = DAYS / care["days"]
    assert says(FILE, f"{DAYS} days, {bids:.0f} bids, {bids * care['rate']:.0f} won if cold bids do as well")
    assert says(FILE, f"where {bids * care['even']:.0f} would pay")
    year, more = DAYS * care["earned"] / 1000, DAYS * (care["earned"] - home["earned"]) / 1000
    assert says(FILE, f"€{year:.0f} k a year, €{more:.0f} k above the same days at home")


def test_hotels_take_more_than_a_tenth_of_the_days():
    made, _ = markets()
    days = made["n"] * made["days"]
    assert days["Hotels"] / days.sum() > 0.1
    assert says(FILE, f"{days['Hotels'] / 2:.0f} of the days come from Hotels")


def test_tripwire_fires_by_chance_as_often_as_said():
    made, _ = markets()
    rng, even = np.random.default_rng(34), made.loc["Care homes", "even"]
    known = draws()[0][:, list(made.index).index("Care homes")]
    assert (rng.binomial(40, known) / 40 < even).mean() == pytest.approx(1 / 8, abs=0.015)
    assert (rng.binomial(40, 0.16, 20_000) / 40 < even).mean() == pytest.approx(0.8, abs=0.03)


def worked_company():
    """The bids of the table, each of an account of its own, all of one market costing and leaving the same."""
    made, _ = markets()
    rows = [
        (f"{name} {place}", name, "won" if place < row["won"] else "lost", row["margin"], row["days"])
        for name, row in made.iterrows()
        for place in range(int(row["n"]))
    ]
    deals = pd.DataFrame(rows, columns=["account_id", "industry", "outcome", "amount", "rep_days"])
    accounts = deals[["account_id", "industry"]]
    day = pd.Timestamp("2025-03-01")
    deals = deals.assign(deal_id=deals["account_id"], product_id="Contract", closed_on=day, margin_pct=100.0)
    reps = pd.DataFrame({"rep_id": ["R"], "base_pay": [230.0 * DAY], "variable_pay": [0.0]})
    return {"deals": deals.drop(columns="industry"), "accounts": accounts, "reps": reps}


def test_the_analysis_of_the_same_bids_says_the_same():
    found = analyse(Inputs(worked_company(), provenance_of(date(2025, 12, 31))))
    assert (found.headline.code, found.headline.arguments["market"]) == ("may_earn_most", "Care homes")
    days = markets()[0]["n"] * markets()[0]["days"]
    for name, row in markets()[0].iterrows():
        rate, earned = found.figure(f"cross_sell_rate.{name}"), found.figure(f"earned_per_day.{name}")
        assert (rate.value, rate.low, rate.high) == pytest.approx((row["rate"], row["low"], row["high"]), abs=0.01)
        assert found.figure(f"break_even.{name}").value == pytest.approx(row["even"])
        assert found.figure(f"days_share.{name}").value == pytest.approx(days[name] / days.sum())
        assert earned.value == pytest.approx(row["earned"], abs=0.1)
    hotels, care = (found.figure(f"over_break_even.{name}") for name in ("Hotels", "Care homes"))
    assert hotels.high < 0 < care.low
    told = table("Industry")["Best"].iloc[1:]
    for name, cell in told.items():
        assert found.figure(f"chance_best.{name}").value == pytest.approx(number(cell.strip(" %")) / 100, abs=0.01)
    assert found.figure("chance_beats_home.Care homes").value == pytest.approx(0.89, abs=0.01)
