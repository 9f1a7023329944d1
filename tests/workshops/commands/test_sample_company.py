"""`sample_company`: files that an import and `analyse` read."""

import pandas as pd
import pytest
from django.core.management import CommandError, call_command

from datasets.folder import read_folder
from datasets.sample.company import SAMPLE_TABLES


def test_writes_tables_and_answers(tmp_path, capsys, analyse):
    folder = tmp_path / "new" / "folder"
    call_command("sample_company", str(folder))
    expected = {f"{name}.csv" for name in (*SAMPLE_TABLES, "answers")}
    assert {path.name for path in folder.iterdir()} == expected
    assert len(capsys.readouterr().out.splitlines()) == len(expected)
    found = analyse("4.1", folder, "--answers", str(folder / "answers.csv"))
    assert next(figure["n"] for figure in found["figures"] if figure["key"] == "group_alpha.1") == 18
    assert "Proposal" in found["headline"]


def test_answers_are_no_table(tmp_path):
    call_command("sample_company", str(tmp_path), deals=1000)
    read = read_folder(tmp_path)
    assert set(read.tables) == set(SAMPLE_TABLES)


def test_the_same_seed_writes_the_same_bytes(tmp_path):
    for name, seed in (("a", 7), ("b", 7), ("c", 8)):
        call_command("sample_company", str(tmp_path / name), seed=seed, deals=1000)
    first, again, other = ((tmp_path / name / "deals.csv").read_bytes() for name in "abc")
    assert first == again != other
    assert (tmp_path / "a" / "answers.csv").exists()


def test_another_number_of_deals(tmp_path):
    call_command("sample_company", str(tmp_path), "--deals", "1200")
    assert len(pd.read_csv(tmp_path / "deals.csv")) == 1520  # 1,200 of the last three years


@pytest.mark.parametrize("deals", ["10", "many"])
def test_too_few_deals(tmp_path, deals):
    with pytest.raises(CommandError, match=r"deals|whole number"):
        call_command("sample_company", str(tmp_path), "--deals", deals)


def test_a_folder_that_cannot_be_written(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(CommandError, match="Cannot write into"):
        call_command("sample_company", str(tmp_path / "file"), deals=1000)
