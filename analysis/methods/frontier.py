"""Which of several ways are worth choosing between, where two things count."""

import numpy as np
from numpy.typing import ArrayLike, NDArray


def efficient(gain: ArrayLike, cost: ArrayLike) -> NDArray[np.bool_]:
    """Which points no other dominates, shape (k,): none has at least the gain at no more cost, and one of them better.

    Equal points stand or fall together; a point with a NaN is not efficient and dominates none.
    Source: Pareto efficiency; Markowitz (1952), J. Finance 7, 77-91, for the frontier of gain against cost.
    """
    gain, cost = np.asarray(gain, float), np.asarray(cost, float)
    as_good = (gain[:, np.newaxis] >= gain) & (cost[:, np.newaxis] <= cost)
    better = (gain[:, np.newaxis] > gain) | (cost[:, np.newaxis] < cost)
    dominated = (as_good & better).any(axis=0)
    return np.asarray(~dominated & ~np.isnan(gain) & ~np.isnan(cost))
