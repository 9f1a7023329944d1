"""Difference of the means of two groups of different people: in the score's unit, and in standard deviations."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import norm, ttest_ind

from analysis.methods.survival import UNKNOWN, Estimate

LEAST = 5  # of each group


class Groups(NamedTuple):
    """first less second: the difference, and Hedges' g."""

    difference: Estimate
    g: Estimate


def compare(first: ArrayLike, second: ArrayLike) -> Groups:
    """Both sizes of a difference; UNKNOWN where a group has fewer than five or nothing varies."""
    return Groups(mean_difference(first, second), hedges_g(first, second))


def mean_difference(first: ArrayLike, second: ArrayLike, level: float = 0.95) -> Estimate:
    """mean(first) - mean(second) with Welch's limits. Source: Welch (1947), Biometrika 34, 28-35, in scipy."""
    sides = [np.asarray(side, float) for side in (first, second)]
    if not is_enough(*sides):
        return UNKNOWN
    limits = ttest_ind(*sides, equal_var=False).confidence_interval(level)
    return Estimate(float(sides[0].mean() - sides[1].mean()), float(limits.low), float(limits.high))


def hedges_g(first: ArrayLike, second: ArrayLike, level: float = 0.95) -> Estimate:
    """Difference of means over the pooled deviation, times 1 - 3 / (4 (n₁ + n₂ - 2) - 1), with normal limits.

    Sources: Hedges (1981), JES 6, 107-128; variance Hedges & Olkin (1985), Statistical Methods for Meta-Analysis, 86.
    """
    sides = [np.asarray(side, float) for side in (first, second)]
    if not is_enough(*sides):
        return UNKNOWN
    n, m = map(len, sides)
    freedom = n + m - 2
    pooled = np.sqrt(((n - 1) * sides[0].var(ddof=1) + (m - 1) * sides[1].var(ddof=1)) / freedom)
    g = float((sides[0].mean() - sides[1].mean()) / pooled * (1 - 3 / (4 * freedom - 1)))
    reach = float(norm.ppf(0.5 + level / 2)) * np.sqrt((n + m) / (n * m) + g**2 / (2 * (n + m)))
    return Estimate(g, float(g - reach), float(g + reach))


def is_enough(*sides: np.ndarray) -> bool:
    return all(len(side) >= LEAST for side in sides) and any(np.ptp(side) > 0 for side in sides)
