"""Limits of Poisson rates against a published table."""

import numpy as np
import pytest

from analysis.methods.counts import poisson_interval

GARWOOD = {0: (0.0, 3.69), 1: (0.0253, 5.57), 10: (4.80, 18.39), 50: (37.11, 65.92)}
"""95 % limits of a Poisson mean: Garwood (1936), Biometrika 28, 437-442, as in Pearson & Hartley, table 40."""


@pytest.mark.parametrize("count", GARWOOD)
def test_published_limits(count):
    low, high = poisson_interval([count], [1.0])
    assert (low[0], high[0]) == pytest.approx(GARWOOD[count], abs=0.006)


def test_per_unit_of_exposure_and_none_without_any():
    low, high = poisson_interval([10, 3], [4.0, 0.0])
    assert (4 * low[0], 4 * high[0]) == pytest.approx(GARWOOD[10], abs=0.006)
    assert np.isnan([low[1], high[1]]).all()
