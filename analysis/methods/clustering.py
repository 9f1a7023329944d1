"""Deals of one account or one rep resemble each other: how much, what that costs, and intervals that allow for it."""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.methods.shrinkage import fit_beta_prior

Array = NDArray[np.float64]
SEED = 20240131
CHUNK = 4_000_000  # random numbers held at once


def intraclass_correlation(successes: ArrayLike, n: ArrayLike) -> float:
    """Correlation of two outcomes of one cluster, from counts of shape (clusters,); 0 where it would be negative.

    The analysis-of-variance estimator: the same number that sets the strength of a beta-binomial prior.
    Source: Ridout, Demétrio & Firth (1999), Biometrics 55, 137-148.
    """
    return 1 / (1 + fit_beta_prior(successes, n).strength)


def design_effect(icc: float, n: ArrayLike) -> float:
    """By how much clustering multiplies the variance of a rate; `n` are the sizes of the clusters, shape (clusters,).

    Source: Kish (1965), Survey Sampling, 5.4; with the mean size weighted by itself, as for unequal clusters.
    """
    n = np.asarray(n, dtype=float)
    return float(1 + (np.square(n).sum() / n.sum() - 1) * icc)


def cluster_bootstrap(
    counts: ArrayLike, statistic: Callable[[Array], Array], draws: int = 999, level: float = 0.95
) -> tuple[Array, Array]:
    """Percentile limits of a statistic of summed counts, whole clusters drawn with replacement, seeded.

    counts: shape (clusters, cells). statistic: maps sums of shape (draws, cells) to (draws, values); values that are
    NaN in a draw are left out of their limits. Returns two arrays of shape (values,).
    Source: Davison & Hinkley (1997), Bootstrap Methods, 3.8.
    """
    counts = np.asarray(counts, dtype=float)
    clusters = len(counts)
    rng = np.random.default_rng(SEED)
    batch = max(1, CHUNK // clusters)
    sizes = [min(batch, draws - start) for start in range(0, draws, batch)]
    sums = np.concatenate([times_drawn(rng, size, clusters) @ counts for size in sizes])
    tails = [(1 - level) / 2, (1 + level) / 2]
    low, high = np.nanquantile(statistic(sums), tails, axis=0)
    return low, high


def times_drawn(rng: np.random.Generator, draws: int, clusters: int) -> Array:
    """How often each cluster is drawn, shape (draws, clusters)."""
    drawn = rng.integers(clusters, size=(draws, clusters)) + clusters * np.arange(draws)[:, np.newaxis]
    return np.bincount(drawn.ravel(), minlength=draws * clusters).reshape(draws, clusters).astype(float)
