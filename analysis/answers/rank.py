"""`rank`: people order items. The Kemeny order, and Kendall's W with its p."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from analysis.answers.drawings import rank_arrows
from analysis.answers.movement import changed_minds
from analysis.charts import Canvas, house
from analysis.findings import Chart, Figure, Findings, Message, Table
from analysis.inputs import Inputs
from analysis.methods.agreement import kemeny_order, kendalls_w

KIND = "rank"
TABLE = "room_rank"
WORDS = {
    TABLE: "How the room ranked",
    "place": "Place in the room's order",
    "mean_rank": "Mean rank",
    "group_w": "Agreement of the room (Kendall's W)",
    "group_w_p": "p of that agreement",
    "ranked_agreed": "The room puts {first} first and {last} last, and largely agrees (W = {w:.2f})",
    "ranked_divided": "The room puts {first} first, but hardly agrees (W = {w:.2f})",
    "ranked_moved": "{first} moved to the top; agreement went from W = {before:.2f} to {w:.2f}",
    "ranked_alternative": "Mean rank of {items} items by {n}: {first} first, {best:.1f}; {last} last, {worst:.1f}.",
    "borda": "More than eight items: ordered by mean rank (Borda), not by Kemeny's method",
}


def analyse(instrument: Mapping[str, Any], rows: pd.DataFrame, inputs: Inputs) -> Findings:
    """rows: item, value = rank, 1 the first. People who left an item out are left out of that round."""
    empty = Findings(exercise="", headline=Message("answers_only"), inputs=inputs.provenance)
    items = instrument["parameters"]["items"]
    parts = [(str(name), complete_ranks(part, items)) for name, part in rows.groupby("round")]
    parts = [(name, ranks) for name, ranks in parts if len(ranks)]
    if not parts:
        return empty
    table = pd.concat([order_of(name, ranks, items) for name, ranks in parts], ignore_index=True)
    return Findings(
        exercise="",
        headline=empty.headline,
        figures=tuple(figure for name, ranks in parts for figure in agreement(name, ranks))
        + tuple(changed_minds(rows)),
        tables=(Table.from_frame(TABLE, table, {"mean_rank": "rank", "people": "people"}),),
        warnings=(Message("borda"),) if len(items) > 8 else (),
        inputs=inputs.provenance,
    )


def complete_ranks(rows: pd.DataFrame, items: list[dict[str, Any]]) -> pd.DataFrame:
    """Ranks, shape (people, items); people without all items left out."""
    ranks = rows.assign(value=pd.to_numeric(rows["value"])).pivot(index="participant", columns="item", values="value")
    return ranks.reindex(columns=[item["key"] for item in items]).dropna()


def agreement(name: str, ranks: pd.DataFrame) -> tuple[Figure, Figure]:
    w, p = kendalls_w(ranks.to_numpy(dtype=float))
    method = "Kendall's W; the room is counted, not estimated"
    return (
        Figure(name="group_w", of=(name,), value=w, unit="", n=len(ranks), method=method),
        Figure(name="group_w_p", of=(name,), value=p, unit="p", n=len(ranks), method="Chi-square of Kendall's W"),
    )


def order_of(name: str, ranks: pd.DataFrame, items: list[dict[str, Any]]) -> pd.DataFrame:
    """The room's order in one round: round, item (name), place, mean_rank, people."""
    order = kemeny_order(ranks.to_numpy(dtype=float))
    names = [items[index]["name"] for index in order]
    return pd.DataFrame(
        {
            "round": name,
            "item": names,
            "place": np.arange(1, len(order) + 1),
            "mean_rank": ranks.mean().to_numpy()[order],
            "people": len(ranks),
        }
    )


def charts(findings: Findings, canvas: Canvas) -> tuple[Chart, ...]:
    """Mean ranks, first round hollow and last filled."""
    tables = [table for table in findings.tables if table.key == TABLE]
    if not tables:
        return ()
    ranks = pd.DataFrame(list(tables[0].rows))
    title, alternative = sentences(ranks, {f.of[0]: f.value for f in findings.figures if f.name == "group_w"})
    return (Chart(TABLE, TABLE, title, alternative, house(rank_arrows(ranks, canvas), canvas)),)


def sentences(ranks: pd.DataFrame, w: Mapping[str, float | None]) -> tuple[Message, Message]:
    rounds = sorted(ranks["round"].unique())
    last = ranks[ranks["round"] == rounds[-1]].sort_values("place")
    top, bottom = last.iloc[0].to_dict(), last.iloc[-1].to_dict()
    before = ranks[(ranks["round"] == rounds[0]) & (ranks["place"] == 1)]["item"].iloc[0]
    agreed = w[rounds[-1]] or 0.0
    said = {"first": top["item"], "last": bottom["item"], "w": agreed, "before": w[rounds[0]] or 0.0}
    code = "ranked_agreed" if agreed >= 0.5 else "ranked_divided"
    seen = {"items": len(last), "n": top["people"], "best": top["mean_rank"], "worst": bottom["mean_rank"]}
    return Message("ranked_moved" if before != top["item"] else code, said), Message("ranked_alternative", said | seen)
