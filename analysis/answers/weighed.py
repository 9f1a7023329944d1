"""Items that a room marked, weighed by what it found important when it compared the criteria two by two."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis.answers.marks import Marks
from analysis.methods.mcda import weight_turn
from analysis.methods.weighting import first_shares, weighted_scores


def weighed_items(marks: Marks, weights: Mapping[str, float], left_out: str | None) -> pd.DataFrame:
    """item, score (1 to 5), first_by_weights, n; the best first. An item with a criterion that too few marked is null.

    first_by_weights: among the others than `left_out`, a yardstick that is marked but is not chosen from.
    """
    asked = marks.means.reindex(columns=list(weights))
    table = pd.DataFrame(
        {
            "item": asked.index,
            "score": weighted_scores(asked.to_numpy(), list(weights.values())),
            "n": marks.people.to_numpy(int),
        }
    )
    runs = marks.whole & (table["item"] != left_out).to_numpy()
    first = np.full(len(table), np.nan)
    if runs.any():
        first[runs] = first_shares(asked.to_numpy()[runs])
    table.insert(2, "first_by_weights", first)
    return table.sort_values("score", ascending=False, kind="stable", ignore_index=True)


def turning_weights(marks: Marks, weights: Mapping[str, float], left_out: str | None) -> dict[str, float]:
    """{criterion: weight at which another item leads}, the others in proportion; NaN where none does."""
    runs = marks.whole & (marks.means.index != left_out)
    good = marks.means.reindex(columns=list(weights)).to_numpy()[runs]
    return {key: weight_turn(good, list(weights.values()), place) for place, key in enumerate(weights)}
