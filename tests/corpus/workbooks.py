"""Workbooks in memory."""

import io
from dataclasses import dataclass
from datetime import datetime

import xlsxwriter


@dataclass(frozen=True)
class Failed:
    """A cell whose formula gave this error."""

    error: str


def workbook(sheets, hide=(), merge=""):
    """XLSX of {sheet: rows}; `merge`: a range of the first sheet, with its own first cell as text."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for place, cell in enumerate(row):
                    write(sheet, number, place, cell, day)
            if merge:
                sheet.merge_range(merge, rows[0][0])
            if name in hide:
                sheet.hide()
    return out.getvalue()


def write(sheet, number, place, cell, day):
    if isinstance(cell, datetime):
        sheet.write_datetime(number, place, cell, day)
    elif isinstance(cell, Failed):
        sheet.write_formula(number, place, "=1/0", None, cell.error)
    else:
        sheet.write(number, place, cell)
