"""The exercise keeps to its two pages: words of care go further back, then the first drawing itself."""

import pytest

from reports.composing import space
from reports.composing.evidence import many_beside, one_fits, share_out
from reports.composing.grid import Cell, Printable
from reports.composing.pictures import Picture

WORDS = ["A warning of a line" * 6] * 4


def picture(millimetres, table="one"):
    return Picture("Title", f'<svg width="640" height="{millimetres / space.PIXEL:.1f}"></svg>', table, is_room=False)


@pytest.mark.parametrize(("room", "kept"), [(140, 4), (106, 3), (97, 1), (60, 4)])
def test_words_of_care_go_further_back_only_where_that_helps(room, kept):
    assert many_beside(WORDS, [], [picture(100)], room) == kept


def test_a_drawing_too_tall_leaves_its_place_to_the_next():
    tall, low = picture(100), picture(20, "two")
    shown = share_out([tall, low], [], 60)
    assert (shown.pictures, shown.further_pictures) == ([low], [tall])
    assert share_out([tall], [], 60).pictures == [tall]


def test_where_no_drawing_fits_the_lowest_stays():
    tall, low = picture(100), picture(70, "two")
    assert share_out([tall, low], [], 60).pictures == [low]


def test_no_table_takes_the_place_of_the_first_drawing_that_fits():
    tall, low = picture(100), picture(20, "two")
    table = Printable("Title", [Cell("Stage"), Cell("n")], [[Cell("Offer"), Cell("3")]] * 4)
    shown = share_out([tall, low], [("one", table)], 60)
    assert (shown.pictures, shown.further_tables) == ([low], [table])


@pytest.mark.parametrize(("room", "fits"), [(114, True), (90, True), (60, False), (41, True)])
def test_a_picture_fits_as_it_is_or_the_first_drawn_smaller(room, fits):
    low = [picture(27, "two")] if room == 41 else []
    assert one_fits([picture(100), *low], room) == fits
