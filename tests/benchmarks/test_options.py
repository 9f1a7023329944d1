"""What `bin/bench` can be told."""

from pathlib import Path

import pytest

from benchmarks.options import DEALS, Options, parsed


def test_unless_told_both_lines_are_measured_five_times():
    assert parsed([]) == Options(("analysis", "pdf"), DEALS, 5, None)


def test_names_sizes_and_file_are_taken():
    told = ["pdf", "--deals", "700", "--repeats", "7", "--json", "lines.jsonl"]
    assert parsed(told) == Options(("pdf",), 700, 7, Path("lines.jsonl"))


@pytest.mark.parametrize("told", [["nothing"], ["--deals", "0"], ["--repeats", "many"]])
def test_what_makes_no_sense_ends_with_a_message(told, capsys):
    with pytest.raises(SystemExit) as ended:
        parsed(told)
    assert ended.value.code == 2
    assert "bin/bench: error" in capsys.readouterr().err
