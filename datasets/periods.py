"""Reads quarters, months and years as people write them, by the calendar or by a fiscal year, and where they lie.

A period is kept as text that sorts and reads: 2024-Q1, 2024-03, 2024, 2024-H1, and 2024-02/P3M (a month and a length,
after ISO 8601) where a fiscal quarter or year does not fall on those of the calendar.
"""

import re

import pandas as pd

from datasets.cells import spread_text

FISCAL = r"(?:FY|fiscal year)\s*'?(?P<year>\d{4}|\d{2})"
FISCAL_FORMS = (
    re.compile(rf"^{FISCAL}(?:[-\s/]*Q(?P<quarter>[1-4]))?$", re.I),
    re.compile(rf"^Q(?P<quarter>[1-4])[-\s/]*{FISCAL}$", re.I),
)
QUARTER_FORMS = (
    re.compile(r"^(?P<year>\d{4}|\d{2})[-\s/]*Q(?P<quarter>[1-4])$", re.I),
    re.compile(r"^Q(?P<quarter>[1-4])[-\s/']*(?P<year>\d{4}|\d{2})$", re.I),
)
HALF_FORMS = (
    re.compile(r"^(?P<year>\d{4})[-\s/]*H(?P<half>[12])$", re.I),
    re.compile(r"^H(?P<half>[12])[-\s/]*(?P<year>\d{4})$", re.I),
)
MONTH_FORMS = (
    re.compile(r"^(?P<year>\d{4})[-/](?P<month>\d{1,2})(?:[-/]\d{1,2}(?:[ T]\d{2}:\d{2}.*)?)?$"),
    re.compile(r"^(?P<year>(?:19|20)\d{2})(?P<month>0[1-9]|1[0-2])$"),
    re.compile(r"^(?P<year>\d{4})M(?P<month>\d{1,2})$", re.I),
    re.compile(r"^(?P<month>\d{1,2})[-/.](?P<year>\d{4})$"),
)
WORDED_FORMS = ("%B %Y", "%b %Y", "%B-%Y", "%b-%Y", "%b-%y", "%Y %B", "%Y %b", "%A, %B %d, %Y")
YEAR_FORM = re.compile(r"^\d{4}$")
SPAN = re.compile(r"^(\d{4})-(\d{2})/P(\d+)M$")


def read_periods(text: pd.Series, fiscal_start: int = 1) -> pd.Series:
    """The canonical text of each period; null where it is none in any spelling. fiscal_start: month, 1 to 12."""
    codes, unique = pd.factorize(text)
    return spread_text(pd.Series([period_of(value, fiscal_start) for value in unique], dtype="str"), codes, text.index)


def is_fiscal(text: pd.Series) -> pd.Series:
    """Which values are written by the fiscal year."""
    return text.map(lambda value: matched(FISCAL_FORMS, value) is not None, na_action="ignore").eq(True)


def period_of(value: str, fiscal_start: int = 1) -> str | None:
    """FY24 and its quarters begin in `fiscal_start`; a fiscal year bears the name of the year in which it ends."""
    value = value.strip()
    if found := matched(FISCAL_FORMS, value):
        return fiscal_period(full_year(found["year"]), found["quarter"], fiscal_start)
    if found := matched(QUARTER_FORMS, value):
        return f"{full_year(found['year'])}-Q{found['quarter']}"
    if found := matched(HALF_FORMS, value):
        return f"{found['year']}-H{found['half']}"
    if (found := matched(MONTH_FORMS, value)) and 1 <= int(found["month"]) <= 12:
        return f"{found['year']}-{int(found['month']):02}"
    return value if YEAR_FORM.match(value) or is_span(value) else worded_month(value)


def matched(forms: tuple[re.Pattern[str], ...], value: str) -> re.Match[str] | None:
    return next((found for form in forms if (found := form.match(value))), None)


def full_year(digits: str) -> int:
    return int(digits) + (2000 if len(digits) == 2 else 0)


def fiscal_period(year: int, quarter: str | None, fiscal_start: int) -> str:
    first = 12 * (year - (fiscal_start > 1)) + fiscal_start - 1
    return canonical(first + 3 * (int(quarter) - 1), 3) if quarter else canonical(first, 12)


def canonical(first: int, months: int) -> str:
    """`first`: months since the year 0. By the calendar where the period falls on it."""
    year, month = divmod(first, 12)
    if months == 12 and month == 0:
        return str(year)
    if months == 3 and month % 3 == 0:
        return f"{year}-Q{month // 3 + 1}"
    return f"{year}-{month + 1:02}/P{months}M"


def is_span(value: str) -> bool:
    found = SPAN.match(value)
    return bool(found) and 1 <= int(value[5:7]) <= 12


def worded_month(value: str) -> str | None:
    """'March 2024', 'Mar-24': names of months in English."""
    if not re.search(r"[A-Za-z]{3}", value):
        return None
    days = (pd.to_datetime(value, format=form, errors="coerce") for form in WORDED_FORMS)
    return next((f"{day:%Y-%m}" for day in days if not pd.isna(day)), None)
