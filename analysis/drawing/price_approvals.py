"""The charts of 4.3: how long each level takes, wins by band of discount, what limits keep and slow."""

from functools import partial
from typing import Any

from analysis.charts import Canvas, draw_tables
from analysis.company.pricing.price_approvals import direction, slow_and_fast
from analysis.drawing.policy_dots import policy_dots
from analysis.drawing.rows import Rows, each_with_interval, interval_rows, money, percent
from analysis.findings import Chart, Findings, Message, Scalar, TableRows


def charts(findings: Findings, canvas: Canvas) -> tuple[Chart, ...]:
    drawn = {"approval_levels": level_chart, "win_rate_by_discount": band_chart, "policies": policy_chart}
    return draw_tables(findings, canvas, {table: partial(draw, findings) for table, draw in drawn.items()})


def level_chart(findings: Findings, rows: TableRows, canvas: Canvas) -> Chart | None:
    apart = slow_and_fast(rows)
    shown = [
        {"label": row["level"], "value": row["p80_days"], "low": row["p80_low"], "high": row["p80_high"],
         "n": row["requests"], "accent": apart is not None and row["level"] == apart[0]["level"]}
        for row in rows if row["p80_days"] is not None
    ]  # fmt: skip
    if not shown:
        return None
    title = Message("levels_title_alike")
    if apart:
        title = Message("levels_title", {"slow": apart[0]["level"], "days": apart[0]["p80_days"]})
    alternative = Message("levels_alternative", {"values": said_rows(shown, days_said)})
    spec = interval_rows(Rows(shown, days_said), canvas, floor=0.0)
    return Chart("approval_levels", "approval_levels", title, alternative, spec)


def days_said(value: float) -> str:
    return f"{value:,.1f} d" if value < 10 else f"{value:,.0f} d"


def said_rows(rows: list[dict[str, Any]], say: Any) -> str:
    return each_with_interval(rows, say)


def band_chart(findings: Findings, rows: TableRows, canvas: Canvas) -> Chart:
    shown = [
        {"label": row["band"], "value": row["rate"], "low": row["low"], "high": row["high"], "n": row["deals"],
         "hollow": row["shrunken"]}
        for row in rows
    ]  # fmt: skip
    usual = sum(row["won"] for row in rows) / sum(row["deals"] for row in rows)
    spec = interval_rows(Rows(shown, percent), canvas, floor=0.0, reference=(usual, "all with a discount"))
    alternative = Message("bands_alternative", {"values": said_rows(shown, percent)})
    return Chart("win_rate_by_discount", "win_rate_by_discount", band_title(findings), alternative, spec)


def band_title(findings: Findings) -> Message:
    return Message(f"bands_title_{direction(findings.figure('win_rate_per_discount'))}")


def policy_chart(findings: Findings, rows: TableRows, canvas: Canvas) -> Chart | None:
    if any(row["margin_kept"] is None for row in rows):
        return None
    beaten = sum(not row["efficient"] for row in rows)
    said: dict[str, Scalar] = {"dominated": beaten, "rules": len(rows)}
    title = Message("policies_title" if beaten else "policies_title_none", said)
    shown = [dict(row) | {"label": f"{percent(row['limit'])} {row['level']}"} for row in rows]
    values = "; ".join(
        f"{row['label']}: {money(row['margin_kept'])} kept, {row['slowed']:.0f} slowed"
        for row in shown
        if row["efficient"]
    )
    return Chart(
        "policies", "policies", title, Message("policies_alternative", {"values": values}), policy_dots(shown, canvas)
    )
