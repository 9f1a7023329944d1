"""Each line once, at the smallest size, in a process like that of `bin/bench`."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from benchmarks.aggregates import AGGREGATES
from benchmarks.analysis import check_same
from benchmarks.apart import Failed, run_apart
from benchmarks.lines import Unmeasurable
from datasets.sample.catalogue import STEADY_DEALS
from tests.sizes import SIZES, SMALL

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.once


def run(folder, *told, **own):
    command = [sys.executable, "-m", "benchmarks", *told, "--repeats", "1", "--json", str(folder / "lines")]
    own = {"PYTHONPATH": str(ROOT), "CHARTROOM_VAR": str(folder)} | own
    return subprocess.run(command, cwd=ROOT, env=os.environ | own, capture_output=True, text=True)


def bench(folder, *told):
    """Its JSON lines, and the table."""
    done = run(folder, *told)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in (folder / "lines").read_text().splitlines()], done.stdout


def test_analysis_has_a_line_for_each_aggregate(tmp_path):
    lines, table = bench(tmp_path, "analysis", "--deals", "700")
    assert [line["case"] for line in lines] == list(AGGREGATES)
    assert all(line["ours"] > 0 and line["theirs"] > 0 for line in lines)
    assert {line["about"]["deals"] for line in lines} == {700 + round(700 * STEADY_DEALS)}
    assert len(table.splitlines()) == 1 + len(lines)


@pytest.mark.browser
@pytest.mark.skipif(not (shutil.which("chromium") or shutil.which("chromium-browser")), reason="Chromium is missing")
def test_pdf_prints_the_document_by_both(tmp_path):
    [line], table = bench(tmp_path, "pdf", "--deals", "600")
    assert (line["peer"], line["unit"]) == ("Chromium", "pages/s")
    assert min(line["about"].values()) > 20
    assert 0 < line["ratio"] < 2
    assert "Chromium" in table


@pytest.mark.skipif(SIZES == SMALL, reason="minutes long: with bin/test --soak alone")
def test_the_batch_is_printed_by_two_processes_and_one_exercise_analysed_anew(tmp_path):
    [batch, changed], _ = bench(tmp_path, "batch", "changed", "--deals", "600")
    assert (batch["unit"], batch["about"]["documents"]) == ("documents/s", 4)
    assert 0 < changed["ratio"] < 1.2
    assert changed["about"]["pages"] > 20


def test_without_chromium_one_sentence_says_what_is_missing(tmp_path):
    done = run(tmp_path, "pdf", PATH="/nonexistent")
    assert done.returncode == 1
    assert done.stderr.strip() == "bin/bench: Chromium is missing. As root: apt-get install chromium"


def test_tables_that_differ_are_no_comparison():
    one, other = (pd.DataFrame({"quarter": ["2026-Q1"], "won": [won]}) for won in (3, 4))
    check_same(one, one.copy(), "wins")
    with pytest.raises(Unmeasurable, match="wins: ours is"):
        check_same(one, other, "wins")


def test_what_fails_apart_says_why():
    with pytest.raises(Failed, match="read_text: FileNotFoundError"):
        run_apart(Path.read_text, ROOT / "no such file")
