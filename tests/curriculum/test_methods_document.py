"""docs/methods.md is what the code makes, and the trials in it were run in full and keep their bounds."""

import csv

from analysis.catalogue import discover
from curriculum.methods_document import DOCS, TRUTH, document
from tests.truth.bounds import FULL, LEAST, MOST, WIDEST, kind_of, most_alarms
from tests.truth.collected import trials


def rows():
    with TRUTH.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_document_is_that_of_the_code():
    assert (DOCS / "methods.md").read_text(encoding="utf-8") == document(), "bin/truth writes it anew"


def test_every_trial_has_a_row_and_was_run_in_full():
    written = {(row["exercise"], row["what"]): int(row["runs"]) for row in rows()}
    assert written.keys() == {(trial.exercise, kind_of(trial)) for trial in trials()}
    assert min(written.values()) >= FULL


def test_what_is_written_keeps_the_bounds():
    for row in rows():
        said, stated = (float(part.rstrip("%")) / 100 for part in (row["held"] or row["alarms"]).split(" of "))
        if row["held"]:
            assert LEAST <= said - (stated - 0.95) <= MOST, row
            assert float(row["width"]) <= WIDEST, row
        else:
            assert said <= most_alarms(stated, int(row["runs"])), row


def test_every_exercise_names_its_method():
    text = document()
    for key, exercise in discover().items():
        assert f"### {key} " in text
        assert len(exercise.METHOD.assumes) >= 2
        assert exercise.METHOD.sources
