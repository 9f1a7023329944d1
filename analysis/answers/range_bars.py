"""Ranges of items side by side: a line from low to high, the likely value on it, and what the data say as a stroke."""

from collections.abc import Sequence
from typing import Any

import altair as alt

from analysis.charts import Canvas, house
from analysis.drawing.rows import Across, Say, round_ticks, tick_words


def range_bars(rows: Sequence[dict[str, Any]], say: Say, canvas: Canvas) -> dict[str, Any]:
    """rows: item, range_low, likely, range_high, n; before (the first round's likely value) and actual may be None.

    So may both ends of the range, where it is not told: then there is the value alone. ends: their name, if any.
    """
    lines = [line | {"text": text_of(line, say, canvas), "count": f"n = {line['n']}"} for line in map(dict, rows)]
    known = [
        line[key]
        for line in lines
        for key in ("range_low", "likely", "range_high", "before", "actual")
        if line[key] is not None
    ]
    ticks = round_ticks(min(known), max(known), most=3 if canvas.narrow else 5)
    domain = [min(*known, ticks[0]), max(*known, ticks[-1])]
    axis = alt.Axis(values=ticks, labelExpr=tick_words(ticks, say), labelOverlap=False, title=None, grid=True)
    x = Across(alt.Scale(domain=domain, nice=False, zero=False), axis)
    labels = label_width(lines, canvas)
    order = [str(line["item"]) for line in lines]
    hidden = alt.Axis(labels=not canvas.narrow, labelLimit=labels, labelPadding=canvas.size, minExtent=labels)
    y = alt.Y("item:N", sort=order, title=None, axis=None if canvas.narrow else hidden)
    base = alt.Chart(alt.InlineData(values=lines)).encode(y=y)
    width = canvas.width - (4 if canvas.narrow else labels + 2 * canvas.size)
    step = canvas.size * (3.6 if canvas.narrow else 2.6)
    layers = [*marks(base, x, canvas), *words(base, canvas, width)]
    return house(alt.layer(*layers).properties(width=width, height=step * len(lines)), canvas)


def label_width(lines: Sequence[dict[str, Any]], canvas: Canvas) -> float:
    return min(max(canvas.room(str(line["item"])) for line in lines) + 2 * canvas.size, 0.4 * canvas.width)


def text_of(line: dict[str, Any], say: Say, canvas: Canvas) -> str:
    """'24%, 15% to 35%'; with what the data say, where that is known and there is room."""
    if line["range_low"] is None:
        return say(line["likely"])
    said = f"{say(line['likely'])}, {line.get('ends', '')}{say(line['range_low'])} to {say(line['range_high'])}"
    return said if line["actual"] is None or canvas.narrow else f"{said} · data {say(line['actual'])}"


def marks(base: alt.Chart, x: Across, canvas: Canvas) -> list[Any]:
    colour, size = canvas.palette, canvas.size
    down = 0.9 * size if canvas.narrow else 0.35 * size
    line = (
        base.transform_filter("datum.range_low !== null")
        .mark_rule(strokeWidth=size / 6, color=colour.ink2, yOffset=down)
        .encode(x=x("range_low"), x2="range_high:Q")
    )
    ring = base.transform_filter("datum.before !== null").mark_point(
        filled=True,
        fill=colour.paper,
        stroke=colour.ink2,
        strokeWidth=1.3,
        size=0.45 * size**2,
        opacity=1,
        yOffset=down,
    )
    dot = base.mark_circle(size=0.55 * size**2, color=colour.accent, opacity=1, yOffset=down)
    truth = base.transform_filter("datum.actual !== null").mark_tick(
        thickness=size / 4, height=1.1 * size, color=colour.decision, yOffset=down
    )
    return [line, ring.encode(x=x("before")), dot.encode(x=x("likely")), truth.encode(x=x("actual"))]


def words(base: alt.Chart, canvas: Canvas, width: float) -> list[Any]:
    """The numbers above each line; on a phone the item's name too, and n at the right."""
    up = -0.75 * canvas.size if not canvas.narrow else -0.1 * canvas.size
    said = base.mark_text(align="left", yOffset=up, color=canvas.palette.ink2, limit=0.82 * width)
    count = base.mark_text(align="right", yOffset=up, color=canvas.palette.ink2)
    layers = [said.encode(x=alt.value(0), text="text:N"), count.encode(x=alt.value(width), text="count:N")]
    if canvas.narrow:
        name = base.mark_text(align="left", yOffset=-1.35 * canvas.size, fontWeight=600, limit=width)
        layers.append(name.encode(x=alt.value(0), text="item:N"))
    return layers
