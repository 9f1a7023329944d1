"""Charts of markets: bids won against break-even, earned a day, likeness, the room's order."""

from typing import Any

from analysis.cautions import THIN
from analysis.charts import Canvas, draw_tables
from analysis.company.markets.markets import CLEAR, is_clear
from analysis.drawing.rows import Rows, bars, each_with_interval, interval_rows, money, percent
from analysis.findings import Chart, Findings, Message, TableRows

HOME, NOTHING = "{market} (home)", "nothing"


def charts(findings: Findings, canvas: Canvas) -> tuple[Chart, ...]:
    """Rates against break-even, earned a day, likeness, and the room's order: what there are rows for."""
    even = {row["industry"]: row["break_even"] for row in findings.rows("earnings_by_market")}
    drawn = {
        "markets": lambda rows, canvas: rate_chart(rows, even, canvas),
        "earnings_by_market": earning_chart,
        "likeness_by_market": likeness_chart,
        "room_markets": room_chart,
    }
    return draw_tables(findings, canvas, drawn)


def label(row: dict[str, Any]) -> str:
    return HOME.format(market=row["industry"]) if row["is_home"] else str(row["industry"])


def rate_chart(rows: TableRows, even: dict[str, Any], canvas: Canvas) -> Chart:
    ranked = sorted(rows, key=lambda row: (-row["shrunken"], row["industry"]))
    clear = [row for row in ranked if (row["chance_first"] or 0) >= CLEAR and row["deals"] >= THIN]
    drawn = [
        {"label": label(row), "value": row["shrunken"], "low": row["shrunken_low"], "high": row["shrunken_high"],
         "n": row["deals"], "hollow": even.get(row["industry"]), "accent": row in clear}
        for row in ranked
    ]  # fmt: skip
    values = each_with_interval(drawn, percent)
    said = Message("rates_alternative", {"values": values})
    return Chart(
        "markets", "markets", rate_title(ranked, clear, even), said, interval_rows(Rows(drawn, percent), canvas)
    )


def rate_title(ranked: list[dict[str, Any]], clear: list[dict[str, Any]], even: dict[str, Any]) -> Message:
    if len(ranked) == 1:
        return Message("rates_title_one", {"market": ranked[0]["industry"], "won": 100 * ranked[0]["rate"]})
    if clear:
        said = {"market": clear[0]["industry"], "won": 100 * clear[0]["shrunken"]}
        pays = even.get(clear[0]["industry"])
        return (
            Message("rates_title_first", said)
            if pays is None
            else Message("rates_title_pays", said | {"even": 100 * pays})
        )
    first, last = ranked[0], ranked[-1]
    ends = {"first": first["industry"], "high": first["shrunken"], "last": last["industry"], "low": last["shrunken"]}
    return Message("rates_title_spread_even" if even else "rates_title_spread", ends)


def earning_chart(rows: TableRows, canvas: Canvas) -> Chart:
    ranked = sorted(rows, key=lambda row: (-row["earned"], row["industry"]))
    others = sorted((row for row in ranked if row["chance_best"] is not None), key=lambda row: -row["chance_best"])
    drawn = [
        {"label": label(row), "value": row["earned"], "low": row["earned_low"], "high": row["earned_high"],
         "n": row["deals"], "accent": row in others[:1]}
        for row in ranked
    ]  # fmt: skip
    values = each_with_interval(drawn, money)
    title = Message("earned_title_home")
    if others:
        top = others[0]
        said = {"market": top["industry"], "earned": money(top["earned"]), "chance": top["chance_best"]}
        title = Message("earned_title_clear" if is_clear(top) else "earned_title", said)
    spec = interval_rows(Rows(drawn, money), canvas, reference=(0.0, NOTHING))
    return Chart(
        "earnings_by_market", "earnings_by_market", title, Message("earned_alternative", {"values": values}), spec
    )


def likeness_chart(rows: TableRows, canvas: Canvas) -> Chart:
    ranked = sorted(rows, key=lambda row: (-row["likeness"], row["industry"]))
    drawn = [
        {"label": row["industry"], "value": row["likeness"], "low": row["likeness_low"], "high": row["likeness_high"],
         "n": row["n"]}
        for row in ranked
    ]  # fmt: skip
    values = each_with_interval(drawn, percent)
    ends = {"first": ranked[0]["industry"], "last": ranked[-1]["industry"]}
    span = {"high": ranked[0]["likeness"], "low": ranked[-1]["likeness"]}
    apart = (ranked[-1]["likeness_high"] or 1) < (ranked[0]["likeness_low"] or 0)
    title = Message("likeness_title", ends | span) if apart else Message("likeness_title_near", span)
    said = Message("likeness_alternative", {"values": values})
    return Chart("likeness_by_market", "likeness_by_market", title, said, interval_rows(Rows(drawn, percent), canvas))


def room_chart(rows: TableRows, canvas: Canvas) -> Chart | None:
    scored = [row for row in rows if row["score"] is not None]
    running = [row for row in scored if row["first_by_weights"] is not None]
    if not running:
        return None
    top = running[0]
    drawn = [{"label": row["item"], "value": row["score"], "n": row["n"], "accent": row is top} for row in scored]
    values = "; ".join(f"{row['label']} {row['value']:.1f} (n = {row['n']})" for row in drawn)
    title = Message("room_title", {"market": top["item"], "score": top["score"], "share": top["first_by_weights"]})
    spec = bars(Rows(drawn, "{:.1f}".format), canvas)
    return Chart("room_markets", "room_markets", title, Message("room_alternative", {"values": values}), spec)
