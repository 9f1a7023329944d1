"""The worked case of 1.6: limits from the months in the text, and each rule's price by simulation."""

import re
from datetime import date
from functools import cache

import numpy as np
import pandas as pd
import pytest

from analysis.catalogue import analyse
from analysis.findings import Provenance
from analysis.inputs import Inputs
from tests.curriculum.worked_cases.texts import cells_of, exercise, says

FILE = exercise("1.6")
NEVER = 999
RULES = {  # width, run, and a plain percentage in place of limits
    "Under 95 %": (0, NEVER, 0.95),
    "2.0 and a run of 7": (2.0, 7, None),
    "2.66 and a run of 6": (2.66, 6, None),
    "2.66 and a run of 8": (2.66, 8, None),
    "2.66 alone": (2.66, NEVER, None),
}


def months():
    text = " ".join(FILE.body["Worked case"].split())
    years = re.findall(r"year: ((?:\d+ ?)+)", text)
    return [np.array(year.split(), float) / 100 for year in years]


FIRST, SECOND = months()
MEAN, CHANGE = FIRST.mean(), np.abs(np.diff(FIRST)).mean()
SIGMA = CHANGE / 1.128  # of months that do not depend on each other


def alarms(rule):
    """Months of the second year that the rule flags, counted from 1 over both years."""
    width, run, percent = RULES[rule]
    found, side, length = [], 0, 0
    for month, value in enumerate([*FIRST, *SECOND], start=1):
        now = np.sign(value - MEAN)
        length, side = (length + 1 if now == side else 1), now
        out = value < percent if percent else abs(value - MEAN) > width * CHANGE
        if month > 12 and (out or length >= run):
            found.append(month)
    return found


@cache
def first_alarms(rule, shift, runs=4000, most=600):
    """Months to the first alarm in each of so many runs, limits drawn from 12 months of their own."""
    width, run, percent = RULES[rule]
    rng = np.random.default_rng(16)
    before = rng.normal(0, SIGMA, (runs, 12))
    mean, change = before.mean(1), np.abs(np.diff(before, axis=1)).mean(1)
    after = rng.normal(0, SIGMA, (runs, most)) + shift
    out = after + MEAN < percent if percent else np.abs(after - mean[:, None]) > (width * change)[:, None]
    sides = np.sign(after - mean[:, None])
    length, side, found = np.zeros(runs), np.zeros(runs), np.full(runs, most + 1)
    for t in range(most):
        length = np.where(sides[:, t] == side, length + 1, 1)
        side = sides[:, t]
        found = np.where((found > most) & (out[:, t] | (length >= run)), t + 1, found)
    return found


def test_limits_and_means():
    assert (len(FIRST), len(SECOND)) == (12, 12)
    low, high = (100 * (MEAN + sign * 2.66 * CHANGE) for sign in (-1, 1))
    assert says(
        FILE, f"Mean {100 * MEAN:.1f}, usual change {100 * CHANGE:.1f} points, so limits of {low:.0f} and {high:.0f}"
    )
    assert (np.abs(np.concatenate([FIRST, SECOND]) - MEAN) <= 2.66 * CHANGE).all()
    assert (SECOND[-6:] < MEAN).all()
    assert SECOND[-7] > MEAN
    assert says(FILE, f"under the mean, {100 * SECOND[-6:].mean():.1f} on average")
    assert (SECOND[4], SECOND[5]) == (0.93, 1.05)
    assert (FIRST < 0.95).sum() == 2


def test_the_table():
    for rule, flagged, false, seen in cells_of(FILE)[1:]:
        assert int(flagged) == len(alarms(rule)), rule
        assert int(false) == np.median(first_alarms(rule, 0.0)), rule
        assert int(seen) == np.median(first_alarms(rule, -0.1)), rule
    assert alarms("2.66 and a run of 6") == [24]


def test_practice_and_tripwire():
    assert 2 * 0.5**9 == 2 / 512
    quarters = first_alarms("2.66 and a run of 6", 0.0).mean() / 3
    assert quarters == pytest.approx(12, abs=0.5)


def test_the_analysis_finds_the_same():
    """The months of the text as a table, and the room at each rule of the price list."""
    periods = [f"{2024 + place // 12}-{place % 12 + 1:02}" for place in range(24)]
    told = {"period": periods, "unit_type": "company", "unit_id": "Bakers", "target": 100.0}
    targets = pd.DataFrame(told | {"actual": 100 * np.concatenate([FIRST, SECOND])})
    provenance = Provenance(snapshot="", answers="", code="", as_of=date(2025, 12, 31))
    found = analyse("1.6", Inputs({"targets": targets}, provenance, content=FILE.content()))
    assert found.figure("baseline_mean").value == pytest.approx(MEAN)
    assert found.figure("natural_width").value == pytest.approx(2.66 * CHANGE)
    assert found.figure("baseline_alarms").value == 0
    priced = {row["rule"]: row for row in found.table("rules").rows}
    for rule, flagged, false, seen in cells_of(FILE)[1:]:
        row = priced[rule.replace("a run of ", "").replace("2.0 ", "2.00 ")]
        assert row["alarms"] == int(flagged), rule
        assert row["false_alarm_months"] == int(false), rule
        assert row["months_to_see_drop"] == int(seen), rule
