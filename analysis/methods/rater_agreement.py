"""How far marks of several raters tell the same people apart."""

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import f as snedecor

from analysis.methods.survival import UNKNOWN, Estimate

LEAST = 5  # people with two marks or more


def icc_one_way(marks: ArrayLike, people: ArrayLike, level: float = 0.95) -> Estimate:
    """ICC(1,1): share of the variance of single marks that lies between people; one mark and its person each, (n,).

    Any raters, not always the same; people with one mark are left out. With unequal numbers of marks the mean number is
    that of the analysis of variance, and the limits are near, not exact. Below 0 is possible: raters agree less than by
    chance. UNKNOWN with fewer than five people with two marks, or where no mark varies.
    Source: Shrout & Fleiss (1979), Psychol. Bull. 86, 420-428; limits as there, from F.
    """
    marks, people = np.asarray(marks, float), np.asarray(people, str)
    names, codes, counts = np.unique(people, return_inverse=True, return_counts=True)
    kept = (counts >= 2)[codes] & ~np.isnan(marks)
    names, codes, counts = np.unique(people[kept], return_inverse=True, return_counts=True)
    marks, n, total = marks[kept], len(names), int(kept.sum())
    if n < LEAST or np.ptp(marks) <= 0:
        return UNKNOWN
    means = np.bincount(codes, marks, n) / counts
    between = float((counts * (means - marks.mean()) ** 2).sum()) / (n - 1)
    within = float(((marks - means[codes]) ** 2).sum()) / (total - n)
    k = (total - float((counts**2).sum()) / total) / (n - 1)
    if within <= 0:
        return Estimate(1.0, np.nan, np.nan)
    tail = (1 - level) / 2
    ratio = between / within / np.array([1, *snedecor.ppf([1 - tail, tail], n - 1, total - n)])
    value, low, high = (ratio - 1) / (ratio - 1 + k)
    return Estimate(float(value), float(low), float(high))
