"""How unevenly a whole is spread over its parts."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


def coefficient_of_variation(values: ArrayLike) -> Array:
    """Standard deviation (n - 1) by the mean, over the last axis; NaN for fewer than two parts or a mean of 0."""
    parts = np.asarray(values, float)
    mean = parts.mean(axis=-1) if parts.shape[-1] else np.full(parts.shape[:-1], np.nan)
    spread = parts.std(axis=-1, ddof=1) if parts.shape[-1] > 1 else np.full(parts.shape[:-1], np.nan)
    return np.asarray(spread / np.where(mean > 0, mean, np.nan))


def gini(values: ArrayLike) -> float:
    """Mean difference of two parts by twice the mean: 0 where all are alike, (n - 1) / n where one has the whole.

    NaN without a whole. Source: Gini (1912); in the form of sorted parts, Sen (1973), On Economic Inequality, 31.
    """
    parts = np.sort(np.asarray(values, float))
    n, whole = len(parts), parts.sum()
    if not whole > 0:
        return float("nan")
    return float(2 * (np.arange(1, n + 1) * parts).sum() / (n * whole) - (n + 1) / n)
