"""3.6 Testing market claims: how earlier claims stood beside outside figures, and one range for the claim at hand.

Claims are counted by function, never by person. A range is made of the claim as its author's record corrects it, of the
outside figures, and of what the room makes of it; where one of them is missing the others stand, and it is said.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from analysis.cautions import listed
from analysis.charts import Canvas
from analysis.company.deals import within
from analysis.company.markets.market_claims import (
    LEAST,
    OTHERS,
    Claims,
    Record,
    by_function,
    people_of,
    pulled_rows,
    range_rows,
    ratio_rows,
    read_claims,
    room_ranges,
    source_counts,
)  # fmt: skip
from analysis.drawing import market_claims
from analysis.findings import Chart, Figure, Findings, Message, Need, Scalar, Table, Tripwire, figure_key
from analysis.inputs import Inputs, make_part
from analysis.method import Method
from analysis.methods.intervals import wilson_interval

EXERCISE = "3.6"
NEEDS = {"claims": ("claim_id", "claimed_by", "metric", "claimed_value"), "benchmarks": ("metric", "value")}
METHOD = Method(
    name="Geometric mean of claim over outside figure with t limits on logs, t test under Benjamini–Hochberg; normal "
    "empirical Bayes (DerSimonian–Laird); ranges combined by inverse variance on logs",
    assumes=(
        "Claim and outside figure count the same thing",
        "The outside figure nearest in time is right but for an error without direction",
        "Claims are independent; those that a function repeats count once",
        "The errors of two sources correlate at 0.5, which is a convention and no measurement",
        "No claim merely cites the outside source",
    ),
    sources=(
        "DerSimonian & Laird (1986), Control. Clin. Trials 7, 177–188",
        "Morris (1983), JASA 78, 47–55",
        "Winkler (1981), Management Science 27, 479–488",
        "Benjamini & Hochberg (1995), JRSS B 57, 289–300",
    ),
)
WORDS = {
    "one_off": "Where {claimant} claims {claimed:.0f}, outside sources found 100 ({low:.0f} to {high:.0f}, {n} "
    "claims); multiply its claims by {correction:.2f}",
    "several_off": "Where {claimant} claims {claimed:.0f}, outside sources found 100 ({low:.0f} to {high:.0f}, {n} "
    "claims); {count} functions in all are clearly off",
    "may_be_high": "{claimant} may claim too much: {claimed:.0f} where 100 was found ({low:.0f} to {high:.0f}, {n} "
    "claims); that is not yet clear",
    "may_be_low": "{claimant} may claim too little: {claimed:.0f} where 100 was found ({low:.0f} to {high:.0f}, {n} "
    "claims); that is not yet clear",
    "none_off": "No function’s claims are clearly off what was found outside: {claimed:.0f} claimed where 100 was "
    "found, in the mean of {n} claims",
    "too_few": "{n} {n:claim|claims} can be held against an outside figure: too few to judge any function",
    "method_note": "Each claim of three years is divided by the outside figure of the same metric and segment nearest "
    "in time, 18 months apart at most, and the ratios of a function or a metric are averaged on logs, with t limits. A "
    "function’s factor is one over its mean, pulled towards that of all functions as far as the differences could be "
    "chance (DerSimonian & Laird 1986). The range takes the corrected claim, the outside figures and the room’s answer "
    "by inverse variance on logs, with 90 % limits as if their errors correlated at 0.5, which is a convention.",
    "fully_pooled_functions": "The functions differ no more than chance would have them: one factor serves all",
    "untested": "{n} of {of} {of:claim|claims} {n:has|have} no outside figure of {n:its|their} metric and segment "
    "within 18 months: nothing is known of {n:it|those}",
    "few_tested": "Fewer than {least} tested claims, so nothing is said of their ratio: {groups}",
    "under_others": "Functions with fewer than {least} tested claims, and claims under a seller’s name, are counted "
    "under others: {n} {n:claim|claims}",
    "no_scatter": "Claims that all lie at one ratio say nothing of how far a single one strays: {groups}",
    "nonpositive": "{n} {n:claim|claims} of 0 or less {n:has|have} no ratio and {n:is|are} left out",
    "outside_nonpositive": "{n} outside {n:figure|figures} of 0 or less {n:is|are} left out",
    "copies": "{n} {n:claim repeats|claims repeat} what the same function had said before, to the digit: "
    "{n:it counts|they count} once",
    "undated_claims": "{n} {n:claim has|claims have} no day: {n:it is|they are} held against any outside figure, as if "
    "18 months off",
    "no_room": "The room has not given five ranges or more of these, so its own answer is in no range and no bias is "
    "known: {groups}",
    "no_later": "Fewer than two outside figures are dated after a decision, so no range can be held against them yet: "
    "{groups}",
    "no_range": "Neither a record of its author, nor an outside figure, nor the room’s answer speaks of the latest "
    "claim about these: {groups}",
    "one_source": "One source alone stands behind the range of these, so it is no check on itself: {groups}",
    "latest_claims": "Each range is that of the latest claim about its metric: {groups}",
    "outside_range": "The mean of later outside figures about {metric} lies outside the range",
    "claims_more": "{claimant} claims more over outside figures than the upper limit when this was decided",
    "tested_share": "Claims that have an outside figure",
    "claims_tested": "Claims with an outside figure",
    "claim_ratio": "Claim over outside figure",
    "claimant_ratio": "Claim over outside figure, by function",
    "claimant_spread": "How far a single claim strays, as a factor",
    "correction": "Factor by which claims are multiplied",
    "room_bias": "The room’s expectation over the ratio found",
    "market_range": "Range of the latest claim, in its own unit",
    "range_width": "High end of the range over its low end",
    "outside_sources": "Different outside sources",
    "range_miss": "Distance of later outside figures from the middle, over half of the range",
    "claimants": "Claims by function",
    "metrics": "Claims by metric",
    "market_ranges": "Range of the latest claim of each metric",
    "claimant": "Function",
    "metric": "Metric",
    "claims": "Claims",
    "tested": "With an outside figure",
    "ratio": "Claim over outside",
    "spread": "Spread of single claims, as a factor",
    "p_adjusted": "p against 1, adjusted",
    "pulled": "Ratio, allowing for small numbers",
    "correction_factor": "Factor",
    "sources": "Sources",
    "claim_id": "Claim",
    "claim": "As claimed",
    "corrected": "Corrected by the function’s factor",
    "corrected_spread": "Spread of the corrected claim, on logs",
    "outside": "Mean outside figure",
    "outside_spread": "Spread of the outside figure, on logs",
    "room": "Claim over the room’s answer",
    "room_spread": "Spread of the room’s answer, on logs",
    "value": "Middle of the range",
    "width": "High end over low end",
    "miss": "Later figures’ distance over half of the range",
    "later": "Later outside figures",
    "outside_sources_found": "Different outside sources, three years",
    "found_outside": "found outside",
    "as_claimed": "as claimed",
    "claimants_title": "{claimant} claims {claimed:.0f} where 100 was found",
    "claimants_title_none": "No function’s claims are clearly off what was found outside",
    "claimants_alternative": "Claimed where outside sources found 100, by function, with limits and number of claims; "
    "hollow allowing for small numbers: {values}.",
    "metrics_title": "About {metric} {claimed:.0f} was claimed where 100 was found",
    "metrics_title_none": "On no metric do claims lie clearly off what was found outside",
    "metrics_alternative": "Claimed where outside sources found 100, by metric, with limits and number of claims: "
    "{values}.",
    "ranges_title": "Of 100 claimed about {metric}, {low:.0f} to {high:.0f} may be planned on",
    "ranges_alternative": "Of 100 claimed, the range together with its 90 % limits and number of sources: {values}.",
}
GAINS = {"claims": ("segment", "made_on"), "benchmarks": ("segment", "low", "high", "source", "as_of")}
COUNTED = "The room is counted, not estimated"
LATER = "outside figures"
CLEAR, MAYBE = 0.05, 0.2  # adjusted p
T_LIMITS = "Geometric mean, t limits on logs"
RANGE = "Inverse variance on logs, errors correlated at 0.5; 90 % limits"
RATIO_UNITS = {
    **dict.fromkeys(["claims", "tested"], "claims"),
    **dict.fromkeys(["ratio", "low", "high", "spread", "pulled", "correction_factor"], "ratio"),
    "p_adjusted": "p",
    "outside_sources_found": "sources",
}
RANGE_UNITS = {"width": "ratio", "miss": "", "sources": "sources", "later": "figures"}


def analyse(inputs: Inputs) -> Findings:
    claims = known_claims(inputs)
    inside = replace(claims, rows=claims.rows[within(claims.rows["made_on"], inputs.provenance)])
    room = room_ranges(inputs.answers, EXERCISE)
    findings = share_part(inside, inputs)
    findings = findings.with_part(function_part(inside, inputs), metric_part(inside, room, inputs))
    findings = findings.with_part(range_part(claims, room, inputs))
    return replace(findings, headline=headline(findings), tripwires=tuple(tripwires(findings)))


def known_claims(inputs: Inputs) -> Claims:
    """`read_claims` with the function that each is shown under."""
    claims = read_claims(inputs)
    function = by_function(claims.rows, people_of(inputs.tables.get("reps")))
    return replace(claims, rows=claims.rows.assign(function=function))


def claims_before(since: date, inputs: Inputs) -> Claims:
    """Claims as they were known on the eve of a decision."""
    return known_claims(replace(inputs, provenance=replace(inputs.provenance, as_of=since - timedelta(days=1))))


part_of = partial(make_part, EXERCISE, headline=Message("too_few", {"n": 0}))


def share_part(claims: Claims, inputs: Inputs) -> Findings:
    n, tested = len(claims.rows), len(claims.tested)
    low, high = map(float, wilson_interval(tested, n))
    share = Figure(
        name="tested_share", value=tested / n if n else None, low=low, high=high, n=n, unit="fraction",
        method="Wilson interval",
    )  # fmt: skip
    counts = {
        "nonpositive": claims.nonpositive, "outside_nonpositive": claims.blank, "copies": claims.copies,
        "undated_claims": int(claims.rows["made_on"].isna().sum()) if inputs.has("claims", "made_on") else 0,
    }  # fmt: skip
    said = [Message(code, {"n": count}) for code, count in counts.items() if count]
    if tested < n:
        said.append(Message("untested", {"n": n - tested, "of": n}))
    if hidden := int((claims.rows["function"] == OTHERS).sum()):
        said.append(Message("under_others", {"n": hidden, "least": LEAST}))
    lacking = {name: tuple(c for c in columns if not inputs.has(name, c)) for name, columns in GAINS.items()}
    needs = tuple(Need(name, columns) for name, columns in lacking.items() if columns)
    return part_of(inputs, figures=(share,), warnings=tuple(said), needs=needs)


def function_part(claims: Claims, inputs: Inputs) -> Findings:
    table, model = record_of(claims.rows)
    said = few(table, "claimant")
    if model and model.pools_fully and (table["spread"] > 1).sum() > 1:
        said.append(Message("fully_pooled_functions"))
    said += listed("no_scatter", table.loc[table["spread"] == 1, "claimant"])
    rows = table.to_dict("records")
    shown = table.rename(columns={"correction": "correction_factor"})
    figures = [
        figure
        for row in rows
        for figure in (
            of_row("claims_tested", row, "claimant", value=row["tested"], unit="claims", method="Count"),
            of_row("claimant_ratio", row, "claimant", value=row["ratio"], low=row["low"], high=row["high"],
                   unit="ratio", method=T_LIMITS),
            of_row("claimant_spread", row, "claimant", value=row["spread"], unit="ratio",
                   method="Standard deviation of log ratios, as a factor"),
            of_row("correction", row, "claimant", value=row["correction"], unit="ratio",
                   method="1 over the mean ratio, normal empirical Bayes (DerSimonian–Laird)"),
        )
    ]  # fmt: skip
    tables = (Table.from_frame("claimants", shown, RATIO_UNITS),)
    return part_of(inputs, figures=tuple(figures), tables=tables, warnings=tuple(said))


def record_of(rows: pd.DataFrame) -> tuple[pd.DataFrame, Any]:
    """Claims by function, highest ratio first, with factors; and the model behind them."""
    table = ratio_rows(rows.assign(claimant=rows["function"]), "claimant")
    table, model = pulled_rows(table.sort_values(["ratio", "claimant"], ascending=[False, True], ignore_index=True))
    return table, model


def few(table: pd.DataFrame, by: str) -> list[Message]:
    return listed("few_tested", table.loc[table["tested"] < LEAST, by], least=LEAST)


def of_row(name: str, row: Mapping[Any, Any], by: str, **content: Any) -> Figure:
    return Figure(name=name, of=(str(row[by]),), n=row["tested"], **content)


def metric_part(claims: Claims, room: Mapping[Any, Any], inputs: Inputs) -> Findings:
    table = ratio_rows(claims.rows, "metric").sort_values(["ratio", "metric"], ascending=[False, True])
    table = table.reset_index(drop=True)
    sourced = inputs.has("benchmarks", "source")
    counts = source_counts(claims.outside, inputs.provenance)
    table["outside_sources_found"] = table["metric"].map(counts).fillna(0) if sourced else np.nan
    figures: list[Figure] = []
    for row in table.to_dict("records"):
        low, high = row["low"], row["high"]
        figures.append(of_row("claim_ratio", row, "metric", value=row["ratio"], low=low, high=high, unit="fraction",
                              method=T_LIMITS))  # fmt: skip
        told = room.get(("1", row["metric"]))
        bias = told[1] / row["ratio"] if told else np.nan
        people = told[3] if told else 0
        figures.append(replace(of_row("room_bias", row, "metric", value=bias, unit="ratio", method=COUNTED), n=people))
        if sourced:
            figures.append(of_row("outside_sources", row, "metric", value=row["outside_sources_found"], unit="sources",
                                  method="Count"))  # fmt: skip
    unheard = [name for name in table["metric"] if ("1", name) not in room]
    return part_of(
        inputs,
        figures=tuple(figures),
        tables=(Table.from_frame("metrics", table, RATIO_UNITS),),
        warnings=(*few(table, "metric"), *listed("no_room", unheard)),
    )


def range_part(claims: Claims, room: Mapping[Any, Any], inputs: Inputs) -> Findings:
    window = inputs.provenance
    early = claims_before(window.since, inputs) if window.since else claims
    early = early if len(early.rows) else claims
    record = Record(*record_of(early.rows))
    table = pd.DataFrame(list(range_rows(replace(early, outside=claims.outside), record, room, window)))
    if not len(table):
        return part_of(inputs)
    figures: list[Figure] = []
    for row in table.to_dict("records"):
        of = (row["metric"],)
        figures += [
            Figure(name="market_range", of=of, value=row["value"], low=row["low"], high=row["high"], n=row["sources"],
                   unit="", method=RANGE),
            Figure(name="range_width", of=of, value=row["width"], n=row["sources"], unit="ratio", method=RANGE),
            Figure(name="range_miss", of=of, value=row["miss"], n=row["later"], unit="",
                   method="Distance on logs from the middle over half of the width"),
        ]  # fmt: skip
    return part_of(
        inputs,
        figures=tuple(figures),
        tables=(Table.from_frame("market_ranges", table, RANGE_UNITS),),
        warnings=tuple(range_cautions(table)),
    )


def range_cautions(table: pd.DataFrame) -> Iterator[Message]:
    yield from listed("latest_claims", [told_claim(row) for row in table.to_dict("records")])
    yield from listed("no_range", table.loc[table["sources"] == 0, "metric"])
    yield from listed("one_source", table.loc[table["sources"] == 1, "metric"])
    yield from listed("no_later", table.loc[table["miss"].isna(), "metric"])


def told_claim(row: Mapping[Any, Any]) -> str:
    """market_size (Sales, Chemicals, 360)"""
    parts = (row["claimant"], row["segment"], f"{row['claim']:,.6g}")
    return f"{row['metric']} ({', '.join(part for part in parts if part)})"


# --- what it says ----------------------------------------------------------------------------------------------------


def headline(findings: Findings) -> Message:
    rows = [row for row in findings.rows("claimants") if row["ratio"] is not None]
    tested = sum(row["tested"] for row in findings.rows("claimants"))
    if not rows:
        return Message("too_few", {"n": tested})
    off = off_functions(rows, CLEAR)
    if off:
        code = "one_off" if len(off) == 1 else "several_off"
        more = {"correction": off[0]["correction_factor"]} if len(off) == 1 else {"count": len(off)}
        return Message(code, said_of(off[0]) | more)
    if likely := off_functions(rows, MAYBE):
        return Message("may_be_high" if likely[0]["ratio"] > 1 else "may_be_low", said_of(likely[0]))
    logs = sum(row["tested"] * np.log(row["ratio"]) for row in rows) / sum(row["tested"] for row in rows)
    return Message("none_off", {"claimed": 100 * float(np.exp(logs)), "n": sum(row["tested"] for row in rows)})


def off_functions(rows: list[dict[str, Any]], p: float) -> list[dict[str, Any]]:
    """Functions whose mean ratio is not 1, the furthest off first; others are many functions and are not named."""
    known = [row for row in rows if row["claimant"] != OTHERS and (row["p_adjusted"] or 1) <= p]
    return sorted(known, key=lambda row: (-abs(np.log(row["ratio"])), row["claimant"]))


def said_of(row: dict[str, Any]) -> dict[str, Scalar]:
    shares = {"claimed": row["ratio"], "low": row["low"], "high": row["high"]}
    return {"claimant": row["claimant"], "n": row["tested"], **{key: 100 * value for key, value in shares.items()}}


def tripwires(findings: Findings) -> Iterator[Tripwire]:
    """For each range: later outside figures leave it. For functions that are off: they claim still more."""
    window: dict[str, Scalar] = {"since": "decision"}
    for row in findings.rows("market_ranges"):
        if row["sources"]:
            why = Message("outside_range", {"metric": row["metric"]})
            key = figure_key("range_miss", row["metric"])
            yield Tripwire(
                figure=key, op=">", threshold=1.0, window=window, min_n=2, min_n_of="outside figures", why=why
            )
    rows = [row for row in findings.rows("claimants") if row["ratio"] is not None and row["high"] is not None]
    for row in [row for row in off_functions(rows, MAYBE) if row["ratio"] > 1][:2]:
        key, why = figure_key("claimant_ratio", row["claimant"]), Message("claims_more", {"claimant": row["claimant"]})
        yield Tripwire(figure=key, op=">", threshold=row["high"], window=window, min_n=10, min_n_of="claims", why=why)


def charts(findings: Findings, canvas: Canvas) -> tuple[Chart, ...]:
    off = off_functions([row for row in findings.rows("claimants") if row["ratio"] is not None], CLEAR)
    return market_claims.charts(findings, canvas, off)
