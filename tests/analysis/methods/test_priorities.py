"""The analytic hierarchy process against published examples and another way to the same weights."""

import numpy as np
import pytest

from analysis.methods.priorities import (
    consistency_ratio,
    joined,
    outlying_pair,
    principal_weights,
    reciprocal_matrix,
    without_it,
)


def matrix(*upper):
    """A reciprocal matrix of its upper triangle, row by row."""
    values = {(i, i + 1 + step): value for i, row in enumerate(upper) for step, value in enumerate(row)}
    return reciprocal_matrix(values, len(upper) + 1)


# Saaty (1990), How to make a decision, EJOR 48, 9-26: buying a house; size, transport, neighbourhood, age, yard,
# modern facilities, condition, financing.
HOUSE = matrix(
    [5, 3, 7, 6, 6, 1 / 3, 1 / 4], [1 / 3, 5, 3, 3, 1 / 5, 1 / 7], [6, 3, 4, 6, 1 / 5], [1 / 3, 1 / 4, 1 / 7, 1 / 8],
    [1 / 2, 1 / 5, 1 / 6], [1 / 5, 1 / 6], [1 / 2],
)  # fmt: skip
# Saaty (2008), Decision making with the analytic hierarchy process, Int. J. Services Sciences 1, 83-98: drinks in the
# United States; coffee, wine, tea, beer, sodas, milk, water.
DRINKS = matrix(
    [9, 5, 2, 1, 1, 1 / 2], [1 / 3, 1 / 9, 1 / 9, 1 / 9, 1 / 9], [1 / 3, 1 / 4, 1 / 3, 1 / 9], [1 / 2, 1, 1 / 3],
    [2, 1 / 2], [1 / 3],
)  # fmt: skip


def test_the_house_of_saaty():
    weights, eigenvalue = principal_weights(HOUSE)
    assert weights.round(3).tolist() == [0.173, 0.054, 0.188, 0.018, 0.031, 0.036, 0.167, 0.333]
    assert eigenvalue == pytest.approx(9.669, abs=0.0005)
    assert consistency_ratio(HOUSE) == pytest.approx(0.169, abs=0.0005)


def test_the_judgment_that_contradicts_most_in_it():
    """Neighbourhood against condition, as Saaty (2003) finds: 6 was said, the others say less than 1."""
    assert outlying_pair(HOUSE) == (2, 6)
    assert without_it(HOUSE, (2, 6)) < 1


def test_of_three_no_single_judgment_stands_out():
    assert outlying_pair(matrix([3, 1 / 5], [7])) is None


def test_what_the_others_say_is_what_leads_over_them():
    """Of three: a over b and b over c give a over c, whatever was said of it."""
    assert without_it(matrix([3, 1 / 9], [2]), (0, 2)) == pytest.approx(6)
    known = np.array([0.5, 0.3, 0.15, 0.05])
    wrong = known[:, None] / known[None, :]
    wrong[0, 3], wrong[3, 0] = 1 / 9, 9
    assert outlying_pair(wrong) == (0, 3)
    assert without_it(wrong, (0, 3)) == pytest.approx(10)


def test_the_drinks_of_saaty():
    weights, _eigenvalue = principal_weights(DRINKS)
    assert weights.round(3).tolist() == [0.177, 0.019, 0.042, 0.116, 0.190, 0.129, 0.327]
    assert consistency_ratio(DRINKS) == pytest.approx(0.022, abs=0.0005)


def by_powers(values):
    """The same weights without an eigenvalue routine: repeated squaring."""
    for _ in range(30):
        values = values @ values
        values = values / values.sum()
    return values.sum(axis=1) / values.sum()


@pytest.mark.parametrize("order", [3, 4, 6])
def test_another_way_leads_to_the_same_weights(order):
    draw = np.random.default_rng(order)
    for _ in range(20):
        judgments = {
            (i, j): draw.choice([1 / 9, 1 / 5, 1 / 3, 1, 3, 7]) for i in range(order) for j in range(i + 1, order)
        }
        made = reciprocal_matrix(judgments, order)
        assert principal_weights(made)[0] == pytest.approx(by_powers(made), abs=1e-9)


def test_where_nothing_contradicts_the_geometric_means_are_the_weights():
    """And of three always: there both methods agree (Crawford & Williams, 1985, J. Math. Psychol. 29, 387-405)."""
    known = np.array([0.5, 0.3, 0.15, 0.05])
    weights, eigenvalue = principal_weights(known[:, None] / known[None, :])
    assert weights == pytest.approx(known)
    assert eigenvalue == pytest.approx(4)
    assert consistency_ratio(known[:, None] / known[None, :]) == pytest.approx(0, abs=1e-9)
    three = matrix([3, 1 / 5], [7])
    means = np.exp(np.log(three).mean(axis=1))
    assert principal_weights(three)[0] == pytest.approx(means / means.sum())


def test_two_cannot_contradict_each_other_and_all_equal_weigh_the_same():
    assert consistency_ratio(matrix([9])) == 0
    assert principal_weights(np.ones((5, 5)))[0] == pytest.approx(np.full(5, 0.2))


def test_judgments_of_opposite_people_cancel_out():
    assert joined([matrix([9, 3], [3]), matrix([1 / 9, 1 / 3], [1 / 3])]) == pytest.approx(np.ones((3, 3)))
    assert joined([matrix([9, 3], [3]), matrix([1, 1], [1])])[0, 1] == pytest.approx(3)


def test_a_missing_judgment_is_an_error():
    with pytest.raises(KeyError):
        reciprocal_matrix({(0, 1): 3}, 3)
