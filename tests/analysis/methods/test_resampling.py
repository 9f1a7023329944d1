"""A bootstrap mean against scipy's own bootstrap."""

import numpy as np
import pytest
from scipy.stats import bootstrap

from analysis.methods.resampling import mean_drawn

VALUES = np.random.default_rng(9).gamma(2, 3, 60)


def test_limits_are_those_of_scipy_s_bootstrap():
    told = bootstrap((VALUES,), np.mean, method="percentile", rng=np.random.default_rng(1)).confidence_interval
    found = mean_drawn(VALUES)
    assert found.value == pytest.approx(VALUES.mean())
    assert (found.low, found.high) == pytest.approx((told.low, told.high), abs=0.12)


def test_order_changes_nothing_and_few_have_no_limits():
    assert mean_drawn(VALUES[::-1]) == mean_drawn(VALUES)
    assert np.isnan(mean_drawn([])).all()
    assert mean_drawn([1, 2]).value == 1.5
    assert np.isnan(mean_drawn([1, 2]).low)
