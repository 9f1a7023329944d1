"""5.1 Who beats us, and where? Win rates by rival, and by rival, product and segment, beside the company's own.

Deals that name no rival count for the company alone. Where lost deals name a rival more often than won ones, rates
against named rivals lean low, and that is said.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from analysis.cautions import thin_groups
from analysis.charts import Canvas
from analysis.company.deals import deals_as_of, deals_within, with_product, with_segment
from analysis.company.losses.rivals import LEAST, against_rivals, cells_of, with_rival
from analysis.company.win_rate import UNITS, Clustering, closed_deals, find_clustering, win_rate, win_rate_cautions
from analysis.drawing.rows import Rows, each_with_interval, interval_rows, percent
from analysis.findings import (
    Chart,
    Figure,
    Findings,
    Message,
    Need,
    Scalar,
    Table,
    TableRows,
    Tripwire,
    canonical,
    figure_key,
)
from analysis.inputs import Inputs, make_part
from analysis.method import Method
from analysis.methods.intervals import newcombe_interval, wilson_interval

EXERCISE = "5.1"
NEEDS = {"deals": ("outcome",)}
METHOD = Method(
    name="Win rates by rival with Wilson limits against the company's own under Benjamini–Hochberg; beta-binomial "
    "shrinkage of cells",
    assumes=(
        "A rival is named as often on deals won as on deals lost",
        "Deals do not depend on each other, or only within accounts or sellers",
        "Cells vary round one common rate",
    ),
    sources=(
        "Wilson (1927), JASA 22, 209–212",
        "Ridout, Demétrio & Firth (1999), Biometrics 55, 137–148",
        "Benjamini & Hochberg (1995), JRSS B 57, 289–300",
    ),
)
WORDS = {
    "rival_and_cell": "Against {competitor} we win {rate:.0%} ({low:.0%} to {high:.0%}, n = {n}), where {company:.0%} "
    "is usual, and least on {product} in {segment}: {cell:.0%}",
    "rival_below": "Against {competitor} we win {rate:.0%} ({low:.0%} to {high:.0%}, n = {n}), where {company:.0%} is "
    "usual",
    "cell_below": "Against {competitor} on {product} in {segment} we win {cell:.0%} ({low:.0%} to {high:.0%}, "
    "n = {n}), where {company:.0%} is usual; no rival as a whole is below it",
    "none_below": "Against no rival do we win clearly less often than {company:.0%} (n = {n})",
    "company_only": "We win {company:.0%} of decided deals ({low:.0%} to {high:.0%}, n = {n}); against whom needs the "
    "rival of each deal",
    "too_few_named": "Only {n} decided {n:deal names|deals name} a rival: too few to say who beats us",
    "nothing_closed": "No deal is decided yet, so nothing can be said of rivals",
    "method_note": "For each rival we count decided deals that name it and the share won, with Wilson's limits (1927), "
    "and judge it against the company's own rate, allowing for all rivals at once (Benjamini & Hochberg 1995). Small "
    "cells of rival, product and segment are pulled towards the average of all cells before they are ordered, as far "
    "as their differences could be chance (beta-binomial; Ridout 1999). Deals that name no rival, and open ones, "
    "stand beside.",
    "cell_win_rate": "Win rate against the rival on the product in the segment",
    "wins_short": "Wins short of the company's rate",
    "rival_named": "Decided deals that name a rival",
    "rival_named_gap": "Lost deals that name a rival, less won ones",
    "win_rate_by_competitor": "Win rate by rival",
    "win_rate_by_cell": "Win rate by rival, product and segment",
    "competitor": "Rival",
    "product": "Product",
    "p_adjusted": "p against the company's rate, adjusted",
    "below": "Below the company's rate",
    "short": "Wins short of it",
    "short_low": "Lower limit, wins",
    "short_high": "Upper limit, wins",
    "unnamed": "{n} decided {n:deal|deals} ({share:.0%}) {n:names no rival: it counts|name no rival: they count} for "
    "the company alone",
    "named_when_lost": "Lost deals name a rival in {lost:.0%}, won ones in {won:.0%}: rates against named rivals "
    "lean low",
    "small_cells": "{n} {n:combination|combinations} of rival, product and segment {n:has|have} fewer than {least} "
    "decided deals and {n:is|are} not listed",
    "lowest_listed": "The {listed} lowest of {n} combinations are listed; the test allows for all of them",
    "cell_worsened": "Against {competitor} on {product} in {segment} we win less than the lower limit when this was "
    "decided",
    "rival_worsened": "Against {competitor} we win less than the lower limit when this was decided",
    "rivals_title": "We win least against {competitor}, {rate:.0%}",
    "rivals_title_none": "Against no rival do we win clearly less than usual",
    "rivals_alternative": "Win rate by rival with limits, number of decided deals, and the rate allowing for small "
    "numbers: {values}.",
    "cells_title": "{competitor} on {product} in {segment}: {rate:.0%} won",
    "cells_title_none": "No combination of rival, product and segment is clearly below the company's rate",
    "cells_alternative": "Lowest win rates by rival, product and segment, with limits and number of deals: {values}.",
    "company": "all deals",
}
RIVAL_UNITS = UNITS | {"p_adjusted": "p", **dict.fromkeys(["short", "short_low", "short_high"], "deals")}
ENOUGH = 30  # decided deals against a rival before it makes a headline
LEAN = 0.1  # from which lost deals name rivals too much more often than won ones
SHOWN = 12
KEPT = 12  # cells with a figure of their own
LISTED = 30
WILSON = "Wilson interval; with clustered deals of the effective number"


def analyse(inputs: Inputs) -> Findings:
    deals = deals_within(deals_as_of(inputs.tables["deals"], inputs.provenance.as_of), inputs.provenance)
    clustering = find_clustering(deals)
    rate = win_rate(deals, clustering)
    findings = replace(
        part_of(inputs),
        headline=company_headline(rate),
        figures=(rate,),
        warnings=(*win_rate_cautions(deals), *((clustering.message,) if clustering else ())),
    )
    if not inputs.has("deals", "competitor"):
        return replace(findings, needs=(Need("deals", ("competitor",)),))
    named = with_rival(deals)
    if not (closed := int(closed_deals(named)["competitor"].notna().sum())):
        return replace(findings, headline=Message("too_few_named", {"n": closed}))
    return with_rivals(findings, named, clustering, inputs)


part_of = partial(make_part, EXERCISE, headline=Message("nothing_closed"))


def company_headline(rate: Figure) -> Message:
    if not rate.n:
        return Message("nothing_closed")
    return Message("company_only", {"company": rate.value, "low": rate.low, "high": rate.high, "n": rate.n})


def with_rivals(findings: Findings, deals: pd.DataFrame, clustering: Clustering | None, inputs: Inputs) -> Findings:
    effect = clustering.effect if clustering else 1.0
    table = against_rivals(deals, effect)
    findings = findings.with_part(naming_part(deals, inputs))
    findings = findings.with_part(
        part_of(
            inputs,
            figures=rival_figures(table),
            tables=(Table.from_frame("win_rate_by_competitor", table, RIVAL_UNITS),),
            warnings=tuple(thin_groups(table, "competitor")),
        )
    )
    findings = findings.with_part(cell_part(deals, effect, inputs))
    return replace(findings, headline=headline(findings), tripwires=tuple(tripwires(findings)))


def naming_part(deals: pd.DataFrame, inputs: Inputs) -> Findings:
    """How often a rival is named at all, and whether that hangs on how the deal ended."""
    closed = closed_deals(deals)
    named = closed["competitor"].notna()
    lost, won = (named[closed["outcome"] == outcome] for outcome in ("lost", "won"))
    low, high = map(float, wilson_interval(int(named.sum()), len(named)))
    share = Figure(
        name="rival_named", value=float(named.mean()), low=low, high=high, n=len(named), unit="fraction",
        method="Wilson interval",
    )  # fmt: skip
    gap = gap_figure(lost, won)
    said = [Message("unnamed", {"n": int((~named).sum()), "share": float((~named).mean())})] if not named.all() else []
    if gap.value is not None and gap.value > LEAN and (gap.low or 0) > 0:
        said.append(Message("named_when_lost", {"lost": float(lost.mean()), "won": float(won.mean())}))
    return part_of(inputs, figures=(share, gap), warnings=tuple(said))


def gap_figure(lost: pd.Series, won: pd.Series) -> Figure:
    method = "Difference of two rates, Newcombe interval"
    if not len(lost) or not len(won):
        return Figure(name="rival_named_gap", value=None, n=len(lost) + len(won), unit="fraction", method=method)
    low, high = newcombe_interval(int(lost.sum()), len(lost), int(won.sum()), len(won))
    value = float(lost.mean() - won.mean())
    return Figure(
        name="rival_named_gap", value=value, low=float(low), high=float(high), n=len(lost) + len(won), unit="fraction",
        method=method,
    )  # fmt: skip


def rival_figures(table: pd.DataFrame) -> tuple[Figure, ...]:
    closed = table[table["deals"] > 0].rename(columns={"deals": "n"})
    rates = closed.rename(columns={"rate": "win_rate", "low": "win_rate_low", "high": "win_rate_high"})
    short = closed.rename(
        columns={"short": "wins_short", "short_low": "wins_short_low", "short_high": "wins_short_high"}
    )
    return (
        *Figure.from_frame("win_rate", rates, {"win_rate": "fraction"}, of=["competitor"], method=WILSON),
        *Figure.from_frame(
            "wins_short", short, {"wins_short": "deals"}, of=["competitor"], method="Deals × (company's rate − rate)"
        ),
    )


def cell_part(deals: pd.DataFrame, effect: float, inputs: Inputs) -> Findings:
    """By rival, product and segment; what it needs where one of them is unknown."""
    placed = with_product(with_segment(deals, inputs.tables.get("accounts")), inputs.tables.get("products"))
    absent = [column for column in ("product", "segment") if not placed[column].notna().any()]
    if absent:
        return part_of(inputs, needs=(Need("deals", tuple("product_id" if c == "product" else c for c in absent)),))
    table, small = cells_of(placed, effect)
    said = [Message("small_cells", {"n": small, "least": LEAST})] if small else []
    said += [Message("lowest_listed", {"listed": LISTED, "n": len(table)})] if len(table) > LISTED else []
    if not len(table):
        return part_of(inputs, warnings=tuple(said))
    rates = table.head(KEPT).rename(
        columns={"deals": "n", "rate": "cell_win_rate", "low": "cell_win_rate_low", "high": "cell_win_rate_high"}
    )
    figures = Figure.from_frame(
        "cell_win_rate", rates, {"cell_win_rate": "fraction"}, of=["competitor", "product", "segment"], method=WILSON
    )
    return part_of(
        inputs,
        figures=figures,
        tables=(Table.from_frame("win_rate_by_cell", table.head(LISTED), RIVAL_UNITS),),
        warnings=tuple(said),
    )


# --- what it says ----------------------------------------------------------------------------------------------------


def headline(findings: Findings) -> Message:
    company = findings.figure("win_rate")
    rivals, cells = (findings.rows(table) for table in ("win_rate_by_competitor", "win_rate_by_cell"))
    if (named := sum(row["deals"] for row in rivals)) < ENOUGH:
        return Message("too_few_named", {"n": named})
    worst = next((row for row in rivals if row["below"] and row["deals"] >= ENOUGH), None)
    cell = next((row for row in cells if row["below"] and (worst is None or same_rival(row, worst))), None)
    if worst is None and cell is None:
        return Message("none_below", {"company": company.value, "n": company.n})
    if worst is None:
        return Message("cell_below", said_of(cell or {}, company) | placed_in(cell or {}))
    if cell is None:
        return Message("rival_below", said_of(worst, company))
    return Message("rival_and_cell", said_of(worst, company) | placed_in(cell))


def same_rival(row: dict[str, Any], other: dict[str, Any]) -> bool:
    return bool(row["competitor"] == other["competitor"])


def said_of(row: dict[str, Any], company: Figure) -> dict[str, Scalar]:
    said = {key: row[key] for key in ("competitor", "rate", "low", "high")}
    return said | {"n": row["deals"], "company": company.value}


def placed_in(cell: dict[str, Any]) -> dict[str, Scalar]:
    return {"product": cell["product"], "segment": cell["segment"], "cell": cell["rate"]}


def tripwires(findings: Findings) -> Iterator[Tripwire]:
    """For cells and rivals that lie below the company's rate, else for the lowest rival: its rate falls further."""
    window: dict[str, Scalar] = {"since": "decision"}
    for row in [row for row in findings.rows("win_rate_by_cell") if row["below"]][:3]:
        parts = (row["competitor"], row["product"], row["segment"])
        why = Message("cell_worsened", {"competitor": parts[0], "product": parts[1], "segment": parts[2]})
        key = figure_key("cell_win_rate", *parts)
        yield Tripwire(figure=key, op="<", threshold=row["low"], window=window, min_n=20, why=why)
    rivals = [row for row in findings.rows("win_rate_by_competitor") if row["deals"] >= ENOUGH]
    for row in [row for row in rivals if row["below"]] or rivals[:1]:
        why = Message("rival_worsened", {"competitor": row["competitor"]})
        key = figure_key("win_rate", row["competitor"])
        yield Tripwire(figure=key, op="<", threshold=row["low"], window=window, min_n=ENOUGH, why=why)


# --- charts ----------------------------------------------------------------------------------------------------------


def charts(findings: Findings, canvas: Canvas) -> tuple[Chart, ...]:
    company = canonical(findings.figure("win_rate").value) if findings.figures else None
    if company is None:
        return ()
    drawn = {"win_rate_by_competitor": rival_chart, "win_rate_by_cell": cell_chart}
    found = (draw(rows, company, canvas) for table, draw in drawn.items() if (rows := findings.rows(table)))
    return tuple(chart for chart in found if chart)


def rival_chart(rows: TableRows, company: float, canvas: Canvas) -> Chart | None:
    shown = [forest_row(str(row["competitor"]), row) for row in rows if row["rate"] is not None]
    if not shown:
        return None
    worst = next((row for row in rows if row["below"] and row["deals"] >= ENOUGH), None)
    title = Message("rivals_title_none")
    if worst:
        title = Message("rivals_title", {"competitor": worst["competitor"], "rate": worst["rate"]})
    return forest("win_rate_by_competitor", "rivals_alternative", shown, title, company, canvas)


def cell_chart(rows: TableRows, company: float, canvas: Canvas) -> Chart:
    shown = [forest_row(f"{row['competitor']} · {row['product']} · {row['segment']}", row) for row in rows[:SHOWN]]
    title = Message("cells_title_none")
    if (worst := next((row for row in rows if row["below"]), None)) is not None:
        title = Message("cells_title", {key: worst[key] for key in ("competitor", "product", "segment", "rate")})
    return forest("win_rate_by_cell", "cells_alternative", shown, title, company, canvas)


def forest_row(label: str, row: dict[str, Any]) -> dict[str, Any]:
    return {
        "label": label,
        "value": row["rate"],
        "low": row["low"],
        "high": row["high"],
        "n": row["deals"],
        "hollow": row["shrunken"],
        "accent": bool(row["below"]),
    }


def forest(
    table: str, words: str, shown: list[dict[str, Any]], title: Message, company: float, canvas: Canvas
) -> Chart:
    """Dots with limits, hollow where small numbers are allowed for, and the company's rate as a line."""
    values = each_with_interval(shown, percent)
    reference = (company, f"{WORDS['company']} {percent(company)}") if np.isfinite(company) else None
    spec = interval_rows(Rows(shown, percent), canvas, floor=0.0, reference=reference)
    return Chart(table, table, title, Message(words, {"values": values}), spec)
