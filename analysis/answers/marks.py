"""The room's mean marks of a `rate` instrument, for analyses that weigh items themselves."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.answers.disclosure import answers_needed, may_show
from analysis.answers.rate import marks_of
from analysis.inputs import Inputs
from analysis.methods.weighting import turned


@dataclass(frozen=True)
class Marks:
    """means: items by name down, criteria by key across, 1 to 5, costs turned; NaN where too few marked.

    people: who marked each item, the fewest of its criteria.
    """

    means: pd.DataFrame
    people: pd.Series

    @property
    def whole(self) -> NDArray[np.bool_]:
        return self.means.notna().all(axis=1).to_numpy()


def mean_marks(inputs: Inputs, key: str) -> Marks | None:
    """Of the last round that enough people answered; None where none has. Raises KeyError without the instrument."""
    parameters = {each["key"]: each for each in inputs.content.get("instruments", ())}[key]["parameters"]
    criteria = [one["key"] for one in parameters["criteria"]]
    answers = inputs.answers
    if "id" in inputs.content:
        answers = answers[answers["exercise"].fillna(inputs.content["id"]) == inputs.content["id"]]
    told = marks_of(answers[answers["criterion"].isin(criteria)])
    rounds = [
        part for _, part in told.groupby("round") if part["participant"].nunique() >= answers_needed(inputs.content)
    ]
    if not rounds:
        return None
    cells = rounds[-1].groupby(["item", "criterion"])["value"]
    size, mean = (in_cells(made, parameters) for made in (cells.size(), cells.mean()))
    size = size.fillna(0)
    shown = mean.where(size.map(lambda people: may_show(int(people))))
    names = [item["name"] for item in parameters["items"]]
    good = turned(shown, [one.get("kind") == "cost" for one in parameters["criteria"]])
    means = pd.DataFrame(good, index=names, columns=criteria)
    return Marks(means, pd.Series(size.to_numpy(int).min(axis=1), index=names))


def in_cells(made: pd.Series, parameters: Mapping[str, Any]) -> pd.DataFrame:
    """Items down, criteria across, both by key, in the order of the exercise; NaN where nobody marked."""
    rows, columns = ([each["key"] for each in parameters[name]] for name in ("items", "criteria"))
    return made.unstack().reindex(index=rows, columns=columns)
