"""Units of different mix compared at one common mix: direct standardisation, and how far two mixes lie apart."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import norm

from analysis.methods.survival import Estimate

Array = NDArray[np.float64]
SEED = 20240415


class Standardised(NamedTuple):
    """Rates at the common mix and their standard errors, shape (units,); NaN where a stratum holds too little."""

    rate: Array
    error: Array


def standardise(won: ArrayLike, n: ArrayLike, weights: ArrayLike, least: int = 5, effect: float = 1.0) -> Standardised:
    """Sum over strata of weight x rate, from counts of shape (units, strata); weights sum to 1 over strata.

    A stratum of weight 0 is not asked for. Its variance is weight² x rate x (1 - rate) / n; where all or none are won,
    that of half a success more. effect: the design effect, which multiplies variances.
    Source: Breslow & Day (1987), Statistical Methods in Cancer Research II, 2.2-2.3 (directly standardised rate).
    """
    won, n, weights = (np.asarray(array, float) for array in (won, n, weights))
    enough = ((n >= least) | (weights == 0)).all(axis=1)
    size = np.maximum(n, 1.0)
    rate = won / size
    spread = np.where((won == 0) | (won == n), (won + 0.5) / (size + 1), rate)
    variance = (weights**2 * spread * (1 - spread) / size).sum(axis=1) * effect
    return Standardised(np.where(enough, rate @ weights, np.nan), np.where(enough, np.sqrt(variance), np.nan))


def normal_limits(value: ArrayLike, error: ArrayLike, level: float = 0.95) -> tuple[Array, Array]:
    """Limits of a rate, cut at 0 and 1."""
    value, error = np.asarray(value, float), np.asarray(error, float)
    reach = norm.ppf(0.5 + level / 2) * error
    return np.clip(value - reach, 0, 1), np.clip(value + reach, 0, 1)


def mix_distance(counts: ArrayLike, others: ArrayLike, draws: int = 999, level: float = 0.95) -> Estimate:
    """Share of the units counted that would have to change stratum to have the mix of `others`, shape (strata,).

    Half the sum of absolute differences (total variation), with limits by the bootstrap over the units of both, seeded.
    Chance alone keeps the drawn ones apart, so the limits are turned round the value (basic) and cut at 0. NaN where
    one side is empty. Source: Davison & Hinkley (1997), Bootstrap Methods, 5.2.
    """
    both = [np.asarray(side, float) for side in (counts, others)]
    if min(side.sum() for side in both) == 0:
        return Estimate(np.nan, np.nan, np.nan)
    shares = [side / side.sum() for side in both]
    rng = np.random.default_rng(SEED)
    drawn = [
        rng.multinomial(int(side.sum()), share, draws) / side.sum() for side, share in zip(both, shares, strict=True)
    ]
    value = float(np.abs(shares[0] - shares[1]).sum() / 2)
    apart = np.abs(drawn[0] - drawn[1]).sum(axis=1) / 2
    high, low = 2 * value - np.quantile(apart, [(1 - level) / 2, (1 + level) / 2])
    return Estimate(value, float(np.clip(low, 0, value)), float(np.clip(high, value, 1)))
