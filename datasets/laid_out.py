"""Cells that a known layout writes in another way than a canonical table: days for quarters, ids for names."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import pandas as pd

from datasets.cells import without_blanks
from datasets.dates import read_dates
from datasets.layouts import LayoutColumn, layout_named
from datasets.mapping import Mapping
from datasets.problems import Note
from datasets.reading import Sheet

Read = tuple[pd.Series, Note] | None


def laid_out(sheets: Sequence[Sheet], mappings: Iterable[Mapping]) -> list[tuple[Sheet, Mapping]]:
    """Each sheet with its mapping, cells read as its layout wants where the mapping still is the layout's."""
    return [(with_read(sheet, mapping, sheets), mapping) for sheet, mapping in zip(sheets, mappings, strict=True)]


def with_read(sheet: Sheet, mapping: Mapping, sheets: Sequence[Sheet]) -> Sheet:
    layout = layout_named(list(sheet.rows.columns))
    if layout is None or layout.table != mapping.table:
        return sheet
    chosen = {field.header: field.column for field in mapping.fields}
    for column in layout.columns:
        if column.reads and chosen[column.name] == column.column and (read := read_as(column, sheet, sheets)):
            cells, note = read
            sheet = replace(sheet, rows=sheet.rows.assign(**{column.name: cells}), notes=(*sheet.notes, note))
    return sheet


def read_as(column: LayoutColumn, sheet: Sheet, sheets: Sequence[Sheet]) -> Read:
    """The cells as the column's `reads` says, and what to tell of it; None where there is nothing to read them by."""
    text = without_blanks(sheet.rows[column.name])
    return quarters(column, text) if column.reads == "quarter" else names(column, text, sheets)


def quarters(column: LayoutColumn, text: pd.Series) -> Read:
    """The calendar quarter in which each day lies.

    A quota has a day and no term: 2022-05-30, 2022-08-30, 2022-11-30, 2023-02-28. Its neighbours are a quarter away, so
    that each seller has one day in a calendar quarter. Whether the term begins or ends on that day the schema does not
    say; 2022-05/P3M would claim the former, and 2022-05 a month's target.
    """
    days = read_dates(text).days
    spelled = days.dt.year.astype("Int64").astype("str") + "-Q" + days.dt.quarter.astype("Int64").astype("str")
    said = f"{column.name} is a day: the target is taken for the calendar quarter in which it lies"
    return spelled.astype("str").where(days.notna(), text), Note("", column.column, "derived", said)


def names(column: LayoutColumn, text: pd.Series, sheets: Sequence[Sheet]) -> Read:
    """What another sheet of the same import calls the ids, `reads` being its layout and column; others stay."""
    layout, _, name = column.reads.partition(".")
    for sheet in sheets:
        if (found := layout_named(list(sheet.rows.columns))) and found.name == layout:
            known = sheet.rows.dropna(subset=[column.name, name]).drop_duplicates(column.name)
            spelled = text.map(known.set_index(column.name)[name]).astype("str")
            said = f"{spelled.notna().sum():,} values of {column.name} are read as the names in {sheet.title}"
            return spelled.fillna(text), Note("", column.column, "reconciled", said)
    return None
