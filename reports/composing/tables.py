"""Tables of findings as they are printed: limits joined into one column, rounds side by side, numbers to the right."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from analysis.answers import allocate, choice, estimate, pairwise, rate, rows, threshold
from reports.composing import marks
from reports.composing.grid import INTERVAL, Cell, Printable
from reports.composing.numbers import NOTHING, interval, say

Spoken = dict[str, Any]
Names = Mapping[str, str]
ROOM = "room_"
MOST_PROPOSALS = 20
HIDDEN = {"is_majority", "option_key", "round"}


def printable(table: Spoken, currency: str = "", names: Names = MappingProxyType({})) -> Printable:
    """A spoken table of findings, as `Wording.findings` gives it; `names`: what to print for a key."""
    said = [
        (column, [cell_of(column, row, currency, names) for row in table["rows"]])
        for column in shown_columns(table["columns"])
    ]
    kept = [(column, cells) for at, (column, cells) in enumerate(said) if not is_said_again(cells, said[at + 1 :])]
    columns = [column for column, _ in kept]
    rows = [list(row) for row in zip(*(cells for _, cells in kept), strict=True)]
    heads = [
        Cell(column["label"], is_number) for column, is_number in zip(columns, numeric(rows, columns), strict=True)
    ]
    aligned = [[Cell(cell.text, head.is_number) for cell, head in zip(row, heads, strict=True)] for row in rows]
    return Printable(table["title"], heads, aligned)


def is_said_again(cells: list[Cell], later: list[tuple[Spoken, list[Cell]]]) -> bool:
    """Whether a column of words stands there once more: a key that is called by its name, before the name."""
    has_words = any(not cell.is_number and cell.text != NOTHING for cell in cells)
    return has_words and len(set(cells)) > 1 and any(cells == said for _, said in later)


def shown_columns(columns: list[Spoken]) -> list[Spoken]:
    """Lower and upper limit as one column; keys and marks that only a program reads are left out."""
    known = {column["key"]: column for column in columns}
    shown = []
    for column in columns:
        key = column["key"]
        if key in HIDDEN or key.endswith("_key") or is_upper(key, known):
            continue
        upper = upper_of(key)
        shown.append(column | {"upper": upper, "label": INTERVAL} if upper in known else column)
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
    """How the room answered, rounds side by side; None for the closing choice, which stands beside the options.

    Nor has what a drawing alone needs, how many people set each value, a table on paper.
    """
    keys = {column["key"] for column in table["columns"]}
    if table["key"] in (threshold.VALUES, threshold.TABLE):
        return settings_table(table, currency) if table["key"] == threshold.TABLE else None
    if table["key"] == rows.TABLE:
        return proposals_table(table)
    if table["key"].startswith(choice.OWN):
        return choice_table(table)
    if layout := MARKS.get(table["key"]):
        return in_lines(table, *layout(table, currency))
    if {"item", "category", "people"} <= keys:
        return class_table(table)
    if {"item", "place"} <= keys:
        return rank_table(table)
    return None if "option_key" in keys else printable(table, currency, names)


def in_lines(table: Spoken, heads: list[str], lines: list[list[str]]) -> Printable:
    rows = [[Cell(text, place > 0) for place, text in enumerate(line)] for line in lines]
    return Printable(table["title"], [Cell(head, place > 0) for place, head in enumerate(heads)], rows)


MARKS: dict[str, Callable[[Spoken, str], tuple[list[str], list[list[str]]]]] = {
    rate.TABLE: lambda table, _currency: marks.marks_of(table),
    rate.ORDER: lambda table, _currency: marks.places_of(table),
    estimate.TABLE: marks.ranges_of,
    estimate.AGAINST: marks.truths_of,
    allocate.TABLE: marks.splits_of,
    allocate.CAMPS: marks.camps_of,
    pairwise.TABLE: lambda table, _currency: marks.weights_of(table),
    pairwise.JUDGMENTS: lambda table, _currency: marks.judgments_of(table),
}


def class_table(table: Spoken) -> Printable:
    """Cases down, classes across; in each cell the people of the first round, then of the last."""
    rounds = marks.rounds_in(table)
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


def choice_table(table: Spoken) -> Printable:
    """Alternatives down; people and median confidence of each round."""
    rounds = marks.rounds_in(table)
    found = {(str(row["round"]), row["option_key"]): row for row in table["rows"]}
    labels = {column["key"]: column["label"] for column in table["columns"]}
    measures = ("people", "median_confidence")
    alternatives = {row["option_key"]: row["option"] for row in table["rows"]}
    lines = [
        [name, *(movement([found.get((turn, key), {}).get(one) for turn in rounds]) for one in measures)]
        for key, name in alternatives.items()
    ]
    heads = [labels["option"], labels["people"], f"{labels['median_confidence']}, %"]
    printed = in_lines(table, heads, lines)
    return Printable(f"{printed.caption}{both(rounds)}", printed.heads, printed.rows)


def rank_table(table: Spoken) -> Printable:
    """Items in their last order; place and mean rank of each round."""
    rounds = marks.rounds_in(table)
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


def settings_table(table: Spoken, currency: str) -> Printable:
    """Settings down, each round in a row of its own: median, middle half, ends, n."""
    rounds = marks.rounds_in(table)
    ordered = sorted(table["rows"], key=lambda row: (first_place(table, row), row["round"]))
    named = [row["setting_name"] + (f", round {row['round']}" if len(rounds) > 1 else "") for row in ordered]
    lines = [[Cell(name), *setting_cells(row, currency)] for name, row in zip(named, ordered, strict=True)]
    heads = ["Setting", "Median", "Middle half", "All", "Answers"]
    return Printable(table["title"], [Cell(head, place > 0) for place, head in enumerate(heads)], lines)


def first_place(table: Spoken, row: Spoken) -> int:
    """Where the setting of a row stands among the settings."""
    return list(dict.fromkeys(each["setting"] for each in table["rows"])).index(row["setting"])


def setting_cells(row: Spoken, currency: str) -> list[Cell]:
    unit = row["unit"]
    half, ends = (
        interval(row[low], row[high], unit, currency) or NOTHING
        for low, high in (("low_quartile", "high_quartile"), ("lowest", "highest"))
    )
    return [Cell(text, True) for text in (say(row["median"], unit, currency), half, ends, str(row["n"]))]


def proposals_table(table: Spoken) -> Printable:
    """The proposals of the last round in their order, as people worded them; of a long list the first."""
    last = [row for row in table["rows"] if row["round"] == marks.rounds_in(table)[-1]]
    voted = any(row["votes"] is not None for row in last)
    kept = {"row", "label", "round", "complete", *(() if voted else ("votes",))}
    columns = [column for column in table["columns"] if column["key"] not in kept]
    lines = [[cell_of(column, row, "", {}) for column in columns] for row in last[:MOST_PROPOSALS]]
    numbers = {"proposers", "votes"}
    heads = [Cell(column["label"], column["key"] in numbers) for column in columns]
    cut = f", the first {MOST_PROPOSALS} of {len(last)}" if len(last) > MOST_PROPOSALS else ""
    return Printable(f"{table['title']}{cut}", heads, [numbers_right(line, heads) for line in lines])


def numbers_right(line: list[Cell], heads: list[Cell]) -> list[Cell]:
    return [Cell(cell.text, head.is_number) for cell, head in zip(line, heads, strict=True)]


def both(rounds: list[str]) -> str:
    return ", first round and then second" if len(rounds) > 1 else ""


def movement(values: list[Any]) -> str:
    """'4, then 7'; one number where it stayed or there was one round."""
    said = list(dict.fromkeys(say(value) for value in values))
    return ", then ".join(said)
