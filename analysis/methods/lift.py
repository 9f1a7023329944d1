"""Whether two things are owned together more often than apart."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import norm

from analysis.methods.multiplicity import benjamini_hochberg

Array = NDArray[np.float64]
LEAST = 30  # owners of both, under which a lift is a story of a few


def lifts(owned: NDArray[np.bool_], least: int = LEAST) -> pd.DataFrame:
    """first, second (columns of `owned`, first < second), both, crude, lift, low, high, p of every pair.

    owned: shape (accounts, products). lift: share owning both over what it would be if owned independently; 95 % limits
    by the delta method on its logarithm; p two-sided that it is 1, adjusted for all pairs (Benjamini-Hochberg). All
    NaN with fewer than `least` owners of both, but for `crude`, the lift whatever stands behind it.
    Source: Brin, Motwani, Ullman & Tsur (1997), SIGMOD 26, 255-264 (as interest); Agresti (2013), 16.1 (delta method).
    """
    n, counts = len(owned), owned.astype(float).T @ owned.astype(float)
    first, second = np.triu_indices(owned.shape[1], 1)
    both, one, other = counts[first, second], counts[first, first], counts[second, second]
    told = both >= max(least, 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        crude = both * n / (one * other)
        lift = np.where(told, crude, np.nan)
        error = np.sqrt(np.maximum(1 / both - 1 / one - 1 / other + (2 * lift - 1) / n, 0))
        p = np.where(told, 2 * norm.sf(np.abs(np.log(lift)) / np.where(error > 0, error, np.nan)), np.nan)
    reach = np.exp(norm.ppf(0.975) * error)
    columns = {"first": first, "second": second, "both": both.astype(int), "crude": crude, "lift": lift}
    limits = {"low": lift / reach, "high": lift * reach, "p": benjamini_hochberg(p)}
    return pd.DataFrame(columns | limits)
