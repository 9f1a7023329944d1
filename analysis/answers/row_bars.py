"""Bars of rows with long names: the name stands above its bar, on a phone in two lines, and the number after it.

What was counted in an earlier round stands around its bar as a hollow one.
"""

from collections.abc import Sequence
from textwrap import wrap
from typing import Any

import altair as alt

from analysis.charts import Canvas, house

MOST = 8  # bars; the table has all rows
LETTER = 0.58  # of the size, a letter of running text


def row_bars(rows: Sequence[dict[str, Any]], canvas: Canvas) -> dict[str, Any]:
    """rows: label, value, and `of`, the total that the value is a part of, or None. Those that lead are accented.

    Where there was an earlier round, also `before`: the value as it was then.
    """
    drawn = [row | {"place": place} | words(row, canvas) for place, row in enumerate(rows[:MOST])]
    most = max([max(row["of"] or row["value"], row.get("before", 0)) for row in drawn] + [1])
    step = canvas.size * (1.3 * max(row["lines"] for row in drawn) + 1.6)
    # Room at the right for the number after the longest bar.
    after = canvas.size * (8 if any("before" in row for row in rows) else 5)
    scale = alt.Scale(domain=[0, most * canvas.width / (canvas.width - after)], nice=False)
    x, y = alt.X("value:Q", scale=scale, axis=None), alt.Y("place:O", axis=None)
    base = alt.Chart(alt.InlineData(values=drawn)).encode(y=y)
    layers = [*bars(base, x, rows, canvas), *names(base, canvas)]
    if any("before" in row for row in rows):
        layers.append(hollow_bars(base, scale, canvas))
    return house(alt.layer(*layers).properties(width=canvas.width - 4, height=step * len(drawn)), canvas)


def words(row: dict[str, Any], canvas: Canvas) -> dict[str, Any]:
    """The label in lines that fit, and what stands after the bar."""
    width = int((canvas.width - 8) / (LETTER * canvas.size))
    lines = wrap(row["label"], width, max_lines=2 if canvas.narrow else 1, placeholder=" …") or [""]
    total = "" if row["of"] is None else f" of {row['of']}"
    first, last = (lines[0], lines[1]) if len(lines) > 1 else ("", lines[0])
    before = f"{row['before']}, then " if "before" in row else ""
    ends = {"first": first, "last": last, "lines": len(lines), "after": max(row["value"], row.get("before", 0))}
    return ends | {"text": f"{before}{row['value']}{total}"}


def bars(base: alt.Chart, x: alt.X, rows: Sequence[dict[str, Any]], canvas: Canvas) -> list[Any]:
    """Of parts, those with more than half of their total are accented; else those with most."""
    colour, size = canvas.palette, canvas.size
    most = max((row["value"] for row in rows), default=0)
    leads = f"datum.of === null ? datum.value > 0 && datum.value === {most} : 2 * datum.value > datum.of"
    hue = alt.condition(leads, alt.value(colour.accent), alt.value(colour.grey))
    drop = 0.8 * size
    height = 0.5 if any("before" in row for row in rows) else 0.9
    bar = base.mark_bar(height=height * size, yOffset=drop).encode(x=x, color=hue)
    number = base.mark_text(align="left", dx=0.5 * size, fontWeight=600, yOffset=drop)
    number = number.encode(x=alt.X("after:Q", scale=x["scale"], axis=None), text="text:N")
    return [bar, number]


def hollow_bars(base: alt.Chart, scale: alt.Scale, canvas: Canvas) -> Any:
    """Around the filled ones, so that gain and loss are seen."""
    outline = base.mark_bar(height=0.9 * canvas.size, yOffset=0.8 * canvas.size, fill=None, strokeWidth=1.3)
    return outline.encode(x=alt.X("before:Q", scale=scale, axis=None), stroke=alt.value(canvas.palette.ink2))


def names(base: alt.Chart, canvas: Canvas) -> list[Any]:
    """The last line right above the bar, the one before above that."""
    up = {"last": -0.45 * canvas.size, "first": -1.7 * canvas.size}
    return [
        base.mark_text(align="left", yOffset=offset).encode(x=alt.value(0), text=f"{line}:N")
        for line, offset in up.items()
    ]
