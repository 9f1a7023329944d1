"""What an analysis found: numbers, keys and codes, but no words and no clock.

Page, projector and PDF show the same `Findings`; a decision freezes their bytes. Words are added at display
(`wording.py`), so a better sentence or another language never changes a digest.
"""

import json
import math
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from functools import cache
from hashlib import sha256
from itertools import chain
from typing import Any, Literal, Self, cast

import numpy as np
import pandas as pd
from pydantic import TypeAdapter

from analysis.methods.survival import Estimate

Scalar = str | int | float | bool | None
Units = Mapping[str, str]
EXACT_INTEGERS = 2**53  # up to here a float holds every whole number
CANONICAL_JSON = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


@dataclass(frozen=True)
class Message:
    """A sentence not yet said: a code of `WORDS` and what to fill in. Headlines, warnings and reasons are messages."""

    code: str
    arguments: dict[str, Scalar] = field(default_factory=dict)


def is_known(value: Any) -> bool:
    """Whether a number in a table could be computed."""
    return value is not None and not np.isnan(value)


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One number with its interval. `value` is None, beside a warning, where it cannot be computed.

    unit: fraction (0 to 1), days, money (the upload's currency), deals. n: observations behind it.
    of: the part it speaks about, such as a segment, or a stage and a cause; empty for the whole company. Parts are kept
    as the company writes them, so that "C" and "C++" stay apart.
    """

    name: str
    of: tuple[str, ...] = ()
    value: float | None
    unit: str
    low: float | None = None
    high: float | None = None
    n: int
    method: str

    @classmethod
    def from_estimate(cls, name: str, estimate: Estimate, n: int, unit: str, method: str, *of: str) -> Self:
        return cls(
            name=name, of=of, value=estimate.value, low=estimate.low, high=estimate.high, n=n, unit=unit, method=method
        )

    @classmethod
    def from_frame(
        cls, name: str, frame: pd.DataFrame, units: Units, *, of: Sequence[str], method: str
    ) -> tuple[Self, ...]:
        """One figure per row: its value in the column `name`, its part in `of`, and `n`, `name_low`, `name_high`."""
        return tuple(
            cls(
                name=name,
                of=tuple(str(row[column]) for column in of),
                value=row[name],
                unit=units[name],
                low=row.get(f"{name}_low"),
                high=row.get(f"{name}_high"),
                n=row["n"],
                method=method,
            )
            for row in frame.to_dict("records")
        )

    @property
    def key(self) -> str:
        """What tripwires and tests call it: `win_rate`, `chance_of_rise.Retail`, `reason_excess.Proposal.price`."""
        return figure_key(self.name, *self.of)


def figure_key(name: str, *parts: str) -> str:
    """Name and parts joined by dots; a dot or backslash inside a part is escaped by a backslash."""
    return ".".join([name, *(part.replace("\\", "\\\\").replace(".", "\\.") for part in parts)])


@dataclass(frozen=True)
class Column:
    """label: what the exercise itself calls it, such as a column that people fill; else its words are in `WORDS`."""

    key: str
    unit: str
    label: str = ""


TableRows = tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class Table:
    key: str
    columns: tuple[Column, ...]
    rows: tuple[dict[str, Scalar], ...]

    @classmethod
    def from_frame(cls, key: str, frame: pd.DataFrame, units: Units, labels: Mapping[str, str] | None = None) -> Self:
        """A frame as it stands, one row each; a column that `units` lacks has none. labels: of columns with their own.

        Values are canonical from the start, so that charts of fresh and of thawed findings are one.
        """
        named = labels or {}
        columns = tuple(Column(str(name), units.get(str(name), ""), named.get(str(name), "")) for name in frame)
        return cls(key, columns, tuple(canonical(row) for row in records(frame)))


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows of a frame, by the names of its columns."""
    return [{str(key): value for key, value in row.items()} for row in table.to_dict("records")]


@dataclass(frozen=True)
class Chart:
    """A Vega-Lite drawing of the table named in `table`.

    title: the finding that it shows, said as a sentence. alternative: the same drawing in words, with its main values.
    """

    key: str
    table: str
    title: Message
    alternative: Message
    spec: dict[str, Any]


@dataclass(frozen=True)
class Need:
    """A table and those of its columns that would unlock more."""

    table: str
    columns: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Tripwire:
    """A proposal: re-open the decision when `figure`, looked at again over `window`, passes `threshold`.

    window: {"rolling": n, "period": "month" | "quarter" | "year"}, {"since": "decision"}, {"until": event} or
    {"at": date or event}. Nothing is concluded from fewer than `min_n` of `min_n_of` (deals, periods, …).
    """

    figure: str
    op: Literal["<", ">"]
    threshold: float
    window: dict[str, Scalar]
    min_n: int
    min_n_of: str = "deals"
    why: Message


@dataclass(frozen=True, kw_only=True)
class Provenance:
    """All that the numbers rest on: content hashes, and the days that say which part of the tables was read."""

    snapshot: str
    answers: str
    code: str
    as_of: date
    since: date | None = None
    until: date | None = None

    @property
    def windowed(self) -> bool:
        return bool(self.since or self.until)


@dataclass(frozen=True, kw_only=True)
class Findings:
    exercise: str
    headline: Message
    figures: tuple[Figure, ...] = ()
    tables: tuple[Table, ...] = ()
    charts: tuple[Chart, ...] = ()
    warnings: tuple[Message, ...] = ()
    needs: tuple[Need, ...] = ()
    tripwires: tuple[Tripwire, ...] = ()
    inputs: Provenance

    def figure(self, key: str) -> Figure:
        """The figure of that key. Raises KeyError."""
        return {figure.key: figure for figure in self.figures}[key]

    def table(self, key: str) -> Table:
        """The table of that key. Raises KeyError."""
        return {table.key: table for table in self.tables}[key]

    def rows(self, key: str) -> TableRows:
        """The rows of the table of that key; none where there is no such table."""
        return next((table.rows for table in self.tables if table.key == key), ())

    def with_part(self, *parts: "Findings") -> "Findings":
        """These findings and those of the parts, in this order, which keep their own headlines to themselves."""
        names = ("figures", "tables", "charts", "warnings", "needs", "tripwires")
        joined: dict[str, Any] = {
            name: tuple(chain.from_iterable(getattr(each, name) for each in (self, *parts))) for name in names
        }
        return replace(self, **joined)

    def to_bytes(self) -> bytes:
        """Canonical JSON of everything but the charts, which are drawn again from the tables.

        Raises ValueError for an infinite number: that is an error of the analysis, not a finding.
        """
        evidence = {key: value for key, value in asdict(self).items() if key != "charts"}
        return CANONICAL_JSON.encode(canonical(evidence)).encode()

    @classmethod
    def from_bytes(cls, body: bytes) -> Self:
        """The findings again, less their charts; `to_bytes` of them gives `body`."""
        return cast(Self, reader().validate_json(body))

    @property
    def digest(self) -> str:
        """sha256 in hex. The inputs' own hashes are among the bytes, so it binds tables, answers and code too."""
        return sha256(self.to_bytes()).hexdigest()


@cache
def reader() -> TypeAdapter[Findings]:
    """Made once: building it costs as much as reading many findings."""
    return TypeAdapter(Findings)


def canonical(value: Any) -> Any:
    """The one JSON form of a value: NFC text, 10 significant digits, null for NaN, 12 for 12.0, ISO dates."""
    match value:
        case np.generic():
            return canonical(value.item())
        case str():
            return unicodedata.normalize("NFC", value)
        case int() | float() if not isinstance(value, bool):
            return canonical_number(value)
        case dict():
            return {canonical(key): canonical(item) for key, item in value.items()}
        case list() | tuple():
            return [canonical(item) for item in value]
        case date():
            return value.isoformat()
        case _:
            return value


def canonical_number(value: float) -> float | int | None:
    if math.isnan(value):
        return None
    rounded = float(f"{value:.10g}")
    # JSON knows one kind of number: 12.0, read back as 12, must hash alike, and -0.0 like 0.
    whole = rounded.is_integer() and abs(rounded) < EXACT_INTEGERS
    return int(rounded) if whole else rounded
