"""How two columns go together, by themselves and with others held equal, with limits. Never a cause."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import norm, rankdata
from scipy.stats import t as student

Array = NDArray[np.float64]
LEAST = 6  # cases beyond the columns held equal
ROUNDING = 1e-9  # of a spread that rounding alone has left


class Correlation(NamedTuple):
    """A correlation with its 95 % limits and the two-sided p of none; all NaN where it cannot be computed."""

    value: float
    low: float
    high: float
    p: float


NO_CORRELATION = Correlation(*[float("nan")] * 4)


def pearson(x: ArrayLike, y: ArrayLike, level: float = 0.95, least: int = LEAST) -> Correlation:
    """Product-moment correlation, shapes (n,), with limits on Fisher's z and Student's p.

    NO_CORRELATION under `least` cases or where a side does not vary. Source: Fisher (1921), Metron 1, 3-32.
    """
    sides = [np.asarray(side, float) for side in (x, y)]
    n = len(sides[0])
    if n < least or any(is_constant(side) for side in sides):
        return NO_CORRELATION
    r = float(np.clip(np.corrcoef(sides[0], sides[1])[0, 1], -1, 1))
    low, high = fisher_limits(r, 1 / np.sqrt(n - 3), level)
    left = max(1 - r**2, 1e-15)
    return Correlation(r, low, high, float(2 * student.sf(abs(r) * np.sqrt((n - 2) / left), n - 2)))


def spearman(x: ArrayLike, y: ArrayLike, held: ArrayLike | None = None, level: float = 0.95) -> Correlation:
    """Rank correlation of x and y, shapes (n,); with the columns `held`, shape (n, k), partialled out of both ranks.

    Columns of `held` are taken as they come: give ranks, and 0 and 1 for categories. One that says nothing new does not
    count. Limits and p on Fisher's z with standard error √((1 + rho²/2) / (n - k - 3)).
    NO_CORRELATION with fewer than 6 cases beyond k, or where nothing of a side is left.
    Sources: Spearman (1904), Am. J. Psychol. 15, 72-101; Bonett & Wright (2000), Psychometrika 65, 23-28;
    less k for columns held, Fisher (1924), Metron 3, 329-332.
    """
    ranks = (
        np.column_stack([rankdata(np.asarray(side, float)) for side in (x, y)])
        if len(np.asarray(x))
        else np.empty((0, 2))
    )
    n = len(ranks)
    design = np.column_stack([np.ones(n), *([] if held is None else [np.asarray(held, float)])])
    k = int(np.linalg.matrix_rank(design)) - 1 if n else 0
    if n < LEAST + k:
        return NO_CORRELATION
    left = ranks - design @ np.linalg.lstsq(design, ranks, rcond=None)[0]
    spread = left.std(axis=0)
    if (spread <= ROUNDING * n).any():
        return NO_CORRELATION
    rho = float(np.clip(np.corrcoef(left.T)[0, 1], -1, 1))
    error = np.sqrt((1 + rho**2 / 2) / (n - k - 3))
    low, high = fisher_limits(rho, error, level)
    z = np.arctanh(np.clip(rho, -1 + 1e-12, 1 - 1e-12))
    return Correlation(rho, low, high, float(2 * norm.sf(abs(z) / error)))


def fisher_limits(r: float, error: float, level: float) -> tuple[float, float]:
    z = np.arctanh(np.clip(r, -1 + 1e-12, 1 - 1e-12))
    reach = norm.ppf(0.5 + level / 2) * error
    return float(np.tanh(z - reach)), float(np.tanh(z + reach))


def is_constant(side: Array) -> bool:
    return bool(np.ptp(side) <= ROUNDING * max(1.0, float(np.abs(side).max())))


def unrestricted(r: ArrayLike, restricted_sd: float, unrestricted_sd: float) -> Array:
    """The correlation at the spread of all, from one among those chosen on x alone: Thorndike's case 2.

    Limits of r may be given too: the correction rises with r. NaN without a spread.
    Source: Thorndike (1949), Personnel Selection, 173; as in Sackett & Yang (2000), J. Appl. Psychol. 85, 112-118.
    """
    seen = np.asarray(r, float)
    u = unrestricted_sd / restricted_sd if restricted_sd > 0 and unrestricted_sd > 0 else np.nan
    return np.asarray(seen * u / np.sqrt(1 + seen**2 * (u**2 - 1)))


def ahead_in_pairs(rho: float) -> float:
    """Of two cases, the chance that the one with more of x has more of y too, for a rank correlation of normal columns.

    Spearman's rho is 6/π · arcsin(r/2), Kendall's tau 2/π · arcsin(r); the chance is (1 + tau) / 2.
    Source: Kruskal (1958), JASA 53, 814-861, sections 5 and 6.
    """
    r = 2 * np.sin(np.pi * rho / 6)
    return float(0.5 + np.arcsin(np.clip(r, -1, 1)) / np.pi)
