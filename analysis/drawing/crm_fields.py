"""The charts of 4.4: what each field tells, how full it is, how many a rep fills."""

from typing import Any

from analysis.charts import Canvas
from analysis.company.losses.crm_fields import KNOWN, LOST_ONLY, tells
from analysis.drawing.rows import (
    Rows,
    bars,
    each_with_interval,
    interval_rows,
    one_place,
    percent,
    tenths_of_percent,
)
from analysis.findings import Chart, Findings, Message, TableRows


def charts(findings: Findings, canvas: Canvas, line: str) -> tuple[Chart, ...]:
    """line: what the line at the share from which a field counts is called."""
    rows = findings.rows("fields")
    if not rows:
        return ()
    found = (use_chart(rows, canvas), filled_chart(rows, canvas, line), burden_chart(findings.rows("burden"), canvas))
    return tuple(chart for chart in found if chart)


def use_chart(rows: TableRows, canvas: Canvas) -> Chart | None:
    judged = [row for row in rows if row["usefulness"] is not None]
    if not judged:
        return None
    shown = [
        {"label": row["field"], "value": row["usefulness"], "low": row["use_low"], "high": row["use_high"],
         "n": row["closed"], "accent": tells(row)}
        for row in judged
    ]  # fmt: skip
    title = Message("use_title_none")
    if tells(judged[0]):
        title = Message("use_title", {"field": judged[0]["field"], "spread": 100 * judged[0]["spread"]})
    values = each_with_interval(shown, tenths_of_percent)
    spec = interval_rows(Rows(shown, tenths_of_percent), canvas, floor=0.0)
    return Chart("usefulness", "fields", title, Message("use_alternative", {"values": values}), spec)


def filled_chart(rows: TableRows, canvas: Canvas, line: str) -> Chart | None:
    """Closed deals filled, and hollow open ones where they are clearly emptier; the emptiest first."""
    known = [row for row in rows if row["filled"] is not None]
    if not known:
        return None
    ranked = sorted(known, key=lambda row: (min(row["filled"], hollow(row) or 1.0), row["field"]))
    title, first = filled_title(ranked)
    shown = [
        {"label": row["field"], "value": row["filled"], "low": row["low"], "high": row["high"], "n": row["closed"],
         "hollow": hollow(row), "accent": row is first}
        for row in ranked
    ]  # fmt: skip
    values = each_with_interval(shown, percent)
    spec = interval_rows(Rows(shown, percent), canvas, reference=(KNOWN, line))
    return Chart("filled", "fields", title, Message("filled_alternative", {"values": values}), spec)


def hollow(row: dict[str, Any]) -> float | None:
    """The share of open deals, where fewer of them carry the field beyond chance; a loss reason is not due on them."""
    late = row["late_low"] is not None and row["late_low"] > 0 and row["field_key"] not in LOST_ONLY
    return float(row["filled_open"]) if late else None


def filled_title(rows: list[dict[str, Any]]) -> tuple[Message, dict[str, Any] | None]:
    """What is filled at closing most of all; else what is emptiest; and its row."""
    closing = [row for row in rows if row["status_key"] == "at_closing" and hollow(row) is not None]
    if closing:
        most = max(closing, key=lambda row: row["late"])
        return Message("closing_title", {"field": most["field"], "open": most["filled_open"]}), most
    least = min(rows, key=lambda row: row["filled"])
    if least["filled"] >= KNOWN:
        return Message("filled_title_all"), None
    return Message("filled_title", {"field": least["field"], "share": least["filled"]}), least


def burden_chart(rows: TableRows, canvas: Canvas) -> Chart | None:
    if not rows or rows[0]["mean_fields"] is None:
        return None
    shown = [
        {"label": row["when"], "value": row["mean_fields"], "low": row["low"], "high": row["high"], "n": row["closed"],
         "accent": row is rows[-1]}
        for row in rows
    ]  # fmt: skip
    title = Message("burden_title", {"before": rows[0]["mean_fields"], "after": rows[-1]["mean_fields"]})
    values = each_with_interval(shown, one_place)
    spec = bars(Rows(shown, one_place), canvas)
    return Chart("burden", "burden", title, Message("burden_alternative", {"values": values}), spec)
