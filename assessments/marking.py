"""Marks of items, 0 to 1. Certainty never counts. An answer is of its item's type, as `answering.py` reads it.

single 1 or 0 · multiple max(0, right ticks − wrong ticks) by the number of right ones · matching share right ·
ordering share of pairs in the right order · numeric 1 inside the tolerance, else 0.
"""

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

from curriculum.items import AnyItem, Matching, Multiple, Numeric, Ordering, Single

SLACK = 1e-9  # a tolerance of 0.5 includes 30.5


def score(item: AnyItem, answer: Any) -> float:
    """The mark of an answer; 0 for None, what was left blank."""
    if answer is None:
        return 0.0
    match item:
        case Single():
            return float(answer == item.key)
        case Multiple():
            return score_multiple(item.key, answer)
        case Matching():
            return score_matching(item.key, answer)
        case Ordering():
            return score_ordering(item.key, answer)
        case Numeric():
            return float(abs(float(answer) - item.key) <= item.tolerance + SLACK)


def score_multiple(key: Sequence[str], ticked: Sequence[str]) -> float:
    right = len(set(ticked) & set(key))
    wrong = len(set(ticked) - set(key))
    return max(0, right - wrong) / len(key)


def score_matching(key: Mapping[str, str], matched: Mapping[str, str]) -> float:
    return sum(matched.get(left) == right for left, right in key.items()) / len(key)


def score_ordering(key: Sequence[str], order: Sequence[str]) -> float:
    """The share of pairs in the right order; 0 where an option is missing."""
    if sorted(order) != sorted(key):
        return 0.0
    place = {option: number for number, option in enumerate(order)}
    pairs = list(combinations(key, 2))
    return sum(place[first] < place[second] for first, second in pairs) / len(pairs)


def is_complete(item: AnyItem, answer: Any) -> bool:
    """Whether nothing is missing: as many ticks as asked for, a partner for each, not one partner twice."""
    if answer is None:
        return False
    match item:
        case Multiple():
            return len(answer) == item.choose
        case Matching():
            return set(answer) == set(item.key) and len(set(answer.values())) == len(answer)
        case _:
            return True
