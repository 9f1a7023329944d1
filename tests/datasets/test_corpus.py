"""Each malformed file through the command and the upload page: its sentence, with the true row and column; and a sound
file beside it is imported all the same."""

import json
import re

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.urls import reverse

from datasets.actions.imports import import_paths
from datasets.models import Import
from datasets.queries import current_snapshot
from datasets.tasks import check_import
from datasets.validation import MESSAGES
from tests.corpus.cases import CELLS, WHOLE_TABLES
from tests.corpus.unreadable import UNREADABLE

CORPUS = (*CELLS, *WHOLE_TABLES, *UNREADABLE)
each_case = pytest.mark.parametrize("case", CORPUS, ids=lambda case: case.name)
PRODUCTS = b"product_id,name,list_price\nP-1,Probe,100\nP-2,Meter,200\n"


@pytest.fixture
def folder(tmp_path):
    """folder(case): a folder of that file and a sound one."""

    def folder(case):
        (tmp_path / case.name).write_bytes(case.content)
        (tmp_path / "products.csv").write_bytes(PRODUCTS)
        return tmp_path

    return folder


def said_of(case, entries):
    """Problems and notes with the case's code."""
    said = [line for entry in entries for kind in ("problems", "notes") for line in entry[kind]]
    return [line for line in said if line["code"] == case.code]


def assert_said(case, entries):
    [line] = said_of(case, entries)
    assert (line["table"], line["column"]) == (case.table, case.column)
    assert line["message"]
    assert "\n" not in line["message"]
    assert "Traceback" not in line["message"]
    row = line.get("row") or (int(found[1]) if (found := re.search(r"from row (\d+)", line["message"])) else 0)
    assert row == case.row


def test_sixty_kinds_of_fault_and_more_each_with_a_code_of_its_own():
    """Files that share a code hold the same fault: in another column, encoding, delimiter or format."""
    assert len({case.name for case in CORPUS}) == len(CORPUS)
    assert len({case.code for case in CORPUS}) >= 60
    assert {code for code in MESSAGES if code not in {case.code for case in CORPUS}} == set()


@each_case
def test_the_command_says_what_is_wrong_and_where(case, folder, capsys):
    call_command("import_tables", str(folder(case)), "--check", "--json")
    entries = json.loads(capsys.readouterr().out)
    assert_said(case, entries)
    [sound] = [entry for entry in entries if entry["file"] == "products.csv"]
    assert (sound["table"], sound["rows"], sound["problems"]) == ("products", 2, [])


@pytest.mark.parametrize("case", UNREADABLE, ids=lambda case: case.name)
def test_alone_it_is_one_line_and_exit_2_or_no_table(case, tmp_path):
    (tmp_path / case.name).write_bytes(case.content)
    if case.code == "unrecognised_table":
        call_command("import_tables", str(tmp_path), "--check")
        return
    with pytest.raises(CommandError) as error:
        call_command("import_tables", str(tmp_path), "--check")
    assert error.value.returncode == 2
    assert str(error.value).startswith(case.name)
    assert "\n" not in str(error.value)


@pytest.mark.once
@each_case
def test_the_upload_page_shows_the_sentence(case, client, organisation, admin, queued, sent):
    client.force_login(admin)
    files = [sent(case.name, case.content), sent("products.csv", PRODUCTS)]
    answer = client.post(reverse("datasets:upload", args=[organisation.slug]), {"uploads": files})
    if not case.content:
        assert (answer.status_code, "empty" in answer.text) == (422, True)
        return
    import_ = Import.objects.get()
    check_import(str(import_.job_id))
    import_.refresh_from_db()
    assert_said(case, import_.report["sheets"])
    page = client.get(reverse("datasets:import", args=[organisation.slug, import_.pk]))
    assert page.status_code == 200
    assert case.name in page.text


@pytest.mark.once
@each_case
def test_a_sound_file_beside_it_is_imported_all_the_same(case, folder, organisation, queued):
    orders = {"*": "day"} if case.code == "ambiguous_dates" else None
    import_paths(organisation=organisation, paths=[folder(case)], orders=orders)
    tables = current_snapshot(organisation).tables
    assert tables["products"]["rows"] == 2
    assert tables.get(case.table or "deals", {}).get("rows", 0) == case.kept
