"""Heights on paper, estimated: more words, rows and figures take more."""

import pytest

from reports.composing import space
from reports.composing.grid import Cell, Printable

FIGURE = {"value": "24 %", "label": "Win rate (95 % interval 23 – 26 %, n = 5,138)"}


def printable(rows=3, **more):
    return Printable("Title", [Cell("Stage"), Cell("n")], [[Cell("Offer"), Cell("3")]] * rows, **more)


def test_the_top_of_the_page_grows_with_its_words():
    low = space.of_top("Title", "Short?", [])
    assert low < space.of_top("Title", "Long? " * 20, []) < space.of_top("Title", "Long? " * 20, [FIGURE])


def test_dense_rows_and_a_table_without_a_title_take_less():
    assert space.of_table(printable(is_dense=True)) < space.of_table(printable())
    assert space.of_table(Printable("", printable().heads, printable().rows)) < space.of_table(printable())


def test_a_note_takes_a_line():
    assert space.of_table(printable(note="As told below.")) == pytest.approx(space.of_table(printable()) + space.LINE)


def test_a_wide_table_takes_the_height_of_its_pieces():
    heads = [Cell("Stage"), *(Cell(f"{number}" * 20, is_number=True) for number in range(6))]
    wide = Printable(
        "Title", heads, [[Cell(f"Offer {row}"), *(Cell(f"{row}" * 20) for _ in heads[1:])] for row in range(6)]
    )
    assert len(wide.pieces) == 2
    assert space.of_table(wide) == pytest.approx(sum(space.of_piece(piece) for piece in wide.pieces))
