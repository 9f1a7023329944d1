"""Sellers by quarter: how often they open a tool, and what they reach of their target in the same quarters.

Quarters are those of the sellers' targets, which may be of a fiscal year; finer periods are added up to them.
"""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.company.columns import column
from analysis.company.periods import first_day, month_spans
from analysis.findings import Provenance

QUARTERS = 8  # that are looked at where no window is given: what a seller reaches in one is mostly luck
MONTHS = 3


class Calendar(NamedTuple):
    """offset: months by which quarters begin later than the calendar's, 0 to 2. codes: the quarters looked at."""

    offset: int
    codes: tuple[int, ...]

    def first_month(self, code: int) -> int:
        return MONTHS * code + self.offset

    @property
    def days(self) -> tuple[pd.Timestamp, pd.Timestamp]:
        """The first day looked at, and the first after the last quarter."""
        return first_day(self.first_month(min(self.codes))), first_day(self.first_month(max(self.codes) + 1))


def with_span(rows: pd.DataFrame) -> pd.DataFrame:
    """Adds `first`, months since the year 0, and `months`; rows whose period is none are left out."""
    spans = month_spans(rows["period"])
    known = spans["first"].notna()
    return rows[known].assign(**spans[known].astype("int64"))


def seller_targets(targets: pd.DataFrame) -> pd.DataFrame:
    """Of sellers, no longer than a quarter, with a target above 0: unit_id, first, months, target, actual."""
    rows = with_span(targets[targets["unit_type"].eq("rep") & targets["target"].gt(0)])
    return rows.loc[rows["months"] <= MONTHS, ["unit_id", "first", "months", "target", "actual"]]


def offset_of(targets: pd.DataFrame) -> int:
    """How many months later than the calendar's the quarters of these targets begin."""
    begins = targets.loc[targets["months"] == MONTHS, "first"] % MONTHS
    return int(begins.mode().min()) if len(begins) else 0


def calendar_of(months: Iterable[int], offset: int, inputs: Provenance) -> Calendar:
    """The quarters that are over, lie in the window and are spoken of; without a window the last eight of them."""
    over = quarters_over(offset, inputs.until or inputs.as_of, inputs.as_of)
    spoken = sorted({(month - offset) // MONTHS for month in months if (month - offset) // MONTHS <= over})
    if inputs.since:
        spoken = [code for code in spoken if first_day(MONTHS * code + offset) >= pd.Timestamp(inputs.since)]
    return Calendar(offset, tuple(spoken if inputs.windowed else spoken[-QUARTERS:]))


def quarters_over(offset: int, *days: date) -> int:
    """Code of the last quarter that is over at the end of each of these days."""
    tomorrow = pd.Timestamp(min(days)) + pd.Timedelta(days=1)
    return (12 * tomorrow.year + tomorrow.month - 1 - offset) // MONTHS - 1


def attained(targets: pd.DataFrame, calendar: Calendar) -> pd.DataFrame:
    """rep_id, quarter, target, actual of sellers in these quarters; what has no actual yet is left out."""
    rows = targets.dropna(subset=["actual"])
    rows = rows.assign(quarter=(rows["first"] - calendar.offset) // MONTHS).rename(columns={"unit_id": "rep_id"})
    rows = rows[rows["quarter"].isin(calendar.codes)]
    return rows.groupby(["rep_id", "quarter"], as_index=False)[["target", "actual"]].sum()


def tool_use(usage: pd.DataFrame, calendar: Calendar) -> pd.DataFrame:
    """rep_id, tool, quarter, active, available: days in these quarters; `usage` has `first` and `months`."""
    rows = usage.assign(quarter=(usage["first"] - calendar.offset) // MONTHS)
    rows = rows[rows["quarter"].isin(calendar.codes) & (rows["months"] <= MONTHS)]
    available = available_days(rows)
    rows = rows.assign(available=available, active=np.minimum(rows["active_days"], available))
    rows = rows[rows["available"].gt(0) & rows["active"].notna()]
    return rows.groupby(["rep_id", "tool", "quarter"], as_index=False, observed=True)[["active", "available"]].sum()


def available_days(rows: pd.DataFrame) -> pd.Series:
    """As told, else the days from Monday to Friday of the period."""
    spans = rows[["first", "months"]].drop_duplicates()
    days = [
        np.busday_count(first_day(first).date(), first_day(first + months).date()) for first, months in spans.to_numpy()
    ]
    working = rows[["first", "months"]].merge(spans.assign(days=days), on=["first", "months"], how="left")["days"]
    return column(rows, "available_days", float).fillna(pd.Series(working.to_numpy(float), index=rows.index))
