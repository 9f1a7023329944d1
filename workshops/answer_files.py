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

from analysis.answers.proposals import ids_of, merged
from analysis.answers.rows import VOTES, criteria_of
from analysis.findings import CANONICAL_JSON, canonical
from analysis.inputs import ANSWER_COLUMNS
from datasets.problems import BadInput
from datasets.reading import read_path
from workshops.instruments import CLOSING
from workshops.instruments.pairwise import key_of, pairs_of

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
    allowed, table = offered(content), rows_instrument(content)
    cells = rows["criterion"].isin(criteria_of(table["parameters"]) if table else [])
    yield from unknown_cells(rows[cells], table)
    yield from off_scale(rows, content)
    yield from no_share(rows, content)
    yield from no_judgment(rows, content)
    others = rows[~cells]
    for line, item, value in zip(others.index, others["item"], others["value"], strict=True):
        if item not in allowed:
            yield f"row {line}: {content['id']} does not ask about {item!r} but about {', '.join(allowed)}"
        elif allowed[item] and value not in allowed[item]:
            yield f"row {line}: {value!r} is not one of {', '.join(sorted(allowed[item]))}"


def offered(content: Mapping[str, Any]) -> dict[str, frozenset[str]]:
    """{item: values it may have}; an empty set where any will do."""
    items = {
        item["key"]: values_of(instrument)
        for instrument in content["instruments"]
        if instrument["kind"] not in ("rows", "choice")
        for item in instrument["parameters"].get("items") or instrument["parameters"].get("settings") or ()
    }
    items |= {each["key"]: alternatives(each) for each in content["instruments"] if each["kind"] == "choice"}
    items |= {each["key"]: frozenset() for each in content["instruments"] if each["kind"] == "pairwise"}
    return items | {CLOSING: frozenset(option["key"] for option in content["options"])}


def alternatives(instrument: Mapping[str, Any]) -> frozenset[str]:
    """A choice is answered by one of them: in a file the item is the instrument's key."""
    return frozenset(item["key"] for item in instrument["parameters"]["items"])


def values_of(instrument: Mapping[str, Any]) -> frozenset[str]:
    parameters = instrument["parameters"]
    if instrument["kind"] == "rank":
        return frozenset(str(place) for place in range(1, len(parameters["items"]) + 1))
    if instrument["kind"] == "classify":
        abstain = [parameters["abstain"]] if parameters.get("abstain") else []
        return frozenset(category["key"] for category in [*parameters["categories"], *abstain])
    return frozenset()


# --- settings, and rows of a table ---------------------------------------------------------------------------------


def off_scale(rows: pd.DataFrame, content: Mapping[str, Any]) -> Iterator[str]:
    """Settings that are no numbers, or beyond the ends of their scale."""
    settings = {
        setting["key"]: setting
        for instrument in content["instruments"]
        for setting in instrument["parameters"].get("settings", ())
    }
    set_ = rows[rows["item"].isin(settings)]
    for line, item, value in zip(set_.index, set_["item"], set_["value"], strict=True):
        setting = settings[item]
        if not is_number(value) or not setting["least"] <= float(value) <= setting["most"]:
            scale = f"{setting['least']:g} to {setting['most']:g}"
            hint = ", a percent as a fraction" if setting["unit"] == "percent" else ""
            yield f"row {line}: {item} must be a number from {scale}{hint}, not {value!r}"


def no_share(rows: pd.DataFrame, content: Mapping[str, Any]) -> Iterator[str]:
    """Amounts that are no numbers, or more than there is to share out."""
    totals = {
        item["key"]: instrument["parameters"]["total"]["value"]
        for instrument in content["instruments"]
        if instrument["kind"] == "allocate"
        for item in instrument["parameters"]["items"]
    }
    shared = rows[rows["item"].isin(totals)]
    for line, item, value in zip(shared.index, shared["item"], shared["value"], strict=True):
        if not is_number(value) or not 0 <= float(value) <= totals[item]:
            yield f"row {line}: {item} must be a number from 0 to {totals[item]:.10g}, not {value!r}"


def no_judgment(rows: pd.DataFrame, content: Mapping[str, Any]) -> Iterator[str]:
    """Comparisons that are not asked for, and values that are no ratio."""
    for instrument in content["instruments"]:
        if instrument["kind"] != "pairwise":
            continue
        pairs = [key_of(*pair) for pair in pairs_of(instrument["parameters"])]
        mine = rows[rows["item"] == instrument["key"]]
        for line, pair, value in zip(mine.index, mine["criterion"], mine["value"], strict=True):
            if pair not in pairs:
                yield f"row {line}: {pair!r} is not one of the comparisons {', '.join(pairs)}"
            elif not is_number(value) or not 1 / 9 - 0.01 <= float(value) <= 9:
                yield f"row {line}: a comparison is a number from 0.11 (1/9) to 9, not {value!r}"


def rows_instrument(content: Mapping[str, Any]) -> dict[str, Any] | None:
    """The one that asks for rows of a table; an exercise has one at most."""
    return next((dict(each) for each in content["instruments"] if each["kind"] == "rows"), None)


def unknown_cells(rows: pd.DataFrame, table: Mapping[str, Any] | None) -> Iterator[str]:
    """Rows that are not asked for, choices that there are not, and dots that are no number or too many."""
    if table is None or rows.empty:
        return
    parameters = table["parameters"]
    given = {item["key"] for item in parameters.get("items") or ()}
    columns = {
        column["key"]: [choice["key"] for choice in column.get("choices") or ()] for column in parameters["columns"]
    }
    for line, row in rows.iterrows():
        choices = columns.get(row["criterion"])
        if row["criterion"] == VOTES and not row["value"].isdigit():
            yield f"row {line}: dots are whole numbers, not {row['value']!r}"
        elif choices and row["value"] not in choices:
            yield f"row {line}: {row['value']!r} is not one of {', '.join(choices)}"
        elif given and row["criterion"] != VOTES and row["item"] not in given:
            yield f"row {line}: {row['item']!r} is not one of the rows {', '.join(sorted(given))}"
    yield from too_many_dots(rows[rows["criterion"] == VOTES], parameters.get("dots", 5))


def too_many_dots(votes: pd.DataFrame, dots: int) -> Iterator[str]:
    """The row with which a person has given more than there are."""
    given = pd.to_numeric(votes["value"], errors="coerce").fillna(0)
    spent = given.groupby([votes["round"], votes["participant"]]).cumsum()
    for line in list(votes.index[spent > dots])[:1]:
        yield f"row {line}: the same person gives more than {dots} dots in the round"


def votes_named(rows: pd.DataFrame, content: Mapping[str, Any]) -> pd.DataFrame:
    """The same answers, votes by the ids of the proposals that they mean: a file may name a row as its author did."""
    table = rows_instrument(content)
    if table is None:
        return rows
    parameters = table["parameters"]
    first = rows[rows["round"] == "1"]
    names = ids_of(parameters, first, merged(parameters, first))
    meant = rows["item"].where(rows["criterion"] != VOTES, rows["item"].map(lambda item: names.get(item, item)))
    return rows.assign(item=meant)


def answers_digest(answers: pd.DataFrame) -> str:
    """sha256 in hex of the canonical rows, sorted; empty where there is none."""
    rows = sorted(CANONICAL_JSON.encode(canonical(row)) for row in answers.to_dict("records"))
    return sha256("\n".join(rows).encode()).hexdigest() if rows else ""
