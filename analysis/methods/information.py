"""How much a word says: entropy of a list of reasons, and what a field tells about an outcome."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import brentq
from scipy.stats import chi2, ncx2, norm
from sklearn.metrics.cluster import expected_mutual_information

from analysis.methods.survival import UNKNOWN, Estimate

Array = NDArray[np.float64]
Z = float(norm.ppf(0.975))
LARGE = 1000.0  # of the statistic, from which its spread is normal
MANY = 20_000  # cases, from which what chance gives is its large-sample value: the exact sum grows with them


def entropy_of(counts: ArrayLike) -> float:
    """Entropy in nats of counts of shape (k,); 0 where one value holds all."""
    counts = np.asarray(counts, float)
    shares = counts[counts > 0] / counts.sum() if counts.sum() else counts[:0]
    return float(-(shares * np.log(shares)).sum())


def evenness(counts: ArrayLike) -> Estimate:
    """Entropy over its most, the logarithm of the number of values seen: 0 one word for all, 1 all equally often.

    UNKNOWN with fewer than two values. Limits from the large-sample variance of an entropy, cut at 0 and 1.
    Source: Pielou (1966), J. Theor. Biol. 13, 131-144; variance Basharin (1959), Theory Probab. Appl. 4, 333-336.
    """
    counts = np.asarray(counts, float)
    counts = counts[counts > 0]
    if len(counts) < 2:
        return UNKNOWN
    shares, most = counts / counts.sum(), np.log(len(counts))
    entropy = entropy_of(counts)
    spread = np.sqrt(max(float(shares @ np.log(shares) ** 2) - entropy**2, 0.0) / counts.sum())
    low, high = np.clip(np.array([entropy - Z * spread, entropy + Z * spread]) / most, 0, 1)
    return Estimate(float(entropy / most), float(low), float(high))


class Gain(NamedTuple):
    """What a field tells about an outcome, as a share of all there is to know of it: 0 nothing, 1 everything."""

    value: float
    low: float
    high: float
    p: float


NO_GAIN = Gain(*[float("nan")] * 4)


def information_gain(counts: ArrayLike, effect: float = 1.0) -> Gain:
    """Mutual information of rows and columns of `counts`, shape (values, outcomes), over the entropy of the outcomes.

    What chance alone would give is taken off both, so that a field that tells nothing comes out near 0 however many
    values it has; never below 0. Limits from the noncentral chi-square of the likelihood ratio, from `LARGE` on normal.
    effect: the design effect of deals that end alike within a cluster; information counts as from n / effect deals.
    NO_GAIN where field or outcome does not vary.
    Source: Vinh, Epps & Bailey (2010), JMLR 11, 2837-2854 (adjustment for chance); Venables (1975), JRSS B 37, 406-412.
    """
    cells: NDArray[np.int64] = np.asarray(counts, dtype=np.int64)
    cells = cells[cells.sum(axis=1) > 0][:, cells.sum(axis=0) > 0]
    if min(cells.shape, default=0) < 2:
        return NO_GAIN
    n, told, most = int(cells.sum()), mutual_information(cells), entropy_of(cells.sum(axis=0))
    degrees = (cells.shape[0] - 1) * (cells.shape[1] - 1)
    chance = effect * (expected_mutual_information(cells, n) if n <= MANY else degrees / (2 * n))
    statistic = 2 * n * told / effect
    low, high = noncentrality_limits(statistic, degrees)
    share = effect / (2 * n * most)
    value = max(0.0, (told - chance) / (most - chance)) if most > chance else float("nan")
    p = float(chi2.sf(statistic, degrees))
    return Gain(float(value), float(min(low * share, value)), float(np.clip(high * share, value, 1)), p)


def mutual_information(counts: ArrayLike) -> float:
    """In nats, of a table of counts."""
    counts = np.asarray(counts, float)
    return entropy_of(counts.sum(axis=0)) + entropy_of(counts.sum(axis=1)) - entropy_of(counts.ravel())


def noncentrality_limits(statistic: float, degrees: int) -> tuple[float, float]:
    """95 % limits of the noncentrality of a chi-square of which this was seen."""
    if statistic - degrees > LARGE:
        reach = Z * 2 * np.sqrt(statistic - degrees)
        return float(statistic - degrees - reach), float(statistic - degrees + reach)
    return noncentrality(statistic, degrees, 0.975), noncentrality(statistic, degrees, 0.025)


def noncentrality(statistic: float, degrees: int, below: float) -> float:
    """The noncentrality under which so little or less is seen with chance `below`; 0 where it is under that anyhow."""
    if chi2.cdf(statistic, degrees) <= below:
        return 0.0
    most = 4 * (statistic + degrees + 10)
    return float(brentq(lambda value: ncx2.cdf(statistic, degrees, value) - below, 1e-9, most))
