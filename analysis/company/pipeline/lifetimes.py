"""Ages of deals when they closed, or so far where they are open: what curves of closing and winning are made of."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from analysis.company.deals import within
from analysis.findings import Message, Provenance
from analysis.methods.survival import Curve, aalen_johansen, kaplan_meier

OPEN, WON, LOST, WITHDRAWN = range(4)
ENDS = {"won": WON, "lost": LOST, "withdrawn": WITHDRAWN}
CAUSES = {"open": OPEN, **ENDS}
IMMATURE = 0.2  # share of a cohort still open above which its figures may still move
UNLIKELY = 4.6  # closings expected before the first recorded one from which its absence (p < 0.01) is no chance


@dataclass(frozen=True)
class Lifetimes:
    """cells: one row per (group, day, entry, cause) with `deals`, how many. The rest: deals that had to be left out."""

    cells: pd.DataFrame
    no_created_on: int
    no_closed_on: int
    contradictory: int
    missed: float  # closings that the curve expects before the first recorded one, see `is_truncated`

    def cautions(self) -> Iterator[Message]:
        for code, n in (
            ("no_created_on", self.no_created_on),
            ("no_closed_on", self.no_closed_on),
            ("contradictory_dates", self.contradictory),
        ):
            if n:
                yield Message(code, {"n": n})
        if self.missed > UNLIKELY:
            yield Message("left_truncated", {"n": round(self.missed)})


def lifetimes(
    deals: pd.DataFrame, as_of: date, *groups: str, watched_from: date | None = None, watched_until: date | None = None
) -> Lifetimes:
    """Whole days from created_on to closed_on, open deals to `as_of`; deals whose dates do not allow it are counted.

    watched_from: only what happened since then counts, and a deal is at risk from the age it had on that day (`entry`),
    so that deals that closed before it leave no gap. Deals whose groups are null fall out of `cells`.
    """
    end_of_watch = min(as_of, watched_until or as_of)
    created, closed = deals["created_on"], deals["closed_on"]
    cause = deals["outcome"].astype("str").map(CAUSES)
    still = (cause == OPEN) | (closed > pd.Timestamp(end_of_watch))
    end = closed.where(~still, pd.Timestamp(end_of_watch))
    day = (end - created).dt.days
    no_created, no_closed = created.isna(), created.notna() & end.isna()
    backwards = day < 0
    entry = (pd.Timestamp(watched_from) - created).dt.days.clip(lower=0) if watched_from else pd.Series(0, deals.index)
    use = day.notna() & ~backwards & ((day > entry) if watched_from else True)
    frame = deals.loc[use, list(groups)].assign(
        day=day[use].astype(int), entry=entry[use].astype(int), cause=cause.mask(still, OPEN)[use].astype(int)
    )
    cells = frame.groupby([*groups, "day", "entry", "cause"], observed=True).size().rename("deals").reset_index()
    return Lifetimes(
        cells, int(no_created.sum()), int(no_closed.sum()), int(backwards.sum()), missed_closings(deals[use], cells)
    )


def missed_closings(deals: pd.DataFrame, cells: pd.DataFrame) -> float:
    """Closings that deals created before the first recorded one should have had by then, by the curve of all deals.

    Many of them mean that the records begin late: deals that closed quickly before that are missing, and medians lean
    long. Counts as whole days, once per day of creation.
    """
    first_close = deals["closed_on"].min()
    if pd.isna(first_close) or not len(cells):
        return 0.0
    curve = closing_curve(cells)
    ages = (first_close - deals.loc[deals["created_on"] < first_close, "created_on"]).dt.days - 1
    closed_by = np.concatenate([[0.0], 1 - curve.value])[np.searchsorted(curve.days, ages, side="right")]
    return float(closed_by.sum())


def closing_curve(cells: pd.DataFrame) -> Curve:
    """Share of deals not yet won or lost by age; open and withdrawn ones are censored."""
    entry = cells["entry"] if cells["entry"].any() else None
    return kaplan_meier(cells["day"], cells["cause"].isin([WON, LOST]), cells["deals"], entry)


def incidence_curve(cells: pd.DataFrame, cause: int) -> Curve:
    """Chance of having ended by `cause` by each age; the other two ends compete, open deals are censored."""
    return aalen_johansen(cells["day"], cells["cause"], cause, cells["deals"])


def created_within(deals: pd.DataFrame, window: Provenance) -> pd.DataFrame:
    """The cohort: deals created within the window; without one all."""
    if not window.windowed:
        return deals
    return deals[within(deals["created_on"], window)]


def open_share(cells: pd.DataFrame) -> float:
    """Share of the deals in the cells that is still open; NaN of none."""
    total = cells["deals"].sum()
    return float(cells.loc[cells["cause"] == OPEN, "deals"].sum() / total) if total else np.nan


def incidence_rows(ends: Mapping[str, Curve], days: Iterable[int]) -> pd.DataFrame:
    """day, and of each curve <name>_share, <name>_low, <name>_high."""
    rows = [
        {"day": day}
        | {
            f"{end}_{part}": value
            for end, curve in ends.items()
            for part, value in zip(("share", "low", "high"), curve.at(day), strict=True)
        }
        for day in days
    ]
    return pd.DataFrame(rows)
