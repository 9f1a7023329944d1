"""`threshold`: people set one to three numbers, each on a scale of its own. Medians, quartiles, how near people stand.

A `percent` setting is a fraction here as everywhere (0.12 is 12 %), and so are its `least`, `most` and `step`.
"""

import pandas as pd

from analysis.answers.disclosure import answers_needed, may_show
from analysis.inputs import Inputs

KIND = "threshold"


def median_settings(inputs: Inputs, key: str) -> dict[str, float | None]:
    """{setting: the room's median} of the instrument `key`, from the last round that enough people answered.

    In the units of the content; `percent` as a fraction. None for every setting where no round has enough answers
    (the exercise's `min_answers`, never under five), and for a setting that fewer than five people set in that round.
    Raises KeyError where the exercise has no such instrument. For an analysis that looks at the room's own setting.
    """
    instrument = {each["key"]: each for each in inputs.content.get("instruments", ())}[key]
    keys = [setting["key"] for setting in instrument["parameters"]["settings"]]
    answers = inputs.answers
    if "id" in inputs.content:
        answers = answers[answers["exercise"].fillna(inputs.content["id"]) == inputs.content["id"]]
    rows = rows_in_rounds(answers, keys, answers_needed(inputs.content))
    last = rows[rows["round"] == rows["round"].max()]
    return {setting: median_of(last.loc[last["item"] == setting, "value"]) for setting in keys}


def rows_in_rounds(answers: pd.DataFrame, keys: list[str], needed: int) -> pd.DataFrame:
    """Answers to these settings (round, participant, item, value as a number) of the rounds with `needed` people."""
    rows = answers.loc[answers["item"].isin(keys), ["round", "participant", "item", "value"]]
    rows = rows.assign(value=pd.to_numeric(rows["value"])).dropna(subset=["value"])
    people = rows.groupby("round")["participant"].transform("nunique")
    return rows[people >= needed]


def median_of(values: pd.Series) -> float | None:
    return float(values.median()) if may_show(len(values)) else None
