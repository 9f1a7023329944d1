"""2.5 Cycle length and bottlenecks: how long do deals take, by product, and which stage holds them?

Ages of all deals with a day of creation: closed ones to that day, open ones so far. Stays in stages likewise.
"""

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from analysis.cautions import listed, thin_groups
from analysis.charts import Canvas
from analysis.company.deals import deals_as_of, with_product
from analysis.company.pipeline.cycles import (
    AGE,
    THIN,
    closed_in,
    curve_rows,
    cycle_by_product,
    days_to_win,
    slowest,
    win_row,
)
from analysis.company.pipeline.dwell import dwell_by_stage, elapsed_by_stage, stay_rows
from analysis.company.pipeline.lifetimes import (
    IMMATURE,
    WON,
    Lifetimes,
    closing_curve,
    created_within,
    incidence_curve,
    lifetimes,
)  # fmt: skip
from analysis.company.pipeline.passages import read_passages
from analysis.drawing import cycles
from analysis.findings import (
    Chart,
    Figure,
    Findings,
    Message,
    Need,
    Provenance,
    Scalar,
    Table,
    TableRows,
    Tripwire,
    is_known,
)
from analysis.inputs import Inputs
from analysis.method import Method
from analysis.methods.survival import Estimate, quantile

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
    "{company:.0f} is usual, further apart than chance would have them (n = {n})",
    "slow_at_stage": "{stage} holds deals longest: {share:.0%} ({low:.0%} to {high:.0%}) of the days that deals spend "
    "in stages; half close within {days:.0f} {days:day|days} (n = {n})",
    "alike": "Half of all deals close within {days:.0f} {days:day|days} ({low:.0f} to {high:.0f}, n = {n}); the "
    "products differ no more than chance would have them",
    "company_only": "Half of all deals close within {days:.0f} {days:day|days} ({low:.0f} to {high:.0f}, n = {n})",
    "uncertain": "Half of all deals close within about {days:.0f} {days:day|days} (n = {n}), but how exactly cannot be "
    "told yet",
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
FEW = 5  # closed deals under which nothing is said
SLOWER = 1.2  # the tripwire's factor


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
        return Message("uncertain", {"days": median.value, "n": median.n})
    company: dict[str, Scalar] = {"days": median.value, "low": median.low, "high": median.high, "n": median.n}
    if slow := slowest(findings.rows("cycle_by_product")):
        told = {"product": slow["product"], "days": slow["median_days"], "n": slow["deals"]}
        return Message("slow_product", told | {"company": median.value})
    if stage := longest(findings.rows("elapsed_by_stage")):
        return Message(
            "slow_at_stage",
            {key: stage[key] for key in ("stage", "share", "low", "high")} | {"days": median.value, "n": median.n},
        )
    return Message("alike" if len(findings.rows("cycle_by_product")) > 1 else "company_only", company)


def longest(rows: TableRows) -> dict[str, Any] | None:
    """The stage with the largest share of days, if its limits lie above the next one's."""
    ranked = sorted(rows, key=lambda row: -row["share"])
    return ranked[0] if len(ranked) > 1 and ranked[0]["low"] > ranked[1]["high"] else None


def charts(findings: Findings, canvas: Canvas) -> tuple[Chart, ...]:
    return cycles.charts(findings, canvas, WORDS)
