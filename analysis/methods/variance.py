"""How much of the spread lies between groups, and how much of the spread of rates chance alone would give."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy.stats import chi2, f

from analysis.methods.survival import UNKNOWN, Estimate

Array = NDArray[np.float64]


def between_share(values: ArrayLike, groups: ArrayLike, level: float = 0.95) -> Estimate:
    """Share of the variance of `values`, shape (n,), that lies between groups: the intraclass correlation, 0 to 1.

    One-way random effects; limits from the F distribution, exact for groups of one size and normal values. A negative
    estimate is 0. UNKNOWN with fewer than two groups, no group of two, or no variation.
    Source: Shrout & Fleiss (1979), Psychol. Bull. 86, 420-428, ICC(1,1); mean size as in Searle (1971), 11.6.
    """
    values, (codes, names) = np.asarray(values, float), pd.factorize(np.asarray(groups), sort=True)
    if len(names) < 2 or len(values) <= len(names) or not np.ptp(values):
        return UNKNOWN
    value, low, high = intraclass(values, codes, level)
    return Estimate(float(np.clip(value, 0, 1)), *(float(np.clip(limit, 0, 1)) for limit in (low, high)))


def intraclass(values: Array, codes: NDArray[np.int64], level: float = 0.95) -> Estimate:
    """ICC(1,1) of values in groups coded 0 to k - 1, shape (n,), at least two groups and n above k; it may be below 0.

    1 without limits where no value differs within its group. Source: Shrout & Fleiss (1979), Psychol. Bull. 86,
    420-428; the mean size of unequal groups as in Searle (1971), 11.6.
    """
    sizes, n = np.bincount(codes), len(values)
    k = len(sizes)
    means = np.bincount(codes, values, k) / sizes
    between = float((sizes * (means - values.mean()) ** 2).sum() / (k - 1))
    within = float(((values - means[codes]) ** 2).sum() / (n - k))
    if within <= 0:
        return Estimate(1.0, np.nan, np.nan)
    size = (n - (sizes**2).sum() / n) / (k - 1)
    tail = (1 - level) / 2
    ratios = between / within / np.array([1.0, f.ppf(1 - tail, k - 1, n - k), f.ppf(tail, k - 1, n - k)])
    return Estimate(*(float(share) for share in (ratios - 1) / (ratios - 1 + size)))


def chance_share(successes: ArrayLike, n: ArrayLike, groups: ArrayLike, level: float = 0.95) -> Estimate:
    """Spread of rates within groups that their `n` would give by chance, over the spread found, shapes (cases,).

    1: chance gives it all; above 1 the rates lie closer than chance would have them. Limits by chi-square on the
    degrees of freedom within groups. UNKNOWN where no group has two cases with observations, or nothing varies.
    Source: Snedecor & Cochran (1980), Statistical Methods, 11.7 (variance test for homogeneity of binomial rates).
    """
    cases = pd.DataFrame({"won": np.asarray(successes, float), "n": np.asarray(n, float), "group": np.asarray(groups)})
    cases = cases[cases["n"] > 0]
    sums = cases.groupby("group", sort=True).transform("sum")
    rate = sums["won"] / sums["n"]
    found = float((cases["n"] * (cases["won"] / cases["n"] - rate) ** 2).sum())
    usual = (rate * (1 - rate)).groupby(cases["group"], sort=True).agg(["first", "size"])
    freedom = int((usual["size"] - 1).sum())
    if freedom < 1 or not found:
        return UNKNOWN
    share = float((usual["first"] * (usual["size"] - 1)).sum()) / found
    low, high = (float(share * chi2.ppf(tail, freedom) / freedom) for tail in ((1 - level) / 2, (1 + level) / 2))
    return Estimate(share, low, high)
