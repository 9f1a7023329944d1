"""The charts of 2.1: load by cell and by role, and people short by region and segment."""

from typing import Any

from analysis.charts import Canvas, draw_tables
from analysis.drawing.heat import HeatCell, heat
from analysis.drawing.rows import Rows, each_with_interval, interval_rows, percent, signed_tenths
from analysis.findings import Chart, Findings, Message, Scalar, TableRows


def charts(findings: Findings, canvas: Canvas, line: str) -> tuple[Chart, ...]:
    """line: what the line at a load of 1 is called."""
    loads = {
        "load_by_cell": lambda rows, canvas: cell_chart(rows, canvas, line),
        "roles_by_region": lambda rows, canvas: role_chart(rows, canvas, line),
    }
    return draw_tables(findings, canvas, loads) + draw_tables(findings, canvas, {"load_by_cell": gap_chart})


def fullest(rows: TableRows) -> dict[str, Any] | None:
    """The cell with the largest load, allowing for small numbers, of those clearly over their days."""
    return next((row for row in rows if row["clear"]), None)


def cell_said(row: dict[str, Any]) -> dict[str, Scalar]:
    said = {key: row[key] for key in ("region", "segment", "load", "low", "high")}
    return said | {"n": row["began"], "people": row["gap"]}


def apart_said(rows: TableRows) -> dict[str, Scalar] | None:
    """The region whose roles lie apart for most people; the rows stand in that order."""
    first = next((row for row in rows if row["apart_from_other"]), None)
    if first is None:
        return None
    both = [row for row in rows if row["region"] == first["region"]]
    under, over = sorted(both, key=lambda row: row["load"])
    moved = min(abs(row["present"] * (row["load"] - 1)) for row in both)
    return {
        "place": first["region"], "over": over["role"], "over_load": over["load"], "over_low": over["low"],
        "over_high": over["high"], "under": under["role"], "under_load": under["load"], "moved": moved,
    }  # fmt: skip


def cell_chart(rows: TableRows, canvas: Canvas, line: str) -> Chart | None:
    shown = [
        {"label": f"{row['region']} · {row['segment']}", "value": row["load"], "low": row["low"], "high": row["high"],
         "n": row["began"], "hollow": row["shrunken_load"], "accent": bool(row["clear"])}
        for row in rows
        if row["load"] is not None
    ]  # fmt: skip
    if not shown:
        return None
    full = fullest(rows)
    title = Message("cell_title", cell_said(full)) if full else Message("cell_title_fits")
    return dots_chart("load_by_cell", "cell_alternative", shown, title, canvas, line)


def role_chart(rows: TableRows, canvas: Canvas, line: str) -> Chart | None:
    shown = [
        {"label": f"{row['role']} · {row['region']}", "value": row["load"], "low": row["low"], "high": row["high"],
         "n": row["began"], "accent": bool(row["apart_from_other"])}
        for row in rows
        if row["load"] is not None
    ]  # fmt: skip
    if not shown:
        return None
    apart = apart_said(rows)
    title = Message("roles_title", apart) if apart else Message("roles_title_even")
    return dots_chart("roles_by_region", "roles_alternative", shown, title, canvas, line)


def dots_chart(table: str, words: str, shown: list[dict[str, Any]], title: Message, canvas: Canvas, line: str) -> Chart:
    values = each_with_interval(shown, percent)
    spec = interval_rows(Rows(shown, percent), canvas, floor=0.0, reference=(1.0, line))
    return Chart(table, table, title, Message(words, {"values": values}), spec)


def gap_chart(rows: TableRows, canvas: Canvas) -> Chart | None:
    """People short by region and segment; none where a grid does not fit, since the dots say it too."""
    cells = [HeatCell(row["region"], row["segment"], row["gap"]) for row in rows if row["gap"] is not None]
    spec = heat(cells, signed_tenths, canvas) if cells else None
    if spec is None:
        return None
    gaps: dict[str, float] = {}
    for cell in cells:
        gaps[cell.row] = gaps.get(cell.row, 0.0) + cell.value
    short, spare = max(gaps, key=lambda name: gaps[name]), min(gaps, key=lambda name: gaps[name])
    said: dict[str, Scalar] = {"region": short, "short": gaps[short], "other": spare, "spare": -gaps[spare]}
    values = "; ".join(f"{cell.row} {cell.column} {signed_tenths(cell.value)}" for cell in cells)
    return Chart(
        "gap", "load_by_cell", Message("gap_title", said), Message("gap_alternative", {"values": values}), spec
    )
