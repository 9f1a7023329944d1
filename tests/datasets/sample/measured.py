"""Plain statistics that an effect is recovered with, each independent of the product's own analyses."""

from typing import NamedTuple

import numpy as np
import statsmodels.api as sm

CLEAR, FAR = 1.96, 3.29
"""Standard errors: an effect that is there is clear; one that is not is never this far from nothing (1 in 1,000)."""


class Measured(NamedTuple):
    """`error`: standard error. The value is 0 where nothing is planted."""

    value: float
    error: float

    @property
    def is_clear(self):
        return self.value > CLEAR * self.error

    @property
    def is_nothing(self):
        return abs(self.value) < FAR * self.error


def difference(first, second):
    """Of two means, or of two shares where the values are true and false."""
    first, second = np.asarray(first, dtype=float), np.asarray(second, dtype=float)
    error = np.sqrt(first.var(ddof=1) / len(first) + second.var(ddof=1) / len(second))
    return Measured(first.mean() - second.mean(), error)


def mean_of(values):
    values = np.asarray(values, dtype=float)
    return Measured(values.mean(), values.std(ddof=1) / np.sqrt(len(values)))


def coefficient(outcome, features, name, family=None):
    """Of one feature in a generalised linear model, logistic where nothing else is said."""
    design = sm.add_constant(features.astype(float))
    fitted = sm.GLM(outcome.astype(float), design, family=family or sm.families.Binomial()).fit()
    return Measured(fitted.params[name], fitted.bse[name])


def rank_correlation(first, second):
    """Spearman's, on Fisher's scale; pairs with a null are left out."""
    pairs = first.to_frame("a").join(second.rename("b")).dropna().rank()
    return Measured(np.arctanh(pairs["a"].corr(pairs["b"])), 1.06 / np.sqrt(len(pairs) - 3))
