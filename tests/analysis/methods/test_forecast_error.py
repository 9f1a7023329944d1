import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import mean_absolute_error

from analysis.methods.forecast_error import bias, theils_u2, wmape

pairs = st.lists(st.tuples(st.floats(1, 1e6), st.floats(1, 1e6)), min_size=2, max_size=30).map(np.array)


@given(pairs)
def test_wmape_is_the_mean_error_of_scikit_learn_over_the_mean(pair):
    forecast, actual = pair.T
    assert wmape(forecast, actual) == pytest.approx(mean_absolute_error(actual, forecast) / actual.mean())


def test_bias_is_positive_where_forecasts_are_too_high():
    assert bias([110, 120], [100, 100]) == pytest.approx(0.15)
    assert bias([90], [100]) == pytest.approx(-0.1)


def test_theils_u2_by_hand():
    """Changes of 10 % and 20 % missed by 5 % and 10 % of the value before: root of (0.05² + 0.1²) / (0.1² + 0.2²)."""
    assert theils_u2([0, 115, 143], [100, 110, 132]) == pytest.approx(0.5)


@given(pairs)
def test_theils_u2_of_no_change_is_one(pair):
    actual = pair[:, 0]
    if (np.diff(actual) != 0).any():
        assert theils_u2(np.append(0, actual[:-1]), actual) == pytest.approx(1)


def test_nothing_to_compare_with_is_unknown():
    assert np.isnan(wmape([1], [0]))
    assert np.isnan(bias([1], [0]))
    assert np.isnan(theils_u2([1], [1]))
    assert np.isnan(theils_u2([1, 1, 1], [2, 2, 2]))
    assert np.isnan(theils_u2([1, 1], [0, 2]))
