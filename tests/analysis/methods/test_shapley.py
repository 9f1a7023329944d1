"""The split of a product against the plain average over all orders of exchanging its factors."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.methods.shapley import shapley_of_product

FACTORS = st.lists(st.floats(0.01, 100), min_size=4, max_size=4)


def by_permutations(own, other):
    """Each factor's step, averaged over all orders: the definition, and nothing cleverer."""
    parts = np.zeros(len(own))
    orders = list(permutations(range(len(own))))
    for order in orders:
        current = list(other)
        for k in order:
            before = np.prod(current)
            current[k] = own[k]
            parts[k] += np.prod(current) - before
    return parts / len(orders)


@given(own=FACTORS, other=FACTORS)
def test_parts_are_the_average_over_all_orders_and_add_up(own, other):
    parts = shapley_of_product(own, other)
    scale = max(np.prod(own), np.prod(other), 1e-9)
    assert parts / scale == pytest.approx(by_permutations(own, other) / scale, abs=1e-9)
    assert parts.sum() / scale == pytest.approx((np.prod(own) - np.prod(other)) / scale, abs=1e-9)


def test_two_factors_share_their_joint_change():
    """3 × 5 against 2 × 4: 1 × 4.5 and 1 × 2.5."""
    assert shapley_of_product([3, 5], [2, 4]).tolist() == [4.5, 2.5]


def test_a_factor_that_is_alike_has_no_part_and_many_draws_go_at_once():
    own, other = np.array([[2.0, 4.0], [3.0, 3.0]]), np.array([[1.0, 1.0], [3.0, 3.0]])
    assert shapley_of_product(own, other).tolist() == [[3.0, 9.0], [0.0, 0.0]]


def test_an_unknown_factor_leaves_nothing_known():
    assert np.isnan(shapley_of_product([1, np.nan], [2, 3])).all()
