"""`rate`: people rate items on criteria from 1 to 5. Medians, agreement, and the order that the ratings make.

A criterion that is a cost counts the other way round in the order. An abstention is counted and is in no statistic.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from analysis.answers.disclosure import SMALLEST_GROUP, may_show
from analysis.answers.movement import changed_minds
from analysis.answers.rating_dots import rating_dots
from analysis.charts import Canvas
from analysis.findings import Chart, Figure, Findings, Message, Table
from analysis.inputs import Inputs
from analysis.methods.agreement import ordinal_alpha
from analysis.methods.weighting import DRAWS, first_shares, turned, weighted_scores
from analysis.wording import Words

KIND = "rate"
TABLE = "room_rate"
ORDER = "room_rate_order"
HIDDEN = {TABLE: ("item_key", "criterion_key"), ORDER: ("item_key",)}
COUNTED = "The room is counted, not estimated"
MEASURES = ("median", "low_quartile", "high_quartile", "mean")
CLEAR = 0.5  # of all weightings
WORDS: Words = {
    TABLE: "How the room rated",
    ORDER: "The order that the ratings make",
    "item_key": "Key",
    "criterion_key": "Key",
    "criterion": "Criterion",
    "median": "Median",
    "mean": "Mean",
    "low_quartile": "A quarter say less than",
    "high_quartile": "A quarter say more than",
    "abstained": "Cannot tell",
    "score": "Score (1 to 5)",
    "place": "Place in the room's order",
    "first_share": "First in so many of all weightings",
    "group_alpha": "Agreement of the room (Krippendorff's α)",
    "group_score": "Score of the room, 1 to 5",
    "no_variation": "Everybody gave the same mark throughout: agreement has no scale to be measured on",
    "ratings_few": "Only {n} rated “{name}” in round {round}: with fewer than {needed}, nothing of it is shown",
    "ratings_first": "{first} comes first, {score:.1f} of 5, and in {share:.0%} of all weightings",
    "ratings_first_perhaps": "{first} comes first at these weights, {score:.1f} of 5, but in only {share:.0%} of all "
    "weightings",
    "ratings_moved": "{first} moved to the top, {score:.1f} of 5",
    "ratings_none": "Too few rated every criterion to order the items",
    "ratings_alternative": "Median mark of each item on each criterion, round {round}, middle half in brackets. "
    "{values}.",
}


def analyse(instrument: Mapping[str, Any], rows: pd.DataFrame, inputs: Inputs) -> Findings:
    """rows: item, criterion, value = 1 to 5 or the key of the abstention."""
    parameters = instrument["parameters"]
    rows = rows[rows["criterion"].isin([one["key"] for one in parameters["criteria"]])]
    told = marks_of(rows)
    empty = Findings(exercise="", headline=Message("answers_only"), inputs=inputs.provenance)
    if told.empty:
        return empty
    cells = pd.DataFrame(list(cells_of(parameters, rows, told)))
    order = pd.concat(
        [order_of(parameters, str(name), part) for name, part in cells.groupby("round")], ignore_index=True
    )
    alphas = tuple(alpha_figure(str(name), part) for name, part in told.groupby("round"))
    warnings = (*too_few(cells), *((Message("no_variation"),) if any(one.value is None for one in alphas) else ()))
    units = {"n": "people", "abstained": "people"}
    return Findings(
        exercise="",
        headline=empty.headline,
        figures=(*alphas, *score_figures(order), *changed_minds(joined(rows))),
        tables=(
            Table.from_frame(TABLE, cells, units),
            Table.from_frame(ORDER, order, {"n": "people", "first_share": "fraction"}),
        ),
        warnings=warnings,
        inputs=inputs.provenance,
    )


def marks_of(rows: pd.DataFrame) -> pd.DataFrame:
    """round, participant, item, criterion, value as a number; abstentions are left out."""
    told = rows[["round", "participant", "item", "criterion", "value"]]
    return told.assign(value=pd.to_numeric(told["value"], errors="coerce")).dropna(subset=["value"])


def joined(rows: pd.DataFrame) -> pd.DataFrame:
    """One item a cell, for counting who moved."""
    return rows.assign(item=rows["item"] + "\0" + rows["criterion"])


def cells_of(parameters: Mapping[str, Any], rows: pd.DataFrame, told: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """A row per round, item and criterion in the exercise's order; where fewer than five rated it, counts alone."""
    for name in sorted(told["round"].unique()):
        for item in parameters["items"]:
            for criterion in parameters["criteria"]:
                cell = (name, item["key"], criterion["key"])
                marks, asked = told.loc[is_cell(told, cell), "value"], int(is_cell(rows, cell).sum())
                named = {"round": str(name), "item_key": item["key"], "item": item["name"]}
                named |= {"criterion_key": criterion["key"], "criterion": criterion["name"]}
                yield named | measures(marks) | {"n": len(marks), "abstained": asked - len(marks)}


def is_cell(frame: pd.DataFrame, cell: tuple[str, str, str]) -> pd.Series:
    return frame["round"].eq(cell[0]) & frame["item"].eq(cell[1]) & frame["criterion"].eq(cell[2])


def measures(marks: pd.Series) -> dict[str, float]:
    if not may_show(len(marks)):
        return dict.fromkeys(MEASURES, float("nan"))
    quartiles = (float(marks.quantile(share)) for share in (0.5, 0.25, 0.75))
    return dict(zip(MEASURES, (*quartiles, float(marks.mean())), strict=True))


def order_of(parameters: Mapping[str, Any], name: str, cells: pd.DataFrame) -> pd.DataFrame:
    """round, item_key, item, score, place, first_share, n; the best first; without a score where a criterion lacks."""
    items, criteria = parameters["items"], parameters["criteria"]
    means = cells.pivot(index="item_key", columns="criterion_key", values="mean")
    means = means.reindex(index=[item["key"] for item in items], columns=[one["key"] for one in criteria])
    good = turned(means, [one.get("kind") == "cost" for one in criteria])
    scores = weighted_scores(good, [one.get("weight", 1.0) for one in criteria])
    table = pd.DataFrame(
        {
            "round": name,
            "item_key": [item["key"] for item in items],
            "item": [item["name"] for item in items],
            "score": scores,
            "place": pd.Series(scores).rank(ascending=False, method="min"),
            "first_share": np.where(np.isnan(scores), np.nan, first_shares(good)),
            "n": cells.groupby("item_key")["n"].min().reindex([item["key"] for item in items]).to_numpy(),
        }
    )
    return table.sort_values("score", ascending=False, kind="stable", ignore_index=True)


def alpha_figure(name: str, told: pd.DataFrame) -> Figure:
    marks = joined(told).pivot(index="participant", columns="item", values="value")
    method = f"Krippendorff's alpha, ordinal. {COUNTED}"
    return Figure(
        name="group_alpha",
        of=(name,),
        value=ordinal_alpha(marks),
        unit="",
        n=told["participant"].nunique(),
        method=method,
    )


def score_figures(order: pd.DataFrame) -> Iterator[Figure]:
    for row in order.dropna(subset=["score"]).to_dict("records"):
        method = (
            f"Weighted mean of mean marks, costs turned; {DRAWS:,} weightings for the share of first places. {COUNTED}"
        )
        yield Figure(
            name="group_score", of=(str(row["round"]), str(row["item"])), value=row["score"], unit="", n=row["n"],
            method=method,
        )  # fmt: skip


def too_few(cells: pd.DataFrame) -> Iterator[Message]:
    for row in cells[cells["median"].isna()].to_dict("records"):
        said = {"n": row["n"], "name": f"{row['item']}, {row['criterion']}", "round": row["round"]}
        yield Message("ratings_few", said | {"needed": SMALLEST_GROUP})


# --- chart -----------------------------------------------------------------------------------------------------------


def charts(findings: Findings, canvas: Canvas) -> tuple[Chart, ...]:
    """A block per criterion, items down in the room's last order; the first round hollow, the last filled."""
    tables = {table.key: pd.DataFrame(list(table.rows)) for table in findings.tables if table.key in (TABLE, ORDER)}
    if len(tables) < 2:
        return ()
    cells = tables[TABLE].dropna(subset=["median"])
    if cells.empty:
        return ()
    order = tables[ORDER]
    title, alternative = sentences(cells, order)
    last = order[order["round"] == order["round"].max()]
    return (Chart(TABLE, TABLE, title, alternative, rating_dots(cells, list(last["item"]), canvas)),)


def sentences(cells: pd.DataFrame, order: pd.DataFrame) -> tuple[Message, Message]:
    name = str(cells["round"].max())
    told = cells[cells["round"] == name].to_dict("records")
    values = "; ".join(
        f"{row['item']}, {row['criterion']}: {row['median']:g} ({row['low_quartile']:g} to {row['high_quartile']:g}), "
        f"n = {row['n']}"
        for row in told
    )
    seen = Message("ratings_alternative", {"round": name, "values": values})
    last = order[order["round"] == order["round"].max()].dropna(subset=["score"])
    if last.empty:
        return Message("ratings_none"), seen
    top = last.iloc[0].to_dict()
    before = order[(order["round"] == order["round"].min())].dropna(subset=["score"])
    said = {"first": top["item"], "score": top["score"], "share": top["first_share"]}
    if len(before) and before.iloc[0]["item"] != top["item"]:
        return Message("ratings_moved", said), seen
    return Message("ratings_first" if top["first_share"] >= CLEAR else "ratings_first_perhaps", said), seen
