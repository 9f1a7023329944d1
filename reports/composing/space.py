"""How much of a page things take, estimated, so that an exercise keeps to its two facing pages.

In millimetres of height; on the safe side by a line. What does not fit goes further back.
"""

import re
from math import ceil
from typing import Any

from reports.composing.grid import Cell, Printable

PAGES = {"A4": 252.0, "letter": 245.0}
PIXEL = 25.4 / 96
LEAST_SCALE = 0.72  # of a drawing, so that its letters stay at 6 points
ROW, LINE = 5.4, 4.1
DENSE_ROW = 4.6
Context = dict[str, Any]


def scale_to(heights: float, room: float) -> float:
    """By how much to draw smaller so that it stays on the page; 1 where it fits, or where that would not do it."""
    scale = room / heights if heights else 1.0
    return scale if LEAST_SCALE <= scale < 1 else 1.0


def lines(text: str, characters: int) -> int:
    return ceil(len(text) / characters) if text else 0


def of_picture(svg: str, caption: str = "") -> float:
    """The drawing, and the sentence above."""
    return of_drawing(svg) + 13 + LINE * lines(caption, 125)


def of_drawing(svg: str) -> float:
    """Its height attribute, which is in CSS pixels."""
    found = re.search(r'<svg[^>]* height="([\d.]+)"', svg)
    return float(found[1]) * PIXEL if found else 60.0


def of_table(table: Printable) -> float:
    """As it is printed, in pieces where it is wide, with the notes below."""
    return sum(of_piece(piece) + LINE * lines(piece.note, 125) for piece in table.pieces)


def of_piece(table: Printable) -> float:
    """Rows in one line each, but where a cell is long for the width it can have."""
    row = DENSE_ROW if table.is_dense else ROW
    tall = sum(max(row_lines(table, cells) - 1, 0) for cells in table.rows)
    caption = 5.8 if table.caption else 0
    return 8.6 + caption + row * len(table.rows) + 3.7 * tall


def row_lines(table: Printable, cells: list[Cell]) -> int:
    """Where rows stand close, the words at their head have most of the width."""
    if table.is_dense:
        return lines(cells[0].text, 68)
    characters = max(int(120 / len(cells) * 1.25), 8)
    return max(lines(cell.text, characters) for cell in cells)


def of_told(tables: list[Printable], sentences: list[str]) -> float:
    """Statistics of the room, in tables or in words."""
    return sum(of_table(table) for table in tables) + 4.8 * lines(" ".join(sentences), 80)


def of_top(title: str, question: str, figures: list[Context]) -> float:
    """Title, question and figures, and the lines that stand in any room: how many answered."""
    label = max((lines(figure["label"], 33) for figure in figures), default=0)
    return 23.2 + 10.2 * lines(title, 40) + 6.6 * lines(question, 76) + (14 + 3.9 * label if figures else 0)


def of_options(options: list[Context]) -> float:
    return 15.4 + sum(1.8 + 3.75 * max(option_lines(row), 1) for row in options)


def option_lines(row: Context) -> int:
    """With the figures under the condition, the mark of the one that was chosen, and what each means, if told."""
    here = sum(lines(line, 47) for line in row["here"])
    name = lines(row["option"].name + " " * 10 * row["chosen"], 29) + lines(row["means"], 29)
    return max(lines(row["fits"], 48) + here, lines(row["option"].cost, 28), name)


def of_headline(text: str) -> float:
    """What the evidence says, and the lines and gaps between the parts of the page."""
    return 15 + 5.6 * lines(text, 62)


def of_warnings(warnings: list[str], needs: list[Context]) -> float:
    words = " ".join(warnings)
    return (5 + LINE * lines(words, 120) if words else 0.0) + (6 + LINE * len(needs) if needs else 0.0)


def of_decision(decision: Any) -> float:
    """The record, dissent and actions; or the line that says there is none."""
    if decision is None:
        return 22.0
    facts = 5 + 4 * max(lines(decision.expected, 48), 1) + 6 + 4 * sum(lines(wire, 90) for wire in decision.tripwires)
    voices = 5 + sum(1.6 + 4.9 * lines(voice.text + voice.name, 78) for voice in decision.dissent)
    actions = 8 + sum(ROW + 3.7 * (lines(action.what, 58) - 1) for action in decision.actions)
    about = f"{decision.option}. {decision.how} Serves: {decision.objective}."
    record = 11 + 5.8 * lines(decision.statement, 58) + 4.8 * lines(about, 82)
    return record + 4.8 * lines(decision.reasons, 82) + facts + voices + actions
