"""Items weighed over several criteria (multi-criteria decision analysis), and what the order owes to the weights."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]
SEED = 20240517
DRAWS = 1000
LEAST, MOST = 1, 5


def turned(ratings: ArrayLike, is_cost: ArrayLike) -> Array:
    """Ratings 1 to 5, shape (items, criteria), with costs counted the other way round: 5 becomes 1."""
    ratings = np.asarray(ratings, float)
    return np.where(np.asarray(is_cost, bool), LEAST + MOST - ratings, ratings)


def weighted_scores(ratings: ArrayLike, weights: ArrayLike) -> Array:
    """Weighted mean per item, shape (items,), of ratings of shape (items, criteria); an item with a gap is NaN.

    Source: Keeney & Raiffa (1976), Decisions with Multiple Objectives, 3.6 (the additive model).
    """
    ratings, weights = np.asarray(ratings, float), np.asarray(weights, float)
    return np.asarray(ratings @ (weights / weights.sum()))


def first_shares(ratings: ArrayLike, draws: int = DRAWS) -> Array:
    """Share of `draws` sets of weights, all equally likely, in which each item is first; shape (items,), seeded.

    Ties are shared. Items with a gap are never first. Source: Lahdelma, Hokkanen & Salminen (1998), EJOR 106, 137-143.
    """
    ratings = np.asarray(ratings, float)
    whole = ~np.isnan(ratings).any(axis=1)
    if not whole.any():
        return np.zeros(len(ratings))
    weights = np.random.default_rng(SEED).dirichlet(np.ones(ratings.shape[1]), draws)
    scores = np.where(whole[:, np.newaxis], np.nan_to_num(ratings) @ weights.T, -np.inf)
    first = np.isclose(scores, scores.max(axis=0))
    return np.asarray((first / first.sum(axis=0)).mean(axis=1))
