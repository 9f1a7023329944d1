"""What an analysis may look at, and nothing else: tables, answers, the exercise's own words, a day, a window."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from analysis.findings import Findings, Message, Need, Provenance

Needs = Mapping[str, Iterable[str]]
Tables = Mapping[str, pd.DataFrame]
ANSWER_COLUMNS = (
    "exercise", "round", "participant", "function", "item", "criterion", "value", "low", "high", "confidence", "reason",
)  # fmt: skip


class LazyTables(Tables):
    """Tables by name, each made when it is first asked for: an exercise reads a few of a company's thirty."""

    def __init__(self, makers: Mapping[str, Callable[[], pd.DataFrame]]) -> None:
        self.makers = dict(makers)
        self.made: dict[str, pd.DataFrame] = {}

    def __getitem__(self, name: str) -> pd.DataFrame:
        if name not in self.made:
            self.made[name] = self.makers[name]()
        return self.made[name]

    def __contains__(self, name: object) -> bool:
        return name in self.makers

    def __iter__(self) -> Iterator[str]:
        return iter(self.makers)

    def __len__(self) -> int:
        return len(self.makers)


def no_answers() -> pd.DataFrame:
    return pd.DataFrame(columns=list(ANSWER_COLUMNS), dtype="str")


@dataclass(frozen=True)
class Inputs:
    """tables: canonical tables by name (TABLES of the docs), dates as datetime64.

    answers: one row per answered item, columns `ANSWER_COLUMNS`; `round` is "1", "2" or, for the closing choice (item
    `decision`), "1". content: the exercise's front matter as plain dicts and lists, so that an analysis can read its
    categories, options and parameters; with `items` replaced by the real ones where they come from the tables.
    """

    tables: Tables
    provenance: Provenance
    answers: pd.DataFrame = field(default_factory=no_answers)
    content: Mapping[str, Any] = field(default_factory=dict)

    def missing(self, needs: Needs) -> tuple[Need, ...]:
        """The part of `needs` that is not here. A column that is there but empty throughout is missing too."""
        absent = {
            table: tuple(column for column in columns if not self.has(table, column))
            for table, columns in needs.items()
        }
        return tuple(Need(table, columns) for table, columns in absent.items() if columns)

    def has(self, table: str, column: str) -> bool:
        frame = self.tables.get(table)
        return frame is not None and column in frame and bool(frame[column].notna().any())


def make_part(exercise: str, inputs: Inputs, *, headline: Message, **content: Any) -> Findings:
    """Findings that are one part of an exercise's; of the headlines that of the part counts which the others join."""
    return Findings(exercise=exercise, headline=headline, inputs=inputs.provenance, **content)
