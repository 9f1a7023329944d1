"""1.5 When does revenue count? Quarters as booked, invoiced and recognised, and the days from one to the other.

Sellers are counted, never named.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from analysis.charts import Canvas
from analysis.company.deals import deals_as_of, quarter_name
from analysis.company.money import mixed_currencies
from analysis.company.results.revenue import (
    BUSY,
    LAST_DAYS,
    RULES,
    attainment_by_rule,
    cancelled,
    delay_table,
    done_by,
    in_last_days,
    of_won_deals,
    orders_of,
    planned,
    quarter_table,
    quarters_shown,
    revenue_as_of,
    same_quarter,
    shift_matrix,
    waiting,
)
from analysis.drawing import revenue
from analysis.drawing.rows import money, percent
from analysis.findings import Chart, Figure, Findings, Message, Need, Scalar, Table, Tripwire
from analysis.inputs import Inputs
from analysis.method import Method
from analysis.methods.intervals import wilson_interval
from analysis.methods.survival import UNKNOWN, quantile

EXERCISE = "1.5"
NEEDS = {"revenue": ("deal_id", "booked_on", "amount")}
METHOD = Method(
    name="Quarters by rule and a matrix of shifts between them; Kaplan–Meier days from booking to invoice and "
    "recognition; share of booked money by linearisation over deals; Wilson limits of shares of orders",
    assumes=(
        "An order not yet recognised will wait like those that were as old before it",
        "Orders do not depend on each other",
        "The accounts and the orders stand in the same tables for the same deals",
    ),
    sources=(
        "Kaplan & Meier (1958), JASA 53, 457–481",
        "Brookmeyer & Crowley (1982), Biometrics 38, 29–41",
        "Cochran (1977), Sampling Techniques, 6.3",
        "Wilson (1927), JASA 22, 209–212",
    ),
)
WORDS = {
    "differ": "{quarter} is {booked} as booked and {recognised} as recognised, {gap} apart; {same:.0%} ({low:.0%} to "
    "{high:.0%}) of booked money is recognised in its quarter (n = {n} orders)",
    "differ_rush": "{quarter} is {booked} as booked and {recognised} as recognised, {gap} apart; {same:.0%} ({low:.0%} "
    "to {high:.0%}) of booked money is recognised in its quarter, and {rush:.0%} of orders ({rush_low:.0%} to "
    "{rush_high:.0%}) come in its last ten days, where evenly it would be {even:.0%} (n = {n} orders)",
    "agree": "Booked and recognised differ by {gap} at most in a quarter; {same:.0%} ({low:.0%} to {high:.0%}) of "
    "booked money is recognised in its quarter (n = {n} orders)",
    "agree_rush": "Booked and recognised differ by {gap} at most in a quarter; but {rush:.0%} of orders "
    "({rush_low:.0%} to {rush_high:.0%}) come in its last ten days, where evenly it would be {even:.0%} (n = {n} "
    "orders)",
    "booked_only": "{n} orders are booked; when they count by another rule needs the day of recognition",
    "too_few": "Only {n} {n:order is|orders are} booked in the quarters looked at: too few to say by which rule they "
    "count",
    "method_note": "Every row of money is put into the quarter of its booking, its invoice and its recognition, and "
    "the quarters are laid side by side; these are sums of all rows, so they have no limits. Days from booking to "
    "invoice and recognition count orders that still wait for as long as they have waited (Kaplan & Meier 1958). "
    "Shares of orders have Wilson's limits (1927), the share of money those of a ratio over deals (Cochran 1977).",
    "revenue_by_rule": "Money of the quarter by rule",
    "rule_gap": "Booked less recognised, over recognised",
    "shift": "Money booked in the one quarter and recognised in the other",
    "same_quarter_share": "Booked money that is recognised in its quarter",
    "lag_to_recognised": "Days until half of the orders are recognised",
    "invoiced_within_180": "Orders invoiced within 180 days",
    "cancelled_share": "Orders with a later credit",
    "rep_crossings": "Sellers who change sides of their target between booked and recognised",
    "quarter_end_share": "Orders booked in the last ten days of a quarter",
    "function_gap": "Difference between the quarter as sales and as finance print it",
    "quarters": "Quarters by rule",
    "shifts": "Where booked money is recognised",
    "delays": "Quarters from booking to recognition",
    "sellers": "Sellers at target by rule",
    "functions": "Quarters as sales prints them, and by rule",
    "quarter": "Quarter",
    "booked": "Booked",
    "invoiced": "Invoiced",
    "recognised": "Recognised",
    "booked_in": "Booked in",
    "recognised_in": "Recognised in",
    "gap": "Booked less recognised, over recognised",
    "orders": "Orders",
    "end_share": "In the last ten days",
    "delay": "Recognised",
    "money": "Money",
    "share": "Share of booked money",
    "rule": "Rule",
    "at_target": "At or above target",
    "sellers_counted": "Sellers with a target",
    "printed": "As sales prints it",
    "gap_booked": "Off booked",
    "gap_invoiced": "Off invoiced",
    "gap_recognised": "Off recognised",
    "same": "in its quarter",
    "next": "one quarter later",
    "second": "two quarters later",
    "further": "three or more later",
    "not_yet": "not yet",
    "line_even": "evenly",
    "not_won": "{n} {n:row is of a deal that is not won and counts|rows are of deals that are not won and count} "
    "nowhere",
    "no_amount": "{n} {n:row has no amount and counts|rows have no amount and count} in no sum",
    "before_booking": "{n} {n:row is|rows are} invoiced or recognised before "
    "{n:it is booked: it stays|they are booked: they stay} in the sums and {n:is|are} left out of days",
    "no_recognition": "No row has a day of recognition: what rests on it is not known",
    "no_invoices": "No row has a day of invoice: what rests on it is not known",
    "no_quarter": "No quarter is complete in the window",
    "not_in_quarter": "No money is recognised in some quarter, so its gap is not known: {groups}",
    "not_followed": "No order has been watched long enough for that yet: {groups}",
    "no_year": "Sellers' targets do not cover all the quarters, or deals name no seller: no count of crossings",
    "rule_not_agreed": "The gap between the functions waits for one rule for both; under two figures it is what the "
    "bridge leaves open, which no table holds",
    "no_printed": "What sales prints for a quarter is not in the targets: no gap between the functions",
    "functions_apart": "Sales and finance print figures more than 5 % apart for one quarter under one rule",
    "rush_grew": "More orders come in the last ten days of a quarter than the upper limit when this was decided",
    "quarters_title": "{quarter}: {booked} booked, {recognised} recognised",
    "quarters_alternative": "How far booked money lies from recognised, by quarter, with number of orders: {values}.",
    "line_recognised": "recognised",
    "delays_title": "{share:.0%} of booked money is recognised in its quarter, {waits:.0%} not yet",
    "delays_alternative": "Share of booked money by the time until it is recognised, with number of orders: {values}.",
    "end_title": "{share:.0%} of orders come in the last ten days of a quarter; evenly it would be {even:.0%}",
    "end_title_even": "Orders come in the last ten days of a quarter about as often as on others, {share:.0%}",
    "end_alternative": "Share of orders booked in the last ten days by quarter, with limits and number of orders: "
    "{values}.",
    "sellers_title": "At target {booked:is|are} {booked} of {n} {n:seller|sellers} as booked and {recognised} as "
    "recognised; {crossings} {crossings:changes|change} sides",
    "sellers_alternative": "Sellers at or above target by rule: {values}.",
}
UNITS = {
    **dict.fromkeys(["booked", "invoiced", "recognised", "money", "printed"], "money"),
    **dict.fromkeys(
        ["gap", "end_share", "low", "high", "share", "gap_booked", "gap_invoiced", "gap_recognised"], "fraction"
    ),
    **dict.fromkeys(["at_target", "sellers_counted"], "sellers"),
    "orders": "orders",
}
FEW = 30  # orders
APART = 0.05

ONE_RULE = {"signed_for_all": "booked", "invoiced_for_all": "invoiced", "recognised_for_all": "recognised"}
"""The rule for both functions by the option that most chose."""


def analyse(inputs: Inputs) -> Findings:
    deals = inputs.tables.get("deals")
    known = None if deals is None or "outcome" not in deals else deals_as_of(deals, inputs.provenance.as_of)
    rows, not_won = of_won_deals(revenue_as_of(inputs), known)
    quarters = quarters_shown(inputs.provenance)
    empty = Findings(exercise=EXERCISE, headline=Message("too_few", {"n": 0}), inputs=inputs.provenance)
    if not quarters:
        return replace(empty, warnings=(Message("no_quarter"),))
    orders = orders_of(rows[rows["booked"].isin(quarters)])
    findings = replace(
        empty,
        warnings=tuple(cautions(rows, orders, not_won, inputs)),
        needs=tuple(needs_of(inputs)),
    )
    table = quarter_table(rows, orders, quarters)
    for part in (quarter_part(table, rows, quarters), order_part(rows, orders, quarters, inputs),
                 seller_part(rows, quarters, inputs), function_part(table, quarters, inputs)):  # fmt: skip
        findings = findings.with_part(replace(empty, **part))
    return replace(findings, headline=headline(findings, len(orders), quarters), tripwires=tripwires(findings))


def needs_of(inputs: Inputs) -> Iterator[Need]:
    if absent := tuple(day for day in ("invoiced_on", "recognised_on") if not inputs.has("revenue", day)):
        yield Need("revenue", absent)
    if not inputs.has("deals", "rep_id"):
        yield Need("deals", ("deal_id", "rep_id"))
    wanted = ("period", "unit_type", "unit_id", "target", "actual")
    if absent := tuple(column for column in wanted if not inputs.has("targets", column)):
        yield Need("targets", absent)


def cautions(rows: pd.DataFrame, orders: pd.DataFrame, not_won: int, inputs: Inputs) -> Iterator[Message]:
    if mixed := mixed_currencies(rows, inputs.tables.get("fx_rates")):
        yield mixed
    if not_won:
        yield Message("not_won", {"n": not_won})
    if blank := int(orders["value"].isna().sum()):
        yield Message("no_amount", {"n": blank})
    if early := int(((rows["invoiced_on"] < rows["booked_on"]) | (rows["recognised_on"] < rows["booked_on"])).sum()):
        yield Message("before_booking", {"n": early})
    for code, day in (("no_invoices", "invoiced_on"), ("no_recognition", "recognised_on")):
        if rows[day].isna().all():
            yield Message(code)


# --- quarters by rule ------------------------------------------------------------------------------------------------


def quarter_part(table: pd.DataFrame, rows: pd.DataFrame, quarters: list[int]) -> dict[str, Any]:
    counts = {rule: [int((rows[rule] == code).sum()) for code in quarters] for rule in RULES}
    money_figures = [
        Figure(name="revenue_by_rule", of=(row["quarter"], rule), value=row[rule], unit="money",
               n=counts[rule][place], method="Sum of all rows")
        for place, row in enumerate(table.to_dict("records")) for rule in RULES
    ]  # fmt: skip
    gaps = table.rename(columns={"gap": "rule_gap", "orders": "n"})[["quarter", "rule_gap", "n"]]
    largest = table["gap"].abs().max()
    unknown = table.loc[table["gap"].isna(), "quarter"] if table["recognised"].notna().any() else table["quarter"][:0]
    shifts = shift_matrix(rows.dropna(subset=["value"]), quarters) if table["gap"].notna().any() else None
    return {
        "figures": (
            *money_figures,
            Figure(name="rule_gap", value=largest, unit="fraction", n=int(table["orders"].sum()), method="Largest gap"),
            *Figure.from_frame("rule_gap", gaps, {"rule_gap": "fraction"}, of=["quarter"], method="Sums of all rows"),
            *shift_figures(shifts),
        ),
        "tables": (Table.from_frame("quarters", table, UNITS), *shift_tables(shifts)),
        "warnings": tuple([Message("not_in_quarter", {"groups": ", ".join(unknown)})] if len(unknown) else []),
    }


def shift_figures(shifts: pd.DataFrame | None) -> tuple[Figure, ...]:
    if shifts is None:
        return ()
    named = shifts.rename(columns={"money": "shift"})
    of = ["booked", "recognised"]
    return Figure.from_frame("shift", named, {"shift": "money"}, of=of, method="Sum of all rows")


def shift_tables(shifts: pd.DataFrame | None) -> tuple[Table, ...]:
    if shifts is None:
        return ()
    named = shifts.rename(columns={"booked": "booked_in", "recognised": "recognised_in", "n": "orders"})
    return (Table.from_frame("shifts", named, UNITS),)


# --- orders ----------------------------------------------------------------------------------------------------------


def order_part(rows: pd.DataFrame, orders: pd.DataFrame, quarters: list[int], inputs: Inputs) -> dict[str, Any]:
    n, as_of = len(orders), inputs.provenance.as_of
    lag = waiting(orders, "recognised_on", as_of)
    median = quantile(lag) if lag else UNKNOWN
    invoiced = waiting(orders, "invoiced_on", as_of)
    within = done_by(invoiced, orders, as_of) if invoiced else UNKNOWN
    booked = rows[rows["booked"].isin(quarters)].dropna(subset=["value"])
    delays = delay_table(booked, WORDS)
    unknown = [
        name for name, one, curve in (("lag_to_recognised", median, lag), ("invoiced_within_180", within, invoiced))
        if curve and np.isnan(one.value)
    ]  # fmt: skip
    order_figures = (
        Figure.from_estimate("same_quarter_share", same_quarter(booked), n, "fraction", "Ratio of sums over deals"),
        Figure.from_estimate("lag_to_recognised", median, n, "days", "Kaplan-Meier, Brookmeyer-Crowley limits"),
        Figure.from_estimate("invoiced_within_180", within, n, "fraction", "Kaplan-Meier, log-log limits"),
        share_figure("cancelled_share", cancelled(rows, orders), n),
        share_figure("quarter_end_share", int(in_last_days(orders["booked_on"]).sum()), n),
    )
    return {
        "figures": order_figures,
        "tables": (Table.from_frame("delays", delays, UNITS),) if len(delays) else (),
        "warnings": tuple([Message("not_followed", {"groups": ", ".join(map(plain, unknown))})] if unknown else []),
    }


def plain(name: str) -> str:
    return WORDS[name][:1].lower() + WORDS[name][1:]


def share_figure(name: str, count: int, n: int) -> Figure:
    low, high = map(float, wilson_interval(count, n))
    return Figure(
        name=name, value=count / n if n else None, low=low, high=high, n=n, unit="fraction", method="Wilson interval"
    )


# --- sellers and functions -------------------------------------------------------------------------------------------


def seller_part(rows: pd.DataFrame, quarters: list[int], inputs: Inputs) -> dict[str, Any]:
    """How many sellers reach their target by each rule; no seller is named."""
    crossings: dict[str, Any] = {"name": "rep_crossings", "unit": "sellers", "method": "Count"}
    wanted = {"targets": ("period", "unit_type", "unit_id", "target"), "deals": ("deal_id", "rep_id")}
    reached = pd.DataFrame() if inputs.missing(wanted) else attainment_by_rule(rows, inputs, quarters)
    if not len(reached) or rows["recognised"].isna().all():
        said = () if inputs.missing(wanted) else (Message("no_year"),)
        return {"figures": (Figure(value=None, n=0, **crossings),), "warnings": said}
    at = pd.DataFrame({rule: reached[rule] >= reached["target"] for rule in RULES})
    changed = int((at["booked"] != at["recognised"]).sum())
    table = pd.DataFrame({"rule": list(RULES), "at_target": at.sum().to_numpy(), "sellers_counted": len(at)})
    table["rule"] = table["rule"].map(WORDS)
    return {
        "figures": (Figure(value=changed, n=len(at), **crossings),),
        "tables": (Table.from_frame("sellers", table, UNITS),),
    }


def function_part(table: pd.DataFrame, quarters: list[int], inputs: Inputs) -> dict[str, Any]:
    """What sales prints beside every rule; the gap of the last quarter where the room chose one rule for both."""
    gap: dict[str, Any] = {"name": "function_gap", "unit": "fraction", "method": "Sums of all rows"}
    wanted = {"targets": ("period", "unit_type", "unit_id", "actual")}
    known = pd.DataFrame() if inputs.missing(wanted) else planned(inputs.tables["targets"], "actual", "company")
    printed = known.sum(min_count=1)
    shown = table[["quarter", *RULES]].assign(printed=table["quarter"].map(printed).astype(float))
    if shown["printed"].isna().all():
        said = () if inputs.missing(wanted) else (Message("no_printed"),)
        return {"figures": (Figure(value=None, n=0, **gap),), "warnings": said}
    for rule in RULES:
        shown[f"gap_{rule}"] = (shown["printed"] / shown[rule] - 1).where(shown[rule] > 0)
    rule = rule_agreed(inputs)
    value = abs(shown[f"gap_{rule}"].iloc[-1]) if rule else None
    return {
        "figures": (Figure(value=value, n=int(table["orders"].iloc[-1]), **gap),),
        "tables": (Table.from_frame("functions", shown, UNITS),),
        "warnings": () if rule else (Message("rule_not_agreed"),),
    }


def rule_agreed(inputs: Inputs) -> str:
    """The rule of the option that most people chose in closing; empty where that is not one rule for both."""
    answers = inputs.answers
    chosen = answers[(answers["exercise"].fillna(EXERCISE) == EXERCISE) & (answers["item"] == "decision")]
    votes = chosen["value"].value_counts().sort_index()
    return ONE_RULE.get(str(votes.idxmax()), "") if len(votes) else ""


# --- what it says ----------------------------------------------------------------------------------------------------


def headline(findings: Findings, n: int, quarters: list[int]) -> Message:
    if n < FEW:
        return Message("too_few", {"n": n})
    rows = [row for row in findings.rows("quarters") if row["gap"] is not None]
    same, rush = (findings.figure(name) for name in ("same_quarter_share", "quarter_end_share"))
    if not rows or same.value is None or np.isnan(same.value):
        return Message("booked_only", {"n": n})
    worst = max(rows, key=lambda row: abs(row["gap"]))
    apart, rushed = abs(worst["gap"]) > APART, (rush.low or 0.0) > BUSY * even(quarters)
    said: dict[str, Scalar] = {
        "quarter": worst["quarter"], "booked": money(worst["booked"]), "recognised": money(worst["recognised"]),
        "gap": percent(abs(worst["gap"])), "same": same.value, "low": same.low, "high": same.high, "n": n,
    }  # fmt: skip
    if rushed:
        said |= {"rush": rush.value, "rush_low": rush.low, "rush_high": rush.high, "even": even(quarters)}
    return Message(("differ" if apart else "agree") + ("_rush" if rushed else ""), said)


def even(quarters: list[int]) -> float:
    """Share of the days of these quarters that are among the last ten."""
    first, last = (pd.Period(quarter_name(code).replace("-", ""), "Q") for code in (quarters[0], quarters[-1]))
    return LAST_DAYS * len(quarters) / ((last.end_time.normalize() - first.start_time).days + 1)


def tripwires(findings: Findings) -> tuple[Tripwire, ...]:
    """The functions come apart; quarters end more busily than the limits of today allow."""
    quarter: dict[str, Scalar] = {"rolling": 1, "period": "quarter"}
    year: dict[str, Scalar] = {"rolling": 4, "period": "quarter"}
    apart = Tripwire(figure="function_gap", op=">", threshold=APART, window=quarter, min_n=50, min_n_of="orders",
                     why=Message("functions_apart"))  # fmt: skip
    rush = findings.figure("quarter_end_share")
    if rush.value is None or rush.high is None:
        return (apart,)
    return (
        apart,
        Tripwire(figure="quarter_end_share", op=">", threshold=rush.high, window=year, min_n=200, min_n_of="orders",
                 why=Message("rush_grew")),
    )  # fmt: skip


def charts(findings: Findings, canvas: Canvas) -> tuple[Chart, ...]:
    return revenue.charts(findings, canvas, WORDS)
