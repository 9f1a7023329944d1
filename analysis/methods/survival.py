"""How long until something happens, while some have not come so far yet.

Every function takes one entry per deal, or one per cell with its number of deals in `weights`: a million deals have a
few thousand different (day, outcome) cells, and both ways give the same estimate.
"""

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from lifelines import KaplanMeierFitter
from numpy.typing import ArrayLike, NDArray
from scipy.stats import norm
from statsmodels.duration.survfunc import SurvfuncRight

Array = NDArray[np.float64]


ROUNDING = 1e-12  # a product of shares that should be one half may miss it by a bit


class Estimate(NamedTuple):
    """A number and its 95 % limits; NaN where the data do not reach that far."""

    value: float
    low: float
    high: float


UNKNOWN = Estimate(np.nan, np.nan, np.nan)


@dataclass(frozen=True)
class Curve:
    """A step function of age: `value[i]` holds from `days[i]` until the next; all arrays have one shape."""

    days: Array
    value: Array
    low: Array
    high: Array
    followed: float  # the age up to which the curve is known

    def at(self, day: float) -> Estimate:
        """Value on that day; unknown beyond the age up to which deals were watched."""
        step = int(np.searchsorted(self.days, day, side="right")) - 1
        if step < 0 or day > self.followed:
            return UNKNOWN
        return Estimate(*(float(limit[step]) for limit in (self.value, self.low, self.high)))


def kaplan_meier(
    days: ArrayLike, observed: ArrayLike, weights: ArrayLike | None = None, entry: ArrayLike | None = None
) -> Curve:
    """Share not yet closed by age, with the log-log interval. `entry`: age at which a deal came under watch.

    Source: Kaplan & Meier (1958), JASA 53, 457-481, in lifelines.
    """
    days = np.asarray(days, float)
    fit = KaplanMeierFitter().fit(days, np.asarray(observed), entry=entry, weights=weights)
    low, high = fit.confidence_interval_.to_numpy().T
    return Curve(fit.timeline, fit.survival_function_.to_numpy()[:, 0], low, high, followed(days, np.asarray(observed)))


def followed(days: Array, ended: ArrayLike) -> float:
    """The greatest age that was watched; no end where the last ones all ended, for then nothing more can happen."""
    last = days == days.max(initial=0.0)
    return float("inf") if np.asarray(ended)[last].all() else float(days.max(initial=0.0))


def quantile(curve: Curve, share: float = 0.5) -> Estimate:
    """Day by which `share` have closed, with the Brookmeyer-Crowley interval on the curve's own (log-log) scale.

    Each limit is the first day on which that limit of the curve is down to 1 - share; NaN where it never is.
    Source: Brookmeyer & Crowley (1982), Biometrics 38, 29-41.
    """

    def first_day(limit: Array) -> float:
        reached = np.flatnonzero(limit <= 1 - share + ROUNDING)
        return float(curve.days[reached[0]]) if len(reached) else np.nan

    return Estimate(first_day(curve.value), first_day(curve.low), first_day(curve.high))


def days_until(shares: ArrayLike, days: ArrayLike, observed: ArrayLike, weights: ArrayLike) -> list[float]:
    """First day on which each of `shares` has ended, by Kaplan-Meier and without limits; NaN where it never has.

    For thousands of small groups, where a curve with its limits would cost too much; statsmodels.
    """
    fit = SurvfuncRight(np.asarray(days, float), np.asarray(observed, int), freq_weights=np.asarray(weights, float))
    reached = [np.flatnonzero(fit.surv_prob <= 1 - share + ROUNDING) for share in np.atleast_1d(shares)]
    return [float(fit.surv_times[at[0]]) if len(at) else np.nan for at in reached]


def logrank_against_rest(
    days: ArrayLike, observed: ArrayLike, groups: ArrayLike, weights: ArrayLike | None = None
) -> dict[Any, float]:
    """p of the log-rank test of each group against all others; a lone group has none (NaN).

    Counted for all groups at once: closings of the group less those expected on each day, over their hypergeometric
    variance. Source: Mantel (1966), Cancer Chemother. Rep. 50, 163-170.
    """
    days, observed = np.asarray(days, float), np.asarray(observed, float)
    weights = np.ones(len(days)) if weights is None else np.asarray(weights, float)
    names, group = np.unique(np.asarray(groups), return_inverse=True)
    age, at = np.unique(days, return_inverse=True)
    shape = (len(names), len(age))
    left, closed = (
        np.bincount(group * shape[1] + at, part, shape[0] * shape[1]).reshape(shape)
        for part in (weights, weights * observed)
    )
    risk = left[:, ::-1].cumsum(axis=1)[:, ::-1]
    all_risk, all_closed = risk.sum(axis=0), closed.sum(axis=0)
    share = risk / all_risk
    spread = np.where(all_risk > 1, (all_risk - all_closed) / np.maximum(all_risk - 1, 1), 0.0)
    variance = (all_closed * share * (1 - share) * spread).sum(axis=1)
    excess = (closed - all_closed * share).sum(axis=1)
    z = np.divide(excess, np.sqrt(variance), out=np.full(len(names), np.nan), where=variance > 0)
    return dict(zip(names.tolist(), (2 * norm.sf(np.abs(z))).tolist(), strict=True))


def aalen_johansen(days: ArrayLike, causes: ArrayLike, cause: int, weights: ArrayLike | None = None) -> Curve:
    """Chance that an end by `cause` has come by each age, ends by other causes competing; 0 in `causes` is censored.

    Counted on the tied ages themselves (lifelines breaks ties by jitter, which moves the estimate from run to run).
    Variance by the delta method, interval on the log-log scale.
    Source: Marubini & Valsecchi (1995), Analysing Survival Data, 10.2; Aalen (1978), Ann. Stat. 6, 534-545.
    """
    days, causes = np.asarray(days, float), np.asarray(causes)
    weights = np.ones(len(days)) if weights is None else np.asarray(weights, float)
    age, at = np.unique(days, return_inverse=True)
    left, ended, by_cause = (
        np.bincount(at, weights * chosen, len(age)).astype(np.float64)
        for chosen in (np.ones(len(days)), causes != 0, causes == cause)
    )
    risk = left[::-1].cumsum()[::-1]
    incidence, variance = incidence_and_variance(risk, ended, by_cause)
    low, high = log_log_limits(incidence, variance)
    at_birth = np.zeros(1)
    steps = [np.concatenate([at_birth, part]) for part in (age, incidence, low, high)]
    return Curve(steps[0], steps[1], steps[2], steps[3], followed(days, causes))


def incidence_and_variance(risk: Array, ended: Array, by_cause: Array) -> tuple[Array, Array]:
    """Aalen-Johansen estimate and its delta-method variance after each age, from counts of shape (..., ages).

    With F the incidence and S the share still open before an age, the variance at t sums over the ages up to t:
    (F(t) - F)² d/n(n-d) + S² c(n-c)/n³ - 2 (F(t) - F) S c/n². Expanded, each part is one running sum.
    """
    risk = np.maximum(risk, 1.0)  # an age that nobody reached changes nothing
    still_open = np.cumprod(1 - ended / risk, axis=-1)
    before = np.concatenate([np.ones_like(still_open[..., :1]), still_open[..., :-1]], axis=-1)
    incidence = np.cumsum(before * by_cause / risk, axis=-1)
    stays = np.maximum(risk - ended, 1.0)
    greenwood = np.where(risk > ended, ended / (risk * stays), 0.0)
    own = before**2 * by_cause * (risk - by_cause) / risk**3
    cross = before * by_cause / risk**2
    sums = (greenwood, greenwood * incidence, greenwood * incidence**2, own, cross, cross * incidence)
    g, gf, gff, o, c, cf = (np.cumsum(part, axis=-1) for part in sums)
    return incidence, np.maximum(incidence**2 * g - 2 * incidence * gf + gff + o - 2 * (incidence * c - cf), 0.0)


def log_log_limits(share: Array, variance: Array, level: float = 0.95) -> tuple[Array, Array]:
    """Limits that stay between 0 and 1; NaN above where nothing has happened yet, 0 below."""
    inside = (share > ROUNDING) & (share < 1 - ROUNDING)
    safe = np.where(inside, share, 0.5)
    spread = norm.ppf(0.5 + level / 2) * np.sqrt(variance) / (safe * np.log(safe))
    low, high = safe ** np.exp(-spread), safe ** np.exp(spread)
    return np.where(inside, low, share), np.where(inside, high, np.where(share > ROUNDING, share, np.nan))
