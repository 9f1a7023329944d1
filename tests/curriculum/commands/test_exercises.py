import json

import pytest
from django.core.management import CommandError, call_command

from curriculum.loader import load_folder


def test_json_lists_every_exercise_without_a_database(capsys):
    call_command("exercises", json=True)
    listed = {each["id"]: each for each in json.loads(capsys.readouterr().out)}
    assert list(listed) == list(load_folder().exercises)
    assert {"2.5", "3.1", "4.1"} <= set(listed)
    assert all(list(each) == ["id", "title", "question", "instrument", "tables", "figures"] for each in listed.values())
    assert listed["3.1"]["instrument"] == "rank"
    assert listed["4.1"]["tables"] == ["deals", "stage_events"]
    assert "chance_of_rise.<segment>" in listed["3.1"]["figures"]


def test_plain_lines_for_people(capsys):
    call_command("exercises")
    assert "4.1  Where deals drop (classify)" in capsys.readouterr().out.splitlines()


def test_broken_content_is_named(folder):
    folder.change("title: Where deals drop\n", "")
    with pytest.raises(CommandError, match=r"missing: title: Field required"):
        call_command("exercises", folder=folder.path)
