"""Groups compared by ranks: by how much one lies above another, and whether any of several lies elsewhere."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import kruskal, norm

from analysis.methods.survival import UNKNOWN, Estimate

Array = NDArray[np.float64]
SEED = 20241009
PAIRS = 4_000_000  # differences held at once; larger groups are sampled


def hodges_lehmann(first: ArrayLike, second: ArrayLike, level: float = 0.95) -> Estimate:
    """Shift of the first group over the second: the median of all differences, with Moses' limits; shapes (n,), (m,).

    Limits are order statistics of the differences, at ranks by the normal approximation of Mann-Whitney's U. Groups
    with more than 4 million pairs are sampled, seeded, and the limits are those of the sample. UNKNOWN where a group
    has fewer than two. Source: Hodges & Lehmann (1963), Ann. Math. Stat. 34, 598-611; Hollander & Wolfe (1999), 4.2-3.
    """
    one, other = (np.sort(np.asarray(group, float)) for group in (first, second))
    if min(len(one), len(other)) < 2:
        return UNKNOWN
    one, other = sampled(one, other)
    differences = np.sort((one[:, np.newaxis] - other[np.newaxis, :]).ravel())
    n, m = len(one), len(other)
    reach = float(norm.ppf(0.5 + level / 2)) * np.sqrt(n * m * (n + m + 1) / 12)
    rank = max(round(n * m / 2 - reach), 1)
    return Estimate(float(np.median(differences)), float(differences[rank - 1]), float(differences[-rank]))


def sampled(one: Array, other: Array) -> tuple[Array, Array]:
    if len(one) * len(other) <= PAIRS:
        return one, other
    rng, most = np.random.default_rng(SEED), int(np.sqrt(PAIRS))
    kept = (group if len(group) <= most else np.sort(rng.choice(group, most, replace=False)) for group in (one, other))
    first, second = kept
    return first, second


def kruskal_wallis(groups: Sequence[ArrayLike]) -> tuple[float, float, float]:
    """H, p and the share of the ranks' variance between groups (epsilon²), of k groups of values.

    NaN where fewer than two groups have values, or all values are one. Source: Kruskal & Wallis (1952), JASA 47,
    583-621, by scipy; epsilon² as in Tomczak & Tomczak (2014), Trends Sport Sci. 1, 19-25.
    """
    known = [np.asarray(group, float) for group in groups if len(np.asarray(group))]
    if len(known) < 2 or len(np.unique(np.concatenate(known))) < 2:
        return float("nan"), float("nan"), float("nan")
    h, p = kruskal(*known)
    n = sum(map(len, known))
    return float(h), float(p), float(h / (n - 1))
