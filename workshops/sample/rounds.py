"""A second round beside the first: who says something else, and who stays with what they gave."""

from collections.abc import Container, Mapping, Sequence
from typing import TypeVar

from workshops.sample.people import PARTICIPANTS

Said = TypeVar("Said")


def told_anew(before: Sequence[Said], changed: Mapping[int, Said] | Mapping[str, Said]) -> list[Said]:
    """What people said, but for those who say something else. changed: by a person's place, or key."""
    by_place = {place_of(who): said for who, said in changed.items()}
    return [by_place.get(place, said) for place, said in enumerate(before)]


def place_of(who: int | str) -> int:
    return who if isinstance(who, int) else next(at for at, person in enumerate(PARTICIPANTS) if person.key == who)


def kept(first: Sequence[Said], then: Sequence[Said], unmoved: Container[str]) -> list[Said]:
    """The second answers, but for people who stay with their first. unmoved: their keys."""
    return [old if person.key in unmoved else new for person, old, new in zip(PARTICIPANTS, first, then, strict=True)]
