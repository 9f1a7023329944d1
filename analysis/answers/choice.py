"""`choice`, also the closing choice: people pick an option and say how sure they are. Counts and entropy consensus.

A policy choice has no truth value, so its confidence is shown and never scored. The closing choice has the table
`room_choice` and figures by round, `group_consensus` and `group_confidence`; a choice that the exercise asks besides
has the table `room_choice_<its key>`, figures by round and key, `group_choice_consensus` and `group_choice_confidence`,
`group_changed`, and both rounds in its drawing.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from analysis.answers.disclosure import SMALLEST_GROUP, may_show
from analysis.answers.drawings import people_bars
from analysis.answers.movement import changed_minds
from analysis.answers.row_bars import row_bars
from analysis.charts import Canvas, house
from analysis.findings import Chart, Figure, Findings, Message, Table
from analysis.inputs import Inputs
from analysis.methods.agreement import entropy_consensus

KIND = "choice"
TABLE = "room_choice"
OWN = f"{TABLE}_"  # and the key of an instrument that is not the closing choice
CLOSING = "decision"
HIDDEN = {TABLE: ("option_key",), f"{OWN}*": ("option_key",)}
CONSENSUS = "1 − entropy of the votes over that of an even split; the room is counted, not estimated"
WORDS = {
    TABLE: "How the room chose",
    f"{OWN}*": "What the room picked before the vote",
    "option": "Option",
    "option_key": "Key",
    "median_confidence": "Median confidence",
    "group_consensus": "Consensus of the vote (0 split, 1 agreed)",
    "group_confidence": "Median confidence in the vote",
    "group_choice_consensus": "Consensus (0 split, 1 agreed)",
    "group_choice_confidence": "Median confidence",
    "confidence_few": "Only {n} said in round {round} how sure they are: with fewer than {needed}, no median is shown",
    "chosen": "{people} of {n} chose: {option}",
    "chosen_split": "The vote is split: {people} of {n} for {option}, {others} for others",
    "chosen_alternative": "Votes for {options} options by {n} people. Most: {option}, {people}.",
    "picked": "{people} of {n} picked: {option}",
    "picked_split": "The room is split: {people} of {n} picked {option}, {others} something else",
    "picked_moved": "{option}: {before} of {n_before} at first, {people} of {n} in round {round}",
    "picked_tied": "Nothing leads: {leaders} alternatives with {people} of {n} each",
    "picked_alternative": "People who picked each alternative, {rounds}. {values}.",
}


def analyse(instrument: Mapping[str, Any], rows: pd.DataFrame, inputs: Inputs) -> Findings:
    """rows: value = key of an option, confidence in percent. Options that nobody chose are counted as 0."""
    parts = [(str(name), part) for name, part in rows.groupby("round")]
    empty = Findings(exercise="", headline=Message("answers_only"), inputs=inputs.provenance)
    if not parts:
        return empty
    figures = [figure for name, part in parts for figure in agreement(name, part, instrument)]
    return replace(
        empty,
        figures=(*figures, *changed(instrument, rows)),
        tables=(table_of(instrument, parts),),
        warnings=tuple(unsure(figures)),
    )


def rows_of(instrument: Mapping[str, Any], answers: pd.DataFrame) -> pd.DataFrame:
    """Its rows among all answers of an exercise: those whose item is its own key."""
    found: pd.DataFrame = answers[answers["item"] == instrument["key"]]
    return found


def table_of(instrument: Mapping[str, Any], parts: Sequence[tuple[str, pd.DataFrame]]) -> Table:
    """One row per round and option. Of an instrument of the exercise, its question stands above the options."""
    options, prompt = instrument["parameters"]["items"], instrument["parameters"].get("prompt")
    frame = pd.concat([votes_of(name, part, options) for name, part in parts], ignore_index=True)
    units = {"people": "people", "median_confidence": "percent"}
    if instrument["key"] == CLOSING:
        return Table.from_frame(TABLE, frame, units)
    return Table.from_frame(f"{OWN}{instrument['key']}", frame, units, {"option": prompt} if prompt else {})


def votes_of(name: str, rows: pd.DataFrame, options: list[dict[str, Any]]) -> pd.DataFrame:
    """One row per option, in the exercise's order: round, option_key, option, people, n, median_confidence.

    Of fewer than five people the confidence would be somebody's own, so it is null.
    """
    sure = pd.to_numeric(rows["confidence"]).groupby(rows["value"]).agg(["median", "count"])
    confidence = sure["median"].where(sure["count"].map(may_show).astype(bool))
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
    ).astype({"median_confidence": float})


def agreement(name: str, rows: pd.DataFrame, instrument: Mapping[str, Any]) -> tuple[Figure, Figure]:
    """Consensus of the votes, and the median confidence of those who told it; null below five of them."""
    is_closing = instrument["key"] == CLOSING
    kind, of = ("group", (name,)) if is_closing else ("group_choice", (name, instrument["key"]))
    votes = [int((rows["value"] == option["key"]).sum()) for option in instrument["parameters"]["items"]]
    sure = pd.to_numeric(rows["confidence"]).dropna()
    median = float(sure.median()) if may_show(len(sure)) else None
    return (
        Figure(name=f"{kind}_consensus", of=of, value=entropy_consensus(votes), unit="", n=len(rows), method=CONSENSUS),
        Figure(name=f"{kind}_confidence", of=of, value=median, unit="percent", n=len(sure), method="Median"),
    )


def changed(instrument: Mapping[str, Any], rows: pd.DataFrame) -> Iterator[Figure]:
    """People who picked something else in the last round; the closing choice is asked once."""
    if instrument["key"] != CLOSING:
        for figure in changed_minds(rows):
            yield replace(figure, of=(str(rows["round"].max()), instrument["key"]))


def unsure(figures: Sequence[Figure]) -> Iterator[Message]:
    for figure in figures:
        if figure.unit == "percent" and figure.value is None:
            yield Message("confidence_few", {"n": figure.n, "round": figure.of[0], "needed": SMALLEST_GROUP})


# --- charts ----------------------------------------------------------------------------------------------------------


def charts(findings: Findings, canvas: Canvas) -> tuple[Chart, ...]:
    """Of each choice of the exercise the people per alternative in both rounds; of the closing choice in its last."""
    own = [own_chart(table, canvas) for table in findings.tables if table.key.startswith(OWN)]
    return (*own, *(closing_chart(table, canvas) for table in findings.tables if table.key == TABLE))


def closing_chart(table: Table, canvas: Canvas) -> Chart:
    votes = pd.DataFrame(list(table.rows))
    last = votes[votes["round"] == votes["round"].max()]
    top = last.sort_values("people", ascending=False, kind="stable").iloc[0].to_dict()
    said = {key: top[key] for key in ("option", "people", "n")} | {"others": top["n"] - top["people"]}
    code = "chosen" if top["people"] * 2 > top["n"] else "chosen_split"
    seen = Message("chosen_alternative", said | {"options": len(last)})
    return Chart(TABLE, TABLE, Message(code, said), seen, house(people_bars(last, canvas, label="option"), canvas))


def own_chart(table: Table, canvas: Canvas) -> Chart:
    """A bar per alternative, as in the last round filled, as at first hollow."""
    votes = pd.DataFrame(list(table.rows))
    before, last = first_and_last(votes)
    rows = [
        {"label": option, "value": people, "of": None} | ({"before": int(before[key])} if len(before) else {})
        for key, option, people in last[["option_key", "option", "people"]].itertuples(index=False, name=None)
    ]
    return Chart(table.key, table.key, finding(votes), in_words(votes), row_bars(rows, canvas))


def first_and_last(votes: pd.DataFrame) -> tuple[pd.Series, pd.DataFrame]:
    """(people of the first round by option key, empty where there was one round only; rows of the last round)."""
    rounds = sorted(votes["round"].unique())
    first = votes[votes["round"] == rounds[0]] if len(rounds) > 1 else votes.iloc[:0]
    return first.set_index("option_key")["people"], votes[votes["round"] == rounds[-1]]


def finding(votes: pd.DataFrame) -> Message:
    """About the alternative that most picked last; of several that are level, none is named."""
    before, last = first_and_last(votes)
    leaders = last[last["people"] == last["people"].max()]
    top = leaders.iloc[0].to_dict()
    said = {key: top[key] for key in ("option", "people", "n", "round")}
    if len(leaders) > 1:
        return Message("picked_tied", {"leaders": len(leaders), "people": said["people"], "n": said["n"]})
    if len(before):
        at_first = {"before": int(before[top["option_key"]]), "n_before": int(before.sum())}
        return Message("picked_moved", said | at_first)
    code = "picked" if top["people"] * 2 > top["n"] else "picked_split"
    return Message(code, said | {"others": top["n"] - top["people"]})


def in_words(votes: pd.DataFrame) -> Message:
    """All numbers of the drawing."""
    before, last = first_and_last(votes)
    values = [
        f"{option}: " + (f"{before[key]}, then {people}" if len(before) else str(people))
        for key, option, people in last[["option_key", "option", "people"]].itertuples(index=False, name=None)
    ]
    name, n = last["round"].iloc[0], last["n"].iloc[0]
    rounds = f"at first ({before.sum()} people), then in round {name} ({n})" if len(before) else f"of {n} people"
    return Message("picked_alternative", {"rounds": rounds, "values": "; ".join(values)})
