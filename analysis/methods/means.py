"""Mean of values that lie mostly at one end, with limits that are as lopsided as they are."""

import numpy as np
from numpy.typing import ArrayLike

from analysis.methods.clustering import SEED, times_drawn
from analysis.methods.survival import UNKNOWN, Estimate

NOTHING = 1e-12


def lopsided_mean(values: ArrayLike, draws: int = 999, level: float = 0.95) -> Estimate:
    """Mean with limits of the studentised bootstrap, seeded; limits NaN for fewer than two values or no variation.

    Source: Davison & Hinkley (1997), Bootstrap Methods, 5.2.1.
    """
    ordered = np.sort(np.asarray(values, float))
    n = len(ordered)
    if not n:
        return UNKNOWN
    mean = float(ordered.mean())
    if n < 2 or np.ptp(ordered) < NOTHING:
        return Estimate(mean, np.nan, np.nan)
    off = ordered - mean
    drawn = times_drawn(np.random.default_rng(SEED), draws, n)
    moved = drawn @ off / n
    errors = np.sqrt(np.maximum(drawn @ off**2 / n - moved**2, 0) / (n - 1))
    t = np.divide(moved, errors, out=np.full(draws, np.nan), where=errors > NOTHING)
    lowest, highest = np.nanquantile(t, [(1 - level) / 2, (1 + level) / 2])
    error = float(ordered.std(ddof=1) / np.sqrt(n))
    return Estimate(mean, mean - float(highest) * error, mean - float(lowest) * error)
