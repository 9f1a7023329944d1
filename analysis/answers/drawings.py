"""Chart forms for answers: people are counted, so there are dots and bars and numbers, but no intervals."""

from typing import Any

import altair as alt
import pandas as pd

from analysis.charts import Canvas

TEAL, GREY, LINE, INK, QUIET = "#146C66", "#A7A392", "#D9D5C8", "#14213D", "#4C566C"
DARK = {TEAL: "#5CC7BC", GREY: "#7E89A6", LINE: "#303C5E", INK: "#F6F3E9", QUIET: "#B3BBCD"}
NARROW = 400


def colour(name: str, canvas: Canvas) -> str:
    return DARK[name] if canvas.dark else name


def first_and_last(counts: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Rows of the first round and of the last; the first is empty where there was one round only."""
    rounds = sorted(counts["round"].unique())
    first = counts[counts["round"] == rounds[0]] if len(rounds) > 1 else counts.iloc[:0]
    return first, counts[counts["round"] == rounds[-1]]


def class_matrix(counts: pd.DataFrame, canvas: Canvas) -> alt.TopLevelMixin:
    """Cases down, classes across; a disc per cell as large as people chose it last, a ring as it was first.

    counts: round, item, category, people, is_majority.
    """
    if canvas.width < NARROW:
        return class_bars(counts, canvas)
    first, last = first_and_last(counts)
    items, classes = list(dict.fromkeys(counts["item"])), list(dict.fromkeys(counts["category"]))
    x = alt.X(
        "category:N",
        sort=classes,
        title=None,
        axis=alt.Axis(orient="top", labelAngle=0, labelLimit=130, labelPadding=8),
    )
    y = alt.Y("item:N", sort=items, title=None, axis=alt.Axis(labelLimit=150, labelPadding=10))
    first, last = first[first["people"] > 0], last[last["people"] > 0]
    most = max(int(counts["people"].max()), 1)
    size = alt.Size("people:Q", scale=alt.Scale(domain=[0, most], range=[0, 900]), legend=None)
    mark = alt.condition("datum.is_majority", alt.value(colour(TEAL, canvas)), alt.value(colour(GREY, canvas)))
    base = alt.Chart(last).encode(x=x, y=y)
    # The row above makes room between the drawing's cells; rings lie over discs so that a loss is seen.
    discs = base.mark_circle(opacity=1).encode(size=size, color=mark)
    rings = (
        alt.Chart(first).mark_point(stroke=colour(INK, canvas), strokeWidth=1, opacity=1).encode(x=x, y=y, size=size)
    )
    number = base.mark_text(dx=24, align="left", fontWeight=600, color=colour(INK, canvas)).encode(text="people:Q")
    return alt.layer(discs, rings, number).properties(width=canvas.width - 150, height=alt.Step(42))


def class_bars(counts: pd.DataFrame, canvas: Canvas) -> alt.TopLevelMixin:
    """The same for a phone: a block per case, a bar per class."""
    _, last = first_and_last(counts)
    blocks = [
        class_block(part, str(item), canvas, int(last["people"].max()))
        for item, part in last.groupby("item", sort=False)
    ]
    return alt.vconcat(*blocks, spacing=14)


def class_block(rows: pd.DataFrame, item: str, canvas: Canvas, most: int) -> Any:
    y = alt.Y("category:N", sort=list(rows["category"]), title=None, axis=alt.Axis(labelLimit=130))
    x = alt.X("people:Q", axis=None, scale=alt.Scale(domain=[0, most * 1.2]))
    mark = alt.condition("datum.is_majority", alt.value(colour(TEAL, canvas)), alt.value(colour(GREY, canvas)))
    base = alt.Chart(rows, title=item).encode(y=y, x=x)
    bars = base.mark_bar(height=12).encode(color=mark)
    number = base.mark_text(align="left", dx=5, fontWeight=600, color=colour(INK, canvas)).encode(text="people:Q")
    return alt.layer(bars, number).properties(width=canvas.width - 140, height=alt.Step(22))


def rank_arrows(ranks: pd.DataFrame, canvas: Canvas) -> alt.TopLevelMixin:
    """Mean rank per item, the first round hollow and the last filled, in the room's last order.

    ranks: round, item, place, mean_rank.
    """
    first, last = first_and_last(ranks)
    last = last.sort_values("place")
    items = list(last["item"])
    axis = alt.Axis(tickCount=min(len(items), 10), format="d", grid=False)
    scale = alt.Scale(domain=[1, max(len(items), 2)], nice=False, zero=False)
    y = alt.Y("item:N", sort=items, title=None, axis=alt.Axis(labelLimit=120 if canvas.width < NARROW else 220))
    x = alt.X("mean_rank:Q", title="Mean rank (1 is first)", scale=scale, axis=axis)
    both = last.merge(first[["item", "mean_rank"]], on="item", how="left", suffixes=("", "_first"))
    lines = alt.Chart(both.dropna(subset=["mean_rank_first"])).mark_rule(color=colour(INK, canvas), strokeWidth=1)
    hollow = alt.Chart(first).mark_point(
        size=60, filled=True, fill="#FBFAF6", stroke=colour(QUIET, canvas), strokeWidth=1.3, opacity=1
    )
    filled = alt.Chart(last).mark_point(size=80, filled=True, color=colour(TEAL, canvas), opacity=1)
    layers = [hollow.encode(x=x, y=y), filled.encode(x=x, y=y)]
    if len(first):
        layers.insert(0, lines.encode(x=x, x2="mean_rank_first:Q", y=y))
    room = 140 if canvas.width < NARROW else 240
    return alt.layer(*layers).properties(width=canvas.width - room, height=alt.Step(26))


def people_bars(votes: pd.DataFrame, canvas: Canvas, label: str) -> alt.TopLevelMixin:
    """A bar of people per option, in the order given, the number beside it."""
    narrow = canvas.width < NARROW
    most = max(int(votes["people"].max()), 1)
    y = alt.Y(f"{label}:N", sort=list(votes[label]), title=None, axis=alt.Axis(labelLimit=150 if narrow else 300))
    x = alt.X("people:Q", axis=None, scale=alt.Scale(domain=[0, most * 1.15]))
    mark = alt.condition(f"datum.people == {most}", alt.value(colour(TEAL, canvas)), alt.value(colour(GREY, canvas)))
    base = alt.Chart(votes).encode(x=x, y=y)
    bars = base.mark_bar(height=16).encode(color=mark)
    number = base.mark_text(align="left", dx=6, fontWeight=600, color=colour(INK, canvas)).encode(text="people:Q")
    return alt.layer(bars, number).properties(width=canvas.width - (170 if narrow else 320), height=alt.Step(30))
