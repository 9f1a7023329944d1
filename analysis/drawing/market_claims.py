"""The charts of 3.6: claims beside outside figures by function and by metric, and what of a claim may be planned on."""

from math import log
from typing import Any

from analysis.charts import Canvas, draw_tables
from analysis.drawing.rows import Rows, each_with_interval, interval_rows, of_hundred, shown, with_interval
from analysis.findings import Chart, Findings, Message, TableRows

RARE = 0.05


def charts(findings: Findings, canvas: Canvas, off: list[dict[str, Any]]) -> tuple[Chart, ...]:
    """off: functions whose claims are clearly off, the furthest first."""
    forms = {
        "claimants": lambda rows, canvas: function_chart(rows, canvas, off),
        "metrics": metric_chart,
        "market_ranges": range_chart,
    }
    return draw_tables(findings, canvas, forms)


def ratio_row(row: dict[str, Any], label: str, **more: Any) -> dict[str, Any]:
    limits = {key: row[key] for key in ("low", "high")}
    return {"label": label, "value": row["ratio"], "n": row["tested"], **limits, **more}


def function_chart(rows: TableRows, canvas: Canvas, off: list[dict[str, Any]]) -> Chart | None:
    known = [row for row in rows if row["ratio"] is not None]
    if not known:
        return None
    named = {row["claimant"] for row in off}
    drawn = [ratio_row(row, row["claimant"], hollow=row["pulled"], accent=row["claimant"] in named) for row in known]
    title = Message("claimants_title_none")
    if off:
        title = Message("claimants_title", {"claimant": off[0]["claimant"], "claimed": 100 * off[0]["ratio"]})
    values = "; ".join(
        f"{row['label']} {with_interval(row, of_hundred)}, {shown(row['hollow'], of_hundred)}" for row in drawn
    )
    spec = interval_rows(Rows(drawn, of_hundred), canvas, reference=(1.0, "found outside"))
    return Chart("claimants", "claimants", title, Message("claimants_alternative", {"values": values}), spec)


def metric_chart(rows: TableRows, canvas: Canvas) -> Chart | None:
    known = [row for row in rows if row["ratio"] is not None]
    if not known:
        return None
    off = [row for row in known if row["p_adjusted"] is not None and row["p_adjusted"] <= RARE]
    drawn = [ratio_row(row, row["metric"], accent=row in off) for row in known]
    furthest = max(off, key=lambda row: (abs(row["ratio"] - 1), row["metric"]), default=None)
    title = Message("metrics_title_none")
    if furthest:
        title = Message("metrics_title", {"metric": furthest["metric"], "claimed": 100 * furthest["ratio"]})
    values = each_with_interval(drawn, of_hundred)
    spec = interval_rows(Rows(drawn, of_hundred), canvas, reference=(1.0, "found outside"))
    return Chart("metrics", "metrics", title, Message("metrics_alternative", {"values": values}), spec)


def range_chart(rows: TableRows, canvas: Canvas) -> Chart | None:
    """Each source and the range together, of 100 claimed: metrics of different units in one drawing."""
    known = sorted((row for row in rows if row["sources"]), key=lambda row: (-off_claim(row), row["metric"]))
    if not known:
        return None
    drawn = [line for row in known for line in range_lines(row)]
    first = known[0]
    ends = {key: 100 * first[key] / first["claim"] for key in ("low", "high")}
    values = "; ".join(f"{line['label']} {with_interval(line, of_hundred)}" for line in drawn if line["accent"])
    spec = interval_rows(Rows(drawn, of_hundred), canvas, reference=(1.0, "as claimed"))
    return Chart(
        "market_ranges", "market_ranges", Message("ranges_title", {"metric": first["metric"], **ends}),
        Message("ranges_alternative", {"values": values}), spec,
    )  # fmt: skip


def off_claim(row: dict[str, Any]) -> float:
    """How far the middle of the range lies from the claim, on logs."""
    return abs(log(row["value"] / row["claim"]))


def range_lines(row: dict[str, Any]) -> list[dict[str, Any]]:
    """The range, and under it each source as a point of its own; the furthest from its claim first."""
    name, claim = row["metric"], row["claim"]
    ends = {key: row[key] / claim for key in ("value", "low", "high")}
    lines = [{"label": f"{name}: together", **ends, "n": row["sources"], "accent": True}]
    for key in ("corrected", "outside", "room"):
        if row[key] is not None:
            lines.append({"label": f"{name}: {key}", "value": row[key] / claim, "n": 1, "accent": False})
    return lines
