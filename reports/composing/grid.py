"""A table as it is printed; one that is wider than the paper is turned, made shorter in columns, or split.

In this order: words may be broken into more lines; few rows become columns; a column that says the same in every row,
or nothing in most, is told in the note below; the rest comes in two pieces that begin with the same first column, and
what they do not hold is named.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from reports.composing.numbers import NOTHING

INTERVAL = "95 % interval"
PAPER = 104
"""Characters on a line across the page, in the letters of a table."""
GAP = 2
WRAPS = (20, 16, 12)
"""Characters of a text in a cell before it goes on in the next line: as many as the paper allows."""
LINES_OF_HEAD = 4
MOST_TURNED = 5
"""Rows that may stand side by side as columns."""
FEWEST_ROWS = 4
"""Rows of a table in which a column may be the same throughout, or empty in most."""
MOST_PIECES = 2


@dataclass(frozen=True)
class Cell:
    text: str
    is_number: bool = False


@dataclass(frozen=True)
class Printable:
    """caption, heads and rows of cells; the first cell of a row is its head. note: what is told below.

    keeps: characters of a cell that are not broken between two lines. is_dense: rows stand close.
    """

    caption: str
    heads: list[Cell]
    rows: list[list[Cell]]
    note: str = ""
    keeps: int = WRAPS[0]
    is_dense: bool = False

    @property
    def is_narrow(self) -> bool:
        return len(self.heads) <= 3

    @cached_property
    def pieces(self) -> "list[Printable]":
        """What is printed of it: itself, where it fits across the page."""
        return pieces(self)


def pieces(table: Printable) -> list[Printable]:
    for way in (table, turned(table), without_notes(table)):
        if way and (fitted := in_one(way)):
            return [fitted]
    return split(without_notes(table))


def in_one(table: Printable) -> Printable | None:
    """The table with its words broken as far as it must be; None where that is not enough."""
    fits = (wrap for wrap in WRAPS if sum(widths(table, wrap)) <= PAPER)
    wrap = next(fits, None)
    return replace(table, keeps=wrap) if wrap else None


def turned(table: Printable) -> Printable | None:
    """Columns down and rows across; None where there are too many rows for that."""
    if len(table.rows) > MOST_TURNED or len(table.heads) <= MOST_TURNED:
        return None
    heads = [table.heads[0], *(Cell(row[0].text, is_number=True) for row in table.rows)]
    rows = [
        [Cell(head.text), *(Cell(row[place].text, is_number=True) for row in table.rows)]
        for place, head in enumerate(table.heads)
        if place
    ]
    return replace(table, heads=heads, rows=rows)


# --- columns that a sentence tells ---------------------------------------------------------------------------------


def without_notes(table: Printable) -> Printable:
    """Without the columns that are told below it."""
    if len(table.rows) < FEWEST_ROWS:
        return table
    told = {
        place: said for unit in units(table.heads) if len(unit) == 1 for place in unit if (said := note(table, place))
    }
    kept = [place for place in range(len(table.heads)) if place not in told]
    return replace(narrowed(table, kept), note=" ".join([table.note, *told.values()]).strip())


def note(table: Printable, place: int) -> str:
    """The column in words, where that is shorter; else ''."""
    cells = [(row[0].text, row[place].text) for row in table.rows]
    told = [(name, text) for name, text in cells if text != NOTHING]
    if len(told) == len(cells) and len({text for _, text in told}) == 1:
        return f"{table.heads[place].text}: {told[0][1]} in every row."
    if len(told) * 3 <= len(cells):
        return f"{table.heads[place].text}: {'; '.join(f'{name} {text}' for name, text in told) or NOTHING}."
    return ""


# --- pieces --------------------------------------------------------------------------------------------------------


def split(table: Printable) -> list[Printable]:
    """As many pieces as may be, of about the same width; the columns that they leave out are named below the last."""
    groups = even(table)
    shown, left = groups[:MOST_PIECES], [table.heads[place].text for group in groups[MOST_PIECES:] for place in group]
    if len(shown) < 2:
        return [table]
    printed = [
        replace(
            narrowed(table, [0, *group]), caption=f"{table.caption} ({number} of {len(shown)})", note="", keeps=WRAPS[0]
        )
        for number, group in enumerate(shown, start=1)
    ]
    rest = (
        f"On the exercise’s page, not on paper: {'; '.join(name for name in left if name != INTERVAL)}." if left else ""
    )
    return [*printed[:-1], replace(printed[-1], note=" ".join(filter(None, (table.note, rest))))]


def even(table: Printable) -> list[list[int]]:
    """The columns in as few groups as they need, all of them narrow where none has to be left out."""
    wide = widths(table, WRAPS[0])
    in_paper = grouped(table, wide, PAPER)
    fewest = len(in_paper)
    limits = range(PAPER // 2, PAPER) if fewest <= MOST_PIECES else ()
    narrow = (groups for limit in limits if len(groups := grouped(table, wide, limit)) == fewest)
    return next(narrow, in_paper)


def grouped(table: Printable, wide: list[int], limit: int) -> list[list[int]]:
    """Places of columns, piece by piece, without the first one, which stands in all of them. wide: of each column."""
    groups: list[list[int]] = [[]]
    for together in units(table.heads):
        taken = wide[0] + sum(wide[place] for place in [*groups[-1], *together])
        if groups[-1] and taken > limit:
            groups.append([])
        groups[-1].extend(together)
    return groups


def units(heads: list[Cell]) -> list[list[int]]:
    """Columns that must not be torn apart: a value and its interval."""
    found: list[list[int]] = []
    for place, head in enumerate(heads[1:], start=1):
        if head.text == INTERVAL and found:
            found[-1].append(place)
        else:
            found.append([place])
    return found


def narrowed(table: Printable, places: list[int]) -> Printable:
    """With these columns only."""
    rows = [[row[place] for place in places] for row in table.rows]
    return replace(table, heads=[table.heads[place] for place in places], rows=rows)


# --- widths --------------------------------------------------------------------------------------------------------


def widths(table: Printable, wrap: int) -> list[int]:
    return [width(table, place, wrap) for place in range(len(table.heads))]


def width(table: Printable, place: int, wrap: int = WRAPS[0]) -> int:
    """Characters: numbers stand in one line, words may be broken between two."""
    cells = [row[place].text for row in table.rows]
    head = table.heads[place]
    told = longest(cells) if head.is_number else min(longest(cells), wrap)
    words = longest(word for text in [head.text, *([] if head.is_number else cells)] for word in text.split())
    return max(told, words, -(-len(head.text) // LINES_OF_HEAD)) + GAP


def longest(texts: Iterable[str]) -> int:
    return max(map(len, texts), default=0)
