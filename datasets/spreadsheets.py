"""Workbooks (XLSX): visible sheets as text. The zip is measured before it is opened."""

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pandas as pd
from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from datasets.headers import header_position, name_headers
from datasets.problems import BadInput, Note
from datasets.workbook_errors import Errors, error_cells

MAX_UNPACKED = 1_500_000_000
MAX_RATIO = 200
MIN_SUSPECT = 50_000_000
TEXT = pd.StringDtype(na_value=float("nan"))
Named = tuple[str, pd.DataFrame, tuple[Note, ...]]


def read_workbook(content: bytes) -> Iterator[Named]:
    """Raises BadInput."""
    measure(content)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    except (CalamineError, OSError, ValueError) as error:
        raise BadInput("damaged_workbook", "This workbook is damaged.") from error
    hidden = [sheet.name for sheet in workbook.sheets_metadata if sheet.visible != SheetVisibleEnum.Visible]
    visible = [s.name for s in workbook.sheets_metadata if s.name not in hidden and s.typ == SheetTypeEnum.WorkSheet]
    said = tuple(Note("", "", "hidden_sheet", f"The hidden sheet '{name}' is left out") for name in hidden)
    found, errors = False, error_cells(content)
    for name in visible:
        cells = with_errors(rows_of(workbook, name), errors.get(name, {}))
        if any(any(row) for row in cells):
            found = True
            yield (name if len(visible) > 1 else "", frame_of(cells), said)
    if not found:
        raise BadInput("empty_workbook", "No visible sheet of this workbook has a cell that is filled.")


def measure(content: bytes) -> None:
    """A zip that unpacks to far more than it weighs is refused before anything is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
    except zipfile.BadZipFile as error:
        code, what = ("cut_off_workbook", "ends too early") if b"xl/" in content else ("damaged_zip", "is damaged")
        raise BadInput(code, f"This workbook {what}; save it once more and send that.") from error
    unpacked = sum(member.file_size for member in members)
    if unpacked > MAX_UNPACKED or (unpacked > MIN_SUSPECT and unpacked > MAX_RATIO * len(content)):
        raise BadInput(
            "zip_bomb", f"The file unpacks to {unpacked >> 20:,} MB: more than a table of its size can hold."
        )
    if any(member.filename == "content.xml" for member in members):
        raise BadInput("opendocument", "This is an OpenDocument file; save the table as CSV, XLSX or Parquet.")
    if not any(member.filename.startswith("xl/") for member in members):
        raise BadInput("zip_archive", "This is a zip archive, not a workbook; upload the files in it one by one.")


def rows_of(workbook: CalamineWorkbook, name: str) -> list[list[Any]]:
    try:
        return workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except (CalamineError, ValueError, OSError) as error:
        raise BadInput("damaged_sheet", f"The sheet '{name}' is damaged.") from error


def with_errors(cells: list[list[Any]], errors: Errors) -> list[list[Any]]:
    """Where a formula failed, its error in place of the blank that the reader gives."""
    for (row, column), error in errors.items():
        if row < len(cells) and column < len(cells[row]):
            cells[row][column] = error
    return cells


def frame_of(cells: list[list[Any]]) -> pd.DataFrame:
    filled = next(position for position, row in enumerate(cells) if any(text_of(cell) for cell in row))
    top = filled + header_position([[text_of(cell) for cell in row] for row in cells[filled : filled + 15]])
    width = max((position + 1 for row in cells for position, cell in enumerate(row) if text_of(cell)), default=0)
    numbers = [number for number in range(top + 1, len(cells)) if any(text_of(cell) for cell in cells[number])]
    body = [[text_of(cell) or None for cell in cells[number][:width]] for number in numbers]
    names = name_headers([text_of(cell) for cell in cells[top][:width]])
    return pd.DataFrame(body, columns=names, index=pd.Index([n + 1 for n in numbers], dtype="int64"), dtype=TEXT)


def text_of(cell: Any) -> str:
    """Formulas come as their last values; whole numbers without '.0'; dates in ISO form."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d %H:%M:%S" if (cell.hour, cell.minute, cell.second) != (0, 0, 0) else "%Y-%m-%d")
    return cell.isoformat() if isinstance(cell, date) else str(cell) if cell is not None else ""
