"""Splits of a total: cosine and camps, by hand and by another implementation."""

import numpy as np
import pytest
from sklearn.cluster import KMeans
from sklearn.metrics import silhouette_score

from analysis.methods.shares import mean_cosine, silhouette, two_camps

TWO = np.array([[70, 20, 10], [68, 20, 12], [72, 18, 10], [69, 21, 10], [71, 19, 10], [66, 22, 12],
                [10, 20, 70], [12, 20, 68], [9, 21, 70], [10, 18, 72], [11, 19, 70]])  # fmt: skip


def test_cosine_by_hand():
    assert mean_cosine([[100, 0], [0, 100]]) == 0
    assert mean_cosine([[60, 40], [60, 40], [60, 40]]) == pytest.approx(1)
    assert mean_cosine([[100, 0], [50, 50], [0, 100]]) == pytest.approx((2**-0.5 + 2**-0.5 + 0) / 3)


def test_one_person_agrees_with_nobody():
    assert mean_cosine([[60, 40]]) is None


def test_cosine_of_every_pair():
    draw = np.random.default_rng(1).dirichlet(np.ones(5), 9)
    unit = draw / np.linalg.norm(draw, axis=1)[:, None]
    assert mean_cosine(draw) == pytest.approx((unit @ unit.T)[np.triu_indices(9, 1)].mean())


def test_two_camps_are_found_and_the_larger_is_first():
    camps = two_camps(TWO)
    assert camps.tolist() == [0] * 6 + [1] * 5
    assert two_camps(TWO[::-1]).tolist() == [1] * 5 + [0] * 6
    other = KMeans(2, n_init=5, random_state=0).fit_predict(TWO)
    assert len(set(zip(camps.tolist(), other.tolist(), strict=True))) == 2
    assert silhouette(TWO.astype(float), camps) == pytest.approx(silhouette_score(TWO, camps))


def test_a_camp_under_five_is_not_told():
    assert two_camps(TWO[:-1]) is None


def test_people_who_agree_or_scatter_have_no_camps():
    assert two_camps([[50, 50]] * 12) is None
    assert two_camps(np.random.default_rng(3).dirichlet(np.ones(4) * 5, 20)) is None
    assert two_camps([[50, 50]]) is None
