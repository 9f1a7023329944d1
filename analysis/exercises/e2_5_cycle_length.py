"""2.5 Cycle length and bottlenecks: how long do deals take, by product, and which stage holds them?

Ages of all deals with a day of creation: closed ones to that day, open ones so far. Stays in stages likewise.
"""

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from analysis.cautions import listed, thin_groups
from analysis.charts import Canvas, draw_tables
from analysis.company.deals import deals_as_of, with_product
from analysis.company.dwell import dwell_by_stage, elapsed_by_stage, stay_rows
from analysis.company.lifetimes import (
    IMMATURE,
    LOST,
    OPEN,
    WON,
    Lifetimes,
    closing_curve,
    created_within,
    incidence_curve,
    lifetimes,
    open_share,
)  # fmt: skip
from analysis.company.passages import read_passages
from analysis.drawing.lines import Series, curves
from analysis.drawing.rows import Rows, bars, days, interval_rows, percent, with_interval
from analysis.findings import Chart, Figure, Findings, Message, Need, Provenance, Scalar, Table, Tripwire, is_known
from analysis.inputs import Inputs
from analysis.method import Method
from analysis.methods.multiplicity import benjamini_hochberg
from analysis.methods.survival import UNKNOWN, Estimate, logrank_against_rest, quantile

EXERCISE = "2.5"
NEEDS = {"deals": ("outcome", "closed_on", "created_on")}
METHOD = Method(
    name="Kaplan–Meier medians by product, log-rank tests of each product against the others, Aalen–Johansen "
    "incidence of wins; median and 80 % stays by stage",
    assumes=(
        "Deals still open will go on like the deals that were as old before them",
        "Deals without a day of creation close as quickly as the others",
        "Deals of one product do not depend on each other",
    ),
    sources=(
        "Kaplan & Meier (1958), JASA 53, 457–481",
        "Brookmeyer & Crowley (1982), Biometrics 38, 29–41",
        "Mantel (1966), Cancer Chemother. Rep. 50, 163–170",
        "Aalen & Johansen (1978), Scand. J. Stat. 5, 141–150",
        "Benjamini & Hochberg (1995), JRSS B 57, 289–300",
    ),
)
WORDS = {
    "slow_product": "{product} takes longest: half of its deals close within {days:.0f} {days:day|days}, where "
    "{company:.0f} is usual, further apart than chance would have them",
    "slow_at_stage": "{stage} holds deals longest: {share:.0%} ({low:.0%} to {high:.0%}) of the days that deals spend "
    "in stages; half close within {days:.0f} {days:day|days}",
    "alike": "Half of all deals close within {days:.0f} {days:day|days} ({low:.0f} to {high:.0f}); the products differ "
    "no more than chance would have them",
    "company_only": "Half of all deals close within {days:.0f} {days:day|days} ({low:.0f} to {high:.0f})",
    "uncertain": "Half of all deals close within about {days:.0f} {days:day|days}, but how exactly cannot be told yet",
    "not_half": "Fewer than half of the {n} deals have closed at the ages seen: after {days:.0f} {days:day|days} "
    "{closed:.0%} had",
    "too_little": "Too few deals have closed ({n}) to say how long they take",
    "method_note": "For each age in days we count the deals still open and the share of them that closes, so that "
    "open deals count for as long as they have been open (Kaplan & Meier 1958; limits after Brookmeyer & Crowley "
    "1982). Products are compared over the whole curve, allowing for the number of comparisons (log-rank; "
    "Benjamini & Hochberg 1995). Days to a win allow for deals that can no longer be won because they were lost "
    "or withdrawn (Aalen & Johansen 1978).",
    "median_cycle": "Days until half of the deals have closed",
    "win_within_180": "Chance of being won within 180 days of creation",
    "days_to_win": "Days until half of the wins of the first 180 days have come",
    "elapsed_share": "Share of the days spent in stages",
    "cycle_by_product": "Days to close by product",
    "wins_by_product": "Days to a win by product",
    "dwell_by_stage": "Days in each stage by product",
    "elapsed_by_stage": "Where the days go",
    "closing_curve": "Deals closed, and won, by age",
    "product": "Product",
    "stage": "Stage",
    "median_days": "Median days",
    "p80_days": "Days that 80 % need",
    "p_adjusted": "p against the other products, adjusted",
    "visits": "Stays",
    "running": "Stays not over yet",
    "total_days": "Days in all",
    "share": "Share",
    "win_share": "Won within 180 days",
    "win_low": "Lower limit",
    "win_high": "Upper limit",
    "day": "Age in days",
    "closed": "Closed",
    "closed_low": "Lower limit, closed",
    "closed_high": "Upper limit, closed",
    "won_share": "Won",
    "won_low": "Lower limit, won",
    "won_high": "Upper limit, won",
    "no_product": "{n} {n:deal names no product: it counts|deals name no product: they count} for the company alone",
    "immature_groups": "Over a fifth of the deals are still open, so later days may still move: {groups}",
    "median_not_reached": "Fewer than half of the deals have closed at the ages seen, so there is no median: {groups}",
    "company_not_reached": "Fewer than half of all deals have closed at the ages seen: no median",
    "not_followed": "No deal has been watched for 180 days yet: chances within 180 days are not known",
    "no_wins": "No deal has been won within 180 days: no days to a win",
    "dwell_not_reached": "In {n} {n:row|rows} too few stays are over to give every number of days",
    "no_dwell": "{n} {n:stay in a stage has|stays in stages have} no known length and {n:is|are} left out",
    "cycle_up": "Deals take a fifth longer than when this was decided",
    "cycle_title_differs": "{product} takes longest, {days:.0f} {days:day|days} for half of its deals",
    "cycle_title_alike": "The products take about equally long",
    "cycle_title_one": "Half of all deals close within {days:.0f} {days:day|days}",
    "cycle_alternative": "Median days to close by product, with limits and number of deals: {values}.",
    "elapsed_title": "{stage} holds {share:.0%} of the days that deals spend in stages",
    "elapsed_alternative": "Share of all days in stages, with limits and number of stays: {values}.",
    "curve_title": "After {days:.0f} {days:day|days} {closed:.0%} of deals have closed and {won:.0%} are won",
    "curve_alternative": "Share of deals closed and share won by age in days: {values}.",
    "age_axis": "Age of the deal in days",
}
CYCLE_UNITS = {
    "deals": "deals",
    "open": "deals",
    "p_adjusted": "p",
    **dict.fromkeys(["median_days", "low", "high"], "days"),
}
WIN_UNITS = {
    "deals": "deals",
    "won": "deals",
    **dict.fromkeys(["win_share", "win_low", "win_high"], "fraction"),
    "days_to_win": "days",
}
DWELL_UNITS = {"visits": "stays", "running": "stays", "median_days": "days", "p80_days": "days"}
ELAPSED_UNITS = {"visits": "stays", "total_days": "days", **dict.fromkeys(["share", "low", "high"], "fraction")}
CURVE_UNITS = {
    "day": "days",
    **dict.fromkeys(["closed", "closed_low", "closed_high", "won_share", "won_low", "won_high"], "fraction"),
}
KAPLAN = "Kaplan-Meier, Brookmeyer-Crowley limits"
AGE = 180  # days at which chances of a win are compared
THIN = 30  # closed deals
FEW = 5  # closed deals under which nothing is said
CLEAR = 0.05
SLOWER = 1.2  # the tripwire's factor
POINTS = 45  # of a curve, at most: enough for the eye, few enough for a table


def analyse(inputs: Inputs) -> Findings:
    provenance = inputs.provenance
    deals = with_product(deals_as_of(inputs.tables["deals"], provenance.as_of), inputs.tables.get("products"))
    watched = {"watched_from": provenance.since, "watched_until": provenance.until}
    company = lifetimes(deals, provenance.as_of, **watched)
    findings = Findings(
        exercise=EXERCISE,
        headline=Message("too_little", {"n": closed_in(company.cells)}),
        warnings=tuple(company.cautions()),
        inputs=provenance,
    )
    if closed_in(company.cells) < FEW:
        return findings.with_part(stage_part(inputs, deals))
    part = findings.with_part(company_part(company.cells, deals, provenance))
    by_product = lifetimes(deals, provenance.as_of, "product", **watched)
    part = part.with_part(product_part(by_product, deals, company, provenance))
    return with_headline(part.with_part(stage_part(inputs, deals)))


def closed_in(cells: pd.DataFrame) -> int:
    return int(cells.loc[cells["cause"].isin([WON, LOST]), "deals"].sum())


def blank(provenance: Provenance) -> Findings:
    return Findings(exercise=EXERCISE, headline=Message("alike"), inputs=provenance)


def company_part(cells: pd.DataFrame, deals: pd.DataFrame, provenance: Provenance) -> Findings:
    n = int(cells["deals"].sum())
    median = quantile(closing_curve(cells))
    cohort = lifetimes(created_within(deals, provenance), provenance.as_of).cells
    won = incidence_curve(cohort, WON)
    cohort_n = int(cohort["deals"].sum())
    figures = (
        Figure.from_estimate("median_cycle", median, n, "days", KAPLAN),
        Figure.from_estimate(
            "win_within_180", won.at(AGE), cohort_n, "fraction", "Aalen-Johansen, lost and withdrawn compete"
        ),
        Figure.from_estimate(
            "days_to_win", Estimate(days_to_win(cohort), np.nan, np.nan), cohort_n, "days", "Aalen-Johansen"
        ),
    )
    rows = pd.DataFrame(curve_rows(cells, cohort))
    slower = Tripwire(
        figure="median_cycle",
        op=">",
        threshold=SLOWER * median.value,
        window={"rolling": 4, "period": "quarter"},
        min_n=THIN,
        why=Message("cycle_up"),
    )
    codes = ("company_not_reached", "not_followed", "no_wins")
    unknown = [code for code, one in zip(codes, figures, strict=True) if not is_known(one.value)]
    return replace(
        blank(provenance),
        figures=figures,
        tables=(Table.from_frame("closing_curve", rows, CURVE_UNITS),),
        warnings=tuple(Message(code) for code in unknown),
        tripwires=() if np.isnan(median.value) else (slower,),
    )


def days_to_win(cells: pd.DataFrame) -> float:
    """Age by which half of the wins of the first `AGE` days have come; NaN where there are none."""
    curve = incidence_curve(cells, WON)
    most = curve.value[max(int(np.searchsorted(curve.days, AGE, side="right")) - 1, 0)] if len(curve.days) else 0.0
    return float(curve.days[np.argmax(curve.value >= most / 2)]) if most > 0 else np.nan


def curve_rows(cells: pd.DataFrame, cohort: pd.DataFrame) -> list[dict[str, Any]]:
    """The curves of closing and of winning at evenly spaced ages, to the last close or while 1 % are still watched."""
    closing, winning = closing_curve(cells), incidence_curve(cohort, WON)
    watched = cells.groupby("day")["deals"].sum()[::-1].cumsum()
    last = int(cells.loc[cells["cause"].isin([WON, LOST]), "day"].max())
    last = min(last, int(watched.index[watched >= 0.01 * watched.max()].max()))
    step = -(-last // POINTS) or 1
    return [curve_row(day, closing.at(day), winning.at(day)) for day in range(0, last + step, step)]


def curve_row(day: int, still: Estimate, won: Estimate) -> dict[str, Any]:
    return {
        "day": day,
        "closed": 1 - still.value,
        "closed_low": 1 - still.high,
        "closed_high": 1 - still.low,
        "won_share": won.value,
        "won_low": won.low,
        "won_high": won.high,
    }


def product_part(by_product: Lifetimes, deals: pd.DataFrame, company: Lifetimes, provenance: Provenance) -> Findings:
    """Days to close and to a win by product, slowest first."""
    cells = by_product.cells
    if not len(cells):
        return replace(blank(provenance), needs=(Need("deals", ("product_id",)),))
    cycle = cycle_by_product(cells)
    cohort = lifetimes(created_within(deals, provenance), provenance.as_of, "product").cells
    wins = pd.DataFrame([win_row(product, part) for product, part in cohort.groupby("product", sort=True)])
    unnamed = int(company.cells["deals"].sum() - cells["deals"].sum())
    return replace(
        blank(provenance),
        figures=tuple(
            Figure.from_estimate(
                "median_cycle",
                Estimate(row["median_days"], row["low"], row["high"]),
                row["n"],
                "days",
                KAPLAN,
                row["product"],
            )
            for row in cycle.to_dict("records")
        ),
        tables=(
            Table.from_frame("cycle_by_product", cycle.drop(columns=["n", "open_share"]), CYCLE_UNITS),
            Table.from_frame("wins_by_product", wins, WIN_UNITS),
        ),
        warnings=(*product_cautions(cycle), *((Message("no_product", {"n": unnamed}),) if unnamed else ())),
    )


def cycle_by_product(cells: pd.DataFrame) -> pd.DataFrame:
    """product, deals (won and lost), open, median_days, low, high, p_adjusted; and n, open_share; slowest first."""
    closed = cells["cause"].isin([WON, LOST])
    p = logrank_against_rest(cells["day"], closed, cells["product"], cells["deals"])
    rows = [cycle_row(str(product), part) | {"p": p[product]} for product, part in cells.groupby("product", sort=True)]
    table = pd.DataFrame(rows)
    table["p_adjusted"] = benjamini_hochberg(table.pop("p"))
    return table.sort_values(
        ["median_days", "product"], ascending=[False, True], na_position="first", ignore_index=True
    )


def cycle_row(product: str, cells: pd.DataFrame) -> dict[str, Any]:
    median = quantile(closing_curve(cells)) if closed_in(cells) else UNKNOWN
    return {
        "product": product,
        "deals": closed_in(cells),
        "open": int(cells.loc[cells["cause"] == OPEN, "deals"].sum()),
        "median_days": median.value,
        "low": median.low,
        "high": median.high,
        "n": int(cells["deals"].sum()),
        "open_share": open_share(cells),
    }


def win_row(product: Any, cells: pd.DataFrame) -> dict[str, Any]:
    share = incidence_curve(cells, WON).at(AGE)
    return {
        "product": str(product),
        "deals": int(cells["deals"].sum()),
        "won": int(cells.loc[cells["cause"] == WON, "deals"].sum()),
        "win_share": share.value,
        "win_low": share.low,
        "win_high": share.high,
        "days_to_win": days_to_win(cells),
    }


def product_cautions(cycle: pd.DataFrame) -> list[Message]:
    late = cycle[cycle["open_share"] > IMMATURE]
    named = [f"{row['product']} ({row['open_share']:.0%} of {row['n']})" for row in late.to_dict("records")]
    unreached = cycle.loc[cycle["median_days"].isna(), "product"]
    return [
        *thin_groups(cycle, "product", least=THIN),
        *listed("immature_groups", named),
        *listed("median_not_reached", unreached),
    ]


def stage_part(inputs: Inputs, deals: pd.DataFrame) -> Findings:
    """How long deals stay in each stage; what it needs where the history of stages is missing."""
    wanted = ("deal_id", "stage", "entered_at")
    empty = blank(inputs.provenance)
    if missing := inputs.missing({"stage_events": wanted, "deals": ("deal_id",)}):
        return replace(empty, needs=missing)
    passages = read_passages(inputs.tables["stage_events"], deals, inputs.tables.get("stages"), inputs.provenance.as_of)
    if not passages.stages:
        return replace(empty, needs=(Need("stage_events", wanted),))
    staying = stay_rows(passages, inputs)
    if not len(staying):
        return replace(empty, warnings=(Message("no_dwell", {"n": len(passages.deal)}),))
    elapsed = elapsed_by_stage(staying, passages.stages)
    figures = Figure.from_frame(
        "elapsed_share", elapsed.rename(columns={"share": "elapsed_share", "low": "elapsed_share_low",
        "high": "elapsed_share_high", "visits": "n"}), {"elapsed_share": "fraction"}, of=["stage"],
        method="Share of all days in stages, limits by deals",
    )  # fmt: skip
    dwell = dwell_by_stage(staying, passages.stages)
    unknown = int((passages.stage >= 0).sum()) - len(staying) if not inputs.provenance.windowed else 0
    cautions = [Message("order_inferred", {"stages": " → ".join(passages.stages)})] if passages.inferred else []
    cautions += [Message("no_dwell", {"n": unknown})] if unknown else []
    unreached = int(dwell[["median_days", "p80_days"]].isna().any(axis=1).sum())
    cautions += [Message("dwell_not_reached", {"n": unreached})] if unreached else []
    return replace(
        empty,
        figures=figures,
        tables=(
            Table.from_frame("elapsed_by_stage", elapsed, ELAPSED_UNITS),
            Table.from_frame("dwell_by_stage", dwell, DWELL_UNITS),
        ),
        warnings=tuple(cautions),
    )


def with_headline(findings: Findings) -> Findings:
    """The slowest product where the curves differ clearly, else the stage that holds most days, else the median."""
    return replace(findings, headline=headline(findings))


def headline(findings: Findings) -> Message:
    median = findings.figure("median_cycle")
    if not is_known(median.value):
        last = [row for row in findings.rows("closing_curve") if is_known(row["closed"])][-1]
        return Message("not_half", {"n": median.n, "days": last["day"], "closed": last["closed"]})
    if not is_known(median.low) or not is_known(median.high) or median.n < THIN:
        return Message("uncertain", {"days": median.value})
    company: dict[str, Scalar] = {"days": median.value, "low": median.low, "high": median.high}
    if slow := slowest(findings.rows("cycle_by_product")):
        return Message(
            "slow_product",
            {"product": slow["product"], "days": slow["median_days"], "company": median.value},
        )
    if stage := longest(findings.rows("elapsed_by_stage")):
        return Message(
            "slow_at_stage", {key: stage[key] for key in ("stage", "share", "low", "high")} | {"days": median.value}
        )
    return Message("alike" if len(findings.rows("cycle_by_product")) > 1 else "company_only", company)


def slowest(rows: tuple[dict[str, Any], ...]) -> dict[str, Any] | None:
    """The product with the longest median, if it has enough deals and its curve differs from the others' clearly."""
    judged = [row for row in rows if is_known(row["median_days"]) and row["deals"] >= THIN]
    if len(judged) < 2 or not is_known(judged[0]["p_adjusted"]) or judged[0]["p_adjusted"] > CLEAR:
        return None
    return judged[0]


def longest(rows: tuple[dict[str, Any], ...]) -> dict[str, Any] | None:
    """The stage with the largest share of days, if its limits lie above the next one's."""
    ranked = sorted(rows, key=lambda row: -row["share"])
    return ranked[0] if len(ranked) > 1 and ranked[0]["low"] > ranked[1]["high"] else None


def charts(findings: Findings, canvas: Canvas) -> tuple[Chart, ...]:
    """Days by product, the curves of closing and winning, where the days go: what the findings have tables for."""
    drawn = {"cycle_by_product": product_chart, "closing_curve": curve_chart, "elapsed_by_stage": elapsed_chart}
    return draw_tables(findings, canvas, drawn)


def product_chart(rows: tuple[dict[str, Any], ...], canvas: Canvas) -> Chart | None:
    if not any(is_known(row["median_days"]) for row in rows):
        return None
    slow = slowest(rows)
    drawn = [
        {"label": row["product"], "value": row["median_days"], "low": row["low"], "high": row["high"],
         "n": row["deals"] + row["open"], "accent": row is slow}
        for row in rows
    ]  # fmt: skip
    named = (
        Message("cycle_title_alike")
        if len(rows) > 1
        else Message("cycle_title_one", {"days": rows[0]["median_days"] or 0})
    )
    title = Message("cycle_title_differs", {"product": slow["product"], "days": slow["median_days"]}) if slow else named
    values = "; ".join(f"{row['label']} {with_interval(row, days)}" for row in drawn)
    spec = interval_rows(Rows(drawn, days), canvas, floor=0.0)
    return Chart("cycle_by_product", "cycle_by_product", title, Message("cycle_alternative", {"values": values}), spec)


def elapsed_chart(rows: tuple[dict[str, Any], ...], canvas: Canvas) -> Chart:
    ranked = sorted(rows, key=lambda row: -row["share"])
    drawn = [
        {"label": row["stage"], "value": row["share"], "low": row["low"], "high": row["high"], "n": row["visits"],
         "accent": row is ranked[0]}
        for row in ranked
    ]  # fmt: skip
    title = Message("elapsed_title", {"stage": ranked[0]["stage"], "share": ranked[0]["share"]})
    values = "; ".join(f"{row['label']} {with_interval(row, percent)}" for row in drawn)
    spec = bars(Rows(drawn, percent), canvas)
    return Chart(
        "elapsed_by_stage", "elapsed_by_stage", title, Message("elapsed_alternative", {"values": values}), spec
    )


def curve_chart(rows: tuple[dict[str, Any], ...], canvas: Canvas) -> Chart:
    colour = canvas.palette
    pair = [
        Series("closed", "closed_low", "closed_high", WORDS["closed"], colour.ink2),
        Series("won_share", "won_low", "won_high", WORDS["won_share"], colour.accent),
    ]
    seen = [row for row in rows if is_known(row["closed"]) and is_known(row["won_share"])]
    at = seen[-1]
    shown = [seen[int(i)] for i in np.linspace(0, len(seen) - 1, 5)]
    values = "; ".join(f"day {row['day']} {percent(row['closed'])}, {percent(row['won_share'])}" for row in shown)
    title = Message("curve_title", {"days": at["day"], "closed": at["closed"], "won": at["won_share"]})
    spec = curves(seen, canvas, pair, across=WORDS["age_axis"])
    return Chart("closing_curve", "closing_curve", title, Message("curve_alternative", {"values": values}), spec)
