"""The chance that one buys, from those who owned alike and either bought or did not."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import pairwise_distances

from analysis.methods.shrinkage import fit_beta_prior

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
NEAREST = 25
ROUNDING = 1e-9


class Learnt(NamedTuple):
    """Kinds of accounts by what they owned on a day, and who of them bought what in the year after.

    kinds: shape (kinds, products); lacked, bought: accounts, of the same shape; 0 where the kind owns the product.
    """

    kinds: Flags
    lacked: Array
    bought: Array


def learn(owned: Flags, bought: Flags) -> Learnt:
    """owned, bought since: shape (accounts, products)."""
    kinds, of = np.unique(owned, axis=0, return_inverse=True)
    sums = np.zeros((2, *kinds.shape))
    np.add.at(sums[0], of.ravel(), ~owned)
    np.add.at(sums[1], of.ravel(), bought & ~owned)
    return Learnt(kinds, sums[0], sums[1])


def purchase_chances(owned: Flags, learnt: Learnt, least: int) -> Array:
    """Chance of buying each product lacked, shape (accounts, products); NaN where it is owned.

    The share of buyers among the 25 accounts lacking it that owned most alike (Jaccard), all equally near ones
    included; pulled to the product's rate as far as kinds of accounts differ little (beta-binomial), and scaled so that
    last year's chances add up to last year's buyers. With fewer than `least` buyers of a product: its rate.
    Sources: Fix & Hodges (1951), k nearest neighbours; Ridout, Demétrio & Firth (1999), Biometrics 55, 137-148.
    """
    asked, of = np.unique(owned, axis=0, return_inverse=True)
    rate = np.divide(
        learnt.bought.sum(axis=0), learnt.lacked.sum(axis=0),
        out=np.zeros(owned.shape[1]), where=learnt.lacked.sum(axis=0) > 0,
    )  # fmt: skip
    chances = np.broadcast_to(rate, asked.shape).copy()
    modelled = np.flatnonzero(learnt.bought.sum(axis=0) >= least)
    if len(modelled):
        near, own = (distances(kinds, learnt.kinds) for kinds in (asked, learnt.kinds))
        for product in map(int, modelled):
            chances[:, product] = chances_of(product, rate[product], learnt, near, own)
    return np.where(owned, np.nan, chances[of.ravel()])


def distances(these: Flags, those: Flags) -> Array:
    """Jaccard's, 0 for two that own nothing; rounded, so that equal ones are equal."""
    return np.asarray(pairwise_distances(these, those, metric="jaccard")).round(9)


def chances_of(product: int, rate: float, learnt: Learnt, near: Array, own: Array) -> Array:
    lacked, bought = learnt.lacked[:, product], learnt.bought[:, product]
    known = lacked > 0
    prior = fit_beta_prior(bought[known], lacked[known])
    if prior.pools_fully:
        return np.full(len(near), rate)
    made, last = (
        pulled(*neighbours(each[:, known], lacked[known], bought[known]), rate, prior.strength) for each in (near, own)
    )
    added_up = float(last @ lacked)
    return np.minimum(made * (bought.sum() / added_up if added_up else 1.0), 1.0)


def neighbours(away: Array, n: Array, bought: Array, nearest: int = NEAREST) -> tuple[Array, Array]:
    """Buyers and accounts among the `nearest`, and all as near as the last of them, for each row of distances."""
    order = np.argsort(away, axis=1, kind="stable")
    sorted_away = np.take_along_axis(away, order, axis=1)
    counted = n[order].cumsum(axis=1)
    last = np.minimum((counted < nearest).sum(axis=1), away.shape[1] - 1)
    reach = sorted_away[np.arange(len(away)), last]
    inside = away <= reach[:, np.newaxis] + ROUNDING
    return inside @ bought, inside @ n


def pulled(bought: Array, n: Array, rate: float, strength: float) -> Array:
    return (bought + strength * rate) / (n + strength)
