"""The form of house charts that is a grid: a tile for each pair of row and column, with its number."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import altair as alt

from analysis.charts import Canvas, house
from analysis.drawing.rows import chart_of

MOST = 8  # columns
STRONG = 0.85  # of the largest value, from which a tile is so dark that its number is light


@dataclass(frozen=True)
class HeatCell:
    row: str
    column: str
    value: float


def heat(cells: Sequence[HeatCell], say: Callable[[float], str], canvas: Canvas) -> dict[str, Any] | None:
    """Tiles from grey (below 0) over paper to the accent (above 0), each with its number; sorted by name.

    None where the grid does not fit: the longest word of a column's name is wider than its tiles.
    """
    rows, columns = sorted({cell.row for cell in cells}), sorted({cell.column for cell in cells})
    side = max(map(canvas.room, rows)) + canvas.size
    tile = (canvas.width - side) / max(len(columns), 1)
    words = [word for column in columns for word in column.split()] + [say(cell.value) for cell in cells]
    if canvas.narrow or len(columns) > MOST or max(map(canvas.room, words)) > tile:
        return None
    colour, most = canvas.palette, max(abs(cell.value) for cell in cells) or 1.0
    base = chart_of([asdict(cell) | {"text": say(cell.value)} for cell in cells]).encode(
        x=alt.X("column:N", sort=columns, title=None, axis=column_axis(columns, canvas)),
        y=alt.Y("row:N", sort=rows, title=None, axis=alt.Axis(minExtent=side, maxExtent=side)),
    )
    scale = alt.Scale(domain=[-most, 0, most], range=[colour.grey, colour.paper, colour.accent])
    tiles = base.mark_rect(stroke=colour.paper, strokeWidth=2).encode(
        color=alt.Color("value:Q", scale=scale, legend=None)
    )
    strong = alt.condition(f"datum.value > {STRONG * most}", alt.value(colour.paper), alt.value(colour.ink))
    numbers = base.mark_text(fontWeight=600).encode(text="text:N", color=strong)
    drawing = alt.layer(tiles, numbers).properties(width=canvas.width - side, height=2.6 * canvas.size * len(rows))
    return house(drawing, canvas)


def column_axis(columns: Sequence[str], canvas: Canvas) -> alt.Axis:
    """Names of columns above the tiles, a word a line; the longest name says how far above they begin."""
    below = 1.25 * canvas.size * (max(len(column.split()) for column in columns) - 1)
    words = "split(datum.label, ' ')"
    return alt.Axis(orient="top", labelAngle=0, labelExpr=words, labelOverlap=False, labelPadding=6 + below)
