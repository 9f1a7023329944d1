"""A program's own papers count as a course in the evidence of 2.3, beside what was uploaded."""

from datetime import timedelta

import pandas as pd
import pytest
from django.utils import timezone

from curriculum.actions import store_curriculum
from curriculum.loader import Loaded, load_folder
from workshops.actions.evidence import find
from workshops.actions.programs import create_session
from workshops.program_tables import joined, last_day, program_tables
from workshops.revealed import Revealed


@pytest.fixture
def curriculum(db, items):
    book = load_folder()
    modules = {number: book.modules[number] for number in (2, 4)}
    return store_curriculum(loaded=Loaded(modules, {"2.3": book.exercises["2.3"]}, {4: items}))


@pytest.fixture
def run(program):
    return create_session(program=program, module=2, exercises=["2.3"]).runs.get()


@pytest.fixture
def findings(run, curriculum):
    def findings(until=None):
        return find(revealed=Revealed(run), snapshot=None, curriculum=curriculum, rounds=[], until=until)

    return findings


def test_own_papers_are_analysed_without_an_upload(sat, findings):
    assert [need.table for need in findings().needs] == ["training"]
    sat()
    found = findings()
    gains = [figure for figure in found.figures if figure.name == "gain_points"]
    assert len(gains) == 6
    assert {figure.n for figure in gains} == {6}
    assert all(figure.value is None for figure in gains), "eight people are needed"
    assert found.inputs.as_of >= timezone.localdate() - timedelta(days=1)


def test_papers_closed_after_the_evidence_are_not_in_it(sat, findings):
    before = timezone.now()
    sat()
    assert [need.table for need in findings(before).needs] == ["training"]


def test_other_exercises_do_not_read_them(sat, program):
    sat()
    assert program_tables(program, ["deals", "reps"]) == {}
    assert set(program_tables(program, ["training"])) == {"training"}


def test_own_rows_stand_below_the_uploaded_ones(sat, program):
    sat()
    own = program_tables(program, ["training"])
    uploaded = pd.DataFrame({"rep_id": ["R1"], "course": ["Price"], "pre_score": [50.0], "post_score": [60.0]})
    table = joined({"training": uploaded, "deals": uploaded}, own)
    assert len(table["training"]) == 1 + len(own["training"])
    assert table["deals"] is uploaded
    assert last_day(own) == timezone.localdate()
    assert last_day({}) is None
