"""Answers to a `rate`, from one digit per person, item and criterion."""

from collections.abc import Mapping, Sequence
from typing import Any

ABSTAIN = "cannot_tell"
Digits = Mapping[str, Mapping[str, str]]
Told = tuple[str, str]


def marked(items: Sequence[str], given: Digits, told: Sequence[Told]) -> list[dict[str, Any]]:
    """given: {criterion: {item: digits in the order of PARTICIPANTS, 0 for "cannot tell"}}; other items are left out.

    told: of each person the item that the sentence is about, and the sentence.
    """
    known = [item for item in items if all(item in digits for digits in given.values())]
    return [
        {
            item: {
                "marks": {criterion: mark(digits[item], place) for criterion, digits in given.items()},
                "reason": sentence if item == about else "",
            }
            for item in known
        }
        for place, (about, sentence) in enumerate(told)
    ]


def mark(digits: str, place: int) -> str:
    digit = digits.replace(" ", "")[place]
    return ABSTAIN if digit == "0" else digit


def by_criterion(given: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    """{item: {criterion: digits}} as {criterion: {item: digits}}."""
    criteria = next(iter(given.values()))
    return {criterion: {item: own[criterion] for item, own in given.items()} for criterion in criteria}
