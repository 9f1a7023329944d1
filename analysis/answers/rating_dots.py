"""Marks from 1 to 5: a block per criterion, a line an item, the middle half as a line and the median as a dot."""

from typing import Any

import altair as alt
import pandas as pd

from analysis.charts import Canvas, house
from analysis.findings import records

MARKS = [1, 2, 3, 4, 5]


def rating_dots(cells: pd.DataFrame, order: list[str], canvas: Canvas) -> dict[str, Any]:
    """cells: round, item, criterion, median, low_quartile, high_quartile, n. order: the items from the top."""
    rounds = sorted(cells["round"].unique())
    last = cells[cells["round"] == rounds[-1]]
    first = cells[cells["round"] == rounds[0]] if len(rounds) > 1 else cells.iloc[:0]
    criteria = list(dict.fromkeys(last["criterion"]))
    shown = [item for item in order if item in set(last["item"])]
    labels = min(max(canvas.room(item) for item in shown), (0.46 if canvas.narrow else 0.34) * canvas.width)
    blocks = [
        block(
            first[first["criterion"] == name],
            last[last["criterion"] == name],
            name,
            shown,
            labels,
            canvas,
            place,
            len(criteria),
        )
        for place, name in enumerate(criteria)
    ]
    if stacked(canvas, len(criteria)):
        return house(alt.vconcat(*blocks, spacing=canvas.size), canvas)
    return house(alt.hconcat(*blocks, spacing=1.5 * canvas.size), canvas)


def stacked(canvas: Canvas, blocks: int) -> bool:
    return canvas.narrow or blocks > 3


def block(
    first: pd.DataFrame, last: pd.DataFrame, name: str, items: list[str], labels: float, canvas: Canvas, place: int,
    blocks: int,
) -> Any:  # fmt: skip
    """The labels of items stand once where the blocks are side by side."""
    colour, size = canvas.palette, canvas.size
    below = stacked(canvas, blocks)
    named = below or place == 0
    axis = alt.Axis(labelLimit=labels, labelPadding=size, labelColor=colour.ink, minExtent=labels if named else 0)
    y = alt.Y("item:N", sort=items, title=None, scale=alt.Scale(domain=items), axis=axis if named else None)
    x = marks_of("median")
    room = canvas.width - labels - 2.4 * size
    width = room if below else (room - (blocks - 1) * 1.5 * size) / blocks
    base = alt.Chart(alt.InlineData(values=records(last))).encode(y=y)
    spread = base.mark_rule(strokeWidth=size / 6, color=colour.ink2).encode(
        x=marks_of("low_quartile"), x2="high_quartile:Q"
    )
    ring = (
        alt.Chart(alt.InlineData(values=records(first)))
        .encode(y=y)
        .mark_point(filled=True, fill=colour.paper, stroke=colour.ink2, strokeWidth=1.3, size=0.5 * size**2, opacity=1)
    )
    dot = base.mark_circle(size=0.7 * size**2, color=colour.accent, opacity=1)
    layers = [spread, *([ring.encode(x=x)] if len(first) else []), dot.encode(x=x)]
    title = alt.Title(name, anchor="start", fontSize=size, fontWeight=600, color=colour.ink, frame="group")
    return alt.layer(*layers).properties(width=width, height=1.9 * size * len(items), title=title)


def marks_of(field: str) -> alt.X:
    scale = alt.Scale(domain=[0.7, 5.3], nice=False, zero=False)
    return alt.X(f"{field}:Q", title=None, scale=scale, axis=alt.Axis(values=MARKS, format="d", grid=True))
