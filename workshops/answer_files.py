"""Answers from a file: rows in the long format, for those who ask a room without this product.

Columns as `analysis.inputs.ANSWER_COLUMNS`. `participant`, `item` and `value` must be there; without `exercise` all
rows are meant for the exercise at hand, without `round` all are first answers.
"""

import math
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.findings import CANONICAL_JSON, canonical
from analysis.inputs import ANSWER_COLUMNS
from datasets.problems import BadInput
from datasets.reading import read_path
from workshops.instruments import CLOSING

REQUIRED = ("participant", "item", "value")
NUMBERS = ("low", "high", "confidence")
ROUNDS = ("1", "2")


class BadAnswers(Exception):
    """The file cannot be used; one sentence says why, with the row where there is one."""


def read_answers(path: Path, content: Mapping[str, Any]) -> pd.DataFrame:
    """The rows of this exercise, in the order of the file, columns `ANSWER_COLUMNS`, numbers as floats.

    content: the exercise's, its items resolved. Raises BadAnswers.
    """
    rows = read_rows(path)
    mine = rows[rows["exercise"].isin(["", content["id"]])].assign(exercise=content["id"])
    for fault in faults(mine, content):
        raise BadAnswers(f"{path.name}, {fault}.")
    numbers = {name: pd.to_numeric(mine[name].where(mine[name] != "")).astype(float) for name in NUMBERS}
    return mine.assign(**numbers).loc[:, list(ANSWER_COLUMNS)].reset_index(drop=True)


def read_rows(path: Path) -> pd.DataFrame:
    """All rows as text, index = row in the file; what is absent is blank."""
    try:
        sheet, *others = read_path(path)
    except BadInput as error:
        raise BadAnswers(str(error)) from error
    if others:
        raise BadAnswers(f"{path.name} has {len(others) + 1} sheets; answers stand on one.")
    rows = sheet.rows.rename(columns=lambda name: name.lower())
    if missing := [name for name in REQUIRED if name not in rows]:
        raise BadAnswers(f"{path.name} has no column {', '.join(missing)}; it needs {', '.join(REQUIRED)}.")
    if twice := [name for name in ANSWER_COLUMNS if list(rows.columns).count(name) > 1 or f"{name} (2)" in rows]:
        raise BadAnswers(f"{path.name} has the column {twice[0]} twice.")
    filled = rows.reindex(columns=list(ANSWER_COLUMNS)).astype("str").fillna("").apply(stripped)
    filled["round"] = filled["round"].replace("", "1")
    return filled


def stripped(column: pd.Series) -> pd.Series:
    return column.str.strip()


def faults(rows: pd.DataFrame, content: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong, row by row, each as the rest of a sentence that begins with the file's name."""
    for name in REQUIRED:
        yield from (f"row {line}: {name} is empty" for line in rows.index[rows[name] == ""])
    yield from (f"row {line}: round must be 1 or 2" for line in rows.index[~rows["round"].isin(ROUNDS)])
    for name in NUMBERS:
        wrong = rows[name].map(lambda text: text != "" and not is_number(text)).astype(bool)
        yield from (f"row {line}: {name} is not a number" for line in rows.index[wrong])
    yield from unknown(rows, content)
    twice = rows.duplicated(["round", "participant", "item", "criterion"])
    yield from (f"row {line}: the same person answers the same item of the round twice" for line in rows.index[twice])


def is_number(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False


def unknown(rows: pd.DataFrame, content: Mapping[str, Any]) -> Iterator[str]:
    """Items that this exercise does not ask for, and values that it does not offer."""
    allowed = offered(content)
    for line, item, value in zip(rows.index, rows["item"], rows["value"], strict=True):
        if item not in allowed:
            yield f"row {line}: {content['id']} does not ask about {item!r} but about {', '.join(allowed)}"
        elif allowed[item] and value not in allowed[item]:
            yield f"row {line}: {value!r} is not one of {', '.join(sorted(allowed[item]))}"


def offered(content: Mapping[str, Any]) -> dict[str, frozenset[str]]:
    """{item: values it may have}; an empty set where any will do."""
    items = {
        item["key"]: values_of(instrument)
        for instrument in content["instruments"]
        for item in instrument["parameters"].get("items", ())
    }
    return items | {CLOSING: frozenset(option["key"] for option in content["options"])}


def values_of(instrument: Mapping[str, Any]) -> frozenset[str]:
    parameters = instrument["parameters"]
    if instrument["kind"] == "rank":
        return frozenset(str(place) for place in range(1, len(parameters["items"]) + 1))
    if instrument["kind"] == "classify":
        abstain = [parameters["abstain"]] if parameters.get("abstain") else []
        return frozenset(category["key"] for category in [*parameters["categories"], *abstain])
    return frozenset()


def answers_digest(answers: pd.DataFrame) -> str:
    """sha256 in hex of the canonical rows, sorted; empty where there is none."""
    rows = sorted(CANONICAL_JSON.encode(canonical(row)) for row in answers.to_dict("records"))
    return sha256("\n".join(rows).encode()).hexdigest() if rows else ""
