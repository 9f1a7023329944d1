"""Rates of a few groups that vary round a common one, with the spread between them unknown too."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betainc, betaln

Array = NDArray[np.float64]
SEED = 20240606
DRAWS = 10_000
MEANS, SHARES = 60, 40  # cells of the grid
NOTHING = 1e-7  # weight of a cell that is left out
HALVINGS = 25


@dataclass(frozen=True)
class GroupRates:
    """What counts tell of each group's rate: a mixture of beta distributions, cell by cell of the grid.

    weight: shape (cells,); first, second: parameters of shape (cells, k). Cells that weigh nothing are left out.
    """

    weight: Array
    first: Array
    second: Array

    @property
    def mean(self) -> Array:
        """Shape (k,)."""
        return np.asarray(self.weight @ (self.first / (self.first + self.second)))

    def limits(self, level: float = 0.95) -> tuple[Array, Array]:
        return self.quantile((1 - level) / 2), self.quantile((1 + level) / 2)

    def quantile(self, share: float) -> Array:
        """Shape (k,), by halving."""
        low, high = np.zeros(self.first.shape[1]), np.ones(self.first.shape[1])
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            below = self.weight @ betainc(self.first, self.second, middle) < share
            low, high = np.where(below, middle, low), np.where(below, high, middle)
        return (low + high) / 2

    def draws(self, n: int = DRAWS) -> Array:
        """Rates of all groups together, shape (n, k), seeded: cells in proportion, rates within them at random."""
        at = np.searchsorted(self.weight.cumsum(), (np.arange(n) + 0.5) / n).clip(max=len(self.weight) - 1)
        return np.asarray(np.random.default_rng(SEED).beta(self.first[at], self.second[at]))


def group_rates(successes: ArrayLike, n: ArrayLike) -> GroupRates:
    """Beta-binomial model, its mean and spread integrated over a grid. Counts of shape (k,), also fractions.

    The share by which a group of middling size is pulled, and the mean, are taken as uniform beforehand. Where a fitted
    prior holds the spread for known, its limits are too narrow with few groups; these are not.
    Sources: Gelman et al. (2013), Bayesian Data Analysis, 5.3; Christiansen & Morris (1997), JASA 92, 618-632 (the
    uniform share).
    """
    won, lost = np.asarray(successes, float), np.asarray(n, float) - np.asarray(successes, float)
    first, second = prior_cells(np.asarray(n, float))
    groups = zip(won, lost, strict=True)
    log_weight = sum((betaln(first + w, second + m) - betaln(first, second) for w, m in groups), np.zeros(len(first)))
    weight = np.exp(log_weight - log_weight.max())
    weight /= weight.sum()
    kept = weight > NOTHING
    weight = weight[kept] / weight[kept].sum()
    return GroupRates(weight, first[kept, np.newaxis] + won, second[kept, np.newaxis] + lost)


def prior_cells(n: Array) -> tuple[Array, Array]:
    """Both parameters of the beta prior in each cell of the grid, shape (cells,)."""
    share = (np.arange(SHARES) + 0.5) / SHARES
    strength = max(float(np.median(n[n > 0])) if (n > 0).any() else 1.0, 1.0) * share / (1 - share)
    mean = (np.arange(MEANS) + 0.5) / MEANS
    return np.outer(mean, strength).ravel(), np.outer(1 - mean, strength).ravel()
