import numpy as np
import pytest
from sklearn.datasets import load_iris

from analysis.methods.grouping import group, standardised


def silhouette_by_hand(rows, labels):
    """Rousseeuw (1987), equation 2, one row after the other."""
    distance = np.sqrt(((rows[:, None, :] - rows[None, :, :]) ** 2).sum(axis=2))
    values = []
    for i, own in enumerate(labels):
        means = {name: distance[i, (labels == name) & (np.arange(len(rows)) != i)].mean() for name in set(labels)}
        inside, beside = means.pop(own), min(means.values())
        values.append((beside - inside) / max(inside, beside))
    return float(np.mean(values))


def test_silhouette_is_that_of_its_definition():
    iris = load_iris().data
    found = group(iris, (2, 3))
    assert found.silhouette == pytest.approx(silhouette_by_hand(standardised(iris), found.labels))
    assert found.by_k[2] > found.by_k[3]
    assert found.n == 150


def test_planted_groups_are_found_and_named_by_size():
    rng = np.random.default_rng(3)
    centres, sizes = np.array([[0, 0], [9, 0], [0, 9]]), (60, 30, 90)
    rows = np.vstack([rng.normal(centre, 1, (size, 2)) for centre, size in zip(centres, sizes, strict=True)])
    found = group(rows)
    assert np.bincount(found.labels).tolist() == [90, 60, 30]
    assert found.silhouette > 0.7


def test_order_of_rows_changes_no_label():
    rng = np.random.default_rng(4)
    rows = np.vstack([rng.normal(0, 1, (40, 3)), rng.normal(5, 1, (25, 3))])
    order = rng.permutation(len(rows))
    assert (group(rows[order]).labels == group(rows).labels[order]).all()


def test_too_few_different_rows_make_no_groups():
    assert group(np.ones((50, 2))) is None
    assert group(np.arange(10).reshape(5, 2)) is None
