"""How far marks of several raters tell the same people apart."""

import numpy as np
from numpy.typing import ArrayLike

from analysis.methods.survival import UNKNOWN, Estimate
from analysis.methods.variance import intraclass

LEAST = 5  # people with two marks or more


def icc_one_way(marks: ArrayLike, people: ArrayLike, level: float = 0.95) -> Estimate:
    """ICC(1,1): share of the variance of single marks that lies between people; one mark and its person each, (n,).

    Any raters, not always the same; people with one mark are left out. With unequal numbers of marks the mean number is
    that of the analysis of variance, and the limits are near, not exact. Below 0 is possible: raters agree less than by
    chance. UNKNOWN with fewer than five people with two marks, or where no mark varies.
    Source: Shrout & Fleiss (1979), Psychol. Bull. 86, 420-428; limits as there, from F.
    """
    given, who = np.asarray(marks, float), np.asarray(people, str)
    _, codes, counts = np.unique(who, return_inverse=True, return_counts=True)
    kept = (counts >= 2)[codes]
    given, codes = given[kept], np.unique(who[kept], return_inverse=True)[1]
    if codes.max(initial=-1) + 1 < LEAST or np.ptp(given) <= 0:
        return UNKNOWN
    return intraclass(given, codes, level)
