"""What the files in `exercises/` build their answers with."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from analysis.answers.proposals import proposal_id

Payload = dict[str, Any]


def instrument_of(content: Mapping[str, Any], key: str | None = None) -> dict[str, Any]:
    """The exercise's instrument of that key; its first unless told. Raises StopIteration."""
    found: dict[str, Any] = next(each for each in content["instruments"] if key in (None, each["key"]))
    return found


def items_of(content: Mapping[str, Any], key: str | None = None) -> list[str]:
    """Keys of an instrument's items, as they were resolved."""
    return [item["key"] for item in instrument_of(content, key)["parameters"]["items"]]


def settings(given: Mapping[str, Sequence[float | None]], reasons: Sequence[str] = ()) -> list[dict[str, Any]]:
    """Answers to a `threshold`: {setting: one value per person, None where it is left unset}, percents as fractions."""
    people = list(zip(*given.values(), strict=True))
    return [
        {
            "settings": {key: value for key, value in zip(given, values, strict=True) if value is not None},
            "reason": reason,
        }
        for values, reason in zip(people, padded(reasons, len(people)), strict=True)
    ]


def choices(
    given: Sequence[str], confidence: Sequence[int | None], reasons: Sequence[str] = ()
) -> list[dict[str, Any]]:
    """Answers to a `choice`: of each person the key of an alternative and how sure, in percent."""
    told = zip(given, confidence, padded(reasons, len(given)), strict=True)
    return [{"option": option, "confidence": sure, "reason": reason} for option, sure, reason in told]


def named(names: Mapping[str, str], letters: str) -> list[str]:
    """What each letter stands for; spaces part the functions."""
    return [names[letter] for letter in letters.replace(" ", "")]


def proposals(given: Sequence[Sequence[Mapping[str, str]]], reasons: Sequence[str] = ()) -> list[dict[str, Any]]:
    """Answers to `rows`: of each person the rows, {column: text or key of a choice}; of given rows with `item`."""
    told = zip(given, padded(reasons, len(given)), strict=True)
    return [{"rows": [dict(row) for row in rows], "reason": reason} for rows, reason in told]


def lettered(
    cells: Sequence[str], rows: Mapping[str, Sequence[str]], given: Sequence[str]
) -> list[list[dict[str, str]]]:
    """For `proposals`: of each person the rows that the letters stand for, their texts in the order of `cells`."""
    return [[dict(zip(cells, rows[letter], strict=True)) for letter in letters] for letters in given]


def dots(
    content: Mapping[str, Any], key: str, given: Sequence[Mapping[str | tuple[str, ...], int]]
) -> list[dict[str, Any]]:
    """Votes on `rows`: of each person {words of a proposal: dots}.

    The words are those of the `same_by` columns, as text or, of several columns, as a tuple; of given rows the row's
    key comes first. Upper and lower case, spaces and punctuation do not matter.
    """
    parameters = instrument_of(content, key)["parameters"]
    return [
        {"votes": {voted(parameters, words): number for words, number in votes.items()}, "reason": ""}
        for votes in given
    ]


Words = str | tuple[str, ...]


def counted(given: Sequence[Iterable[str]], words: Callable[[str], Words]) -> list[dict[Words, int]]:
    """For `dots`: of each person the letters, one for each dot, counted under the words of their proposals."""
    return [dict(Counter(map(words, letters))) for letters in given]


def voted(parameters: Mapping[str, Any], words: str | tuple[str, ...]) -> str:
    """The id of the proposal that says this."""
    parts = (words,) if isinstance(words, str) else words
    item, *told = parts if parameters.get("items") else ("", *parts)
    return proposal_id(parameters, dict(zip(parameters["same_by"], told, strict=True)), item)


def together(content: Mapping[str, Any], parts: Mapping[str, Mapping[str, Sequence[Any]]]) -> dict[str, list[Payload]]:
    """Payloads of an exercise with several instruments: {instrument: {round: one answer per person}} by round."""
    keys = [instrument["key"] for instrument in content["instruments"] if instrument["key"] in parts]
    rounds = sorted({round_ for answers in parts.values() for round_ in answers})
    return {round_: joined({key: parts[key][round_] for key in keys if round_ in parts[key]}) for round_ in rounds}


def joined(answers: Mapping[str, Sequence[Any]]) -> list[Payload]:
    """{instrument: one answer per person} as one payload per person."""
    return [dict(zip(answers, each, strict=True)) for each in zip(*answers.values(), strict=True)]


def only(content: Mapping[str, Any], rounds: Mapping[str, Sequence[Any]]) -> dict[str, list[Payload]]:
    """Payloads of an exercise that has one instrument: {round: one answer per person}, each under its key."""
    key = instrument_of(content)["key"]
    return {round_: [{key: answer} for answer in answers] for round_, answers in rounds.items()}


def padded(reasons: Sequence[str], people: int) -> list[str]:
    """A reason for everybody, blank for those who gave none."""
    return [*reasons, *[""] * (people - len(reasons))]
