"""Do two figures order the same cases alike? With limits that need no distribution; else `correlation.py`."""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import rankdata, spearmanr

from analysis.methods.block_bootstrap import moving_blocks
from analysis.methods.survival import UNKNOWN, Estimate

Array = NDArray[np.float64]
LEAST = 5  # cases, under which no correlation is given


def spearman(first: ArrayLike, second: ArrayLike) -> Estimate:
    """Spearman's rank correlation of two arrays of shape (n,), with percentile limits by a bootstrap of cases, seeded.

    UNKNOWN for fewer than `LEAST` cases or where one does not vary; a draw in which one does not is left out.
    Sources: Spearman (1904), Am. J. Psychol. 15, 72-101; Efron & Tibshirani (1993), An Introduction to the Bootstrap.
    """
    x, y = np.asarray(first, float), np.asarray(second, float)
    if len(x) < LEAST or not varies(x) or not varies(y):
        return UNKNOWN
    rows = moving_blocks(len(x), 1)
    low, high = np.nanquantile(correlations_of_ranks(x[rows], y[rows]), [0.025, 0.975])
    return Estimate(float(spearmanr(x, y).statistic), float(low), float(high))


def correlations_of_ranks(x: Array, y: Array) -> Array:
    """Row by row, shape (draws, n) each to (draws,); ties share their ranks; NaN where a row does not vary."""
    ranks = (rankdata(part, axis=1) - (x.shape[1] + 1) / 2 for part in (x, y))
    one, other = ranks
    scale = np.sqrt(np.square(one).sum(axis=1) * np.square(other).sum(axis=1))
    found: Array = np.divide((one * other).sum(axis=1), scale, out=np.full(len(x), np.nan), where=scale > 0)
    return found


def concordance(first: ArrayLike, second: ArrayLike) -> float:
    """Share of pairs of cases that both order alike, of those that neither ties; NaN without one. Kendall (1938)."""
    x, y = np.asarray(first, float), np.asarray(second, float)
    signs = np.sign(np.subtract.outer(x, x)) * np.sign(np.subtract.outer(y, y))
    told = signs[np.triu_indices(len(x), 1)]
    told = told[told != 0]
    return float((told > 0).mean()) if len(told) else float("nan")


def varies(values: Array) -> bool:
    return bool(np.ptp(values) > 1e-12 * np.abs(values).max(initial=0.0))
