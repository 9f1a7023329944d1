"""Which table a sheet is, and which of its headers becomes which column, with how sure that is.

Header first, then the shape of the values: a header that fits over values that do not is left unmapped, and says why.
"""

import hashlib
from collections.abc import Mapping as Dict
from dataclasses import asdict, dataclass, replace
from pathlib import PurePath
from typing import Any

import pandas as pd

from datasets.cells import plain, read_choices, read_flags, read_numbers, without_blanks
from datasets.dates import EITHER, order_in, read_dates
from datasets.layouts import Layout, layout_named
from datasets.periods import read_periods
from datasets.profiles import normal, profiles
from datasets.reading import Sheet
from datasets.schemas import TABLES, Table
from datasets.score_headers import score_columns
from datasets.stagewords import kind_of
from datasets.units import coarser_units

GENERIC = {
    "id", "name", "type", "status", "amount", "createddate", "createdate", "owner", "ownerid", "currency", "region",
    "segment", "period", "channel", "campaign", "industry", "stage", "value", "country", "category", "product",
    "account", "source", "reason", "competitor", "level", "team", "role", "kind", "company", "revenue", "price", "cost",
    "date", "month", "quarter", "year", "score", "result", "title", "text", "number", "user", "manager", "market",
    "due", "metric", "figure", "state", "outcome", "opened", "closed", "created", "createdon", "rate", "rule", "item",
    "course",
}  # fmt: skip
# Headers that say that a sheet is something else, however well the others fit.
EXCLUDES = {
    "deals": {
        "ticketid",
        "activityid",
        "opportunityhistorykey",
        "displayorder",
        "pipelineid",
        "leadid",
        "leadnumber",
        "mqlid",
        "prospectid",
    },
    "accounts": {"opportunityid", "dealid", "leadid", "isconverted", "stagename", "dealstage"},
    "products": {"opportunityid", "dealid", "quantity"},
    "reps": {"opportunityid", "dealid"},
    "leads": {"opportunityid"},
    "stages": {"opportunityid", "dealid", "count"},
}
TWINS = {"decisions", "actions", "reviews"}  # of the same columns: only their names tell them apart
ROW_VERSIONS = {"fivetranstart"}  # every state a row ever had: nothing of it may be counted as a row
SAMPLE = 3000
FITS = 0.6  # of the values; under it a header is not believed
FEW = 10  # values
FEW_KNOWN = 3  # headers of a table before a file is said to look like it
HARDLY = 0.02  # under this not even a header that is the column's own name is believed
HASHED = r"^(?:[A-Za-z0-9+/]{22}==|[0-9a-f]{32})$"
DESCRIPTIVE = ("text", "choice")


@dataclass(frozen=True)
class Field:
    """`column`: one or several joined by '|', '' where the header is used nowhere. `order`: of day and month."""

    header: str
    column: str = ""
    confidence: float = 0.0
    how: str = ""
    samples: tuple[str, ...] = ()
    order: str = ""


@dataclass(frozen=True)
class Mapping:
    """`table` is '' where none was recognised."""

    file: str
    sheet: str
    table: str
    rows: int
    fields: tuple[Field, ...]
    remembered: bool = False

    @property
    def title(self) -> str:
        return f"{self.file} ({self.sheet})" if self.sheet else self.file

    @property
    def asked(self) -> list[Field]:
        """What only the reader can settle."""
        return [field for field in self.fields if field.order == EITHER]

    @property
    def unmapped(self) -> list[str]:
        return [field.header for field in self.fields if not field.column]

    def headers_of(self, column: str) -> list[Field]:
        """Those that fill the column, in the order in which the first filled one counts: ids before names."""
        found = [field for field in self.fields if column in field.column.split("|")]
        return sorted(found, key=lambda field: not normal(field.header).endswith(("id", "ids")))

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, stored: Dict[str, Any]) -> "Mapping":
        fields = tuple(Field(**{**field, "samples": tuple(field["samples"])}) for field in stored["fields"])
        return cls(**{**stored, "fields": fields})


def headers_digest(headers: list[str]) -> str:
    return hashlib.sha256("\n".join(sorted(map(plain, headers))).encode()).hexdigest()


def propose(sheet: Sheet, remembered: Dict[str, Dict[str, Any]] | None = None, table: str | None = None) -> Mapping:
    """What the sheet most likely is, or as `table` if a person said so.

    `remembered`: {digest of headers: {table, columns, orders}} of earlier uploads.
    """
    headers = list(sheet.rows.columns)
    sample = sheet.rows.head(SAMPLE)
    if known := (remembered or {}).get(headers_digest(headers)) if table is None else None:
        return confirm(sheet, known["table"], known["columns"], known.get("orders", {}), "as the last time")
    if (layout := layout_named(headers)) and table in (None, layout.table):
        return by_layout(sheet, layout)
    if table is None:
        table = recognise(f"{PurePath(sheet.file).stem} {sheet.sheet}", headers)
    scores = score_columns(sample) if table in ("", "training") else {}
    table = table or ("training" if scores else "")
    known_headers = profiles().get(table, {})
    fields = [propose_field(header, known_headers.get(normal(header)), table, sample[header]) for header in headers]
    named = with_one_unit(fields) if table == "targets" else with_scores(fields, scores)
    return with_orders(Mapping(sheet.file, sheet.sheet, table, len(sheet.rows), tuple(named)), sheet)


def by_layout(sheet: Sheet, layout: Layout) -> Mapping:
    """As the layout declares; a column is still left unmapped where its values do not fit."""
    how = f"the layout {layout.name} of {layout.system}"
    known = {column.name: (column.column, how) for column in layout.columns if column.column}
    sample = sheet.rows.head(SAMPLE)
    fields = [propose_field(name, known.get(name), layout.table, sample[name]) for name in layout.names]
    return with_orders(Mapping(sheet.file, sheet.sheet, layout.table, len(sheet.rows), tuple(fields)), sheet)


def with_one_unit(fields: list[Field]) -> list[Field]:
    coarser = coarser_units(field.header for field in fields if field.column == "unit_id")
    why = "another column names the unit"
    return [replace(f, column="", confidence=0.0, how=why) if f.header in coarser else f for f in fields]


def with_scores(fields: list[Field], scores: Dict[str, str]) -> list[Field]:
    """Scores before and after side by side, or a row each; nothing changes where each column has its own header."""
    if all(len([f for f in fields if f.column == column]) == 1 for column in TABLES["training"].required):
        return fields
    why = "scores before and after"
    return [replace(f, column=scores[f.header], confidence=0.9, how=why) if f.header in scores else f for f in fields]


def confirm(
    sheet: Sheet, table: str, columns: Dict[str, str], orders: Dict[str, str] | None = None, how: str = "as you said"
) -> Mapping:
    """The mapping a person chose: header → column, header → order of day and month."""
    fields = [
        Field(header, columns.get(header, ""), 1.0 if columns.get(header) else 0.0, how, samples_of(sheet.rows[header]))
        for header in sheet.rows.columns
    ]
    return with_orders(
        Mapping(sheet.file, sheet.sheet, table, len(sheet.rows), tuple(fields), True), sheet, orders or {}
    )


def recognise(title: str, headers: list[str]) -> str:
    """The table whose required columns are there and whose headers match best; '' where none is."""
    scores = {name: score(table, title, headers) for name, table in TABLES.items()}
    best = max(scores, key=lambda name: scores[name])
    return best if scores[best] > 0 else ""


def nearest(headers: list[str]) -> tuple[str, list[str]]:
    """The table that most headers belong to, and which required columns none of them fills; '' where few belong."""
    names = {normal(header) for header in headers}
    columns = {
        table: {column for name in names & set(known) for column in known[name][0].split("|")}
        for table, known in profiles().items()
    }
    best = max(columns, key=lambda table: len(columns[table]))
    if len(columns[best]) < FEW_KNOWN:
        return "", []
    return best, [name for name in TABLES[best].required if name not in columns[best]]


def score(table: Table, title: str, headers: list[str]) -> float:
    names = {normal(header) for header in headers}
    known = profiles()[table.name]
    found = {name: known[name][0].split("|") for name in names if name in known}
    columns = {column for targets in found.values() for column in targets}
    named = max((len(plain(word)) for word in table.files if plain(word) in plain(title)), default=0)
    if (
        names & (ROW_VERSIONS | EXCLUDES.get(table.name, set()))
        or len(columns) < 2
        or not is_complete(table, columns, bool(named))
        or not (named or is_distinct(table, found))
    ):
        return 0
    return sum(0.3 if name in GENERIC else 1.0 for name in found) + (1.5 + named / 20 if named else 0)


def is_distinct(table: Table, found: Dict[str, list[str]]) -> bool:
    """Whether the headers alone tell the table: of its required columns at most one stands under an everyday word."""
    if table.name in TWINS:
        return False
    telling = {column for name, columns in found.items() if name not in GENERIC for column in columns}
    telling |= {column for name, columns in found.items() if name == plain(columns[0]) for column in columns}
    everyday = {column for columns in found.values() for column in columns} - telling
    return len(everyday & set(table.required)) <= 1


def is_complete(table: Table, columns: set[str], named: bool) -> bool:
    """Whether every required column is there or can be derived."""
    derivable = {table.id_from and table.key[0]} if table.id_from in columns else set()
    derivable |= {table.key[0]} if named and table.counts_rows else set()
    if table.name == "deals":
        derivable |= {"outcome"} if "stage" in columns else set()
    if table.name == "targets":
        derivable |= {"unit_type"}
    if table.name == "stages":
        derivable |= {"kind"}
    return set(table.required) <= columns | derivable


def propose_field(header: str, known: tuple[str, str] | None, table: str, values: pd.Series) -> Field:
    samples = samples_of(values)
    if known is None:
        return Field(header, how="no column fits", samples=samples)
    column, how = known
    fitting = fit(TABLES[table], column.split("|")[0], values)
    if fitting < believed_from(TABLES[table], column, how, values):
        why = f"only {fitting:.0%} of the values fit {column}" if fitting else f"no value fits {column}"
        return Field(header, how=why, samples=samples)
    base = {"same name": 1.0, "a usual name": 0.9}.get(how, 0.97)
    return Field(header, column, round(base * (0.5 + fitting / 2), 2), how, samples)


def believed_from(table: Table, column: str, how: str, values: pd.Series) -> float:
    """The share of fitting values from which a header is believed. A handful of values says nothing against it."""
    kind = table[column.split("|")[0]].kind
    if values.count() < FEW and not is_hashed(kind, values):
        return 0.0
    if how != "same name":
        return FITS
    return HARDLY if kind in DESCRIPTIVE else 0.0


def is_hashed(kind: str, values: pd.Series) -> bool:
    return kind in DESCRIPTIVE and bool(values.dropna().str.match(HASHED).mean() > 0.9)


def samples_of(values: pd.Series) -> tuple[str, ...]:
    return tuple(str(value)[:60] for value in values.dropna().drop_duplicates().head(3))


def fit(table: Table, column: str, values: pd.Series) -> float:
    """Share of the filled values that can be read as this column; 1 where none is filled."""
    filled = without_blanks(values).dropna()
    if filled.empty:
        return 1.0
    kind = table[column].kind
    if column == "outcome":
        return max(
            share(read_flags(filled)), share(read_choices(filled, column, table[column].choices)), won_words(filled)
        )
    if is_hashed(kind, filled):
        return 0.0
    if kind in ("date", "moment"):
        dates = read_dates(filled)
        return share(dates.days.where(~dates.ambiguous, pd.Timestamp(2000, 1, 1)))
    readers = {"flag": read_flags, "period": read_periods}
    if kind in ("number", "money", "percent", "order"):
        return share(read_numbers(filled))
    if kind == "choice":
        return share(read_choices(filled, column, table[column].choices))
    return share(readers[kind](filled)) if kind in readers else 1.0


def won_words(values: pd.Series) -> float:
    return float(any(kind_of(value) != "open" for value in values.unique()[:200]))


def share(read: pd.Series) -> float:
    return float(read.notna().mean())


def with_orders(mapping: Mapping, sheet: Sheet, orders: Dict[str, str] | None = None) -> Mapping:
    """The order of day and month of each date column: by its own values, else by another date column of the file."""
    if not mapping.table:
        return mapping
    table = TABLES[mapping.table]
    dated = [f for f in mapping.fields if f.column and table[f.column.split("|")[0]].kind in ("date", "moment")]
    found = {field.header: order_in(without_blanks(sheet.rows[field.header])) for field in dated}
    settled = {order for order in found.values() if order not in ("", EITHER)}
    for header, order in found.items():
        if order == EITHER:
            told = (orders or {}).get(header) or (orders or {}).get("*")
            found[header] = told or (settled.copy().pop() if len(settled) == 1 else EITHER)
    fields = tuple(replace(field, order=found.get(field.header, "")) for field in mapping.fields)
    return replace(mapping, fields=fields)
