"""Files to frames of text whose index is the row in the file. The content decides what a file is, not its name."""

import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from datasets import delimited, spreadsheets
from datasets.headers import header_notes, looks_like_data, name_headers
from datasets.problems import BadInput, Note, Problem

MAX_BYTES = 250 * 1024 * 1024
MAX_ROWS = 5_000_000
MAX_COLUMNS = 500
MAX_CELLS = 200_000_000
SUFFIXES = {".csv", ".tsv", ".tab", ".txt", ".xlsx", ".xlsm", ".parquet"}
OLD_OFFICE = b"\xd0\xcf\x11\xe0"  # a compound file: .xls, or a workbook with a password
PROGRAMS = (
    (b"MZ", "windows_program"), (b"\x7fELF", "linux_program"), (b"\xca\xfe\xba\xbe", "mac_program"),
    (b"\xcf\xfa\xed\xfe", "mac_program"), (b"#!", "script"),
)  # fmt: skip
FOREIGN = (  # what stands at the start, the code of the refusal, what it is
    (b"SQLite format 3", "database_file", "a database"),
    (b"\x1f\x8b", "gzip_file", "a gzip file"),
    (b"%PDF", "pdf_file", "a PDF"),
    (OLD_OFFICE, "old_workbook", "an old Excel file (.xls)"),
    (b"\x89PNG", "picture", "a picture"),
    (b"\xff\xd8\xff", "picture", "a picture"),
    (b"<!doctype html", "web_page", "a web page"),
    (b"<html", "web_page", "a web page"),
    (b"<?xml", "xml_file", "an XML file"),
    (b'{"', "json_file", "a JSON file"),
    (b"[{", "json_file", "a JSON file"),
)
LOCKED = "EncryptedPackage".encode("utf-16-le")  # the stream in which Excel keeps a workbook with a password


@dataclass(frozen=True)
class Sheet:
    """`rows`: text or null, one column per header, index = row in the file, the first row being 1."""

    file: str
    sheet: str
    rows: pd.DataFrame
    notes: tuple[Note, ...] = ()

    @property
    def title(self) -> str:
        return f"{self.file} ({self.sheet})" if self.sheet else self.file


def read_path(path: Path) -> list[Sheet]:
    """Raises BadInput."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise BadInput("too_large", f"The file is larger than {MAX_BYTES >> 20} MB.", file=path.name)
        return read_bytes(path.name, path.read_bytes())
    except OSError as error:
        raise BadInput("unreadable_file", f"The file cannot be opened ({error.strerror}).", file=path.name) from error


def read_bytes(name: str, content: bytes) -> list[Sheet]:
    """The tables in a file: one, or one per visible sheet of a workbook. Raises BadInput."""
    try:
        refuse_foreign(content)
        return [finished(sheet) for sheet in sheets_of(name, content)]
    except BadInput as bad:
        bad.file = bad.file or name
        raise


def refuse_foreign(content: bytes) -> None:
    if not content:
        raise BadInput("empty_file", "The file is empty.")
    if not content.strip(b"\xef\xbb\xbf \t\r\n\x00"):
        raise BadInput("blank_file", "The file is empty but for blanks.")
    if len(content) > MAX_BYTES:
        raise BadInput("too_large", f"The file is larger than {MAX_BYTES >> 20} MB.")
    refuse_by_start(content)


def refuse_by_start(content: bytes) -> None:
    """Programs, and what another program has made: told by their first bytes."""
    for magic, code in PROGRAMS:
        if content.startswith(magic):
            raise BadInput(code, "This is a program, not a table.")
    if content.startswith(OLD_OFFICE) and LOCKED in content:
        raise BadInput("locked_workbook", "This workbook has a password; save a copy without one.")
    start = content[:200].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for magic, code, what in FOREIGN:
        if content.startswith(magic) or start.startswith(magic):
            raise BadInput(code, f"This is {what}; save the table as CSV, XLSX or Parquet.")


def sheets_of(name: str, content: bytes) -> Iterator[Sheet]:
    if content.startswith(b"PK"):
        yield from (Sheet(name, *sheet) for sheet in spreadsheets.read_workbook(content))
    elif content.startswith(b"PAR1"):
        yield Sheet(name, "", read_parquet(content))
    else:
        rows, notes = delimited.read_delimited(content, name)
        yield Sheet(name, "", rows, tuple(notes))


def read_parquet(content: bytes) -> pd.DataFrame:
    """As text, with the header counted as row 1, so that one way of reading and checking serves all."""
    try:
        rows = pd.read_parquet(io.BytesIO(content))
    except Exception as error:
        raise BadInput("damaged_parquet", "This Parquet file is damaged.") from error
    for name in rows.columns:
        if pd.api.types.is_datetime64_any_dtype(rows[name]):
            rows[name] = rows[name].dt.strftime("%Y-%m-%d %H:%M:%S")
    rows = rows.astype("str").where(rows.notna())
    return rows.set_axis(name_headers(list(rows.columns)), axis=1).set_axis(pd.RangeIndex(2, len(rows) + 2))


def finished(sheet: Sheet) -> Sheet:
    """Within the limits, under a real header, without the lines that a report puts under its rows."""
    rows = sheet.rows
    if rows.shape[1] > MAX_COLUMNS:
        raise BadInput("too_many_columns", f"{rows.shape[1]:,} columns; {MAX_COLUMNS} are allowed.", row=1)
    if len(rows) > MAX_ROWS or rows.size > MAX_CELLS:
        raise BadInput("too_many_rows", f"{len(rows):,} rows are more than can be read at once.")
    if looks_like_data(list(rows.columns)):
        raise BadInput(
            "no_header", "The first row looks like data: a header row with the names of the columns is missing.", row=1
        )
    kept, notes = without_footer(rows)
    return replace(sheet, rows=kept, notes=(*sheet.notes, *header_notes(list(rows.columns)), *notes))


def read_several(readers: Iterable[Callable[[], list[Sheet]]]) -> tuple[list[Sheet], list[Problem]]:
    """The sheets of those files that can be read, and why the others cannot. Raises BadInput where none can."""
    sheets: list[Sheet] = []
    refused: list[BadInput] = []
    for read in readers:
        try:
            sheets += read()
        except BadInput as bad:
            refused.append(bad)
    if refused and not sheets:
        raise refused[0]
    return sheets, [unread(bad) for bad in refused]


def unread(bad: BadInput) -> Problem:
    return Problem("", bad.row, bad.column, bad.code, bad.message, file=bad.file, rejected=True)


FOOTERS = (
    r"^(grand totals?\b|total(s)?\b.*(records?|rows?)|confidential information|copyright\b|©|"
    r"report generated|generated by)"
)


def without_footer(rows: pd.DataFrame) -> tuple[pd.DataFrame, list[Note]]:
    """A report's last lines (totals, confidentiality, copyright) fill hardly a cell, and start with a known word."""
    tail = rows.tail(12)
    if not rows.shape[1] or tail.empty:
        return rows, []
    marks = tail.apply(lambda column: column.str.match(FOOTERS, case=False).fillna(False).astype(bool))
    footers = marks.any(axis=1) & (tail.notna().sum(axis=1) <= max(1, rows.shape[1] // 2))
    if not footers.any():
        return rows, []
    cut = rows.loc[: footers.idxmax()].iloc[:-1]
    filled = cut.notna().any(axis=1)
    cut = cut.loc[: filled[filled].index[-1]] if filled.any() else cut.iloc[:0]
    return cut, [Note("", "", "footer", f"{len(rows) - len(cut)} closing lines of a report left out")]
