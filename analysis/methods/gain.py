"""Change of the same people between two measurements: in the score's unit, standardised, and one person at a time."""

from dataclasses import dataclass
from warnings import catch_warnings, simplefilter

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import DegenerateDataWarning, bootstrap, ttest_rel

SEED = 20_260_115
DRAWS = 4_999
LEAST_PAIRS = 5
RELIABLE = 1.96  # standard errors of a difference: 95 %


@dataclass(frozen=True)
class Estimate:
    """A value with its 95 % limits; None each where it cannot be computed. p: two-sided, of no change."""

    value: float | None
    low: float | None = None
    high: float | None = None
    p: float | None = None


def gain_points(before: ArrayLike, after: ArrayLike) -> Estimate:
    """Mean change in the score's unit with Student's limits; arrays of shape (n,), paired by place.

    Limits and p are None for fewer than 5 pairs, or where everybody changed alike. Source: Student (1908).
    """
    first, second = np.asarray(before, dtype=float), np.asarray(after, dtype=float)
    if len(first) < LEAST_PAIRS:
        return Estimate(None)
    change = second - first
    if np.ptp(change) < 1e-12:
        return Estimate(float(change.mean()))
    test = ttest_rel(second, first)
    limits = test.confidence_interval(0.95)
    return Estimate(float(change.mean()), float(limits.low), float(limits.high), float(test.pvalue))


def hedges_g_av(before: NDArray[np.float64], after: NDArray[np.float64], axis: int = -1) -> NDArray[np.float64]:
    """Mean change by the root of the mean variance of both, times 1 − 3 / (4 (n − 1) − 1). NaN without variance.

    Sources: Cumming (2012), Understanding the New Statistics, 291; the correction of Hedges (1981), JES 6, 107-128.
    """
    n = before.shape[axis]
    spread = np.sqrt((before.var(axis=axis, ddof=1) + after.var(axis=axis, ddof=1)) / 2)
    with np.errstate(divide="ignore", invalid="ignore"):
        d = np.where(spread > 0, (after - before).mean(axis=axis) / spread, np.nan)
    return np.asarray(d * (1 - 3 / (4 * (n - 1) - 1)))


def gain_g(before: ArrayLike, after: ArrayLike) -> Estimate:
    """Hedges' g_av with BCa limits by bootstrap over people, seeded. None for fewer than 5 pairs or no variation.

    Source of the limits: Efron (1987), JASA 82, 171-185, as scipy.stats.bootstrap makes them.
    """
    first, second = np.asarray(before, dtype=float), np.asarray(after, dtype=float)
    if len(first) < LEAST_PAIRS or np.ptp(first) + np.ptp(second) < 1e-12:
        return Estimate(None)
    value = float(hedges_g_av(first, second))
    if np.ptp(second - first) < 1e-12:
        return Estimate(value)
    with np.errstate(all="ignore"), catch_warnings():
        simplefilter("ignore", DegenerateDataWarning)  # it then has no limits, which is said
        drawn = bootstrap(
            (first, second), hedges_g_av, paired=True, vectorized=True, n_resamples=DRAWS, method="BCa",
            rng=np.random.default_rng(SEED),
        )  # fmt: skip
    low, high = float(drawn.confidence_interval.low), float(drawn.confidence_interval.high)
    return Estimate(value, low, high) if np.isfinite([low, high]).all() else Estimate(value)


def cronbach_alpha(scores: ArrayLike) -> float | None:
    """Internal consistency of items; shape (people, items). None for one item, under 5 people or no variation.

    Source: Cronbach (1951), Psychometrika 16, 297-334.
    """
    table = np.asarray(scores, dtype=float)
    if table.ndim != 2 or table.shape[1] < 2 or len(table) < LEAST_PAIRS:
        return None
    total = table.sum(axis=1).var(ddof=1)
    if total < 1e-12:
        return None
    k = table.shape[1]
    return float(k / (k - 1) * (1 - table.var(axis=0, ddof=1).sum() / total))


def least_reliable_change(before: ArrayLike, reliability: float | None) -> float | None:
    """The change from which one person's is more than error of measurement; None without a reliability above 0.

    Source: Jacobson & Truax (1991), J. Consult. Clin. Psychol. 59, 12-19.
    """
    scores = np.asarray(before, dtype=float)
    if reliability is None or reliability <= 0 or len(scores) < LEAST_PAIRS:
        return None
    error = float(scores.std(ddof=1)) * np.sqrt(1 - min(reliability, 1.0))
    return float(RELIABLE * np.sqrt(2) * error)
