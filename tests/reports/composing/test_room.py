"""Statistics of how the room answered give way to its first drawing."""

import pytest

from reports.composing import space
from reports.composing.agreement import Statistic
from reports.composing.pictures import Picture
from reports.composing.room import most_told


def picture(millimetres):
    svg = f'<svg width="640" height="{millimetres / space.PIXEL:.1f}"></svg>'
    return Picture("Title", svg, "table", is_room=True)


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
