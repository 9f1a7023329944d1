"""Stretches of days that figures per day, month or year speak of: the window, or the last year or two."""

from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from analysis.company.deals import day_after
from analysis.findings import Provenance

YEAR = 365
MONTH = YEAR / 12


@dataclass(frozen=True)
class Span:
    """From the first moment of its first day until `end`, the first moment after its last day."""

    first: pd.Timestamp
    end: pd.Timestamp

    @property
    def days(self) -> int:
        return int((self.end - self.first).days)

    @property
    def last(self) -> date:
        return (self.end - pd.Timedelta(days=1)).date()

    def holds(self, moments: pd.Series) -> pd.Series:
        """Which moments lie in it; an unknown one does not."""
        inside: pd.Series = (moments >= self.first) & (moments < self.end)
        return inside


def span_of(provenance: Provenance, years: int = 1) -> Span:
    """The window; without a beginning so many years up to its end, or to the day as of which the tables are read."""
    last = min(provenance.as_of, provenance.until or provenance.as_of)
    first = provenance.since or last - timedelta(days=YEAR * years - 1)
    return Span(pd.Timestamp(first), day_after(last))


def quarter_span(code: int, quarters: int = 1) -> Span:
    """So many quarters that end with the one of the code of `deals.quarter_name`."""
    last = pd.Period(year=code // 4, quarter=code % 4 + 1, freq="Q")
    return Span((last - (quarters - 1)).start_time, (last + 1).start_time)
