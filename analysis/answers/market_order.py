"""How a room ranks markets: its mean marks weighed by its own comparisons, and what that order hangs on.

Scores are set beside what bids there have shown. Codes and keys have their words in the exercise.
"""

from collections.abc import Iterator
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from analysis.answers.marks import mean_marks
from analysis.answers.pairwise import group_weights
from analysis.answers.weighed import turning_weights, weighed_items
from analysis.cautions import listed
from analysis.company.markets.markets import in_hundreds
from analysis.findings import Figure, Findings, Message, Table
from analysis.inputs import Inputs, make_part

COUNTED = "The room is counted, not estimated"
ROOM_UNITS = {"n": "people", "first_by_weights": "fraction"}
TURN_UNITS = {"turn": "fraction", "weight": "fraction"}


part_of = partial(make_part, "", headline=Message("cannot_tell"))


def room_part(table: pd.DataFrame, home: str | None, inputs: Inputs) -> Findings:
    """Scores by the room's marks and weights, and the weight of each criterion at which another market leads."""
    asked = {each["key"]: each for each in inputs.content.get("instruments", ())}
    marks = mean_marks(inputs, "markets") if "markets" in asked else None
    weights = group_weights(inputs, "what_counts") if "what_counts" in asked else None
    if marks is None or weights is None:
        return unanswered(table, asked, inputs)
    order = weighed_items(marks, weights, home)
    turns = turning_weights(marks, weights, home)
    names = {each["key"]: each["name"] for each in asked["what_counts"]["parameters"]["criteria"]}
    turned = pd.DataFrame(
        {"criterion": names[key], "weight": weights[key], "turn": turn} for key, turn in turns.items()
    )
    people = int(marks.people.max())
    return part_of(
        inputs,
        figures=(*room_figures(order, home), *turn_figures(turns, people)),
        tables=(
            Table.from_frame("room_markets", order, ROOM_UNITS),
            Table.from_frame("room_turns", turned, TURN_UNITS),
        ),
        warnings=tuple(room_cautions(order, turned, table, home)),
    )


def unanswered(table: pd.DataFrame, asked: dict[str, Any], inputs: Inputs) -> Findings:
    empty = table[["industry", "is_home"]].assign(score=np.nan, first_by_weights=np.nan, n=0)
    order = empty.rename(columns={"industry": "item"})
    homes = order.loc[order["is_home"].astype(bool), "item"]
    criteria = asked.get("what_counts", {}).get("parameters", {}).get("criteria", ())
    figures = (
        *room_figures(order, None if homes.empty else str(homes.iloc[0])),
        *turn_figures({each["key"]: np.nan for each in criteria}, 0),
    )
    return part_of(inputs, figures=figures, warnings=(Message("no_marks"),))


def room_figures(order: pd.DataFrame, home: str | None) -> tuple[Figure, ...]:
    scores = order.rename(columns={"score": "mcda_score"})
    first = order[order["item"] != home]
    made = f"Mean marks, costs turned, weighed by the joined comparisons. {COUNTED}"
    drawn = f"1,000 sets of weights, all equally likely (Dirichlet), seeded. {COUNTED}"
    return (
        *Figure.from_frame("mcda_score", scores, {"mcda_score": ""}, of=["item"], method=made),
        *Figure.from_frame("first_by_weights", first, ROOM_UNITS, of=["item"], method=drawn),
    )


def turn_figures(turns: dict[str, float], people: int) -> tuple[Figure, ...]:
    method = f"Crossing of two straight lines, the other weights in proportion. {COUNTED}"
    return tuple(
        Figure(name="weight_turn", of=(key,), value=turn, unit="fraction", n=people, method=method)
        for key, turn in turns.items()
    )


def room_cautions(
    order: pd.DataFrame, turned: pd.DataFrame, table: pd.DataFrame, home: str | None
) -> Iterator[Message]:
    yield from listed("few_marks", order.loc[order["score"].isna(), "item"])
    leading = order[(order["item"] != home) & order["score"].notna()]
    if leading.empty:
        return
    leader = str(leading.iloc[0]["item"])
    yield from listed("no_turn", turned.loc[turned["turn"].isna(), "criterion"], market=leader)
    for row in table[(table["industry"] == leader) & (table["over_high"] < 0)].to_dict("records"):
        yield Message("room_against_bids", in_hundreds({str(key): value for key, value in row.items()}))
