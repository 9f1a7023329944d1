from itertools import combinations, permutations

import numpy as np
import pytest

from analysis.methods.location import assign, p_median


def test_places_are_the_best_of_all_sets():
    rng = np.random.default_rng(6)
    for p in (1, 2, 3):
        cost, weights = rng.uniform(1, 50, (14, 7)), rng.uniform(0.5, 3, 14)
        places, served, proved = p_median(cost, p, weights)
        best = min((weights * cost[:, list(kept)].min(axis=1)).sum() for kept in combinations(range(7), p))
        assert proved
        assert len(places) == p
        assert (weights * cost[np.arange(14), served]).sum() == pytest.approx(best)
        assert set(served) <= set(places)


def test_p_out_of_range_is_refused():
    with pytest.raises(ValueError, match="1 to 3"):
        p_median(np.ones((5, 3)), 4)


def test_assignment_is_the_best_of_all_orders():
    cost = np.random.default_rng(7).uniform(0, 9, (5, 6))
    columns, total = assign(cost)
    best = min(cost[range(5), order].sum() for order in permutations(range(6), 5))
    assert total == pytest.approx(best)
    assert cost[range(5), columns].sum() == pytest.approx(best)
