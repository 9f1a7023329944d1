"""The charts of 3.2: what leads become, what a win costs, who gets credit by which rule."""

from collections.abc import Mapping
from typing import Any

from analysis.charts import Canvas, draw_tables
from analysis.company.markets.leads import is_telling
from analysis.drawing.rows import (
    Rows,
    each_with_interval,
    interval_rows,
    money,
    percent,
    shown,
    tenths_of_percent,
    with_interval,
)
from analysis.findings import Chart, Findings, Message, Scalar, TableRows

FAR = 1.5  # times the greatest value, beyond which a target is left out of the drawing
SPREAD = 0.05  # of the wins, from which the rules do not say the same of a channel


def charts(findings: Findings, canvas: Canvas, ends: Mapping[str, Scalar]) -> tuple[Chart, ...]:
    """ends: the cheapest and the dearest channel with their costs, where one is clear of the other."""
    forms = {
        "lead_quality": rate_chart,
        "channel_costs": lambda rows, canvas: cost_chart(rows, canvas, ends),
        "channel_credit": credit_chart,
    }
    drawn = draw_tables(findings, canvas, forms)
    rows = [row for row in findings.rows("lead_quality") if row.get("to_qualified") is not None]
    return (*drawn, qualified_chart(rows, canvas)) if rows else drawn


def rate_chart(rows: TableRows, canvas: Canvas) -> Chart:
    drawn = [
        {"label": row["channel"], "value": row["rate"], "low": row["low"], "high": row["high"], "n": row["leads"],
         "accent": row["best_channel"]}
        for row in rows
    ]  # fmt: skip
    leads = sum(row["leads"] for row in rows)
    common = sum(row["won"] for row in rows) / leads
    line = (common, f"all {common:.1%}") if len(rows) > 1 else None
    best = next((row for row in rows if row["best_channel"]), None)
    title = Message("rates_title", {"channel": best["channel"], "rate": best["rate"]} if best else {})
    values = each_with_interval(drawn, tenths_of_percent)
    spec = interval_rows(Rows(drawn, tenths_of_percent), canvas, floor=0.0, reference=line)
    seen = Message("rates_alternative", {"values": values})
    return Chart("lead_quality", "lead_quality", title if best else Message("rates_title_none"), seen, spec)


def qualified_chart(rows: list[dict[str, Any]], canvas: Canvas) -> Chart:
    ranked = sorted(rows, key=lambda row: (-row["to_qualified"], row["channel"]))
    drawn = [
        {"label": row["channel"], "value": row["to_qualified"], "low": row["to_qualified_low"],
         "high": row["to_qualified_high"], "n": row["leads"], "accent": place == 0 and len(rows) > 1}
        for place, row in enumerate(ranked)
    ]  # fmt: skip
    named = [row for row in ranked if is_telling(row["channel"])] or ranked
    first, last = named[0], named[-1]
    title = Message("qualified_title_one", {"high": first["to_qualified"]})
    if first is not last:
        ends = {"high_channel": first["channel"], "low_channel": last["channel"]}
        title = Message("qualified_title", ends | {"high": first["to_qualified"], "low": last["to_qualified"]})
    values = each_with_interval(drawn, percent)
    spec = interval_rows(Rows(drawn, percent), canvas, floor=0.0)
    return Chart("qualified", "lead_quality", title, Message("qualified_alternative", {"values": values}), spec)


def cost_chart(rows: TableRows, canvas: Canvas, ends: Mapping[str, Scalar]) -> Chart | None:
    known = [row for row in rows if row["cost_per_win"] is not None]
    if not known:
        return None
    drawn = [
        {"label": row["channel"], "value": row["cost_per_win"], "low": row["low"], "high": row["high"],
         "n": round(row["wins_middle"]), "accent": row["channel"] == ends.get("dear")}
        for row in known
    ]  # fmt: skip
    values = each_with_interval(drawn, money)
    title = Message("costs_title", dict(ends)) if ends else Message("costs_title_none")
    spec = interval_rows(Rows(drawn, money), canvas, floor=0.0, reference=target_line(known))
    return Chart("channel_costs", "channel_costs", title, Message("costs_alternative", {"values": values}), spec)


def target_line(rows: list[dict[str, Any]]) -> tuple[float, str] | None:
    target = rows[0].get("target")
    most = max(row[key] for row in rows for key in ("cost_per_win", "high") if row[key] is not None)
    return (target, f"target {money(target)}") if target is not None and target <= FAR * most else None


def credit_chart(rows: TableRows, canvas: Canvas) -> Chart:
    drawn = [
        {"label": row["channel"], "value": row["middle"], "low": row["smallest"], "high": row["largest"],
         "n": row["wins"], "hollow": row["last"]}
        for row in rows
    ]  # fmt: skip
    widest = max(rows, key=lambda row: (row["largest"] - row["smallest"], row["channel"]))
    for row in drawn:
        row["accent"] = row["label"] == widest["channel"] and len(rows) > 1
    title = Message("credit_title_none")
    if widest["largest"] - widest["smallest"] >= SPREAD:
        other = max((widest["smallest"], widest["largest"]), key=lambda share: abs(share - widest["last"]))
        title = Message("credit_title", {"channel": widest["channel"], "last": widest["last"], "other": other})
    values = "; ".join(
        f"{row['label']} {with_interval(row, percent)}, {shown(row['hollow'], percent)}" for row in drawn
    )
    spec = interval_rows(Rows(drawn, percent), canvas, floor=0.0)
    return Chart("channel_credit", "channel_credit", title, Message("credit_alternative", {"values": values}), spec)
