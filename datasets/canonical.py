"""A mapped sheet as a table of canonical columns: headers coalesced, outcomes and ids derived, then typed."""

from calendar import month_name
from dataclasses import dataclass, field, replace

import pandas as pd

from datasets import cells
from datasets.cells import without_blanks
from datasets.mapping import Field, Mapping
from datasets.periods import is_fiscal, period_of
from datasets.problems import Note, Problem
from datasets.profiles import normal
from datasets.reading import Sheet
from datasets.schemas import CLOSED, TABLES, Table
from datasets.stagewords import kinds_of
from datasets.units import UNIT_WORDS, unit_type
from datasets.validation import Faults, Validated, contradictions, problems_of, validate

FLAGS = {
    "isclosed": "closed", "closed": "closed", "isdealclosed": "closed", "iswon": "won", "won": "won",
    "isclosedwon": "won", "isclosedlost": "lost", "islost": "lost", "lost": "lost",
}  # fmt: skip


@dataclass(frozen=True)
class Canonical:
    """`rows` typed, index = row in the file. `aliases`: other names under which a row's id goes, {alias: id}."""

    table: str
    file: str
    rows: pd.DataFrame
    problems: list[Problem] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    aliases: dict[str, str] = field(default_factory=dict)
    rejected: int = 0


def canonical(sheet: Sheet, mapping: Mapping, today: pd.Timestamp, fiscal_start: int = 1) -> Canonical:
    """Everything that can be said of the sheet on its own. fiscal_start: the month in which the year begins."""
    table = TABLES[mapping.table]
    notes = [replace(note, table=table.name) for note in sheet.notes]
    raw, said = kept_rows(sheet.rows, table)
    text = coalesced(raw, mapping, table)
    text, derived = with_derived(text, raw, mapping, table)
    text, lacking = without_lacking(text, table, sheet.title)
    orders = {name: orders_of(mapping.headers_of(name)) for name in text.columns}
    checked = validate(text, table, orders, sheet.title, fiscal_start)
    rows, found = without_contradictions(checked, table, sheet.title, today)
    derived += fiscal_notes(text, table, fiscal_start)
    return Canonical(
        table.name, sheet.title, rows, [*lacking, *checked.problems, *found], [*notes, *said, *derived],
        aliases_of(raw, mapping, table, rows), len(sheet.rows) - len(rows),
    )  # fmt: skip


def without_lacking(text: pd.DataFrame, table: Table, file: str) -> tuple[pd.DataFrame, list[Problem]]:
    """No rows at all where nothing fills a required column, and one problem for each such column."""
    absent = [name for name in table.required if name not in text]
    said = "No column of the file becomes {}, and every row needs it"
    problems = [
        Problem(table.name, 0, name, "missing_column", said.format(name), file=file, rejected=True, count=len(text))
        for name in absent
    ]
    if absent:
        text = text.iloc[:0].assign(**{name: pd.Series(dtype="str") for name in absent})
    return text, problems


def orders_of(fields: list[Field]) -> str:
    return next((field.order for field in fields if field.order), "")


def kept_rows(rows: pd.DataFrame, table: Table) -> tuple[pd.DataFrame, list[Note]]:
    """Without what the CRM itself marks as deleted, and of a field history only the changes of stage."""
    by_name = {normal(header): header for header in rows.columns}
    notes = []
    if (deleted := by_name.get("isdeleted")) is not None:
        gone = cells.read_flags(rows[deleted]).fillna(False).astype(bool)
        if gone.any():
            notes.append(Note(table.name, "", "deleted", f"{gone.sum():,} rows are marked as deleted and left out"))
        rows = rows[~gone]
    if table.name == "stage_events" and "field" in by_name and "newvalue" in by_name:
        rows = rows[rows[by_name["field"]].map(lambda name: normal(str(name)) in ("stagename", "stage"))]
    return rows, notes


def coalesced(rows: pd.DataFrame, mapping: Mapping, table: Table) -> pd.DataFrame:
    """One column of text for each canonical column that a header fills; the outcome and its rivals come later."""
    filled: dict[str, pd.Series] = {}
    for column in table.columns:
        fields = [f for f in mapping.headers_of(column.name) if f.header in rows]
        if fields and (table.name, column.name) != ("deals", "outcome"):
            filled[column.name] = first_filled([without_blanks(rows[f.header], column.choices) for f in fields])
    return pd.DataFrame(filled, index=rows.index, dtype="str")


def first_filled(columns: list[pd.Series]) -> pd.Series:
    first, *others = columns
    for other in others:
        first = first.fillna(other)
    return first


def fiscal_notes(text: pd.DataFrame, table: Table, fiscal_start: int) -> list[Note]:
    """How a fiscal year was understood, where it is not the calendar's."""
    if "period" not in text or fiscal_start == 1 or not (fiscal := is_fiscal(text["period"])).any():
        return []
    example = text.loc[fiscal, "period"].iloc[0]
    said = "'{}' is read as {}: the year begins in {} and bears the name of the year in which it ends"
    message = said.format(example, period_of(example, fiscal_start), month_name[fiscal_start])
    return [Note(table.name, "period", "fiscal_year", message)]


def with_derived(
    text: pd.DataFrame, rows: pd.DataFrame, mapping: Mapping, table: Table
) -> tuple[pd.DataFrame, list[Note]]:
    if table.name == "deals":
        return with_outcomes(text, rows, mapping, table)
    return with_ids(text, mapping, table)


def with_ids(text: pd.DataFrame, mapping: Mapping, table: Table) -> tuple[pd.DataFrame, list[Note]]:
    notes = []
    key = table.key[0]
    if table.counts_rows and key not in text:
        text = text.assign(**{key: row_ids(text)})
        notes.append(Note(table.name, key, "derived", f"There is no {key}: one is made from what stands in each row"))
    if table.id_from and key not in text and table.id_from in text:
        text = text.assign(**{key: text[table.id_from]})
        notes.append(Note(table.name, key, "derived", f"There is no {key}: the {table.id_from} is taken for it"))
    if table.name == "targets" and "unit_type" not in text:
        kind = next((unit_type(field.header) for field in mapping.headers_of("unit_id")), "rep")
        text = text.assign(unit_type=kind)
        notes.append(Note(table.name, "unit_type", "derived", f"Targets are taken to be those of {UNIT_WORDS[kind]}"))
    if table.name == "leads" and "won" not in text and "won_on" in text:
        text = text.assign(won=text["won_on"].notna().map({True: "yes", False: None}).astype("str"))
        notes.append(Note(table.name, "won", "derived", "A lead with a day on which it was won is taken as won"))
    if table.name == "stages" and "kind" not in text:
        text = text.assign(kind=kinds_of(text["stage"]))
        notes.append(Note(table.name, "kind", "derived", "The kind of each stage is read from its name"))
    return text, notes


def with_outcomes(
    text: pd.DataFrame, rows: pd.DataFrame, mapping: Mapping, table: Table
) -> tuple[pd.DataFrame, list[Note]]:
    notes = []
    outcome, how = outcomes(text, rows, mapping, table)
    text = text.assign(outcome=outcome)
    if how:
        notes.append(Note("deals", "outcome", "derived", how))
    if "deal_id" not in text:
        text = text.assign(deal_id=row_ids(rows))
        notes.append(
            Note("deals", "deal_id", "derived", "There is no deal_id: one is made from what stands in each row")
        )
    text = by_outcome(text, rows, mapping)
    if "currency" not in text and "amount" in text and (currency := cells.currency_of(text["amount"])).notna().any():
        text = text.assign(currency=currency)
        notes.append(Note("deals", "currency", "derived", "The currency is read from the amounts"))
    return text, notes


def outcomes(text: pd.DataFrame, rows: pd.DataFrame, mapping: Mapping, table: Table) -> tuple[pd.Series, str]:
    """Words of an outcome column, else the flags closed and won, else what the stage says. Returns also how."""
    fields = mapping.headers_of("outcome")
    flags = {
        FLAGS[normal(f.header)]: cells.read_flags(without_blanks(rows[f.header]))
        for f in fields
        if normal(f.header) in FLAGS
    }
    words = [without_blanks(rows[f.header]) for f in fields if normal(f.header) not in FLAGS]
    found = pd.Series(None, index=rows.index, dtype="str")
    how = []
    if words:
        found = first_filled(words)
        stageish = kinds_of(found).where(lambda kinds: kinds != "open")
        read = cells.read_choices(found, "outcome", table["outcome"].choices).fillna(stageish)
        found = read.fillna(found)
        how.append(" and ".join(f.header for f in fields if normal(f.header) not in FLAGS))
    if flags:
        found = found.fillna(from_flags(flags, rows.index))
        how.append(" and ".join(f.header for f in fields if normal(f.header) in FLAGS))
    if "stage" in text and not fields:
        found = found.fillna(kinds_of(text["stage"]))
        how.append("the stage")
    return found, f"The outcome is read from {', else from '.join(how)}" if [f.header for f in fields] != [
        "outcome"
    ] else ""


def from_flags(flags: dict[str, pd.Series], index: pd.Index) -> pd.Series:
    nothing = pd.Series(pd.NA, index=index, dtype="boolean")
    won, lost = (flags.get(name, nothing) for name in ("won", "lost"))
    closed = flags.get("closed", won | lost)
    outcome = pd.Series(None, index=index, dtype="str")
    outcome = outcome.mask((closed == False).fillna(False), "open")  # noqa: E712 - elementwise, null stays null
    outcome = outcome.mask((closed & ~won).fillna(False) if "won" in flags else lost.fillna(False), "lost")
    outcome = outcome.mask(won.fillna(False), "won").mask(lost.fillna(False), "lost")
    if "closed" not in flags:
        outcome = outcome.mask(outcome.isna() & (~won | ~lost).fillna(False), "open")
    return outcome


def row_ids(rows: pd.DataFrame) -> pd.Series:
    """The same row gets the same id in the next export; equal rows are told apart by a number."""
    hashes = pd.util.hash_pandas_object(rows.astype("object").fillna(""), index=False)
    ids = pd.Series([f"row-{value:016x}" for value in hashes.to_numpy()], index=rows.index, dtype="str")
    again = ids.groupby(ids).cumcount()
    return ids.where(again == 0, ids + "-" + again.astype("str"))


def by_outcome(text: pd.DataFrame, rows: pd.DataFrame, mapping: Mapping) -> pd.DataFrame:
    """Columns whose meaning hangs on the outcome: one close date for both days, actual revenue before estimated."""
    closed = text["outcome"].isin(CLOSED)
    both = [f for f in mapping.fields if f.column == "closed_on|expected_close_on"]
    if both:
        own = {c: [f for f in mapping.headers_of(c) if f not in both] for c in ("closed_on", "expected_close_on")}
        shared = first_filled([without_blanks(rows[f.header]) for f in both])
        for name, mask in (("closed_on", closed), ("expected_close_on", ~closed)):
            columns = [*(without_blanks(rows[f.header]) for f in own[name]), shared.where(mask)]
            text[name] = first_filled(columns)
            if not own[name] and text[name].isna().all():
                text = text.drop(columns=name)
    actual = [f for f in mapping.headers_of("amount") if "actual" in normal(f.header)]
    if actual and len(mapping.headers_of("amount")) > 1:
        estimated = [without_blanks(rows[f.header]) for f in mapping.headers_of("amount") if f not in actual]
        won = first_filled([without_blanks(rows[f.header]) for f in actual])
        text["amount"] = won.where(text["outcome"] == "won").fillna(first_filled(estimated))
    return text


def aliases_of(raw: pd.DataFrame, mapping: Mapping, table: Table, rows: pd.DataFrame) -> dict[str, str]:
    """Names and second ids of accounts, people and products, for tables that refer to them by those."""
    if table.id_from == "" or rows.empty:
        return {}
    key = table.key[0]
    others = [f.header for f in mapping.headers_of(key)[1:]] + [f.header for f in mapping.headers_of(table.id_from)]
    known: dict[str, str] = {}
    for header in others:
        names = without_blanks(raw[header]).reindex(rows.index)
        for name, identifier in zip(names, rows[key], strict=True):
            if isinstance(name, str):
                known.setdefault(name, identifier)
    return known


def without_contradictions(
    checked: Validated, table: Table, file: str, today: pd.Timestamp
) -> tuple[pd.DataFrame, list[Problem]]:
    rows = checked.rows
    problems: list[Problem] = []
    faults = list(contradictions(rows, table.name, today))
    if table.name == "deals" and "closed_on" in rows:
        early = (rows["outcome"] == "open") & rows["closed_on"].notna()
        faults.append(Faults("closed_on", "open_but_closed", rows.loc[early, "closed_on"].astype(str)))
        rows = rows.assign(closed_on=rows["closed_on"].mask(early))
    if table.name == "deals" and "stage" in rows:
        said = kinds_of(rows["stage"])
        clash = said.isin(CLOSED) & (said != rows["outcome"])
        faults.append(Faults("outcome", "outcome_contradicts_stage", rows.loc[clash, "outcome"]))
    for fault in faults:
        problems += problems_of(fault, table, file)
    return rows, problems
