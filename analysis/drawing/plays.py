"""Charts of plays: what a hundred calls bring, a list against the commonest gap, products owned together."""

from typing import Any

from analysis.charts import Canvas
from analysis.drawing.rows import Rows, bars, each_with_interval, interval_rows, money, percent
from analysis.findings import Chart, Message, TableRows

CLEAR, RARE, STRONG = 0.95, 0.05, 1.0
USUAL, JOIN = "usual pair", " · "
LEAST_SHOWN = 5  # letters of a name that is cut


def play_chart(rows: TableRows, canvas: Canvas) -> Chart | None:
    priced = [row for row in rows if row["per_100_calls"] is not None]
    judged = sorted((row for row in priced if row["chance_best"] is not None), key=lambda row: -row["chance_best"])
    if not judged:
        return None
    top = judged[0]
    drawn = [
        {"label": row["product"], "value": row["per_100_calls"], "low": row["per_100_calls_low"],
         "high": row["per_100_calls_high"], "n": row["lacked"], "accent": row is top}
        for row in priced
    ]  # fmt: skip
    said = {"product": top["product"], "worth": money(top["per_100_calls"]), "chance": top["chance_best"]}
    title = Message("plays_title" if top["chance_best"] >= CLEAR else "plays_title_perhaps", said)
    values = each_with_interval(drawn, money)
    return Chart(
        "plays", "plays", title, Message("plays_alternative", {"values": values}), bars(Rows(drawn, money), canvas)
    )


def list_chart(rows: TableRows, canvas: Canvas) -> Chart:
    drawn = [
        {"label": row["list"], "value": row["precision"], "low": row["low"], "high": row["high"], "n": row["k"],
         "accent": place == 0}
        for place, row in enumerate(rows)
    ]  # fmt: skip
    values = each_with_interval(drawn, percent)
    spec = interval_rows(Rows(drawn, percent), canvas, floor=0.0)
    return Chart("lists", "lists", list_title(rows), Message("lists_alternative", {"values": values}), spec)


def list_title(rows: TableRows) -> Message:
    ours, theirs = rows
    value, low, high = (ours[key] for key in ("gain", "gain_low", "gain_high"))
    if low is not None and low > 0:
        return Message("lists_title_more", {"points": 100 * value, "low": 100 * low, "high": 100 * high})
    if high is not None and high < 0:
        return Message("lists_title_fewer", {"points": -100 * value})
    return Message("lists_title_same", {"ours": ours["bought"], "theirs": theirs["bought"], "k": ours["k"]})


def lift_chart(rows: TableRows, canvas: Canvas) -> Chart:
    """The pairs come with the highest lower limit first. One stands out that clears the lift of a usual pair."""
    usual = float(rows[0]["usual"] or 1.0)
    clear = [row for row in rows if row["low"] > max(usual, STRONG) and row["p"] <= RARE]
    drawn = [
        {"label": pair_label(row, canvas), "value": row["lift"], "low": row["low"], "high": row["high"],
         "n": row["both"], "accent": row in clear[:1]}
        for row in rows
    ]  # fmt: skip
    values = each_with_interval(drawn, "{:.1f}".format)
    title = Message("pairs_title_none")
    if clear:
        title = Message("pairs_title", {key: clear[0][key] for key in ("first", "second", "lift", "low", "high")})
    spec = interval_rows(Rows(drawn, "{:.1f}".format), canvas, reference=(usual, f"{USUAL} {usual:.1f}"))
    return Chart("pairs", "pairs", title, Message("pairs_alternative", {"values": values}), spec)


def pair_label(row: dict[str, Any], canvas: Canvas) -> str:
    """Both names; where a narrow canvas has too little room beside the count, the longer one is cut until they fit."""
    names = [str(row["first"]), str(row["second"])]
    room = canvas.width - canvas.room("n = 1,000")
    while canvas.narrow and canvas.room(JOIN.join(names)) > room and max(map(len, names)) > LEAST_SHOWN:
        longer = max(names, key=len)
        names[names.index(longer)] = longer.removesuffix("…")[:-1].rstrip() + "…"
    return JOIN.join(names)
