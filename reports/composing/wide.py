"""Tables wider than the paper, printed in pieces that all begin with the same first column."""

from reports.composing.tables import INTERVAL, Cell, Printable

PAPER = 104
"""Characters on a line across the page, in the letters of a table."""
GAP = 2
WRAPPED = 20
"""Characters of a text in a cell before it goes on in the next line."""
LINES_OF_HEAD = 4


def pieces(table: Printable) -> list[Printable]:
    """The table alone where it fits across the page."""
    groups = on_paper(table)
    if len(groups) < 2:
        return [table]
    return [
        Printable(f"{table.caption} ({number} of {len(groups)})", chosen(table.heads, group), rows_of(table, group))
        for number, group in enumerate(groups, start=1)
    ]


def on_paper(table: Printable) -> list[list[int]]:
    """Places of columns, piece by piece, without the first one, which stands in all of them."""
    widths = [width(table, place) for place in range(len(table.heads))]
    groups: list[list[int]] = [[]]
    for together in units(table.heads):
        taken = widths[0] + sum(widths[place] for place in [*groups[-1], *together])
        if groups[-1] and taken > PAPER:
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


def width(table: Printable, place: int) -> int:
    """Characters: numbers stand in one line, words may be broken between two."""
    cells = [row[place].text for row in table.rows]
    is_number = table.heads[place].is_number
    told = max((len(text) if is_number else min(len(text), WRAPPED) for text in cells), default=0)
    head = table.heads[place].text
    longest_word = max(
        (len(word) for text in [head, *([] if is_number else cells)] for word in text.split()), default=0
    )
    return max(told, longest_word, -(-len(head) // LINES_OF_HEAD)) + GAP


def chosen(row: list[Cell], group: list[int]) -> list[Cell]:
    return [row[0], *(row[place] for place in group)]


def rows_of(table: Printable, group: list[int]) -> list[list[Cell]]:
    return [chosen(row, group) for row in table.rows]
