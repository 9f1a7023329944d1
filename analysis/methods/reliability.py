"""How much of the spread between groups is more than chance, and how that grows with what stands behind each."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import f, ncf


class Reliability(NamedTuple):
    """Share of the variance of group means that lies between groups: 0 all chance, 1 none. p: of no difference."""

    value: float
    low: float
    high: float
    p: float


NO_RELIABILITY = Reliability(*[float("nan")] * 4)


def reliability_of_means(sums: ArrayLike, squares: ArrayLike, n: ArrayLike, effect: float = 1.0) -> Reliability:
    """1 - mean square within / mean square between, from sums and sums of squares per group, shape (groups,).

    Of outcomes 0 and 1 both are the successes. Cut at 0; limits from F, exact for normal values in groups of one size.
    effect: the design effect of values that resemble each other within clusters; the ratio counts as so many times
    smaller. NO_RELIABILITY with fewer than two groups, one value a group, or no variation within.
    Source: Shrout & Fleiss (1979), Psychol. Bull. 86, 420-428, ICC(1, k).
    """
    sums, squares, n = (np.asarray(array, float) for array in (sums, squares, n))
    groups, total = len(n), n.sum()
    if groups < 2 or total <= groups:
        return NO_RELIABILITY
    between = (sums**2 / n).sum() - sums.sum() ** 2 / total
    within = squares.sum() - (sums**2 / n).sum()
    if within < 1e-9 * max(squares.sum(), 1.0):
        return NO_RELIABILITY
    freedom = groups - 1, (total - groups) / effect
    ratio = between / freedom[0] / (within / (total - groups)) / effect
    low, high = (1 - f.ppf(q, *freedom) / ratio if ratio > 0 else 0.0 for q in (0.975, 0.025))
    value = 1 - 1 / ratio if ratio > 0 else 0.0
    value, low, high = (float(max(0.0, each)) for each in (value, low, high))
    return Reliability(value, low, high, float(f.sf(ratio, *freedom)))


def at_length(reliability: float, factor: float) -> float:
    """What it is with `factor` times as many values per group.

    Source: Spearman (1910) and Brown (1910), Brit. J. Psychol. 3, 271-295 and 296-322.
    """
    return factor * reliability / (1 + (factor - 1) * reliability)


def length_for(reliability: float, wanted: float) -> float:
    """By what factor values per group must grow to reach `wanted`; infinite where groups do not differ."""
    if reliability <= 0:
        return float("inf")
    return wanted / (1 - wanted) * (1 - reliability) / reliability


def chance_below(reliability: float, groups: int, n: float, threshold: float) -> float:
    """Chance that an estimate from `n` values in `groups` groups comes out below, where this is the reliability.

    The groups stay who they are: noncentral F. Source: Searle (1971), Linear Models, 2.4.
    """
    freedom = groups - 1, n - groups
    spread = freedom[0] * reliability / (1 - reliability)
    return float(ncf.cdf(1 / (1 - threshold), *freedom, spread))
