"""Shares that add up to a total and keep within bounds, as near as may be to what was asked."""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import brentq

Array = NDArray[np.float64]


class Unreachable(ValueError):
    """The bounds leave no shares that add up to the total."""


def reconcile(
    wanted: ArrayLike, total: float, low: ArrayLike, high: ArrayLike, weights: ArrayLike | None = None
) -> Array:
    """Values x with low <= x <= high and sum(x) = total that minimise sum(w (x - wanted)²); shapes (k,), w = 1.

    Each x is clip(wanted - multiplier / w): the one multiplier that meets the total is found by Brent's method, which
    solves this quadratic program. Raises Unreachable.
    Source: Patriksson (2008), EJOR 185, 1-46 (continuous nonlinear resource allocation), the breakpoint method.
    """
    wanted, low, high = (np.asarray(values, float) for values in (wanted, low, high))
    weights = np.ones(len(wanted)) if weights is None else np.asarray(weights, float)
    slack = 1e-9 * max(abs(total), 1.0)
    if total < low.sum() - slack or total > high.sum() + slack:
        raise Unreachable(f"the bounds allow {low.sum():g} to {high.sum():g}, not {total:g}")

    def shares(multiplier: float) -> Array:
        return np.clip(wanted - multiplier / weights, low, high)

    ends = np.concatenate([weights * (wanted - high), weights * (wanted - low)])
    least, most = float(ends.min()) - 1.0, float(ends.max()) + 1.0
    found = brentq(lambda multiplier: float(shares(multiplier).sum()) - total, least, most, xtol=1e-12, rtol=1e-14)
    return shares(float(found))
