"""A dot per person on the scale of each setting: the first round hollow, the last filled, medians as a line."""

from collections.abc import Sequence
from textwrap import wrap
from typing import Any

import altair as alt
import pandas as pd

from analysis.charts import Canvas, house
from analysis.drawing.rows import Say, days, money, round_ticks, tick_words

LEAST = 2  # dots high is each strip; piles above the most that is given to it are drawn smaller
COUNTED = {"deals": ("deal", "deals"), "people": ("person", "people")}


def say_in(unit: str) -> Say:
    """How a number of that unit is said on an axis and in a sentence: 12.5%, 60 k, 12 d, 5 deals."""
    match unit:
        case "fraction":
            return lambda value: f"{100 * value:.1f}".removesuffix(".0") + "%"
        case "money":
            return lambda value: money(value).replace(".0 ", " ")
        case "days":
            return days
    one, many = COUNTED.get(unit, ("", ""))
    return lambda value: f"{value:,.4g} {one if value == 1 else many}".rstrip()


def setting_dots(settings: Sequence[dict[str, Any]], canvas: Canvas) -> dict[str, Any]:
    """settings: name, unit, least, most, and rounds: {round: {values: {value: people}, median, low, high, n}}."""
    tall = 8 if len(settings) == 1 else 5
    blocks = [block for setting in settings for block in block_of(setting, canvas, tall)]
    return house(alt.vconcat(*blocks, spacing=0.4 * canvas.size), canvas)


def block_of(setting: dict[str, Any], canvas: Canvas, tall: int) -> list[Any]:
    """The setting's name, a strip for its first round and one for its last, the axis under the last."""
    rounds = dict(sorted(setting["rounds"].items()))
    names = list(dict.fromkeys([next(iter(rounds)), list(rounds)[-1]]))
    strips = [strip(setting, name, rounds[name], canvas, tall, is_last=name == names[-1]) for name in names]
    return [heading(setting["name"], canvas), *strips]


def heading(name: str, canvas: Canvas) -> Any:
    """In one line, on a phone in two."""
    lines = wrap(name, int(plot(canvas) / (0.6 * canvas.size)), max_lines=2 if canvas.narrow else 1, placeholder=" …")
    said = [{"name": line, "down": (1.25 * place + 1.2) * canvas.size} for place, line in enumerate(lines)]
    height = (1.25 * len(lines) + 0.3) * canvas.size
    base = alt.Chart(alt.InlineData(values=said)).properties(width=plot(canvas), height=height)
    down = alt.Y("down:Q", scale=alt.Scale(domain=[0, height], range=[0, height], nice=False), axis=None)
    return base.mark_text(align="left", fontWeight=600, baseline="bottom").encode(x=alt.value(0), y=down, text="name:N")


def plot(canvas: Canvas) -> float:
    """The scale ends within the drawing: half of its last label needs room."""
    return canvas.width - 2.4 * canvas.size


def strip(setting: dict[str, Any], name: str, told: dict[str, Any], canvas: Canvas, tall: int, *, is_last: bool) -> Any:
    size, say = canvas.size, say_in(setting["unit"])
    ticks = round_ticks(setting["least"], setting["most"], most=3 if canvas.narrow else 5)
    scale = alt.Scale(domain=[setting["least"], setting["most"]], nice=False, zero=False)
    axis = alt.Axis(values=ticks, labelExpr=tick_words(ticks, say), labelOverlap=False, title=None, domain=True)
    x = alt.X("value:Q", scale=scale, axis=axis if is_last else None, title=None)
    dots = stacked(told["values"], setting, canvas)
    tallest = max([dot["level"] for dot in dots] + [LEAST])
    height = 0.8 * size * min(tallest, tall)
    y = alt.Y("level:Q", scale=alt.Scale(domain=[0.4, tallest + 0.6], nice=False), axis=None)
    layers = [
        *median_line(told, x, canvas, height),
        dots_of(dots, x, y, canvas, height / (tallest + 0.2), is_last=is_last),
    ]
    said = alt.Chart(alt.InlineData(values=[{"words": words(name, told, say, canvas)}]))
    above = said.mark_text(align="left", color=canvas.palette.ink2, baseline="top", limit=plot(canvas))
    layers.append(above.encode(x=alt.value(0), y=alt.value(-1.5 * size), text="words:N"))
    return alt.layer(*layers).properties(width=plot(canvas), height=height)


def words(name: str, told: dict[str, Any], say: Say, canvas: Canvas) -> str:
    """'Round 2: median 13%, middle half 10% to 20%, n = 18'; on a phone without the middle half."""
    half = "" if canvas.narrow else f", middle half {say(told['low'])} to {say(told['high'])}"
    return f"Round {name}: median {say(told['median'])}{half}, n = {told['n']}"


def stacked(values: dict[float, int], setting: dict[str, Any], canvas: Canvas) -> list[dict[str, float]]:
    """value, level of each person's dot; values too near to be told apart on the canvas share a pile."""
    piles = plot(canvas) / (0.8 * canvas.size)
    width = (setting["most"] - setting["least"]) / piles
    told = pd.DataFrame({"value": list(values), "people": list(values.values())}, dtype=float)
    told["sum"] = told["value"] * told["people"]
    piled = told.groupby(((told["value"] - setting["least"]) / width).round())[["sum", "people"]].sum()
    return [
        {"value": total / people, "level": level}
        for total, people in piled.itertuples(index=False)
        for level in range(1, int(people) + 1)
    ]


def dots_of(dots: list[dict[str, float]], x: alt.X, y: alt.Y, canvas: Canvas, room: float, *, is_last: bool) -> Any:
    colour = canvas.palette
    size = (0.78 * min(room, 0.8 * canvas.size)) ** 2
    look: dict[str, Any] = {"fill": colour.accent} if is_last else {"fill": colour.paper, "stroke": colour.ink2}
    base = alt.Chart(alt.InlineData(values=dots))
    return base.mark_point(shape="circle", filled=True, size=size, opacity=1, strokeWidth=1.3, **look).encode(x=x, y=y)


def median_line(told: dict[str, Any], x: alt.X, canvas: Canvas, height: float) -> list[Any]:
    """The median over the whole strip; the middle half as a band at its foot."""
    median = alt.Chart(alt.InlineData(values=[{"value": told["median"]}]))
    half = alt.Chart(alt.InlineData(values=[{"value": told["low"], "to": told["high"]}]))
    foot = alt.value(height)
    return [
        half.mark_rule(strokeWidth=0.35 * canvas.size, color=canvas.palette.line).encode(x=x, x2="to:Q", y=foot),
        median.mark_rule(strokeWidth=1.5, color=canvas.palette.ink).encode(x=x),
    ]
