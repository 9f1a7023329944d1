"""What the eighteen participants of the sample program answer, as worksheets and as long rows.

Their answers are beliefs: they do not change with the seed of the company. What is planted in them is told at the top
of each file in `exercises/`.
"""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis import sources
from analysis.inputs import ANSWER_COLUMNS
from curriculum.loader import load_folder
from workshops.instruments import CLOSING, rows_of
from workshops.sample.people import PARTICIPANTS
from workshops.sample.rooms import rooms
from workshops.sample.sheets import Payload

VOTE = "vote"
Sheets = dict[str, list[Payload]]


def worksheets(content: Mapping[str, Any]) -> Sheets:
    """{round ("1", "2", "vote"): one payload per participant, in the order of PARTICIPANTS}.

    content: the exercise's, its items resolved. Raises KeyError for an exercise that the sample room did not answer.
    """
    room = rooms()[content["id"]]
    votes = [{CLOSING: {"option": option, "confidence": sure, "reason": why}} for option, sure, why in room.CLOSING]
    return room.answers(content) | {VOTE: votes}


def answers_frame(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """All answers of the sample room in long format, columns `ANSWER_COLUMNS`; the closing choice stands in round 1."""
    files = load_folder().exercises
    rows: list[dict[str, Any]] = []
    for exercise in rooms():
        content = files[exercise].content()
        asked = sources.with_resolved(content, sources.resolve(content, tables))
        rows += exercise_rows(exercise, asked)
    return pd.DataFrame(rows, columns=list(ANSWER_COLUMNS))


def exercise_rows(exercise: str, content: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "exercise": exercise,
            "round": "1" if round_ == VOTE else round_,
            "participant": f"p{place:02d}",
            "function": person.function,
            **row,
        }
        for round_, payloads in worksheets(content).items()
        for place, (person, payload) in enumerate(zip(PARTICIPANTS, payloads, strict=True), start=1)
        for row in rows_of(content, payload)
    ]
