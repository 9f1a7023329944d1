from datetime import date

import pytest

from analysis import exercises
from analysis.catalogue import UnknownExercise, analyse, discover
from analysis.findings import Message, Need, Provenance
from analysis.inputs import Inputs

NOTHING = Inputs({}, Provenance(snapshot="", answers="", code="", as_of=date(2024, 12, 31)))

NEW_EXERCISE = """
from analysis.findings import Findings, Message
EXERCISE, NEEDS, WORDS = "4.7", {}, {"hello": "Hello"}
def analyse(inputs):
    return Findings(exercise=EXERCISE, headline=Message("hello"), inputs=inputs.provenance)
"""


def test_a_new_file_is_a_new_exercise(tmp_path, monkeypatch):
    (tmp_path / "e4_7_new.py").write_text(NEW_EXERCISE)
    monkeypatch.setattr(exercises, "__path__", [*exercises.__path__, str(tmp_path)])
    assert analyse("4.7", NOTHING).headline == Message("hello")


def test_an_exercise_without_its_tables_says_what_it_needs():
    findings = analyse("3.1", NOTHING)
    assert findings.needs == (Need("deals", ("outcome", "closed_on")),)
    assert findings.figures == ()


def test_unknown_exercise_names_those_there_are():
    with pytest.raises(UnknownExercise, match=r"No exercise 9\.9\. Known: 1\.1, 1\.2"):
        analyse("9.9", NOTHING)


def test_each_exercise_is_named_as_its_file():
    for exercise in discover().values():
        assert exercise.__name__.rpartition(".")[2].startswith(f"e{exercise.EXERCISE.replace('.', '_')}_")
