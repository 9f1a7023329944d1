"""Snapshots made, merged, undone; jobs that check and import, for every way they end."""

import pandas as pd
import pytest

from datasets.actions import imports
from datasets.actions.uploads import store_upload
from datasets.models import Import, RememberedMapping, Snapshot
from datasets.problems import BadInput
from datasets.queries import current_snapshot
from datasets.snapshots import SnapshotDamaged, load_tables, open_tables
from datasets.tasks import check_import, run_import
from jobs.actions import request_cancel
from jobs.models import Job
from tests.datasets.conftest import DEALS

AMBIGUOUS = "deal_id,outcome,closed_on\nA,won,03/04/2024\n"


def bring(organisation, person, content=DEALS, name="deals.csv"):
    """An import whose files have been looked into."""
    upload = store_upload(organisation=organisation, name=name, content=content.encode(), uploaded_by=person)
    import_ = imports.start_import(organisation=organisation, uploads=[upload], ordered_by=person)
    check_import(str(import_.job_id))
    return Import.objects.get(pk=import_.pk)


def finish(import_, mode="replace"):
    imports.order_import(import_=import_, mode=mode, ordered_by=import_.ordered_by)
    run_import(str(import_.job_id))
    return Import.objects.get(pk=import_.pk)


def test_import_paths_makes_a_current_snapshot(imported, organisation, queued):
    snapshot = current_snapshot(organisation)
    assert imported.snapshot == snapshot
    assert snapshot.tables["deals"]["rows"] == 3
    assert snapshot.as_of.isoformat() == "2024-03-01"
    assert load_tables(snapshot)["deals"]["deal_id"].tolist() == ["D-1", "D-2", "D-3"]


@pytest.mark.django_db(transaction=True)
def test_what_follows_a_snapshot_is_queued_on_commit(organisation, deals, queued, settings, monkeypatch):
    monkeypatch.setattr(imports, "AFTER_SNAPSHOT", ["workshops.tasks.something"])
    import_ = imports.import_paths(organisation=organisation, paths=[deals])
    assert queued() == [("workshops.tasks.something", import_.snapshot_id)]


def test_types_survive_the_file(imported, deals):
    from datasets.folder import read_folder

    stored = load_tables(imported.snapshot)["deals"]
    pd.testing.assert_frame_equal(stored, read_folder(deals).tables["deals"], check_column_type=False)


def test_merge_renews_by_key_and_keeps_the_rest(imported, organisation, write):
    later = write("later.csv", "deal_id,outcome,closed_on,stage\nD-3,won,2024-05-01,Closed Won\nD-4,open,,Proposal\n")
    merged = imports.import_paths(organisation=organisation, paths=[later], mode="merge")
    deals = load_tables(merged.snapshot)["deals"].set_index("deal_id")
    assert deals["outcome"].to_dict() == {"D-1": "won", "D-2": "lost", "D-3": "won", "D-4": "open"}
    assert deals.loc["D-3", "amount"] == 750.5
    assert merged.report["effect"]["deals"] == {"new": 1, "changed": 1, "same": 2, "gone": 0, "rejected": 0, "rows": 4}


def test_replace_lets_go_and_unchanged_tables_are_the_same_files(imported, organisation, write):
    products = imports.import_paths(
        organisation=organisation, paths=[write("products.csv", "product_id,name\nP,Pump\n")]
    )
    assert products.snapshot.tables["deals"] == imported.snapshot.tables["deals"]
    fewer = imports.import_paths(organisation=organisation, paths=[write("deals.csv", DEALS.rsplit("D-3", 1)[0])])
    assert fewer.report["effect"]["deals"]["gone"] == 1
    assert fewer.snapshot.tables["products"] == products.snapshot.tables["products"]


def test_undo_brings_back_an_equal_manifest(imported, organisation, write):
    before = current_snapshot(organisation)
    again = imports.import_paths(organisation=organisation, paths=[write("deals.csv", DEALS.replace("1000", "1"))])
    assert imports.undo_import(import_=again) == before
    after = current_snapshot(organisation)
    assert (after.digest, after.tables) == (before.digest, before.tables)
    assert Snapshot.objects.count() == 2
    assert imports.undo_import(import_=imported) is None
    assert current_snapshot(organisation) is None


def test_undo_is_refused_under_a_later_import(imported, organisation, write):
    imports.import_paths(organisation=organisation, paths=[write("deals.csv", DEALS.replace("1000", "1"))])
    with pytest.raises(BadInput, match="later import"):
        imports.undo_import(import_=imported)


def test_undo_twice_is_refused(imported):
    imports.undo_import(import_=imported)
    with pytest.raises(BadInput, match="nothing to undo"):
        imports.undo_import(import_=imported)


@pytest.mark.parametrize(
    ("content", "code"), [(AMBIGUOUS, "ambiguous_dates"), ("deal_id,outcome\n", "no_rows"), ("a,b\n1,x\n", "no_table")]
)
def test_bad_input_changes_nothing(organisation, write, content, code):
    with pytest.raises(BadInput) as refusal:
        imports.import_paths(organisation=organisation, paths=[write("deals.csv", content)])
    assert refusal.value.code == code
    assert (Import.objects.count(), Snapshot.objects.count()) == (0, 0)


def test_a_changed_file_is_found(imported):
    from django.core.files.storage import default_storage

    path = imported.snapshot.tables["deals"]["path"]
    with default_storage.open(path, "ab") as file:
        file.write(b"x")
    with pytest.raises(SnapshotDamaged, match="not what was written"):
        load_tables(imported.snapshot)
    opened = open_tables(imported.snapshot)
    assert "deals" in opened  # known without being read
    with pytest.raises(SnapshotDamaged, match="not what was written"):
        opened["deals"]


def test_without_a_snapshot_no_table_is_open():
    assert list(open_tables(None)) == []


def test_check_then_import_as_jobs(organisation, admin, queued):
    import_ = bring(organisation, admin)
    assert import_.state == Import.State.READY
    assert import_.report["effect"]["deals"]["new"] == 3
    assert current_snapshot(organisation) is None
    done = finish(import_)
    assert done.state == Import.State.IMPORTED
    assert done.job.state == Job.State.DONE
    assert current_snapshot(organisation) == done.snapshot
    assert "3.1" in done.report["unlocked"]


def test_a_mapping_that_was_gone_on_with_is_remembered(organisation, admin, queued):
    finish(bring(organisation, admin))
    memory = RememberedMapping.objects.get()
    assert (memory.table, memory.columns["columns"]["amount"]) == ("deals", "amount")
    again = bring(organisation, admin)
    assert {field["how"] for field in again.report["sheets"][0]["fields"]} == {"as the last time"}


def test_bad_files_fail_the_check_with_one_sentence(organisation, admin, queued):
    import_ = bring(organisation, admin, "MZ program", "deals.csv")
    assert (import_.state, import_.job.state) == (Import.State.FAILED, Job.State.FAILED)
    assert import_.job.error == "deals.csv: This is a program, not a table."
    assert import_.is_stopped


def test_open_questions_hold_up_the_import(organisation, admin, queued):
    import_ = bring(organisation, admin, AMBIGUOUS)
    assert import_.report["asked"] == [{"sheet": "deals.csv", "header": "closed_on"}]
    with pytest.raises(BadInput, match="day or the month"):
        imports.order_import(import_=import_)
    told = {
        "table": "deals",
        "columns": {n: n for n in ("deal_id", "outcome", "closed_on")},
        "orders": {"closed_on": "day"},
    }
    imports.confirm_mapping(import_=import_, mapping={"deals.csv": told}, ordered_by=admin)
    check_import(str(import_.job_id))
    import_.refresh_from_db()
    deals = load_tables(finish(import_).snapshot)["deals"]
    assert deals["closed_on"].tolist() == [pd.Timestamp("2024-04-03")]


def test_an_import_that_was_overtaken_changes_nothing(organisation, admin, queued, write, monkeypatch):
    import_ = bring(organisation, admin)
    store = imports.store_tables

    def overtaken(*args):
        monkeypatch.setattr(imports, "store_tables", store)
        imports.import_paths(organisation=organisation, paths=[write("products.csv", "product_id,name\nP,Pump\n")])
        return store(*args)

    monkeypatch.setattr(imports, "store_tables", overtaken)
    late = finish(import_)
    assert late.is_stopped
    assert late.job.error == imports.OVERTAKEN
    assert list(current_snapshot(organisation).tables) == ["products"]


def test_cancelled_before_it_ran(organisation, admin, queued):
    import_ = bring(organisation, admin)
    imports.order_import(import_=import_, ordered_by=admin)
    imports.cancel_import(import_=import_)
    run_import(str(import_.job_id))
    import_ = Import.objects.get(pk=import_.pk)
    assert (import_.is_stopped, import_.job.state) == (True, Job.State.CANCELLED)
    assert current_snapshot(organisation) is None


def test_cancelled_while_it_ran(organisation, admin, queued, monkeypatch):
    import_ = bring(organisation, admin)
    imports.order_import(import_=import_, ordered_by=admin)
    sheets_of = imports.sheets_of

    def cancelled_meanwhile(given):
        request_cancel(job=import_.job)
        return sheets_of(given)

    monkeypatch.setattr(imports, "sheets_of", cancelled_meanwhile)
    run_import(str(import_.job_id))
    import_ = Import.objects.get(pk=import_.pk)
    assert (import_.state, import_.job.state) == (Import.State.READY, Job.State.CANCELLED)
    assert current_snapshot(organisation) is None


def test_tasks_without_a_job_or_an_import_end_cleanly(organisation, admin, queued):
    check_import("00000000-0000-0000-0000-000000000000")
    import_ = bring(organisation, admin)
    imports.order_import(import_=import_, ordered_by=admin)
    job = import_.job
    Import.objects.filter(pk=import_.pk).delete()
    run_import(str(job.pk))
    job.refresh_from_db()
    assert (job.state, job.error) == (Job.State.FAILED, "The import is gone.")
