"""`choice`, also the closing choice: people pick an option and say how sure they are. Counts and entropy consensus.

A policy choice has no truth value, so its confidence is shown and never scored.
"""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.answers.agreement import entropy_consensus
from analysis.answers.drawings import people_bars
from analysis.charts import Canvas, house
from analysis.findings import Chart, Figure, Findings, Message, Table
from analysis.inputs import Inputs

KIND = "choice"
TABLE = "room_choice"
WORDS = {
    TABLE: "How the room chose",
    "option": "Option",
    "option_key": "Key",
    "median_confidence": "Median confidence",
    "group_consensus": "Consensus of the vote (0 split, 1 agreed)",
    "group_confidence": "Median confidence",
    "chosen": "{people} of {n} chose: {option}",
    "chosen_split": "The vote is split: {people} of {n} for {option}, {others} for others",
    "chosen_alternative": "Votes for {options} options by {n} people. Most: {option}, {people}.",
}


def analyse(instrument: Mapping[str, Any], rows: pd.DataFrame, inputs: Inputs) -> Findings:
    """rows: value = key of an option, confidence in percent. Options that nobody chose are counted as 0."""
    parts = [(str(name), part) for name, part in rows.groupby("round")]
    empty = Findings(exercise="", headline=Message("answers_only"), inputs=inputs.provenance)
    if not parts:
        return empty
    options = instrument["parameters"]["items"]
    table = pd.concat([votes_of(name, part, options) for name, part in parts], ignore_index=True)
    figures = [figure for name, part in parts for figure in agreement(name, part, options)]
    units = {"people": "people", "median_confidence": "percent"}
    return Findings(
        exercise="",
        headline=empty.headline,
        figures=tuple(figures),
        tables=(Table.from_frame(TABLE, table, units),),
        inputs=inputs.provenance,
    )


def votes_of(name: str, rows: pd.DataFrame, options: list[dict[str, Any]]) -> pd.DataFrame:
    """One row per option, in the exercise's order: round, option_key, option, people, n, median_confidence."""
    confidence = pd.to_numeric(rows["confidence"]).groupby(rows["value"]).median()
    votes = rows["value"].value_counts()
    return pd.DataFrame(
        [
            {
                "round": name,
                "option_key": option["key"],
                "option": option["name"],
                "people": int(votes.get(option["key"], 0)),
                "n": len(rows),
                "median_confidence": confidence.get(option["key"]),
            }
            for option in options
        ]
    )


def agreement(name: str, rows: pd.DataFrame, options: list[dict[str, Any]]) -> tuple[Figure, Figure]:
    votes = [int((rows["value"] == option["key"]).sum()) for option in options]
    sure = pd.to_numeric(rows["confidence"]).median()
    method = "1 − entropy of the votes over that of an even split; the room is counted, not estimated"
    count = len(rows)
    return (
        Figure(name="group_consensus", of=(name,), value=entropy_consensus(votes), unit="", n=count, method=method),
        Figure(name="group_confidence", of=(name,), value=float(sure), unit="percent", n=count, method="Median"),
    )


def charts(findings: Findings, canvas: Canvas) -> tuple[Chart, ...]:
    """Bars of people per option in the last round."""
    tables = [table for table in findings.tables if table.key == TABLE]
    if not tables:
        return ()
    votes = pd.DataFrame(list(tables[0].rows))
    last = votes[votes["round"] == votes["round"].max()]
    top = last.sort_values("people", ascending=False, kind="stable").iloc[0].to_dict()
    said = {key: top[key] for key in ("option", "people", "n")} | {"others": top["n"] - top["people"]}
    code = "chosen" if top["people"] * 2 > top["n"] else "chosen_split"
    seen = Message("chosen_alternative", said | {"options": len(last)})
    return (Chart(TABLE, TABLE, Message(code, said), seen, house(people_bars(last, canvas, label="option"), canvas)),)
