"""Drawing from listed shares, many at once."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.random import Generator
from numpy.typing import NDArray

Shares = Sequence[tuple[Any, float]] | Mapping[Any, float]


def draw(rng: Generator, shares: Shares, size: int) -> NDArray[Any]:
    """`size` of the values, each as often as its share says; shares need not add to one."""
    pairs = list(shares.items() if isinstance(shares, Mapping) else shares)
    values = np.array([value for value, _ in pairs], dtype=object)
    weights = np.array([weight for _, weight in pairs], dtype=float)
    drawn: NDArray[Any] = values[rng.choice(len(values), size, p=weights / weights.sum())]
    return drawn


def heavier(rng: Generator, weights: NDArray[np.float64]) -> NDArray[np.intp]:
    """One column per row of `weights` (rows, columns), drawn in proportion to the weights of the row."""
    totals = weights.cumsum(axis=1)
    marks = rng.random((len(weights), 1)) * totals[:, -1:]
    return np.asarray((totals < marks).sum(axis=1))


def blank(rng: Generator, values: pd.Series, share: float) -> pd.Series:
    """The values with about `share` of them left empty."""
    return values.mask(rng.random(len(values)) < share)


def to_monday(days: NDArray[np.datetime64]) -> NDArray[np.datetime64]:
    """Saturdays and Sundays become the Monday after them."""
    weekday = (days.astype("datetime64[D]").astype(np.int64) + 3) % 7  # 1970-01-01 was a Thursday
    return days + np.where(weekday >= 5, 7 - weekday, 0).astype("timedelta64[D]")


def at_work(rng: Generator, days: NDArray[np.datetime64]) -> NDArray[np.datetime64]:
    """A minute of each day between 08:00 and 17:59."""
    minutes = rng.integers(8 * 60, 18 * 60, len(days)).astype("timedelta64[m]")
    return np.asarray(days.astype("datetime64[s]") + minutes)
