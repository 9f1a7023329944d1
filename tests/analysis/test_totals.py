"""The total of an `allocate`: as written, or the company's target of the coming year."""

import pandas as pd
import pytest

from analysis.sources import resolve, with_resolved
from analysis.totals import company_target, round_step, total_of

FROM_TABLE = {"name": "Target", "unit": "money", "source": "company_target", "fallback": 60e6}


def targets(periods, target=250.0, known=0, kind="company"):
    rows = [
        {
            "period": period,
            "unit_type": kind,
            "unit_id": "Us",
            "target": target,
            "actual": 1.0 if place < known else None,
        }
        for place, period in enumerate(periods)
    ]
    return pd.DataFrame(rows)


QUARTERS = [f"{year}Q{quarter}" for year in (2025, 2026) for quarter in (1, 2, 3, 4)]


def test_the_year_after_the_last_actual_counts():
    assert company_target({"targets": targets(QUARTERS, known=4)}) == 1000
    assert company_target({"targets": targets([quarter.replace("Q", "-Q") for quarter in QUARTERS], known=4)}) == 1000
    assert company_target({"targets": targets([f"2026-{month:02}" for month in range(1, 13)], 10)}) == 120
    assert company_target({"targets": targets(["2025", "2026"], 900, known=1)}) == 900


def test_the_longest_periods_are_taken_and_other_units_left_out():
    both = pd.concat([targets(QUARTERS, known=4), targets(QUARTERS, 7, kind="region"), targets(["2026"], 990)])
    assert company_target({"targets": both}) == 990


@pytest.mark.parametrize(
    "tables",
    [{}, {"targets": targets(QUARTERS, known=5)}, {"targets": targets(QUARTERS, known=8)},
     {"targets": targets(QUARTERS, kind="region")}, {"targets": targets(QUARTERS)[["period", "target"]]}],
)  # fmt: skip
def test_part_of_a_year_is_no_target(tables):
    assert company_target(tables) is None
    assert total_of({"total": FROM_TABLE, "step": 1e6}, tables)["value"] == 60e6


@pytest.mark.parametrize(("most", "step"), [(300_617, 200_000), (1, 1), (0.5, 0.5), (9.99, 5), (1000, 1000)])
def test_a_step_is_a_round_number(most, step):
    assert round_step(most) == step


def test_the_total_is_a_whole_number_of_steps():
    tables = {"targets": targets(["2026"], 60_123_456)}
    total = total_of({"total": FROM_TABLE, "step_share": 0.005}, tables)
    assert total == {"name": "Target", "unit": "money", "value": 60_200_000, "step": 200_000}


def test_a_total_of_the_file_stands_as_it_is_and_goes_in_ones():
    points = {"name": "All", "unit": "points", "value": 100}
    assert total_of({"total": points}, {}) == points | {"step": 1}


def test_it_is_resolved_with_the_items():
    parameters = {"items": ["North", "South"], "total": FROM_TABLE, "step_share": 0.005, "rounds": 2}
    content = {"instruments": [{"key": "split", "kind": "allocate", "parameters": parameters}]}
    (instrument,) = with_resolved(content, resolve(content, {}))["instruments"]
    assert instrument["parameters"]["total"] == {"name": "Target", "unit": "money", "value": 60e6, "step": 200_000}
