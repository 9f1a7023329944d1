"""Failed formulas of a workbook: where they stand, whatever the sheet is called and wherever its table begins."""

from datasets.folder import read_folder
from datasets.reading import read_bytes
from datasets.workbook_errors import error_cells, place_of
from tests.corpus.workbooks import Failed, workbook

ROWS = [["deal_id", "outcome", "amount"], ["A", "won", Failed("#REF!")], ["B", "won", Failed("#N/A")]]


def test_an_error_stands_where_the_sheet_has_it_and_not_available_is_a_blank():
    content = workbook({"Won & lost": [["Our deals"], [], *ROWS], "Sound": [["x"]]})
    assert error_cells(content) == {"Won & lost": {(3, 2): "#REF!"}}
    rows = read_bytes("deals.xlsx", content)[0].rows
    assert rows.loc[4, "amount"] == "#REF!"
    assert rows["amount"].isna().loc[5]


def test_it_is_said_and_the_row_stays(tmp_path):
    (tmp_path / "deals.xlsx").write_bytes(workbook({"deals": ROWS}))
    prepared = read_folder(tmp_path)
    [problem] = [problem for problem in prepared.problems if problem.code == "error_value"]
    assert (problem.row, problem.column, problem.value) == (2, "amount", "#REF!")
    assert len(prepared.tables["deals"]) == 2


def test_letters_of_a_place_count_in_twenty_six():
    assert [place_of(letters, 1)[1] for letters in ("A", "Z", "AA", "XFD")] == [0, 25, 26, 16_383]
