"""Commands that need no database are run as functions, with what they print."""

import json

import pytest
from django.core.management import call_command

from datasets.folder import read_folder
from datasets.sample.company import make_company
from datasets.sample.files import write_table, write_tables
from workshops.sample.answers import answers_frame


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory):
    """The sample company's tables as files; answers.csv stands beside the folder, in `answers/`."""
    folder = tmp_path_factory.mktemp("sample")
    tables = make_company()
    write_tables(tables, folder / "tables")
    (folder / "answers").mkdir()
    write_table(answers_frame(tables), folder / "answers" / "answers.csv")
    return folder


@pytest.fixture(scope="session")
def sample_digest(sample_folder):
    return read_folder(sample_folder / "tables").digest


@pytest.fixture
def no_tables(tmp_path):
    """An empty folder: the stages asked about are then those that the exercise falls back on."""
    (tmp_path / "nothing").mkdir()
    return tmp_path / "nothing"


@pytest.fixture
def analyse(capsys):
    """Runs `analyse … --json`; the parsed JSON."""

    def analyse(exercise, data, *more):
        call_command("analyse", exercise, "--data", str(data), "--json", *more)
        return json.loads(capsys.readouterr().out)

    return analyse


@pytest.fixture
def refused(capsys):
    """Runs `analyse`, which is to end with exit code 2; the one line it says."""

    def refused(*arguments):
        with pytest.raises(SystemExit) as end:
            call_command("analyse", *map(str, arguments))
        assert end.value.code == 2
        said = capsys.readouterr()
        assert said.out == ""
        [line] = said.err.splitlines()
        return line

    return refused
