"""Turns letters, one per person and case, into the payloads of a `classify` instrument, with a sentence for each."""

from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any

Letters = Mapping[str, str]
Sentences = Mapping[Any, Sequence[str]]
Answer = dict[str, dict[str, str]]


class Teller:
    """Hands out the sentences of each pile once, in order; blank when a pile is used up."""

    def __init__(self, piles: Sentences) -> None:
        self.piles = piles
        self.used: Counter[Hashable] = Counter()

    def next(self, pile: Hashable) -> str:
        place = self.used[pile]
        self.used[pile] += 1
        told = self.piles.get(pile, ())
        return told[place] if place < len(told) else ""


def classified(
    items: Sequence[str],
    rounds: Mapping[str, Letters],
    categories: Mapping[str, str],
    sentences: Sentences,
    pile_of: Callable[[str, str], Hashable],
) -> dict[str, list[Answer]]:
    """{round: one answer per person}. Who keeps their class keeps their sentence; who changes it says why anew.

    rounds: {round: {item: letters of all persons}}. Items that the sample room was not asked about are left out.
    """
    teller = Teller(sentences)
    said: dict[tuple[str, int, str], str] = {}
    answers: dict[str, list[Answer]] = {}
    for round_, letters in rounds.items():
        cases = {item: letters[item].replace(" ", "") for item in letters if item in items}
        for item, line in cases.items():
            for person, letter in enumerate(line):
                if (item, person, letter) not in said:
                    said[item, person, letter] = teller.next(pile_of(item, letter))
        answers[round_] = [
            {
                item: {"category": categories[cases[item][person]], "reason": said[item, person, cases[item][person]]}
                for item in items
                if item in cases
            }
            for person in range(len(next(iter(cases.values()), "")))
        ]
    return answers
