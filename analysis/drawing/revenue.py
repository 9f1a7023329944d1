"""The charts of 1.5: quarters by rule, quarters from booking to recognition, sellers at target, the rush at the end."""

from collections.abc import Mapping

from analysis.charts import Canvas
from analysis.company.results.revenue import BUSY, LAST_DAYS
from analysis.drawing.rows import Rows, bars, each_with_interval, interval_rows, money, percent
from analysis.findings import Chart, Findings, Message, Scalar, canonical


def charts(findings: Findings, canvas: Canvas, words: Mapping[str, str]) -> tuple[Chart, ...]:
    """words: of the exercise, which name the lines drawn in."""
    found = [
        quarters_chart(findings, canvas, words["line_recognised"]),
        delays_chart(findings, canvas),
        sellers_chart(findings, canvas),
        end_chart(findings, canvas, words["line_even"]),
    ]
    return tuple(chart for chart in found if chart)


def quarters_chart(findings: Findings, canvas: Canvas, line: str) -> Chart | None:
    rows = [row for row in findings.rows("quarters") if row["gap"] is not None]
    if not rows:
        return None
    worst = max(rows, key=lambda row: abs(row["gap"]))
    marks = [
        {"label": f"{row['quarter']} · {money(row['booked'])}", "value": row["gap"], "n": row["orders"],
         "accent": row is worst}
        for row in rows
    ]  # fmt: skip
    said: dict[str, Scalar] = {key: money(worst[key]) for key in ("booked", "recognised")}
    title = Message("quarters_title", said | {"quarter": worst["quarter"]})
    values = "; ".join(
        f"{row['quarter']} {money(row['booked'])} booked, {money(row['recognised'])} recognised, n = {row['orders']}"
        for row in rows
    )
    spec = interval_rows(Rows(marks, signed), canvas, reference=(0.0, line))
    return Chart("quarters", "quarters", title, Message("quarters_alternative", {"values": values}), spec)


def signed(value: float) -> str:
    return f"{value:+.0%}".replace("-", "−") if round(100 * value) else "0%"


def delays_chart(findings: Findings, canvas: Canvas) -> Chart | None:
    rows = findings.rows("delays")
    if not rows:
        return None
    marks = [
        {"label": row["delay"], "value": row["share"], "n": row["orders"], "accent": row is rows[0]} for row in rows
    ]
    title = Message("delays_title", {"share": rows[0]["share"], "waits": rows[-1]["share"]})
    values = "; ".join(f"{row['delay']} {percent(row['share'])}, n = {row['orders']}" for row in rows)
    spec = bars(Rows(marks, percent), canvas)
    return Chart("delays", "delays", title, Message("delays_alternative", {"values": values}), spec)


def sellers_chart(findings: Findings, canvas: Canvas) -> Chart | None:
    rows = findings.rows("sellers")
    if not rows:
        return None
    marks = [{"label": row["rule"], "value": row["at_target"], "n": row["sellers_counted"]} for row in rows]
    said: dict[str, Scalar] = {"booked": rows[0]["at_target"], "recognised": rows[-1]["at_target"]}
    said |= {"n": rows[0]["sellers_counted"], "crossings": findings.figure("rep_crossings").value}
    values = "; ".join(f"{row['rule']} {row['at_target']} of {row['sellers_counted']}" for row in rows)
    spec = bars(Rows(marks, whole), canvas)
    title = Message("sellers_title", said)
    return Chart("sellers", "sellers", title, Message("sellers_alternative", {"values": values}), spec)


def whole(value: float) -> str:
    return f"{value:.0f}"


def end_chart(findings: Findings, canvas: Canvas, line: str) -> Chart | None:
    rows = [row for row in findings.rows("quarters") if row["end_share"] is not None]
    if not rows:
        return None
    rush, evenly = findings.figure("quarter_end_share"), canonical(4 * LAST_DAYS / 365)
    share, busy = canonical(rush.value), (rush.low or 0.0) > BUSY * evenly
    marks = [
        {"label": row["quarter"], "value": row["end_share"], "low": row["low"], "high": row["high"], "n": row["orders"]}
        for row in rows
    ]
    title = Message("end_title" if busy else "end_title_even", {"share": share, "even": evenly})
    values = each_with_interval(marks, percent)
    spec = interval_rows(Rows(marks, percent), canvas, floor=0.0, reference=(evenly, f"{line} {percent(evenly)}"))

    return Chart("quarter_end", "quarters", title, Message("end_alternative", {"values": values}), spec)
