"""Cells of a workbook whose formula failed. The reader of workbooks gives them as blank, which nobody would notice.

Source: ECMA-376, part 1, 18.3.1.4 (cell, type `e`) and 18.18.11. Read by pattern, not as XML: nothing is expanded.
"""

import html
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath

BOOK = "xl/workbook.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"
CELL = re.compile(rb"<c\s([^>]*?\bt=\"e\"[^>]*)>.*?<v>([^<]+)</v>", re.DOTALL)
PLACE = re.compile(rb"\br=\"([A-Z]+)(\d+)\"")
TAG = r"<(?:\w+:)?{}\s([^>]*)>"
FIELD = r"(?:^|[\s:]){}=\"([^\"]*)\""
NOT_AVAILABLE = "#N/A"  # what people write where nothing is known: a blank

Errors = dict[tuple[int, int], str]


def error_cells(content: bytes) -> dict[str, Errors]:
    """{sheet: {(row, column): '#DIV/0!'}}, both counted from 0. content: of a workbook that could be opened."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = set(archive.namelist())
        paths = {name: path for name, path in sheet_paths(archive, members) if path in members}
        return {name: errors for name, path in paths.items() if (errors := errors_in(archive.read(path)))}


def sheet_paths(archive: zipfile.ZipFile, members: set[str]) -> Iterator[tuple[str, str]]:
    """(sheet, member of the archive that holds it)."""
    if not {BOOK, RELATIONS} <= members:
        return
    relations = archive.read(RELATIONS).decode("utf-8", "replace")
    targets = {field(tag, "Id"): field(tag, "Target") for tag in re.findall(TAG.format("Relationship"), relations)}
    for tag in re.findall(TAG.format("sheet"), archive.read(BOOK).decode("utf-8", "replace")):
        if target := targets.get(field(tag, "id"), ""):
            path = target.lstrip("/") if target.startswith("/") else str(PurePosixPath("xl") / target)
            yield html.unescape(field(tag, "name")), path


def field(tag: str, name: str) -> str:
    found = re.search(FIELD.format(name), tag)
    return found[1] if found else ""


def errors_in(sheet: bytes) -> Errors:
    if b't="e"' not in sheet:
        return {}
    cells = ((PLACE.search(attributes), value.decode()) for attributes, value in CELL.findall(sheet))
    found = {place_of(place[1].decode(), int(place[2])): value for place, value in cells if place}
    return {place: value for place, value in found.items() if value != NOT_AVAILABLE}


def place_of(letters: str, row: int) -> tuple[int, int]:
    """('B', 3) → (2, 1)."""
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return row - 1, column - 1
