"""Empirical Bayes for means of small groups: the normal model with known errors."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.methods.meta import random_effects

Array = NDArray[np.float64]
EXACT = 1e-12  # of a squared mean: the variance of one that is known exactly


class Shrunken(NamedTuple):
    """Posterior means and their variances, shape (k,)."""

    mean: Array
    variance: Array


def shrink_means(mean: ArrayLike, variance: ArrayLike) -> Shrunken:
    """Each group's mean, shape (k,), pulled to the common one as far as their differences could be chance.

    variance: of each mean; a group of variance 0 keeps its own where groups differ; one whose mean or variance is NaN
    says nothing and gets the common mean. Where there is no spread between groups, all are the common mean; where one
    group alone says anything, all are as it is.
    Source: DerSimonian & Laird (1986), Control. Clin. Trials 7, 177-188; Efron & Morris (1975), JASA 70, 311-319.
    """
    mean, variance = np.asarray(mean, float), np.asarray(variance, float)
    variance = np.where(variance == 0, EXACT * (1 + mean**2), variance)
    known = np.isfinite(mean) & np.isfinite(variance)
    if known.sum() < 2:
        only = np.flatnonzero(known if known.any() else ~np.isnan(mean))[:1]
        first = [float(values[only[0]]) if len(only) else np.nan for values in (mean, variance)]
        return Shrunken(np.full(mean.shape, first[0]), np.full(mean.shape, first[1]))
    groups = random_effects(mean[known], variance[known])
    between, common, error = groups.between, groups.centre, groups.error**2
    own = np.where(known, between / (between + np.where(known, variance, 1.0)), 0.0)
    return Shrunken(
        common + own * np.where(known, mean - common, 0.0),
        own * np.where(known, variance, 0.0) + (1 - own) ** 2 * error + np.where(known, 0.0, between),
    )
