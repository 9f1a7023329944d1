"""The charts of 3.1: win rates by segment, their rise from one year to the next, the company's rate by quarter."""

from collections.abc import Mapping
from typing import Any

from analysis.charts import Canvas, draw_tables
from analysis.company.results.rises import QUARTERS, THIN, is_clear
from analysis.drawing.lines import Dots, over_quarters
from analysis.drawing.rows import Rows, each_with_interval, interval_rows, percent, points, shown, with_interval
from analysis.findings import Chart, Findings, Message, TableRows


def charts(findings: Findings, canvas: Canvas, words: Mapping[str, str]) -> tuple[Chart, ...]:
    """words: of the exercise, which name the lines and dots drawn."""
    drawn = {
        "win_rate_by_segment": lambda rows, canvas: segment_chart(rows, canvas, words["all_deals"]),
        "rise_by_segment": lambda rows, canvas: rise_chart(rows, canvas, words["no_change"]),
        "win_rate_by_quarter": lambda rows, canvas: quarter_chart(rows, canvas, words),
    }
    return draw_tables(findings, canvas, drawn)


def segment_chart(rows: TableRows, canvas: Canvas, line: str) -> Chart:
    known = sorted((row for row in rows if row["rate"] is not None), key=lambda row: (-row["shrunken"], row["segment"]))
    drawn = [
        {"label": row["segment"], "value": row["rate"], "low": row["low"], "high": row["high"], "n": row["deals"],
         "hollow": row["shrunken"]}
        for row in known
    ]  # fmt: skip
    values = "; ".join(f"{row['label']} {with_interval(row, percent)}, {percent(row['hollow'])}" for row in drawn)
    deals = sum(row["deals"] for row in known)
    common = sum(row["won"] for row in known) / deals if deals else None
    spec = interval_rows(Rows(drawn, percent), canvas, reference=common_line(known, common, line))
    alternative = Message("segments_alternative", {"values": values})
    return Chart("win_rate_by_segment", "win_rate_by_segment", segment_title(known, common), alternative, spec)


def common_line(known: list[dict[str, Any]], common: float | None, line: str) -> tuple[float, str] | None:
    return (common, f"{line} {percent(common)}") if common is not None and len(known) > 1 else None


def segment_title(known: list[dict[str, Any]], common: float | None) -> Message:
    if not known or common is None:
        return Message("cannot_tell")
    first, last = known[0], known[-1]
    if len(known) == 1:
        return Message("segments_title_one", {"first": first["segment"], "high": first["rate"]})
    if first["shrunken"] - last["shrunken"] < 0.01:
        return Message("segments_title_alike", {"rate": common})
    ends = {"first": first["segment"], "high": first["shrunken"], "last": last["segment"], "low": last["shrunken"]}
    return Message("segments_title_spread", ends)


def rise_chart(rows: TableRows, canvas: Canvas, line: str) -> Chart:
    ranked = sorted(rows, key=lambda row: (-row["rise"], row["segment"]))
    clear = [row for row in rows if is_clear(row)]
    drawn = [
        {"label": row["segment"], "value": row["rise"], "low": row["rise_low"], "high": row["rise_high"],
         "n": row["deals_compared"], "accent": row in clear}
        for row in ranked
    ]  # fmt: skip
    values = each_with_interval(drawn, points)
    title = Message("rise_title_none")
    if clear:
        title = Message("rise_title_clear", {"segment": clear[0]["segment"], "points": 100 * clear[0]["rise"]})
    spec = interval_rows(Rows(drawn, points), canvas, reference=(0.0, line))
    return Chart("rise_by_segment", "rise_by_segment", title, Message("rise_alternative", {"values": values}), spec)


def quarter_chart(rows: TableRows, canvas: Canvas, words: Mapping[str, str]) -> Chart:
    drawn = [{"cohort_share": None, **row} for row in rows]
    enough = [row["rate"] for row in rows[-2 * QUARTERS :] if row["deals"] >= THIN]
    span = {"low": min(enough, default=0.0), "high": max(enough, default=0.0)}
    title = Message("quarters_title", span) if enough else Message("quarters_title_thin")
    values = "; ".join(
        f"{row['quarter']} {shown(row['rate'], percent)} (n = {row['deals']:,}), {shown(row['cohort_share'], percent)}"
        for row in drawn
    )
    filled = Dots("rate", words["of_closed"], "low", "high")
    spec = over_quarters(drawn, canvas, filled, Dots("cohort_share", words["of_created"]))
    return Chart(
        "win_rate_by_quarter", "win_rate_by_quarter", title, Message("quarters_alternative", {"values": values}), spec
    )
