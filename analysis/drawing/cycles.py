"""The charts of 2.5: days by product, the curves of closing and winning, where the days go."""

from collections.abc import Mapping

import numpy as np

from analysis.charts import Canvas, draw_tables
from analysis.company.pipeline.cycles import slowest
from analysis.drawing.lines import Series, curves
from analysis.drawing.rows import Rows, bars, days, each_with_interval, interval_rows, percent
from analysis.findings import Chart, Findings, Message, TableRows, is_known


def charts(findings: Findings, canvas: Canvas, words: Mapping[str, str]) -> tuple[Chart, ...]:
    """words: of the exercise, which name the curves and their axis."""
    drawn = {
        "cycle_by_product": product_chart,
        "closing_curve": lambda rows, canvas: curve_chart(rows, canvas, words),
        "elapsed_by_stage": elapsed_chart,
    }
    return draw_tables(findings, canvas, drawn)


def product_chart(rows: TableRows, canvas: Canvas) -> Chart | None:
    if not any(is_known(row["median_days"]) for row in rows):
        return None
    slow = slowest(rows)
    drawn = [
        {"label": row["product"], "value": row["median_days"], "low": row["low"], "high": row["high"],
         "n": row["deals"] + row["open"], "accent": row is slow}
        for row in rows
    ]  # fmt: skip
    named = (
        Message("cycle_title_alike")
        if len(rows) > 1
        else Message("cycle_title_one", {"days": rows[0]["median_days"] or 0})
    )
    title = Message("cycle_title_differs", {"product": slow["product"], "days": slow["median_days"]}) if slow else named
    values = each_with_interval(drawn, days)
    spec = interval_rows(Rows(drawn, days), canvas, floor=0.0)
    return Chart("cycle_by_product", "cycle_by_product", title, Message("cycle_alternative", {"values": values}), spec)


def elapsed_chart(rows: TableRows, canvas: Canvas) -> Chart:
    ranked = sorted(rows, key=lambda row: -row["share"])
    drawn = [
        {"label": row["stage"], "value": row["share"], "low": row["low"], "high": row["high"], "n": row["visits"],
         "accent": row is ranked[0]}
        for row in ranked
    ]  # fmt: skip
    title = Message("elapsed_title", {"stage": ranked[0]["stage"], "share": ranked[0]["share"]})
    values = each_with_interval(drawn, percent)
    spec = bars(Rows(drawn, percent), canvas)
    return Chart(
        "elapsed_by_stage", "elapsed_by_stage", title, Message("elapsed_alternative", {"values": values}), spec
    )


def curve_chart(rows: TableRows, canvas: Canvas, words: Mapping[str, str]) -> Chart:
    colour = canvas.palette
    pair = [
        Series("closed", "closed_low", "closed_high", words["closed"], colour.ink2),
        Series("won_share", "won_low", "won_high", words["won_share"], colour.accent),
    ]
    seen = [row for row in rows if is_known(row["closed"]) and is_known(row["won_share"])]
    at = seen[-1]
    shown = [seen[int(i)] for i in np.linspace(0, len(seen) - 1, 5)]
    values = "; ".join(f"day {row['day']} {percent(row['closed'])}, {percent(row['won_share'])}" for row in shown)
    title = Message("curve_title", {"days": at["day"], "closed": at["closed"], "won": at["won_share"]})
    spec = curves(seen, canvas, pair, across=words["age_axis"])
    return Chart("closing_curve", "closing_curve", title, Message("curve_alternative", {"values": values}), spec)
