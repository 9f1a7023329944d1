"""The charts of 4.1: which stage keeps fewest deals, what value leaves there, which cause is special, ends by age."""

from collections.abc import Mapping

import numpy as np

from analysis.charts import Canvas, draw_tables
from analysis.company.losses.losses import STANDS_OUT, stands_out
from analysis.company.pipeline.lifetimes import ENDS
from analysis.company.pipeline.passages import is_clearly_lowest, ranked_conversions
from analysis.drawing.lines import Series, curves
from analysis.drawing.rows import Rows, bars, each_with_interval, interval_rows, money, number, percent
from analysis.findings import Chart, Findings, Message, TableRows, is_known
from analysis.wording import mid_sentence

CELLS = 8  # drawn


def charts(findings: Findings, canvas: Canvas, words: Mapping[str, str]) -> tuple[Chart, ...]:
    """words: of the exercise, which name the line drawn in, the curves and their axis."""
    drawn = {
        "conversion_by_stage": conversion_chart,
        "losses_by_stage": value_chart,
        "reasons_by_stage": lambda rows, canvas: reason_chart(rows, canvas, words["beyond_chance"]),
        "incidence_by_age": lambda rows, canvas: incidence_chart(rows, canvas, words),
    }
    return draw_tables(findings, canvas, drawn)


def conversion_chart(rows: TableRows, canvas: Canvas) -> Chart | None:
    judged = ranked_conversions(rows)
    drawn = [
        {"label": row["stage"], "value": row["conversion"], "low": row["low"], "high": row["high"], "n": row["left"],
         "accent": bool(judged) and row is judged[0]}
        for row in rows
    ]  # fmt: skip
    if not judged:
        title = Message("cannot_tell", {"n": sum(row["left"] for row in rows)})
    elif is_clearly_lowest(judged):
        title = Message("conversion_title", {"stage": judged[0]["stage"], "rate": judged[0]["conversion"]})
    else:
        said = {"stage": judged[0]["stage"], "rate": judged[0]["conversion"], "next": judged[1]["stage"]}
        title = Message("conversion_title_perhaps", said)
    values = each_with_interval(drawn, percent)
    spec = interval_rows(Rows(drawn, percent), canvas)
    return Chart(
        "conversion_by_stage", "conversion_by_stage", title, Message("conversion_alternative", {"values": values}), spec
    )


def value_chart(rows: TableRows, canvas: Canvas) -> Chart | None:
    ranked = sorted(rows, key=lambda row: -(row["value"] or 0))
    if not is_known(ranked[0]["value_share"]):
        return None
    drawn = [
        {"label": row["stage"], "value": row["value"], "low": row["value_low"], "high": row["value_high"],
         "n": row["lost_deals"], "accent": row is ranked[0]}
        for row in ranked
    ]  # fmt: skip
    values = each_with_interval(drawn, money)
    title = Message("value_title", {"stage": ranked[0]["stage"], "share": ranked[0]["value_share"]})
    spec = bars(Rows(drawn, money), canvas)
    return Chart("losses_by_stage", "losses_by_stage", title, Message("value_alternative", {"values": values}), spec)


def reason_chart(rows: TableRows, canvas: Canvas, line: str) -> Chart | None:
    """The causes that are commonest against other stages; beyond the dashed line chance alone seldom comes."""
    ranked = sorted((row for row in rows if is_known(row["residual"])), key=lambda row: -row["residual"])[:CELLS]
    if not ranked:
        return None
    special = [row for row in ranked if stands_out(row)]
    drawn = [
        {"label": f"{row['stage']} · {row['cause_name']}", "value": row["residual"], "low": None, "high": None,
         "n": row["deals"], "accent": row in special}
        for row in ranked
    ]  # fmt: skip
    values = each_with_interval(drawn, number)
    title = Message("reasons_title_none")
    if special:
        title = Message(
            "reasons_title", {"stage": special[0]["stage"], "cause": mid_sentence(special[0]["cause_name"])}
        )
    spec = interval_rows(Rows(drawn, number), canvas, reference=(STANDS_OUT, line))
    return Chart(
        "reasons_by_stage", "reasons_by_stage", title, Message("reasons_alternative", {"values": values}), spec
    )


def incidence_chart(rows: TableRows, canvas: Canvas, words: Mapping[str, str]) -> Chart | None:
    seen = [row for row in rows if is_known(row["won_share"])]
    colour = canvas.palette
    hues = {"won": colour.accent, "lost": colour.lost, "withdrawn": colour.grey}
    happened = [end for end in ENDS if any(is_known(row[f"{end}_share"]) and row[f"{end}_share"] > 0 for row in seen)]
    if not happened:
        return None
    series = [Series(f"{end}_share", f"{end}_low", f"{end}_high", words[f"{end}_share"], hues[end]) for end in happened]
    last = seen[-1]
    title = Message("incidence_title", {"days": last["day"], "won": last["won_share"], "lost": last["lost_share"]})
    steps = [seen[int(place)] for place in np.linspace(0, len(seen) - 1, 5)]
    values = "; ".join(
        f"day {row['day']} {percent(row['won_share'])}, {percent(row['lost_share'])}, {percent(row['withdrawn_share'])}"
        for row in steps
    )
    spec = curves(seen, canvas, series, across=words["age_axis"])
    return Chart(
        "incidence_by_age", "incidence_by_age", title, Message("incidence_alternative", {"values": values}), spec
    )
