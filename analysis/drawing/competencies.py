"""The charts of 2.6: lines beside later win rates, agreement of raters, wins by mark, what lines foretell."""

from collections.abc import Mapping

from analysis.charts import Canvas
from analysis.company.sellers.competencies import VAGUE, holds
from analysis.drawing.figure_rows import Form, figure_rows, hundredths, tenths_of_points, with_clear
from analysis.findings import Chart, Findings, Message, TableRows


def charts(findings: Findings, canvas: Canvas, words: Mapping[str, str]) -> tuple[Chart, ...]:
    """words: of the exercise, which name the lines drawn in."""
    forms = {"lines": (validity_chart, agree_chart, marks_chart), "foretelling": (foretold_chart,)}
    rows = ((draw, findings.rows(key)) for key, draws in forms.items() for draw in draws)
    found = (draw(table, canvas, words) for draw, table in rows if table)
    return tuple(chart for chart in found if chart)


def validity_chart(table: TableRows, canvas: Canvas, words: Mapping[str, str]) -> Chart | None:
    known = {row["line"]: row for row in table}
    shown = [
        row | {"hollow": known[row["label"]]["attainment_link"], "accent": holds(known[row["label"]])}
        for row in figure_rows(table, "validity", "line", "sellers")
    ]
    if not shown:
        return None
    title = Message("validity_title_none")
    if shown[0]["accent"]:
        title = Message("validity_title", {"line": shown[0]["label"], "value": shown[0]["value"]})
    return Form("validity", "lines", hundredths, (0.0, words["no_link"])).chart(title, shown, canvas)


def agree_chart(table: TableRows, canvas: Canvas, words: Mapping[str, str]) -> Chart | None:
    shown = figure_rows(table, "rater_reliability", "line", "pairs")
    if not shown:
        return None
    shown = [row | {"accent": row["high"] is not None and row["high"] < VAGUE} for row in shown]
    title = Message("agree_title", {"line": shown[-1]["label"], "value": shown[-1]["value"]})
    return Form("agree", "lines", hundredths, (0.5, words["half"])).chart(title, shown, canvas)


def marks_chart(table: TableRows, canvas: Canvas, words: Mapping[str, str]) -> Chart | None:
    shown = figure_rows(table, "wins_per_mark", "line", "sellers")
    if not shown:
        return None
    shown, widest = with_clear(shown)
    title = Message("marks_title_none")
    if widest:
        way = "marks_title" if widest["value"] > 0 else "marks_title_against"
        title = Message(way, {"line": widest["label"], "points": 100 * abs(widest["value"])})
    return Form("marks", "lines", tenths_of_points, (0.0, words["no_link"])).chart(title, shown, canvas)


def foretold_chart(table: TableRows, canvas: Canvas, words: Mapping[str, str]) -> Chart | None:
    shown, _ = with_clear(figure_rows(table, "gain", "sheet", "sellers"))
    if not shown:
        return None
    kept = next((row for row in shown if row["label"] == words["kept_lines"] and row["low"] > 0), None)
    title = Message("foretold_title", {"gain": kept["value"]}) if kept else Message("foretold_title_none")
    return Form("foretold", "foretelling", hundredths, (0.0, words["no_sheet"])).chart(title, shown, canvas)
