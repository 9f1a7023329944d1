"""How many requests stand before each of our own queues: Little's law, and a direct count beside it."""

from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import norm

from analysis.company.deals import day_after
from analysis.company.spans import YEAR, Span
from analysis.findings import Provenance
from analysis.methods.survival import UNKNOWN, Estimate

FEW = 5  # requests that came and that were answered, under which nothing is said
WEEK = 7
DAY = np.timedelta64(1, "D")


def period_of(window: Provenance, first: pd.Timestamp) -> Span:
    """The window, or the year before as_of; never before the records begin."""
    end = day_after(window.until or window.as_of)
    start = pd.Timestamp(window.since) if window.since else end - pd.Timedelta(days=YEAR)
    return Span(max(start, first.normalize()), end)


def littles_law(arrivals: int, days: float, waits: Any) -> Estimate:
    """Mean number waiting = arrivals per day x mean days of a wait; limits on the log scale.

    arrivals: requests that came in `days` days. waits: days of those that were answered, shape (n,).
    The logarithm's variance is that of a Poisson count, 1 / arrivals, plus that of a mean, s² / (n mean²).
    Source: Little (1961), Operations Research 9, 383-387.
    """
    waits = np.asarray(waits, float)
    if arrivals < FEW or len(waits) < FEW or waits.mean() <= 0:
        return UNKNOWN
    mean = float(waits.mean())
    value = arrivals / days * mean
    spread = np.sqrt(1 / arrivals + waits.var(ddof=1) / (len(waits) * mean**2))
    reach = np.exp(norm.ppf(0.975) * spread)
    return Estimate(value, float(value / reach), float(value * reach))


def mean_waiting(entered: pd.Series, left: pd.Series, period: Span) -> float:
    """How many were waiting on average through the period, counted; left: null while still there."""
    begin = np.maximum(entered.to_numpy(), period.first.to_datetime64())
    over = np.minimum(left.fillna(period.end).to_numpy(), period.end.to_datetime64())
    return float(np.maximum((over - begin) / DAY, 0).sum() / period.days)


def queue_rows(requests: pd.DataFrame, period: Span) -> pd.DataFrame:
    """queue, arrivals, per_week, mean_wait, queue_length, low, high, counted, now; the longest queue first.

    requests: queue, entered, left (null while there), one row per stay that waited for it.
    """
    rows = [queue_row(str(queue), part, period) for queue, part in requests.groupby("queue", sort=True)]
    columns = ["queue", "arrivals", "per_week", "mean_wait", "queue_length", "low", "high", "counted", "now"]
    table = pd.DataFrame(rows, columns=columns)
    return table.sort_values(["counted", "queue"], ascending=[False, True], ignore_index=True)


def queue_row(queue: str, requests: pd.DataFrame, period: Span) -> dict[str, Any]:
    came, done = period.holds(requests["entered"]), period.holds(requests["left"])
    waits = (requests.loc[done, "left"].to_numpy() - requests.loc[done, "entered"].to_numpy()) / DAY
    length = littles_law(int(came.sum()), period.days, waits)
    return {
        "queue": queue,
        "arrivals": int(came.sum()),
        "per_week": came.sum() / period.days * WEEK,
        "mean_wait": float(waits.mean()) if len(waits) >= FEW else np.nan,
        "queue_length": length.value,
        "low": length.low,
        "high": length.high,
        "counted": mean_waiting(requests["entered"], requests["left"], period),
        "now": int((requests["entered"] < period.end).sum() - (requests["left"] < period.end).sum()),
    }
