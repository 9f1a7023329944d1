"""What each factor of a product contributes to the difference of two products, split exactly."""

from itertools import combinations
from math import comb

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


def shapley_of_product(own: ArrayLike, other: ArrayLike) -> Array:
    """Parts, shape (k, …), of own.prod(axis=0) - other.prod(axis=0), for factors of shape (k, …).

    A factor's part is the change that it alone brings, averaged over all orders in which the factors may be exchanged;
    the parts add up to the difference exactly. NaN where a factor is.
    Source: Shapley (1953), Contributions to the Theory of Games II, 307-317.
    """
    own, other = np.broadcast_arrays(np.asarray(own, float), np.asarray(other, float))
    k = len(own)
    parts = np.zeros(own.shape)
    for i in range(k):
        rest = [j for j in range(k) if j != i]
        for size in range(k):
            weight = 1 / (k * comb(k - 1, size))
            for taken in combinations(rest, size):
                left = [j for j in rest if j not in taken]
                parts[i] += weight * own[list(taken)].prod(axis=0) * other[left].prod(axis=0)
    whole: Array = parts * (own - other)
    return whole
