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

    A cell from 1 to 4 is hidden. A single hidden cell could be found by subtraction from the total, so the smallest of
    the others is hidden with it; a cell of nobody says nothing about anyone and stays.
    """
    small = (people > 0) & (people < SMALLEST_GROUP)
    hidden = set(people.index[small])
    others = people[(people > 0) & ~small]
    if len(hidden) == 1 and len(others):
        hidden.add(others.idxmin())
    return people.astype("Int64").mask(people.index.isin(list(hidden)))
