import numpy as np
import pytest
from scipy.spatial import Delaunay

from analysis.methods.adjacency import gabriel_graph, on_the_globe


def sees_at_an_obtuse_angle(points, i, j):
    """Whether some third point sees the line from i to j at more than a right angle (Thales)."""
    others = np.delete(points, [i, j], axis=0)
    return bool((((points[i] - others) * (points[j] - others)).sum(axis=1) < 0).any())


@pytest.mark.parametrize("seed", range(5))
def test_it_is_what_the_angles_say_and_part_of_delaunays(seed):
    points = np.random.default_rng(seed).uniform(size=(14, 2))
    found = gabriel_graph(points)
    for i in range(14):
        for j in range(i):
            assert found[i, j] == found[j, i] == (not sees_at_an_obtuse_angle(points, i, j))
    triangles = Delaunay(points).simplices
    edges = {tuple(sorted(pair)) for a, b, c in triangles for pair in ((a, b), (b, c), (a, c))}
    assert {tuple(sorted(pair)) for pair in np.argwhere(found)} <= edges
    assert not found.diagonal().any()


def test_few_points():
    assert gabriel_graph([[0.0, 0.0]]).tolist() == [[False]]
    assert gabriel_graph([[0.0, 0.0], [1.0, 0.0]]).tolist() == [[False, True], [True, False]]
    assert gabriel_graph([[0.0], [1.0], [2.0]]).tolist() == [
        [False, True, False], [True, False, True], [False, True, False]
    ]  # fmt: skip


def test_places_on_both_sides_of_the_date_line_are_near():
    points = on_the_globe([0, 0, 0], [179, -179, 90])
    assert np.linalg.norm(points, axis=1) == pytest.approx(1)
    assert gabriel_graph(points)[0, 1]
    assert not gabriel_graph(points)[1, 2]
