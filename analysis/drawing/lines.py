"""The forms of house charts that run over time: dots over quarters, curves over age."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from analysis.charts import Canvas, house
from analysis.drawing.rows import Across, Row, chart_of, percent, round_ticks


@dataclass(frozen=True)
class Dots:
    """One row of dots over quarters: the column of its values, the word at its end; filled ones have limits."""

    value: str
    name: str
    low: str = ""
    high: str = ""


def over_quarters(rows: Sequence[Row], canvas: Canvas, filled: Dots, hollow: Dots) -> dict[str, Any]:
    """Rates by quarter, 0 to 1: filled dots with intervals joined by a line, hollow dots beside, `deals` below."""
    size, kept = canvas.size, [dict(row) for row in rows[-(4 if canvas.narrow else 12) :]]
    keys = (filled.value, filled.low, filled.high, hollow.value)
    known = [row[key] for row in kept for key in keys if row.get(key) is not None]
    ticks = round_ticks(min(known, default=0.0), max(known, default=1.0), most=4)
    scale = alt.Scale(domain=[ticks[0], max(known, default=1.0)], nice=False, zero=False)
    y = Upward(scale, alt.Axis(values=ticks, format=".0%", grid=True))
    base = chart_of(kept).encode(x=quarter_axis(kept, canvas))
    layers = [*filled_dots(base, y, filled, canvas), *hollow_dots(base, y, hollow, canvas)]
    layers += quarter_words(kept, (filled, hollow), y, canvas)
    width = canvas.width - 4 * size - max(canvas.room(f"{one.name} 99%") for one in (filled, hollow))
    return house(alt.layer(*layers).properties(width=width, height=12 * size), canvas)


def quarter_axis(rows: Sequence[Row], canvas: Canvas) -> alt.X:
    """Quarters along the foot, each with its year and the number of deals that closed in it."""
    quarters = [row["quarter"] for row in rows]
    said = [[quarter[5:], quarter[:4], f"{row['deals']:,}"] for quarter, row in zip(quarters, rows, strict=True)]
    words = f"{json.dumps(said)}[indexof({json.dumps(quarters)}, datum.value)]"
    axis = alt.Axis(
        labelAngle=0, labelExpr=words, labelOverlap=False, labelFontSize=min(canvas.size, 12 * canvas.size / 14)
    )
    return alt.X("quarter:O", sort=quarters, axis=axis, title=None)


def filled_dots(base: alt.Chart, y: "Upward", one: Dots, canvas: Canvas) -> list[Any]:
    hue = canvas.palette.accent
    known = base.transform_filter(f"datum.{one.value} !== null")
    return [
        known.mark_rule(strokeWidth=1.5, color=hue).encode(y=y(one.low), y2=f"{one.high}:Q"),
        known.mark_line(strokeWidth=1.5, color=hue).encode(y=y(one.value)),
        known.mark_circle(size=80 * (canvas.size / 14) ** 2, color=hue, opacity=1).encode(y=y(one.value)),
    ]


def hollow_dots(base: alt.Chart, y: "Upward", one: Dots, canvas: Canvas) -> list[Any]:
    known, colour = base.transform_filter(f"datum.{one.value} !== null"), canvas.palette
    ring: dict[str, Any] = {
        "filled": True,
        "fill": colour.paper,
        "stroke": colour.ink2,
        "strokeWidth": 1.5,
        "opacity": 1,
    }
    return [known.mark_point(**ring, size=70 * (canvas.size / 14) ** 2).encode(y=y(one.value))]


def quarter_words(rows: Sequence[Row], both: tuple[Dots, Dots], y: "Upward", canvas: Canvas) -> list[Any]:
    """Each row of dots named, right of the last quarter, at the height of its last value."""
    last = {
        one.value: next((row[one.value] for row in reversed(rows) if row.get(one.value) is not None), None)
        for one in both
    }
    ends = {key: value for key, value in last.items() if value is not None}
    low, high = y.scale.domain
    heights = spread(ends, 1.35 * (high - low) / 12)
    return [
        chart_of([{"height": heights[one.value], "word": f"{one.name} {percent(ends[one.value])}"}])
        .mark_text(align="left", dx=0.5 * canvas.size, fontWeight=600, color=hue)
        .encode(x=alt.value("width"), y=y("height"), text="word:N")
        for one, hue in zip(both, (canvas.palette.accent, canvas.palette.ink2), strict=True)
        if one.value in ends
    ]


@dataclass(frozen=True)
class Series:
    """One curve of a chart: the columns of its value and limits, the word at its end, its colour."""

    value: str
    low: str
    high: str
    name: str
    colour: str


def curves(rows: Sequence[Row], canvas: Canvas, series: Sequence[Series], *, across: str) -> dict[str, Any]:
    """Steps over age in days with a band each, 0 to 1, named at their right end."""
    size = canvas.size
    last = max(row["day"] for row in rows)
    end = {
        one.value: next((row[one.value] for row in reversed(rows) if row[one.value] is not None), 0.0) for one in series
    }
    words = {one.value: f"{one.name} {percent(end[one.value])}".strip() for one in series}
    side = 3.5 * size
    plot = canvas.width - side
    share = 1 - (max(map(canvas.room, words.values())) + size) / plot
    high = max(
        [row[key] for row in rows for one in series for key in (one.value, one.high) if row[key] is not None], default=1
    )
    up = round_ticks(0.0, min(1.0, max(high, 0.1)), most=4)
    along = round_ticks(0.0, float(last), most=3 if canvas.narrow else 6)
    x = Across(
        alt.Scale(domain=[0, last / share], nice=False),
        alt.Axis(values=along, title=across, labelFlush=False, titlePadding=4),
    )
    y = Upward(alt.Scale(domain=[0, max(high, up[-1])], nice=False), alt.Axis(values=up, format=".0%", grid=True))
    layers = [layer for one in series for layer in one_curve(rows, one, x, y)]
    layers += end_words(series, spread(end, 1.35 * size * max(high, up[-1]) / (14 * size)), words, last, (x, y), canvas)
    return house(alt.layer(*layers).properties(width=plot, height=14 * size), canvas)


@dataclass(frozen=True)
class Upward:
    """The vertical channel that all layers of a chart share."""

    scale: alt.Scale
    axis: alt.Axis

    def __call__(self, field: str) -> alt.Y:
        return alt.Y(f"{field}:Q", scale=self.scale, axis=self.axis, title=None)


def one_curve(rows: Sequence[Row], one: Series, x: Across, y: Upward) -> list[Any]:
    keys = ("day", one.value, one.low, one.high)
    known = [{key: row[key] for key in keys} for row in rows if row[one.value] is not None]
    base = chart_of(known).encode(x=x("day"))
    bounded = base.transform_filter(f"datum.{one.low} !== null && datum.{one.high} !== null")
    band = bounded.mark_area(interpolate="step-after", color=one.colour, opacity=0.15)
    line = base.mark_line(interpolate="step-after", color=one.colour, strokeWidth=2)
    return [band.encode(y=y(one.low), y2=f"{one.high}:Q"), line.encode(y=y(one.value))]


def spread(ends: Mapping[str, float], least: float) -> dict[str, float]:
    """Heights for the words at the ends of curves: at least `least` apart, the lowest stays."""
    placed: dict[str, float] = {}
    height = -1.0
    for key, value in sorted(ends.items(), key=lambda item: item[1]):
        height = max(value, height + least)
        placed[key] = height
    return placed


def end_words(
    series: Sequence[Series], heights: Mapping[str, float], words: Mapping[str, str], last: float,
    at: tuple[Across, Upward], canvas: Canvas,
) -> list[Any]:  # fmt: skip
    x, y = at
    paper = canvas.palette.paper
    halo: dict[str, Any] = {"stroke": paper, "strokeWidth": canvas.size / 3}
    return [
        chart_of([{"day": last, "height": heights[one.value], "word": words[one.value]}])
        .mark_text(align="left", dx=0.5 * canvas.size, fontWeight=600, **look)
        .encode(x=x("day"), y=y("height"), text="word:N")
        for one in series
        for look in ({"color": paper} | halo, {"color": one.colour})
    ]
