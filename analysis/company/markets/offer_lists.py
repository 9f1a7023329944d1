"""A list of likely offers as it would have been made a year ago, against the commonest gap, on purchases since."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.company.markets.ownership import Matrix, years_before
from analysis.company.markets.plays import chances_now
from analysis.methods.clustering import cluster_bootstrap
from analysis.methods.intervals import newcombe_interval
from analysis.methods.survival import UNKNOWN, Estimate

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
CALLS = 200  # of a quarter
PART = 4  # a list takes at most every fourth of all offers there are


@dataclass(frozen=True)
class Lists:
    """Two lists of k offers made on the same day: model and popular, bought, each of shape (accounts, products)."""

    model: Flags
    popular: Flags
    bought: Flags

    @property
    def k(self) -> int:
        return int(self.model.sum())

    def found(self, listed: Flags) -> int:
        return int((listed & self.bought).sum())


def held_out(matrix: Matrix, day: pd.Timestamp) -> Lists | None:
    """Lists of a year before `day`, from what was known then, and what was bought since; None without an offer."""
    then = years_before(day, 1)
    chances = chances_now(matrix, then)
    k = min(CALLS, int((~np.isnan(chances)).sum()) // PART)
    if not k:
        return None
    sold = (matrix.owned(then) & matrix.here(then)[:, np.newaxis]).sum(axis=0)
    return Lists(first_offers(chances, sold, k), popular_offers(chances, sold, k), matrix.bought(then, day))


def first_offers(chances: Array, sold: NDArray[np.int_], k: int) -> Flags:
    """The k likeliest; of equal chances the product sold oftener, then the account that comes first."""
    rows, columns = np.nonzero(~np.isnan(chances))
    order = np.lexsort((columns, rows, -sold[columns], -chances[rows, columns].round(12)))[:k]
    return flags(chances.shape, rows[order], columns[order])


def popular_offers(chances: Array, sold: NDArray[np.int_], k: int) -> Flags:
    """Each account's most sold product that it lacked, one an account; the most sold first, then by account."""
    lacked = ~np.isnan(chances)
    rows = np.flatnonzero(lacked.any(axis=1))
    columns = np.where(lacked[rows], sold, -1).argmax(axis=1)
    order = np.lexsort((rows, -sold[columns]))[:k]
    return flags(chances.shape, rows[order], columns[order])


def flags(shape: tuple[int, ...], rows: NDArray[np.intp], columns: NDArray[np.intp]) -> Flags:
    made = np.zeros(shape, bool)
    made[rows, columns] = True
    return made


def gain(lists: Lists) -> Estimate:
    """Share bought of the model's list less that of the popular one; offers on both cancel.

    Limits of the offers on one list alone: Newcombe's, or where an account stands on them more than once whole accounts
    drawn anew. Without such offers there is no gain and there are no limits.
    """
    ours, theirs = lists.model & ~lists.popular, lists.popular & ~lists.model
    if not ours.any() or not theirs.any():
        return UNKNOWN
    value = (lists.found(ours) - lists.found(theirs)) / lists.k
    low, high = limits_alone(lists, ours, theirs)
    return Estimate(value, low, high)


def limits_alone(lists: Lists, ours: Flags, theirs: Flags) -> tuple[float, float]:
    counts = np.column_stack([part.sum(axis=1) for one in (ours, theirs) for part in (one, one & lists.bought)])
    stands = counts[:, 0] + counts[:, 2]
    sizes = np.array([ours.sum(), theirs.sum()]) / lists.k
    if stands.max() > 1:
        low, high = cluster_bootstrap(counts[stands > 0], lambda sums: differences(sums, sizes))
        return float(low[0]), float(high[0])
    first, second = (lists.found(one) for one in (ours, theirs))
    low, high = newcombe_interval(first, int(ours.sum()), second, int(theirs.sum()))
    return float(low) * float(sizes[0]), float(high) * float(sizes[0])


def differences(sums: Array, sizes: Array) -> Array:
    """Of both shares bought, each in the size of its list, shape (draws, 1)."""
    shares = np.divide(sums[:, [1, 3]], sums[:, [0, 2]], out=np.full((len(sums), 2), np.nan), where=sums[:, [0, 2]] > 0)
    return np.asarray((shares * sizes) @ np.array([[1.0], [-1.0]]))
