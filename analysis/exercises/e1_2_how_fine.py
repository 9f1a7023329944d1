"""1.2 How fine to measure? For each cut of the win rate: cells, deals behind each, and how much of the spread is real.

A seller's own rate is in no table here: only how far sellers differ as a group.
"""

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from analysis.cautions import listed, thin_groups
from analysis.charts import Canvas, draw_tables
from analysis.company.deals import deals_as_of
from analysis.company.results.cuts import (
    COLUMNS,
    GRAINS,
    Grain,
    cells_of,
    effect_within,
    quarters_spanned,
    recent,
    with_cuts,
)
from analysis.company.win_rate import (
    UNITS,
    Clustering,
    closed_deals,
    find_clustering,
    win_rate_by,
    win_rate_cautions,
)
from analysis.drawing.rows import Rows, bars, each_with_interval, interval_rows, percent, shown, with_interval
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
from analysis.inputs import Inputs
from analysis.method import Method
from analysis.methods.intervals import wilson_interval
from analysis.methods.multiplicity import benjamini_hochberg
from analysis.methods.reliability import at_length, chance_below, length_for, reliability_of_means
from analysis.methods.shrinkage import fit_beta_prior

EXERCISE = "1.2"
NEEDS = {"deals": ("deal_id", "outcome", "closed_on")}
METHOD = Method(
    name="Reliability of cells' win rates by one-way analysis of variance (intraclass correlation of means) with "
    "limits from F; Spearman–Brown for other periods",
    assumes=(
        "Deals of a cell do not depend on each other; where accounts or sellers resemble themselves, the ratio is "
        "divided by the design effect",
        "Cells hold about equally many deals, else the limits are approximate",
        "Cells differ as much in a quarter as over the whole time",
    ),
    sources=(
        "Shrout & Fleiss (1979), Psychol. Bull. 86, 420–428",
        "Spearman (1910), Brit. J. Psychol. 3, 271–295",
        "Wilson (1927), JASA 22, 209–212",
        "Benjamini & Hochberg (1995), JRSS B 57, 289–300",
    ),
)
WORDS = {
    "carries": "{grain} is the finest cut that carries: of the spread between its {cells} cells {share:.0%} ({low:.0%} "
    "to {high:.0%}) is more than chance over {quarters} {quarters:quarter|quarters} (n = {n}), in a single quarter "
    "{quarter:.0%}",
    "carries_perhaps": "{grain} comes out best of the fine cuts: {share:.0%} of the spread between its {cells} cells "
    "is more than chance, but the limits are {low:.0%} to {high:.0%} (n = {n}): it may be much less",
    "none_carries": "No cut carries over {quarters} {quarters:quarter|quarters}: {grain} comes nearest, with "
    "{share:.0%} ({low:.0%} to {high:.0%}) of the spread between its {cells} cells more than chance (n = {n})",
    "none_differs": "In no cut do cells differ by more than chance would have them (n = {n} decided deals over "
    "{quarters} {quarters:quarter|quarters})",
    "too_few": "Only {n} decided {n:deal|deals}: too few to say by which cut they can be read",
    "nothing_to_cut": "{n} deals are decided; how fine they can be read needs a region, product, segment or seller",
    "method_note": "For each cut we count the decided deals behind every cell and compare how far the cells' win rates "
    "lie apart with how far chance alone would spread them (one-way analysis of variance; Shrout & Fleiss 1979). What "
    "is left over chance is the reliability: 0 a lottery, 1 all real, and with fewer deals it falls in a known way "
    "(Spearman 1910). A cut carries from 0.7 on.",
    "cells": "Cells with a decided deal",
    "deals_per_cell": "Decided deals per cell and quarter",
    "narrow_share": "Cells whose win rate is known to within 10 points",
    "reliability": "Share of the spread that is more than chance",
    "reliability_per_quarter": "Share of the spread that is more than chance, in one quarter",
    "missing": "Decided deals without a value",
    "grain_recommended": "The finest cut that carries",
    "grains": "How fine each cut can be read",
    "cells_of_grain": "Win rate by cell of the cut put first",
    "grain": "Cut",
    "per_cell": "Decided deals per cell and quarter",
    "narrow": "Known to within 10 points",
    "reliability_low": "Lower limit, over chance",
    "reliability_high": "Upper limit, over chance",
    "per_quarter": "The same in one quarter",
    "quarters_needed": "Quarters of deals until 70 %",
    "p_adjusted": "p of no difference, adjusted",
    "recommended": "Put first",
    "cell": "Cell",
    "undated": "{n} decided {n:deal has|deals have} no closing day and {n:is|are} left out",
    "short_history": "Decided deals reach back {quarters} {quarters:quarter|quarters} of the {wanted} that are looked "
    "at",
    "no_spread": "Nothing can be said of chance where there is one cell, or all ended alike: {groups}",
    "blanks": "Many decided deals have no value, so the cut leaves them out: {groups}",
    "alike_within_account_id": "Deals of one account end alike (correlation {icc:.2f}): differences between cells "
    "count less for it, up to {effect:.1f} times",
    "alike_within_rep_id": "Deals of one seller end alike (correlation {icc:.2f}): differences between other cells "
    "count less for it, up to {effect:.1f} times",
    "spread_fell": "{grain}: on {quarters} quarters this happens by chance {chance:.0%} of the time if cells differ "
    "as they do now",
    "blanks_rose": "More than one decided deal in ten has no value for {grain}",
    "reliability_title": "{grain} is the finest cut that carries: {share:.0%} of its spread is more than chance",
    "reliability_title_none": "No cut carries: the nearest, {grain}, has {share:.0%} of its spread beyond chance",
    "reliability_alternative": "Share of the spread between cells that is more than chance, with limits and number of "
    "deals, and hollow the share in one quarter: {values}.",
    "line_carries": "carries",
    "narrow_title": "{grain}: {cells} cells with {per_cell:.1f} decided deals a quarter each, {narrow:.0%} of them "
    "known to within 10 points",
    "narrow_alternative": "Share of cells whose win rate is known to within 10 points, by cut, with number of cells: "
    "{values}.",
    "cells_title": "By {grain} from {low:.0%} in {worst} to {high:.0%} in {best}, part of it chance",
    "cells_alternative": "Win rate by cell of {grain} with limits and number of decided deals, and hollow the rate "
    "allowing for small numbers: {values}.",
    "all_deals": "all deals",
}  # fmt: skip
GRAIN_UNITS = {
    "cells": "cells",
    **dict.fromkeys(["deals", "per_cell", "open"], "deals"),
    **dict.fromkeys(
        ["narrow", "reliability", "reliability_low", "reliability_high", "per_quarter", "missing"], "fraction"
    ),
    "quarters_needed": "quarters",
    "p_adjusted": "p",
}
FIGURES = {
    "cells": ("cells", "Count"),
    "deals_per_cell": ("deals", "Mean"),
    "narrow_share": ("fraction", "Half of the Wilson interval at most 10 points"),
    "reliability": ("fraction", "One-way analysis of variance, limits from F"),
    "reliability_per_quarter": ("fraction", "Spearman-Brown"),
    "missing": ("fraction", "Wilson interval"),
    "grain_recommended": ("", "Fewest deals per cell among cuts with reliability of 0.7 or more"),
}
QUARTERS = 8
CARRIES = 0.7
NARROW = 0.1
ENOUGH = 100  # decided deals before a cut is put first
CLEAR = 0.05  # adjusted p
FALLS, LOOKED_AT = 0.6, 4  # the tripwire's reliability, and its quarters
BY_CHANCE = 0.1  # of the time may it fire; else it looks at twice as many quarters
BLANK = 0.1
CELLS = 14


def analyse(inputs: Inputs) -> Findings:
    known = with_cuts(deals_as_of(inputs.tables["deals"], inputs.provenance.as_of), inputs)
    deals = recent(known, inputs.provenance, QUARTERS)
    absent = [column for column in ("region", "product", "segment", "rep_id") if not known[column].notna().any()]
    needs = (Need("deals", tuple(COLUMNS.get(column, column) for column in absent)),) if absent else ()
    clustering = find_clustering(deals)
    cuts = [grain for grain in GRAINS if not set(grain.columns) & set(absent)]
    table = grain_table(deals, cuts, clustering)
    findings = Findings(
        exercise=EXERCISE,
        headline=headline(table, deals),
        figures=grain_figures(table),
        tables=(Table.from_frame("grains", table.drop(columns=["effect"]), GRAIN_UNITS),) if len(table) else (),
        warnings=tuple(cautions(table, known, deals, inputs, clustering)),
        needs=needs,
        inputs=inputs.provenance,
    )
    findings = findings.with_part(cell_part(findings, deals))
    return replace(findings, tripwires=tripwires(findings, quarters_spanned(deals)))


def grain_table(deals: pd.DataFrame, cuts: list[Grain], clustering: Clustering | None) -> pd.DataFrame:
    """One row per cut that has a cell, the coarsest first; `recommended` is 1 for one of them at most.

    A pair that is no finer than one of its own stands before it, so that the simpler one is put first.
    """
    decided, quarters = closed_deals(deals), quarters_spanned(deals)
    rows = [grain_row(grain, deals, decided, clustering, quarters) for grain in cuts]
    if not (rows := [row for row in rows if row["cells"]]):
        return pd.DataFrame()
    table = pd.DataFrame(rows).sort_values(["per_cell", "pair", "grain"], ascending=[False, False, True])
    table = table.drop(columns="pair").reset_index(drop=True)
    table["p_adjusted"] = benjamini_hochberg(table.pop("p"))
    carries = (table["reliability"] >= CARRIES) & (table["deals"] >= ENOUGH)
    table["recommended"] = (carries & ~carries[::-1].cumsum()[::-1].gt(1)).astype(int)
    return table


def grain_row(
    grain: Grain, deals: pd.DataFrame, decided: pd.DataFrame, clustering: Clustering | None, quarters: int
) -> dict[str, Any]:
    cells = cells_of(deals, grain.columns)
    effect = effect_within(decided, grain, clustering)
    found = reliability_of_means(cells["won"], cells["won"], cells["deals"], effect)
    low, high = wilson_interval(cells["won"], cells["deals"])
    n = int(cells["deals"].sum())
    return {
        "grain": grain.name, "pair": len(grain.columns) > 1, "cells": len(cells), "deals": n,
        "open": int(cells["open"].sum()),
        "per_cell": n / len(cells) / quarters if n else np.nan,
        "narrow": float(((high - low) / 2 <= NARROW).mean()) if n else np.nan,
        "reliability": found.value, "reliability_low": found.low, "reliability_high": found.high,
        "per_quarter": at_length(found.value, 1 / quarters) if n else np.nan,
        "quarters_needed": needed(found.value, quarters),
        "missing": 1 - n / len(decided) if len(decided) else np.nan, "p": found.p, "effect": effect,
    }  # fmt: skip


def needed(reliability: float, quarters: int) -> float:
    """Whole quarters of deals at which the cut carries; NaN where no number of them is known."""
    wanted = quarters * length_for(reliability, CARRIES) if reliability > 0 else np.nan
    return float(np.ceil(wanted - 1e-9))


def grain_figures(table: pd.DataFrame) -> tuple[Figure, ...]:
    """All figures of all cuts; of each cut that is not there, none."""
    if not len(table):
        return ()
    decided = (table["deals"] / (1 - table["missing"])).round()
    low, high = wilson_interval(decided - table["deals"], decided)
    values = table.rename(columns={"per_cell": "deals_per_cell", "narrow": "narrow_share", "deals": "n"}).rename(
        columns={"per_quarter": "reliability_per_quarter", "recommended": "grain_recommended"}
    )
    values = values.assign(missing_low=low, missing_high=high)
    return tuple(
        figure
        for name, (unit, method) in FIGURES.items()
        for figure in Figure.from_frame(name, values, {name: unit}, of=["grain"], method=method)
    )


def cautions(
    table: pd.DataFrame, known: pd.DataFrame, deals: pd.DataFrame, inputs: Inputs, clustering: Clustering | None
) -> list[Message]:
    said = [*win_rate_cautions(deals)]
    if undated := int(closed_deals(known)["closed_on"].isna().sum()):
        said.append(Message("undated", {"n": undated}))
    quarters = quarters_spanned(deals)
    if not inputs.provenance.windowed and 0 < quarters < QUARTERS:
        said.append(Message("short_history", {"quarters": quarters, "wanted": QUARTERS}))
    if not len(table):
        return said
    said += listed("no_spread", table.loc[table["reliability"].isna(), "grain"])
    blank = table[(table["missing"] > BLANK) & ~table["grain"].str.contains("×")]
    said += listed("blanks", [f"{row['grain']} ({row['missing']:.0%})" for row in blank.to_dict("records")])
    if clustering and table["effect"].max() > 1:
        said.append(
            Message(
                f"alike_within_{clustering.column}", {"icc": clustering.icc, "effect": float(table["effect"].max())}
            )
        )
    return said


# --- cells of the cut put first --------------------------------------------------------------------------------------


def cell_part(findings: Findings, deals: pd.DataFrame) -> Findings:
    """Its cells with their rates: of the cut recommended, else of the most reliable one; never single sellers."""
    empty = Findings(exercise=EXERCISE, headline=findings.headline, inputs=findings.inputs)
    grain = grain_shown(findings)
    if grain is None:
        return empty
    cells = cells_of(deals, grain.columns)
    rates = win_rate_by(cells, fit_beta_prior(cells["won"], cells["deals"]))
    name = rates[list(grain.columns)].agg(" · ".join, axis=1)
    rates = rates.drop(columns=list(grain.columns)).assign(grain=grain.name)
    rates.insert(0, "cell", name)
    rates = rates.sort_values(["shrunken", "cell"], ascending=[False, True], ignore_index=True)
    table = Table.from_frame("cells_of_grain", rates, UNITS)
    return replace(empty, tables=(table,), warnings=tuple(thin_groups(rates, "cell")))


def grain_shown(findings: Findings) -> Grain | None:
    rows = [row for row in findings.rows("grains") if row["reliability"] is not None]
    named = {grain.name: grain for grain in GRAINS if not grain.personal}
    rows = [row for row in rows if row["grain"] in named]
    best = max(rows, key=lambda row: (row["recommended"], row["reliability"]), default=None)
    return named[best["grain"]] if best else None


# --- what it says ----------------------------------------------------------------------------------------------------


def headline(table: pd.DataFrame, deals: pd.DataFrame) -> Message:
    n, quarters = len(closed_deals(deals)), quarters_spanned(deals)
    if n < ENOUGH:
        return Message("too_few", {"n": n})
    if not len(table):
        return Message("nothing_to_cut", {"n": n})
    row = put_first(table.to_dict("records"))
    if row is None or not ((table["p_adjusted"] <= CLEAR).any() or row["recommended"]):
        return Message("none_differs", {"n": n, "quarters": quarters})
    return Message(code_of(row), said_of(row) | {"quarters": quarters})


def put_first(rows: Any) -> dict[str, Any] | None:
    """The cut recommended, else the most reliable one."""
    known = [row for row in rows if row["reliability"] is not None and row["reliability"] == row["reliability"]]
    return max(known, key=lambda row: (row["recommended"], row["reliability"], row["grain"]), default=None)


def code_of(row: dict[str, Any]) -> str:
    if not row["recommended"]:
        return "none_carries"
    return "carries" if row["p_adjusted"] <= CLEAR else "carries_perhaps"


def said_of(row: dict[str, Any]) -> dict[str, Scalar]:
    return {
        "grain": row["grain"], "cells": row["cells"], "share": row["reliability"], "low": row["reliability_low"],
        "high": row["reliability_high"], "quarter": row["per_quarter"], "n": row["deals"],
    }  # fmt: skip


def tripwires(findings: Findings, quarters: int) -> tuple[Tripwire, ...]:
    """For each cut that carries, the one put first before the others: its spread falls, its column goes blank."""
    rows = [row for row in findings.rows("grains") if (row["reliability"] or 0) >= CARRIES]
    rows = sorted(rows, key=lambda row: (-row["recommended"], -row["reliability"], row["grain"]))
    return tuple(tripwire for row in rows for tripwire in (spread_tripwire(row, quarters), blank_tripwire(row)))


def spread_tripwire(row: dict[str, Any], quarters: int) -> Tripwire:
    """Looks at a year; at two where a year of unchanged differences would fire too often."""
    chances = {over: chance_of_falling(row, over / quarters) for over in (LOOKED_AT, 2 * LOOKED_AT)}
    over = next((over for over, chance in chances.items() if chance <= BY_CHANCE), 2 * LOOKED_AT)
    why = Message("spread_fell", {"grain": row["grain"], "quarters": over, "chance": chances[over]})
    window: dict[str, Scalar] = {"rolling": over, "period": "quarter"}
    return Tripwire(
        figure=figure_key("reliability", row["grain"]), op="<", threshold=FALLS, window=window, min_n=400, why=why
    )


def chance_of_falling(row: dict[str, Any], factor: float) -> float:
    return chance_below(at_length(row["reliability"], factor), row["cells"], row["deals"] * factor, FALLS)


def blank_tripwire(row: dict[str, Any]) -> Tripwire:
    window: dict[str, Scalar] = {"rolling": 1, "period": "quarter"}
    why = Message("blanks_rose", {"grain": row["grain"]})
    return Tripwire(
        figure=figure_key("missing", row["grain"]), op=">", threshold=BLANK, window=window, min_n=100, why=why
    )


# --- charts ----------------------------------------------------------------------------------------------------------


def charts(findings: Findings, canvas: Canvas) -> tuple[Chart, ...]:
    drawn = draw_tables(findings, canvas, {"grains": reliability_chart, "cells_of_grain": cell_chart})
    rows = findings.rows("grains")
    return (*drawn, narrow_chart(rows, canvas)) if rows else drawn


def reliability_chart(rows: TableRows, canvas: Canvas) -> Chart | None:
    if (first := put_first(rows)) is None:
        return None
    marks = [
        {"label": row["grain"], "value": row["reliability"], "low": row["reliability_low"],
         "high": row["reliability_high"], "n": row["deals"], "hollow": row["per_quarter"],
         "accent": bool(row["recommended"])}
        for row in rows
    ]  # fmt: skip
    code = "reliability_title" if first["recommended"] else "reliability_title_none"
    title = Message(code, {"grain": first["grain"], "share": first["reliability"]})
    values = "; ".join(
        f"{mark['label']} {with_interval(mark, percent)}, in a quarter {shown(mark['hollow'], percent)}"
        for mark in marks
    )
    spec = interval_rows(Rows(marks, percent), canvas, floor=0.0, reference=(CARRIES, WORDS["line_carries"]))
    return Chart("reliability", "grains", title, Message("reliability_alternative", {"values": values}), spec)


def narrow_chart(rows: TableRows, canvas: Canvas) -> Chart:
    finest = min(rows, key=lambda row: row["per_cell"])
    marks = [
        {"label": row["grain"], "value": row["narrow"], "n": row["cells"], "accent": row is finest} for row in rows
    ]
    title = Message("narrow_title", {key: finest[key] for key in ("grain", "cells", "per_cell", "narrow")})
    values = "; ".join(f"{mark['label']} {percent(mark['value'])} of {mark['n']} cells" for mark in marks)
    spec = bars(Rows(marks, percent), canvas)
    return Chart("narrow", "grains", title, Message("narrow_alternative", {"values": values}), spec)


def cell_chart(rows: TableRows, canvas: Canvas) -> Chart:
    """The highest cells and, where they are many, the lowest."""
    kept = rows if len(rows) <= CELLS else (*rows[: CELLS // 2], *rows[-CELLS // 2 :])
    marks = [
        {"label": row["cell"], "value": row["rate"], "low": row["low"], "high": row["high"], "n": row["deals"],
         "hollow": row["shrunken"]}
        for row in kept
    ]  # fmt: skip
    ends = sorted(rows, key=lambda row: (row["rate"], row["cell"]))
    said: dict[str, Scalar] = {"low": ends[0]["rate"], "worst": ends[0]["cell"]}
    said |= {"high": ends[-1]["rate"], "best": ends[-1]["cell"], "grain": rows[0]["grain"].lower()}
    overall = canonical(sum(row["won"] for row in rows) / sum(row["deals"] for row in rows))
    values = each_with_interval(marks, percent)
    reference = (overall, f"{WORDS['all_deals']} {percent(overall)}")
    spec = interval_rows(Rows(marks, percent), canvas, reference=reference)
    alternative = Message("cells_alternative", {"values": values, "grain": rows[0]["grain"].lower()})
    return Chart("cells", "cells_of_grain", Message("cells_title", said), alternative, spec)
