"""A table's digest is that of its content: order of rows and columns does not count, each value does."""

import pandas as pd
import pytest

from datasets.folder import read_folder
from tests.datasets.conftest import DEALS

LINES = DEALS.strip().split("\n")


def digest(write, content):
    return read_folder(write("deals.csv", content)).digest


def test_order_of_rows_does_not_count(write):
    shuffled = "\n".join([LINES[0], LINES[3], LINES[1], LINES[2]])
    assert digest(write, shuffled) == digest(write, DEALS)


def test_order_of_columns_does_not_count(write):
    turned = "\n".join(",".join(reversed(line.split(","))) for line in LINES)
    assert digest(write, turned) == digest(write, DEALS)


@pytest.mark.parametrize(
    ("was", "now"),
    [("1000", "1001"), ("2024-03-01", "2024-03-02"), ("Retail", "retail"), ("D-3,open", "D-4,open"), ("750.5", "")],
)
def test_one_changed_cell_counts(write, was, now):
    assert digest(write, DEALS.replace(was, now, 1)) != digest(write, DEALS)


def test_text_is_not_joined_across_cells(write):
    first = digest(write, "deal_id,outcome,stage,segment\nA,won,ab,c\nB,won,d,e\n")
    second = digest(write, "deal_id,outcome,stage,segment\nA,won,a,bc\nB,won,d,e\n")
    assert first != second


def test_null_and_zero_differ(write):
    assert digest(write, DEALS.replace("750.5", "0")) != digest(write, DEALS.replace("750.5", ""))


def test_derived_columns(write):
    deals = read_folder(write("deals.csv", DEALS)).tables["deals"]
    assert deals["created_quarter"].tolist() == [2024 * 4] * 3
    assert deals["closed_quarter"].tolist()[:2] == [2024 * 4] * 2
    assert str(deals["closed_quarter"].dtype) == "Int32"
    assert deals["cycle_days"].tolist()[:2] == [51, 39]
    assert pd.isna(deals["cycle_days"].iloc[2])
    assert list(deals.index) == [0, 1, 2]


def test_dwell_is_to_the_exit_else_to_the_next_event(read):
    events = read(
        "stage_events.csv",
        "deal_id,stage,entered_at,exited_at\nA,2,2024-01-05,\nA,1,2024-01-01,2024-01-03\nA,3,2024-01-09,\nB,1,2024-01-01,\n",
    ).tables["stage_events"]
    assert events["stage"].tolist() == ["1", "2", "3", "1"]
    assert events["dwell_days"].fillna(-1).tolist() == [2, 4, -1, -1]
