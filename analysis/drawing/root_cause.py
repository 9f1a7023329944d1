"""The charts of 2.4: each unit's gap to its peers and its parts, new deals, how sellers of a unit differ."""

from analysis.charts import Canvas, draw_tables
from analysis.company.sellers.gap_evidence import led_by, told_of
from analysis.drawing.rows import Rows, bars, each_with_interval, interval_rows, of_hundred, one_place, signed_money
from analysis.findings import Chart, Findings, Message, TableRows, canonical, is_known


def charts(findings: Findings, canvas: Canvas, line: str) -> tuple[Chart, ...]:
    """line: what the line of the peers is called."""
    compared = any(is_known(row["a_year"]) for row in findings.rows("gap_by_unit"))
    gaps = {"gap_by_unit": lambda rows, canvas: gap_chart(rows, canvas, line)} if compared else {}
    first = draw_tables(findings, canvas, gaps)
    parts = (parts_chart(findings, canvas, line),) if compared else ()
    supply = draw_tables(findings, canvas, {"new_deals_by_unit": supply_chart})
    return (*first, *parts, *supply, *spread_chart(findings, canvas))


def gap_chart(rows: TableRows, canvas: Canvas, line: str) -> Chart:
    shown = [
        {"label": row["team"], "value": row["a_year"], "low": row["low"], "high": row["high"], "n": row["deals"],
         "accent": bool(row["clear"])}
        for row in rows
    ]  # fmt: skip
    worst = next((row for row in rows if row["clear"]), None)
    title = Message("gap_title_none")
    if worst:
        title = Message("gap_title", {"unit": worst["team"], "short": signed_money(-worst["a_year"])})
    values = each_with_interval(shown, signed_money)
    spec = interval_rows(Rows(shown, signed_money), canvas, reference=(0.0, line))
    return Chart("gap_by_unit", "gap_by_unit", title, Message("gap_alternative", {"values": values}), spec)


def parts_chart(findings: Findings, canvas: Canvas, line: str) -> Chart:
    """The four parts of the gap of the unit that the headline speaks of, else of the lowest."""
    lowest = next(row for row in findings.rows("gap_by_unit") if is_known(row["a_year"]))
    unit = (told_of(findings) or lowest)["team"]
    parts = [row for row in findings.rows("parts_of_gap") if row["team"] == unit]
    worst = led_by(findings, unit)
    shown = [
        {"label": row["factor"], "value": row["a_year"], "low": row["low"], "high": row["high"], "n": row["deals"],
         "accent": row is worst}
        for row in parts
    ]  # fmt: skip
    title = Message("parts_title_none", {"unit": unit})
    if worst:
        said = {"unit": unit, "factor": worst["factor"], "part": signed_money(-worst["a_year"])}
        title = Message("parts_title", said)
    values = each_with_interval(shown, signed_money)
    spec = interval_rows(Rows(shown, signed_money), canvas, reference=(0.0, line))
    alternative = Message("parts_alternative", {"unit": unit, "values": values})
    return Chart("parts_of_gap", "parts_of_gap", title, alternative, spec)


def supply_chart(rows: TableRows, canvas: Canvas) -> Chart:
    shown = [
        {"label": row["team"], "value": row["per_month"], "low": row["low"], "high": row["high"], "n": row["qualified"],
         "accent": place == 0}
        for place, row in enumerate(rows)
    ]  # fmt: skip
    fewest, most = rows[0], rows[-1]
    said = {"unit": fewest["team"], "own": fewest["per_month"], "most": most["team"], "high": most["per_month"]}
    values = each_with_interval(shown, one_place)
    title, alternative = Message("supply_title", said), Message("supply_alternative", {"values": values})
    return Chart("new_deals_by_unit", "new_deals_by_unit", title, alternative, bars(Rows(shown, one_place), canvas))


def spread_chart(findings: Findings, canvas: Canvas) -> tuple[Chart, ...]:
    """Dots: the spread of sellers' win rates in each unit; hollow dots: what chance alone would give."""
    luck = next((figure for figure in findings.figures if figure.name == "luck_share"), None)
    if luck is None or not is_known(luck.value):
        return ()
    shown = [
        {
            "label": row["team"],
            "value": row["spread"],
            "hollow": row["by_chance"],
            "n": row["deals"],
            "high": max((one for one in (row["spread"], row["by_chance"]) if one is not None), default=None),
        }
        for row in findings.rows("spread_in_units")
    ]
    values = "; ".join(
        f"{row['label']} {of_hundred(row['value'])} by {of_hundred(row['hollow'])} (n = {row['n']:,})"
        for row in shown
        if is_known(row["value"])
    )
    said = {name: canonical(value) for name, value in (("luck", luck.value), ("low", luck.low), ("high", luck.high))}
    title = Message("spread_title", said)
    spec = interval_rows(Rows(shown, of_hundred), canvas, floor=0.0)
    return (
        Chart("spread_in_units", "spread_in_units", title, Message("spread_alternative", {"values": values}), spec),
    )
