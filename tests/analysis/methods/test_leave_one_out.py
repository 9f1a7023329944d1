"""Held against refitting without each case, with scikit-learn."""

import numpy as np
import pytest
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import LeaveOneOut, cross_val_predict

from analysis.methods.leave_one_out import left_out_r2


@pytest.mark.parametrize("k", [1, 3, 5])
def test_it_is_what_refitting_gives(k):
    rng = np.random.default_rng(k)
    figures = rng.normal(size=(20, k))
    target = figures[:, 0] + rng.normal(size=20)
    foretold = cross_val_predict(LinearRegression(), figures, target, cv=LeaveOneOut())
    by_mean = np.array([np.delete(target, i).mean() for i in range(20)])
    expected = 1 - np.square(target - foretold).sum() / np.square(target - by_mean).sum()
    assert left_out_r2(figures, target) == pytest.approx(expected)


def test_noise_foretells_nothing_and_too_little_is_not_said():
    rng = np.random.default_rng(9)
    assert np.mean([left_out_r2(rng.normal(size=(20, 5)), rng.normal(size=20)) for _ in range(50)]) < 0
    assert np.isnan(left_out_r2(rng.normal(size=(6, 5)), rng.normal(size=6)))
    assert np.isnan(left_out_r2(rng.normal(size=(9, 1)), np.ones(9)))
    assert np.isnan(left_out_r2(np.eye(9)[:, :1], np.arange(9.0)))
