"""Items weighed over several criteria: the weight at which another one leads. Scores are in `answers/weighting.py`."""

import numpy as np
from numpy.typing import ArrayLike


def weight_turn(good: ArrayLike, weights: ArrayLike, criterion: int) -> float:
    """The weight of a criterion nearest to its own at which the leader is overtaken, the others kept in proportion.

    good: marks of shape (items, criteria), more is better, without gaps. NaN where the leader leads at any weight, or
    where there is no other item or criterion. Scores are straight lines over the weight, so the crossing is exact.
    Source: Triantaphyllou & Sánchez (1997), Decision Sciences 28, 151-194.
    """
    marks, shares = np.asarray(good, float), np.asarray(weights, float) / np.sum(weights)
    own, others = shares[criterion], np.delete(shares, criterion)
    if len(marks) < 2 or not others.sum():
        return float("nan")
    rest = np.delete(marks, criterion, axis=1) @ (others / others.sum())
    leader = int(np.argmax(own * marks[:, criterion] + (1 - own) * rest))
    ahead_rest, ahead_own = rest[leader] - rest, marks[leader, criterion] - marks[:, criterion]
    slope = ahead_own - ahead_rest
    turns = -ahead_rest[slope != 0] / slope[slope != 0]
    turns = turns[(turns >= 0) & (turns <= 1)]
    return float(turns[np.argmin(np.abs(turns - own))]) if len(turns) else float("nan")
