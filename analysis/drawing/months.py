"""Lines over months, named at their right end."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from analysis.charts import Canvas, house
from analysis.drawing.lines import Upward, spread
from analysis.drawing.rows import Row, Say, chart_of, round_ticks, tick_words

TALL = 13  # of the plot, in sizes of letters
APART = 1.4  # of two names, in sizes of letters


@dataclass(frozen=True)
class Line:
    """One line of a chart: the column of its values, the word at its end, its colour; dashed where told."""

    value: str
    name: str
    colour: str
    dashed: bool = False


def month_lines(rows: Sequence[Row], canvas: Canvas, lines: Sequence[Line], say: Say) -> dict[str, Any]:
    """rows: `month` as 2024-03, in time, and a column for each line; from zero upwards, or lower where values are."""
    known = [row[line.value] for row in rows for line in lines if row[line.value] is not None]
    low, high = min(0.0, *known), max(known)
    ticks = round_ticks(low, high, most=4)
    domain = [min(low, ticks[0]), max(high, ticks[-1])]
    words = tick_words(ticks, say)
    y = Upward(alt.Scale(domain=domain, nice=False), alt.Axis(values=ticks, labelExpr=words, grid=True))
    side = 5.5 * canvas.size + max(canvas.room(line.name) for line in lines)
    width, height = canvas.width - side, TALL * canvas.size
    base = chart_of([dict(row) for row in rows]).encode(x=month_axis(rows, canvas, width))
    layers = [drawn for line in lines for drawn in line_marks(base, y, line, canvas)]
    layers += names(rows, lines, y, canvas)
    return house(alt.layer(*layers).properties(width=width, height=height), canvas)


def month_axis(rows: Sequence[Row], canvas: Canvas, width: float) -> alt.X:
    """So many months named as have room, counted back from the last, which always is."""
    months = [str(row["month"]) for row in rows]
    fit = max(int(width / (canvas.room("2024-03") * 1.15)), 1)
    every = -(-len(months) // fit)
    named = months[::-1][::every]
    axis = alt.Axis(
        values=named[::-1], labelAngle=0, labelExpr=f"{json.dumps(named)}[indexof({json.dumps(named)}, datum.value)]"
    )
    return alt.X("month:O", sort=months, axis=axis, title=None, scale=alt.Scale(padding=0.1))


def line_marks(base: alt.Chart, y: Upward, line: Line, canvas: Canvas) -> list[Any]:
    known = base.transform_filter(f"datum.{line.value} !== null").encode(y=y(line.value))
    dash: dict[str, Any] = {"strokeDash": [4, 3]} if line.dashed else {}
    dots = known.mark_circle(size=36 * (canvas.size / 14) ** 2, color=line.colour, opacity=1)
    return [known.mark_line(strokeWidth=2 * canvas.size / 14, color=line.colour, **dash), dots]


def names(rows: Sequence[Row], lines: Sequence[Line], y: Upward, canvas: Canvas) -> list[Any]:
    """Each line named right of the last month, at the height of its last value and apart from the others."""
    last = {
        line.value: next((row[line.value] for row in reversed(rows) if row[line.value] is not None), None)
        for line in lines
    }
    low, high = y.scale.domain
    shift = {key: value - low for key, value in last.items() if value is not None}
    heights = spread(shift, APART * (high - low) / TALL)
    return [
        chart_of([{"height": heights[line.value] + low, "word": line.name}])
        .mark_text(align="left", dx=0.4 * canvas.size, fontWeight=600, color=line.colour)
        .encode(x=alt.value("width"), y=y("height"), text="word:N")
        for line in lines
        if line.value in heights
    ]
