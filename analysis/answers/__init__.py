"""How the room answered: one file per instrument, made from the exercise's Markdown alone.

Every instrument file offers `KIND`, `WORDS`, `analyse(instrument, rows, inputs)` and `charts(findings, canvas)`; where
its rows are not those about its items, `rows_of(instrument, answers)`; where it is set beside the exercise's own
findings, `against(instrument, rows, data)`; where a table has columns that only a program
reads, `HIDDEN`. A room is counted, not estimated: no figure here has an interval. Where fewer answered than the
exercise asks for, nothing is shown but that.
"""

from collections.abc import Mapping
from types import ModuleType
from typing import Any

import pandas as pd

from analysis.answers import allocate, choice, classify, estimate, pairwise, rank, rate, rows, threshold
from analysis.charts import Canvas
from analysis.findings import Chart, Findings, Message
from analysis.inputs import Inputs
from analysis.wording import Words

INSTRUMENTS: dict[str, ModuleType] = {
    module.KIND: module for module in (allocate, choice, classify, estimate, pairwise, rank, rate, rows, threshold)
}
SMALLEST_ROOM = 5  # unless the exercise asks for more
CLOSING = "decision"
HIDDEN: dict[str, tuple[str, ...]] = {
    table: columns for module in INSTRUMENTS.values() for table, columns in getattr(module, "HIDDEN", {}).items()
}  # {table: columns that only a program reads}
WORDS: Words = {
    "too_few_answers": "Only {n} answered in round {round}: with fewer than {needed}, nothing is shown",
    "round": "Round",
    "people": "People",
    "n": "Answers",
    "item": "Case",
    **{code: words for module in INSTRUMENTS.values() for code, words in module.WORDS.items()},
}


def analyse(exercise: str, inputs: Inputs, data: Findings | None = None) -> Findings:
    """Figures and tables of every instrument of the exercise and of its closing choice; its headline is unused.

    data: what the exercise's own analysis found, for instruments that are set beside it.
    """
    room = Findings(exercise=exercise, headline=Message("answers_only"), inputs=inputs.provenance)
    if not inputs.content or inputs.answers.empty:
        return room
    mine = inputs.answers[inputs.answers["exercise"].fillna(exercise) == exercise]
    for instrument in instruments_of(inputs.content):
        room = room.with_part(answers_to(instrument, mine, room, inputs, data))
    return room


def instruments_of(content: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Those of the exercise that can be analysed, and the closing choice over its options."""
    closing = {"key": CLOSING, "kind": "choice", "parameters": {"items": list(content["options"])}}
    return [*(each for each in content["instruments"] if each["kind"] in INSTRUMENTS), closing]


def answers_to(
    instrument: dict[str, Any], answers: pd.DataFrame, room: Findings, inputs: Inputs, data: Findings | None
) -> Findings:
    """One instrument's part; rounds with too few answers are left out, and said."""
    rows = rows_of(instrument, answers)
    needed = max(SMALLEST_ROOM, inputs.content.get("group", {}).get("min_answers", 0))
    people = rows.groupby("round")["participant"].nunique()
    thin = people[people < needed]
    module, full = INSTRUMENTS[instrument["kind"]], rows[~rows["round"].isin(thin.index)]
    part = module.analyse(instrument, full, inputs)
    if data and hasattr(module, "against"):
        part = part.with_part(module.against(instrument, full, data))
    said = tuple(
        Message("too_few_answers", {"n": int(n), "round": str(name), "needed": needed}) for name, n in thin.items()
    )
    return Findings(exercise=room.exercise, headline=room.headline, inputs=room.inputs, warnings=said).with_part(part)


def rows_of(instrument: Mapping[str, Any], answers: pd.DataFrame) -> pd.DataFrame:
    """Its rows among all answers of an exercise: those about its items; the closing choice is the item `decision`."""
    if instrument["key"] == CLOSING:
        return answers[answers["item"] == CLOSING]
    own = getattr(INSTRUMENTS[instrument["kind"]], "rows_of", about_items)
    found: pd.DataFrame = own(instrument, answers)
    return found


def about_items(instrument: Mapping[str, Any], answers: pd.DataFrame) -> pd.DataFrame:
    keys = [item["key"] for item in instrument["parameters"]["items"]]
    return answers[answers["item"].isin(keys)]


def charts(findings: Findings, canvas: Canvas) -> tuple[Chart, ...]:
    """How the room answered, drawn from the tables of the answers' part."""
    return tuple(chart for module in INSTRUMENTS.values() for chart in module.charts(findings, canvas))
