"""Drawings of what a metric foretells: the misses its forecasts save, its lead, and forecasts beside what came."""

from analysis.charts import Canvas, draw_tables
from analysis.drawing.months import Line, month_lines
from analysis.drawing.rows import Rows, each_with_interval, interval_rows, money, shown, signed, two_places
from analysis.findings import Chart, Findings, Message, TableRows

LAG_WORDS = {0: "same month", 1: "1 month"}


def charts(findings: Findings, canvas: Canvas) -> tuple[Chart, ...]:
    """Skill by metric, correlation at its lead, and the best metric's forecasts."""
    drawn = draw_tables(findings, canvas, {"metrics": skill_chart, "forecasts": forecast_chart})
    more = draw_tables(findings, canvas, {"metrics": lead_chart, "correlation_by_lag": lag_chart})
    return drawn + more


def skill_chart(rows: TableRows, canvas: Canvas) -> Chart | None:
    known = sorted((row for row in rows if row["forecast_skill"] is not None), key=lambda row: -row["forecast_skill"])
    if not known:
        return None
    drawn = [
        {"label": row["metric"], "value": row["forecast_skill"], "low": row["skill_low"], "high": row["skill_high"],
         "n": row["forecasts_made"], "accent": row["skill_low"] > 0}
        for row in known
    ]  # fmt: skip
    values = each_with_interval(drawn, signed)
    first = known[0]
    code = "clear" if first["skill_low"] > 0 else "maybe" if first["forecast_skill"] > 0 else "none"
    title = Message(f"skill_title_{code}", {} if code == "none" else {"metric": first["metric"]})
    spec = interval_rows(Rows(drawn, signed), canvas, reference=(0.0, "no better"))
    return Chart("skill_by_metric", "metrics", title, Message("skill_alternative", {"values": values}), spec)


def lead_chart(rows: TableRows, canvas: Canvas) -> Chart | None:
    known = sorted((row for row in rows if row["correlation"] is not None), key=lambda row: -row["correlation"])
    if not known:
        return None
    drawn = [
        {"label": f"{row['metric']}, {when(row['lead_time'])}", "value": row["correlation"], "low": row["lag_low"],
         "high": row["lag_high"], "n": row["pairs"]}
        for row in known
    ]  # fmt: skip
    values = each_with_interval(drawn, two_places)
    title = Message("lead_title", {"metric": known[0]["metric"], "when": when_said(known[0]["lead_time"])})
    spec = interval_rows(Rows(drawn, two_places), canvas, reference=(0.0, "none"))
    return Chart("lead_by_metric", "metrics", title, Message("lead_alternative", {"values": values}), spec)


def when(lag: float) -> str:
    return LAG_WORDS.get(int(lag), f"{lag:.0f} months")


def when_said(lag: float) -> str:
    return f"{when(lag)} before" if lag else "in the same month"


def lag_chart(rows: TableRows, canvas: Canvas) -> Chart | None:
    """Of the metric that goes most closely with revenue, the correlation at every lag."""
    known = [row for row in rows if row["correlation"] is not None]
    if not known:
        return None
    first = max(known, key=lambda row: row["correlation"])
    mine = [row for row in known if row["metric_key"] == first["metric_key"]]
    drawn = [
        {"label": when(row["lag"]), "value": row["correlation"], "n": row["pairs"], "accent": row is first}
        for row in mine
    ]
    values = "; ".join(f"{row['label']} {two_places(row['value'])}" for row in drawn)
    title = Message("lag_title", {"metric": first["metric"], "when": when_said(first["lag"])})
    said = Message("lag_alternative", {"metric": first["metric"], "values": values})
    spec = interval_rows(Rows(drawn, two_places), canvas, reference=(0.0, "none"))
    return Chart("correlation_by_lag", "correlation_by_lag", title, said, spec)


def forecast_chart(rows: TableRows, canvas: Canvas) -> Chart:
    misses = {
        key: money(sum(abs(row[key] - row["revenue"]) for row in rows) / len(rows)) for key in ("foretold", "plain")
    }
    metric = rows[0]["metric"]
    title = Message("forecasts_title", {"metric": metric, "error": misses["foretold"], "naive": misses["plain"]})
    values = "; ".join(
        f"{row['month']} {shown(row['revenue'], money)}, {shown(row['foretold'], money)}, {shown(row['plain'], money)}"
        for row in rows
    )
    hue = canvas.palette
    lines = (
        Line("revenue", "revenue", hue.ink),
        Line("foretold", "forecast", hue.accent),
        Line("plain", rows[0]["plain_name"], hue.grey, dashed=True),
    )
    said = Message("forecasts_alternative", {"metric": metric, "values": values})
    return Chart("forecasts", "forecasts", title, said, month_lines(rows, canvas, lines, money))
