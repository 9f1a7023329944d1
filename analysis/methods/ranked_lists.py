"""How good the first k of a ranked list are."""

import numpy as np
from numpy.typing import ArrayLike

from analysis.methods.intervals import wilson_interval
from analysis.methods.survival import UNKNOWN, Estimate


def precision_at_k(listed: ArrayLike, relevant: ArrayLike) -> Estimate:
    """Precision at k: share of the k that are listed which turn out relevant, with Wilson limits; unknown where k is 0.

    listed, relevant: flags of one shape; k is how many are listed.
    Source: Manning, Raghavan & Schütze (2008), Introduction to Information Retrieval, 8.4.
    """
    listed, relevant = np.asarray(listed, bool), np.asarray(relevant, bool)
    if not (k := int(listed.sum())):
        return UNKNOWN
    found = int((listed & relevant).sum())
    low, high = wilson_interval(found, k)
    return Estimate(found / k, float(low), float(high))
