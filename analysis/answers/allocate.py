"""`allocate`: people spread a total over items. Mean, median and middle half of each, how alike the splits are, camps.

Only splits that add up count; others are counted apart. Amounts are in the total's own unit.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from analysis.answers.disclosure import SMALLEST_GROUP, answers_needed, may_show
from analysis.answers.movement import changed_minds
from analysis.answers.range_bars import range_bars
from analysis.answers.setting_dots import say_in
from analysis.charts import Canvas
from analysis.drawing.rows import Say
from analysis.findings import Chart, Figure, Findings, Message, Scalar, Table
from analysis.inputs import Inputs
from analysis.methods.shares import mean_cosine, two_camps
from analysis.wording import Words

KIND = "allocate"
TABLE = "room_allocate"
CAMPS = "room_allocate_camps"
HIDDEN = {TABLE: ("item_key",), CAMPS: ("item_key",)}
UNITS = {"points": "", "money": "money", "units": ""}  # as findings call them
MIDDLE_HALF = 8  # splits from which quartiles are shown: of fewer they are nearly a person's own figures
WHOLE = 1e-6  # how near to the total a split counts as whole, as a share of it
COUNTED = "The room is counted, not estimated"
MEASURES = ("mean", "median", "low_quartile", "high_quartile")
WORDS: Words = {
    TABLE: "How the room split it",
    CAMPS: "Two camps in the room",
    "item_key": "Key",
    "mean": "Mean",
    "median": "Median",
    "low_quartile": "A quarter say less than",
    "high_quartile": "A quarter say more than",
    "first_camp": "Mean of the larger camp",
    "second_camp": "Mean of the smaller camp",
    "first_people": "In the larger camp",
    "second_people": "In the smaller camp",
    "group_mean": "The room's mean",
    "group_iqr": "Width of the middle half",
    "group_cosine": "Agreement of the splits (mean cosine of pairs: 1 all the same shares, 0 no item in common; "
    "splits always look alike, so read the middle half)",
    "splits_few": "Only {n} {n:split adds|splits add} up in round {round}: with fewer than {needed}, nothing is shown",
    "splits_unfinished": "{n} of {all} did not share the whole out in round {round}; their {n:split is|splits are} not "
    "counted",
    "splits_camps": "In round {round} the room falls into two camps, of {first} and {second}",
    "splits_widest": "The room is least agreed on {name}: the middle half gives from {low} to {high}",
    "splits_agree": "{name} gets most, {mean}; on no item is the middle half apart",
    "splits_most": "{name} gets most of it: {mean} on average",
    "splits_moved": "{name} went from {before} to {mean} on average, more than any other",
    "splits_alternative": "The room's mean of each item, round {round}, middle half in brackets. {values}.",
}


def analyse(instrument: Mapping[str, Any], rows: pd.DataFrame, inputs: Inputs) -> Findings:
    """rows: item, value = amount, in the total's unit."""
    empty = Findings(exercise="", headline=Message("answers_only"), inputs=inputs.provenance)
    parameters = instrument["parameters"]
    splits = {name: whole_splits(part, parameters) for name, part in by_round(rows)}
    if not splits:
        return empty
    shown = {name: split for name, split in splits.items() if may_show(len(split))}
    warnings = (*too_few(splits), *unfinished(rows, splits))
    if not shown:
        return Findings(exercise="", headline=empty.headline, warnings=warnings, inputs=inputs.provenance)
    table = pd.concat([summary(name, split, parameters["items"]) for name, split in shown.items()], ignore_index=True)
    unit = UNITS[parameters["total"]["unit"]]
    camps = list(camps_of(shown, parameters["items"]))
    told = pd.concat([long(name, split) for name, split in shown.items()], ignore_index=True)
    return Findings(
        exercise="",
        headline=empty.headline,
        figures=(*figures_of(table, unit), *cosines(shown), *changed_minds(told)),
        tables=tables_of(table, camps, unit),
        warnings=(*warnings, *camps_said(camps)),
        inputs=inputs.provenance,
    )


def by_round(rows: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    for name in sorted(rows["round"].unique()):
        yield str(name), rows[rows["round"] == name]


def whole_splits(rows: pd.DataFrame, parameters: Mapping[str, Any]) -> pd.DataFrame:
    """Amounts, shape (people, items), of those that add up to the total; an item without a row gets nothing."""
    keys, total = [item["key"] for item in parameters["items"]], parameters["total"]["value"]
    told = rows[rows["item"].isin(keys)]
    told = told.assign(value=pd.to_numeric(told["value"], errors="coerce"))
    amounts = told.pivot(index="participant", columns="item", values="value").reindex(columns=keys).fillna(0.0)
    return amounts[(amounts >= 0).all(axis=1) & np.isclose(amounts.sum(axis=1), total, rtol=WHOLE, atol=0)]


def long(name: str, splits: pd.DataFrame) -> pd.DataFrame:
    """round, participant, item, value as text, for who moved."""
    told = splits.rename_axis(columns="item").reset_index().melt(id_vars="participant")
    return told.assign(round=name, value=told["value"].map(repr))


def summary(name: str, splits: pd.DataFrame, items: list[dict[str, Any]]) -> pd.DataFrame:
    """One row an item in the exercise's order; quartiles (type 7) from eight splits on."""
    wide = len(splits) >= MIDDLE_HALF
    quartiles = [splits.quantile(share) if wide else splits.mean() * np.nan for share in (0.25, 0.75)]
    columns = zip(MEASURES, (splits.mean(), splits.median(), *quartiles), strict=True)
    named = {"round": name, "item_key": list(splits.columns), "item": [item["name"] for item in items]}
    return pd.DataFrame(named | {key: values.to_numpy() for key, values in columns} | {"n": len(splits)})


def tables_of(table: pd.DataFrame, camps: list[dict[str, Any]], unit: str) -> tuple[Table, ...]:
    units = dict.fromkeys(MEASURES, unit) | {"n": "people"}
    own = Table.from_frame(TABLE, table, units)
    if not camps:
        return (own,)
    halves = dict.fromkeys(["first_camp", "second_camp"], unit)
    people = dict.fromkeys(["first_people", "second_people"], "people")
    return own, Table.from_frame(CAMPS, pd.DataFrame(camps), halves | people)


def figures_of(table: pd.DataFrame, unit: str) -> Iterator[Figure]:
    """Mean of each round and item; the width of the middle half where it is shown."""
    for row in table.to_dict("records"):
        of = (str(row["round"]), str(row["item"]))
        width = row["high_quartile"] - row["low_quartile"]
        yield Figure(name="group_mean", of=of, value=row["mean"], unit=unit, n=row["n"], method=f"Mean. {COUNTED}")
        if not np.isnan(width):
            method = f"Interquartile range. {COUNTED}"
            yield Figure(name="group_iqr", of=of, value=width, unit=unit, n=row["n"], method=method)


def cosines(splits: Mapping[str, pd.DataFrame]) -> Iterator[Figure]:
    for name, split in splits.items():
        method = f"Mean cosine over all pairs of people. {COUNTED}"
        yield Figure(name="group_cosine", of=(name,), value=mean_cosine(split), unit="", n=len(split), method=method)


def too_few(splits: Mapping[str, pd.DataFrame]) -> Iterator[Message]:
    for name, split in splits.items():
        if not may_show(len(split)):
            yield Message("splits_few", {"n": len(split), "round": name, "needed": SMALLEST_GROUP})


def unfinished(rows: pd.DataFrame, splits: Mapping[str, pd.DataFrame]) -> Iterator[Message]:
    for name, part in by_round(rows):
        people = int(part["participant"].nunique())
        if may_show(len(splits[name])) and people > len(splits[name]):
            yield Message("splits_unfinished", {"n": people - len(splits[name]), "all": people, "round": name})


# --- camps -----------------------------------------------------------------------------------------------------------


def camps_of(splits: Mapping[str, pd.DataFrame], items: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Of each round that falls apart in two: a row an item, the mean of either camp; each of five people or more."""
    for name, split in splits.items():
        camps = two_camps(split)
        if camps is None:
            continue
        means, sizes = [split[camps == camp].mean() for camp in (0, 1)], np.bincount(camps)
        for place, item in enumerate(items):
            first, second = (float(mean.iloc[place]) for mean in means)
            yield {
                "round": name, "item_key": item["key"], "item": item["name"], "first_camp": first,
                "second_camp": second, "first_people": int(sizes[0]), "second_people": int(sizes[1]),
            }  # fmt: skip


def camps_said(camps: list[dict[str, Any]]) -> Iterator[Message]:
    for name in dict.fromkeys(row["round"] for row in camps):
        row = next(each for each in camps if each["round"] == name)
        yield Message("splits_camps", {"round": name, "first": row["first_people"], "second": row["second_people"]})


# --- the room's split, for analyses ----------------------------------------------------------------------------------


def splits_of(inputs: Inputs, key: str) -> pd.DataFrame | None:
    """Shares of the total, shape (people, items), rows adding up to 1, of the last round that enough people answered.

    For an analysis that looks at what the room gave weight to, and how far its result moves over all the splits given:
    a row is one person's, and leaves the analysis only in a total of five or more. None where no round has enough whole
    splits. Raises KeyError where the exercise has no such instrument.
    """
    instrument = {each["key"]: each for each in inputs.content.get("instruments", ())}[key]
    answers, parameters = inputs.answers, instrument["parameters"]
    if "id" in inputs.content:
        answers = answers[answers["exercise"].fillna(inputs.content["id"]) == inputs.content["id"]]
    mine = answers[answers["item"].isin([item["key"] for item in parameters["items"]])]
    rounds = [whole_splits(part, parameters) for _name, part in by_round(mine)]
    full = [split for split in rounds if len(split) >= answers_needed(inputs.content)]
    return full[-1] / parameters["total"]["value"] if full else None


# --- chart -----------------------------------------------------------------------------------------------------------


def charts(findings: Findings, canvas: Canvas) -> tuple[Chart, ...]:
    """The middle half of each item with the mean on it, the most first; the first round's mean hollow."""
    tables = [table for table in findings.tables if table.key == TABLE]
    if not tables:
        return ()
    told: list[dict[str, Any]] = [dict(row) for row in tables[0].rows]
    rounds = sorted({str(row["round"]) for row in told})
    before = {row["item_key"]: row["mean"] for row in told if row["round"] == rounds[0]} if len(rounds) > 1 else {}
    last = sorted((row for row in told if row["round"] == rounds[-1]), key=lambda row: -row["mean"])
    lines = [row | {"before": before.get(row["item_key"]), "actual": None} | range_of(row, "mean") for row in last]
    unit = next(column.unit for column in tables[0].columns if column.key == "mean")
    title, alternative = sentences(lines, rounds[-1], unit)
    return (Chart(TABLE, TABLE, title, alternative, range_bars(lines, said_in(unit), canvas)),)


def said_in(unit: str) -> Say:
    """Money short; points and units to a tenth."""
    return say_in(unit) if unit else lambda value: f"{value:,.1f}".removesuffix(".0")


def range_of(row: Mapping[str, Any], middle: str) -> dict[str, Any]:
    """As `range_bars` draws it; the ends null where there is no middle half."""
    return {
        "ends": "half ",
        "likely": row[middle],
        "range_low": row["low_quartile"],
        "range_high": row["high_quartile"],
    }


def sentences(lines: list[dict[str, Any]], name: str, unit: str) -> tuple[Message, Message]:
    """What moved most between the rounds; else where the room is least agreed; else what gets most."""
    say = said_in(unit)
    seen = Message("splits_alternative", {"round": name, "values": "; ".join(line_said(row, unit) for row in lines)})
    moved = max(lines, key=lambda row: abs(row["mean"] - row["before"]) if row["before"] is not None else 0)
    if moved["before"] is not None and say(moved["before"]) != say(moved["mean"]):
        said: dict[str, Scalar] = {"name": moved["item"], "before": say(moved["before"]), "mean": say(moved["mean"])}
        return Message("splits_moved", said), seen
    most: dict[str, Scalar] = {"name": lines[0]["item"], "mean": say(lines[0]["mean"])}
    if lines[0]["range_low"] is None:
        return Message("splits_most", most), seen
    widest = max(lines, key=lambda row: row["range_high"] - row["range_low"])
    if widest["range_high"] == widest["range_low"]:
        return Message("splits_agree", most), seen
    ends: dict[str, Scalar] = {"low": say(widest["range_low"]), "high": say(widest["range_high"])}
    return Message("splits_widest", {"name": widest["item"], **ends}), seen


def line_said(row: Mapping[str, Any], unit: str) -> str:
    say = said_in(unit)
    half = "" if row["range_low"] is None else f" ({say(row['range_low'])} to {say(row['range_high'])})"
    return f"{row['item']}: {say(row['mean'])}{half}, n = {row['n']}"
