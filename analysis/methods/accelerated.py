"""By what factor a property of a deal stretches its days: the accelerated-failure-time model."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from lifelines import LogLogisticAFTFitter, LogNormalAFTFitter, WeibullAFTFitter
from numpy.typing import ArrayLike

from analysis.methods.survival import Estimate

FAMILIES = {"weibull": (WeibullAFTFitter, "lambda_"), "log-normal": (LogNormalAFTFitter, "mu_"),
            "log-logistic": (LogLogisticAFTFitter, "alpha_")}  # fmt: skip


@dataclass(frozen=True)
class Stretch:
    """factors: of the days, for one more unit of each covariate; 1 is none. intercept: log days where all are 0.

    aic: of the fit, to be compared between families on the same rows.
    """

    family: str
    factors: dict[str, Estimate]
    intercept: float
    aic: float


def stretch(
    days: ArrayLike,
    closed: ArrayLike,
    covariates: pd.DataFrame,
    weights: ArrayLike | None = None,
    family: str = "log-logistic",
) -> Stretch:
    """Fits log(days) = intercept + covariates + error, open deals censored; shapes (n,), (n,), (n, k).

    weights: deals in each row, for aggregated cells. Days of 0 count as half a day. Limits are Wald's, 95 %.
    Source: Kalbfleisch & Prentice (2002), Statistical Analysis of Failure Time Data, 2.2; by lifelines.
    Raises lifelines.exceptions.ConvergenceError where the rows do not determine the fit.
    """
    fitter, location = FAMILIES[family]
    rows = covariates.reset_index(drop=True).assign(
        _days=np.maximum(np.asarray(days, float), 0.5), _closed=np.asarray(closed, bool),
        _weight=1.0 if weights is None else np.asarray(weights, float),
    )  # fmt: skip
    fit = fitter().fit(rows, duration_col="_days", event_col="_closed", weights_col="_weight")
    told = fit.summary.loc[location]
    limits = ("coef", "coef lower 95%", "coef upper 95%")
    factors = {
        str(name): Estimate(*(float(np.exp(told.loc[name, limit])) for limit in limits)) for name in covariates.columns
    }
    return Stretch(family, factors, float(told.loc["Intercept", "coef"]), float(fit.AIC_))
