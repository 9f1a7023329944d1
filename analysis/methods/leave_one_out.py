"""What a linear model foretells of cases that it has not seen."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]
FREE = 2  # cases more than coefficients, under which nothing can be left out


def left_out_r2(figures: ArrayLike, target: ArrayLike) -> float:
    """Share of the target's variation that is foretold, each case left out in turn; under 0 is worse than the mean.

    figures: shape (n, k); target: shape (n,). Least squares with an intercept against the mean of the other cases,
    without refitting, by the leverage of each case. NaN where the target does not vary, there are too few cases, or a
    case decides its own fit. Sources: Allen (1974), Technometrics 16, 125-127 (PRESS); Hastie, Tibshirani & Friedman
    (2009), The Elements of Statistical Learning, 7.10.
    """
    target = np.asarray(target, float)
    design = np.column_stack([np.ones(len(target)), np.asarray(figures, float).reshape(len(target), -1)])
    if len(target) < design.shape[1] + FREE or np.ptp(target) == 0:
        return float("nan")
    hat = design @ np.linalg.pinv(design)
    alone = 1 - np.diag(hat)
    if (alone < 1e-9).any():
        return float("nan")
    missed = (target - hat @ target) / alone
    by_mean = (target - target.mean()) * len(target) / (len(target) - 1)
    return float(1 - np.square(missed).sum() / np.square(by_mean).sum())
