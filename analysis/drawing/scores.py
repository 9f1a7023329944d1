"""Drawings of figures on a dashboard: which repeat or cancel each other, which revenue follows, and of their score."""

from analysis.charts import Canvas, draw_tables
from analysis.drawing.rows import Rows, each_with_interval, interval_rows, signed, two_places
from analysis.findings import Chart, Findings, Message, TableRows

TWINS = 0.8
NONE = (0.0, "none")


def charts(findings: Findings, canvas: Canvas) -> tuple[Chart, ...]:
    drawn = {"pairs": pair_chart, "kpis": kpi_chart, "foretold": foretold_chart, "scores": score_chart}
    return draw_tables(findings, canvas, drawn)


def pair_chart(rows: TableRows, canvas: Canvas) -> Chart:
    drawn = [
        {"label": f"{row['kpi']} and {row['other'][:1].lower()}{row['other'][1:]}", "value": row["correlation"],
         "low": row["low"], "high": row["high"], "n": row["n"], "accent": abs(row["correlation"]) > TWINS}
        for row in rows
    ]  # fmt: skip
    first = drawn[0]
    code = "none" if not first["accent"] else "twins" if first["value"] > 0 else "cancel"
    arguments = {} if code == "none" else {"pair": first["label"], "value": first["value"], "n": first["n"]}
    values = each_with_interval(drawn, two_places)
    spec = interval_rows(Rows(drawn, two_places), canvas, reference=NONE)
    said = Message("pairs_alternative", {"values": values})
    return Chart("pairs", "pairs", Message(f"pairs_title_{code}", arguments), said, spec)


def kpi_chart(rows: TableRows, canvas: Canvas) -> Chart | None:
    known = sorted((row for row in rows if row["correlation"] is not None), key=lambda row: -row["correlation"])
    if not known:
        return None
    drawn = [
        {"label": row["kpi"], "value": row["correlation"], "low": row["low"], "high": row["high"], "n": row["n"],
         "accent": row["clear"]}
        for row in known
    ]  # fmt: skip
    clear = next((row for row in known if row["clear"]), None)
    title = Message("kpis_title_one", {"kpi": clear["kpi"]}) if clear else Message("kpis_title_none")
    values = each_with_interval(drawn, two_places)
    spec = interval_rows(Rows(drawn, two_places), canvas, reference=NONE)
    return Chart("kpis", "kpis", title, Message("kpis_alternative", {"values": values}), spec)


def foretold_chart(rows: TableRows, canvas: Canvas) -> Chart:
    ranked = sorted(rows, key=lambda row: (-round(row["r2"], 2), row["figures"]))
    drawn = [{"label": row["which"], "value": row["r2"], "n": row["n"], "accent": row is ranked[0]} for row in ranked]
    title = Message("foretold_title_none")
    if ranked[0]["r2"] > 0:
        title = Message("foretold_title", {"which": ranked[0]["which"], "share": ranked[0]["r2"]})
    values = each_with_interval(drawn, signed)
    spec = interval_rows(Rows(drawn, signed), canvas, reference=(0.0, "as the mean"))
    return Chart("foretold", "foretold", title, Message("foretold_alternative", {"values": values}), spec)


def score_chart(rows: TableRows, canvas: Canvas) -> Chart:
    drawn = [
        {"label": row["score"], "value": row["value"], "low": row["low"], "high": row["high"], "n": row["n"],
         "accent": row is rows[-1]}
        for row in rows
    ]  # fmt: skip
    title = Message(f"scores_title_{rows[-1]['kpi_key']}", {"value": rows[-1]["value"]})
    values = each_with_interval(drawn, two_places)
    spec = interval_rows(Rows(drawn, two_places), canvas, floor=0.0, reference=(0.3, "tripwire"))
    return Chart("scores", "scores", title, Message("scores_alternative", {"values": values}), spec)
