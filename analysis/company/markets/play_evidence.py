"""What speaks for a play: products owned together, and a list of likely offers tested on what was bought.

Figures, tables and codes; their words are in the exercise.
"""

from collections.abc import Iterator
from functools import partial

import numpy as np
import pandas as pd

from analysis.company.markets.offer_lists import Lists, gain
from analysis.company.markets.ownership import Matrix
from analysis.findings import Figure, Findings, Message, Table
from analysis.inputs import Inputs, make_part
from analysis.methods.lift import LEAST, lifts
from analysis.methods.ranked_lists import precision_at_k
from analysis.methods.survival import Estimate

PAIR_UNITS = {"both": "accounts", "p": "p", **dict.fromkeys(["lift", "low", "high", "usual"], "ratio")}
LIST_UNITS = {
    **dict.fromkeys(["k", "bought", "alone"], "deals"),
    **dict.fromkeys(["precision", "low", "high", "gain", "gain_low", "gain_high"], "fraction"),
}
WILSON = "Wilson interval"
USUAL = 1.05  # lift of a usual pair from which it is said


part_of = partial(make_part, "", headline=Message("cannot_tell"))


def pair_part(matrix: Matrix, day: pd.Timestamp, inputs: Inputs) -> Findings:
    table = lifts(matrix.owned(day)[matrix.here(day)])
    if table.empty:
        return part_of(inputs)
    names = np.array(matrix.products, dtype=object)
    usual = float(table["crude"].median())
    table = table.assign(first=names[table["first"]], second=names[table["second"]], usual=usual).drop(columns="crude")
    told = table.dropna(subset=["lift"]).sort_values(["low", "first", "second"], ascending=[False, True, True])
    return part_of(
        inputs,
        figures=tuple(pair_figures(table)),
        tables=(Table.from_frame("pairs", told, PAIR_UNITS),) if len(told) else (),
        warnings=tuple(pair_cautions(table, told)),
    )


def pair_figures(table: pd.DataFrame) -> Iterator[Figure]:
    """Both ways round: the lift of a pair has no direction."""
    made = table.rename(columns={"low": "lift_low", "high": "lift_high", "both": "n"})
    for of in (["first", "second"], ["second", "first"]):
        yield from Figure.from_frame("lift", made, PAIR_UNITS, of=of, method="Delta method on the logarithm")


def pair_cautions(table: pd.DataFrame, told: pd.DataFrame) -> Iterator[Message]:
    if few := len(table) - len(told):
        yield Message("few_both", {"n": few, "all": len(table), "least": LEAST})
    if len(told) and (usual := float(told["usual"].iloc[0])) >= USUAL:
        yield Message("pairs_of_all", {"usual": usual})


def list_part(lists: Lists | None, inputs: Inputs) -> Findings:
    """Held out: what was bought of a list made a year ago, and of the commonest gap."""
    if lists is None:
        return part_of(inputs, figures=tuple(list_figures(dict.fromkeys(LISTED, UNTESTED), 0)))
    ours, theirs = (precision_at_k(listed, lists.bought) for listed in (lists.model, lists.popular))
    more = gain(lists)
    made = dict(zip(LISTED, (ours, theirs, more), strict=True))
    rows = [
        {"list": name, "k": lists.k, "bought": lists.found(listed), "precision": each.value, "low": each.low,
         "high": each.high, "alone": int((listed & ~other).sum()), "gain": more.value, "gain_low": more.low,
         "gain_high": more.high}
        for name, listed, other, each in (
            ("likeliest offers", lists.model, lists.popular, ours),
            ("commonest gap", lists.popular, lists.model, theirs),
        )
    ]  # fmt: skip
    return part_of(
        inputs,
        figures=tuple(list_figures(made, lists.k)),
        tables=(Table.from_frame("lists", pd.DataFrame(rows), LIST_UNITS),),
        warnings=(Message("same_lists"),) if np.isnan(more.value) else (),
    )


LISTED = ("precision_at_k", "popularity_at_k", "precision_gain")
UNTESTED = Estimate(np.nan, np.nan, np.nan)


def list_figures(made: dict[str, Estimate], k: int) -> Iterator[Figure]:
    alone = "Newcombe interval of offers on one list alone; accounts drawn anew where they stand on it more than once"
    for name, each in made.items():
        yield Figure.from_estimate(name, each, k, "fraction", alone if name == "precision_gain" else WILSON)
