"""Where the periods of a table lie: `2024-Q1`, `2024-03`, `2024`, `2024-H1`, `2024-02/P3M` (a month and a length)."""

from datetime import date, timedelta

import numpy as np
import pandas as pd

YEAR = 12  # months
LENGTHS = {"quarter": 3, "half": 6, "month": 1}
SPELLED = (
    r"^(?P<year>\d{4})(?:-(?:Q(?P<quarter>[1-4])|H(?P<half>[12])|(?P<month>0[1-9]|1[0-2])(?:/P(?P<length>\d+)M)?))?$"
)


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
    """First day (datetime64[us]) and length in months (Int32) of periods; null where there is none."""
    spans = month_spans(periods)
    months = spans["first"].fillna(0).to_numpy(int) - 12 * 1970
    start = pd.Series(months.astype("datetime64[M]").astype("datetime64[us]"), index=periods.index)
    return start.mask(spans["first"].isna()), spans["months"].astype("Int32")


def month_spans(periods: pd.Series) -> pd.DataFrame:
    """first: months since the year 0 at which a period begins; months: its length. Null where it is none."""
    codes, unique = pd.factorize(periods)
    told = pd.Series(unique, dtype="str").str.extract(SPELLED).astype("float64")
    length = told["length"].fillna(YEAR).where(told["year"].notna())
    first = YEAR * told["year"]
    for part, months in LENGTHS.items():
        first = first + (months * (told[part] - 1)).fillna(0)
        length = length.mask(told[part].notna() & told["length"].isna(), months)
    spans = {"first": first, "months": length}
    return pd.DataFrame({name: np.append(known, np.nan)[codes] for name, known in spans.items()}, index=periods.index)


def month_code(days: pd.Series) -> pd.Series:
    """Months since the year 0, 12 x year + month - 1, so that a year is twelve apart; null where there is no day."""
    codes: pd.Series = (YEAR * days.dt.year + days.dt.month - 1).astype("Int32")
    return codes


def month_of(day: date) -> int:
    """`month_code` of one day."""
    return YEAR * day.year + day.month - 1


def month_name(code: int) -> str:
    """2024-03, as in the tables of targets."""
    return f"{code // YEAR}-{code % YEAR + 1:02}"


def first_day(code: int) -> pd.Timestamp:
    return pd.Timestamp(code // YEAR, code % YEAR + 1, 1)


def last_complete_month(as_of: date) -> int:
    """Code of the last month that is over at the end of `as_of`."""
    return month_of(as_of + timedelta(days=1)) - 1
