"""What the eighteen participants of the sample program answer in 4.1, 3.1 and 2.5, as worksheets and as long rows.

Their answers are beliefs: they do not change with the seed of the company. What is planted in them is told at the top
of `answers_4_1.py`, `answers_3_1.py` and `answers_2_5.py`.
"""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis import sources
from analysis.inputs import ANSWER_COLUMNS
from curriculum.loader import load_folder
from workshops.instruments import CLOSING, rows_of
from workshops.sample import answers_2_5, answers_3_1, answers_4_1
from workshops.sample.classified import classified
from workshops.sample.people import PARTICIPANTS

EXERCISES = ("4.1", "3.1", "2.5")
VOTE = "vote"
Payload = dict[str, Any]
Sheets = dict[str, list[Payload]]


def worksheets(content: Mapping[str, Any]) -> Sheets:
    """{round ("1", "2", "vote"): one payload per participant, in the order of PARTICIPANTS}.

    content: the exercise's, its items resolved. Raises KeyError for an exercise that the sample room did not answer.
    """
    instrument = content["instruments"][0]
    items = [item["key"] for item in instrument["parameters"]["items"]]
    fill, module = FILLED[content["id"]]
    rounds = {round_: [{instrument["key"]: answer} for answer in answers] for round_, answers in fill(items).items()}
    votes = [{CLOSING: {"option": option, "confidence": sure, "reason": why}} for option, sure, why in module.CLOSING]
    return rounds | {VOTE: votes}


def causes(items: list[str]) -> dict[str, Any]:
    rounds = {"1": answers_4_1.ROUND_1, "2": answers_4_1.ROUND_2}
    return classified(items, rounds, answers_4_1.CAUSES, answers_4_1.SENTENCES, lambda stage, letter: (stage, letter))


def holdups(items: list[str]) -> dict[str, Any]:
    rounds = {"1": answers_2_5.ROUND_1, "2": answers_2_5.ROUND_2}
    return classified(items, rounds, answers_2_5.STAGES, answers_2_5.SENTENCES, lambda _product, letter: letter)


def orders(items: list[str]) -> dict[str, Any]:
    """Segments that nobody in the room has named follow at the end, as they were asked."""
    rounds = {"1": (answers_3_1.ROUND_1, answers_3_1.REASONS_1), "2": (answers_3_1.ROUND_2, answers_3_1.REASONS_2)}
    return {
        round_: [{"order": complete(order, items), "reason": why} for order, why in zip(letters, reasons, strict=True)]
        for round_, (letters, reasons) in rounds.items()
    }


def complete(letters: str, items: list[str]) -> list[str]:
    named = [answers_3_1.SEGMENTS[letter] for letter in letters]
    return [item for item in named if item in items] + [item for item in items if item not in named]


FILLED: dict[str, tuple[Any, Any]] = {
    "4.1": (causes, answers_4_1),
    "3.1": (orders, answers_3_1),
    "2.5": (holdups, answers_2_5),
}


def answers_frame(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """All answers of the sample room in long format, columns `ANSWER_COLUMNS`; the closing choice stands in round 1."""
    files = load_folder().exercises
    rows: list[dict[str, Any]] = []
    for exercise in EXERCISES:
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
