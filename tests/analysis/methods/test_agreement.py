import math
from itertools import permutations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import entropy, friedmanchisquare

from analysis.methods.agreement import entropy_consensus, kemeny_order, kendalls_w, nominal_alpha


def test_nominal_alpha_equals_published():
    # Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, section C: four observers, twelve units, missing
    # data; nominal alpha 0.743.
    observers = [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
        [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
    ]
    assert nominal_alpha(pd.DataFrame(observers).astype("object")) == pytest.approx(0.743, abs=5e-4)


def test_nominal_alpha_of_two_coders_equals_published():
    # The same paper, section A: binary data, two observers, ten units; alpha 0.095.
    observers = [[0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]]
    assert nominal_alpha(pd.DataFrame(observers)) == pytest.approx(0.095, abs=5e-4)


@pytest.mark.parametrize("answers", [[["a", "a"], ["a", "a"]], [["a", None], [None, "b"]], [[None, None]]])
def test_nominal_alpha_without_variation_is_none(answers):
    assert nominal_alpha(pd.DataFrame(answers)) is None


def test_kendalls_w_equals_friedmans_test():
    # W = chi² / (m (k − 1)) of Friedman's test, ties averaged and corrected alike; scipy's implementation.
    ranks = np.array([[1, 2, 3, 4], [2, 1, 3, 4], [1, 3, 2, 4], [1.5, 1.5, 3, 4], [4, 3, 2, 1]], dtype=float)
    chi, p = friedmanchisquare(*ranks.T)
    w, chance = kendalls_w(ranks)
    assert (w, chance) == (pytest.approx(chi / (5 * 3)), pytest.approx(p))


def test_kendalls_w_of_one_mind_is_one_and_of_ties_throughout_is_unknown():
    assert kendalls_w(np.tile([1.0, 2, 3], (6, 1)))[0] == 1
    assert math.isnan(kendalls_w(np.full((6, 3), 2.0))[0])


@given(st.lists(st.permutations(range(4)), min_size=1, max_size=9))
def test_kemeny_order_disagrees_least_of_all_orders(people):
    ranks = np.array(people, dtype=float)

    def disagreements(order):
        return sum(ranks[:, later] < ranks[:, earlier] for at, earlier in enumerate(order) for later in order[at + 1 :])

    best = min(disagreements(order).sum() for order in permutations(range(4)))
    assert disagreements(kemeny_order(ranks)).sum() == best


def test_kemeny_order_follows_the_majority_where_the_mean_does_not():
    # Three of five put a before b, but two put a last: the mean rank says b, the pairwise majority says a.
    ranks = np.array([[1, 2, 3]] * 3 + [[3, 1, 2]] * 2, dtype=float)
    assert kemeny_order(ranks) == [0, 1, 2]
    assert ranks.mean(axis=0).argmin() == 1


def test_more_than_eight_items_are_ordered_by_mean_rank():
    ranks = np.array([[9, 1, 2, 3, 4, 5, 6, 7, 8], [9, 2, 1, 3, 4, 5, 6, 8, 7]], dtype=float)
    assert kemeny_order(ranks)[-1] == 0


@pytest.mark.parametrize(
    ("votes", "expected"),
    [([6, 0, 0], 1.0), ([4, 4], 0.0), ([9, 2, 1, 0], 1 - entropy([9, 2, 1, 0]) / math.log(4)), ([0, 0], None)],
)
def test_entropy_consensus(votes, expected):
    assert entropy_consensus(votes) == (None if expected is None else pytest.approx(expected))
