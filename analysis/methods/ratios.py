"""Ratios of sums over clusters, such as a share of days over deals: what is alike within a cluster is allowed for."""

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import norm

from analysis.methods.survival import UNKNOWN, Estimate

FEWEST = 2  # clusters


def ratio_of_sums(part: ArrayLike, whole: ArrayLike, level: float = 0.95) -> Estimate:
    """sum(part) / sum(whole) over clusters, shape (clusters,), with limits by Taylor linearisation.

    UNKNOWN where the whole is 0; limits NaN with fewer than two clusters that have any whole.
    Source: Cochran (1977), Sampling Techniques, 6.3 and 9A.3 (ratio estimate of single-stage clusters).
    """
    part, whole = np.asarray(part, float), np.asarray(whole, float)
    part, whole = part[whole > 0], whole[whole > 0]
    if not len(whole):
        return UNKNOWN
    ratio = float(part.sum() / whole.sum())
    if len(whole) < FEWEST:
        return Estimate(ratio, np.nan, np.nan)
    reach = float(norm.ppf(0.5 + level / 2)) * ratio_error(part, whole)
    return Estimate(ratio, ratio - reach, ratio + reach)


def ratio_error(part: ArrayLike, whole: ArrayLike) -> float:
    """Standard error of `ratio_of_sums`, shape (clusters,) in, at least two of them."""
    part, whole = np.asarray(part, float), np.asarray(whole, float)
    n = len(whole)
    off = part - part.sum() / whole.sum() * whole
    return float(np.sqrt(n / (n - 1) * np.square(off).sum()) / whole.sum())


def share_of_sums(part: ArrayLike, whole: ArrayLike) -> Estimate:
    """`ratio_of_sums` where the part is a share of the whole: limits cut at 0 and 1."""
    value, low, high = ratio_of_sums(part, whole)
    return Estimate(value, float(np.clip(low, 0, 1)), float(np.clip(high, 0, 1)))


def difference_of_shares(part: ArrayLike, whole: ArrayLike, other_part: ArrayLike, other_whole: ArrayLike) -> Estimate:
    """One share of sums less another of the same clusters, which may be in both; limits by linearisation of both.

    NaN where one of them has no whole.
    """
    a, b, c, d = (np.asarray(sums, float) for sums in (part, whole, other_part, other_whole))
    if not b.sum() or not d.sum() or len(b) < FEWEST:
        return UNKNOWN
    first, second = a.sum() / b.sum(), c.sum() / d.sum()
    off = (a - first * b) / b.sum() - (c - second * d) / d.sum()
    reach = float(norm.ppf(0.975)) * float(np.sqrt(len(off) / (len(off) - 1) * np.square(off).sum()))
    return Estimate(float(first - second), float(first - second - reach), float(first - second + reach))


def p_of(estimate: Estimate) -> float:
    """Two-sided p that a difference is 0, from its normal 95 % limits; NaN where it has none."""
    spread = (estimate.high - estimate.low) / (2 * norm.ppf(0.975))
    if not spread or np.isnan(spread):
        return float("nan")
    return float(2 * norm.sf(abs(estimate.value) / spread))
