"""Dates, numbers, flags, stages and periods as people and systems write them."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datasets.cells import currency_of, read_flags, read_numbers
from datasets.dates import read_dates
from datasets.stagewords import kind_of


def text(*values):
    return pd.Series(values, dtype="str")


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2024-03-04", "2024-03-04"), ("2024/3/4", "2024-03-04"), ("20240304", "2024-03-04"),
        ("2024-03-04T10:11:12Z", "2024-03-04"), ("04.03.2024", "2024-03-04"), ("25/12/2023", "2023-12-25"),
        ("12/25/23", "2023-12-25"), ("12/25/68", "2068-12-25"), ("12/25/69", "1969-12-25"), ("45355", "2024-03-04"),
        ("Friday, December 1, 2017", "2017-12-01"), ("1 Dec 2017", "2017-12-01"), ("01-Dec-2017", "2017-12-01"),
        ("1709510400000", "2024-03-04"), ("2024-02-29", "2024-02-29"),
    ],
)  # fmt: skip
def test_dates(written, day):
    assert read_dates(text(written)).days.tolist() == [pd.Timestamp(day)]


@pytest.mark.parametrize("written", ["2023-02-29", "31/11/2024", "13/13/2024", "soon", "0", "2024-13-01", "Q1"])
def test_impossible_dates(written):
    assert read_dates(text(written)).days.isna().all()


def test_times_of_the_day():
    days = read_dates(text("02/23/26 08:55 PM", "02/24/26 12:05 AM", "2024-03-04 07:08:09"), with_time=True).days
    assert [str(day) for day in days] == ["2026-02-23 20:55:00", "2026-02-24 00:05:00", "2024-03-04 07:08:09"]


@settings(deadline=None)
@given(st.dates(min_value=pd.Timestamp("1970-01-01").date(), max_value=pd.Timestamp("2067-12-31").date()))
def test_any_day_written_either_way_is_read_or_asked(day):
    for order, form in (("day", "%d/%m/%Y"), ("month", "%m/%d/%Y")):
        assert read_dates(text(day.strftime(form)), order).days.tolist() == [pd.Timestamp(day)]


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("1,234.50", 1234.5), ("1.234,50", 1234.5), ("1 234,5", 1234.5), ("1'234.5", 1234.5), ("$500,000", 500_000),
        ("(12)", -12), ("12-", -12), ("−7", -7), ("12.5 %", 12.5), ("€ 3", 3), ("USD 4", 4), ("1e3", 1000),
        ("1,234", 1234),
    ],
)  # fmt: skip
def test_numbers(written, number):
    assert read_numbers(text(written)).tolist() == [number]


@pytest.mark.parametrize("written", ["inf", "-inf", "Infinity", "nan", "1,2,3", "much", "1.2.3.4"])
def test_what_is_no_number(written):
    assert read_numbers(text(written)).isna().all()


def test_the_decimal_mark_is_one_for_the_column():
    assert read_numbers(text("1,5", "1.000", "2")).tolist() == [1.5, 1000, 2]


def test_currencies():
    assert currency_of(text("$5", "5 EUR", "£1", "7")).fillna("").tolist() == ["USD", "EUR", "GBP", ""]


def test_flags():
    assert read_flags(text("TRUE", "no", "1", "x", "perhaps")).tolist() == [True, False, True, True, pd.NA]


@pytest.mark.parametrize(
    ("stage", "kind"),
    [
        ("Won", "won"), ("Closed Won", "won"), ("Closed - Won", "won"), ("Gewonnen", "won"), ("Lost", "lost"),
        ("Closed Lost", "lost"), ("Passed", "withdrawn"), ("Closed - No Decision", "withdrawn"), ("Proposal", "open"),
        ("To be won", "open"), ("Wonderland", "open"), ("Negotiation/Review", "open"),
        ("Passed technical check", "open"),
    ],
)  # fmt: skip
def test_stage_words(stage, kind):
    assert kind_of(stage) == kind
