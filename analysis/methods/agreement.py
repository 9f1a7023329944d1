"""How far people agree: statistics of a whole room, without intervals, for a room is counted."""

import math
from collections.abc import Sequence
from itertools import permutations

import krippendorff
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import chi2, entropy

EXACT_ITEMS = 8  # 40,320 orders; beyond, Borda


def nominal_alpha(answers: pd.DataFrame) -> float | None:
    """Krippendorff's alpha of classes, shape (people, cases), null where someone abstained.

    None where all agree on one class (no variation to measure against) or nobody answered a case twice. Source:
    Krippendorff (2011), Computing Krippendorff's Alpha-Reliability; by the package krippendorff.
    """
    pairable = answers.loc[:, answers.notna().sum() >= 2]
    codes, classes = pd.factorize(pairable.to_numpy().ravel())
    if len(classes) < 2:
        return None
    matrix = np.where(codes < 0, np.nan, codes).reshape(pairable.shape)
    domain = list(range(len(classes)))
    return float(krippendorff.alpha(matrix, level_of_measurement="nominal", value_domain=domain))


def ordinal_alpha(marks: pd.DataFrame) -> float | None:
    """Krippendorff's alpha of ordered marks, shape (people, units), null where someone abstained.

    None where all gave one mark or nobody rated a unit twice. Source: Krippendorff (2011), Computing Krippendorff's
    Alpha-Reliability; by the package krippendorff.
    """
    pairable = marks.loc[:, marks.notna().sum() >= 2].to_numpy(float)
    domain = sorted(set(pairable[~np.isnan(pairable)]))
    if len(domain) < 2:
        return None
    return float(krippendorff.alpha(pairable, level_of_measurement="ordinal", value_domain=domain))


def kendalls_w(ranks: NDArray[np.float64]) -> tuple[float, float]:
    """W and its p of complete rankings, shape (people, items), tied ranks averaged.

    p by chi-square, m(k − 1)W on k − 1 degrees of freedom. Source: Kendall & Babington Smith (1939), Ann. Math. Stat.
    10, 275-287; tie correction after Siegel & Castellan (1988), 9.4.
    """
    people, items = ranks.shape
    sums = ranks.sum(axis=0)
    ties = sum(float((counts**3 - counts).sum()) for counts in (np.unique(row, return_counts=True)[1] for row in ranks))
    spread = people**2 * (items**3 - items) - people * ties
    if spread == 0:
        return math.nan, math.nan
    w = 12 * float(((sums - sums.mean()) ** 2).sum()) / spread
    return w, float(chi2.sf(people * (items - 1) * w, items - 1))


def preferences(ranks: NDArray[np.float64]) -> NDArray[np.float64]:
    """How many people put item i before item j, shape (items, items)."""
    before = ranks[:, :, np.newaxis] < ranks[:, np.newaxis, :]
    return np.asarray(before.sum(axis=0), dtype=float)


def kemeny_order(ranks: NDArray[np.float64]) -> list[int]:
    """Indices of the items in the order that disagrees with the fewest pairwise preferences; ties by mean rank.

    Exact up to 8 items, else the order of Borda. Source: Kemeny (1959), Daedalus 88, 577-591.
    """
    borda = [int(place) for place in np.argsort(ranks.mean(axis=0), kind="stable")]
    if ranks.shape[1] > EXACT_ITEMS:
        return borda
    prefer = preferences(ranks)
    orders = np.array(list(permutations(borda)))
    upper = np.triu_indices(len(borda), 1)
    cost = prefer[orders[:, upper[1]], orders[:, upper[0]]].sum(axis=1)
    return [int(item) for item in orders[cost.argmin()]]


def entropy_consensus(votes: Sequence[int]) -> float | None:
    """1 − normalised entropy of the votes over all options: 0 evenly spread, 1 unanimous; None without a vote."""
    if sum(votes) == 0 or len(votes) < 2:
        return None
    # Adding 0.0 turns the −0.0 of an even vote into 0.
    return float(1 - entropy(list(votes)) / math.log(len(votes))) + 0.0
