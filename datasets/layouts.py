"""Tables as known systems write them, with or without a header row: `profiles/layouts.csv` declares them.

A line is a column. shape: of every cell, `… or blank` where it may be empty. column: of the canonical table, ''
where it is used nowhere. reads: how its cells become that column, where they do not as they stand (`laid_out.py`).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from itertools import groupby
from pathlib import PurePath
from types import MappingProxyType

from datasets.problems import Note
from datasets.profiles import entries

SHAPES = MappingProxyType(
    {
        "whole": r"\d{1,18}",
        "number": r"-?(?:\d+(?:\.\d*)?|\.\d+)",
        "moment": r"\d{4}-\d{2}-\d{2}(?:[ T]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?",
        "guid": r"(?i)[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}",
        "words": r"[^\W\d_][^\d]*",
    }
)
NAMED = "There is no header row: the columns are named as in the layout {layout} of {system}, which the file fits"


@dataclass(frozen=True)
class LayoutColumn:
    name: str
    shape: str
    column: str
    reads: str

    def fits(self, cell: str) -> bool:
        shape, _, blank = self.shape.partition(" or ")
        return bool(re.fullmatch(SHAPES[shape], cell)) if cell else bool(blank)


@dataclass(frozen=True)
class Layout:
    """`file`: pattern of the file's name, in small letters. `table`: canonical, '' where none holds such rows."""

    name: str
    system: str
    file: str
    table: str
    columns: tuple[LayoutColumn, ...]

    @property
    def names(self) -> list[str]:
        return [column.name for column in self.columns]

    def column(self, name: str) -> LayoutColumn:
        return next(column for column in self.columns if column.name == name)

    def fits(self, file: str, rows: Sequence[Sequence[str]]) -> bool:
        return fnmatchcase(PurePath(file).stem.lower(), self.file) and all(map(self.fits_row, rows))

    def fits_row(self, row: Sequence[str]) -> bool:
        return len(row) == len(self.columns) and all(
            column.fits(cell.strip()) for column, cell in zip(self.columns, row, strict=True)
        )

    def note(self) -> Note:
        return Note("", "", "headers_from_layout", NAMED.format(layout=self.name, system=self.system))


@cache
def layouts() -> tuple[Layout, ...]:
    return tuple(layout_of([*lines]) for _, lines in groupby(entries("layouts.csv"), lambda line: line["layout"]))


def layout_of(lines: list[dict[str, str]]) -> Layout:
    columns = tuple(LayoutColumn(line["name"], line["shape"], line["column"], line["reads"]) for line in lines)
    first = lines[0]
    return Layout(first["layout"], first["system"], first["file"], first["table"], columns)


def fitting(file: str, rows: Sequence[Sequence[str]]) -> Layout | None:
    """The layout of a file without a header row: its name and every cell of these rows fit that one alone."""
    filled = [row for row in rows if row]
    found = [layout for layout in layouts() if filled and layout.fits(file, filled)]
    return found[0] if len(found) == 1 else None


def layout_named(headers: Sequence[str]) -> Layout | None:
    """The layout whose columns have these very names, in this order."""
    return next((layout for layout in layouts() if layout.names == list(headers)), None)
