"""Two reviewers who judged the same cases: agreement beyond chance, and who uses which word more often."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy.stats import binomtest, norm
from statsmodels.stats.inter_rater import cohens_kappa

from analysis.methods.survival import UNKNOWN, Estimate

Array = NDArray[np.float64]


def kappa(first: ArrayLike, second: ArrayLike) -> Estimate:
    """Cohen's kappa of two codings of the same cases, shape (n,) each, with its large-sample limits, cut at -1 and 1.

    UNKNOWN without a case, or where both use one and the same word throughout: chance alone then agrees always.
    Source: Cohen (1960), Educ. Psychol. Meas. 20, 37-46; limits Fleiss, Cohen & Everitt (1969), Psychol. Bull. 72.
    """
    counts = crossed(first, second).to_numpy(float)
    if len(counts) < 2:
        return UNKNOWN
    found = cohens_kappa(counts)
    return Estimate(float(found.kappa), max(float(found.kappa_low), -1.0), min(float(found.kappa_upp), 1.0))


def crossed(first: ArrayLike, second: ArrayLike) -> pd.DataFrame:
    """How often each pair of words was given: a square table, words in their order."""
    one, other = pd.Series(np.asarray(first, dtype=object)), pd.Series(np.asarray(second, dtype=object))
    words = sorted(set(one) | set(other))
    return pd.crosstab(one, other).reindex(index=words, columns=words, fill_value=0)


def agreed_by_chance(first: ArrayLike, second: ArrayLike) -> float:
    """Share of cases on which two would agree who hand out their own words blindly; NaN without a case."""
    counts = crossed(first, second).to_numpy(float)
    total = counts.sum()
    return float(counts.sum(axis=0) @ counts.sum(axis=1) / total**2) if total else float("nan")


def paired_difference(only_first: int, only_second: int, n: int) -> Estimate:
    """Share of n cases that the first says yes to, less the share of the second; cases of which one alone says yes.

    Source: Agresti & Min (2005), Stat. Med. 24, 729-740: the limits with half a case added to each of the four cells.
    """
    if not n:
        return UNKNOWN
    b, c, total = only_first + 0.5, only_second + 0.5, n + 2
    middle = (b - c) / total
    reach = float(norm.ppf(0.975)) * np.sqrt(b + c - (b - c) ** 2 / total) / total
    limits = max(float(middle - reach), -1.0), min(float(middle + reach), 1.0)
    return Estimate((only_first - only_second) / n, *limits)


def mcnemar_p(only_first: int, only_second: int) -> float:
    """Two-sided exact p that both say yes equally often; NaN where they never differ. McNemar (1947)."""
    differ = only_first + only_second
    return float(binomtest(only_first, differ).pvalue) if differ else float("nan")
