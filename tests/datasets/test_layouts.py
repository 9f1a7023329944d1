"""Files without a header row: named by a known layout where they fit it, refused where they only resemble it."""

import re
from collections import Counter

import pandas as pd
import pytest

from datasets.folder import prepare, read_folder
from datasets.layouts import SHAPES, fitting, layouts
from datasets.mapping import confirm, propose
from datasets.problems import BadInput
from datasets.reading import read_bytes
from datasets.schemas import TABLES

GUID = "99109BBF-8693-4587-BC23-6036EC89E1B"
DAY = "2023-04-15 00:00:00.000"
QUOTAS = "".join(
    f"{rep}\t{day} 00:00:00.000\t{quota}.0000\t{GUID}{rep}\t{DAY}\n"
    for rep, day, quota in (
        (1, "2023-05-30", 100), (1, "2023-08-30", 150), (1, "2023-11-30", 0), (2, "2024-02-28", 300),
    )
)  # fmt: skip
PEOPLE = (
    f"1\t\t\t.0000\t.0000\t559.5639\t.0000\t{GUID}1\t{DAY}\n2\t7\t300.0\t4100.0\t.0120\t376.1\t175.4\t{GUID}2\t{DAY}\n"
)
TERRITORIES = f"7\tThe North\tUS\tNorth America\t788.7882\t329.4938\t.0000\t.0000\t{GUID}7\t{DAY}\n"
HISTORY = f"2\t7\t{DAY}\t\t{GUID}2\t{DAY}\n"
NAME = "SalesPersonQuotaHistory.csv"


def codes(said):
    return Counter(each.code for each in said)


def test_quotas_become_targets_of_sellers_by_quarter(read):
    prepared = read(NAME, QUOTAS)
    targets = prepared.tables["targets"]
    assert targets[["period", "unit_type", "unit_id", "target"]].to_numpy().tolist() == [
        ["2023-Q2", "rep", "1", 100], ["2023-Q3", "rep", "1", 150], ["2023-Q4", "rep", "1", 0],
        ["2024-Q1", "rep", "2", 300],
    ]  # fmt: skip
    assert (targets["period_months"] == 3).all()
    assert prepared.problems == []


def test_where_the_names_come_from_is_said_and_shown(read):
    prepared = read(NAME, QUOTAS)
    [said] = [note.message for note in prepared.notes if note.code == "headers_from_layout"]
    assert "the layout SalesPersonQuotaHistory of AdventureWorks" in said
    assert [(f.header, f.column, f.samples[0]) for f in prepared.mappings[0].fields][:2] == [
        ("BusinessEntityID", "unit_id", "1"), ("QuotaDate", "period", "2023-05-30 00:00:00.000"),
    ]  # fmt: skip
    assert prepared.mappings[0].unmapped == ["rowguid", "ModifiedDate"]
    assert [note.message for note in prepared.notes if note.column == "period"] == [
        "QuotaDate is a day: the target is taken for the calendar quarter in which it lies"
    ]


def test_people_have_the_territory_that_the_folder_names(write):
    write("SalesPerson.csv", PEOPLE)
    write("SalesTerritory.csv", TERRITORIES)
    prepared = read_folder(write.folder)
    assert prepared.tables["reps"]["region"].fillna("").tolist() == ["", "The North"]
    assert codes(prepared.notes)["reconciled"] == 1


def test_people_alone_have_the_number_of_their_territory(read):
    assert read("SalesPerson.csv", PEOPLE).tables["reps"]["region"].fillna("").tolist() == ["", "7"]


def test_what_no_table_holds_is_listed_and_not_imported(write):
    write("SalesPerson.csv", PEOPLE)
    write("SalesTerritory.csv", TERRITORIES)
    write("SalesTerritoryHistory.csv", HISTORY)
    prepared = read_folder(write.folder)
    assert {*prepared.tables} == {"reps"}
    assert [(problem.file, problem.code) for problem in prepared.problems] == [
        ("SalesTerritory.csv", "layout_without_table"), ("SalesTerritoryHistory.csv", "layout_without_table"),
    ]  # fmt: skip


def test_the_same_columns_under_a_header_row_are_read_alike(read, write):
    headed = "BusinessEntityID\tQuotaDate\tSalesQuota\trowguid\tModifiedDate\n" + QUOTAS
    bare = read(NAME, QUOTAS)
    named = read_folder(write("targets.tsv", headed))
    pd.testing.assert_frame_equal(named.tables["targets"], bare.tables["targets"])
    assert "headers_from_layout" not in codes(named.notes)


def test_rows_are_counted_from_the_first(read):
    [problem] = read(NAME, QUOTAS * 5 + f"3\tsoon\t1\t{GUID}3\t{DAY}\n").problems[-1:]
    assert (problem.column, problem.row, problem.value) == ("period", 21, "soon")


def test_a_person_has_the_last_word():
    [sheet] = read_bytes(NAME, QUOTAS.encode())
    columns = {"BusinessEntityID": "unit_id", "ModifiedDate": "period", "SalesQuota": "target"}
    told = prepare([sheet], [confirm(sheet, "targets", columns)])
    assert set(told.tables["targets"]["period"]) == {"2023-04"}
    assert propose(sheet, table="leads").table == "leads"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("Quotas.csv", QUOTAS),
        (NAME, QUOTAS.replace("\t2023-04-15 00:00:00.000", "")),
        (NAME, re.sub(r"\n", "\t9\n", QUOTAS)),
        (NAME, QUOTAS.replace(f"{GUID}2", "17")),
        (NAME, QUOTAS.replace("300.0000", "much")),
        (NAME, QUOTAS.replace("2024-02-28 00:00:00.000", "")),
        (NAME, "1,2024-01-01,300\n2,2024-01-02,400\n"),
        ("SalesTerritory.csv", TERRITORIES.replace("The North", "12")),
        ("SalesPerson.csv", PEOPLE.replace("7\t300.0", "North\t300.0")),
    ],
    ids=["name", "narrow", "wide", "guid", "number", "blank", "other", "words", "whole"],
)
def test_what_only_resembles_a_layout_is_refused_in_one_sentence(read, name, content):
    with pytest.raises(BadInput, match="header row") as refusal:
        read(name, content)
    assert name in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_names_above_the_rows_are_never_taken_for_a_row():
    assert fitting(NAME, [["BusinessEntityID", "QuotaDate", "SalesQuota", "rowguid", "ModifiedDate"]]) is None
    assert fitting(NAME, []) is None


@pytest.mark.parametrize("layout", layouts(), ids=lambda layout: layout.name)
def test_every_layout_is_declared_in_full(layout):
    """Shapes and columns that exist, each column once, and every required one but those that are derived."""
    assert {column.shape.removesuffix(" or blank") for column in layout.columns} <= {*SHAPES}
    columns = [column.column for column in layout.columns if column.column]
    assert len({*columns}) == len(columns)
    if layout.table:
        table = TABLES[layout.table]
        assert {*columns} <= {*table.by_name}
        assert {*table.required} - {*columns} <= {"unit_type"}
    assert len({*layout.names}) == len(layout.names)
