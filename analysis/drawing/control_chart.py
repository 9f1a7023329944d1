"""A control chart: periods in time as dots on a line, mean and limits across, what a rule flags in another colour."""

from collections.abc import Sequence
from typing import Any

import altair as alt

from analysis.charts import Canvas, house
from analysis.drawing.lines import Upward
from analysis.drawing.rows import Row, chart_of, percent, round_ticks, tick_words

NAMED = 3  # flagged periods whose words stand beside them
NARROW = 24  # periods on a phone: the last ones


def control_chart(rows: Sequence[Row], canvas: Canvas, baseline: str) -> dict[str, Any]:
    """rows: period, ratio, mean, lower, upper, baseline, flagged, in time. baseline: what stands over its periods."""
    size = canvas.size
    kept = [dict(row) | {"place": place} for place, row in enumerate(rows[-NARROW:] if canvas.narrow else rows)]
    width = canvas.width - 5 * size - canvas.room("000%")
    x, y = along(kept, width, canvas), upward(kept)
    base = chart_of(kept).encode(x=x)
    layers = [
        *baseline_part(kept, x, canvas, baseline),
        *limit_lines(kept, y, canvas),
        base.mark_line(color=canvas.palette.grey, strokeWidth=1.5).encode(y=y("ratio")),
        *period_dots(base, y, canvas),
        *flag_words(kept, (x, y), width, canvas),
    ]
    return house(alt.layer(*layers).properties(width=width, height=15 * size), canvas)


def along(rows: Sequence[Row], width: float, canvas: Canvas) -> alt.X:
    """Each year's first period is named, and as many between as there is room for."""
    step = -(-len(rows) * canvas.room("2024-00 ") // width)
    nice = next((each for each in (1, 2, 3, 4, 6, 12, 24) if each >= step), int(step))
    ticks = [row["place"] for row in rows if row["place"] % nice == 0]
    words = tick_words(ticks, lambda place: str(rows[int(place)]["period"]))
    scale = alt.Scale(domain=[-0.5, len(rows) - 0.5], nice=False, zero=False)
    axis = alt.Axis(values=ticks, labelExpr=words, labelOverlap=False, labelFlush=True)
    return alt.X("place:Q", scale=scale, axis=axis, title=None)


def upward(rows: Sequence[Row]) -> Upward:
    known = [row[key] for row in rows for key in ("ratio", "lower", "upper") if row[key] is not None]
    low, high = min(known), max(known)
    ticks = round_ticks(low, high, most=5)
    room = 0.16 * (high - low or 1.0)  # for words over the highest dot
    scale = alt.Scale(domain=[min(low, ticks[0]), max(high, ticks[-1]) + room], nice=False, zero=False)
    return Upward(scale, alt.Axis(values=ticks, labelExpr=tick_words(ticks, percent), labelOverlap=False, grid=True))


def baseline_part(rows: Sequence[Row], x: alt.X, canvas: Canvas, words: str) -> list[Any]:
    """The periods that drew the limits, on a wash, with `words` over them where there is room."""
    drew = [row["place"] for row in rows if row["baseline"]]
    if not drew:
        return []
    colour = canvas.palette
    part = chart_of([{"place": -0.5, "to": max(drew) + 0.5, "words": words}]).encode(x=x)
    wash = part.mark_rect(color=colour.line, opacity=0.4).encode(
        x2="to:Q", y=alt.value(0), y2=alt.value(15 * canvas.size)
    )
    said = part.mark_text(align="left", baseline="bottom", dy=-0.3 * canvas.size, color=colour.ink2)
    return [wash, said.encode(y=alt.value(0), text="words:N")]


def limit_lines(rows: Sequence[Row], y: Upward, canvas: Canvas) -> list[Any]:
    """Mean whole, limits dashed, each with its value at the right; no lower one where it is below what can come."""
    colour, last = canvas.palette, rows[-1]
    layers: list[Any] = []
    dashes = {"upper": [4, 3], "mean": [1, 0], "lower": [4, 3]}
    for key, dash in ((key, dash) for key, dash in dashes.items() if last[key] is not None):
        one = chart_of([{"at": last[key], "words": percent(last[key])}]).encode(y=y("at"))
        layers.append(one.mark_rule(color=colour.ink2, strokeWidth=1.2, strokeDash=dash))
        words = one.mark_text(align="left", dx=0.4 * canvas.size, color=colour.ink2)
        layers.append(words.encode(x=alt.value("width"), text="words:N"))
    return layers


def period_dots(base: alt.Chart, y: Upward, canvas: Canvas) -> list[Any]:
    colour, area = canvas.palette, 55 * (canvas.size / 14) ** 2
    dot = base.mark_circle(size=area, opacity=1, color=colour.ink2).encode(y=y("ratio"))
    flagged = base.transform_filter("datum.flagged").encode(y=y("ratio"))
    return [dot, flagged.mark_circle(size=2.2 * area, opacity=1, color=colour.lost)]


def flag_words(rows: Sequence[Row], at: tuple[alt.X, Upward], width: float, canvas: Canvas) -> list[Any]:
    """The flagged periods that lie farthest out, named where their words do not meet."""
    step = width / len(rows)
    placed: list[dict[str, Any]] = []
    for row in sorted((row for row in rows if row["flagged"]), key=lambda row: -abs(row["ratio"] - row["mean"])):
        words = f"{row['period']} {percent(row['ratio'])}"
        if all(abs(row["place"] - one["place"]) * step > canvas.room(words) for one in placed):
            placed.append(dict(row) | {"words": words})
    return [text for row in placed[:NAMED] for text in flag_word(row, at, len(rows), canvas)]


def flag_word(row: Row, at: tuple[alt.X, Upward], periods: int, canvas: Canvas) -> list[Any]:
    """Over a high dot, under a low one, and never out of the drawing."""
    size, colour, is_high = canvas.size, canvas.palette, row["ratio"] >= row["mean"]
    place: dict[str, Any] = {
        "align": "left" if row["place"] < periods / 4 else "right" if row["place"] > 3 * periods / 4 else "center",
        "baseline": "bottom" if is_high else "top",
        "dy": (-0.6 if is_high else 0.6) * size,
        "fontWeight": 600,
    }
    base = chart_of([dict(row)]).encode(x=at[0], y=at[1]("ratio"), text="words:N")
    halo = base.mark_text(**place, color=colour.paper, stroke=colour.paper, strokeWidth=size / 3)
    return [halo, base.mark_text(**place, color=colour.lost)]
