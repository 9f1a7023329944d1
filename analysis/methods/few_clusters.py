"""Bootstrap of a handful of clusters: draws of their sums, and limits that allow for how few they are."""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import norm, t

from analysis.methods.clustering import times_drawn
from analysis.methods.survival import UNKNOWN, Estimate

Array = NDArray[np.float64]
SEED = 20240417
DRAWS = 1999


def drawn_sums(clusters: ArrayLike, draws: int = DRAWS, stream: int = 0) -> Array:
    """Sums of whole clusters drawn with replacement, shape (draws, cells), of `clusters`, shape (clusters, cells).

    stream: draws of another number are independent of these.
    """
    clusters = np.asarray(clusters, float)
    rng = np.random.default_rng([SEED, stream])
    sums: Array = times_drawn(rng, draws, len(clusters)) @ clusters
    return sums


def expanded_limits(draws: ArrayLike, clusters: int, level: float = 0.95) -> tuple[Array, Array]:
    """Percentile limits of bootstrap draws, shape (draws, …), widened for few clusters; NaN with fewer than three.

    Draws that are NaN are left out. Source: Hesterberg (2015), Am. Stat. 69, 371-386, 3.3.
    """
    draws = np.asarray(draws, float)
    if clusters < 3:
        return np.full(draws.shape[1:], np.nan), np.full(draws.shape[1:], np.nan)
    tail = expanded_tail(clusters, level)
    low, high = np.nanquantile(draws, [tail, 1 - tail], axis=0)
    return low, high


def expanded_tail(pieces: float, level: float = 0.95) -> float:
    """Share of draws to leave out at each end where they are of so few independent pieces, more than one.

    A bootstrap of k pieces is too narrow by the root of (k - 1) / k and by the normal quantile in place of Student's.
    Source: Hesterberg (2015), Am. Stat. 69, 371-386, 3.3 (expanded percentile interval).
    """
    return float(norm.cdf(np.sqrt(pieces / (pieces - 1)) * t.ppf((1 - level) / 2, pieces - 1)))


def estimate_of(value: float, draws: ArrayLike, clusters: int) -> Estimate:
    """A value with the limits of its draws, shape (draws,); UNKNOWN where the value is."""
    if np.isnan(value):
        return UNKNOWN
    low, high = expanded_limits(draws, clusters)
    return Estimate(float(value), float(low), float(high))


def p_of_draws(value: float, draws: ArrayLike, clusters: int) -> float:
    """Two-sided p that what was drawn is 0, by Student's t on its bootstrap spread; NaN where it cannot be told."""
    draws = np.asarray(draws, float)
    spread = float(np.nanstd(draws[np.isfinite(draws)])) if np.isfinite(draws).any() else 0.0
    if np.isnan(value) or clusters < 3 or not spread:
        return float("nan")
    return float(2 * t.sf(abs(value) / (spread * np.sqrt(clusters / (clusters - 1))), clusters - 1))
