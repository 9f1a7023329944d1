"""Imports: check what was uploaded, keep how it is to be read, make a snapshot of it, undo it as one."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from django.db import transaction

from accounts.actions.audit import record
from accounts.models import Organisation, Person
from config.pipeline import AFTER_SNAPSHOT
from datasets.actions.uploads import content_of, store_upload
from datasets.effects import effect, merging
from datasets.folder import Prepared, Progress, files_in, prepare, report, without_empty
from datasets.mapping import Mapping as SheetMapping
from datasets.mapping import confirm, headers_digest, propose
from datasets.models import Import, RememberedMapping, Snapshot, Upload
from datasets.problems import BadInput, Problem
from datasets.queries import columns_of, current_snapshot, filled_columns, remembered_mappings, unlocked
from datasets.reading import Sheet, read_bytes, read_path, read_several
from datasets.snapshots import load_tables, store_tables
from jobs.actions import Cancelled, order_job, request_cancel
from jobs.queue import queue_on_commit
from jobs.work import Refused, Work

State = Import.State
OVERTAKEN = "Another import finished meanwhile. Nothing was changed; check this one again."


def quiet(done: int, total: int, note: str) -> None:
    """Progress for those who wait anyway."""


@transaction.atomic
def start_import(*, organisation: Organisation, uploads: Sequence[Upload], ordered_by: Person | None = None) -> Import:
    """Files that belong together, and the job that looks into them."""
    import_ = Import.objects.create(organisation=organisation, ordered_by=ordered_by)
    import_.uploads.set(uploads)
    order_check(import_=import_, ordered_by=ordered_by)
    return import_


@transaction.atomic
def order_check(*, import_: Import, ordered_by: Person | None = None) -> Import:
    """Look into the files again: after the mapping was changed, or where the last look was stopped."""
    return order(import_, State.CHECKING, "Checking the files", "datasets.tasks.check_import", ordered_by)


@transaction.atomic
def order_import(*, import_: Import, mode: str | None = None, ordered_by: Person | None = None) -> Import:
    """Make a snapshot of it in the background. Raises BadInput while a question is open."""
    if import_.state != State.READY:
        raise BadInput("not_ready", "This import is not ready: look at its page again.")
    if questions := import_.report.get("asked"):
        raise BadInput(
            "ambiguous_dates", f"Say first whether the day or the month comes first in {questions[0]['header']}."
        )
    import_.mode = mode or import_.mode
    for sheet in import_.report["sheets"]:
        if sheet["table"]:
            remember(import_.organisation, sheet)
    return order(import_, State.IMPORTING, "Importing the tables", "datasets.tasks.run_import", ordered_by)


def order(import_: Import, state: str, title: str, task: str, ordered_by: Person | None) -> Import:
    import_.state = state
    import_.job = order_job(
        organisation=import_.organisation,
        title=title,
        task=task,
        arguments={"import": import_.pk},
        ordered_by=ordered_by,
    )
    import_.save(update_fields=["state", "mode", "job"])
    return import_


@transaction.atomic
def cancel_import(*, import_: Import) -> None:
    """Ask the job that is under way to stop; nothing that was there before is touched."""
    if import_.job and not import_.job.has_ended:
        request_cancel(job=import_.job)


@transaction.atomic
def confirm_mapping(*, import_: Import, mapping: dict[str, Any], ordered_by: Person | None = None) -> Import:
    """Keep how the sheets are to be read, and look into them again.

    `mapping`: {sheet: {table, columns: {header: column}, orders: {header: day | month}}}; columns null: as proposed.
    """
    import_.mapping = mapping
    import_.save(update_fields=["mapping"])
    return order_check(import_=import_, ordered_by=ordered_by)


def remember(organisation: Organisation, sheet: dict[str, Any]) -> None:
    """What a person saw and went on with is how the next file with these headers is read."""
    orders = {field["header"]: field["order"] for field in sheet["fields"] if field["order"]}
    RememberedMapping.objects.update_or_create(
        organisation=organisation,
        headers=headers_digest(list(sheet["mapping"])),
        defaults={"table": sheet["table"], "columns": {"columns": sheet["mapping"], "orders": orders}},
    )


def check_import(*, work: Work, import_: Import) -> Any:
    """Reads the files and writes down what an import would do. Raises Refused with the one sentence for bad input."""
    prepared, base = looked_into(work, import_)

    def keep() -> dict[str, Any]:
        import_.report = report_of(prepared, base)
        import_.as_of, import_.state = prepared.as_of, State.READY
        import_.save(update_fields=["report", "as_of", "state"])
        return {"rows": sum(mapping.rows for mapping in prepared.mappings)}

    return keep


def run_import(*, work: Work, import_: Import) -> Any:
    """Makes the snapshot. Raises Refused where the files are bad or another import came first."""
    prepared, base = looked_into(work, import_, without_empty)
    if any(mapping.asked for mapping in prepared.mappings):
        raise Refused("The order of day and month is not settled.")
    work.progress(len(prepared.mappings) + 1, len(prepared.mappings) + 2, "Storing the tables")
    manifest = store_tables(import_.organisation, prepared.tables, prepared.digests, base)
    # Read before the transaction: whoever holds the write lock holds up every autosave.
    before = unlocked(columns_of(base))
    opened = sorted(set(unlocked(filled_columns(prepared.tables))) - set(before))

    def keep() -> dict[str, Any]:
        import_.report = {**report_of(prepared, base), "unlocked": opened}
        snapshot = make_current(import_, manifest, prepared, base)
        return {"snapshot": snapshot.digest, "unlocked": opened}

    return keep


def whole(prepared: Prepared) -> Prepared:
    """What a look shows: tables without rows too, for another mapping may bring them."""
    return prepared


def looked_into(
    work: Work, import_: Import, settle: Callable[[Prepared], Prepared] = whole
) -> tuple[Prepared, Snapshot | None]:
    """Prepared tables and the snapshot that they were laid onto. What stops it stands on the import too."""
    base = current_snapshot(import_.organisation)
    try:
        return settle(prepare_import(import_, base, work.progress)), base
    except BadInput as bad:
        Import.objects.filter(pk=import_.pk).update(state=State.FAILED)
        raise Refused(str(bad)) from bad
    except Cancelled:
        ready = State.READY if import_.report else State.FAILED
        Import.objects.filter(pk=import_.pk).update(state=ready)
        raise


def prepare_import(import_: Import, base: Snapshot | None, progress: Progress = quiet) -> Prepared:
    """Raises BadInput, Cancelled."""
    sheets, unread = sheets_of(import_)
    remembered = remembered_mappings(import_.organisation)
    mappings = [mapped(sheet, import_.mapping.get(sheet.title), remembered) for sheet in sheets]
    current = load_tables(base) if base else {}
    prepared = prepare(
        sheets, mappings, unread=unread, fiscal_start=import_.organisation.fiscal_year_starts,
        merge=merging(current, import_.mode), progress=progress,
    )  # fmt: skip
    uploaded = {mapping.table for mapping in mappings if mapping.table}
    if not uploaded:
        raise BadInput("no_table", prepared.problems[0].message if prepared.problems else "There is no file.")
    return prepared


def sheets_of(import_: Import) -> tuple[list[Sheet], list[Problem]]:
    """Raises BadInput where none of its files can be read."""

    def reader(upload: Upload) -> list[Sheet]:
        return read_bytes(upload.name, content_of(upload))

    return read_several(partial(reader, upload) for upload in import_.uploads.order_by("pk"))


def mapped(sheet: Sheet, told: Mapping[str, Any] | None, remembered: dict[str, dict[str, Any]]) -> SheetMapping:
    if told is None:
        return propose(sheet, remembered)
    if told["columns"] is None:
        return propose(sheet, table=told["table"])
    return confirm(sheet, told["table"], told["columns"], told.get("orders", {}))


def report_of(prepared: Prepared, base: Snapshot | None) -> dict[str, Any]:
    uploaded = {mapping.table for mapping in prepared.mappings if mapping.table}
    current = load_tables(base, uploaded) if base else {}
    return {
        "sheets": report(prepared),
        "asked": [{"sheet": m.title, "header": f.header} for m in prepared.mappings for f in m.asked],
        "effect": effect(current, prepared.tables, uploaded, prepared.rejected),
        "as_of": prepared.as_of.isoformat(),
        "digest": prepared.digest,
    }


def make_current(import_: Import, manifest: dict[str, Any], prepared: Prepared, base: Snapshot | None) -> Snapshot:
    """To be called in a transaction. Raises Refused where another snapshot became current meanwhile."""
    organisation = Organisation.objects.select_for_update().get(pk=import_.organisation_id)
    if current_snapshot(organisation) != base:
        raise Refused(OVERTAKEN)
    snapshot, _ = Snapshot.objects.update_or_create(
        organisation=organisation, digest=prepared.digest, defaults={"tables": manifest, "as_of": prepared.as_of}
    )
    switch_to(organisation, snapshot)
    import_.state, import_.snapshot, import_.replaced, import_.as_of = State.IMPORTED, snapshot, base, snapshot.as_of
    import_.save(update_fields=["state", "snapshot", "replaced", "as_of", "report"])
    audit(import_, "imported data", import_.ordered_by, snapshot)
    return snapshot


def switch_to(organisation: Organisation, snapshot: Snapshot | None) -> None:
    """To be called in a transaction. What has to follow a new snapshot is queued when it is committed."""
    Snapshot.objects.filter(organisation=organisation, is_current=True).update(is_current=False)
    if snapshot is None:
        return
    Snapshot.objects.filter(pk=snapshot.pk).update(is_current=True)
    snapshot.is_current = True
    for task in AFTER_SNAPSHOT:
        queue_on_commit(task, snapshot.pk)


def audit(import_: Import, action: str, actor: Person | None, snapshot: Snapshot | None) -> None:
    detail = {"snapshot": snapshot.digest if snapshot else None}
    record(organisation=import_.organisation, actor=actor, action=action, subject=f"import:{import_.pk}", detail=detail)


@transaction.atomic
def undo_import(*, import_: Import, actor: Person | None = None) -> Snapshot | None:
    """The manifest that the import replaced is current again; None where there was none. Nothing is deleted.

    Raises BadInput where it was not imported, or a later import stands on it.
    """
    organisation = Organisation.objects.select_for_update().get(pk=import_.organisation_id)
    import_.refresh_from_db()
    if import_.state != State.IMPORTED:
        raise BadInput("not_imported", "This import is not in force, so there is nothing to undo.")
    if import_.snapshot is None or not import_.snapshot.is_current:
        raise BadInput("not_current", "A later import stands on this one: undo that one first.")
    switch_to(organisation, import_.replaced)
    import_.state = State.UNDONE
    import_.save(update_fields=["state"])
    audit(import_, "undid an import", actor, import_.replaced)
    return import_.replaced


def import_paths(
    *,
    organisation: Organisation,
    paths: Sequence[Path | str],
    mode: str = "replace",
    as_of: date | None = None,
    ordered_by: Person | None = None,
    orders: Mapping[str, str] | None = None,
) -> Import:
    """Files or folders to a new current snapshot, while the caller waits. `orders`: {header or '*': day | month}.

    Raises BadInput; nothing is changed then.
    """
    files = [file for path in paths for file in files_in(Path(path))]
    sheets, unread = read_several(partial(read_path, file) for file in files)
    remembered = {} if orders else remembered_mappings(organisation)
    base = current_snapshot(organisation)
    prepared = prepare(
        sheets, [propose(sheet, remembered) for sheet in sheets], as_of, orders=orders, unread=unread,
        fiscal_start=organisation.fiscal_year_starts, merge=merging(load_tables(base) if base else {}, mode),
    )  # fmt: skip
    refuse_open_questions(prepared)
    prepared = without_empty(prepared)
    manifest = store_tables(organisation, prepared.tables, prepared.digests, base)
    return keep_paths(organisation, files, mode, ordered_by, prepared, manifest, base)


def refuse_open_questions(prepared: Prepared) -> None:
    if not any(mapping.table for mapping in prepared.mappings):
        message = prepared.problems[0].message if prepared.problems else "There is no file to import."
        raise BadInput("no_table", message)
    for problem in prepared.problems:
        if problem.code == "ambiguous_dates":
            raise BadInput(problem.code, problem.message, file=problem.file, table=problem.table, column=problem.column)


@transaction.atomic
def keep_paths(
    organisation: Organisation,
    files: Sequence[Path],
    mode: str,
    ordered_by: Person | None,
    prepared: Prepared,
    manifest: dict[str, Any],
    base: Snapshot | None,
) -> Import:
    import_ = Import.objects.create(organisation=organisation, ordered_by=ordered_by, mode=mode)
    import_.uploads.set(
        store_upload(organisation=organisation, name=file.name, content=file.read_bytes(), uploaded_by=ordered_by)
        for file in files
    )
    import_.report = report_of(prepared, base)
    try:
        make_current(import_, manifest, prepared, base)
    except Refused as refusal:
        raise BadInput("overtaken", str(refusal)) from refusal
    return import_
