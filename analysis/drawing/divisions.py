"""The charts of 1.3: divisions at the common mix beside their own, by kind, money a day, how far mixes differ."""

from typing import Any

from analysis.charts import Canvas
from analysis.company.results.divisions import (
    THIN,
)
from analysis.drawing.rows import Rows, bars, each_with_interval, interval_rows, money, percent, with_interval
from analysis.findings import Chart, Findings, Message, Scalar, TableRows


def charts(findings: Findings, canvas: Canvas) -> tuple[Chart, ...]:
    rows = findings.rows("divisions")
    if not rows:
        return ()
    kinds = findings.rows("divisions_by_kind")
    found = (
        rates_chart(rows, canvas),
        kinds_chart(kinds, canvas) if kinds else None,
        per_day_chart(rows, canvas),
        gap_chart(rows, canvas),
    )
    return tuple(chart for chart in found if chart)


def rates_chart(rows: TableRows, canvas: Canvas) -> Chart:
    whole = all(row["standardised"] is not None for row in rows)
    marks = [
        mark(row["division"], row, "standardised") | {"hollow": row["rate"], "accent": whole and row is rows[0]}
        for row in rows
    ]
    values = "; ".join(
        f"{each['label']} {with_interval(each, percent)}, as it is {percent(each['hollow'])}" for each in marks
    )
    spec = interval_rows(Rows(marks, percent), canvas)
    return Chart("rates", "divisions", rates_title(rows, whole), Message("rates_alternative", {"values": values}), spec)


def rates_title(rows: TableRows, whole: bool) -> Message:
    raw = max(rows, key=lambda row: row["rate"])
    said: dict[str, Scalar] = {"raw": raw["division"], "raw_rate": raw["rate"]}
    if not whole:
        return Message("rates_title_none", said)
    said |= {"first": rows[0]["division"], "rate": rows[0]["standardised"]}
    return Message("rates_title" if raw is not rows[0] else "rates_title_same", said)


def mark(label: str, row: dict[str, Any], value: str, low: str = "", high: str = "") -> dict[str, Any]:
    return {
        "label": label, "value": row[value], "low": row[low or f"{value}_low"], "high": row[high or f"{value}_high"],
        "n": row["deals"],
    }  # fmt: skip


def kinds_chart(rows: TableRows, canvas: Canvas) -> Chart:
    firsts = leaders(rows)
    marks = [
        mark(f"{row['kind']} · {row['division']}", row, "rate", "low", "high")
        | {"hollow": row["shrunken"], "accent": firsts.get(row["kind"]) == row["division"]}
        for row in rows
    ]
    title = Message("kinds_title_none")
    if names := sorted(firsts.values()):
        first = max(names, key=names.count)
        title = Message("kinds_title", {"first": first, "count": names.count(first), "kinds": len(names)})
    values = each_with_interval(marks, percent)
    spec = interval_rows(Rows(marks, percent), canvas)
    return Chart("kinds", "divisions_by_kind", title, Message("kinds_alternative", {"values": values}), spec)


def leaders(rows: TableRows) -> dict[str, str]:
    """The first division of each kind that at least two have enough deals of."""
    full = [row for row in rows if row["deals"] >= THIN]
    kinds = {row["kind"]: [each for each in full if each["kind"] == row["kind"]] for row in full}
    return {
        kind: min(some, key=lambda row: (-row["rate"], row["division"]))["division"]
        for kind, some in kinds.items() if len(some) > 1
    }  # fmt: skip


def per_day_chart(rows: TableRows, canvas: Canvas) -> Chart | None:
    known = sorted((row for row in rows if row["per_day"] is not None), key=lambda row: -row["per_day"])
    if not known:
        return None
    marks = [mark(row["division"], row, "per_day") | {"accent": row is known[0]} for row in known]
    title = Message("per_day_title", {"division": known[0]["division"], "value": money(known[0]["per_day"])})
    values = each_with_interval(marks, money)
    spec = bars(Rows(marks, money), canvas)
    return Chart("per_day", "divisions", title, Message("per_day_alternative", {"values": values}), spec)


def gap_chart(rows: TableRows, canvas: Canvas) -> Chart | None:
    known = sorted((row for row in rows if row["gap"] is not None), key=lambda row: (-row["gap"], row["division"]))
    if not known:
        return None
    marks = [mark(row["division"], row, "gap") | {"accent": row is known[0]} for row in known]
    title = Message("gap_title", {"division": known[0]["division"], "gap": known[0]["gap"]})
    values = each_with_interval(marks, percent)
    return Chart(
        "gap", "divisions", title, Message("gap_alternative", {"values": values}), bars(Rows(marks, percent), canvas)
    )
