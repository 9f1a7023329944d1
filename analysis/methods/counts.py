"""Rates of events that come one by one, such as new deals per seller and month."""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from statsmodels.stats.rates import confint_poisson

Array = NDArray[np.float64]


def poisson_interval(count: ArrayLike, exposure: ArrayLike, level: float = 0.95) -> tuple[Array, Array]:
    """Exact limits of a rate of events per unit of `exposure`, arrays of one shape; NaN where there is no exposure.

    Source: Garwood (1936), Biometrika 28, 437-442.
    """
    exposure = np.asarray(exposure, float)
    limits = confint_poisson(np.asarray(count), np.where(exposure > 0, exposure, np.nan), "exact-c", 1 - level)
    low, high = (np.where(exposure > 0, np.nan_to_num(limit), np.nan) for limit in limits)  # 0 has no lower limit
    return low, high
