"""How far forecasts lie from what came: absolute error, bias, and skill beside no-change."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


def wmape(forecast: ArrayLike, actual: ArrayLike) -> float:
    """Sum of |actual - forecast| over sum of |actual|, shapes (periods,); NaN where nothing came.

    Source: Kolassa & Schütz (2007), Foresight 6, 40-43 (as the ratio of MAE to mean).
    """
    forecast, actual = np.asarray(forecast, float), np.asarray(actual, float)
    total = np.abs(actual).sum()
    return float(np.abs(actual - forecast).sum() / total) if total else float("nan")


def bias(forecast: ArrayLike, actual: ArrayLike) -> float:
    """Sum of (forecast - actual) over sum of actual: positive where forecasts are too high; NaN where nothing came."""
    forecast, actual = np.asarray(forecast, float), np.asarray(actual, float)
    total = actual.sum()
    return float((forecast - actual).sum() / total) if total else float("nan")


def theils_u2(forecast: ArrayLike, actual: ArrayLike) -> float:
    """Theil's U2: error of the forecasts over that of no change, both relative to the value before; 1 is no better.

    forecast, actual: shapes (periods,) in their order; the first period has none before it and gives only its actual.
    NaN with fewer than two periods, where a value before is 0, or where nothing ever changed.
    Source: Theil (1966), Applied Economic Forecasting; form of Makridakis, Wheelwright & Hyndman (1998), 2.4.
    """
    forecast, actual = np.asarray(forecast, float), np.asarray(actual, float)
    before = actual[:-1]
    if len(actual) < 2 or (before == 0).any():
        return float("nan")
    changed = np.square((actual[1:] - before) / before).sum()
    missed = np.square((forecast[1:] - actual[1:]) / before).sum()
    return float(np.sqrt(missed / changed)) if changed else float("nan")
