"""The forms of house charts that have rows: dots with intervals, bars. Those over time are in `lines.py`.

Each takes rows as they stand in a table of the findings and returns a spec. Labels stand at the marks, no legend; n
is in every row; values are null where they could not be computed, and then the row says so.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from analysis.charts import Canvas, house

Row = Mapping[str, Any]
Say = Callable[[float], str]
UNKNOWN = "–"
MOST = 14  # rows of a chart; the table has them all


def percent(value: float) -> str:
    return f"{value:.0%}"


def tenths_of_percent(value: float) -> str:
    return f"{value:.1%}"


def of_hundred(value: float) -> str:
    """A share as a number of a hundred, where the unit stands beside it."""
    return f"{100 * value:.0f}"


def one_place(value: float) -> str:
    return f"{value:.1f}"


def signed(value: float) -> str:
    """A percent that may be below nought, with the minus of print."""
    return f"{value:.0%}".replace("-", "−")


def two_places(value: float) -> str:
    """A correlation: 0.72, −0.3, 1."""
    return f"{value:.2f}".rstrip("0").rstrip(".").replace("-", "−")


def days(value: float) -> str:
    return f"{value:,.0f} d"


def points(value: float) -> str:
    return f"{round(100 * value) or 0:+}".replace("-", "−").replace("+0", "0")


def signed_tenths(value: float) -> str:
    return f"{round(value, 1) or 0:+.1f}".replace("-", "−").replace("+0.0", "0.0")


def number(value: float) -> str:
    return f"{value:+.1f}".replace("-", "−")


def money(value: float) -> str:
    """4.4 m, 320 k: the upload's currency, which the page names."""
    for size, letter in ((1e9, "bn"), (1e6, "m"), (1e3, "k")):
        if abs(value) >= size:
            return f"{value / size:,.1f} {letter}" if abs(value) < 100 * size else f"{value / size:,.0f} {letter}"
    return f"{value:,.0f}"


def signed_money(value: float) -> str:
    """Money that may be below nought, with the minus of print."""
    return money(value).replace("-", "−")


def shown(value: float | None, say: Say) -> str:
    return UNKNOWN if value is None or value != value else say(value)


def with_interval(row: Row, say: Say, n: str = "n") -> str:
    """56% (52–60%, n = 512), for the words that stand in for a drawing."""
    low, high = (shown(row.get(limit), say) for limit in ("low", "high"))
    interval = "" if low == high == UNKNOWN else f"{low} to {high}, "
    return f"{shown(row['value'], say)} ({interval}n = {row[n]:,})"


def each_with_interval(rows: Sequence[Row], say: Say) -> str:
    """The words that stand in for a drawing: Europe 56% (52% to 60%, n = 512); Asia …"""
    return "; ".join(f"{row['label']} {with_interval(row, say)}" for row in rows)


@dataclass(frozen=True)
class Rows:
    """Rows to draw, in their order: label, value, low, high, n; `hollow` (a second value) and `accent` where wanted."""

    rows: Sequence[dict[str, Any]]
    say: Say

    def frame(self) -> list[dict[str, Any]]:
        most = self.rows[:MOST]
        return [
            {"hollow": None, "low": None, "high": None, "accent": False}
            | row
            | {
                "text": shown(row["value"], self.say),
                "count": f"n = {row['n']:,}",
                "after": max((row[k] for k in ("high", "value", "hollow") if row.get(k) is not None), default=None),
                "label": str(row["label"]),
                "place": place,
            }
            for place, row in enumerate(most)
        ]


@dataclass(frozen=True)
class Layout:
    """How a chart of rows shares its width: labels, plot, value and n. In a narrow one labels stand above the rows."""

    canvas: Canvas
    labels: Sequence[str]
    texts: Sequence[str]
    counts: Sequence[str]

    @property
    def widest_label(self) -> float:
        return max(map(self.canvas.room, self.labels), default=0)

    @property
    def stacked(self) -> bool:
        return self.canvas.narrow or self.widest_label > 0.38 * self.canvas.width

    @property
    def plot(self) -> float:
        return self.canvas.width - 4 if self.stacked else self.canvas.width - self.widest_label - self.canvas.size - 4

    @property
    def reserve(self) -> float:
        """Pixels right of the longest mark, for its value and the n of the row."""
        text = max(map(self.canvas.room, self.texts), default=0)
        count = max(map(self.canvas.room, self.counts), default=0)
        return text + self.canvas.size * 1.6 + (0 if self.stacked else count)

    @property
    def step(self) -> float:
        return self.canvas.size * (3.4 if self.stacked else 2.3)

    @property
    def drop(self) -> float:
        """How far below the middle of its band a mark stands, to leave room for the label above it."""
        return self.canvas.size * 0.75 if self.stacked else 0


def chart_of(rows: list[dict[str, Any]]) -> alt.Chart:
    return alt.Chart(alt.InlineData(values=rows))


def interval_rows(
    rows: Rows, canvas: Canvas, *, floor: float | None = None, reference: tuple[float, str] | None = None
) -> dict[str, Any]:
    """Dots with thin intervals, one row each; hollow dots where rows have a second value. reference: a named line."""
    return drawn_rows(rows, canvas, dots, floor=floor, reference=reference)


def bars(rows: Rows, canvas: Canvas) -> dict[str, Any]:
    """Bars from zero with thin intervals; the accented row in the accent colour, the others grey."""
    return drawn_rows(rows, canvas, bar_marks, floor=0.0, reference=None)


def drawn_rows(
    rows: Rows,
    canvas: Canvas,
    marks: Callable[..., list[Any]],
    *,
    floor: float | None,
    reference: tuple[float, str] | None,
) -> dict[str, Any]:
    frame = rows.frame()
    layout = Layout(canvas, *([row[key] for row in frame] for key in ("label", "text", "count")))
    scale, ticks = scale_of(frame, layout, floor, reference[0] if reference else None)
    y = alt.Y("label:N", sort=[row["label"] for row in frame], title=None, axis=label_axis(layout))
    base = chart_of(frame).encode(y=y)
    words = tick_words(ticks, rows.say)
    # A first label that is pushed inwards meets the second; beside labels of rows there is room for its half.
    axis = alt.Axis(values=ticks, labelExpr=words, labelOverlap=False, labelFlush=layout.stacked, title=None, grid=True)
    x = Across(scale, axis)
    layers = [*reference_line(reference, x, canvas), *marks(base, x, layout), *words_of_rows(base, x, layout)]
    return house(alt.layer(*layers).properties(width=layout.plot, height=layout.step * len(frame)), canvas)


@dataclass(frozen=True)
class Across:
    """The horizontal channel that all layers of a chart share: one scale, one axis."""

    scale: alt.Scale
    axis: alt.Axis

    def __call__(self, field: str) -> alt.X:
        return alt.X(f"{field}:Q", scale=self.scale, axis=self.axis, title=None)


def label_axis(layout: Layout) -> alt.Axis | None:
    if layout.stacked:
        return None
    width = layout.widest_label + layout.canvas.size
    return alt.Axis(
        labelColor=layout.canvas.palette.ink, labelPadding=layout.canvas.size, minExtent=width, maxExtent=width
    )


def scale_of(
    frame: Sequence[Row], layout: Layout, floor: float | None, reference: float | None
) -> tuple[alt.Scale, list[float]]:
    """Domain that leaves `reserve` pixels free at the right, and round ticks within the data."""
    keys = ("value", "low", "high", "hollow")
    known = [row[key] for row in frame for key in keys if row[key] is not None] + [
        v for v in (reference,) if v is not None
    ]
    low, high = (min(known), max(known)) if known else (0.0, 1.0)
    low = low if floor is None else min(floor, low)
    ticks = round_ticks(low, high, most=3 if layout.canvas.narrow else 5)
    low = min(low, ticks[0])
    share = max(0.3, 1 - layout.reserve / layout.plot)
    return alt.Scale(domain=[low, low + (max(high, ticks[-1]) - low) / share], nice=False, zero=False), ticks


def round_ticks(low: float, high: float, most: int) -> list[float]:
    """At most `most` + 1 round numbers from just below `low` to `high`."""
    if high <= low:
        return [low]
    step = next(s for s in steps() if (high - low) / s <= most)
    first = int(low // step)
    return [float(f"{i * step:.6g}") for i in range(first, first + most + 2) if i * step <= high + step * 0.01]


def steps() -> Any:
    """1, 2, 5 times the powers of ten, from the smallest worth drawing."""
    return (base * 10.0**power for power in range(-4, 15) for base in (1, 2, 5))


def tick_words(ticks: Sequence[float], say: Say) -> str:
    """A Vega expression that says each tick in the unit of the chart, without needless noughts and signs."""
    words = [re.sub(r"\.0(?!\d)", "", say(tick)) for tick in ticks]
    plain = [word.lstrip("+") if tick == 0 else word for tick, word in zip(ticks, words, strict=True)]
    return f"{json.dumps(plain)}[indexof({json.dumps(list(ticks))}, datum.value)]"


def reference_line(reference: tuple[float, str] | None, x: Across, canvas: Canvas) -> list[Any]:
    """A dashed line over all rows, with its name above."""
    if reference is None:
        return []
    base = chart_of([{"reference": reference[0], "name": reference[1]}]).encode(x=x("reference"))
    low, high = x.scale.domain
    align: Any = "left" if reference[0] - low < 0.3 * (high - low) else "center"  # never out of the drawing
    name = base.mark_text(color=canvas.palette.ink2, baseline="bottom", align=align, dy=-0.3 * canvas.size)
    line = base.mark_rule(color=canvas.palette.ink2, strokeWidth=1.2, strokeDash=[4, 3])
    return [line, name.encode(y=alt.value(0), text="name:N")]


def dots(base: alt.Chart, x: Across, layout: Layout) -> list[Any]:
    colour, scale = layout.canvas.palette, layout.canvas.size / 14
    hue = alt.condition("datum.accent", alt.value(colour.accent), alt.value(colour.ink2))
    ring = base.transform_filter("datum.hollow !== null").mark_point(
        filled=True,
        fill=colour.paper,
        stroke=colour.ink2,
        strokeWidth=1.5,
        size=80 * scale**2,
        opacity=1,
        yOffset=layout.drop,
    )
    known = base.transform_filter("datum.value !== null")
    return [
        interval_line(base, x, layout, hue),
        ring.encode(x=x("hollow")),
        known.mark_circle(size=100 * scale**2, opacity=1, yOffset=layout.drop).encode(x=x("value"), color=hue),
    ]


def bar_marks(base: alt.Chart, x: Across, layout: Layout) -> list[Any]:
    colour, size = layout.canvas.palette, layout.canvas.size
    hue = alt.condition("datum.accent", alt.value(colour.accent), alt.value(colour.grey))
    bar = base.transform_filter("datum.value !== null").transform_calculate(zero="0")
    return [
        bar.mark_bar(height=1.2 * size, yOffset=layout.drop).encode(x=x("value"), x2="zero:Q", color=hue),
        interval_line(base, x, layout, alt.value(colour.ink)),
    ]


def interval_line(base: alt.Chart, x: Across, layout: Layout, hue: Any) -> Any:
    known = base.transform_filter("datum.low !== null && datum.high !== null")
    return known.mark_rule(strokeWidth=1.5 * layout.canvas.size / 14, yOffset=layout.drop).encode(
        x=x("low"), x2="high:Q", color=hue
    )


def words_of_rows(base: alt.Chart, x: Across, layout: Layout) -> list[Any]:
    """The value after its mark, n at the right edge, and in a narrow chart the label above."""
    colour, size, drop = layout.canvas.palette, layout.canvas.size, layout.drop
    known = base.transform_filter("datum.after !== null")
    beside: dict[str, Any] = {"align": "left", "dx": 0.6 * size, "fontWeight": 600, "yOffset": drop}
    over_lines = known.mark_text(**beside, stroke=colour.paper, strokeWidth=size / 3, color=colour.paper)
    value, clear = (text.encode(x=x("after"), text="text:N") for text in (known.mark_text(**beside), over_lines))
    up = -1.05 * size if layout.stacked else 0
    count = base.mark_text(align="right", color=colour.ink2, yOffset=up).encode(
        x=alt.value(layout.plot), text="count:N"
    )
    if not layout.stacked:
        return [clear, value, count]
    widest = layout.plot - max(map(layout.canvas.room, layout.counts), default=0)
    where: dict[str, Any] = {"align": "left", "yOffset": up, "limit": widest}
    halo = base.mark_text(**where, stroke=colour.paper, strokeWidth=size / 3, color=colour.paper)  # over lines
    label = base.mark_text(**where)
    return [clear, value, count, *(text.encode(x=alt.value(0), text="label:N") for text in (halo, label))]
