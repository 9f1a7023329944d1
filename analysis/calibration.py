"""How sure people say they are, against how often they are right: bands of certainty, and their drawing."""

from collections.abc import Sequence
from typing import Any

import altair as alt
import numpy as np
import pandas as pd
from scipy.stats import ttest_1samp

from analysis.charts import Canvas, house
from analysis.drawing.lines import Upward
from analysis.drawing.rows import Across, chart_of
from analysis.findings import Figure
from analysis.methods.intervals import wilson_interval

LEVELS = (0.2, 0.4, 0.6, 0.8, 0.95)  # what people choose from: each is a band of its own
LEAST_DRAWN = 5  # answers of a band before it has a point
LEAST_PEOPLE = 5


def bands(answers: pd.DataFrame) -> pd.DataFrame:
    """One row per certainty that was stated: `said`, `answers`, `right`, `share`, `low`, `high` (Wilson).

    answers: columns `certainty` (0 to 1, NaN where not stated) and `score` (0 to 1; only a full mark is right).
    """
    stated = answers.dropna(subset=["certainty"])
    right = (stated["score"] >= 1 - 1e-9).astype(int)
    table = right.groupby(stated["certainty"].rename("said")).agg(answers="size", right="sum").reset_index()
    table["share"] = table["right"] / table["answers"]
    table["low"], table["high"] = wilson_interval(table["right"], table["answers"])
    return table


def overconfidence(answers: pd.DataFrame) -> Figure:
    """Mean certainty less the share right, a fraction; limits over people, whose own answers go together."""
    stated = answers.dropna(subset=["certainty"])
    gap = stated["certainty"] - (stated["score"] >= 1 - 1e-9)
    each = gap.groupby(stated["person"]).mean().to_numpy(dtype=float)
    low = high = None
    if len(each) >= LEAST_PEOPLE and np.ptp(each) > 1e-12:
        limits = ttest_1samp(each, 0.0).confidence_interval(0.95)
        low, high = float(limits.low), float(limits.high)
    return Figure(
        name="overconfidence", value=float(each.mean()) if len(each) else None, low=low, high=high, n=len(stated),
        unit="fraction", method="Mean certainty less share right, each person's first; Student's limits over people",
    )  # fmt: skip


def calibration_curve(rows: Sequence[dict[str, Any]], canvas: Canvas, even: str) -> dict[str, Any]:
    """Share right over certainty, with limits and counts, and the line on which both are equal, named `even`."""
    size, colour = canvas.size, canvas.palette
    drawn = [row for row in rows if row["answers"] >= LEAST_DRAWN]
    kept = [
        row | {"text": f"{row['right']} of {row['answers']}", "above": place % 2 == 0}
        for place, row in enumerate(drawn)
    ]
    ticks = [0.0, 0.25, 0.5, 0.75, 1.0]
    x = Across(alt.Scale(domain=[0, 1.12], nice=False), alt.Axis(values=ticks, format=".0%", grid=True))
    y = Upward(alt.Scale(domain=[0, 1], nice=False), alt.Axis(values=ticks, format=".0%", grid=True))
    line = chart_of([{"said": 0.0, "share": 0.0}, {"said": 1.0, "share": 1.0}]).encode(x=x("said"), y=y("share"))
    name = chart_of([{"said": 0.9, "share": 0.9, "word": even}]).encode(x=x("said"), y=y("share"), text="word:N")
    base = chart_of(kept).encode(x=x("said"))
    layers = [
        line.mark_line(strokeDash=[4, 3], strokeWidth=1.2, color=colour.ink2),
        name.mark_text(align="right", dx=-0.8 * size, color=colour.ink2),
        base.mark_rule(strokeWidth=1.5, color=colour.accent).encode(y=y("low"), y2="high:Q"),
        base.mark_line(strokeWidth=1.5, color=colour.accent).encode(y=y("share")),
        base.mark_circle(size=90 * (size / 14) ** 2, color=colour.accent, opacity=1).encode(y=y("share")),
        # Above and below in turn: bands stand close, and their counts are wide.
        base.transform_filter("datum.above")
        .mark_text(dy=-0.6 * size, fontWeight=600)
        .encode(y=y("high"), text="text:N"),
        base.transform_filter("!datum.above")
        .mark_text(dy=0.8 * size, fontWeight=600)
        .encode(y=y("low"), text="text:N"),
    ]
    width = min(canvas.width - 4 * size, 34 * size)
    return house(alt.layer(*layers).properties(width=width, height=min(width * 0.75, 20 * size)), canvas)
