"""The charts of 2.3: the trained beside the others at equal first score, who stays under the mark, what changed."""

from collections.abc import Mapping
from typing import Any

from analysis.charts import Canvas
from analysis.company.sellers.courses import ALLOWED, CLEAR, is_ahead
from analysis.drawing.figure_rows import Form, figure_rows, hundredths, with_clear
from analysis.drawing.rows import percent, signed_tenths
from analysis.findings import Chart, Findings, Message, TableRows


def charts(findings: Findings, canvas: Canvas, words: Mapping[str, str]) -> tuple[Chart, ...]:
    """words: of the exercise, which name the lines drawn in."""
    rows, drawn = findings.rows("skills"), (ahead_chart, below_chart, gain_chart, standard_chart)
    found = (draw(rows, canvas, words) for draw in drawn) if rows else ()
    return tuple(chart for chart in found if chart)


def ahead_chart(table: TableRows, canvas: Canvas, words: Mapping[str, str]) -> Chart | None:
    known = {row["skill"]: row for row in table}
    shown = [
        row | {"hollow": known[row["label"]]["naive"], "accent": is_ahead(known[row["label"]])}
        for row in figure_rows([row | {"both": row["trained"] + row["others"]} for row in table], "ancova_effect",
                               "skill", "both")
    ]  # fmt: skip
    if not shown:
        return None
    form = Form("ahead", "skills", signed_tenths, (0.0, words["no_difference"]))
    return form.chart(ahead_title(shown), shown, canvas)


def ahead_title(shown: list[dict[str, Any]]) -> Message:
    first, last = shown[0], shown[-1]
    if first["accent"]:
        return Message("ahead_title", {"skill": first["label"], "points": first["value"]})
    if last["high"] < 0:
        return Message("ahead_title_behind", {"skill": last["label"], "points": -last["value"]})
    return Message("ahead_title_none")


def below_chart(table: TableRows, canvas: Canvas, words: Mapping[str, str]) -> Chart | None:
    stands = {row["skill"] for row in table if row["below_p"] is not None and row["below_p"] <= CLEAR}
    shown = figure_rows(table, "below_pass", "skill", "trained")
    shown = [row | {"accent": row["label"] in stands} for row in shown]
    if not shown:
        return None
    title = Message("below_title", {"skill": shown[0]["label"], "share": shown[0]["value"]})
    return Form("below", "skills", percent, (ALLOWED, words["a_fifth"]), floor=0.0).chart(title, shown, canvas)


def gain_chart(table: TableRows, canvas: Canvas, words: Mapping[str, str]) -> Chart | None:
    shown, most = with_clear(figure_rows(table, "gain_points", "skill", "trained"))
    title = Message("gain_title_none")
    if most:
        title = Message("gain_title", {"skill": most["label"], "points": most["value"]})
    form = Form("gain", "skills", signed_tenths, (0.0, words["no_change"]))
    return form.chart(title, shown, canvas) if shown else None


def standard_chart(table: TableRows, canvas: Canvas, words: Mapping[str, str]) -> Chart | None:
    shown, most = with_clear(figure_rows(table, "gain_g", "skill", "trained"))
    title = Message("standard_title", {"skill": most["label"]}) if most else Message("standard_title_none")
    form = Form("standard", "skills", hundredths, (0.0, words["no_change"]))
    return form.chart(title, shown, canvas) if shown else None
