"""What the files in `exercises/` build their answers with."""

from collections.abc import Mapping, Sequence
from typing import Any

Payload = dict[str, Any]


def instrument_of(content: Mapping[str, Any], key: str | None = None) -> dict[str, Any]:
    """The exercise's instrument of that key; its first unless told. Raises StopIteration."""
    found: dict[str, Any] = next(each for each in content["instruments"] if key in (None, each["key"]))
    return found


def items_of(content: Mapping[str, Any], key: str | None = None) -> list[str]:
    """Keys of an instrument's items, as they were resolved."""
    return [item["key"] for item in instrument_of(content, key)["parameters"]["items"]]


def only(content: Mapping[str, Any], rounds: Mapping[str, Sequence[Any]]) -> dict[str, list[Payload]]:
    """Payloads of an exercise that has one instrument: {round: one answer per person}, each under its key."""
    key = instrument_of(content)["key"]
    return {round_: [{key: answer} for answer in answers] for round_, answers in rounds.items()}
