"""The charts of 4.2: the record by team, which reviewer uses which word, how many reviews bring how small an error."""

from collections.abc import Mapping

from analysis.charts import Canvas, draw_tables
from analysis.company.losses.lost_record import CLEAR, CLOSE, WHOLE, standing_out
from analysis.drawing.rows import Rows, each_with_interval, interval_rows, percent, points
from analysis.findings import Chart, Findings, Message, TableRows


def charts(findings: Findings, canvas: Canvas, words: Mapping[str, str]) -> tuple[Chart, ...]:
    """words: of the exercise, which name the lines drawn in and numbers of reviews."""
    drawn = {
        "record_by_team": lambda rows, canvas: team_chart(rows, canvas, words["nine_in_ten"]),
        "reasons_by_reviewer": lambda rows, canvas: gap_chart(rows, canvas, words["used_alike"]),
        "reviews_and_error": lambda rows, canvas: error_chart(rows, canvas, words),
    }
    return draw_tables(findings, canvas, drawn)


def team_chart(rows: TableRows, canvas: Canvas, line: str) -> Chart:
    worst = standing_out(rows)
    shown = [
        {"label": row["team"], "value": row["share"], "low": row["low"], "high": row["high"], "n": row["losses"],
         "accent": worst is not None and row["team"] == worst["team"]}
        for row in rows
    ]  # fmt: skip
    title = Message("teams_title_alike")
    if worst:
        title = Message("teams_title", {"team": worst["team"], "share": worst["share"]})
    values = each_with_interval(shown, percent)
    spec = interval_rows(Rows(shown, percent), canvas, reference=(WHOLE, line))
    return Chart("record_by_team", "record_by_team", title, Message("teams_alternative", {"values": values}), spec)


def gap_chart(rows: TableRows, canvas: Canvas, line: str) -> Chart:
    clear = [row for row in rows if row["p_adjusted"] is not None and row["p_adjusted"] <= CLEAR]
    shown = [
        {"label": row["reason"], "value": row["gap"], "low": row["low"], "high": row["high"], "n": row["losses"],
         "accent": row in clear[:1]}
        for row in rows
    ]  # fmt: skip
    title = Message("gaps_title_none")
    if clear:
        title = Message("gaps_title", {"reason": clear[0]["reason"], "gap": 100 * clear[0]["gap"]})
    values = each_with_interval(shown, points)
    spec = interval_rows(Rows(shown, points), canvas, reference=(0.0, line))
    return Chart("reasons_by_reviewer", "reasons_by_reviewer", title, Message("gaps_alternative", {"values": values}),
                 spec)  # fmt: skip


def error_chart(rows: TableRows, canvas: Canvas, words: Mapping[str, str]) -> Chart:
    """Three months together; the table has a month alone and a year too."""
    enough = min((row["reviews"] for row in rows if row["by_quarter"] <= CLOSE), default=rows[-1]["reviews"])
    shown = [
        {"label": words["so_many"].format(n=row["reviews"]), "value": row["by_quarter"], "low": None, "high": None,
         "n": row["losses"], "accent": row["reviews"] == enough}
        for row in rows
    ]  # fmt: skip
    values = each_with_interval(shown, half_width)
    spec = interval_rows(Rows(shown, half_width), canvas, floor=0.0, reference=(CLOSE, words["ten_points"]))
    return Chart("reviews_and_error", "reviews_and_error", Message("error_title", {"n": enough}),
                 Message("error_alternative", {"values": values}), spec)  # fmt: skip


def half_width(value: float) -> str:
    return f"±{100 * value:.0f}" if value else "0"
