"""`classify`: people put cases into categories. Majority, and Krippendorff's alpha (nominal)."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.answers.drawings import class_matrix
from analysis.answers.movement import changed_minds
from analysis.charts import Canvas, house
from analysis.findings import Chart, Figure, Findings, Message, Table
from analysis.inputs import Inputs
from analysis.methods.agreement import nominal_alpha

KIND = "classify"
TABLE = "room_classify"
ABSTAIN = "cannot_tell"
WORDS = {
    TABLE: "How the room classified each case",
    "category": "Class",
    "is_majority": "Most chosen",
    "group_alpha": "Agreement of the room (Krippendorff's α)",
    "group_changed": "People who changed at least one answer",
    "no_variation": "Everybody chose the same class throughout: agreement has no scale to be measured on",
    "classified_agreed": "{item}: {people} of {n} say {category}",
    "classified_divided": "{item} divides the room: {people} of {n} {people:says|say} {category}, {others} "
    "something else",
    "classified_alternative": "Answers to {cases} {cases:case|cases} by class in round {round}. {item}: {category} "
    "{people} of {n}.",
}


def analyse(instrument: Mapping[str, Any], rows: pd.DataFrame, inputs: Inputs) -> Findings:
    """rows: item = case, value = key of a category or of the abstention. An abstention is counted, not in alpha."""
    rows = rows[["round", "participant", "item", "value"]]
    if rows.empty:
        return Findings(exercise="", headline=Message("answers_only"), inputs=inputs.provenance)
    alphas = [alpha_figure(name, part) for name, part in rows.groupby("round")]
    warnings = () if all(figure.value is not None for figure in alphas) else (Message("no_variation"),)
    return Findings(
        exercise="",
        headline=Message("answers_only"),
        figures=(*alphas, *changed_minds(rows)),
        tables=(Table.from_frame(TABLE, count_classes(instrument["parameters"], rows), {"people": "people"}),),
        warnings=warnings,
        inputs=inputs.provenance,
    )


def alpha_figure(name: Any, rows: pd.DataFrame) -> Figure:
    told = rows[rows["value"] != ABSTAIN]
    return Figure(
        name="group_alpha",
        of=(str(name),),
        value=nominal_alpha(told.pivot(index="participant", columns="item", values="value")),
        unit="",
        n=rows["participant"].nunique(),
        method="Krippendorff's alpha, nominal; the room is counted, not estimated",
    )


def count_classes(parameters: Mapping[str, Any], rows: pd.DataFrame) -> pd.DataFrame:
    """One row per round, case and class, in the exercise's order, zeros included; columns as in the table."""
    items = {item["key"]: item["name"] for item in parameters["items"]}
    classes = {each["key"]: each["name"] for each in parameters["categories"]}
    if abstain := parameters.get("abstain"):
        classes[abstain["key"]] = abstain["name"].split(" (")[0]
    cells = pd.MultiIndex.from_product(
        [sorted(rows["round"].unique()), items, classes], names=["round", "item", "value"]
    )
    counts = rows.groupby(["round", "item", "value"]).size().reindex(cells, fill_value=0).rename("people").reset_index()
    of_case = counts.groupby(["round", "item"])["people"]
    counts["n"] = of_case.transform("sum")
    counts["is_majority"] = (counts["people"] > 0) & (counts["people"] == of_case.transform("max"))
    counts["item"], counts["category"] = counts["item"].map(items), counts["value"].map(classes)
    return counts[["round", "item", "category", "people", "n", "is_majority"]]


def charts(findings: Findings, canvas: Canvas) -> tuple[Chart, ...]:
    """One drawing: a small multiple per case, bars of people per class, the last round filled, the first hollow."""
    tables = [table for table in findings.tables if table.key == TABLE]
    if not tables:
        return ()
    counts = pd.DataFrame(list(tables[0].rows))
    title, alternative = sentences(counts)
    drawing = class_matrix(counts, canvas)
    return (Chart(TABLE, TABLE, title, alternative, house(drawing, canvas)),)


def sentences(counts: pd.DataFrame) -> tuple[Message, Message]:
    """The most agreed case of the last round where it has a clear majority, else the most divided one."""
    last = counts[counts["round"] == counts["round"].max()]
    leaders = last.sort_values("people", ascending=False, kind="stable").drop_duplicates("item")
    share = leaders["people"] / leaders["n"]
    row = leaders.loc[share.idxmax() if share.max() >= 0.5 else share.idxmin()].to_dict()
    said = {key: row[key] for key in ("item", "category", "people", "n")} | {"others": row["n"] - row["people"]}
    code = "classified_agreed" if row["people"] / row["n"] >= 0.5 else "classified_divided"
    seen = {"cases": last["item"].nunique(), "round": str(row["round"])}
    return Message(code, said), Message("classified_alternative", said | seen)
