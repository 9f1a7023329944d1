"""A total that several people split: how near their splits are, and whether there are two camps."""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import pdist, squareform

from analysis.answers.disclosure import may_show

Array = NDArray[np.float64]
APART = 0.5  # mean silhouette: a reasonable structure


def mean_cosine(splits: ArrayLike) -> float | None:
    """Mean cosine over all pairs of rows, shape (people, items); None for fewer than two.

    1: all gave the same shares; 0: no two gave anything to the same item. Amounts are never negative, and no row is 0.
    Source: Salton & McGill (1983), Introduction to Modern Information Retrieval, 4.1.
    """
    splits = np.asarray(splits, float)
    if len(splits) < 2:
        return None
    return float(np.clip(1 - pdist(splits, "cosine"), 0, 1).mean())


def two_camps(splits: ArrayLike) -> NDArray[np.int64] | None:
    """0 or 1 for each row, 0 the larger camp; None where the splits do not fall apart in two, or a camp is under five.

    Average linkage on the Euclidean distance of the splits, cut in two; told only where the mean silhouette is above
    0.5. Sources: Sokal & Michener (1958); Kaufman & Rousseeuw (1990), Finding Groups in Data, 2.2.
    """
    splits = np.asarray(splits, float)
    if len(splits) < 2 or not pdist(splits).any():
        return None
    camps = fcluster(linkage(splits, "average"), 2, "maxclust").astype(np.int64) - 1
    sizes = np.bincount(camps, minlength=2)
    if not all(may_show(int(size)) for size in sizes) or silhouette(splits, camps) <= APART:
        return None
    return camps if sizes[0] >= sizes[1] else 1 - camps


def silhouette(splits: Array, camps: NDArray[np.int64]) -> float:
    """Mean silhouette of two camps of two or more each. Source: Rousseeuw (1987), J. Comput. Appl. Math. 20, 53-65."""
    distances = squareform(pdist(splits))
    own = camps[:, np.newaxis] == camps[np.newaxis, :]
    within = np.where(own, distances, 0).sum(axis=1) / (own.sum(axis=1) - 1)
    between = np.where(own, 0, distances).sum(axis=1) / (~own).sum(axis=1)
    most = np.maximum(within, between)
    return float(np.mean(np.divide(between - within, most, out=np.zeros_like(most), where=most > 0)))
