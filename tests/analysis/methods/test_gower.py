"""Gower's similarity against the formula written out, and by hand as cluster::daisy has it."""

import numpy as np
import pandas as pd
import pytest

from analysis.methods.gower import gower_similarity, nearest_likeness

THINGS = pd.DataFrame(
    {
        "size": [10.0, 20.0, np.nan, 50.0],
        "potential": [1.0, 3.0, 5.0, 5.0],
        "region": ["North", "South", "North", None],
        "segment": ["A", "A", "B", "B"],
    }
)
RANGES = pd.Series({"size": 40.0, "potential": 4.0})


def by_formula(things, ranges):
    """Sum of w s over sum of w, pair by pair; Gower (1971), equation 1."""
    n = len(things)
    made = np.full((n, n), np.nan)
    for i in range(n):
        for j in range(n):
            scores = []
            for column in things:
                a, b = things.loc[i, column], things.loc[j, column]
                if pd.isna(a) or pd.isna(b):
                    continue
                scores.append(1 - abs(a - b) / ranges[column] if column in ranges else float(a == b))
            made[i, j] = np.mean(scores)
    return made


def test_equals_the_formula():
    assert gower_similarity(THINGS, THINGS, RANGES) == pytest.approx(by_formula(THINGS, RANGES))


def test_by_hand():
    """First and second: sizes 1 - 10/40, potentials 1 - 2/4, other region, same segment: (0.75 + 0.5 + 0 + 1) / 4."""
    assert gower_similarity(THINGS, THINGS, RANGES)[0, 1] == pytest.approx(0.5625)


def test_as_documented_for_daisy():
    """R's help of cluster::daisy: of numbers |x - y| over the range, averaged, those that are NA left out."""
    numbers = pd.DataFrame({"x": [0.0, 1.0, 4.0], "y": [2.0, 2.0, np.nan]})
    apart = 1 - gower_similarity(numbers, numbers, pd.Series({"x": 4.0, "y": 2.0}))
    assert apart == pytest.approx(np.array([[0, 0.125, 1], [0.125, 0, 0.75], [1, 0.75, 0]]))


def test_a_column_that_does_not_vary_is_alike_and_nothing_shared_is_unknown():
    flat = pd.DataFrame({"x": [3.0, 3.0, np.nan]})
    alike = gower_similarity(flat, flat, pd.Series({"x": 0.0}))
    assert alike[0, 1] == 1
    assert np.isnan(alike[2]).all()


def test_nearest_leave_the_thing_itself_out():
    alike = gower_similarity(THINGS, THINGS, RANGES)
    np.fill_diagonal(alike, np.nan)
    best = -np.sort(-alike, axis=1)[:, :2]
    assert nearest_likeness(THINGS, THINGS, RANGES, 2) == pytest.approx(np.nanmean(best, axis=1))
    alone = nearest_likeness(THINGS.iloc[:1], THINGS.iloc[:1], RANGES, 2)
    assert np.isnan(alone).all()
