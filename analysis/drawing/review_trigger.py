"""The charts of 1.6: the company's months with limits, what rules cost, and how far units stray."""

import re
from collections.abc import Mapping
from typing import Any

from analysis.charts import Canvas, draw_tables
from analysis.company.results.review_study import SELDOM, SOON, farthest
from analysis.drawing.control_chart import control_chart
from analysis.drawing.rows import Rows, each_with_interval, interval_rows, percent, shown
from analysis.drawing.trade_off import trade_off
from analysis.findings import Chart, Findings, Message, Scalar, TableRows

GRAINS = ("month", "quarter", "period")
DRAWS = "draws the limits"
CORNER = "18 months or more, seen within 6"
STEADY = 0.1  # of target: a unit that strays by less shows a 10 % drop in every other month


def charts(findings: Findings, canvas: Canvas) -> tuple[Chart, ...]:
    """What the findings have tables for."""
    return draw_tables(findings, canvas, {"control_chart": periods, "rules": rules, "watched": units})


def periods(rows: TableRows, canvas: Canvas) -> Chart:
    first = rows[0]
    flagged = [f"{row['period']} {percent(row['ratio'])}" for row in rows if row["flagged"]]
    limits: dict[str, Scalar] = {key: shown(first[key], percent) for key in ("mean", "lower", "upper")}
    words = Message("chart_alternative", limits | {"values": "; ".join(flagged) or "–"})
    return Chart("control_chart", "control_chart", periods_title(rows), words, control_chart(rows, canvas, DRAWS))


def periods_title(rows: TableRows) -> Message:
    grain, tried = grain_of(rows[0]["period"]), [row for row in rows if row["since_baseline"]]
    if not tried:
        far = max(abs(row["ratio"] - row["mean"]) for row in rows)
        return Message(f"chart_title_untried_{grain}", {"far": far})
    said: dict[str, Scalar] = {"n": len(tried), "alarms": sum(row["flagged"] for row in tried)}
    if not said["alarms"]:
        return Message(f"chart_title_quiet_{grain}", said)
    worst = farthest(rows)
    return Message(f"chart_title_flagged_{grain}", said | {"period": worst["period"], "ratio": worst["ratio"]})


def grain_of(period: str) -> str:
    """What periods spelled like this one are called."""
    month, quarter = re.fullmatch(r"\d{4}-\d{2}", period), "-Q" in period
    return "month" if month else "quarter" if quarter else "period"


def rules(rows: TableRows, canvas: Canvas) -> Chart | None:
    known = [row for row in rows if row["false_alarm_months"] and row["months_to_see_drop"]]
    seldom = [row for row in known if row["efficient"] and row["false_alarm_months"] >= SELDOM]
    best = min(seldom, key=lambda row: row["months_to_see_drop"], default=None)
    drawn = [row | {"named": row["is_median"] or row is best or not row["width"]} for row in known]
    title = Message("rules_title_none")
    if best:
        said = {"width": best["width"], "run": best["run"], "drop": best["months_to_see_drop"]}
        title = Message("rules_title_seen", said)
    words = Message("rules_alternative", {"values": "; ".join(rule_said(row) for row in known)})
    return Chart("rules", "rules", title, words, trade_off(drawn, canvas, (SELDOM, SOON, CORNER)))


def rule_said(row: Mapping[str, Any]) -> str:
    room = ", the room's median" if row["is_median"] else ""
    return f"{row['rule']} {row['false_alarm_months']:.0f} and {row['months_to_see_drop']:.0f}{room}"


def units(rows: TableRows, canvas: Canvas) -> Chart | None:
    """Nothing where the company stands alone."""
    if len(rows) < 2:
        return None
    drawn = [
        {"label": row["unit"], "value": row["natural_width"], "low": row["natural_low"], "high": row["natural_high"],
         "n": row["periods"], "accent": place == 0}
        for place, row in enumerate(rows)
    ]  # fmt: skip
    values = each_with_interval(drawn, percent)
    title = Message("watched_title", {"quiet": sum(row["value"] < STEADY for row in drawn[1:]), "n": len(drawn) - 1})
    spec = interval_rows(Rows(drawn, percent), canvas, floor=0.0)
    return Chart("watched", "watched", title, Message("watched_alternative", {"values": values}), spec)
