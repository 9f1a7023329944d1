"""The worked case of 1.5: quarters by rule from the table of shifts, by hand, and how often the tripwires fire."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from analysis.catalogue import discover
from analysis.findings import Provenance
from analysis.inputs import Inputs
from analysis.methods.intervals import wilson_interval
from tests.curriculum.worked_cases.texts import cells_of, exercise, says

FILE = exercise("1.5")
MONEY = np.array([row[1:] for row in cells_of(FILE)[1:]], float)
BOOKED, RECOGNISED = MONEY[1:].sum(1), MONEY[:, :4].sum(0)
TARGET = 2.0  # € m, each seller
AS_BOOKED = np.array([2.6, 2.3, 2.2, 2.1, 2.1, 2.05, 1.9, 1.9, 1.85, 1.85, 1.9, 1.8, 1.85, 1.7])
AS_RECOGNISED = np.array([2.2, 2.1, 1.7, 1.6, 1.75, 1.9, 2.05, 1.8, 1.75, 1.7, 1.8, 1.65, 1.7, 1.6])


def listed(numbers, form):
    *first, last = (form.format(number) for number in numbers)
    return f"{', '.join(first)} and {last}"


def test_quarters_by_rule():
    assert says(FILE, f"Booked was {listed(BOOKED, '{:.1f}')}, recognised {listed(RECOGNISED, '{:.1f}')}")
    gaps = 100 * (BOOKED / RECOGNISED - 1)
    assert says(FILE, f"gaps of {listed(gaps, '{:.0f}')} %")
    trap = f"{BOOKED.sum():.1f} booked, {RECOGNISED.sum():.1f} recognised"
    assert trap in " ".join(FILE.body["Traps"].split())


def test_what_is_recognised_in_the_same_quarter():
    share = np.diag(MONEY[1:, :4]).sum() / BOOKED.sum()
    assert says(FILE, f"{100 * share:.0f} % was recognised in the quarter of booking")


def test_sellers_who_change_sides():
    assert AS_BOOKED.sum() == pytest.approx(BOOKED.sum())
    assert AS_RECOGNISED.sum() == pytest.approx(RECOGNISED.sum())
    booked, recognised = AS_BOOKED >= TARGET, AS_RECOGNISED >= TARGET
    assert (len(booked), booked.sum(), recognised.sum()) == (14, 6, 3)
    assert ((booked != recognised).sum(), (recognised & ~booked).sum()) == (5, 1)
    assert says(FILE, "six reached target as booked and three as recognised; five change sides, one of them upwards")


def test_the_last_ten_days():
    low, high = wilson_interval(94, 312)
    assert says(FILE, f"94 orders, {100 * 94 / 312:.0f} % ({100 * low:.0f}–{100 * high:.0f})")
    assert says(FILE, f"evenly it would be {100 * 40 / 365:.0f} %")


@pytest.mark.parametrize(("mistaken", "fires"), [(0.02, 1 / 24), (0.08, 2 / 9)])
def test_the_first_tripwire_fires_as_often_as_said(mistaken, fires):
    rng = np.random.default_rng(15)
    sizes = rng.lognormal(0, 0.8, (20_000, 78))
    moved = (rng.random(sizes.shape) < mistaken) * rng.choice([-1, 1], sizes.shape)
    gaps = np.abs((sizes * moved).sum(1)) / sizes.sum(1)
    assert (gaps > 0.05).mean() == pytest.approx(fires, abs=0.02 if mistaken > 0.05 else 0.005)


def test_the_second_tripwire_fires_as_often_as_said():
    rng, high = np.random.default_rng(15), wilson_interval(94, 312)[1]
    same, risen = ((rng.binomial(312, rate, 100_000) / 312 > high).mean() for rate in (94 / 312, 0.4))
    assert same == pytest.approx(1 / 46, abs=0.003)
    assert risen == pytest.approx(0.95, abs=0.01)


# --- the same by the analysis ----------------------------------------------------------------------------------------

BEGINS = pd.period_range("2024Q4", "2026Q1", freq="Q")  # the year before as one, four quarters, later


def worked_tables():
    """An order per cell of the table, in € m, booked and recognised in mid-quarter."""
    cells = [(row, column) for row in range(5) for column in range(5) if MONEY[row, column]]
    middle = BEGINS.start_time + pd.Timedelta(days=45)
    revenue = pd.DataFrame(
        {
            "deal_id": [f"D{place}" for place in range(len(cells))],
            "booked_on": [middle[row] for row, _ in cells],
            "recognised_on": [middle[column + 1] for _, column in cells],
            "amount": [MONEY[row, column] for row, column in cells],
        }
    )
    return {"revenue": revenue}


def test_the_table_is_what_the_analysis_finds():
    day = Provenance(snapshot="", answers="", code="", as_of=date(2025, 12, 31))
    found = discover()["1.5"].analyse(Inputs(worked_tables(), day))
    names = ["earlier", *(f"2025-Q{quarter}" for quarter in (1, 2, 3, 4)), "later"]
    shifts = {(row["booked_in"], row["recognised_in"]): row["money"] for row in found.rows("shifts")}
    for row in range(5):
        for column in range(5):
            assert shifts.get((names[row], names[column + 1]), 0.0) == pytest.approx(MONEY[row, column])
    for quarter, booked, recognised in zip(names[1:5], BOOKED, RECOGNISED, strict=True):
        assert found.figure(f"rule_gap.{quarter}").value == pytest.approx(booked / recognised - 1)
    assert f"{found.figure('same_quarter_share').value:.2f}" == "0.39"
    assert round(100 * found.figure("rule_gap").value) == 24
