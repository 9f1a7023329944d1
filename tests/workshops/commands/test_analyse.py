"""`analyse`: stable JSON without a database, on the sample company, real files, nothing, and bad input."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from django.core.management import call_command

from analysis.provenance import code_digest

ROOT = Path(__file__).parents[3]
SHAPE = {
    "figures": {"key", "name", "of", "label", "value", "unit", "low", "high", "n", "method"},
    "tables": {"key", "title", "columns", "rows"},
    "charts": {"key", "title", "spec", "table"},
    "warnings": {"code", "message"},
    "needs": {"table", "columns"},
    "tripwires": {"figure", "op", "threshold", "window", "min_n", "why"},
}
INPUTS = {"snapshot", "answers", "code", "as_of", "since", "until"}
ALL = ["4.1", "3.1", "2.5"]


def assert_shape(found):
    assert set(found) >= {"exercise", "title", "headline", "inputs", *SHAPE}
    assert set(found["inputs"]) == INPUTS
    for name, keys in SHAPE.items():
        for entry in found[name]:
            assert keys <= set(entry)
    for table in found["tables"]:
        assert all({"key", "label", "unit"} <= set(column) for column in table["columns"])
        assert all(set(row) == {column["key"] for column in table["columns"]} for row in table["rows"])
    assert {chart["table"] for chart in found["charts"]} <= {table["key"] for table in found["tables"]}


@pytest.mark.parametrize("exercise", ALL)
def test_sample_company(analyse, sample_folder, sample_digest, exercise):
    found = analyse(exercise, sample_folder / "tables", "--answers", str(sample_folder / "answers" / "answers.csv"))
    assert_shape(found)
    assert found["exercise"] == exercise
    assert found["title"]
    assert found["charts"]
    assert found["tripwires"]
    assert not found["needs"]
    assert found["inputs"]["as_of"] == "2026-09-30"
    assert found["inputs"]["code"] == code_digest()
    assert found["inputs"]["snapshot"] == sample_digest
    assert "room_choice" in {table["key"] for table in found["tables"]}


def test_fixed_keys(analyse, sample_folder):
    segments = analyse("3.1", sample_folder / "tables")
    assert "win_rate" in {figure["key"] for figure in segments["figures"]}
    columns = [column["key"] for table in segments["tables"] if table["key"] == "win_rate_by_segment"
               for column in table["columns"]]  # fmt: skip
    assert columns[:6] == ["segment", "deals", "won", "rate", "low", "high"]
    assert "shrunken" in columns
    cycle = analyse("2.5", sample_folder / "tables")
    columns = [column["key"] for table in cycle["tables"] if table["key"] == "cycle_by_product"
               for column in table["columns"]]  # fmt: skip
    assert {"product", "deals", "open", "median_days", "low", "high"} <= set(columns)


def test_the_win_rate_is_what_counting_gives(analyse, sample_folder):
    deals = pd.read_csv(sample_folder / "tables" / "deals.csv", usecols=["outcome"])["outcome"].value_counts()
    [rate] = [figure for figure in analyse("4.1", sample_folder / "tables")["figures"] if figure["key"] == "win_rate"]
    assert rate["n"] == deals["won"] + deals["lost"]
    assert rate["value"] == pytest.approx(deals["won"] / rate["n"], rel=1e-9)
    assert rate["low"] < rate["value"] < rate["high"]


def test_a_window_and_a_day(analyse, sample_folder):
    tables = sample_folder / "tables"
    day = ("--as-of", "2026-03-31")
    found = analyse("3.1", tables, *day, "--from", "2025-01-01", "--to", "2025-12-31")
    assert [found["inputs"][name] for name in ("as_of", "since", "until")] == ["2026-03-31", "2025-01-01", "2025-12-31"]
    deals = pd.read_csv(tables / "deals.csv", usecols=["outcome", "closed_on"])
    closed = deals[deals["closed_on"].between("2025-01-01", "2025-12-31") & deals["outcome"].isin(["won", "lost"])]
    [rate] = [figure for figure in found["figures"] if figure["key"] == "win_rate"]
    assert rate["n"] == len(closed)


def test_one_rivals_losses_taken_out_change_the_figures(analyse, sample_folder, tmp_path):
    for file in (sample_folder / "tables").iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    deals = pd.read_csv(tmp_path / "deals.csv", dtype=str)
    theirs = (deals["outcome"] == "lost") & (deals["competitor"] == "Veltronik")
    deals[~theirs].to_csv(tmp_path / "deals.csv", index=False)
    before, after = (
        {figure["key"]: figure for figure in analyse("4.1", folder)["figures"]}
        for folder in (sample_folder / "tables", tmp_path)
    )
    assert before["win_rate"]["n"] - after["win_rate"]["n"] == theirs.sum() > 300
    assert before["win_rate"]["value"] < after["win_rate"]["value"]
    assert before["stage_conversion.Proposal"]["value"] < after["stage_conversion.Proposal"]["value"]


def test_answers_are_bound_by_their_rows_in_any_order(analyse, sample_folder, no_tables, tmp_path):
    file = sample_folder / "answers" / "answers.csv"
    shuffled, changed = tmp_path / "shuffled.csv", tmp_path / "changed.csv"
    rows = pd.read_csv(file, dtype=str, keep_default_na=False)
    rows.sample(frac=1, random_state=3).to_csv(shuffled, index=False)
    rows.assign(value=rows["value"].replace("pricing", "competitive")).to_csv(changed, index=False)
    digests = [
        analyse("4.1", no_tables, "--answers", str(path))["inputs"]["answers"] for path in (file, shuffled, changed)
    ]
    assert len(digests[0]) == 64
    assert digests[0] == digests[1] != digests[2]


def test_answers_without_exercise_and_round_are_first_answers_to_this_one(analyse, no_tables, tmp_path):
    file = tmp_path / "answers.csv"
    lines = [f"p{person},Proposal,{cause}" for person, cause in enumerate(["pricing"] * 4 + ["capability"] * 2)]
    file.write_text("\n".join(["participant,item,value", *lines]), encoding="utf-8-sig")
    found = analyse("4.1", no_tables, "--answers", str(file))
    rows = next(table["rows"] for table in found["tables"] if table["key"] == "room_classify")
    counted = {row["category"]: row["people"] for row in rows if row["item"] == "Proposal" and row["people"]}
    assert counted == {"Price": 4, "Our work": 2}


@pytest.mark.parametrize("exercise", ALL)
def test_an_empty_folder_says_what_would_unlock_it(analyse, tmp_path, exercise):
    found = analyse(exercise, tmp_path)
    assert_shape(found)
    assert "deals" in {need["table"] for need in found["needs"]}
    assert found["figures"] == []


def test_without_json_it_is_text(sample_folder, capsys):
    call_command("analyse", "3.1", "--data", str(sample_folder / "tables"))
    text = capsys.readouterr().out
    assert text.startswith("3.1 Segments on the rise\nLife sciences is on the rise")
    for part in ("Figures\n", "Win rate by segment\n", "Proposed tripwires\n", "Rests on\n"):
        assert part in text
    assert "Life sciences" in text.split("Win rate by segment\n")[1].split("\n\n")[0]


@pytest.mark.real_data
@pytest.mark.parametrize(
    ("folder", "exercise", "won", "closed"),
    [("maven_crm", "3.1", 4238, 6711), ("maven_crm_us_dates", "3.1", 4238, 6711)],
)
def test_real_opportunities(analyse, real_data, folder, exercise, won, closed):
    found = analyse(exercise, real_data / folder)
    assert_shape(found)
    [rate] = [figure for figure in found["figures"] if figure["key"] == "win_rate"]
    assert rate["n"] == closed
    assert rate["value"] == pytest.approx(won / closed, rel=1e-9)


@pytest.mark.real_data
@pytest.mark.parametrize("exercise", ALL)
def test_real_pipeline_with_a_history_of_stages(analyse, real_data, exercise):
    found = analyse(exercise, real_data / "pe_pipeline_synthetic")
    assert_shape(found)
    assert found["figures"]


def test_an_unknown_exercise(refused, tmp_path):
    assert refused("9.9", "--data", tmp_path).startswith("No exercise 9.9. Known: ")


def test_a_folder_that_is_not_there(refused, tmp_path):
    assert "no such file or folder" in refused("4.1", "--data", tmp_path / "nowhere")


def test_a_file_that_cannot_be_read(refused, tmp_path):
    (tmp_path / "deals.xlsx").write_bytes(b"MZ\x90\x00not a workbook")
    assert "deals.xlsx" in refused("4.1", "--data", tmp_path)


BAD_ANSWERS = {
    "nothing": ("", "The file is empty"),
    "no column value": ("participant,item\np1,Proposal\n", "no column value"),
    "twice the same column": ("participant,item,value,value\np1,Proposal,pricing,\n", "has the column value twice"),
    "an unknown item": ("participant,item,value\np1,Dreaming,pricing\n", "row 2: 4.1 does not ask about 'Dreaming'"),
    "an unknown class": ("participant,item,value\np1,Proposal,weather\n", "row 2: 'weather' is not one of"),
    "an unknown option": ("participant,item,value\np1,decision,hope\n", "row 2: 'hope' is not one of"),
    "a third round": ("participant,item,value,round\np1,Proposal,pricing,3\n", "row 2: round must be 1 or 2"),
    "a sure person": (
        "participant,item,value,confidence\np1,decision,price_path,very\n", "row 2: confidence is not a number",
    ),
    "an infinite one": (
        "participant,item,value,confidence\np1,decision,price_path,inf\n", "row 2: confidence is not a number",
    ),
    "nobody": ("participant,item,value\n,Proposal,pricing\n", "row 2: participant is empty"),
    "one person twice": (
        "participant,item,value\np1,Proposal,pricing\np1,Proposal,capability\n", "row 3: the same person answers",
    ),
    "a row cut short": ("participant,item,value\np1,Proposal,pricing\np2,Proposal\n", "row 3: value is empty"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "said"), BAD_ANSWERS.values(), ids=BAD_ANSWERS.keys())
def test_malformed_answers(refused, no_tables, tmp_path, text, said):
    file = tmp_path / "answers.csv"
    file.write_text(text, encoding="utf-8")
    line = refused("4.1", "--data", no_tables, "--answers", file)
    assert said in line
    assert "answers.csv" in line


def test_answers_that_are_no_text(refused, no_tables, tmp_path):
    (tmp_path / "answers.csv").write_bytes(b"\x7fELF\x02\x01\x01\x00 not a table")
    line = refused("4.1", "--data", no_tables, "--answers", tmp_path / "answers.csv")
    assert line.startswith("answers.csv: ")


def test_answers_from_a_spreadsheet_elsewhere(analyse, sample_folder, no_tables, tmp_path):
    """Semicolons and UTF-16, as some spreadsheets save them: the same answers."""
    file = sample_folder / "answers" / "answers.csv"
    other = tmp_path / "answers.csv"
    pd.read_csv(file, dtype=str, keep_default_na=False).to_csv(other, sep=";", encoding="utf-16", index=False)
    first, second = (analyse("4.1", no_tables, "--answers", str(path)) for path in (file, other))
    assert first["inputs"]["answers"] == second["inputs"]["answers"]


def test_answers_that_are_not_there(refused, no_tables, tmp_path):
    assert refused("4.1", "--data", no_tables, "--answers", tmp_path / "a.csv").startswith("a.csv: ")


def test_needs_no_database(tmp_path):
    """In a process of its own, with a database that cannot be reached."""
    environment = os.environ | {"DATABASE_URL": "postgres://nobody@127.0.0.1:1/none", "LOG_LEVEL": "WARNING"}
    command = [sys.executable, ROOT / "manage.py", "analyse", "4.1", "--data", tmp_path, "--json"]
    run = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=ROOT, check=False)
    assert run.returncode == 0, run.stderr
    assert json.loads(run.stdout)["needs"]


def test_bad_input_ends_with_two_and_one_line(tmp_path):
    command = [sys.executable, ROOT / "manage.py", "analyse", "9.9", "--data", tmp_path]
    run = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert run.returncode == 2
    assert len(run.stderr.splitlines()) == 1
