"""Each table beside the deals: declared, recognised, read, checked, imported, compared, undone."""

import json

import pandas as pd
import pytest
import xlsxwriter
from django.core.management import call_command

from datasets.actions.imports import import_paths, undo_import
from datasets.folder import read_folder
from datasets.mapping import TWINS, propose
from datasets.profiles import entries, normal
from datasets.queries import current_snapshot
from datasets.reading import read_bytes
from datasets.schemas import TABLES
from datasets.schemas.others import OTHERS
from datasets.snapshots import load_tables
from tests.datasets.tables import CASES

NAMES = sorted(CASES)


def headers_of(name):
    return CASES[name].header.split(",")


def test_no_table_is_left_out():
    assert set(CASES) == {table.name for table in OTHERS}


@pytest.mark.parametrize("name", NAMES)
def test_is_declared_as_the_catalogue_has_it(name):
    table, case = TABLES[name], CASES[name]
    assert list(table.stored) == headers_of(name)
    assert set(table.required) == set(case.required.split())
    assert table.key == tuple(case.key.split())


@pytest.mark.parametrize("name", NAMES)
def test_is_recognised_by_its_headers_and_by_its_name(name):
    text = CASES[name].text().encode()
    for file in ("export.csv", f"{name}.csv", f"2024 {name.replace('_', ' ').title()} final.csv"):
        [sheet] = read_bytes(file, text)
        told_by_name_alone = name in TWINS and file == "export.csv"
        assert propose(sheet).table == ("" if told_by_name_alone else name)


@pytest.mark.parametrize("name", NAMES)
def test_a_small_file_is_read_without_a_word(name, read):
    prepared = read(f"{name}.csv", CASES[name].text())
    rows, table = prepared.tables[name], TABLES[name]
    assert prepared.problems == []
    assert len(rows) == len(CASES[name].rows)
    assert {column: str(rows[column].dtype) for column in table.stored} == {
        c.name: c.dtype for c in table.columns if not c.helper
    }
    assert rows[list(table.required)].notna().all(axis=None)
    if "period" in table.by_name:
        assert rows["period_start"].notna().all()


@pytest.mark.parametrize("name", NAMES)
def test_a_bad_row_is_said_and_rejected_only_where_it_must_be(name, read):
    case = CASES[name]
    prepared = read(f"{name}.csv", case.text(case.bad))
    [problem] = prepared.problems
    assert (problem.table, problem.row, problem.column, problem.code) == (name, len(case.rows) + 2, *case.says)
    assert problem.rejected is not case.kept
    assert len(prepared.tables[name]) == len(case.rows) + case.kept


@pytest.mark.parametrize("name", NAMES)
def test_usual_headers_fill_the_same_columns(name, read):
    """Each column under each of its usual names in turn, in a file that is named for the table."""
    spoken = {}
    for entry in entries("synonyms.csv"):
        if entry["table"] == name:
            spoken.setdefault(entry["column"], []).append(entry["header"])
    own = headers_of(name)
    for turn in range(max(map(len, spoken.values()))):
        headers = [spoken[column][turn % len(spoken[column])] if column in spoken else column for column in own]
        assert len({normal(header) for header in headers}) == len(headers)
        text = "\n".join([",".join(headers), *CASES[name].rows, ""])
        [sheet] = read_bytes(f"{name}.csv", text.encode())
        mapping = propose(sheet)
        assert (mapping.table, [field.column for field in mapping.fields]) == (name, own)


@pytest.mark.parametrize("name", ["leads", "claims", "lessons", "assumptions", "decisions"])
def test_a_missing_id_is_made_from_the_row(name, read):
    case = CASES[name]
    text = "\n".join(line.split(",", 1)[1] for line in case.text().splitlines())
    prepared = read(f"{name}.csv", text)
    key = TABLES[name].key[0]
    assert prepared.tables[name][key].str.startswith("row-").all()
    assert [(note.column, note.code) for note in prepared.notes] == [(key, "derived")]


@pytest.mark.parametrize(
    ("header", "kind"),
    [("Sales rep", "rep"), ("Region", "region"), ("Team", "team"), ("Product", "product"), ("Company", "company")],
)
def test_the_header_says_whose_target_it_is(header, kind, read):
    prepared = read("quotas.csv", f"{header},Quarter,Quota\nX,Q1 2024,100\n")
    assert prepared.tables["targets"]["unit_type"].tolist() == [kind]
    assert "unit_type" in [note.column for note in prepared.notes]


def test_a_target_is_the_sellers_where_the_region_is_named_too(read):
    prepared = read("quotas.csv", "Region,Sales rep,Quarter,Quota\nNorth,R1,Q1 2024,100\nNorth,R2,Q1 2024,90\n")
    assert prepared.tables["targets"][["unit_type", "unit_id"]].to_numpy().tolist() == [["rep", "R1"], ["rep", "R2"]]
    assert prepared.mappings[0].unmapped == ["Region"]


def test_ids_of_other_tables_are_reconciled_or_said(write):
    write("reps.csv", "rep_id,name\nR1,Ann Lee\nR2,Bob Ray\n")
    write(
        "tool_usage.csv", "rep_id,period,tool,active_days\nAnn Lee,2024-01,CRM,9\nR2,2024-01,CRM,4\nR9,2024-01,CRM,1\n"
    )
    prepared = read_folder(write.folder)
    assert prepared.tables["tool_usage"]["rep_id"].tolist() == ["R1", "R2", "R9"]
    [problem] = prepared.problems
    assert (problem.table, problem.column, problem.code) == ("tool_usage", "rep_id", "unknown_reference")


def test_sheets_of_one_workbook_are_told_by_their_names(tmp_path):
    path = tmp_path / "everything.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name in NAMES:
            sheet = book.add_worksheet(name)
            for row, line in enumerate(CASES[name].text().splitlines()):
                sheet.write_row(row, 0, line.split(","))
    prepared = read_folder(path)
    assert {mapping.sheet: mapping.table for mapping in prepared.mappings} == {name: name for name in NAMES}
    assert {name: len(rows) for name, rows in prepared.tables.items()} == dict.fromkeys(NAMES, 2)


@pytest.mark.parametrize("name", ["targets", "usage", "approvals"])
def test_parquet_with_its_own_types(name, read, tmp_path):
    rows = read(f"{name}.csv", CASES[name].text()).tables[name][headers_of(name)]
    folder = tmp_path / "parquet"
    folder.mkdir()
    rows.to_parquet(folder / f"{name}.parquet", index=False)
    prepared = read_folder(folder)
    assert prepared.problems == []
    pd.testing.assert_frame_equal(prepared.tables[name][headers_of(name)], rows)


@pytest.fixture
def everything(write):
    """A file of each table."""
    for name in NAMES:
        write(f"{name}.csv", CASES[name].text())
    return write.folder


def test_the_command_says_what_is_wrong_with_each_table(write, capsys):
    for name in NAMES:
        write(f"{name}.csv", CASES[name].text(CASES[name].bad))
    call_command("import_tables", str(write.folder), "--check", "--json")
    found = {entry["table"]: entry for entry in json.loads(capsys.readouterr().out)}
    assert set(found) == set(NAMES)
    for name, entry in found.items():
        assert entry["rows"] == 3
        assert entry["unmapped"] == []
        codes = [(problem["column"], problem["code"]) for problem in entry["problems"] if problem["row"]]
        assert CASES[name].says in codes


@pytest.mark.django_db
def test_all_tables_are_imported_compared_and_undone(organisation, everything, write, queued):
    first = import_paths(organisation=organisation, paths=[everything])
    snapshot = current_snapshot(organisation)
    stored = load_tables(snapshot)
    assert set(stored) == set(NAMES)
    assert all(first.report["effect"][name]["new"] == 2 for name in NAMES)
    for name in NAMES:
        write(f"{name}.csv", CASES[name].text().replace(CASES[name].rows[1] + "\n", ""))
    second = import_paths(organisation=organisation, paths=[everything])
    assert all((found["same"], found["gone"]) == (1, 1) for found in second.report["effect"].values())
    assert all(len(rows) == 1 for rows in load_tables(current_snapshot(organisation)).values())
    merged = import_paths(
        organisation=organisation, paths=[write("roadmap.csv", CASES["roadmap"].text())], mode="merge"
    )
    assert merged.report["effect"]["roadmap"] == {
        "new": 1,
        "changed": 0,
        "same": 1,
        "gone": 0,
        "rejected": 0,
        "rows": 2,
    }
    undo_import(import_=merged)
    undo_import(import_=second)
    assert current_snapshot(organisation).digest == snapshot.digest
    for name, rows in load_tables(current_snapshot(organisation)).items():
        pd.testing.assert_frame_equal(rows, stored[name])


@pytest.mark.django_db
def test_an_import_knows_the_organisations_year(organisation, write, queued):
    organisation.fiscal_year_starts = 4
    organisation.save()
    import_paths(organisation=organisation, paths=[write("targets.csv", "Sales rep,Quarter,Quota\nR1,FY24 Q1,100\n")])
    targets = load_tables(current_snapshot(organisation))["targets"]
    assert targets["period"].tolist() == ["2023-Q2"]
    assert targets["period_start"].tolist() == [pd.Timestamp("2023-04-01")]
