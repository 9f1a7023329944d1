"""Drawings give way before the page does: smaller first, then further back."""

import pytest

from reports.composing import space
from reports.composing.fitting import fitted, has_place, height_of, smaller
from reports.composing.pictures import Picture


def picture(millimetres):
    svg = f'<svg width="640" height="{millimetres / space.PIXEL:.1f}"></svg>'
    return Picture("Title", svg, "table", is_room=True)


def heights(pictures):
    return [round(space.of_drawing(each.svg)) for each in pictures]


@pytest.mark.parametrize(
    ("room", "height"), [(113, 100), (90, 77), (60, 100)], ids=["fits", "smaller", "would not help"]
)
def test_the_drawing_gives_way_as_far_as_its_letters_allow(room, height):
    assert heights(smaller([picture(100)], room)) == [height]


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
        assert height_of(*drawn) <= room + 0.1


def test_a_drawing_has_place_where_it_fits_when_drawn_smaller():
    assert has_place([picture(80)], 80)
    assert not has_place([picture(80)], 60)
