"""Rules worth choosing between: against a plain comparison of all pairs."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from analysis.methods.frontier import efficient

POINTS = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=1, max_size=12)


@given(POINTS)
def test_no_efficient_point_is_beaten_and_every_other_is(points):
    for (gain, cost), stands in zip(points, efficient(*zip(*points, strict=True)), strict=True):
        beaten = any(g >= gain and c <= cost and (g > gain or c < cost) for g, c in points)
        assert stands == (not beaten)


def test_equal_points_stand_together_and_unknown_ones_never():
    assert efficient([3, 3, np.nan], [1, 1, 0]).tolist() == [True, True, False]
