"""Quarters, months and years in every spelling, by the calendar and by a fiscal year."""

import pandas as pd
import pytest

from analysis.company.periods import bounds, with_bounds
from datasets.folder import prepare
from datasets.mapping import propose
from datasets.periods import period_of
from datasets.reading import read_bytes


@pytest.mark.parametrize(
    ("written", "period"),
    [
        ("2024-Q1", "2024-Q1"), ("Q1 2024", "2024-Q1"), ("q3/24", "2024-Q3"), ("2024 Q4", "2024-Q4"),
        ("24-Q2", "2024-Q2"),
        ("2024-3", "2024-03"), ("2024/03", "2024-03"), ("03/2024", "2024-03"), ("202403", "2024-03"),
        ("2024M03", "2024-03"), ("March 2024", "2024-03"), ("Mar 2024", "2024-03"), ("Mar-24", "2024-03"),
        ("2024-03-01", "2024-03"), ("2024-03-01 00:00:00", "2024-03"), ("Friday, December 1, 2017", "2017-12"),
        ("2024", "2024"), (" 2024 ", "2024"), ("H2 2024", "2024-H2"), ("2024-H1", "2024-H1"),
        ("FY24 Q3", "2024-Q3"), ("FY2024", "2024"), ("Q2 FY25", "2025-Q2"), ("fiscal year 2024", "2024"),
        ("2024-02/P3M", "2024-02/P3M"),
        ("later", None), ("2024-13", None), ("Q5 2024", None), ("2024-00/P3M", None), ("12", None), ("May", None),
    ],
)  # fmt: skip
def test_spellings(written, period):
    assert period_of(written) == period


@pytest.mark.parametrize(
    ("written", "start", "period"),
    [
        ("FY24 Q1", 4, "2023-Q2"), ("FY24 Q4", 4, "2024-Q1"), ("FY24", 4, "2023-04/P12M"), ("FY24 Q1", 7, "2023-Q3"),
        ("FY24 Q1", 2, "2023-02/P3M"), ("FY24 Q4", 12, "2024-09/P3M"), ("FY24", 1, "2024"),
        ("FY2025 Q2", 10, "2025-Q1"),
        ("2024-Q1", 4, "2024-Q1"), ("2024-03", 4, "2024-03"), ("2024", 4, "2024"),
    ],
)  # fmt: skip
def test_a_fiscal_year_bears_the_name_of_the_year_in_which_it_ends(written, start, period):
    assert period_of(written, start) == period


def test_bounds_against_pandas():
    """The same starts and lengths as pandas' own periods."""
    written = pd.Series(["2024-Q1", "2023-Q4", "2024-03", "1999-12", "2024", None])
    ours = {"2024-Q1": "Q", "2023-Q4": "Q", "2024-03": "M", "1999-12": "M", "2024": "Y"}
    start, months = bounds(written)
    periods = [pd.Period(text.replace("-Q", "Q"), freq) for text, freq in ours.items()]
    assert start.tolist()[:5] == [period.start_time for period in periods]
    assert months.tolist()[:5] == [round((period.end_time - period.start_time).days / 30.4) for period in periods]
    assert pd.isna(start[5])
    assert pd.isna(months[5])


def test_bounds_off_the_calendar():
    start, months = bounds(pd.Series(["2023-02/P3M", "2023-04/P12M", "2024-H2"]))
    assert [day.strftime("%Y-%m-%d") for day in start] == ["2023-02-01", "2023-04-01", "2024-07-01"]
    assert months.tolist() == [3, 12, 6]


def test_rows_get_start_and_length():
    rows = with_bounds(pd.DataFrame({"period": ["2024-Q2"]}))
    assert rows.loc[0, "period_start"] == pd.Timestamp("2024-04-01")
    assert (rows.loc[0, "period_months"], str(rows["period_months"].dtype)) == (3, "Int32")


def test_the_organisations_year_is_heard_and_said():
    [sheet] = read_bytes("targets.csv", b"period,unit_type,unit_id,target\nFY24 Q1,rep,R1,10\n2024-Q1,rep,R1,20\n")
    prepared = prepare([sheet], [propose(sheet)], fiscal_start=4)
    targets = prepared.tables["targets"]
    assert targets["period"].tolist() == ["2023-Q2", "2024-Q1"]
    assert targets["period_start"].dt.month.tolist() == [4, 1]
    [note] = [note for note in prepared.notes if note.code == "fiscal_year"]
    assert note.message == (
        "'FY24 Q1' is read as 2023-Q2: the year begins in April and bears the name of the year in which it ends"
    )
    assert not [note for note in prepare([sheet], [propose(sheet)]).notes if note.code == "fiscal_year"]
