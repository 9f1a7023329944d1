"""Drawings of how the room answered give way before the page does: smaller first, then further back."""

import pytest

from reports.composing import space
from reports.composing.agreement import Statistic
from reports.composing.pictures import Picture
from reports.composing.room import fitted, has_place, height_of, most_told


def picture(millimetres):
    svg = f'<svg width="640" height="{millimetres / space.PIXEL:.1f}"></svg>'
    return Picture("Title", svg, "table", is_room=True)


@pytest.mark.parametrize(
    ("heights", "room", "kept", "scale"),
    [
        ((40, 40), 120, 2, 1.0),
        ((40, 40), 90, 2, 64 / 80),
        ((40, 40), 80, 1, 1.0),
        ((80, 10), 75, 1, 62 / 80),
        ((200,), 60, 1, 1.0),
        ((), 60, 0, 1.0),
    ],
    ids=["all fit", "all fit smaller", "one goes back", "the first is drawn smaller", "the first stays", "none"],
)
def test_as_many_as_fit_stay(heights, room, kept, scale):
    pictures = [picture(height) for height in heights]
    drawn = fitted(pictures, room)
    assert len(drawn) == kept
    for one, before in zip(drawn, pictures, strict=False):
        assert space.of_drawing(one.svg) == pytest.approx(scale * space.of_drawing(before.svg), abs=0.1)
    if kept > 1:
        assert height_of(drawn) <= room + 0.1


STATISTICS = [
    Statistic("group_alpha", f"Agreement {part}", part, ("0.1", "0.2"), ("18", "18"), "") for part in ("", "", "Price")
]


@pytest.mark.parametrize(
    ("left", "rows", "sentences", "further"),
    [(120, 3, 0, 0), (90, 2, 0, 1), (85, 0, 2, 1)],
    ids=["all in a table", "parts go further back", "in words"],
)
def test_statistics_give_way_to_the_first_drawing(left, rows, sentences, further):
    told = most_told(STATISTICS, [picture(80)], left)
    assert [len(table.rows) for table in told.tables] == ([rows] if rows else [])
    assert len(told.sentences) == sentences
    assert [len(table.rows) for table in told.further] == ([further] if further else [])


def test_a_drawing_has_place_where_it_fits_when_drawn_smaller():
    assert has_place([picture(80)], 80)
    assert not has_place([picture(80)], 60)
