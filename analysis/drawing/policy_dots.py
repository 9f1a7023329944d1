"""The drawing of rules that trade one thing for another: money kept upwards, deals slowed to the right."""

from collections.abc import Sequence
from typing import Any

import altair as alt

from analysis.charts import Canvas, house
from analysis.drawing.lines import Upward
from analysis.drawing.rows import Across, Row, chart_of, money, round_ticks, tick_words

ACROSS, SHORT = "Decided deals that wait over three days", "Deals waiting over 3 days"
UP = "Margin kept"


def policy_dots(rows: Sequence[Row], canvas: Canvas) -> dict[str, Any]:
    """A dot per rule: label, slowed, margin_kept, efficient, room_limit. Those worth choosing between are joined.

    Only they are named, and the room's limit has a ring; the others stand grey, for the table names them all.
    """
    size = canvas.size
    x, y = channels(rows, canvas)
    base = chart_of([dict(row) for row in rows]).encode(x=x("slowed"), y=y("margin_kept"))
    best = sorted((row for row in rows if row["efficient"]), key=lambda row: row["slowed"])
    line = chart_of([dict(row) for row in best]).mark_line(color=canvas.palette.accent, strokeWidth=1.5)
    layers = [
        line.encode(x=x("slowed"), y=y("margin_kept"), order=alt.Order("slowed:Q")),
        *dots(base, canvas),
        *names(named(best, x, y, canvas), x, y, canvas),
        chart_of([{"word": UP}])
        .mark_text(align="left", baseline="bottom", color=canvas.palette.ink2, dy=-0.3 * size)
        .encode(x=alt.value(0), y=alt.value(0), text="word:N"),
    ]
    plot = alt.layer(*layers).properties(width=canvas.width - 5.5 * size, height=19 * size)
    return house(plot, canvas)


def channels(rows: Sequence[Row], canvas: Canvas) -> tuple[Across, Upward]:
    """Both scales from zero, with room at the right for the words of the last dot."""
    most, top = (max(float(row[key]) for row in rows) or 1.0 for key in ("slowed", "margin_kept"))
    widest = max(canvas.room(str(row["label"])) for row in rows) + canvas.size
    share = max(0.4, 1 - widest / (canvas.width - 5.5 * canvas.size))
    along, up = round_ticks(0.0, most, most=3 if canvas.narrow else 5), round_ticks(0.0, top, most=4)
    axis = alt.Axis(values=along, title=SHORT if canvas.narrow else ACROSS, titlePadding=4, labelFlush=False)
    x = Across(alt.Scale(domain=[0, max(most, along[-1]) / share], nice=False), axis)
    scale = alt.Scale(domain=[0, 1.12 * max(top, up[-1])], nice=False)
    words = alt.Axis(values=up, labelExpr=tick_words(up, money), labelOverlap=False, title=None, grid=True)
    return x, Upward(scale, words)


def dots(base: alt.Chart, canvas: Canvas) -> list[Any]:
    colour, area = canvas.palette, 90 * (canvas.size / 14) ** 2
    hue = alt.condition("datum.efficient", alt.value(colour.accent), alt.value(colour.grey))
    ring = base.transform_filter("datum.room_limit").mark_point(
        filled=False, stroke=colour.decision, strokeWidth=2, size=3 * area, opacity=1
    )
    return [base.mark_circle(size=area, opacity=1).encode(color=hue), ring]


def named(best: Sequence[Row], x: Across, y: Upward, canvas: Canvas) -> list[dict[str, Any]]:
    """The rules whose words do not fall on the words of one already named; the ends of the line come first."""
    (_, wide), (_, tall) = x.scale.domain, y.scale.domain
    plot, height = canvas.width - 5.5 * canvas.size, 19 * canvas.size
    placed: list[dict[str, Any]] = []
    for row in [*best[-1:], *best[:1], *best[1:-1]]:
        at = (row["slowed"] / wide * plot, row["margin_kept"] / tall * height)
        room = canvas.room(str(row["label"])) + canvas.size
        if all(abs(at[0] - one["at"][0]) > room or abs(at[1] - one["at"][1]) > 1.4 * canvas.size for one in placed):
            placed.append(dict(row) | {"at": at})
    return [{key: value for key, value in row.items() if key != "at"} for row in placed]


def names(rows: Sequence[Row], x: Across, y: Upward, canvas: Canvas) -> list[Any]:
    size, paper = canvas.size, canvas.palette.paper
    base = chart_of([dict(row) for row in rows]).encode(x=x("slowed"), y=y("margin_kept"), text="label:N")
    place: dict[str, Any] = {"align": "left", "baseline": "middle", "dx": 0.7 * size}
    return [
        base.mark_text(**place, color=paper, stroke=paper, strokeWidth=size / 3),
        base.mark_text(**place, fontWeight=600),
    ]
