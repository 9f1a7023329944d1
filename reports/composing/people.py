"""Participants of a program by function: the one partition of people that documents publish."""

from dataclasses import dataclass

import pandas as pd

from accounts.models import Function
from analysis.answers.disclosure import hide_small, may_show, steady
from reports.queries import people_printed
from workshops.models import Program
from workshops.queries import participants

UNDER_FIVE = "under 5"
HIDDEN = "hidden"


@dataclass(frozen=True)
class Functions:
    """behind: the counts themselves, kept beside the document and never printed; rows: what is printed of them.

    is_former: whether they are those of the version before, because fewer than five have come or gone since.
    """

    behind: dict[str, int]
    rows: list[tuple[str, str]]
    is_former: bool


def functions_of(program: Program) -> Functions:
    enrolled = participants(program).values_list("membership__function", flat=True)
    now = pd.Series(list(enrolled), dtype="str").value_counts().sort_index().astype("int64")
    counts = steady(now, people_printed(program))
    labels = dict(Function.choices)
    rows = [
        (labels[str(name)], HIDDEN if pd.isna(n) else str(n))
        for name, n in hide_small(counts).items()
        if pd.isna(n) or n
    ]
    return Functions({str(name): int(n) for name, n in counts.items()}, rows, counts.to_dict() != now.to_dict())


def released(n: int | None) -> str:
    """How many answered, as it may leave the room; a dash where nobody was asked."""
    if n is None:
        return "—"
    return str(n) if n == 0 or may_show(n) else UNDER_FIVE
