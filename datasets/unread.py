"""Why a cell could not be read, as narrowly as its text tells. The first pattern that fits gives the code."""

from collections.abc import Iterator
from types import MappingProxyType

import pandas as pd

# A spreadsheet's own words for a formula that failed. #N/A is not among them: people write it where nothing is known.
ERROR_VALUE = r"^\s*#(?:DIV/0!|REF!|VALUE!|NAME\?|NUM!|NULL!|SPILL!|CALC!|FIELD!)\s*$"
FORMULA = r"^\s*=\s*[A-Za-z(+\-\d]"
MARKUP = r"<\s*[/!?A-Za-z][^>]*>"
INFINITE = r"(?i)^\s*[+-]?(?:inf|infinity|1\.#inf|∞)\s*$"
DECIMAL_MARKS = r"^\s*[+-]?\d+(?:[.,]\d+){2,}\s*$"
OLD = r"^\s*(?:0\d{3}|1[0-8]\d{2})[-/.]\d{1,2}[-/.]\d{1,2}"
DAY = r"^\s*(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2}))(?!\d)"
ANYWHERE = (("formula", FORMULA), ("markup", MARKUP))
NUMBERS = (*ANYWHERE, ("not_finite", INFINITE), ("decimal_marks", DECIMAL_MARKS))
DATES = (*ANYWHERE, ("before_1900", OLD), ("impossible_date", DAY))
PATTERNS = MappingProxyType(
    dict.fromkeys(("number", "money", "percent", "order"), NUMBERS) | dict.fromkeys(("date", "moment"), DATES)
)
REST = MappingProxyType(
    {
        "date": "unreadable_date", "moment": "unreadable_date", "number": "unreadable_number",
        "money": "unreadable_number", "percent": "unreadable_number", "order": "unreadable_number",
        "flag": "unreadable_flag", "choice": "unknown_value", "period": "unreadable_period",
    }
)  # fmt: skip
OUTCOME = "outcome"


def rest_code(column: str, kind: str) -> str:
    """The code where no pattern fits."""
    return "unknown_outcome" if column == OUTCOME else REST.get(kind, "control_character")


def by_reason(column: str, kind: str, unread: pd.Series) -> Iterator[tuple[str, pd.Series]]:
    """(code, cells) of those cells of a column that hold something and gave no value."""
    left = unread
    for code, pattern in PATTERNS.get(kind, ANYWHERE):
        if left.empty:
            return
        hit = left.str.contains(pattern, regex=True).fillna(False).astype(bool)
        if hit.any():
            yield code, left[hit]
        left = left[~hit]
    if len(left):
        yield rest_code(column, kind), left
