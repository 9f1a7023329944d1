"""What may leave the room: one place decides every release.

Groups of fewer than five people are hidden in sponsor pages, outputs and exports, also against subtraction: where one
cell of a published partition is hidden, the next smallest is too.
"""

from collections.abc import Mapping
from typing import Any

import pandas as pd

SMALLEST_GROUP = 5


def may_show(people: int) -> bool:
    """Whether something about this many people may leave the room."""
    return people >= SMALLEST_GROUP


def answers_needed(content: Mapping[str, Any]) -> int:
    """How many must have answered a round before anything of it is shown: what the exercise asks for, at least five."""
    return max(SMALLEST_GROUP, int(content.get("group", {}).get("min_answers", 0)))


def hide_small(people: pd.Series) -> pd.Series:
    """Counts of a partition (group → people), shape kept; hidden cells are null.

    A cell from 1 to 4 is hidden. What is hidden could be found together by subtraction from the total, so the smallest
    of the others are hidden with it until that is five people or more; a cell of nobody says nothing and stays.
    """
    small = (people > 0) & (people < SMALLEST_GROUP)
    hidden = list(people.index[small])
    others = list(people[(people > 0) & ~small].sort_values(kind="stable").index)
    while hidden and others and not may_show(int(people[hidden].sum())):
        hidden.append(others.pop(0))
    return people.astype("Int64").mask(people.index.isin(hidden))


def steady(people: pd.Series, published: Mapping[str, int]) -> pd.Series:
    """Counts of a partition as a further version may publish them, given the counts behind the last one.

    Two versions side by side tell who came or went between them: the former counts stand, empty groups included, until
    each group that moved has moved by five people or more.
    """
    before = pd.Series(dict(published), dtype="int64")
    if before.empty:
        return people
    groups = people.index.union(before.index)
    moved = (people.reindex(groups, fill_value=0) - before.reindex(groups, fill_value=0)).abs()
    return people if ((moved == 0) | (moved >= SMALLEST_GROUP)).all() else before
