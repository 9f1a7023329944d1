"""Average slopes of a chance: against the logistic regression of scikit-learn without penalty, and separated cases."""

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from analysis.methods.slopes import average_slope


def made(seed=3, n=1500, slope=-0.3):
    rng = np.random.default_rng(seed)
    group, x = rng.integers(0, 3, n), rng.integers(0, 6, n)
    chance = 1 / (1 + np.exp(-(0.2 + 0.5 * group + slope * x)))
    return x, rng.random(n) < chance, group.astype(str)


def test_it_is_the_average_marginal_effect_of_an_unpenalised_fit():
    x, won, group = made()
    design = np.column_stack([x, group == "1", group == "2"]).astype(float)
    fit = LogisticRegression(C=np.inf, tol=1e-10, max_iter=1000).fit(design, won)
    chance = fit.predict_proba(design)[:, 1]
    slope = average_slope(x, won, group)
    assert slope.value == pytest.approx(fit.coef_[0, 0] * (chance * (1 - chance)).mean(), rel=1e-4)
    assert slope.low < slope.value < slope.high < 0


def test_limits_hold_the_truth_as_often_as_they_say():
    held = [low <= 0 <= high for _, low, high in (average_slope(*made(seed, 300, 0.0)) for seed in range(120))]
    assert 0.89 <= np.mean(held) <= 0.99


def test_a_design_effect_widens_the_limits_by_its_root():
    plain, wide = average_slope(*made()), average_slope(*made(), effect=4.0)
    assert wide.high - wide.low == pytest.approx(2 * (plain.high - plain.low))


def test_the_order_of_deals_and_the_names_of_groups_change_nothing():
    x, won, group = made()
    turned = np.random.default_rng(0).permutation(len(x))
    assert average_slope(x[turned], won[turned], group[turned]) == average_slope(x, won, group)
    renamed = np.where(group == "0", "z", group)
    assert average_slope(x, won, renamed) == pytest.approx(average_slope(x, won, group))


@pytest.mark.parametrize(
    ("x", "won"),
    [
        ([1, 1, 1, 1], [0, 1, 0, 1]),
        ([1, 2, 3, 4], [1, 1, 1, 1]),
        ([1, 2, 3, 4], [0, 0, 1, 1]),
        ([1, 2, 2, 4], [1, 1, 0, 0]),
        ([], []),
    ],
    ids=["one value", "one outcome", "separated", "separated but for a tie", "nothing"],
)
def test_it_is_unknown_where_no_slope_exists(x, won):
    assert np.isnan(average_slope(x, won, ["a"] * len(x)).value)
