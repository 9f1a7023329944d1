"""Difference of two medians by the bootstrap, at any size."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.methods.survival import UNKNOWN, Estimate

Array = NDArray[np.float64]
SEED = 20240229


def median_difference(later: ArrayLike, earlier: ArrayLike, draws: int = 1999, level: float = 0.95) -> Estimate:
    """median(later) - median(earlier) with percentile limits, seeded; NaN where a side has fewer than two."""
    sides = [np.sort(np.asarray(side, dtype=float)) for side in (later, earlier)]
    if min(len(side) for side in sides) < 2:
        return UNKNOWN
    rng = np.random.default_rng(SEED)
    first, second = (bootstrap_medians(rng, side, draws) for side in sides)
    low, high = np.quantile(first - second, [(1 - level) / 2, (1 + level) / 2])
    return Estimate(float(np.median(sides[0]) - np.median(sides[1])), float(low), float(high))


def bootstrap_medians(rng: np.random.Generator, ordered: Array, draws: int) -> Array:
    """Medians of `draws` bootstrap samples of sorted values, without drawing the samples.

    The k-th smallest of n draws from the values is the value at the k-th smallest of n uniform numbers, which is
    beta(k, n - k + 1) distributed. Source: Maritz & Jarrett (1978), JASA 73, 194-196.
    """
    n = len(ordered)
    k = (n + 1) // 2
    lower = rng.beta(k, n - k + 1, draws)
    # The next order statistic: the smallest of the n - k uniforms that lie above.
    upper = lower if n % 2 else 1 - (1 - lower) * rng.beta(n - k, 1, draws)
    middle = (ordered[np.minimum((share * n).astype(int), n - 1)] for share in (lower, upper))
    return np.asarray(sum(middle) / 2, dtype=float)
