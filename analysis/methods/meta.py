"""Estimates of several groups or sources as one: random effects, ratios on logs, ranges whose errors go together."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import norm
from statsmodels.stats.meta_analysis import combine_effects
from statsmodels.stats.weightstats import DescrStatsW

from analysis.methods.survival import UNKNOWN, Estimate

Array = NDArray[np.float64]
LEAST = 2  # values, before they scatter
TENTH = float(norm.ppf(0.9))


@dataclass(frozen=True)
class RandomEffects:
    """between: variance between groups. centre: mean of the groups, error: its standard error.

    pulled: each group's mean drawn to the centre as far as its own error asks; left: variance that it then has.
    """

    between: float
    centre: float
    error: float
    pulled: Array
    left: Array

    @property
    def pools_fully(self) -> bool:
        """Whether the groups differ no more than their errors would have them."""
        return self.between <= 0


def random_effects(means: ArrayLike, variances: ArrayLike) -> RandomEffects:
    """Normal empirical Bayes with the moment estimate of the variance between groups; at least one group.

    variances: of the means, above 0. Without variance between them all are the centre, with its own variance.
    Source: DerSimonian & Laird (1986), Control. Clin. Trials 7, 177-188, in statsmodels; Morris (1983), JASA 78, 47-55.
    """
    means, variances = np.asarray(means, float), np.asarray(variances, float)
    if len(means) < LEAST:
        return RandomEffects(0.0, float(means[0]), float(np.sqrt(variances[0])), means, variances)
    with np.errstate(invalid="ignore"):  # of roots that are not used
        found = combine_effects(means, variances, method_re="dl")
    between = max(float(found.tau2), 0.0)
    weight = 1 / (variances + between)
    centre, error = float(weight @ means / weight.sum()), float(1 / np.sqrt(weight.sum()))
    if not between:
        return RandomEffects(0.0, centre, error, np.full(len(means), centre), np.full(len(means), error**2))
    left = 1 / (1 / variances + 1 / between)
    return RandomEffects(between, centre, error, left * (means / variances + centre / between), left)


def geometric_mean(ratios: ArrayLike, level: float = 0.95) -> Estimate:
    """Mean of ratios on logs, with t limits; limits NaN with one ratio or without scatter, all NaN with none."""
    logs = np.log(np.asarray(ratios, float))
    if not len(logs):
        return UNKNOWN
    value = float(np.exp(logs.mean()))
    if len(logs) < LEAST:
        return Estimate(value, np.nan, np.nan)
    low, high = DescrStatsW(logs).tconfint_mean(alpha=1 - level)
    return Estimate(value, float(np.exp(low)), float(np.exp(high)))


def spread_factor(ratios: ArrayLike) -> float:
    """Standard deviation of log ratios as a factor; NaN with fewer than two."""
    logs = np.log(np.asarray(ratios, float))
    return float(np.exp(logs.std(ddof=1))) if len(logs) >= LEAST else float("nan")


def spread_of_range(low: ArrayLike, high: ArrayLike) -> Array:
    """Standard deviation on logs of ranges from the 10th to the 90th percentile."""
    return np.asarray(np.log(np.asarray(high, float) / np.asarray(low, float)) / (2 * TENTH))


def triangulate(middles: ArrayLike, spreads: ArrayLike, together: float, level: float = 0.9) -> Estimate:
    """Several figures of one quantity by inverse variance on logs; limits as if each two errors correlated `together`.

    middles in the quantity's unit, spreads as standard deviations on logs above 0, shape (sources,); at least one. The
    weights are those of independent errors, which stay above 0 at any correlation.
    Source: Winkler (1981), Management Science 27, 479-488, for the variance under correlation.
    """
    logs, spreads = np.log(np.asarray(middles, float)), np.asarray(spreads, float)
    weight = 1 / spreads**2
    weight = weight / weight.sum()
    errors = np.outer(spreads, spreads) * (together + (1 - together) * np.eye(len(spreads)))
    value, reach = float(weight @ logs), float(norm.ppf(0.5 + level / 2) * np.sqrt(weight @ errors @ weight))
    return Estimate(float(np.exp(value)), float(np.exp(value - reach)), float(np.exp(value + reach)))
