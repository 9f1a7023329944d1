"""The company month by month: what was won, and what a first page could have shown before it.

A month holds only events dated in it or earlier, so that each number could have been read on the month's last day. What
has no history, such as the amount, is today's value.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.company.deals import day_after
from analysis.company.periods import first_day, last_complete_month, month_code, month_name
from analysis.company.pipeline.passages import NEVER, Passages
from analysis.findings import Message, Provenance, Scalar
from analysis.methods.intervals import wilson_interval

Array = NDArray[np.float64]
METRICS = ("pipeline_created", "velocity", "early_conversion", "open_pipeline")
FULL_BY = 0.9  # share of wins that come within the days after which a month's revenue is taken as whole
BEGUN = 0.25  # of the middle month's new deals: with so many, a month belongs to the records
EARLY_DAYS = 7  # a month whose records begin within its first week is whole
TOLD_LATE = 0.05  # share of lost deals without an amount above which it is known only of wins
GAPS = 0.1  # share of months without a value up to which the month before stands in
RARE = 0.01  # share of deals that may be set aside as single large ones
FEW = 30  # deals in the middle month, under which a month's rate says little


@dataclass(frozen=True)
class Records:
    """Where whole months begin. created: code of the first with all new deals; whole: of the first with all wins.

    days: within which nine wins in ten come.
    """

    created: int
    whole: int
    last: int
    days: float
    begin: pd.Timestamp

    @property
    def months(self) -> int:
        """With whole revenue."""
        return self.last - self.whole + 1

    @property
    def message(self) -> Message:
        said: dict[str, Scalar] = {"begin": self.begin.date().isoformat(), "days": round(self.days)}
        return Message("early_records", said | {"month": month_name(self.whole), "months": self.months})


def records_of(deals: pd.DataFrame, provenance: Provenance) -> Records | None:
    """None without a win, or without a whole month. The end of a window ends them; what came before its start is known.

    Deals created before the records begin are missing among the wins of the first months: those do not count until
    nine wins in ten must have begun on record.
    """
    won = deals[(deals["outcome"] == "won") & deals["created_on"].notna() & (deals["closed_on"] >= deals["created_on"])]
    last = last_complete_month(provenance.as_of)
    if provenance.until:
        last = min(last, last_complete_month(provenance.until))
    begin = records_begin(deals["created_on"])
    if begin is None or won.empty:
        return None
    days = float((won["closed_on"] - won["created_on"]).dt.days.quantile(FULL_BY))
    created, whole = next_month(begin), next_month(begin + pd.Timedelta(days=np.ceil(days)))
    return Records(created, whole, last, days, begin) if whole <= last else None


def records_begin(created: pd.Series) -> pd.Timestamp | None:
    """First day of the first month that has a fair number of new deals; a few strays of earlier years are none."""
    known = created.dropna()
    if known.empty:
        return None
    counts = month_code(known).value_counts().sort_index()
    first = int(counts.index[(counts >= BEGUN * counts.median()).to_numpy()][0])
    day = known[known >= first_day(first)].min().normalize()
    return first_day(first) if day.day <= EARLY_DAYS else day


def next_month(day: pd.Timestamp) -> int:
    """Code of the first month that begins on the day or after it."""
    return 12 * day.year + day.month - (1 if day.day == 1 else 0)


@dataclass(frozen=True)
class Grid:
    """Months from `first` to `last`, and sums over them."""

    first: int
    last: int

    @property
    def codes(self) -> range:
        return range(self.first, self.last + 1)

    def within(self, days: pd.Series, weights: pd.Series | None = None) -> Array:
        """Sum of weights (else the number) by the month of `days`, shape (months,)."""
        code = month_code(days)
        mine = code.between(self.first, self.last).fillna(False).to_numpy(bool)
        at = code[mine].to_numpy(int) - self.first
        values = None if weights is None else weights[mine].fillna(0.0).to_numpy(float)
        return np.bincount(at, values, len(self.codes)).astype(float)

    def up_to(self, days: pd.Series, weights: pd.Series | None = None) -> Array:
        """The same of all days up to the end of each month."""
        code = month_code(days)
        before = (code < self.first).fillna(False).to_numpy(bool)
        ahead = before.sum() if weights is None else weights[before].sum()
        return float(ahead) + self.within(days, weights).cumsum()


def standing(grid: Grid, begin: pd.Series, end: pd.Series, weights: pd.Series | None = None) -> Array:
    """How much stands open at the end of each month: begun and not yet ended."""
    return grid.up_to(begin, weights) - grid.up_to(end, weights)


def monthly(deals: pd.DataFrame, records: Records, passages: Passages | None) -> pd.DataFrame:
    """month (code), `revenue`, `decided` deals, `left` the first stage, and `METRICS`; NaN before a column is whole.

    deals: with `amount` in one currency, as they stood at the end of the last month. Money of lost deals counts as
    created and open like that of others.
    """
    grid = Grid(records.created, records.last)
    won = deals[deals["outcome"] == "won"]
    decided = deals[deals["outcome"].isin(["won", "lost"])]
    dated = deals[(deals["outcome"] == "open") | (deals["closed_on"] >= deals["created_on"])]
    left, moved = first_stage(grid, passages) if passages else (None, None)
    table = {
        "revenue": grid.within(won["closed_on"], won["amount"]),
        "decided": grid.within(decided["closed_on"]),
        "pipeline_created": grid.within(deals["created_on"], deals["amount"]),
        "velocity": velocities(grid, dated, passages),
        "open_pipeline": standing(grid, dated["created_on"], dated["closed_on"], dated["amount"]),
    }
    if left is not None and moved is not None:
        table |= {"left": left, "early_conversion": ratio(moved, left)}
    frame = pd.DataFrame(table, index=pd.Index(grid.codes, name="month")).reindex(
        columns=["revenue", "decided", "left", *METRICS]
    )
    late = frame.columns != "pipeline_created"
    return frame.mask((frame.index < records.whole)[:, np.newaxis] & late[np.newaxis, :])


def velocities(grid: Grid, dated: pd.DataFrame, passages: Passages | None) -> Array:
    """Money a day: mean open qualified deals x won amount / decided deals / mean days of decided deals, by month."""
    qualified = dated["created_on"] if passages is None else qualified_on(passages).reindex(dated.index)
    known = qualified.notna()
    at_end = standing(grid, qualified[known], dated.loc[known, "closed_on"])
    at_start = np.concatenate([at_end[:1], at_end[:-1]])
    decided = dated[dated["outcome"].isin(["won", "lost"])]
    n, days = grid.within(decided["closed_on"]), (decided["closed_on"] - decided["created_on"]).dt.days
    won = decided[decided["outcome"] == "won"]
    per_deal = ratio(grid.within(won["closed_on"], won["amount"]), n)
    return ratio((at_start + at_end) / 2 * per_deal, ratio(grid.within(decided["closed_on"], days), n))


def qualified_on(passages: Passages) -> pd.Series:
    """Day each deal first entered a stage after the first, by the index of its deals; null where it never did."""
    if len(passages.stages) < 2:
        return pd.Series(pd.NaT, index=passages.deals.index)
    first = passages.first[:, 1:].min(axis=1)
    return pd.Series(as_days(first), index=passages.deals.index)


def as_days(moments: NDArray[np.int64]) -> NDArray[np.datetime64]:
    """Nanoseconds as datetimes; NEVER is no day."""
    return np.where(moments < NEVER, moments, np.iinfo(np.int64).min).astype("datetime64[ns]")


def first_stage(grid: Grid, passages: Passages) -> tuple[Array, Array] | tuple[None, None]:
    """Deals that left the first stage in each month, and those of them that moved on or were won."""
    if not passages.stages:
        return None, None
    deals, entered = passages.deals, passages.first[:, 0] < NEVER
    onward = pd.Series(as_days(passages.moved_on[:, 0]), index=deals.index)
    day = onward.fillna(deals["closed_on"])
    moved = onward.notna() | (deals["outcome"] == "won")
    left = entered & (moved | (deals["outcome"] != "open"))
    return grid.within(day[left]), grid.within(day[left & moved])


def ratio(part: Array, whole: Array) -> Array:
    return np.divide(part, whole, out=np.full_like(part, np.nan), where=whole > 0)


def without_gaps(series: pd.Series) -> pd.Series | None:
    """From its first value on, a month without one holding the value before; None where that is so of many."""
    begun = series.loc[series.first_valid_index() :] if series.notna().any() else series.iloc[:0]
    if begun.empty or begun.isna().mean() > GAPS:
        return None
    return series.ffill()


def amount_cautions(deals: pd.DataFrame) -> Iterator[Message]:
    """Whether amounts are known before the outcome, and how many wins have none."""
    missing = int(deals.loc[deals["outcome"] == "won", "amount"].isna().sum())
    if missing:
        yield Message("no_amount", {"n": missing})
    if told_late(deals):
        yield Message("amount_told_late", {"n": int(without_amount(deals).sum())})


def told_late(deals: pd.DataFrame) -> bool:
    """Whether over one lost deal in twenty has no amount, clear of chance: then it is filled in where a deal is won."""
    lost = deals["outcome"] == "lost"
    missing = int(without_amount(deals).sum())
    return bool(wilson_interval(missing, int(lost.sum()))[0] > TOLD_LATE)


def without_amount(deals: pd.DataFrame) -> pd.Series:
    """Lost deals with no amount or 0."""
    flags: pd.Series = (deals["outcome"] == "lost") & (deals["amount"].fillna(0.0) <= 0)
    return flags


def set_large_aside(deals: pd.DataFrame, records: Records) -> tuple[pd.DataFrame, Message | None]:
    """Deals without the amounts of those that are worth more than a usual month's revenue, where they are rare.

    One such order moves its month as no metric could foretell, and goes with its own creation in the pipeline.
    """
    won = deals[deals["outcome"] == "won"]
    revenue = Grid(records.whole, records.last).within(won["closed_on"], won["amount"])
    large = deals["amount"] > np.median(revenue)
    if not large.any() or large.mean() > RARE:
        return deals, None
    told = Message("large_aside", {"n": int(large.sum()), "won": int((large & (deals["outcome"] == "won")).sum())})
    return deals.assign(amount=deals["amount"].mask(large)), told


def as_of_month_end(records: Records) -> date:
    """The last day of the last whole month."""
    end: date = (first_day(records.last + 1) - pd.Timedelta(days=1)).date()
    return end


def still_open(deals: pd.DataFrame, records: Records, months: int = 3) -> tuple[float | None, int]:
    """Share of the deals created in the last `months` that is still open, and how many were created."""
    end = day_after(as_of_month_end(records))
    recent = deals[(deals["created_on"] >= first_day(records.last - months + 1)) & (deals["created_on"] < end)]
    return (float((recent["outcome"] == "open").mean()), len(recent)) if len(recent) else (None, 0)
