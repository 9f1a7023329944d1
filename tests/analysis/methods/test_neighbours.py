"""Chances of buying against scikit-learn's own neighbours, and by hand."""

import numpy as np
import pytest
from sklearn.neighbors import NearestNeighbors

from analysis.methods.neighbours import distances, learn, neighbours, purchase_chances
from analysis.methods.shrinkage import fit_beta_prior


def year(seed=1, n=400, products=6):
    rng = np.random.default_rng(seed)
    owned = rng.random((n, products)) < 0.35
    chance = np.where(owned[:, [0]], 0.5, 0.1) * np.ones(products)
    return owned, (rng.random((n, products)) < chance) & ~owned


def test_neighbours_are_those_of_scikit_learn():
    owned, bought = year()
    learnt, product = learn(owned, bought), 3
    lacking = ~owned[:, product]
    asked = np.unique(owned[lacking], axis=0)
    near = distances(asked, learnt.kinds[learnt.lacked[:, product] > 0])
    known = learnt.lacked[:, product] > 0
    found, n = neighbours(near, learnt.lacked[known, product], learnt.bought[known, product])
    tree = NearestNeighbors(metric="jaccard").fit(owned[lacking])
    for place, kind in enumerate(asked):
        reach = np.sort(tree.kneighbors(kind[np.newaxis], 25)[0])[0, -1]
        inside = tree.radius_neighbors(kind[np.newaxis], reach + 1e-9, return_distance=False)[0]
        assert n[place] == len(inside) >= 25
        assert found[place] == bought[lacking][inside, product].sum()


def test_last_year_s_chances_add_up_to_its_buyers():
    owned, bought = year()
    chances = purchase_chances(owned, learn(owned, bought), 30)
    assert np.nansum(chances, axis=0) == pytest.approx(bought.sum(axis=0))
    assert (np.isnan(chances) == owned).all()


def test_owners_of_what_leads_to_it_are_likelier():
    owned, bought = year(n=1500)
    chances = purchase_chances(owned, learn(owned, bought), 30)
    mine, others = (np.nanmean(chances[owned[:, 0] == flag, 1:]) for flag in (True, False))
    assert mine == pytest.approx(0.5, abs=0.06)
    assert others == pytest.approx(0.1, abs=0.03)


def test_few_buyers_have_one_rate():
    owned, bought = year(n=60)
    chances = purchase_chances(owned, learn(owned, bought), 30)
    rates = bought.sum(axis=0) / (~owned).sum(axis=0)
    assert np.nanmax(chances, axis=0) == pytest.approx(rates)
    assert np.nanmin(chances, axis=0) == pytest.approx(rates)


def test_kinds_that_do_not_differ_have_one_rate():
    owned = np.random.default_rng(5).random((600, 4)) < 0.4
    bought = ~owned & (np.arange(600)[:, np.newaxis] % 5 == 0)
    learnt = learn(owned, bought)
    known = learnt.lacked[:, 0] > 0
    prior = fit_beta_prior(learnt.bought[known, 0], learnt.lacked[known, 0])
    if prior.pools_fully:
        assert np.nanstd(purchase_chances(owned, learnt, 30)[:, 0]) == pytest.approx(0)


def test_order_of_accounts_changes_nothing():
    owned, bought = year()
    order = np.random.default_rng(4).permutation(len(owned))
    one, other = (purchase_chances(owned, learn(owned[at], bought[at]), 30) for at in (slice(None), order))
    assert np.array_equal(one, other, equal_nan=True)
