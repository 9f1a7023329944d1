"""The scores in docs/curriculum-review.md: one entry for each exercise, ten criteria, 17 of 20 or more, no 0."""

import re
from pathlib import Path

from curriculum.loader import load_folder

REVIEW = Path(__file__).parents[2] / "docs" / "curriculum-review.md"
ENTRY = re.compile(r"^### (\d\.\d) (.+)\n\nScores: ((?:[012] ){9}[012]) = (\d+)\n\n(.+)", re.MULTILINE)


def test_every_exercise_is_judged_and_stands():
    entries = {
        key: (title, scores, int(total), why) for key, title, scores, total, why in ENTRY.findall(REVIEW.read_text())
    }
    exercises = load_folder().exercises
    assert list(entries) == list(exercises)
    for key, (title, scores, total, why) in entries.items():
        marks = [int(mark) for mark in scores.split()]
        assert title == exercises[key].title
        assert sum(marks) == total >= 17
        assert min(marks) > 0
        assert len(why.split()) > 25
