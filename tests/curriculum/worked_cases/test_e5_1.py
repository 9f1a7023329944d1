"""The worked case of 5.1: every number of it computed again, and how often its tripwires fire by chance."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from analysis.catalogue import discover
from analysis.findings import Provenance
from analysis.inputs import Inputs
from analysis.methods.intervals import wilson_interval
from tests.curriculum.worked_cases.texts import exercise, says

FILE = exercise("5.1")
COUNTS = {"Norhald": (260, 88), "Quist": (170, 52), "Tessmer": (120, 20), None: (90, 30)}


@pytest.fixture(scope="module")
def findings():
    rows = [(rival, "won" if place < won else "lost") for rival, (n, won) in COUNTS.items() for place in range(n)]
    deals = pd.DataFrame(rows, columns=["competitor", "outcome"]).astype("str")
    where = Provenance(snapshot="", answers="", code="", as_of=date(2026, 6, 30))
    return discover()["5.1"].analyse(Inputs({"deals": deals}, where))


def percents(*fractions):
    return [round(100 * fraction) for fraction in fractions]


def test_the_company_s_rate(findings):
    rate = findings.figure("win_rate")
    value, low, high = percents(rate.value, rate.low, rate.high)
    assert says(FILE, f"{rate.n} decided deals, 190 won, {value} % ({low}–{high})")
    assert says(FILE, f"{sum(n for rival, (n, _) in COUNTS.items() if rival)} name a rival")


def test_the_table_is_what_the_analysis_finds(findings):
    lines = [line for line in FILE.body["Worked case"].split("\n") if line.startswith("|")][2:]
    for rival, n, won, rate, short in ([cell.strip() for cell in line.strip("|").split("|")] for line in lines):
        assert COUNTS[rival] == (int(n), int(won))
        found = findings.figure(f"win_rate.{rival}")
        value, low, high = percents(found.value, found.low, found.high)
        assert rate == f"{value} % ({low}–{high})"
        assert int(short.replace("−", "-")) == round(findings.figure(f"wins_short.{rival}").value)


def test_what_is_said_of_tessmer(findings):
    short = findings.figure("wins_short.Tessmer")
    assert says(FILE, f"{round(short.value)} ({round(short.low)}–{round(short.high)}) short of the company's rate")
    [row] = [row for row in findings.table("win_rate_by_competitor").rows if row["competitor"] == "Tessmer"]
    assert row["below"]
    assert row["p_adjusted"] == pytest.approx(0.005, abs=0.0006)
    assert percents(*wilson_interval(2, 31)) == [2, 21]
    assert says(FILE, "2 of 31 (2–21)")
    assert round(120 * (0.23 - 20 / 120)) == 8
    assert COUNTS["Norhald"][0] - COUNTS["Norhald"][1] == 172


def test_tripwires_fire_by_chance_as_often_as_said(findings):
    rng = np.random.default_rng(51)
    low = findings.figure("win_rate.Tessmer").low
    same, fallen = ((rng.binomial(60, rate, 200_000) / 60 < low).mean() for rate in (20 / 120, 20 / 120 - 0.1))
    assert same == pytest.approx(1 / 9, abs=0.01)
    assert fallen == pytest.approx(0.9, abs=0.01)
    named = findings.figure("rival_named").value
    assert round(100 * named) == 86
    assert (rng.binomial(100, named, 200_000) / 100 < 0.7).mean() < 0.001
