"""The worked case of 4.4, as a table: every number of it computed again, and how often its tripwires fire by chance."""

from datetime import date
from functools import cache

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binom

from analysis.catalogue import discover
from analysis.findings import Provenance
from analysis.inputs import Inputs
from tests.curriculum.worked_cases.texts import cells_of, exercise, says

FILE = exercise("4.4")
AS_OF = date(2026, 6, 30)
OUTCOMES = ("won", "lost", "open")
VALUES = {  # field: {value: won, lost, open deals with it}; the rest of 475, 1,425 and 240 is blank
    "complexity": {"simple": (190, 380, 72), "usual": (190, 570, 96), "involved": (95, 475, 72)},
    "lead_source": {"web": (140, 402, 68), "fair": (98, 310, 50), "partner": (121, 360, 62), "call": (102, 298, 53)},
    "forecast_category": {"closed": (475, 0, 0), "omitted": (0, 1425, 0), "pipeline": (0, 0, 71), "commit": (0, 0, 44)},
    "competitor": {"A": (150, 340, 70), "B": (140, 390, 65), "C": (90, 330, 50), "none": (66, 194, 33)},
}
TOTALS = (475, 1425, 240)
NAMES = {"Complexity": "complexity", "Lead source": "lead_source", "Forecast category": "forecast_category",
         "Competitor": "competitor"}  # fmt: skip


@cache
def findings():
    columns = {}
    for place, (field, values) in enumerate(VALUES.items()):
        parts = []
        for number, total in enumerate(TOTALS):
            words = [word for word, counts in values.items() for _ in range(counts[number])]
            filled = pd.Series(words + [None] * (total - len(words)), dtype="str")
            parts.append(filled.iloc[np.random.default_rng(place).permutation(total)])
        columns[field] = pd.concat(parts, ignore_index=True)
    deals = pd.DataFrame({"outcome": np.repeat(OUTCOMES, TOTALS), **columns})
    return discover()["4.4"].analyse(
        Inputs({"deals": deals}, Provenance(snapshot="", answers="", code="", as_of=AS_OF))
    )


def told():
    return {name: cells for name, *cells in cells_of(FILE)[1:]}


def tenth(value):
    return f"{100 * value:.1f}"


def test_the_table_is_what_the_analysis_finds():
    rows = {row["field_key"]: row for row in findings().table("fields").rows}
    for name, cells in told().items():
        row = rows[NAMES[name]]
        shares = [f"{100 * row[key]:.0f} %" for key in ("filled_won", "filled_lost", "filled_open")]
        assert cells[:3] == shares, name
        use = row["usefulness"]
        words = "not given" if use is None else f"{tenth(use)} % ({tenth(row['use_low'])}–{tenth(row['use_high'])})"
        assert cells[3] == words, name
        assert cells[4] == row["proposal"], name


def test_win_rates_by_complexity():
    shares = [round(100 * won / (won + lost)) for won, lost, _ in VALUES["complexity"].values()]
    assert shares == [33, 25, 17]
    assert says(FILE, "33 % of simple deals, 25 % of usual and 17 % of involved ones")
    spread = next(row["spread"] for row in findings().table("fields").rows if row["field_key"] == "complexity")
    assert says(FILE, f"some {100 * spread:.0f} points from the average")


def test_fields_per_deal_before_and_after():
    found = findings()
    before, after, kept = (found.figure(key) for key in ("fields_before", "fields_after", "kept_complete"))
    assert says(FILE, f"a deal carries {before.value:.1f} today and {after.value:.1f} then")
    value, low, high = (f"{100 * number:.0f}" for number in (kept.value, kept.low, kept.high))
    assert says(FILE, f"kept ones {value} % ({low}–{high}) filled")
    assert before.value - after.value > 1  # the condition of the option chosen
    assert found.figure("usefulness.lead_source").high < 0.005


def test_the_forecast_category_seems_to_tell_everything_and_counts_for_nothing():
    assert set(VALUES["forecast_category"]["closed"][1:]) == set(VALUES["forecast_category"]["omitted"][::2]) == {0}
    assert findings().figure("usefulness.forecast_category").value is None


def fires(share, n):
    """Chance that fewer than 95 % of n are filled."""
    return binom.cdf(np.ceil(0.95 * n) - 1, n, share)


def test_tripwires_fire_as_often_as_said():
    """At 97 % filled: whole deals left blank, or fields one by one. At 91 %: the same two."""
    assert 1 / fires(0.97, 120) == pytest.approx(14, abs=0.5)
    assert fires(0.97, 720) < 0.002
    assert fires(0.91, 120) == pytest.approx(0.9, abs=0.03)
    assert fires(0.91, 720) > 0.99
