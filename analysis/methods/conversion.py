"""How long the wins of a fixed span take to come, while some leads are younger than it."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.methods.survival import ROUNDING, UNKNOWN, Estimate

Array = NDArray[np.float64]
SEED = 20240605
LEAST = 2  # wins


def days_to_half(days: ArrayLike, followed: ArrayLike, span: int, draws: int = 999, level: float = 0.95) -> Estimate:
    """Day by which half of the wins of `span` days have come, with percentile limits, leads drawn, seeded.

    days: of each lead's win, NaN without one; followed: for how long it was watched, shape (leads,). The share won by
    each day is Aalen and Johansen's; a lead lost is watched on and never wins, which is the same where, as here, it is
    known until when each would have been watched (Fine & Gray 1999, JASA 94, 496-509, 2). UNKNOWN under two wins.
    """
    days, followed = np.asarray(days, float), np.asarray(followed, float)
    won = days <= np.minimum(followed, span)
    if won.sum() < LEAST:
        return UNKNOWN
    wins = np.bincount(days[won].astype(int), minlength=span + 1)
    ends = np.bincount(np.minimum(followed[~won], span).astype(int), minlength=span + 1)
    cells = np.concatenate([wins, ends]).astype(float)
    drawn = np.random.default_rng(SEED).multinomial(int(cells.sum()), cells / cells.sum(), draws).astype(float)
    low, high = np.nanquantile(half_days(drawn), [(1 - level) / 2, (1 + level) / 2])
    return Estimate(float(half_days(cells[np.newaxis])[0]), float(low), float(high))


def half_days(cells: Array) -> Array:
    """First day on which half of the wins have come, from wins by day and ends of watching by day, (draws, 2 days)."""
    wins, ends = np.split(cells, 2, axis=1)
    risk = (wins + ends)[:, ::-1].cumsum(axis=1)[:, ::-1]
    share = 1 - np.cumprod(1 - wins / np.maximum(risk, 1.0), axis=1)
    reached = share >= share[:, [-1]] / 2 - ROUNDING
    return np.where(share[:, -1] > 0, reached.argmax(axis=1), np.nan)
