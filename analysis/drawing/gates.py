"""Drawings of gates tried on past deals: how often each was right, and how often the choice was on later deals."""

from analysis.charts import Canvas, draw_tables
from analysis.drawing.rows import Rows, each_with_interval, interval_rows, percent
from analysis.findings import Chart, Findings, Message, TableRows

BUDGET = 0.10  # share of the wins that may be delayed, unless the room sets another
ENOUGH = 20  # flagged deals, before a precision is read
PAYS = 0.5  # precision from which a gate catches more losses than it delays wins


def charts(findings: Findings, canvas: Canvas) -> tuple[Chart, ...]:
    return draw_tables(findings, canvas, {"gates": gate_chart, "combinations": budget_chart})


def gate_chart(rows: TableRows, canvas: Canvas) -> Chart | None:
    known = [row for row in rows if row["precision"] is not None]
    if not known:
        return None
    first = next((row for row in known if row["flagged"] >= ENOUGH and row["low"] > PAYS), None)
    shown = [
        {"label": row["gate"], "value": row["precision"], "low": row["low"], "high": row["high"], "n": row["flagged"],
         "accent": row is first}
        for row in known
    ]  # fmt: skip
    title = Message("gates_title_none")
    if first:
        title = Message("gates_title", {"gate": first["gate"], "precision": first["precision"]})
    values = each_with_interval(shown, percent)
    spec = interval_rows(Rows(shown, percent), canvas, floor=0.0, reference=(PAYS, "half"))
    return Chart("gates", "gates", title, Message("gates_alternative", {"values": values}), spec)


def budget_chart(rows: TableRows, canvas: Canvas) -> Chart | None:
    known = [row for row in rows if row["later_precision"] is not None]
    if not known:
        return None
    shown = [
        {"label": f"{percent(row['budget'])} of wins", "value": row["later_precision"], "low": row["later_low"],
         "high": row["later_high"], "n": row["later_flagged"], "hollow": row["precision"],
         "accent": row["budget"] == BUDGET}
        for row in known
    ]  # fmt: skip
    main = next((row for row in known if row["budget"] == BUDGET), None)
    title = Message("combinations_title_none")
    if main:
        title = Message("combinations_title", {"precision": main["later_precision"]})
    values = each_with_interval(shown, percent)
    spec = interval_rows(Rows(shown, percent), canvas, floor=0.0, reference=(PAYS, "half"))
    return Chart("combinations", "combinations", title, Message("combinations_alternative", {"values": values}), spec)
