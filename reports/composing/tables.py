"""Tables of findings as they are printed: limits joined into one column, rounds side by side, numbers to the right."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from reports.composing.numbers import NOTHING, interval, say

Spoken = dict[str, Any]
Names = Mapping[str, str]
ROOM = "room_"
HIDDEN = {"is_majority", "option_key", "round"}


@dataclass(frozen=True)
class Cell:
    text: str
    is_number: bool = False


@dataclass(frozen=True)
class Printable:
    """caption, heads and rows of cells; the first cell of a row is its head."""

    caption: str
    heads: list[Cell]
    rows: list[list[Cell]]

    @property
    def is_narrow(self) -> bool:
        return len(self.heads) <= 3


def printable(table: Spoken, currency: str = "", names: Names = MappingProxyType({})) -> Printable:
    """A spoken table of findings, as `Wording.findings` gives it; `names`: what to print for a key."""
    columns = shown_columns(table["columns"])
    rows = [[cell_of(column, row, currency, names) for column in columns] for row in table["rows"]]
    heads = [
        Cell(column["label"], is_number) for column, is_number in zip(columns, numeric(rows, columns), strict=True)
    ]
    aligned = [[Cell(cell.text, head.is_number) for cell, head in zip(row, heads, strict=True)] for row in rows]
    return Printable(table["title"], heads, aligned)


def shown_columns(columns: list[Spoken]) -> list[Spoken]:
    """Lower and upper limit as one column; keys and marks that only a program reads are left out."""
    known = {column["key"]: column for column in columns}
    shown = []
    for column in columns:
        key = column["key"]
        if key in HIDDEN or is_upper(key, known):
            continue
        upper = upper_of(key)
        shown.append(column | {"upper": upper, "label": "95 % interval"} if upper in known else column)
    return shown


def upper_of(key: str) -> str:
    """The key of the upper limit that belongs to a lower one; '' for any other column."""
    return key[: -len("low")] + "high" if key == "low" or key.endswith("_low") else ""


def is_upper(key: str, known: dict[str, Spoken]) -> bool:
    return (key == "high" or key.endswith("_high")) and key[: -len("high")] + "low" in known


def cell_of(column: Spoken, row: Spoken, currency: str, names: Names) -> Cell:
    value, unit = row.get(column["key"]), column.get("unit", "")
    if upper := column.get("upper"):
        return Cell(interval(value, row.get(upper), unit, currency) or NOTHING, True)
    if isinstance(value, str):
        return Cell(names.get(value, value))
    return Cell(say(value, unit, currency), isinstance(value, int | float) and not isinstance(value, bool))


def numeric(rows: list[list[Cell]], columns: list[Spoken]) -> list[bool]:
    """Whether a column holds numbers: all of its cells that tell anything do."""
    told = ([row[place] for row in rows if row[place].text != NOTHING] for place in range(len(columns)))
    return [place > 0 and bool(cells) and all(cell.is_number for cell in cells) for place, cells in enumerate(told)]


# --- the room's own tables -----------------------------------------------------------------------------------------


def room_table(table: Spoken, currency: str = "", names: Names = MappingProxyType({})) -> Printable | None:
    """How the room answered, rounds side by side; None for the closing choice, which stands beside the options."""
    keys = {column["key"] for column in table["columns"]}
    if {"item", "category", "people"} <= keys:
        return class_table(table)
    if {"item", "place"} <= keys:
        return rank_table(table)
    return None if "option_key" in keys else printable(table, currency, names)


def class_table(table: Spoken) -> Printable:
    """Cases down, classes across; in each cell the people of the first round, then of the last."""
    rounds = rounds_of(table)
    classes = list(dict.fromkeys(row["category"] for row in table["rows"]))
    items = list(dict.fromkeys(row["item"] for row in table["rows"]))
    people = {(row["round"], row["item"], row["category"]): row["people"] for row in table["rows"]}
    rows = [
        [
            Cell(item),
            *(Cell(movement([people.get((turn, item, name), 0) for turn in rounds]), True) for name in classes),
        ]
        for item in items
    ]
    label = next(column["label"] for column in table["columns"] if column["key"] == "item")
    heads = [Cell(label), *(Cell(name, True) for name in classes)]
    return Printable(f"{table['title']}: people{both(rounds)}", heads, rows)


def rank_table(table: Spoken) -> Printable:
    """Items in their last order; place and mean rank of each round."""
    rounds = rounds_of(table)
    last = sorted((row for row in table["rows"] if row["round"] == rounds[-1]), key=lambda row: row["place"])
    found = {(row["round"], row["item"]): row for row in table["rows"]}
    labels = {column["key"]: column["label"] for column in table["columns"]}
    measures = [key for key in ("place", "mean_rank") if key in labels]
    heads = [Cell(labels["item"]), *(Cell(labels[key], True) for key in measures)]
    rows = [
        [
            Cell(row["item"]),
            *(
                Cell(movement([found.get((turn, row["item"]), {}).get(key) for turn in rounds]), True)
                for key in measures
            ),
        ]
        for row in last
    ]
    return Printable(f"{table['title']}{both(rounds)}", heads, rows)


def rounds_of(table: Spoken) -> list[str]:
    return sorted({str(row["round"]) for row in table["rows"]})


def both(rounds: list[str]) -> str:
    return ", first round and then second" if len(rounds) > 1 else ""


def movement(values: list[Any]) -> str:
    """'4, then 7'; one number where it stayed or there was one round."""
    said = list(dict.fromkeys(say(value) for value in values))
    return ", then ".join(said)
