"""Columns stored beside what was uploaded, so that no analysis has to compute or sort again."""

import pandas as pd

from analysis.company.periods import with_bounds
from datasets.schemas import CLOSED, TABLES

DAY = pd.Timedelta(days=1)
EVENT_DATES = (("deals", "created_on"), ("deals", "closed_on"), ("stage_events", "entered_at"), ("leads", "created_on"))


def finish(name: str, rows: pd.DataFrame) -> pd.DataFrame:
    """Stored columns in the order of the declaration, derived ones behind them, rows in key order, index 0 to n-1."""
    table = TABLES[name]
    rows = rows[[column for column in table.stored if column in rows]]
    rows = rows.sort_values([column for column in sort_key(name) if column in rows], kind="stable", ignore_index=True)
    if name == "deals":
        return with_durations(rows)
    if name == "stage_events":
        return with_dwell(rows)
    return with_bounds(rows) if "period" in rows else rows


def sort_key(name: str) -> tuple[str, ...]:
    return ("deal_id", "entered_at", "stage") if name == "stage_events" else TABLES[name].key


def with_durations(deals: pd.DataFrame) -> pd.DataFrame:
    """created_quarter, closed_quarter: 4 * year + quarter - 1. cycle_days: null while open or contradictory."""
    for day, quarter in (("created_on", "created_quarter"), ("closed_on", "closed_quarter")):
        if day in deals:
            deals[quarter] = (deals[day].dt.year * 4 + deals[day].dt.quarter - 1).astype("Int32")
    if {"created_on", "closed_on"} <= set(deals):
        days = days_between(deals["created_on"], deals["closed_on"])
        deals["cycle_days"] = days.where((days >= 0) & deals["outcome"].isin(CLOSED))
    return deals


def days_between(start: pd.Series, end: pd.Series) -> pd.Series:
    days: pd.Series = (end - start).dt.total_seconds() / 86_400
    return days


def with_dwell(events: pd.DataFrame) -> pd.DataFrame:
    """dwell_days: to exited_at, else to the deal's next event, else null."""
    leaves = events["entered_at"].shift(-1).where(events["deal_id"] == events["deal_id"].shift(-1))
    if "exited_at" in events:
        leaves = events["exited_at"].fillna(leaves)
    days = days_between(events["entered_at"], leaves)
    return events.assign(dwell_days=days.where(days >= 0).astype("float64"))


def latest_event(tables: dict[str, pd.DataFrame], today: pd.Timestamp) -> pd.Timestamp:
    """The latest created, closed or entered day that is not after today; today where there is none."""
    columns = [tables[table][column] for table, column in EVENT_DATES if column in tables.get(table, ())]
    days = [column[column < today + DAY].max() for column in columns]
    known = [day for day in days if not pd.isna(day)]
    return max(known).normalize() if known else today
