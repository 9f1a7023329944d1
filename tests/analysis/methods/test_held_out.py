"""Each person foretold from the others: against scikit-learn, and where there is nothing to foretell."""

import numpy as np
import pytest
from sklearn.linear_model import LinearRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import LeaveOneOut, cross_val_predict

from analysis.methods.held_out import best_columns, chance_above, foretell, share_foretold

RNG = np.random.default_rng(5)
X = RNG.normal(size=(50, 4))
Y = X @ [0.6, 0, 0.3, 0] + RNG.normal(size=50)


def test_errors_are_those_of_scikit_learn():
    errors = np.square(Y - cross_val_predict(LinearRegression(), X, Y, cv=LeaveOneOut()))
    without = np.square([value - np.delete(Y, at).mean() for at, value in enumerate(Y)])
    found = foretell(X, Y)
    assert found.errors == pytest.approx(errors)
    assert found.without == pytest.approx(without)
    assert share_foretold(found).value == pytest.approx(1 - errors.sum() / without.sum())
    assert share_foretold(found).low < share_foretold(found).value < share_foretold(found).high


def test_the_choice_is_made_anew_without_each_person():
    """Chosen with everybody in view, noise foretells; chosen without the person, it does not."""
    noise = RNG.normal(size=(40, 30))
    y = RNG.normal(size=40)
    looked = noise[:, best_columns(noise, y, 3)]
    assert foretell(looked, y).gain > 0.1 > 0 > foretell(noise, y, best=3).gain
    assert list(best_columns(X, Y, 2)) == [0, 2]


def test_chance_above_is_the_area_under_the_curve_of_the_deals():
    score, won, lost = RNG.normal(size=20).round(1), RNG.integers(0, 9, 20), RNG.integers(0, 9, 20)
    deals = [(s, 1) for s, n in zip(score, won, strict=True) for _ in range(n)]
    deals += [(s, 0) for s, n in zip(score, lost, strict=True) for _ in range(n)]
    area = roc_auc_score([won for _, won in deals], [s for s, _ in deals])
    found = chance_above(score, won, lost)
    assert found.value == pytest.approx(area)
    assert found.low < area < found.high
    assert np.isnan(chance_above(score, won, np.zeros(20))).all()


def test_scores_without_a_link_lie_near_one_half():
    """The level of the others would put who won most below the rest: it is left out of the score, and slopes of the
    others alone cost little."""
    areas = []
    for seed in range(40):
        rng = np.random.default_rng(seed)
        won = rng.binomial(30, 0.3, 40)
        found = foretell(rng.normal(size=(40, 1)), won / 30)
        areas.append(chance_above(found.score, won, 30 - won).value)
    assert np.mean(areas) == pytest.approx(0.5, abs=0.03)


def test_too_few_or_alike_are_not_foretold():
    assert foretell(X[:8], Y[:8]) is None
    assert foretell(X, np.ones(50)) is None
    assert foretell(np.ones((50, 1)), Y) is None
