"""`estimate`: people give a low, a likely and a high value of each item. The pool, its consensus, and the truth.

Low and high are the 10th and the 90th percentile, so four of five ranges should hold what turns out true.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from analysis.answers.disclosure import SMALLEST_GROUP, may_show
from analysis.answers.movement import changed_minds
from analysis.answers.range_bars import range_bars
from analysis.answers.setting_dots import say_in
from analysis.charts import Canvas
from analysis.drawing.rows import Say, percent
from analysis.findings import Chart, Figure, Findings, Message, Scalar, Table, figure_key
from analysis.inputs import Inputs
from analysis.methods.pooling import ASKED, hits, overlap_consensus, pooled
from analysis.wording import Words

KIND = "estimate"
TABLE = "room_estimate"
AGAINST = "room_against_data"
HIDDEN = {TABLE: ("item_key",), AGAINST: ("item_key",)}
UNITS = {"percent": "fraction", "count": "", "ratio": ""}  # as findings call them
COUNTED = "The room is counted, not estimated"
WORDS: Words = {
    TABLE: "What the room expects",
    AGAINST: "The room's ranges and what the data say",
    "item_key": "Key",
    "range_low": "Low, pooled",
    "likely": "Likely, pooled",
    "range_high": "High, pooled",
    "low_quartile": "A quarter say less than",
    "high_quartile": "A quarter say more than",
    "abstained": "Cannot tell",
    "actual": "The data say",
    "actual_low": "Lower limit of that",
    "actual_high": "Upper limit of that",
    "hit": "Ranges that hold it",
    "miss": "The room's likely value less the data's",
    "group_estimate": "The room's likely value",
    "group_overlap": "Consensus of the ranges (0 none touch, 1 all one)",
    "group_hit_rate": "Ranges that hold what the data say, of four in five that should",
    "estimates_few": "Only {n} gave a range for “{name}” in round {round}: with fewer than {needed}, nothing of it is "
    "shown",
    "estimates_expect": "{name}: the room expects {likely}, from {low} to {high}",
    "estimates_moved": "{name}: the room went from {before} to {likely}",
    "estimates_held": "{hit} of {n} ranges {hit:holds|hold} what the data say; four in five should",
    "estimates_alternative": "The room's range of each item, round {round}. {values}.",
}


def analyse(instrument: Mapping[str, Any], rows: pd.DataFrame, inputs: Inputs) -> Findings:
    """rows: item, value = likely, low, high; an abstention has no numbers and is counted apart."""
    told = ranges_of(rows)
    empty = Findings(exercise="", headline=Message("answers_only"), inputs=inputs.provenance)
    if told.empty:
        return empty
    table = pd.DataFrame(list(summaries(instrument, rows, told)))
    unit = unit_of(instrument)
    units = {**dict.fromkeys(["range_low", "likely", "range_high", "low_quartile", "high_quartile"], unit)}
    return Findings(
        exercise="",
        headline=empty.headline,
        figures=(*figures_of(table, told, unit), *changed_minds(told.assign(value=told["value"].map(repr)))),
        tables=(Table.from_frame(TABLE, table, units | {"n": "people", "abstained": "people"}),),
        warnings=tuple(too_few(table)),
        inputs=inputs.provenance,
    )


def unit_of(instrument: Mapping[str, Any]) -> str:
    unit = str(instrument["parameters"]["unit"])
    return UNITS.get(unit, unit)


def ranges_of(rows: pd.DataFrame) -> pd.DataFrame:
    """round, participant, item, low, value, high as numbers; who left one out has given no range."""
    columns = ["low", "value", "high"]
    told = rows[["round", "participant", "item", *columns]]
    return told.assign(**{name: pd.to_numeric(told[name], errors="coerce") for name in columns}).dropna(subset=columns)


def summaries(instrument: Mapping[str, Any], rows: pd.DataFrame, told: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """One row per round and item, in the exercise's order; where fewer than five gave a range, counts alone."""
    measures = ("range_low", "likely", "range_high", "low_quartile", "high_quartile")
    for name in sorted(told["round"].unique()):
        for item in instrument["parameters"]["items"]:
            mine = told[(told["round"] == name) & (told["item"] == item["key"])]
            asked = rows[(rows["round"] == name) & (rows["item"] == item["key"])]
            values = dict.fromkeys(measures, float("nan"))
            if may_show(len(mine)):
                spread = (float(mine["value"].quantile(share)) for share in (0.25, 0.75))
                values = dict(zip(measures, (*pooled(mine), *spread), strict=True))
            counts = {"n": len(mine), "abstained": asked["participant"].nunique() - len(mine)}
            yield {"round": str(name), "item_key": item["key"], "item": item["name"]} | values | counts


def figures_of(table: pd.DataFrame, told: pd.DataFrame, unit: str) -> Iterator[Figure]:
    """The pooled likely value and the overlap of the ranges, of each round and item."""
    for row in table.dropna(subset=["likely"]).to_dict("records"):
        of = (str(row["round"]), str(row["item"]))
        mine = told[(told["round"] == row["round"]) & (told["item"] == row["item_key"])]
        yield Figure(
            name="group_estimate", of=of, value=row["likely"], unit=unit, n=row["n"], method=f"Mean. {COUNTED}"
        )
        yield Figure(
            name="group_overlap", of=of, value=overlap_consensus(mine["low"], mine["high"]), unit="", n=row["n"],
            method=f"Mean overlap of pairs of ranges (Jaccard). {COUNTED}",
        )  # fmt: skip


def too_few(table: pd.DataFrame) -> Iterator[Message]:
    for row in table[table["likely"].isna()].to_dict("records"):
        said = {"n": row["n"], "name": row["item"], "round": row["round"], "needed": SMALLEST_GROUP}
        yield Message("estimates_few", said)


# --- beside the data -------------------------------------------------------------------------------------------------


def against(instrument: Mapping[str, Any], rows: pd.DataFrame, data: Findings) -> Findings:
    """The room's ranges beside the figure that the exercise names as their truth; nothing where there is none."""
    blank = Findings(exercise="", headline=Message("answers_only"), inputs=data.inputs)
    truth = instrument["parameters"].get("truth")
    known = {figure.key: figure for figure in data.figures if figure.value is not None}
    told = ranges_of(rows)
    lines = [
        line_against(str(name), item, told, known[key])
        for name in sorted(told["round"].unique())
        for item in instrument["parameters"]["items"]
        if truth and (key := figure_key(truth, item["key"])) in known
    ]
    shown = [line for line in lines if may_show(line["n"])]
    if not shown:
        return blank
    unit = unit_of(instrument)
    units = dict.fromkeys(["likely", "actual", "actual_low", "actual_high", "miss"], unit) | {
        "hit": "people",
        "n": "people",
    }
    table = Table.from_frame(AGAINST, pd.DataFrame(shown), units)
    return Findings(
        exercise="", headline=blank.headline, figures=tuple(hit_rates(shown)), tables=(table,), inputs=data.inputs
    )


def line_against(name: str, item: Mapping[str, Any], told: pd.DataFrame, actual: Figure) -> dict[str, Any]:
    mine = told[(told["round"] == name) & (told["item"] == item["key"])]
    likely, value = float(mine["value"].mean()), float(actual.value or 0.0)
    return {
        "round": name,
        "item_key": item["key"],
        "item": item["name"],
        "likely": likely,
        "actual": value,
        "actual_low": actual.low,
        "actual_high": actual.high,
        "miss": likely - value,
        "hit": hits(mine, value),
        "n": len(mine),
    }


def hit_rates(lines: list[dict[str, Any]]) -> Iterator[Figure]:
    """Of each round: ranges that hold the data's value among all ranges; n counts ranges."""
    for name in dict.fromkeys(line["round"] for line in lines):
        mine = [line for line in lines if line["round"] == name]
        n = sum(line["n"] for line in mine)
        method = f"Count of ranges; {ASKED:.0%} should hold it. {COUNTED}"
        yield Figure(
            name="group_hit_rate", of=(name,), value=sum(line["hit"] for line in mine) / n, unit="fraction", n=n,
            method=method,
        )  # fmt: skip


# --- chart -----------------------------------------------------------------------------------------------------------


def charts(findings: Findings, canvas: Canvas) -> tuple[Chart, ...]:
    """The pooled range of each item: the first round hollow, the last filled, what the data say as a stroke."""
    tables = {table.key: table for table in findings.tables if table.key in (TABLE, AGAINST)}
    if TABLE not in tables:
        return ()
    told = [row for row in tables[TABLE].rows if row["likely"] is not None]
    if not told:
        return ()
    rounds = sorted({str(row["round"]) for row in told})
    last = [row for row in told if row["round"] == rounds[-1]]
    before = {row["item_key"]: row["likely"] for row in told if row["round"] == rounds[0]} if len(rounds) > 1 else {}
    actual = {row["item_key"]: row["actual"] for row in tables[AGAINST].rows} if AGAINST in tables else {}
    unit = next(column.unit for column in tables[TABLE].columns if column.key == "likely")
    lines = [row | {"before": before.get(row["item_key"]), "actual": actual.get(row["item_key"])} for row in last]
    title, alternative = sentences(lines, tables.get(AGAINST), rounds[-1], unit)
    return (Chart(TABLE, TABLE, title, alternative, range_bars(lines, said_in(unit), canvas)),)


def said_in(unit: str) -> Say:
    """Whole percents: nobody guesses in tenths."""
    return percent if unit == "fraction" else say_in(unit)


def sentences(lines: list[dict[str, Any]], against: Table | None, name: str, unit: str) -> tuple[Message, Message]:
    say = said_in(unit)
    values = "; ".join(
        f"{line['item']}: {say(line['likely'])}, {say(line['range_low'])} to {say(line['range_high'])}, n = {line['n']}"
        + (f", the data say {say(line['actual'])}" if line["actual"] is not None else "")
        for line in lines
    )
    seen = Message("estimates_alternative", {"round": name, "values": values})
    if against and (mine := [row for row in against.rows if row["round"] == name]):
        said: dict[str, Scalar] = {key: sum(int(row[key] or 0) for row in mine) for key in ("hit", "n")}
        return Message("estimates_held", said), seen
    first = lines[0]
    ends: dict[str, Scalar] = {"low": say(first["range_low"]), "high": say(first["range_high"])}
    told: dict[str, Scalar] = {"name": first["item"], "likely": say(first["likely"])}
    if first["before"] is not None and say(first["before"]) != told["likely"]:
        return Message("estimates_moved", told | {"before": say(first["before"])}), seen
    return Message("estimates_expect", told | ends), seen
