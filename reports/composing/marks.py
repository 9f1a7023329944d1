"""Tables of marks and ranges on paper: items down, the first round and then the last in each cell."""

from typing import Any

from reports.composing.numbers import NOTHING, interval, say

Spoken = dict[str, Any]
Lines = list[list[str]]


def rounds_in(table: Spoken) -> list[str]:
    return sorted({str(row["round"]) for row in table["rows"]})


def ends_of(rounds: list[str]) -> list[str]:
    """The first round and the last, once each."""
    return list(dict.fromkeys([rounds[0], rounds[-1]]))


def marks_of(table: Spoken) -> tuple[list[str], Lines]:
    """Heads and lines: an item, its median on each criterion with the middle half, n."""
    rounds = ends_of(rounds_in(table))
    items, criteria = (list(dict.fromkeys(row[key] for row in table["rows"])) for key in ("item", "criterion"))
    cells = {(str(row["round"]), row["item"], row["criterion"]): row for row in table["rows"]}
    lines = [
        [item, *(", then ".join(mark_said(cells[turn, item, name]) for turn in rounds) for name in criteria)]
        for item in items
    ]
    return ["Item", *criteria], lines


def mark_said(row: Spoken) -> str:
    if row["median"] is None:
        return f"{NOTHING} (n = {row['n']})"
    return f"{row['median']:g} ({row['low_quartile']:g}–{row['high_quartile']:g}, n = {row['n']})"


def places_of(table: Spoken) -> tuple[list[str], Lines]:
    """Heads and lines: an item in the last order, its score in both rounds, first places among all weightings."""
    rounds = ends_of(rounds_in(table))
    last = [row for row in table["rows"] if str(row["round"]) == rounds[-1]]
    scores = {(str(row["round"]), row["item"]): row["score"] for row in table["rows"]}
    lines = [
        [
            row["item"],
            ", then ".join(say(scores.get((turn, row["item"])), "", "") for turn in rounds),
            say(row["first_share"], "fraction", ""),
            str(row["n"]),
        ]
        for row in last
    ]
    return ["Item", "Score of 5", "First in weightings", "n"], lines


def ranges_of(table: Spoken, currency: str) -> tuple[list[str], Lines]:
    """Heads and lines: an item, the pooled likely value and range of both rounds, n of the last."""
    rounds = ends_of(rounds_in(table))
    unit = next(column["unit"] for column in table["columns"] if column["key"] == "likely")
    items = list(dict.fromkeys(row["item"] for row in table["rows"]))
    cells = {(str(row["round"]), row["item"]): row for row in table["rows"]}
    lines = [
        [
            item,
            *(range_said(cells[turn, item], unit, currency) for turn in rounds),
            str(cells[rounds[-1], item]["n"]),
            str(cells[rounds[-1], item]["abstained"]),
        ]
        for item in items
    ]
    return ["Item", *(f"Round {turn}" for turn in rounds), "n", "Cannot tell"], lines


def range_said(row: Spoken, unit: str, currency: str) -> str:
    if row["likely"] is None:
        return NOTHING
    return f"{say(row['likely'], unit, currency)} ({interval(row['range_low'], row['range_high'], unit, currency)})"


def truths_of(table: Spoken, currency: str) -> tuple[list[str], Lines]:
    """Heads and lines of the last round: an item, the room's value, the data's with limits, ranges that hold it."""
    last = rounds_in(table)[-1]
    unit = next(column["unit"] for column in table["columns"] if column["key"] == "likely")
    lines = [
        [
            row["item"],
            say(row["likely"], unit, currency),
            f"{say(row['actual'], unit, currency)} ({interval(row['actual_low'], row['actual_high'], unit, currency)})",
            f"{row['hit']} of {row['n']}",
        ]
        for row in table["rows"]
        if str(row["round"]) == last
    ]
    return ["Item", "The room", "The data", "Ranges that hold it"], lines


def splits_of(table: Spoken, currency: str) -> tuple[list[str], Lines]:
    """Heads and lines: an item, mean, median and middle half of each round, n of the last."""
    unit = next(column["unit"] for column in table["columns"] if column["key"] == "mean")
    return ["Item", "Mean", "Median", "Middle half", "n"], told_in_rounds(
        table, "item", ("mean", "median"), unit, currency
    )


def told_in_rounds(table: Spoken, about: str, measures: tuple[str, ...], unit: str, currency: str) -> Lines:
    """A line for each of what `about` names: these measures and the middle half, '40, then 45', and n of the last."""
    rounds, key = ends_of(rounds_in(table)), f"{about}_key"
    cells = {(str(row["round"]), row[key]): row for row in table["rows"]}
    names = {row[key]: row[about] for row in table["rows"]}
    return [
        [
            name,
            *(", then ".join(say(cells[turn, at][each], unit, currency) for turn in rounds) for each in measures),
            ", then ".join(half_said(cells[turn, at], unit, currency) for turn in rounds),
            str(cells[rounds[-1], at]["n"]),
        ]
        for at, name in names.items()
    ]


def half_said(row: Spoken, unit: str, currency: str) -> str:
    """The middle half; a dash where too few answered to show it."""
    return interval(row["low_quartile"], row["high_quartile"], unit, currency) or NOTHING


def camps_of(table: Spoken, currency: str) -> tuple[list[str], Lines]:
    """Heads and lines of the last round that has camps: an item, the mean of either camp."""
    last = [row for row in table["rows"] if str(row["round"]) == rounds_in(table)[-1]]
    unit = next(column["unit"] for column in table["columns"] if column["key"] == "first_camp")
    camps = ("first", "second")
    lines = [[row["item"], *(say(row[f"{camp}_camp"], unit, currency) for camp in camps)] for row in last]
    return [f"Item, round {last[0]['round']}", *(f"Mean of {last[0][f'{camp}_people']}" for camp in camps)], lines


def weights_of(table: Spoken) -> tuple[list[str], Lines]:
    """Heads and lines: a criterion, its weight and the middle half of people's own in each round, n of the last."""
    return ["Criterion", "Weight", "Middle half", "n"], told_in_rounds(table, "criterion", ("weight",), "fraction", "")


def judgments_of(table: Spoken) -> tuple[list[str], Lines]:
    """Heads and lines of the last round: a comparison, the joined judgment, people for the one, both, the other."""
    last = [row for row in table["rows"] if str(row["round"]) == rounds_in(table)[-1]]
    people = ("for_first", "for_both", "for_second")
    lines = [
        [f"{row['compared_first']} – {row['compared_second']}", times_said(row["times"])]
        + [str(row[key]) for key in people]
        for row in last
    ]
    return [f"Comparison, round {last[0]['round']}", "First is", "For the first", "Equal", "For the second"], lines


def times_said(ratio: float) -> str:
    """'2.5 times', or of less than one '1/2.5'."""
    return f"{ratio:.1f} times" if round(ratio, 1) >= 1 else f"1/{1 / ratio:.1f}"
