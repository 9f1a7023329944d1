"""Workbooks in memory."""

import io
from datetime import datetime

import xlsxwriter


def workbook(sheets, hide=(), merge=""):
    """XLSX of {sheet: rows}; `merge`: a range of the first sheet, with its own first cell as text."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for place, cell in enumerate(row):
                    if isinstance(cell, datetime):
                        sheet.write_datetime(number, place, cell, day)
                    else:
                        sheet.write(number, place, cell)
            if merge:
                sheet.merge_range(merge, rows[0][0])
            if name in hide:
                sheet.hide()
    return out.getvalue()
