"""What the sample room said and decided, one file per exercise in `exercises/`; a new file is one more.

Each offers `EXERCISE`, `answers(content)` (payloads of rounds "1" and, where there is one, "2", one per person in the
order of PARTICIPANTS; content: the exercise's, its items resolved), `CLOSING` (option, confidence in percent, reason of
each person) and `RECORD`.
"""

import pkgutil
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module
from typing import Any, Protocol, cast

from workshops.sample import exercises
from workshops.sample.records import SampleRecord
from workshops.sample.sheets import Payload


class Room(Protocol):
    EXERCISE: str
    CLOSING: Sequence[tuple[str, int, str]]
    RECORD: SampleRecord

    def answers(self, content: Mapping[str, Any]) -> dict[str, list[Payload]]: ...


@cache
def rooms() -> dict[str, Room]:
    """By exercise, in the order of their numbers."""
    names = sorted(module.name for module in pkgutil.iter_modules(exercises.__path__, f"{exercises.__name__}."))
    found = [cast(Room, import_module(name)) for name in names]
    return {room.EXERCISE: room for room in sorted(found, key=lambda room: number(room.EXERCISE))}


def number(exercise: str) -> tuple[int, ...]:
    """'4.10' after '4.9'."""
    return tuple(int(part) for part in exercise.split("."))
