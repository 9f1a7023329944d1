"""The worked case of 4.3, as deals: every number of it computed again, and how often its tripwires fire by chance."""

from math import log

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binom, norm

from analysis.company.pricing.policies import Approver, run_policies
from analysis.methods.frontier import efficient
from analysis.methods.intervals import wilson_interval
from analysis.methods.survival import Estimate
from tests.curriculum.worked_cases.texts import cells_of, exercise, says

FILE = exercise("4.3")
COUNTS = {0.04: (60, 24), 0.09: (70, 28), 0.11: (50, 21), 0.13: (30, 12), 0.17: (20, 7), 0.22: (10, 3)}
"""{discount: (decided deals, won)}"""
LIST_PRICE = 80_000
LATE = {"manager": 0.10, "director": 0.70}  # share of answers that take over three days
CUT = {"manager": 0.010, "director": 0.016}
MEDIAN, SPREAD = {"manager": 1.2, "director": 4.6}, {"manager": 0.72, "director": 0.82}  # of a log-normal turnaround


def told():
    """{rule: (asked, late, thousands kept)} of the table in the text."""
    return {row[0]: (int(row[1]), int(row[2]), float(row[3].strip("€ k"))) for row in cells_of(FILE)[1:]}


@pytest.fixture(scope="module")
def deals():
    rows = [(discount, "won" if place < won else "lost") for discount, (n, won) in COUNTS.items() for place in range(n)]
    return pd.DataFrame(rows, columns=["discount", "outcome"]).assign(listed=float(LIST_PRICE))


def run(deals, rule):
    limit, level = rule.split(" %, ")
    late = Estimate(LATE[level], np.nan, np.nan)
    approver = Approver(level, CUT[level], late, MEDIAN[level])
    return run_policies(deals, deals["discount"].to_numpy(), approver, (int(limit) / 100,)).iloc[0]


def test_each_rule_is_what_the_policies_give(deals):
    assert len(told()) == 6
    for rule, (asked, slowed, kept) in told().items():
        row = run(deals, rule)
        assert (row["asked"], round(row["slowed"], 6), round(row["margin_kept"] / 1000, 1)) == (asked, slowed, kept)


def test_two_of_three_director_rules_are_beaten_whatever_a_day_costs():
    rules = told()
    good = dict(zip(rules, efficient([k for *_, k in rules.values()], [s for _, s, _ in rules.values()]), strict=True))
    assert [rule for rule, stands in good.items() if not stands] == ["10 %, director", "12 %, director"]
    assert says(FILE, "two of three director rules")


def test_the_naive_and_the_right_reading_differ():
    rules = told()
    assert says(FILE, "takes off 1.6 points where a manager takes off 1.0")
    assert rules["10 %, director"][2] > rules["10 %, manager"][2]
    gained = rules["8 %, manager"][2] - rules["10 %, director"][2]
    assert says(FILE, f"keeps €{gained:.1f} k more than today and slows 18 deals in place of 77")


def test_rates_have_their_limits(deals):
    assert says(FILE, f"{len(deals)} decided deals with a discount, {(deals['outcome'] == 'won').sum()} won")
    for part, where in ((deals["discount"] > 0.12, ""), (deals["discount"] < 0.12, "up to there ")):
        won, n = int((deals["outcome"][part] == "won").sum()), int(part.sum())
        low, high = (round(100 * float(limit)) for limit in wilson_interval(won, n))
        assert says(FILE, f"{where}{won} of {n}, {100 * won / n:.0f} % ({low}–{high})")
    low, high = (round(100 * float(limit)) for limit in wilson_interval(17, 240))
    assert says(FILE, f"17 of 240, {100 * 17 / 240:.0f} % ({low}–{high})")


def takes_longer(level, days):
    return norm.sf(log(days / MEDIAN[level]) / SPREAD[level])


def test_shares_over_three_days_and_the_expected_days_are_those_of_the_turnarounds():
    assert takes_longer("manager", 3) == pytest.approx(LATE["manager"], abs=0.005)
    assert takes_longer("director", 3) == pytest.approx(LATE["director"], abs=0.005)
    assert says(
        FILE, f"four of five answers in {MEDIAN['manager'] * np.exp(SPREAD['manager'] * norm.ppf(0.8)):.1f} days"
    )


def test_the_first_tripwire_fires_as_often_as_said():
    """p80 is above four days when more than twelve of sixty answers take longer than that."""
    managers = takes_longer("manager", 4)
    mixed = (managers + takes_longer("director", 4)) / 2
    assert binom.sf(12, 60, managers) < 1 / 100_000
    assert binom.sf(12, 60, mixed) == pytest.approx(0.95, abs=0.02)


def test_the_second_tripwire_fires_by_chance_as_often_as_said():
    assert binom.sf(15, 150, 17 / 240) == pytest.approx(1 / 15, abs=0.01)
