import numpy as np
import pytest
from scipy.optimize import minimize

from analysis.methods.reconciled import Unreachable, reconcile


def test_shares_are_those_of_scipys_slsqp():
    rng = np.random.default_rng(5)
    for _ in range(10):
        wanted, low = rng.uniform(50, 150, 6), rng.uniform(20, 60, 6)
        high, weights = low + rng.uniform(20, 120, 6), rng.uniform(0.5, 3, 6)
        total = float(rng.uniform(low.sum() + 5, high.sum() - 5))
        found = reconcile(wanted, total, low, high, weights)
        other = minimize(
            lambda x, wanted=wanted, weights=weights: (weights * (x - wanted) ** 2).sum() / 100,
            (low + high) / 2, bounds=list(zip(low, high, strict=True)), method="SLSQP",
            constraints={"type": "eq", "fun": lambda x, total=total: x.sum() - total},
            options={"ftol": 1e-14, "maxiter": 500},
        ).x  # fmt: skip
        assert found.sum() == pytest.approx(total)
        assert found == pytest.approx(other, abs=0.02)


def test_without_bounds_that_bind_all_give_alike():
    assert reconcile([10, 20, 30], 54, [0] * 3, [100] * 3) == pytest.approx([8, 18, 28])


def test_heavier_ones_give_less():
    assert reconcile([10, 10], 17, [0, 0], [20, 20], [1, 2]) == pytest.approx([8, 9])


def test_bounds_that_cannot_meet_the_total_are_refused():
    with pytest.raises(Unreachable, match="the bounds allow 2 to 4, not 5"):
        reconcile([1, 1], 5, [1, 1], [2, 2])


def test_a_total_at_the_very_bound_is_met():
    assert reconcile([5, 1], 4, [1, 1], [2, 2]) == pytest.approx([2, 2])
