"""A table of text to a typed one and a list of everything that is wrong with it, all at once.

A row is rejected only where a required column cannot be read, or its key stands in an earlier row; any other bad value
becomes null. Values that contradict each other stay, and the figures that they would mislead leave the row out.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from pandera.errors import SchemaErrors

from datasets import cells
from datasets.dates import EITHER, read_dates
from datasets.periods import read_periods
from datasets.problems import SHOWN, Note, Problem
from datasets.schemas import Column, Table
from datasets.unread import ERROR_VALUE, by_reason, rest_code

MESSAGES = {
    "unreadable_date": "'{value}' is not a date",
    "unreadable_number": "'{value}' is not a number",
    "unreadable_flag": "'{value}' is neither yes nor no",
    "unreadable_period": "'{value}' is not a quarter, month or year",
    "unknown_value": "'{value}' is not one of {choices}",
    "unknown_outcome": "'{value}' is no outcome of a deal: {choices}",
    "impossible_date": "'{value}' is no day of the calendar",
    "before_1900": "'{value}' lies before 1900",
    "decimal_marks": "'{value}' has more than one decimal mark",
    "not_finite": "'{value}' is not a number that can be counted with",
    "formula": "'{value}' is a formula, not its result; copy the column as values",
    "markup": "'{value}' is a piece of a web page",
    "error_value": "'{value}' is a spreadsheet's word for a formula that failed",
    "control_character": "The value holds characters that no text has",
    "too_long": "The text is longer than {longest} letters; the rest is cut off",
    "missing_value": "Every row needs a value here",
    "missing_key": "The row has nothing to be told from others by",
    "duplicate_key": "'{value}' stands in an earlier row too; the first is kept",
    "duplicate_row": "'{value}' stand together in an earlier row too; the first is kept",
    "negative_amount": "{value} is below zero",
    "too_small": "{value} is too small",
    "too_large": "{value} is too large",
    "future_date": "{value} lies in the future",
    "closed_before_created": "The deal closes before it is created; durations leave it out",
    "expected_before_created": "The deal is expected to close before it was created",
    "exited_before_entered": "The stage is left before it is entered; durations leave it out",
    "open_but_closed": "The deal is open and has a closing day; the day is left out",
    "negative_duration": "{value} days: a stage cannot last less than none",
    "ambiguous_dates": "Both orders of day and month fit every date in this column: which is it?",
    "outcome_contradicts_stage": "The outcome is {value}, the stage says otherwise; the outcome is kept",
}
# Their values stay: they contradict another, or are only doubtful.
KEPT_CODES = (
    "closed_before_created", "expected_before_created", "exited_before_entered", "future_date",
    "outcome_contradicts_stage", "unknown_stage", "unknown_reference", "likely_misspelling", "mixed_currencies",
    "too_long",
)  # fmt: skip
CONTROL = "[\x00-\x08\x0b\x0c\x0e-\x1f]"
MAX_TEXT = 4000
ROW_SPAN = 10_000_000  # a row that becomes several carries its number plus a multiple of this


@dataclass(frozen=True)
class Faults:
    """Cells of one column that share a code: index labels of the rows and their values as text."""

    column: str
    code: str
    values: pd.Series
    rejects: bool = False


@dataclass(frozen=True)
class Validated:
    """`rows`: typed, index = row in the file."""

    rows: pd.DataFrame
    problems: list[Problem]
    notes: list[Note]


def validate(
    text: pd.DataFrame, table: Table, orders: dict[str, str] | None = None, file: str = "", fiscal_start: int = 1
) -> Validated:
    """`text`: canonical columns as text, blanks null, index = row in the file. `orders`: column → day | month | ask.

    fiscal_start: the month in which the organisation's year begins.
    """
    typed: dict[str, pd.Series] = {}
    faults: list[Faults] = []
    for name in text.columns:
        typed[name], found = read_column(text[name], table[name], (orders or {}).get(name, ""), fiscal_start)
        faults += found
    rows = pd.DataFrame(typed, index=text.index)
    faults += broken_checks(rows, text, table)
    rows = without_bad_cells(rows, faults)
    rejected = unreadable_rows(rows, text, table, faults)
    rows, doubled = without_duplicates(rows.drop(index=index_of(rejected)), table)
    problems = [p for fault in (*rejected, *faults, *doubled) for p in problems_of(fault, table, file)]
    return Validated(rows, settled(problems), [])


def index_of(faults: list[Faults]) -> pd.Index:
    index = pd.Index([])
    for fault in faults:
        index = index.union(fault.values.index)
    return index


def settled(problems: list[Problem]) -> list[Problem]:
    """In order of row; a cell that is rejected for being unreadable is said once."""
    rejected = {(p.row, p.column) for p in problems if p.rejected and p.row}
    kept = [p for p in problems if p.rejected or (p.row, p.column) not in rejected]
    return sorted(kept, key=lambda problem: (problem.row, problem.column))


def read_column(text: pd.Series, column: Column, order: str, fiscal_start: int) -> tuple[pd.Series, list[Faults]]:
    text, faults = without_debris(text, column.name)
    if column.kind in ("identifier", "text"):
        return cut(text, column.name, faults), faults
    values, ambiguous = read_typed(text, column, order, fiscal_start)
    if ambiguous is not None and ambiguous.any():
        faults.append(Faults(column.name, "ambiguous_dates", text[ambiguous]))
        text = text.mask(ambiguous)
    unread = text[values.isna() & text.notna()]
    faults += [Faults(column.name, code, cells) for code, cells in by_reason(column.name, column.kind, unread)]
    return values, faults


def without_debris(text: pd.Series, name: str) -> tuple[pd.Series, list[Faults]]:
    """Cells that hold what no cell should, whatever its column: null, and said."""
    faults: list[Faults] = []
    if not text.str.contains(f"{CONTROL}|{ERROR_VALUE}", regex=True).any():
        return text, faults
    for code, pattern in (("control_character", CONTROL), ("error_value", ERROR_VALUE)):
        bad = text.str.contains(pattern, regex=True).fillna(False).astype(bool)
        if bad.any():
            faults.append(Faults(name, code, text[bad]))
            text = text.mask(bad)
    return text, faults


def cut(text: pd.Series, name: str, faults: list[Faults]) -> pd.Series:
    long = (text.str.len() > MAX_TEXT).fillna(False).astype(bool)
    if not long.any():
        return text
    faults.append(Faults(name, "too_long", text[long]))
    return text.str.slice(0, MAX_TEXT)


def read_typed(text: pd.Series, column: Column, order: str, fiscal_start: int) -> tuple[pd.Series, pd.Series | None]:
    if column.kind in ("date", "moment"):
        dates = read_dates(text, "" if order == EITHER else order, with_time=column.kind == "moment")
        return dates.days, dates.ambiguous
    if column.kind == "flag":
        return cells.read_flags(text), None
    if column.kind == "choice":
        return cells.read_choices(text, column.name, column.choices), None
    if column.kind == "period":
        return read_periods(text, fiscal_start), None
    return cells.read_numbers(text), None


def broken_checks(rows: pd.DataFrame, text: pd.DataFrame, table: Table) -> list[Faults]:
    """What the schema of the table finds, with the cells as they were written. Missing values apart: those reject."""
    try:
        table.schema.validate(rows, lazy=True)
    except SchemaErrors as errors:
        cases = errors.failure_cases
    else:
        return []
    cases = cases[(cases["check"] != "not_nullable") & cases["index"].notna()]
    return [
        Faults(str(column), code_of(str(column), str(check)), text.loc[group["index"].to_numpy(), str(column)])
        for (column, check), group in cases.groupby(["column", "check"], sort=False)
    ]


def code_of(column: str, check: str) -> str:
    return "negative_duration" if (column, check) == ("days_in_stage", "negative_amount") else check


def without_bad_cells(rows: pd.DataFrame, faults: list[Faults]) -> pd.DataFrame:
    for fault in faults:
        if fault.column in rows and len(fault.values) and fault.code not in KEPT_CODES:
            rows[fault.column] = rows[fault.column].mask(rows.index.isin(fault.values.index))
    return rows


def unreadable_rows(rows: pd.DataFrame, text: pd.DataFrame, table: Table, known: list[Faults]) -> list[Faults]:
    """`known`: what is wrong with cells already; a required one of them takes its row with it."""
    faults = []
    for name in table.required:
        if name not in rows:
            continue
        empty = rows[name].isna()
        blank = empty & text[name].isna()
        if blank.any():
            code = "missing_key" if name in table.key else "missing_value"
            faults.append(Faults(name, code, text.loc[blank, name].fillna(""), rejects=True))
        bad = empty & ~blank
        for fault in [fault for fault in known if fault.column == name and bad.any()]:
            told = bad & bad.index.isin(fault.values.index)
            faults.append(Faults(name, fault.code, text.loc[told, name], rejects=True))
            bad &= ~told
        if bad.any():
            faults.append(Faults(name, rest_code(name, table[name].kind), text.loc[bad, name], rejects=True))
    return faults


def without_duplicates(rows: pd.DataFrame, table: Table) -> tuple[pd.DataFrame, list[Faults]]:
    key = [name for name in table.key if name in rows]
    again = rows.duplicated(key, keep="first") if key else pd.Series(False, index=rows.index)
    if not again.any():
        return rows, []
    values = rows.loc[again, key].astype(str).agg(", ".join, axis=1)
    column, code = (key[0], "duplicate_key") if len(key) == 1 else ("", "duplicate_row")
    return rows[~again], [Faults(column, code, values, rejects=True)]


def problems_of(fault: Faults, table: Table, file: str) -> Iterator[Problem]:
    """The first of a kind one by one, the rest as one line with their number."""
    if fault.code == "ambiguous_dates":
        message = f"{MESSAGES['ambiguous_dates']} ({', '.join(fault.values.unique()[:3])})"
        yield Problem(
            table.name, 0, fault.column, fault.code, message, str(fault.values.iloc[0]), file, count=len(fault.values)
        )
        return
    choices = ", ".join(table[fault.column].choices) if fault.column in table.by_name else ""
    for row, value in fault.values.head(SHOWN).items():
        message = MESSAGES[fault.code].format(value=shown(value), choices=choices, longest=f"{MAX_TEXT:,}")
        yield Problem(
            table.name, int(str(row)) % ROW_SPAN, fault.column, fault.code, message, shown(value), file, fault.rejects
        )
    if (more := len(fault.values) - SHOWN) > 0:
        message = f"{more:,} more rows with the same problem"
        yield Problem(table.name, 0, fault.column, fault.code, message, "", file, fault.rejects, more)


def shown(value: object) -> str:
    """Short, on one line, without what a terminal or a page would act on."""
    text = "".join(letter if letter.isprintable() else "·" for letter in str(value))
    return text if len(text) <= 80 else f"{text[:77]}…"


def contradictions(rows: pd.DataFrame, table: str, today: pd.Timestamp) -> Iterator[Faults]:
    """Values that cannot be true together, or not yet. They stay."""
    if table == "deals" and {"created_on", "closed_on"} <= set(rows):
        backwards = rows["closed_on"] < rows["created_on"]
        yield Faults("closed_on", "closed_before_created", rows.loc[backwards, "closed_on"].astype(str))
    if table == "deals" and {"created_on", "expected_close_on"} <= set(rows):
        backwards = rows["expected_close_on"] < rows["created_on"]
        yield Faults(
            "expected_close_on", "expected_before_created", rows.loc[backwards, "expected_close_on"].astype(str)
        )
    if table == "stage_events" and "exited_at" in rows:
        backwards = rows["exited_at"] < rows["entered_at"]
        yield Faults("exited_at", "exited_before_entered", rows.loc[backwards, "exited_at"].astype(str))
    for name in [n for n in ("created_on", "closed_on", "stage_changed_on", "entered_at") if n in rows]:
        future = rows[name] >= today + np.timedelta64(1, "D")
        yield Faults(name, "future_date", rows.loc[future, name].dt.strftime("%Y-%m-%d"))
