"""What can be wrong with a file, said in sentences that name table, row and column."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

SHOWN = 200  # problems listed of one kind in one column; the rest are counted


class BadInput(Exception):
    """Nothing can be read from this, and why: one sentence that says where."""

    def __init__(
        self, code: str, message: str, *, file: str = "", table: str = "", row: int = 0, column: str = ""
    ) -> None:
        self.code, self.message = code, message
        self.file, self.table, self.row, self.column = file, table, row, column
        super().__init__(str(self))

    def __str__(self) -> str:
        place = [
            self.file or self.table,
            f"row {self.row}" if self.row else "",
            f"column {self.column}" if self.column else "",
        ]
        where = ", ".join(part for part in place if part)
        return f"{where}: {self.message}" if where else self.message


@dataclass(frozen=True)
class Problem:
    """One cell; one row where `column` is empty; the whole column or file where `row` is 0.

    `row` counts as in the file, its header being row 1. `rejected`: the row is left out.
    """

    table: str
    row: int
    column: str
    code: str
    message: str
    value: str = ""
    file: str = ""
    rejected: bool = False
    count: int = 1

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Note:
    """Nothing wrong: something was derived or reconciled, and the reader should know."""

    table: str
    column: str
    code: str
    message: str

    def as_dict(self) -> dict[str, str]:
        return asdict(self)


def counted_dicts(problems: Iterable[Mapping[str, Any]]) -> int:
    """How many cells and rows, those too that are only counted."""
    return sum(problem["count"] for problem in problems)
