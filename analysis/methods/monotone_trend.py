"""Trend of a short series without a distribution: Theil-Sen slope and Mann-Kendall test, by season if there is one."""

from itertools import combinations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import norm, theilslopes

from analysis.methods.survival import UNKNOWN, Estimate

Array = NDArray[np.float64]
FEWEST = 4  # values, or seasons' pairs would say nothing


def theil_sen(y: ArrayLike, x: ArrayLike | None = None, level: float = 0.95) -> Estimate:
    """Median of the slopes of all pairs, in units of y per unit of x, with Sen's limits; shapes (n,).

    x: 0 to n - 1 unless told. UNKNOWN under four values. Source: Sen (1968), JASA 63, 1379-1389; by scipy.
    """
    y = np.asarray(y, float)
    if len(y) < FEWEST:
        return UNKNOWN
    found = theilslopes(y, np.arange(len(y)) if x is None else np.asarray(x, float), alpha=level)
    return Estimate(float(found.slope), float(found.low_slope), float(found.high_slope))


def seasonal_slope(y: ArrayLike, season: ArrayLike, level: float = 0.95) -> Estimate:
    """Median slope per step of the series among pairs of one season, with limits from Mann-Kendall's variance.

    y, season: shape (n,), in the order of time, evenly spaced. Source: Hirsch, Slack & Smith (1982), Water Resour. Res.
    18, 107-121; limits Gilbert (1987), Statistical Methods for Environmental Pollution Monitoring, 17.4.
    """
    y, season = np.asarray(y, float), np.asarray(season)
    parts = [np.flatnonzero(season == name) for name in np.unique(season)]
    slopes = np.sort([(y[j] - y[i]) / (j - i) for part in parts for i, j in combinations(part, 2)])
    if len(slopes) < FEWEST:
        return UNKNOWN
    reach = float(norm.ppf(0.5 + level / 2)) * np.sqrt(sum(score_variance(y[part]) for part in parts))
    places = np.array([(len(slopes) - reach) / 2 - 1, (len(slopes) + reach) / 2])
    low, high = np.interp(places, np.arange(len(slopes)), slopes)
    return Estimate(float(np.median(slopes)), float(low), float(high))


def mann_kendall(y: ArrayLike, season: ArrayLike | None = None) -> tuple[float, float]:
    """Score S and two-sided p of a monotone trend, shape (n,); with seasons, scores are added over them.

    Ties are allowed for and S is corrected for continuity. NaN for p where nothing varies. Sources: Mann (1945),
    Econometrica 13, 245-259; Kendall (1975), Rank Correlation Methods; Hirsch, Slack & Smith (1982).
    """
    y = np.asarray(y, float)
    season = np.zeros(len(y)) if season is None else np.asarray(season)
    parts = [y[season == name] for name in np.unique(season)]
    score = sum(score_of(part) for part in parts)
    variance = sum(score_variance(part) for part in parts)
    if variance <= 0:
        return score, float("nan")
    z = max(abs(score) - 1, 0) / np.sqrt(variance)
    return score, float(2 * norm.sf(z))


def score_of(y: Array) -> float:
    """Pairs that rise less pairs that fall."""
    return float(np.triu(np.sign(y[np.newaxis, :] - y[:, np.newaxis]), 1).sum())


def score_variance(y: Array) -> float:
    """Variance of `score_of` where every order is equally likely, with ties."""
    n, ties = len(y), np.unique(y, return_counts=True)[1]
    return float((n * (n - 1) * (2 * n + 5) - (ties * (ties - 1) * (2 * ties + 5)).sum()) / 18)
