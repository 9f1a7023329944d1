"""Reads dates from text. All values together tell the order of day and month; where both fit, nobody guesses."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

PLAIN = r"\d{4}-\d{2}-\d{2}(?:[ T]\d{2}:\d{2}.*)?"  # what machines write: nothing else has to be tried
ISO = r"^\s*(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})"
NUMERIC = r"^\s*(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})(?!\d)"
COMPACT = r"^\s*((?:19|20)\d{2})(\d{2})(\d{2})\s*$"
WORDED = r"[A-Za-zÀ-ÿ]{3,}"
SERIAL = r"^\s*(\d{5})(?:\.(\d+))?\s*$"  # days since 30 December 1899, as spreadsheets count
EPOCH = r"^\s*(\d{13})\s*$"
CLOCK = r"(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*([AaPp]\.?[Mm]\.?)?"
DAY_FIRST, MONTH_FIRST, EITHER = "day", "month", "ask"
DTYPE: Literal["datetime64[us]"] = "datetime64[us]"


@dataclass(frozen=True)
class Dates:
    """`days`: datetime64[us], null where unreadable. `order`: '' (no question), day, month, or ask."""

    days: pd.Series
    order: str
    ambiguous: pd.Series


def read_dates(text: pd.Series, order: str = "", with_time: bool = False) -> Dates:
    """Text with nulls for blanks. `order` ('day' or 'month') settles what the values leave open."""
    codes, unique = pd.factorize(text)
    distinct = pd.Series(unique, dtype="str")
    if distinct.str.fullmatch(PLAIN).all():
        days, settled, unsettled = plain_days(distinct), "", pd.Series(False, index=distinct.index)
    else:
        numeric = distinct.str.extract(NUMERIC).astype("float64")
        found = order_of(distinct, numeric)
        settled = order if found == EITHER and order else found
        days, unsettled = parse(distinct, numeric, settled)
    if with_time:
        days = days + clock_of(distinct).where(days.notna())
    return Dates(spread(days, codes, text.index), settled, spread_flags(unsettled, codes, text.index))


def plain_days(distinct: pd.Series) -> pd.Series:
    days: pd.Series = pd.to_datetime(distinct.str.slice(0, 10), format="%Y-%m-%d", errors="coerce").astype(DTYPE)
    return days.where(days.dt.year >= 1900)


def order_in(text: pd.Series) -> str:
    """The order of day and month that the values themselves tell: '' (no question), day, month, or ask."""
    distinct = pd.Series(text.dropna().unique(), dtype="str")
    if distinct.str.fullmatch(PLAIN).all():
        return ""
    return order_of(distinct, distinct.str.extract(NUMERIC).astype("float64"))


def order_of(distinct: pd.Series, numeric: pd.DataFrame) -> str:
    """Which number is the day: from values over 12, else from dots (day first), else it has to be asked."""
    first, second = numeric[0], numeric[1]
    if not (telling := first.notna() & (first != second)).any():
        return ""
    day_first, month_first = int((first > 12).sum()), int((second > 12).sum())
    if day_first or month_first:
        return DAY_FIRST if day_first >= month_first else MONTH_FIRST
    return DAY_FIRST if distinct[telling].str.contains(".", regex=False).all() else EITHER


def parse(distinct: pd.Series, numeric: pd.DataFrame, order: str) -> tuple[pd.Series, pd.Series]:
    days = whole_days(distinct.str.extract(ISO).astype("float64"))
    days = days.fillna(whole_days(distinct.str.extract(COMPACT).astype("float64")))
    same = numeric[0] == numeric[1]
    unsettled = numeric[0].notna() & ~same & (order == EITHER)
    month_first = numeric.rename(columns={0: 1, 1: 2, 2: 0})
    day_first = numeric.rename(columns={0: 2, 1: 1, 2: 0})
    read = whole_days(day_first if order == DAY_FIRST else month_first).mask(unsettled)
    days = days.fillna(read)
    return days.fillna(serial_days(distinct)).fillna(worded_days(distinct, days.notna() | unsettled)), unsettled


def whole_days(parts: pd.DataFrame) -> pd.Series:
    """Columns 0, 1, 2 are year, month, day; two-digit years up to 68 lie in this century, as POSIX has it."""
    year = parts[0].mask(parts[0] < 69, parts[0] + 2000).mask((parts[0] >= 69) & (parts[0] < 100), parts[0] + 1900)
    known = parts.notna().all(axis=1) & year.between(1900, 9999)
    if not known.any():
        return pd.Series(pd.NaT, index=parts.index, dtype=DTYPE)
    joined = pd.DataFrame({"year": year[known], "month": parts[1][known], "day": parts[2][known]}).astype("int64")
    days: pd.Series = pd.to_datetime(joined, errors="coerce").astype(DTYPE).reindex(parts.index)
    return days


def serial_days(distinct: pd.Series) -> pd.Series:
    numbers = pd.to_numeric(distinct.where(distinct.str.match(SERIAL)), errors="coerce")
    days = pd.to_datetime(np.floor(numbers.where(numbers.between(20_000, 80_000))), unit="D", origin="1899-12-30")
    epoch = pd.to_numeric(distinct.where(distinct.str.match(EPOCH)), errors="coerce")
    instants: pd.Series = pd.to_datetime(epoch, unit="ms").dt.normalize().astype(DTYPE)
    return days.astype(DTYPE).fillna(instants)


def worded_days(distinct: pd.Series, read: pd.Series) -> pd.Series:
    """'Friday, December 1, 2017', '1 Dec 2017', '01-Dec-17': names of months in English."""
    rest = distinct.where(~read & distinct.str.contains(WORDED) & distinct.str.contains(r"\d{2}"))
    rest = rest.str.replace(r"^\s*[A-Za-z]+day,?\s+", "", regex=True).str.replace(CLOCK, "", regex=True).str.strip()
    days = pd.Series(pd.NaT, index=distinct.index, dtype=DTYPE)
    for pattern in ("%B %d, %Y", "%b %d, %Y", "%d %B %Y", "%d %b %Y", "%d-%b-%Y", "%d-%b-%y", "%b %d %Y", "%B %d %Y"):
        if rest.notna().any() and days.isna().any():
            days = days.fillna(pd.to_datetime(rest, format=pattern, errors="coerce").astype(DTYPE))
    return days


def clock_of(distinct: pd.Series) -> pd.Series:
    """The time of day; a zone is ignored, for dates are the organisation's own."""
    parts = distinct.str.extract(CLOCK)
    numbers = parts[[0, 1, 2]].astype("float64").fillna(0)
    hour = numbers[0] % 12 + 12 * parts[3].str.lower().str.startswith("p").fillna(False)
    hour = hour.where(parts[3].notna(), numbers[0])
    seconds = hour * 3600 + numbers[1] * 60 + numbers[2]
    fraction = pd.to_numeric(distinct.where(distinct.str.match(SERIAL)), errors="coerce") % 1
    return pd.to_timedelta(
        seconds.where(fraction.isna(), (fraction * 86400).round()).where(seconds < 86400, 0), unit="s"
    )


def spread(values: pd.Series, codes: np.ndarray, index: pd.Index) -> pd.Series:
    """Values of the distinct texts back to the rows they came from; code -1 is a blank."""
    padded = np.append(values.to_numpy("datetime64[us]"), np.datetime64("NaT"))
    return pd.Series(padded[codes], index=index, dtype=DTYPE)


def spread_flags(flags: pd.Series, codes: np.ndarray, index: pd.Index) -> pd.Series:
    return pd.Series(np.append(flags.to_numpy(bool), False)[codes], index=index)
