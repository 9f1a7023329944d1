"""The worked case of 8.5: gaps between functions against shuffles, what lies inside a function, and tripwires."""

from functools import cache
from itertools import pairwise

import numpy as np
import pytest
from scipy.stats import false_discovery_control, kendalltau, kruskal, rankdata

from tests.curriculum.worked_cases.texts import cells_of, exercise, says

FILE = exercise("8.5")
POINTS = list(FILE.instruments[0].parameters.items)
FUNCTIONS = ("Sales", "Marketing", "Product")


@cache
def marks():
    """{point: marks of each function}."""
    return {row[0].split(" (")[0]: [np.array(cell.split(), int) for cell in row[1:4]] for row in cells_of(FILE)[1:]}


def means(point):
    return [each.mean() for each in marks()[point]]


def gap(point):
    return max(means(point)) - min(means(point))


@cache
def shuffled(point):
    """Share of shuffles whose H is as large as the point's."""
    rng = np.random.default_rng(85)
    sizes = [len(each) for each in marks()[point]]
    ranks = rankdata(np.concatenate(marks()[point]))
    drawn = np.array([ranks, *(rng.permutation(ranks) for _ in range(10_000))])
    ends = np.cumsum([0, *sizes])
    sums = sum(drawn[:, a:b].sum(axis=1) ** 2 / (b - a) for a, b in pairwise(ends))
    return (sums >= sums[0] - 1e-9).mean()  # H rises with it, ties or not


@cache
def corrected():
    return dict(zip(POINTS, false_discovery_control([shuffled(point) for point in POINTS]), strict=True))


def test_points_of_the_table_are_those_that_are_rated():
    assert list(marks()) == POINTS
    sizes = [len(each) for each in marks()[POINTS[0]]]
    assert cells_of(FILE)[0][1:4] == [f"{name} ({n})" for name, n in zip(FUNCTIONS, sizes, strict=True)]
    assert all([len(each) for each in marks()[point]] == sizes for point in POINTS)
    assert says(FILE, f"{sum(sizes)} people")


@pytest.mark.parametrize("row", range(1, len(POINTS) + 1))
def test_gaps_and_shuffles(row):
    point, *_, told_gap, told_p = [POINTS[row - 1], *cells_of(FILE)[row]]
    assert told_gap == f"{gap(point):.1f}"
    if told_p == "under 0.01":
        assert corrected()[point] < 0.01
    else:
        assert float(told_p) == pytest.approx(corrected()[point], abs=0.015)


def test_three_points_three_reasons():
    room = {point: np.concatenate(marks()[point]).mean() for point in POINTS}
    lowest = min(room, key=room.get)
    assert lowest == "The day of a new function"
    assert says(FILE, f"day of a new function, mean {room[lowest]:.1f}")
    assert [round(mean) for mean in means(lowest)] == [2, 2, 2]
    spread = {point: [each.std(ddof=1) for each in marks()[point]] for point in POINTS}
    inside = spread["The sentence why us"]
    assert says(FILE, f"(spread {inside[0]:.1f}, the others {inside[1]:.1f})")
    assert f"{inside[1]:.1f}" == f"{inside[2]:.1f}"
    assert max(inside) > 1.2 > 1 > gap("The sentence why us")
    ready = "What makes a lead ready"
    assert says(FILE, f"marketing {means(ready)[1]:.1f}, sales {means(ready)[0]:.1f}")
    assert (gap(ready) >= 1.5, max(spread[ready]) < 1) == (True, True)
    share = kruskal(*marks()[ready]).statistic / (21 - 1)
    assert says(FILE, f"{100 * share:.0f} % of the variance of ranks lies between functions")


def test_before_correction():
    assert shuffled("Who calls it, by when") == pytest.approx(0.04, abs=0.004)
    chance_of_one = 1 - 0.96 ** len(POINTS)
    assert chance_of_one == pytest.approx(1 / 4, abs=0.01)  # the trap: one room in four


def test_orders_of_the_functions():
    order = np.array([means(point) for point in POINTS])
    sales, marketing, product = order.T
    assert says(FILE, f"nearly at random ({kendalltau(sales, marketing).statistic:.2f})")
    assert says(FILE, f"sales and product alike ({kendalltau(sales, product).statistic:.2f})")


def test_tripwires_fire_as_often_as_said():
    ready = marks()["What makes a lead ready"]
    kept = marks()["Whom we sell to first"][0]  # what a kept point looks like: everybody marks as these
    same = drawn([kept] * 3)
    assert (span(same) > 1).mean() == pytest.approx(1 / 125, abs=0.001)
    assert (span(drawn(ready)) > 1).mean() > 0.9995
    assert (span(drawn([ready[0] + 1, *ready[1:]])) > 1).mean() == pytest.approx(0.97, abs=0.005)
    assert (same.min(axis=0) < 3).mean() < 0.001
    left = drawn(marks()["The first price named"])
    assert (span(left) > 1).mean() == pytest.approx(1 / 14, abs=0.004)
    assert (left.min(axis=0) < 3).mean() == pytest.approx(1 / 11, abs=0.004)


def span(function_means):
    return function_means.max(axis=0) - function_means.min(axis=0)


def drawn(given, draws=100_000):
    """Means of each function when its people mark anew as in `given`."""
    rng = np.random.default_rng(85)
    return np.array([rng.choice(each, (draws, n)).mean(axis=1) for each, n in zip(given, (9, 6, 6), strict=True)])
