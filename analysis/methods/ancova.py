"""Second scores of several groups compared at equal first score: what a low start alone adds is taken out."""

from typing import NamedTuple

import numpy as np
import statsmodels.api as sm
from numpy.typing import ArrayLike

LEAST = 3  # people beyond the columns of the model


class Adjusted(NamedTuple):
    """A group's second score less that of the reference at equal first score, 95 % limits, two-sided p of none."""

    value: float
    low: float
    high: float
    p: float


NOT_ADJUSTED = Adjusted(*[float("nan")] * 4)


def adjusted_differences(before: ArrayLike, after: ArrayLike, group: ArrayLike, reference: str) -> dict[str, Adjusted]:
    """{group: its difference from `reference`}: analysis of covariance, one slope for all groups, Student's limits.

    Arrays of shape (n,). All NaN where the first score does not vary, people are too few, or all lie on the line.
    Source: Fisher (1932), Statistical Methods for Research Workers, 4th ed., 49.1; by least squares in statsmodels.
    """
    first, second, groups = np.asarray(before, float), np.asarray(after, float), np.asarray(group, str)
    others = sorted({str(one) for one in groups} - {reference})
    columns = [np.ones(len(first)), first, *(groups == other for other in others)]
    design = np.column_stack(columns).astype(float)
    if len(first) < len(columns) + LEAST or np.linalg.matrix_rank(design) < len(columns):
        return dict.fromkeys(others, NOT_ADJUSTED)
    fit = sm.OLS(second, design).fit()
    if fit.ssr <= 1e-9 * max(1.0, float(np.square(second).sum())):
        return dict.fromkeys(others, NOT_ADJUSTED)
    limits = fit.conf_int(0.05)
    return {
        other: Adjusted(*map(float, (fit.params[at], *limits[at], fit.pvalues[at])))
        for at, other in enumerate(others, start=2)
    }


def slopes_differ(before: ArrayLike, after: ArrayLike, trained: ArrayLike) -> float:
    """p that first and second score go together alike in both groups; NaN where it cannot be told.

    Source: Huitema (2011), The Analysis of Covariance and Alternatives, 8.3.
    """
    first, second, inside = np.asarray(before, float), np.asarray(after, float), np.asarray(trained, bool)
    design = np.column_stack([np.ones(len(first)), first, inside, inside * (first - first.mean())]).astype(float)
    if len(first) < design.shape[1] + LEAST or np.linalg.matrix_rank(design) < design.shape[1]:
        return float("nan")
    fit = sm.OLS(second, design).fit()
    return float(fit.pvalues[-1]) if fit.ssr > 1e-9 * max(1.0, float(np.square(second).sum())) else float("nan")


def share_within(values: ArrayLike, others: ArrayLike) -> float:
    """Share of `values` from the least to the greatest of `others`; NaN where a side is empty."""
    inside, range_of = np.asarray(values, float), np.asarray(others, float)
    if not len(inside) or not len(range_of):
        return float("nan")
    return float(((inside >= range_of.min()) & (inside <= range_of.max())).mean())
