"""How a canonical table is declared: a name, its columns, its key. Everything else is derived from the declaration."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from pandera.pandas import Check, DataFrameSchema
from pandera.pandas import Column as Checked

DTYPES = {
    **dict.fromkeys(["identifier", "text", "choice", "period"], "str"),
    **dict.fromkeys(["date", "moment"], "datetime64[us]"),
    **dict.fromkeys(["number", "money", "percent", "order"], "float64"),
    "flag": "boolean",
}


@dataclass(frozen=True)
class Column:
    """`kind` says how text is read. A `helper` is read and checked and used to derive others, but not stored."""

    name: str
    kind: str = "text"
    required: bool = False
    choices: tuple[str, ...] = ()
    least: float | None = None
    most: float | None = None
    helper: bool = False

    @property
    def dtype(self) -> str:
        return DTYPES[self.kind]

    def checked(self) -> Checked:
        """A check's `error` is the code of the problem it finds."""
        checks = [Check.isin(self.choices, error="unknown_value")] if self.choices else []
        if self.least is not None:
            checks.append(Check.ge(self.least, error="negative_amount" if self.least == 0 else "too_small"))
        if self.most is not None:
            checks.append(Check.le(self.most, error="too_large"))
        return Checked(self.dtype, checks, nullable=not self.required, required=False)


@dataclass(frozen=True)
class Table:
    """`row`: what one row is. `files`: words of file names that suggest it. `id_from`: where an id comes from."""

    name: str
    row: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    files: tuple[str, ...] = ()
    id_from: str = ""

    def __getitem__(self, column: str) -> Column:
        return self.by_name[column]

    @cached_property
    def by_name(self) -> dict[str, Column]:
        return {column.name: column for column in self.columns}

    @property
    def counts_rows(self) -> bool:
        """Whether its key is an id that can be made from what stands in a row, where a file has none."""
        return len(self.key) == 1 and not self.id_from and self[self.key[0]].kind == "identifier"

    @cached_property
    def stored(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns if not column.helper)

    @cached_property
    def required(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns if column.required)

    @cached_property
    def schema(self) -> DataFrameSchema:
        return DataFrameSchema({column.name: column.checked() for column in self.columns}, name=self.name)

    def of_kind(self, *kinds: str) -> list[str]:
        return [column.name for column in self.columns if column.kind in kinds]


def declared(kind: str, names: str, **facts: object) -> tuple[Column, ...]:
    return tuple(Column(name, kind, **facts) for name in names.split())  # type: ignore[arg-type]


def identifiers(names: str) -> tuple[Column, ...]:
    return declared("identifier", names)


def texts(names: str) -> tuple[Column, ...]:
    return declared("text", names)


def dates(names: str) -> tuple[Column, ...]:
    return declared("date", names)


def moments(names: str) -> tuple[Column, ...]:
    return declared("moment", names)


def numbers(names: str, least: float | None = None, most: float | None = None) -> tuple[Column, ...]:
    return declared("number", names, least=least, most=most)


def money(names: str, least: float | None = 0) -> tuple[Column, ...]:
    return declared("money", names, least=least)


def percents(names: str, least: float | None = None) -> tuple[Column, ...]:
    """0 to 100, as people write them: 12.5 is 12.5 %."""
    return declared("percent", names, least=least, most=100)


def flags(names: str) -> tuple[Column, ...]:
    return declared("flag", names)


def periods(names: str) -> tuple[Column, ...]:
    return declared("period", names)


def choice(name: str, choices: str) -> tuple[Column, ...]:
    return (Column(name, "choice", choices=tuple(choices.split("|"))),)


def helpers(columns: Iterable[Column]) -> tuple[Column, ...]:
    return tuple(replace(column, helper=True) for column in columns)


def table(
    name: str, row: str, *columns: tuple[Column, ...], key: str, required: str, files: str = "", id_from: str = ""
) -> Table:
    """`key`, `required` and `files` are words with blanks between."""
    needed = required.split()
    flat = tuple(replace(column, required=column.name in needed) for group in columns for column in group)
    return Table(name, row, tuple(key.split()), flat, tuple(files.split()), id_from)
