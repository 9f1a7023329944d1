"""Lift by hand, and its limits against drawing anew."""

import numpy as np
import pytest

from analysis.methods.lift import lifts


def owned(both, first, second, neither):
    return np.repeat(
        [[True, True], [True, False], [False, True], [False, False]], [both, first, second, neither], axis=0
    )


def test_by_hand():
    """40 of 100 own the first, 50 the second; 30 both where 20 would if they had nothing to do with each other."""
    row = lifts(owned(30, 10, 20, 40)).iloc[0]
    assert (row["both"], row["lift"]) == (30, pytest.approx(1.5))


def test_limits_by_drawing_anew():
    cells = np.array([120, 180, 90, 610])
    row = lifts(owned(*cells)).iloc[0]
    made = np.random.default_rng(2).multinomial(1000, cells / 1000, 50_000)
    drawn = made[:, 0] * 1000 / ((made[:, 0] + made[:, 1]) * (made[:, 0] + made[:, 2]))
    assert (row["low"], row["high"]) == pytest.approx(np.quantile(drawn, [0.025, 0.975]), abs=0.03)
    assert row["p"] < 1e-6


def test_few_owners_of_both_have_no_lift_and_independent_ones_one():
    assert np.isnan(lifts(owned(29, 10, 20, 40)).iloc[0][["lift", "low", "high", "p"]].to_numpy(float)).all()
    row = lifts(owned(100, 100, 100, 100)).iloc[0]
    assert (row["lift"], row["p"]) == (pytest.approx(1), pytest.approx(1))


def test_p_are_adjusted_for_all_pairs_and_everything_owned_by_all_is_no_error():
    flags = np.random.default_rng(3).random((400, 5)) < 0.5
    assert len(lifts(flags)) == 10
    assert len(lifts(np.ones((50, 3), bool))) == 3
