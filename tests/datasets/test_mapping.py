"""Headers of CRM systems and of sheets that people keep, day and month, stage columns."""

import pandas as pd
import pytest

from datasets.folder import read_folder
from datasets.mapping import confirm, headers_digest, propose
from datasets.problems import BadInput
from datasets.profiles import entries, normal, profiles
from datasets.reading import read_bytes
from datasets.schemas import TABLES


def column_of(mapping, header):
    return {field.header: field.column for field in mapping.fields}[header]


@pytest.mark.parametrize("entry", [e for e in entries("crm_headers.csv") if e["table"] == "deals" and e["column"]])
def test_every_known_deal_header_is_mapped(entry):
    table, column = "deals", entry["column"]
    assert set(profiles()[table][normal(entry["header"])][0].split("|")) & set(column.split("|"))


@pytest.mark.parametrize("name", sorted(TABLES))
def test_every_table_is_recognised_by_its_own_columns(name):
    table = TABLES[name]
    header = ",".join(table.stored)
    [sheet] = read_bytes(f"{name}.csv", f"{header}\n{',' * (len(table.stored) - 1)}x\n".encode())
    assert propose(sheet).table == name


def test_salesforce_report(read):
    prepared = read(
        "report.csv",
        "Opportunity ID,Account Name,Account ID,Stage,Amount,Close Date,Created Date,Opportunity Owner,Closed,Won\n"
        "1,Acme,ACC1,Closed Won,10,2024-03-01,2024-01-01,Ann,1,1\n"
        "2,Acme,,Closed Lost,20,2024-03-02,2024-01-01,Ann,1,0\n"
        "3,Acme,ACC1,Proposal,30,2024-09-02,2024-01-01,Bob,0,0\n",
    )
    deals = prepared.tables["deals"]
    assert deals["outcome"].tolist() == ["won", "lost", "open"]
    assert deals["account_id"].tolist() == ["ACC1", "Acme", "ACC1"]
    assert deals["closed_on"].notna().tolist() == [True, True, False]
    assert deals["expected_close_on"].notna().tolist() == [False, False, True]


def test_dynamics_actual_revenue_when_won(read):
    prepared = read(
        "Opportunities.csv",
        "(Do Not Modify) Opportunity,(Do Not Modify) Row Checksum,(Do Not Modify) Modified On,Status,Est. Revenue,"
        "Actual Revenue,Created On,Actual Close Date,Est. close date,Potential Customer,Owner\n"
        "1,x,,Won,10,12,2024-01-01,2024-02-01,2024-02-03,Acme,Ann\n"
        "2,x,,Lost,20,0,2024-01-01,2024-02-01,2024-02-03,Acme,Ann\n"
        "3,x,,Open,30,,2024-01-01,,2024-12-03,Acme,Ann\n",
    )
    deals = prepared.tables["deals"]
    assert deals["amount"].tolist() == [12, 20, 30]
    assert deals["expected_close_on"].notna().all()


def test_pipedrive_closing_day_from_won_or_lost_time(read):
    prepared = read(
        "deals.csv",
        "Deal - ID,Deal - Title,Deal - Status,Deal - Value,Deal - Deal created,Deal - Won time,Deal - Lost time\n"
        "1,a,Won,10,45292,45300,\n2,b,Lost,20,45292,,45310\n3,c,Open,30,45292,,\n",
    )
    deals = prepared.tables["deals"]
    assert deals["created_on"].unique().tolist() == [pd.Timestamp("2024-01-01")]
    assert deals["closed_on"].dropna().tolist() == [pd.Timestamp("2024-01-09"), pd.Timestamp("2024-01-19")]


def test_hubspot_stage_columns_become_stage_events(read):
    prepared = read(
        "deals.csv",
        'Record ID,Deal Stage,Amount,"Date entered ""Proposal (Sales Pipeline)""",'
        '"Date exited ""Proposal (Sales Pipeline)""",'
        '"Date entered ""Closed Won (Sales Pipeline)"""\n'
        "7,Closed Won,10,2024-01-01,2024-01-11,2024-01-11\n8,Proposal,20,2024-02-01,,\n9,Proposal,20,soon,,\n",
    )
    events = prepared.tables["stage_events"]
    assert events[["deal_id", "stage"]].apply(tuple, axis=1).tolist() == [
        ("7", "Proposal"), ("7", "Closed Won"), ("8", "Proposal"),
    ]  # fmt: skip
    assert events["dwell_days"].tolist()[0] == 10
    assert prepared.tables["deals"]["closed_on"].dropna().tolist() == [pd.Timestamp("2024-01-11")]
    [problem] = [p for p in prepared.problems if p.table == "stage_events"]
    assert (problem.row, problem.column) == (4, "entered_at")


def test_field_history_keeps_changes_of_stage(read):
    prepared = read(
        "OpportunityFieldHistory.csv",
        "OpportunityId,Field,OldValue,NewValue,CreatedDate\n1,StageName,A,B,2024-01-01\n1,Amount,1,2,2024-01-02\n",
    )
    assert prepared.tables["stage_events"]["stage"].tolist() == ["B"]


def test_values_that_do_not_fit_leave_a_header_unmapped(read):
    prepared = read("deals.csv", "deal_id,outcome,Type\n" + "".join(f"{n},won,thing {n}\n" for n in range(20)))
    assert prepared.mappings[0].unmapped == ["Type"]


def test_ids_are_made_where_there_are_none_and_stay_the_same(read, write):
    content = "Stage,Amount,Close Date\nClosed Won,10,2024-01-01\nClosed Won,10,2024-01-01\nClosed Lost,5,2024-02-01\n"
    first = read("deals.csv", content)
    second = read_folder(write("opportunities.csv", content))
    assert first.tables["deals"]["deal_id"].nunique() == 3
    assert first.tables["deals"]["deal_id"].tolist() == second.tables["deals"]["deal_id"].tolist()
    assert "derived" in [note.code for note in first.notes if note.column == "deal_id"]


AMBIGUOUS = "deal_id,outcome,closed_on\nA,won,03/04/2024\nB,won,05/06/2024\nC,won,07/07/2024\n"


def test_ambiguous_dates_are_asked_not_guessed(read):
    prepared = read("deals.csv", AMBIGUOUS)
    assert [field.header for field in prepared.mappings[0].asked] == ["closed_on"]
    [problem] = prepared.problems
    assert (problem.code, problem.column, problem.count) == ("ambiguous_dates", "closed_on", 2)
    assert prepared.tables["deals"]["closed_on"].dropna().tolist() == [pd.Timestamp("2024-07-07")]


@pytest.mark.parametrize(("order", "first"), [("day", "2024-04-03"), ("month", "2024-03-04")])
def test_told_order_settles_it(read, order, first):
    prepared = read("deals.csv", AMBIGUOUS, orders={"*": order})
    assert prepared.tables["deals"]["closed_on"].tolist()[0] == pd.Timestamp(first)
    assert prepared.problems == []


def test_another_date_column_of_the_file_settles_it(read):
    prepared = read("deals.csv", "deal_id,outcome,created_on,closed_on\nA,won,25/01/2024,03/04/2024\n")
    assert prepared.tables["deals"]["closed_on"].tolist() == [pd.Timestamp("2024-04-03")]


def test_a_remembered_mapping_is_used_again():
    [sheet] = read_bytes("x.csv", b"Foo,Bar\nA,gewonnen\n")
    told = {headers_digest(["bar", " FOO"]): {"table": "deals", "columns": {"Foo": "deal_id", "Bar": "outcome"}}}
    mapping = propose(sheet, told)
    assert (mapping.table, column_of(mapping, "Bar"), mapping.remembered) == ("deals", "outcome", True)


def test_a_person_has_the_last_word():
    [sheet] = read_bytes("deals.csv", b"deal_id,outcome,notes\nA,won,x\n")
    mapping = confirm(sheet, "deals", {"deal_id": "deal_id", "outcome": "outcome", "notes": "competitor"})
    assert column_of(mapping, "notes") == "competitor"


def test_a_file_that_lacks_only_a_required_column_is_told_which(read):
    with pytest.raises(BadInput, match="it looks like deals, but no header says outcome"):
        read("deals.csv", "deal_id,amount,created_on,closed_on\nA,1,2024-01-01,2024-02-01\n")


def test_a_second_file_adds_what_the_first_lacks(write):
    """Leads in one file, those won in another, whichever is read first."""
    write("leads.csv", "Lead ID,Created,Source\nL1,2024-01-02,Fair\nL2,2024-01-03,Search\nL3,2024-01-04,Fair\n")
    write("closed_leads.csv", "Lead ID,Won date\nL2,2024-03-01\nL9,2024-03-02\n")
    prepared = read_folder(write.folder)
    leads = prepared.tables["leads"].set_index("lead_id")
    assert leads["channel"].fillna("").to_dict() == {"L1": "Fair", "L2": "Search", "L3": "Fair", "L9": ""}
    assert leads["won"].fillna(False).to_dict() == {"L1": False, "L2": True, "L3": False, "L9": True}
    assert {note.code for note in prepared.notes} >= {"derived", "added"}
    assert not [problem for problem in prepared.problems if problem.code == "duplicate_key"]


def test_of_two_files_that_differ_the_first_counts_and_it_is_said(write):
    write("a_leads.csv", "Lead ID,Source\nL1,Fair\n")
    write("b_leads.csv", "Lead ID,Source,Won date\nL1,Search,2024-03-01\nL2,Fair,\n")
    prepared = read_folder(write.folder)
    leads = prepared.tables["leads"].set_index("lead_id")
    assert leads["channel"].to_dict() == {"L1": "Fair", "L2": "Fair"}
    assert leads["won"].fillna(False).to_dict() == {"L1": True, "L2": False}
    [doubled] = [problem for problem in prepared.problems if problem.code == "duplicate_key"]
    assert "only won is taken" in doubled.message
