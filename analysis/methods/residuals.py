"""What is special about one cell of a table of counts."""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import norm
from scipy.stats.contingency import expected_freq

Array = NDArray[np.float64]


def adjusted_residuals(counts: ArrayLike) -> tuple[Array, Array, Array]:
    """Adjusted residual, expected count and two-sided p of each cell of `counts`, all of its shape (rows, columns).

    The residual is in standard errors: about standard normal where rows and columns are independent and enough is
    expected. A row or column that is empty or holds everything has no variation: NaN.
    Source: Haberman (1973), Biometrics 29, 205-220.
    """
    counts = np.asarray(counts, dtype=float)
    if not counts.sum():
        nothing = np.full(counts.shape, np.nan)
        return nothing, np.zeros(counts.shape), nothing
    expected = expected_freq(counts)
    rows, columns = (counts.sum(axis=axis, keepdims=True) / counts.sum() for axis in (1, 0))
    variance = expected * (1 - rows) * (1 - columns)
    with np.errstate(divide="ignore", invalid="ignore"):
        residuals = np.where(variance > 0, (counts - expected) / np.sqrt(variance), np.nan)
    return residuals, expected, 2 * norm.sf(np.abs(residuals))
