"""Means of people with limits by drawing people."""

import numpy as np
from numpy.typing import ArrayLike

from analysis.methods.survival import UNKNOWN, Estimate

SEED = 20260202
DRAWS = 1999
CHUNK = 4_000_000  # drawn numbers held at once
LEAST = 5


def mean_drawn(values: ArrayLike, level: float = 0.95) -> Estimate:
    """Mean of people, shape (n,), with percentile limits by drawing people, seeded; widened by √(n / (n - 1)).

    Without limits under five people, UNKNOWN where there is none. The order of the people changes nothing.
    Source: Efron & Tibshirani (1993), An Introduction to the Bootstrap, 13.3; the widening as in their 11.3.
    """
    told = np.sort(np.asarray(values, float))
    n = len(told)
    if not n:
        return UNKNOWN
    mean = float(told.mean())
    if n < LEAST:
        return Estimate(mean, np.nan, np.nan)
    rng = np.random.default_rng(SEED)
    batch = max(1, CHUNK // n)
    means = np.concatenate(
        [told[rng.integers(n, size=(min(batch, DRAWS - at), n))].mean(axis=1) for at in range(0, DRAWS, batch)]
    )
    low, high = mean + (np.quantile(means, [(1 - level) / 2, (1 + level) / 2]) - mean) * np.sqrt(n / (n - 1))
    return Estimate(mean, float(low), float(high))
