"""The weight at which an order turns: by hand, and against a walk over all weights."""

import numpy as np
import pytest

from analysis.methods.mcda import weight_turn
from analysis.methods.weighting import weighted_scores


def test_by_hand():
    """A scores 5w + 1(1 - w), B 2w + 4(1 - w): equal where 6w = 3."""
    assert weight_turn([[5, 1], [2, 4]], [0.7, 0.3], 0) == pytest.approx(0.5)
    assert weight_turn([[5, 1], [2, 4]], [0.7, 0.3], 1) == pytest.approx(0.5)


def test_who_leads_on_all_counts_leads_at_any_weight():
    assert np.isnan(weight_turn([[5, 4], [3, 2]], [0.5, 0.5], 0))
    assert np.isnan(weight_turn([[5, 4]], [0.5, 0.5], 0))
    assert np.isnan(weight_turn([[5], [4]], [1.0], 0))


@pytest.mark.parametrize("seed", range(20))
def test_equals_a_walk_over_the_weights(seed):
    rng = np.random.default_rng(seed)
    marks, weights = rng.uniform(1, 5, (5, 4)), rng.dirichlet(np.ones(4))
    found = weight_turn(marks, weights, 2)
    grid = np.linspace(0, 1, 20_001)
    others = np.delete(weights, 2) / np.delete(weights, 2).sum()
    walked = np.insert(np.outer(1 - grid, others), 2, grid, axis=1)
    leads = np.array([weighted_scores(marks, each).argmax() for each in walked])
    leader = weighted_scores(marks, weights).argmax()
    elsewhere = grid[leads != leader]
    if not len(elsewhere):
        assert np.isnan(found)
    else:
        nearest = elsewhere[np.abs(elsewhere - weights[2]).argmin()]
        assert found == pytest.approx(nearest, abs=1e-4)
