"""What rules cost on two counts: a dot a rule, those worth choosing between on a line, the room's own beside them."""

from collections.abc import Sequence
from math import log
from typing import Any

import altair as alt

from analysis.charts import Canvas, house
from analysis.drawing.lines import Upward
from analysis.drawing.rows import Across, Row, chart_of, round_ticks, tick_words

ACROSS = "Months between false alarms"
UP = "Months until a 10 % drop is seen"
TICKS = (1, 2, 3, 6, 12, 24, 48, 96, 192, 384, 768)


def trade_off(rows: Sequence[Row], canvas: Canvas, sought: tuple[float, float, str]) -> dict[str, Any]:
    """rows: rule, false_alarm_months, months_to_see_drop, efficient, people, is_median.

    sought: at least so many months between false alarms, at most so many until the drop, and the words for that corner.
    """
    size = canvas.size
    known = [dict(row) for row in rows if row["false_alarm_months"] and row["months_to_see_drop"]]
    x, y = channels(known, canvas, sought)
    base = chart_of(known).encode(x=x("false_alarm_months"), y=y("months_to_see_drop"))
    layers = [
        *corner(sought, x, y, canvas),
        *frontier(known, x, y, canvas),
        *room_dots(base, canvas),
        *names(known, x, y, canvas),
        chart_of([{"word": UP}])
        .mark_text(align="left", baseline="bottom", color=canvas.palette.ink2, dy=-0.5 * size)
        .encode(x=alt.value(0), y=alt.value(0), text="word:N"),
    ]
    return house(alt.layer(*layers).properties(width=plot(canvas), height=18 * size), canvas)


def plot(canvas: Canvas) -> float:
    return canvas.width - 3.2 * canvas.size


def channels(rows: Sequence[Row], canvas: Canvas, sought: tuple[float, float, str]) -> tuple[Across, Upward]:
    """Across in doublings, for the tenth month tells more than the hundredth; up from zero."""
    along, up = ([row[key] for row in rows] for key in ("false_alarm_months", "months_to_see_drop"))
    low, high = min(along) / 1.15, max(max(along), 2 * sought[0]) * 1.15
    ticks = [tick for tick in TICKS if low <= tick <= high]
    ticks = ticks[::2] if len(ticks) > (5 if canvas.narrow else 9) else ticks
    words = tick_words(ticks, lambda value: f"{value:.0f}")
    axis = alt.Axis(values=ticks, labelExpr=words, labelOverlap=False, title=ACROSS, titlePadding=4, grid=True)
    top = max(max(up), 1.2 * sought[1])
    marks = round_ticks(0.0, top, most=5)
    upward = alt.Axis(
        values=marks, labelExpr=tick_words(marks, lambda value: f"{value:g}"), labelOverlap=False, grid=True
    )
    x = Across(alt.Scale(type="log", domain=[low, high], nice=False), axis)
    return x, Upward(alt.Scale(domain=[0, 1.08 * top], nice=False), upward)


def corner(sought: tuple[float, float, str], x: Across, y: Upward, canvas: Canvas) -> list[Any]:
    """Where a rule errs seldom enough and sees soon enough; on a phone without its words."""
    least, most, words = sought
    part = chart_of([{"from": least, "to": x.scale.domain[1], "floor": 0, "most": most, "words": words}])
    part = part.encode(x=x("from"), y=y("floor"))
    wash = part.mark_rect(color=canvas.palette.accent, opacity=0.12).encode(x2="to:Q", y2="most:Q")
    said = part.mark_text(align="right", baseline="bottom", dx=-0.4 * canvas.size, dy=-0.4 * canvas.size)
    return (
        [wash]
        if canvas.narrow
        else [wash, said.encode(x=x("to"), text="words:N", color=alt.value(canvas.palette.ink2))]
    )


def frontier(rows: Sequence[Row], x: Across, y: Upward, canvas: Canvas) -> list[Any]:
    """The rules worth choosing between on a line; grey, what is named besides."""
    colour, area = canvas.palette, 45 * (canvas.size / 14) ** 2
    best = sorted((dict(row) for row in rows if row["efficient"]), key=lambda row: row["false_alarm_months"])
    others = [dict(row) for row in rows if not (row["efficient"] or row["people"] or row["is_median"])]
    drawn: dict[str, Any] = {"x": x("false_alarm_months"), "y": y("months_to_see_drop")}
    line = chart_of(best).encode(**drawn)
    return [
        line.mark_line(color=colour.accent, strokeWidth=1.5).encode(order=alt.Order("false_alarm_months:Q")),
        line.mark_circle(color=colour.accent, size=area, opacity=1),
        chart_of(others).mark_circle(color=colour.grey, size=1.6 * area, opacity=1).encode(**drawn),
    ]


def room_dots(base: alt.Chart, canvas: Canvas) -> list[Any]:
    """A ring for each setting that people chose, larger for more of them; the median filled."""
    colour, area = canvas.palette, 60 * (canvas.size / 14) ** 2
    people = base.transform_filter("datum.people > 0").transform_calculate(area=f"{area} * (0.6 + datum.people)")
    ring: dict[str, Any] = {"filled": False, "stroke": colour.decision, "strokeWidth": 1.5, "opacity": 1}
    median = base.transform_filter("datum.is_median")
    return [
        people.mark_point(shape="circle", **ring).encode(size=alt.Size("area:Q", scale=None, legend=None)),
        median.mark_circle(color=colour.decision, size=2 * area, opacity=1),
    ]


def names(rows: Sequence[Row], x: Across, y: Upward, canvas: Canvas) -> list[Any]:
    """The room's median first, then the others where their words do not meet."""
    size, texts = canvas.size, []
    placed: list[tuple[float, float, float]] = []
    for row in sorted((row for row in rows if row["named"]), key=lambda row: (not row["is_median"], row["rule"])):
        (at, height), room = place_of(row, x, y, canvas), canvas.room(row["rule"]) + size
        is_left = at - room > 0  # the line rises to the right
        left = at - room if is_left else at
        if all(left > end or left + room < begin or abs(height - up) > 1.3 * size for begin, end, up in placed):
            placed.append((left, left + room, height))
            texts += name(row, "right" if is_left else "left", x, y, canvas)
    return texts


def place_of(row: Row, x: Across, y: Upward, canvas: Canvas) -> tuple[float, float]:
    """Pixels from the left and from the foot."""
    (low, high), (_, top) = x.scale.domain, y.scale.domain
    share = log(row["false_alarm_months"] / low) / log(high / low)
    return share * plot(canvas), row["months_to_see_drop"] / top * 18 * canvas.size


def name(row: Row, side: Any, x: Across, y: Upward, canvas: Canvas) -> list[Any]:
    size, colour = canvas.size, canvas.palette
    base = chart_of([dict(row)]).encode(x=x("false_alarm_months"), y=y("months_to_see_drop"), text="rule:N")
    place: dict[str, Any] = {
        "align": side,
        "dx": (0.7 if side == "left" else -0.7) * size,
        "baseline": "bottom",
        "dy": -0.3 * size,
    }
    hue = colour.decision if row["is_median"] else colour.ink
    return [
        base.mark_text(**place, color=colour.paper, stroke=colour.paper, strokeWidth=size / 3),
        base.mark_text(**place, color=hue, fontWeight=600 if row["is_median"] else 400),
    ]
