"""Several people's ranges as one, and how near they stand."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

ASKED = 0.8  # of ranges from the 10th to the 90th percentile so many should hold the truth


def pooled(ranges: pd.DataFrame) -> tuple[float, float, float]:
    """Mean of the 10th percentiles, of the likely values, of the 90th; columns low, value, high, a row a person.

    Averaging quantiles keeps the pool as sharp as its members; averaging probabilities would widen it.
    Source: Lichtendahl, Grushka-Cockayne & Winkler (2013), Management Science 59, 1594-1611.
    """
    return float(ranges["low"].mean()), float(ranges["value"].mean()), float(ranges["high"].mean())


def overlap_consensus(low: ArrayLike, high: ArrayLike) -> float | None:
    """Mean share that two people's ranges have in common, over all pairs: 0 none touch, 1 all are one; None for one.

    Common length over the length that both cover together (Jaccard 1901); two equal points have all in common.
    """
    low, high = np.asarray(low, float), np.asarray(high, float)
    if len(low) < 2:
        return None
    first, second = np.triu_indices(len(low), 1)
    common = np.maximum(np.minimum(high[first], high[second]) - np.maximum(low[first], low[second]), 0)
    cover = np.maximum(high[first], high[second]) - np.minimum(low[first], low[second])
    return float(np.where(cover > 0, common / np.where(cover > 0, cover, 1), 1.0).mean())


def hits(ranges: pd.DataFrame, actual: float) -> int:
    """How many ranges hold the actual value, ends included."""
    return int(((ranges["low"] <= actual) & (actual <= ranges["high"])).sum())
