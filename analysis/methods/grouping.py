"""Groups of accounts that are alike: k-means, and how far apart the groups stand."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.cluster import KMeans
from sklearn.metrics import silhouette_samples

Array = NDArray[np.float64]
SEED = 20241203
MOST = 3000  # rows whose distances are all looked at; more are sampled for the silhouette
FEWEST = 12  # rows


@dataclass(frozen=True)
class Groups:
    """labels: of each row, 0 the largest group. silhouette: mean over `n` rows, 1 far apart, 0 none, with limits.

    by_k: {k: silhouette} of every k tried.
    """

    labels: NDArray[np.int64]
    silhouette: float
    low: float
    high: float
    n: int
    by_k: dict[int, float]


def group(rows: ArrayLike, ks: tuple[int, ...] = (2, 3, 4, 5)) -> Groups | None:
    """The k-means grouping whose silhouette is highest; rows of shape (n, features), standardised here.

    None under 12 different rows. Seeded and independent of the order of the rows. Sources: Lloyd (1982), IEEE Trans.
    Inf. Theory 28, 129-137; Rousseeuw (1987), J. Comput. Appl. Math. 20, 53-65; by scikit-learn.
    """
    table = standardised(np.asarray(rows, float))
    order = np.lexsort(table.T[::-1])
    ordered = table[order]
    if len(np.unique(ordered, axis=0)) < FEWEST:
        return None
    labels = {k: KMeans(k, n_init=10, random_state=SEED).fit(ordered).labels_ for k in ks}
    looked = np.sort(np.random.default_rng(SEED).choice(len(ordered), min(MOST, len(ordered)), replace=False))
    values = {k: silhouette_samples(ordered[looked], labels[k][looked]) for k in ks}
    best = max(ks, key=lambda k: (float(values[k].mean()), -k))
    mean, reach = float(values[best].mean()), 1.96 * float(values[best].std(ddof=1)) / np.sqrt(len(looked))
    back = np.empty(len(ordered), dtype=np.int64)
    back[order] = by_size(labels[best])
    return Groups(back, mean, mean - reach, mean + reach, len(looked), {k: float(values[k].mean()) for k in ks})


def standardised(rows: Array) -> Array:
    """Each feature less its mean over its standard deviation; one that does not vary is 0 throughout."""
    spread = rows.std(axis=0)
    return np.asarray((rows - rows.mean(axis=0)) / np.where(spread > 0, spread, 1.0), dtype=float)


def by_size(labels: NDArray[np.int32]) -> NDArray[np.int64]:
    """The labels again, 0 for the largest group; of equal ones the first in order."""
    names, first, sizes = np.unique(labels, return_index=True, return_counts=True)
    places = np.lexsort((first, -sizes))
    renamed = np.empty(len(names), dtype=np.int64)
    renamed[places] = np.arange(len(names))
    return renamed[np.searchsorted(names, labels)]
