"""Files that are odd, broken or hostile: each is read, or refused in one sentence that says where."""

import io
import zipfile

import pandas as pd
import pytest
import xlsxwriter

from datasets.folder import read_folder
from datasets.problems import BadInput
from tests.datasets.conftest import DEALS

HEADER = "deal_id,outcome,created_on,closed_on,amount\n"


def workbook(build):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        build(book)
    return out.getvalue()


def codes(prepared):
    return {problem.code for problem in prepared.problems}


def only(prepared, code):
    [problem] = [p for p in prepared.problems if p.code == code]
    return problem


@pytest.mark.parametrize(
    ("encoding", "word"),
    [("utf-8", "Größe"), ("utf-8-sig", "Größe"), ("utf-16", "Größe"), ("utf-16-le", "Größe"), ("cp1252", "Größe"),
     ("utf-8", "שלום"), ("utf-8", "東京🚀")],
)  # fmt: skip
def test_encodings(read, encoding, word):
    deals = read("deals.csv", f"deal_id,outcome,stage\nD-1,won,{word}\n".encode(encoding)).tables["deals"]
    assert deals["stage"].tolist() == [word]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters(read, delimiter):
    deals = read("deals.csv", DEALS.replace(",", delimiter)).tables["deals"]
    assert deals["amount"].tolist() == [1000, 500, 750.5]


def test_decimal_commas(read):
    deals = read("deals.csv", "deal_id;outcome;amount\nA;won;1.234,50 €\nB;won;99,5\nC;won;1.000.000,00\n").tables[
        "deals"
    ]
    assert deals["amount"].tolist() == [1234.5, 99.5, 1_000_000]
    assert deals["currency"].fillna("").tolist() == ["EUR", "", ""]


def test_quoted_newlines_do_not_shift_rows(read):
    prepared = read("deals.csv", 'deal_id,outcome,amount,stage\nA,won,1,"two\nlines"\nB,won,x,s\n')
    problem = only(prepared, "unreadable_number")
    assert (problem.table, problem.row, problem.column) == ("deals", 3, "amount")


def test_blank_lines_keep_row_numbers(read):
    prepared = read("deals.csv", HEADER + "A,won,,,1\n\n\nB,won,,,x\n")
    assert only(prepared, "unreadable_number").row == 5


def test_ragged_rows_are_read_and_said(read):
    prepared = read("deals.csv", HEADER + "A,won\nB,won,,,5,6,7\n")
    assert prepared.tables["deals"]["amount"].tolist()[1] == 5
    assert {"short_rows", "long_rows"} <= {note.code for note in prepared.notes}


def test_doubled_headers_are_told_apart(read):
    prepared = read("deals.csv", "deal_id,outcome,amount,amount\nA,won,1,2\n")
    assert prepared.tables["deals"]["amount"].tolist() == [1]
    assert prepared.mappings[0].unmapped == ["amount (2)"]


def test_empty_headers_get_a_name(read):
    assert read("deals.csv", "deal_id,,outcome\nA,x,won\n").mappings[0].unmapped == ["Column 2"]


def test_title_lines_above_the_header(read):
    prepared = read("deals.csv", "Opportunity report,,\n" + "deal_id,outcome,amount\nA,won,x\n")
    assert only(prepared, "unreadable_number").row == 3


def test_footer_of_a_report_is_left_out(read):
    footer = (
        'Grand Totals (2 records),,,,\n,,,,\n"Confidential Information - Do Not Distribute",,,,\nCopyright 2024,,,,\n'
    )
    prepared = read("deals.csv", HEADER + "A,won,,,1\nB,lost,,,2\n" + footer)
    assert prepared.tables["deals"]["deal_id"].tolist() == ["A", "B"]
    assert prepared.problems == []


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("deals.csv", b"", "empty_file"),
        ("deals.csv", b"\xef\xbb\xbf\n", "blank_file"),
        ("deals.csv", b"MZ\x90\x00" + b"\x00\x01" * 500, "windows_program"),
        ("deals.xlsx", b"\x7fELF" + b"\x02" * 500, "linux_program"),
        ("deals.csv", b"#!/bin/sh\nrm -rf /\n", "script"),
        ("deals.csv", b"%PDF-1.7\n" + b"x" * 100, "pdf_file"),
        ("deals.csv", bytes(range(256)) * 20, "binary_file"),
        ("deals.csv", b"\xff\xfe" + b"\x00\xd8" * 40 + b"a", "wrong_encoding"),
        ("deals.xlsx", b"PK\x03\x04 broken", "damaged_zip"),
        ("deals.parquet", b"PAR1 broken PAR1", "damaged_parquet"),
        ("deals.csv", b"1,2024-01-01,300\n2,2024-01-02,400\n", "no_header"),
        ("deals.csv", b",,\nA,won,1\n", "blank_header"),
        ("deals.csv", (",".join(f"c{n}" for n in range(1000)) + "\n").encode(), "too_many_columns"),
        ("deals.csv", (",".join(f"column{n}" for n in range(300_000)) + "\n").encode(), "header_too_long"),
        ("notes.csv", b"name,colour\nx,red\n", "unrecognised_table"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_in_one_sentence(read, name, content, code):
    with pytest.raises(BadInput) as refusal:
        read(name, content)
    assert refusal.value.code in (code, "no_table")
    assert name in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_a_file_above_the_limit_is_not_even_opened(write, monkeypatch):
    monkeypatch.setattr("datasets.reading.MAX_BYTES", 50)
    with pytest.raises(BadInput, match="larger than"):
        read_folder(write("deals.csv", DEALS))


def test_too_many_rows(read, monkeypatch):
    monkeypatch.setattr("datasets.reading.MAX_ROWS", 2)
    with pytest.raises(BadInput, match="more than can be read"):
        read("deals.csv", DEALS)


def test_zip_bomb_is_measured_not_unpacked(read, monkeypatch):
    monkeypatch.setattr("datasets.spreadsheets.MIN_SUSPECT", 1_000_000)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 20_000_000)
    with pytest.raises(BadInput) as refusal:
        read("deals.xlsx", out.getvalue())
    assert refusal.value.code == "zip_bomb"


def test_a_plain_zip_is_no_workbook(read):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("deals.csv", DEALS)
    with pytest.raises(BadInput, match="zip archive"):
        read("deals.xlsx", out.getvalue())


def test_workbook_with_title_merged_cells_formula_dates_and_hidden_sheet(read):
    def build(book):
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet = book.add_worksheet("Deals")
        sheet.merge_range("A1:D1", "Opportunities of this year")
        sheet.write_row("A2", ["deal_id", "outcome", "closed_on", "amount"])
        sheet.write_row("A3", ["A", "won"])
        sheet.write_datetime("C3", pd.Timestamp("2024-03-04").to_pydatetime(), day)
        sheet.write_formula("D3", "=1+1", None, 2)
        sheet.write_row("A4", ["B", "lost", 45356, "x"])
        book.add_worksheet("secret").hide()

    prepared = read("book.xlsx", workbook(build))
    deals = prepared.tables["deals"]
    assert deals["closed_on"].tolist() == [pd.Timestamp("2024-03-04"), pd.Timestamp("2024-03-05")]
    assert deals["amount"].tolist()[0] == 2
    assert only(prepared, "unreadable_number").row == 4
    assert "hidden_sheet" in [note.code for note in prepared.notes]


def test_workbook_without_cells(read):
    with pytest.raises(BadInput) as refusal:
        read("book.xlsx", workbook(lambda book: book.add_worksheet()))
    assert "No visible sheet" in str(refusal.value)


def test_content_decides_not_the_extension(read):
    rows = pd.DataFrame({"deal_id": ["A"], "outcome": ["won"], "closed_on": pd.to_datetime(["2024-03-04"])})
    out = io.BytesIO()
    rows.to_parquet(out)
    assert read("deals.csv", out.getvalue()).tables["deals"]["closed_on"].tolist() == [pd.Timestamp("2024-03-04")]


def test_a_header_without_rows(read):
    prepared = read("deals.csv", HEADER)
    assert only(prepared, "no_rows").table == "deals"
    assert len(prepared.tables["deals"]) == 0


@pytest.mark.parametrize(
    ("cells", "code", "column"),
    [
        ("A,won,2024-02-30,,1", "impossible_date", "created_on"),
        ("A,won,soon,,1", "unreadable_date", "created_on"),
        ("A,won,,,much", "unreadable_number", "amount"),
        ("A,won,,,inf", "not_finite", "amount"),
        ("A,won,,,-5", "negative_amount", "amount"),
        ("A,won,2024-03-01,2024-02-01,1", "closed_before_created", "closed_on"),
        ("A,open,2024-03-01,2024-04-01,1", "open_but_closed", "closed_on"),
        ("A,won,2999-03-01,,1", "future_date", "created_on"),
        ("A,maybe,,,1", "unknown_outcome", "outcome"),
        (",won,,,1", "missing_key", "deal_id"),
        ("A,,,,1", "missing_value", "outcome"),
        ("A,won,,,1\x00", "control_character", "amount"),
    ],
)
def test_problems_name_table_row_and_column(read, cells, code, column):
    problem = only(read("deals.csv", HEADER + "Z,won,2024-01-01,2024-01-09,7\nY,lost,,,2\n" + cells + "\n"), code)
    assert (problem.table, problem.row, problem.column) == ("deals", 4, column)
    assert problem.message


def test_only_unreadable_required_cells_reject(read):
    prepared = read("deals.csv", HEADER + "A,won,never,,much\nB,maybe,,,1\nC,lost,,,2\n")
    assert prepared.tables["deals"]["deal_id"].tolist() == ["A", "C"]
    assert prepared.tables["deals"].iloc[0][["created_on", "amount"]].isna().all()
    assert prepared.rejected == {"deals": 1}


def test_doubled_keys_keep_the_first(read):
    prepared = read("deals.csv", HEADER + "A,won,,,1\nA,lost,,,2\n")
    assert prepared.tables["deals"]["outcome"].tolist() == ["won"]
    assert only(prepared, "duplicate_key").row == 3


def test_blank_words_are_blank(read):
    words = ["NA", "n/a", "NULL", "NaN", "#N/A", "-", "", "None"]
    rows = "".join(f"D{n},won,,,{word}\n" for n, word in enumerate(words))
    prepared = read("deals.csv", HEADER + rows)
    assert prepared.tables["deals"]["amount"].isna().all()
    assert prepared.problems == []


def test_north_america_is_a_region(read):
    deals = read("deals.csv", "deal_id,outcome,region\nA,won,NA\nB,won,EMEA\nC,won,\n").tables["deals"]
    assert deals["region"].isna().tolist() == [False, False, True]


def test_mixed_currencies_are_said(read):
    prepared = read("deals.csv", "deal_id,outcome,amount,currency\nA,won,1,EUR\nB,won,1,USD\n")
    assert "EUR, USD" in only(prepared, "mixed_currencies").message


def test_markup_and_formulas_stay_text(read):
    deals = read("deals.csv", 'deal_id,outcome,stage\nA,won,"<script>alert(1)</script>"\nB,won,=cmd()\n').tables[
        "deals"
    ]
    assert deals["stage"].tolist() == ["<script>alert(1)</script>", "=cmd()"]


def test_many_equal_problems_are_counted_not_listed(read):
    prepared = read(
        "deals.csv",
        HEADER + "".join(f"D{n},won,,,x{n}\n" for n in range(30)) + "".join(f"E{n},won,,,{n}\n" for n in range(40)),
    )
    assert len([p for p in prepared.problems if p.code == "unreadable_number"]) == 30


def test_problems_beyond_the_shown_are_one_line(read, monkeypatch):
    monkeypatch.setattr("datasets.validation.SHOWN", 3)
    prepared = read(
        "deals.csv",
        HEADER + "".join(f"D{n},won,,,x\n" for n in range(10)) + "".join(f"E{n},won,,,1\n" for n in range(90)),
    )
    found = [p for p in prepared.problems if p.code == "unreadable_number"]
    assert sum(p.count for p in found) == 10
    assert len(found) == 4


def test_missing_folder_is_refused(tmp_path):
    with pytest.raises(BadInput, match="no such file"):
        read_folder(tmp_path / "nowhere")


def test_empty_folder_is_not_bad_input(tmp_path):
    assert read_folder(tmp_path).tables == {}


def test_codes_are_few(read):
    assert codes(read("deals.csv", DEALS)) == set()
