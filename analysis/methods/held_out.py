"""What columns foretell of people who were not looked at: each is foretold from all the others."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.methods.clustering import times_drawn
from analysis.methods.survival import UNKNOWN, Estimate

Array = NDArray[np.float64]
SEED = 20260926
DRAWS = 1999
CHUNK = 2_000_000  # drawn numbers held at once
LEAST = 12  # people


class HeldOut(NamedTuple):
    """Of each person, foretold from the others, shape (n,): squared errors without columns and with them, and a score.

    score: what the columns add for the person, by slopes of the others; the level of the others is left out of it,
    for that lies low where the person's own lies high.
    """

    without: Array
    errors: Array
    score: Array

    @property
    def gain(self) -> float:
        return float(1 - self.errors.sum() / self.without.sum())


def foretell(columns: ArrayLike, y: ArrayLike, best: int | None = None) -> HeldOut | None:
    """Least squares on `columns`, shape (n, k), of the others; with `best`, on the so many that go most with y there.

    The choice is made anew without each person, by their correlations. None where a person is not to be foretold: under
    12 people, fewer than two people more than columns, or no variation. Source: Stone (1974), JRSS B 36, 111-147.
    """
    told: Array = np.asarray(y, float)
    x = np.asarray(columns, float).reshape(len(told), -1)
    n, k = len(told), x.shape[1] if best is None else best
    if n < max(LEAST, k + 3) or np.ptp(told) <= 1e-12 or not k or (x.std(axis=0) <= 1e-12).any():
        return None
    without = np.square((told - told.mean()) * n / (n - 1))
    rows = [foretold(x, told, at, best) for at in range(n)]
    errors, score = np.array([row[0] for row in rows]), np.array([row[1] for row in rows])
    return HeldOut(without, np.square(errors), score)


def foretold(x: Array, y: Array, at: int, best: int | None) -> tuple[float, float]:
    """Error of the person `at` foretold from all others, and the person's score."""
    others = np.arange(len(y)) != at
    chosen = slice(None) if best is None else best_columns(x[others], y[others], best)
    middle = x[others][:, chosen].mean(axis=0)
    slopes = np.linalg.lstsq(x[others][:, chosen] - middle, y[others] - y[others].mean(), rcond=None)[0]
    error = float(y[at] - y[others].mean() - (x[at, chosen] - middle) @ slopes)
    return error, float((x[at, chosen] - x[:, chosen].mean(axis=0)) @ slopes)


def best_columns(x: Array, y: Array, many: int) -> NDArray[np.int64]:
    centred = x - x.mean(axis=0)
    spread = np.sqrt(np.square(centred).sum(axis=0))
    with np.errstate(invalid="ignore", divide="ignore"):
        together = np.where(spread > 1e-12, centred.T @ (y - y.mean()) / spread, -np.inf)
    best: NDArray[np.int64] = np.sort(np.argsort(-together, kind="stable")[:many])
    return best


def share_foretold(found: HeldOut, level: float = 0.95) -> Estimate:
    """1 - squared error with the columns over that without; limits by drawing people, percentile, seeded."""
    return drawn(lambda weights: 1 - (weights @ found.errors) / (weights @ found.without), len(found.errors), level)


def chance_above(score: ArrayLike, won: ArrayLike, lost: ArrayLike, level: float = 0.95) -> Estimate:
    """Chance that a won deal's person is scored above a lost one's, ties half; limits by drawing people.

    won, lost: deals of each person, shape (n,). UNKNOWN where either is missing.
    Source: Hanley & McNeil (1982), Radiology 143, 29-36; over clusters Obuchowski (1997), Biometrics 53, 567-578.
    """
    s, wins_of, losses_of = (np.asarray(part, float) for part in (score, won, lost))
    if not wins_of.sum() or not losses_of.sum():
        return UNKNOWN
    above = (s[:, np.newaxis] > s) + 0.5 * (s[:, np.newaxis] == s)

    def share(weights: Array) -> Array:
        wins, losses = weights * wins_of, weights * losses_of
        pairs = wins.sum(axis=1) * losses.sum(axis=1)
        counted = ((wins @ above) * losses).sum(axis=1)
        return np.asarray(np.divide(counted, pairs, out=np.full(len(pairs), np.nan), where=pairs > 0))

    return drawn(share, len(s), level)


def drawn(statistic: Callable[[Array], Array], n: int, level: float) -> Estimate:
    """The statistic of weights, shape (draws, n) to (draws,), of all people once, with percentile limits."""
    rng = np.random.default_rng(SEED)
    batch = max(1, CHUNK // n)
    parts = [times_drawn(rng, min(batch, DRAWS - start), n) for start in range(0, DRAWS, batch)]
    values = np.concatenate([statistic(part) for part in parts])
    low, high = np.nanquantile(values, [(1 - level) / 2, (1 + level) / 2])
    return Estimate(float(statistic(np.ones((1, n)))[0]), float(low), float(high))
