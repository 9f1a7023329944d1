"""Files to canonical tables, without a database: read, map, check, relate, derive, digest."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from datasets.canonical import Canonical, canonical
from datasets.derived import finish, latest_event
from datasets.digests import manifest_digest, table_digest
from datasets.laid_out import laid_out
from datasets.layouts import layout_named
from datasets.mapping import Mapping as SheetMapping
from datasets.mapping import nearest, propose
from datasets.problems import BadInput, Note, Problem
from datasets.reading import SUFFIXES, Sheet, read_path
from datasets.relations import relate
from datasets.schemas import TABLES
from datasets.scores import with_score_pairs
from datasets.wide import with_stage_columns

Frames = dict[str, pd.DataFrame]
Progress = Callable[[int, int, str], None]
SKIPPED = ("no_header", "blank_header", "empty_file", "blank_file", "empty_workbook")
NEARLY = "No table was recognised in {file}: it looks like {table}, but no header says {columns}."
NO_TABLE = "{file} is {layout} of {system}: no table holds such rows, so that none is imported."
UNRECOGNISED = "No table was recognised in {file}: none of its headers ({headers}) are those of a known table."


@dataclass(frozen=True)
class Prepared:
    """`tables`: canonical, typed, sorted, with derived columns, index 0 to n-1. `mappings`: one per sheet, in order.

    `rejected`: {table: rows left out}.
    """

    tables: Frames
    problems: list[Problem]
    mappings: list[SheetMapping]
    notes: list[Note]
    as_of: date
    rejected: dict[str, int] = field(default_factory=dict)

    @cached_property
    def digests(self) -> dict[str, str]:
        return {name: table_digest(name, rows) for name, rows in self.tables.items()}

    @cached_property
    def digest(self) -> str:
        return manifest_digest(self.digests)


def today_here() -> date:
    return datetime.now(UTC).date()


def read_folder(path: Path | str, as_of: date | None = None, orders: Mapping[str, str] | None = None) -> Prepared:
    """The tables in a folder's CSV, TSV, XLSX and Parquet files, or in one such file. Raises BadInput.

    A file that is no known table is left out and said so. An empty folder has no tables. `orders`: {"*": "day"} or
    {header: "month"} settles what the values of a date column leave open.
    """
    sheets, unread = read_all(files_in(Path(path)))
    prepared = prepare(sheets, [propose(sheet) for sheet in sheets], as_of, orders=orders)
    prepared.problems[:0] = unread
    if prepared.problems and not prepared.tables:
        raise BadInput("no_table", prepared.problems[0].message)
    return prepared


def read_all(files: Iterable[Path]) -> tuple[list[Sheet], list[Problem]]:
    """A file without rows or without a header is left out and said so; one that is no table at all raises BadInput."""
    sheets: list[Sheet] = []
    problems: list[Problem] = []
    for file in files:
        try:
            sheets += read_path(file)
        except BadInput as bad:
            if bad.code not in SKIPPED:
                raise
            problems.append(Problem("", bad.row, "", bad.code, str(bad), file=file.name))
    return sheets, problems


def files_in(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    if not path.is_dir():
        raise BadInput("no_such_file", "There is no such file or folder.", file=path.name)
    return sorted(file for file in path.iterdir() if file.is_file() and file.suffix.lower() in SUFFIXES - {".txt"})


def prepare(
    sheets: Iterable[Sheet],
    mappings: list[SheetMapping],
    as_of: date | None = None,
    *,
    orders: Mapping[str, str] | None = None,
    today: date | None = None,
    unread: Iterable[Problem] = (),
    fiscal_start: int = 1,
    merge: Callable[[Frames], Frames] = dict,
    progress: Progress = lambda done, total, note: None,
) -> Prepared:
    """`merge` may lay the uploaded tables onto those that are there, before tables are related to each other.

    unread: why other files, sent with these, could not be read. fiscal_start: the month in which the year begins.
    """
    day = pd.Timestamp(today or today_here())
    parts: list[Canonical] = []
    problems = [*unread, *(unrecognised(mapping) for mapping in mappings if not mapping.table)]
    pairs = [
        pair
        for sheet, mapping in laid_out([*sheets], mappings)
        for made in with_stage_columns(sheet, mapping)
        for pair in with_score_pairs(*made)
    ]
    for done, (sheet, mapping) in enumerate(pairs):
        progress(done, len(pairs) + 1, f"Checking {mapping.title}")
        if mapping.table:
            parts.append(canonical(sheet, with_told(mapping, orders), day, fiscal_start))
    progress(len(pairs), len(pairs) + 1, "Relating the tables to each other")
    frames, doubled, joints = joined(parts)
    related, found, said = relate(merge(frames), aliases_of(parts))
    found = [problem for problem in found if problem.table in frames]
    tables = {name: finish(name, rows) for name, rows in related.items()}
    problems += [*(p for part in parts for p in part.problems), *doubled, *found, *emptied(parts)]
    notes = [*(note for part in parts for note in part.notes), *joints, *said]
    return Prepared(
        tables, problems, mappings, notes, as_of or latest_event(tables, day).date(), rejected_by_table(parts, doubled)
    )


def with_told(mapping: SheetMapping, orders: Mapping[str, str] | None) -> SheetMapping:
    told = orders or {}
    fields = tuple(
        replace(f, order=told.get(f.header) or told.get("*") or f.order) if f.order == "ask" else f
        for f in mapping.fields
    )
    return replace(mapping, fields=fields)


def unrecognised(mapping: SheetMapping) -> Problem:
    names = [f.header for f in mapping.fields]
    if (layout := layout_named(names)) and not layout.table:
        message = NO_TABLE.format(file=mapping.title, layout=layout.name, system=layout.system)
        return Problem("", 0, "", "layout_without_table", message, file=mapping.title)
    table, lacking = nearest(names)
    code = "lacks_columns" if lacking else "unrecognised_table"
    if lacking:
        message = NEARLY.format(file=mapping.title, table=table, columns=" and ".join(lacking))
    else:
        headers = ", ".join(names[:4]) + (", …" if len(names) > 4 else "")
        message = UNRECOGNISED.format(file=mapping.title, headers=headers)
    return Problem("", 0, "", code, message, file=mapping.title)


def joined(parts: list[Canonical]) -> tuple[Frames, list[Problem], list[Note]]:
    """Several files of one table, one below the other; of a key that stands in an earlier file only what that lacks."""
    frames: Frames = {}
    problems: list[Problem] = []
    notes: list[Note] = []
    for part in parts:
        if part.table not in frames:
            frames[part.table] = part.rows
            continue
        frames[part.table], again, taken = laid_onto(frames[part.table], part)
        if again and taken == {*part.rows.columns} - {*TABLES[part.table].key}:
            notes.append(added(part, again, taken))
        elif again:
            problems.append(repeated(part, again, taken))
    return frames, problems, notes


def laid_onto(earlier: pd.DataFrame, part: Canonical) -> tuple[pd.DataFrame, int, set[str]]:
    """Both as one table, how many keys of the later file stand in the earlier, and the columns they take from it."""
    both = pd.concat([earlier, part.rows])
    key = [name for name in TABLES[part.table].key if name in both]
    again = both.duplicated(key)
    kept = both[~again]
    lacking = [str(name) for name in part.rows if name not in earlier]
    if not lacking or not again.any() or not {*key} <= {*part.rows.columns}:
        return kept, int(again.sum()), set()
    more = kept[key].merge(part.rows[[*key, *lacking]].drop_duplicates(key), on=key, how="left").set_axis(kept.index)
    return kept.assign(**{name: more[name] for name in lacking}), int(again.sum()), {*lacking}


def added(part: Canonical, again: int, taken: set[str]) -> Note:
    said = f"{part.file} adds {stored_names(part, taken)} to {again:,} rows of an earlier file"
    return Note(part.table, "", "added", said)


def stored_names(part: Canonical, taken: set[str]) -> str:
    return ", ".join(name for name in TABLES[part.table].stored if name in taken)


def repeated(part: Canonical, again: int, taken: set[str]) -> Problem:
    fate = f"only {stored_names(part, taken)} is taken from them" if taken else "they are left out"
    message = f"{again:,} rows of {part.file} have a key that stands in an earlier file too; {fate}"
    key = TABLES[part.table].key[0]
    return Problem(part.table, 0, key, "duplicate_key", message, "", part.file, True, again)


def without_empty(prepared: Prepared) -> Prepared:
    """Without tables that have no row: nothing is to be replaced by nothing. Raises BadInput where no table is left."""
    kept = {name: rows for name, rows in prepared.tables.items() if len(rows)}
    empty = [problem for problem in prepared.problems if problem.code in ("no_rows", "missing_column")]
    if not kept and empty:
        first = empty[0]
        raise BadInput(first.code, f"{first.message}.", file=first.file, table=first.table, column=first.column)
    return replace(prepared, tables=kept)


def emptied(parts: list[Canonical]) -> list[Problem]:
    said = "There are no rows under the header, or none that can be kept."
    return [Problem(part.table, 0, "", "no_rows", said, file=part.file) for part in parts if part.rows.empty]


def aliases_of(parts: list[Canonical]) -> dict[str, dict[str, str]]:
    known: dict[str, dict[str, str]] = {}
    for part in parts:
        known.setdefault(part.table, {}).update(part.aliases)
    return known


def rejected_by_table(parts: list[Canonical], doubled: list[Problem]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for part in parts:
        counts[part.table] = counts.get(part.table, 0) + part.rejected
    for problem in doubled:
        counts[problem.table] += problem.count
    return counts


def report(prepared: Prepared) -> list[dict[str, Any]]:
    """One entry per sheet: table, file, mapping, rows, problems, notes. What concerns several stands with the first.

    A file that could not be read has an entry of its own, without a table.
    """
    read = {mapping.title for mapping in prepared.mappings}
    left_out = dict.fromkeys(problem.file for problem in prepared.problems if problem.file and problem.file not in read)
    entries: list[dict[str, Any]] = [
        {
            "table": mapping.table, "file": mapping.title, "rows": mapping.rows,
            "mapping": {f.header: f.column for f in mapping.fields},
            "fields": [vars(f) for f in mapping.fields], "unmapped": mapping.unmapped,
            "problems": [], "notes": [],
        }
        for mapping in prepared.mappings
    ]  # fmt: skip
    entries += [
        {"table": "", "file": file, "rows": 0, "mapping": {}, "fields": [], "unmapped": [], "problems": [], "notes": []}
        for file in left_out
    ]
    for kind, said in (("problems", prepared.problems), ("notes", prepared.notes)):
        for item in said:
            entry = entry_for(entries, item.table, getattr(item, "file", ""))
            entry[kind].append(item.as_dict())
    return entries


def entry_for(entries: list[dict[str, Any]], table: str, file: str) -> dict[str, Any]:
    for entry in entries:
        if (file and entry["file"] == file) or (not file and entry["table"] == table):
            return entry
    return next((entry for entry in entries if entry["table"]), entries[0])
