"""Answers to an `allocate`, a `pairwise`, a `rank` or an `estimate`, from what each person thinks in plain numbers."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from workshops.instruments.pairwise import key_of, nearest, pairs_of
from workshops.sample.sheets import instrument_of, items_of, padded


def splits(
    content: Mapping[str, Any], key: str, given: Mapping[str, Sequence[float]], reasons: Sequence[str] = ()
) -> list[dict[str, Any]]:
    """{item: relative size of each person's share}; items that the room does not know get the mean of what it does."""
    parameters = instrument_of(content, key)["parameters"]
    items = [item["key"] for item in parameters["items"]]
    people = range(len(next(iter(given.values()))))
    shares = [[given[item][person] if item in given else usual(given, person) for item in items] for person in people]
    return [
        {"amounts": dict(zip(items, in_steps(own, parameters["total"]), strict=True)), "reason": reason}
        for own, reason in zip(shares, padded(reasons, len(people)), strict=True)
    ]


def usual(given: Mapping[str, Sequence[float]], person: int) -> float:
    return sum(sizes[person] for sizes in given.values()) / len(given)


def in_steps(shares: Sequence[float], total: Mapping[str, Any]) -> list[float]:
    """Whole steps in these proportions that add up exactly: the largest remainders get what rounding left."""
    steps = round(total["value"] / total["step"])
    exact = [steps * share / sum(shares) for share in shares]
    whole = [int(each) for each in exact]
    behind = sorted(range(len(exact)), key=lambda place: whole[place] - exact[place])
    for place in behind[: steps - sum(whole)]:
        whole[place] += 1
    return [float(f"{each * total['step']:.12g}") for each in whole]


def compared(
    content: Mapping[str, Any], key: str, given: Mapping[str, Sequence[float]], reasons: Sequence[str] = ()
) -> list[dict[str, Any]]:
    """{criterion: weight in each person's mind}; every two are compared by the nearest word of the scale."""
    parameters = instrument_of(content, key)["parameters"]
    people = range(len(next(iter(given.values()))))
    return [
        {
            "judgments": {
                key_of(*pair): nearest(
                    given[pair[0]["key"]][person] / given[pair[1]["key"]][person], parameters["scale"]
                )
                for pair in pairs_of(parameters)
            },
            "reason": reason,
        }
        for person, reason in zip(people, padded(reasons, len(people)), strict=True)
    ]


def orders(
    content: Mapping[str, Any], key: str, names: Mapping[str, str], letters: Sequence[str], reasons: Sequence[str] = ()
) -> list[dict[str, Any]]:
    """Answers to a `rank`: of each person the letters of the items, first place first; the rest as they were asked."""
    items = items_of(content, key)
    named = [[names[letter] for letter in own if names[letter] in items] for own in letters]
    return [
        {"order": [*own, *(item for item in items if item not in own)], "reason": reason}
        for own, reason in zip(named, padded(reasons, len(letters)), strict=True)
    ]


def ranges(
    content: Mapping[str, Any], key: str, likely: Mapping[str, Sequence[float | None]], reach: Mapping[str, float],
    reasons: Mapping[str, Sequence[str]] | None = None, least: float = 0.0,
) -> list[dict[str, Any]]:  # fmt: skip
    """Answers to an `estimate`: {item: each person's likely value, None for "cannot tell"}, `reach` to either side.

    Items that the room does not know are left out. Low never goes below `least`.
    """
    items = [item for item in items_of(content, key) if item in likely]
    people = range(len(next(iter(likely.values()))))
    told = reasons or {}
    return [
        {item: one_range(likely[item][person], reach[item], told.get(item, ()), person, least) for item in items}
        for person in people
    ]


def one_range(likely: float | None, reach: float, reasons: Sequence[str], person: int, least: float) -> dict[str, Any]:
    reason = reasons[person] if person < len(reasons) else ""
    if likely is None:
        return {"low": None, "likely": None, "high": None, "abstain": True, "reason": reason}
    low, high = max(likely - reach, least), likely + reach
    return {"low": low, "likely": likely, "high": high, "abstain": False, "reason": reason}


def fractions(percents: Mapping[str, Sequence[float]]) -> dict[str, list[float | None]]:
    """Percents of each person as fractions; 0 for "cannot tell"."""
    return {item: [percent / 100 if percent else None for percent in own] for item, own in percents.items()}


def at_item(said: Sequence[tuple[str, str]], items: Iterable[str]) -> dict[str, list[str]]:
    """The sentences of `ranges`: each person's, as (item, sentence), stands with the item that it is about."""
    return {item: [sentence if about == item else "" for about, sentence in said] for item in items}
