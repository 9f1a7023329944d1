"""Where the periods of a table lie: `2024-Q1`, `2024-03`, `2024`, `2024-H1`, `2024-02/P3M` (a month and a length)."""

import numpy as np
import pandas as pd

MONTHS_OF = {"Q": 3, "H": 6}


def with_bounds(rows: pd.DataFrame) -> pd.DataFrame:
    """Adds period_start and period_months where the import has not stored them yet."""
    if "period_start" in rows and "period_months" in rows:
        return rows
    start, months = bounds(rows["period"])
    return rows.assign(period_start=start, period_months=months)


def period_ends(rows: pd.DataFrame) -> pd.Series:
    """First day after each period, datetime64[us]; null where there is none."""
    rows = with_bounds(rows)
    first = rows["period_start"].to_numpy("datetime64[M]")
    length = rows["period_months"].fillna(0).to_numpy("timedelta64[M]")
    return pd.Series((first + length).astype("datetime64[us]"), index=rows.index)


def bounds(periods: pd.Series) -> tuple[pd.Series, pd.Series]:
    """First day (datetime64[us]) and length in months (Int32) of canonical periods; null where there is none."""
    codes, unique = pd.factorize(periods)
    spans = [span_of(value) for value in unique]
    starts = np.array([f"{first // 12:04}-{first % 12 + 1:02}-01" for first, _ in spans], dtype="datetime64[us]")
    lengths = pd.array([months for _, months in spans], dtype="Int32")
    start = pd.Series(np.append(starts, np.datetime64("NaT"))[codes], index=periods.index, dtype="datetime64[us]")
    months = pd.Series(lengths.take(codes, allow_fill=True), index=periods.index)
    return start, months


def span_of(period: str) -> tuple[int, int]:
    """Months since the year 0 at which a canonical period begins, and how many it lasts."""
    year, _, part = period.partition("-")
    if not part:
        return 12 * int(year), 12
    if part[0] in MONTHS_OF:
        months = MONTHS_OF[part[0]]
        return 12 * int(year) + months * (int(part[1]) - 1), months
    month, _, length = part.partition("/P")
    return 12 * int(year) + int(month) - 1, int(length.rstrip("M") or 1)
