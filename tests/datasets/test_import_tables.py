"""The command: what it prints, what it imports, how it refuses."""

import json

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from datasets.queries import current_snapshot


def run(capsys, *arguments):
    call_command("import_tables", *map(str, arguments))
    return capsys.readouterr().out


def test_check_as_json(capsys, deals, write):
    write("deals.csv", deals.read_text().replace("750.5", "much"))
    [entry] = json.loads(run(capsys, deals, "--check", "--json"))
    assert (entry["table"], entry["rows"], entry["mapping"]["amount"]) == ("deals", 3, "amount")
    [problem] = entry["problems"]
    assert {key: problem[key] for key in ("table", "row", "column", "code", "message")} == {
        "table": "deals", "row": 4, "column": "amount", "code": "unreadable_number",
        "message": "'much' is not a number",
    }  # fmt: skip


def test_check_needs_no_database(capsys, deals):
    assert "deals.csv: deals, 3 rows, 7 columns mapped" in run(capsys, deals, "--check")


@pytest.mark.django_db
def test_import_into_an_organisation(capsys, deals, organisation, queued):
    [entry] = json.loads(run(capsys, deals, "--organisation", organisation.slug, "--as-of", "2024-06-30", "--json"))
    snapshot = current_snapshot(organisation)
    assert entry["snapshot"] == snapshot.digest
    assert snapshot.as_of.isoformat() == "2024-06-30"


@pytest.mark.django_db
def test_merge(capsys, deals, write, organisation, queued):
    run(capsys, deals, "--organisation", organisation.slug)
    run(capsys, write("more_deals.csv", "deal_id,outcome\nD-9,won\n"), "--organisation", organisation.slug, "--merge")
    assert current_snapshot(organisation).tables["deals"]["rows"] == 4


def refusal(*arguments):
    with pytest.raises(CommandError) as error:
        call_command("import_tables", *map(str, arguments))
    return error.value.returncode, str(error.value)


@pytest.mark.django_db
def test_refusals_exit_with_2_and_one_line(write, deals, tmp_path, organisation):
    program = write("x.csv", b"MZ" + b"\x00" * 50)
    assert refusal(program, "--check") == (2, "x.csv: This is a program, not a table.")
    assert refusal(tmp_path / "none", "--check") == (2, "none: There is no such file or folder.")
    assert refusal(deals) == (2, "Say --check, or which --organisation the tables belong to.")
    assert refusal(deals, "--organisation", "nobody") == (2, "There is no organisation 'nobody'.")
    dates = write("dates.csv", "deal_id,outcome,closed_on\nA,won,03/04/2024\n")
    code, line = refusal(dates, "--organisation", organisation.slug)
    assert (code, "day and month" in line, "\n" in line) == (2, True, False)


@pytest.mark.django_db
def test_dates_settles_the_question(write, organisation, queued, capsys):
    dates = write("deals.csv", "deal_id,outcome,closed_on\nA,won,03/04/2024\n")
    run(capsys, dates, "--organisation", organisation.slug, "--dates", "day")
    assert current_snapshot(organisation).as_of.isoformat() == "2024-04-03"
