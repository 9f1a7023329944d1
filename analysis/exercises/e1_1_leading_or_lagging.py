"""1.1 Leading or lagging: which metric goes with revenue months before it, and foretells it better than last year does?

Metrics and revenue are compared as change on the same month a year before, so that a shared season is no lead. A lead
is an association; what it is worth is said by forecasts, each made with what was known three months before.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from analysis.cautions import listed
from analysis.company.deals import deals_as_of
from analysis.company.money import amounts, mixed_currencies
from analysis.company.periods import month_name
from analysis.company.pipeline.lifetimes import lifetimes
from analysis.company.pipeline.passages import NEVER, Passages, read_passages
from analysis.company.results.leading import LEAST_FORECASTS, Trial, Tried, best, leads_clearly, try_metrics
from analysis.company.results.monthly import (
    FEW,
    METRICS,
    Records,
    amount_cautions,
    monthly,
    records_of,
    set_large_aside,
    still_open,
    told_late,
)  # fmt: skip
from analysis.drawing import leading
from analysis.drawing.rows import money, signed
from analysis.findings import Figure, Findings, Message, Need, Scalar, Table, Tripwire, figure_key
from analysis.inputs import Inputs
from analysis.method import Method
from analysis.methods.lagged import NO_LEAD

EXERCISE = "1.1"
NEEDS = {"deals": ("deal_id", "outcome", "created_on", "closed_on", "amount")}
METHOD = Method(
    name="Lagged cross-correlation of seasonal differences, moving-block bootstrap with the lag chosen in each draw, "
    "out-of-sample forecast skill against the seasonal-naive forecast",
    assumes=(
        "What went before revenue in the past months will go before it in the coming ones",
        "Amounts are known when a deal is created",
        "Deals and stages carry the day on which it happened, not the day of typing",
    ),
    sources=(
        "Box, Jenkins & Reinsel (2008), Time Series Analysis, 12.1",
        "Künsch (1989), Ann. Stat. 17, 1217–1241",
        "Hesterberg (2015), Am. Stat. 69, 371–386",
        "Stock & Watson (2003), J. Econ. Lit. 41, 788–829",
        "Murphy (1988), Mon. Weather Rev. 116, 2417–2424",
    ),
)

BEATEN = "forecasts three months ahead miss revenue by {error} a month, "
SAVED = "{low} to {high} of the miss saved; {n} forecasts"
WORDS = {
    "leads": "{metric} goes before revenue by {lag:.0f} months: from it, " + BEATEN + "last year’s month by {naive} "
    "(" + SAVED + ")",
    "leads_change": "{metric} goes before revenue by {lag:.0f} months: from it, " + BEATEN + "no change by {naive} "
    "(" + SAVED + ")",
    "unclear": "Whether a metric foretells revenue is not clear: from the best, {metric}, " + BEATEN + "last year’s "
    "month by {naive} (" + SAVED + ")",
    "unclear_change": "Whether a metric foretells revenue is not clear: from the best, {metric}, " + BEATEN + "no "
    "change by {naive} (" + SAVED + ")",
    "growth_only": "From {metric}, " + BEATEN + "the plain forecast by {naive}; but plain plus usual growth misses by "
    "{grown}, so the metric itself is not clearly of use ({n} forecasts)",
    "no_lead_time": "From {metric}, " + BEATEN + "the plain forecast by {naive} (" + SAVED + "), but no lead time of "
    "two months or more was found",
    "none_leads": "No metric foretold revenue better than the same month a year before, which misses by {naive} a "
    "month; from the best, {metric}, forecasts miss by {error} ({n} forecasts)",
    "none_leads_change": "No metric foretold revenue better than no change, which misses by {naive} a month; from the "
    "best, {metric}, forecasts miss by {error} ({n} forecasts)",
    "no_forecasts": "{months} months of revenue are too few to test a lead: fewer than {needed} forecasts can be made",
    "too_short": "Only {months} whole {months:month of revenue is|months of revenue are} on record: under {needed} no "
    "lead time can be told",
    "no_money": "No amounts can be added up, so revenue by month is not known",
    "method_note": "Each metric is set beside revenue 0 to 8 months later, both as change on the same month a year "
    "before, and the lag with the highest correlation is its lead time (limits: blocks of six months drawn, the lag "
    "chosen anew in each draw; Künsch 1989). Then revenue is forecast three months ahead or more, month by month, with "
    "the lag and the line that the months known by then give, and the misses are set against those of last year’s "
    "month. With under 24 months, changes are those on three months before and the comparison is with no change.",
    "early_records": "Deals are on record from {begin}; nine wins in ten come within {days} {days:day|days}, so "
    "revenue counts from {month} on: {months} {months:month|months}",
    "short_of_two_years": "With {months} months there is no year before to compare most with: changes are those on "
    "three months before, a shared season can look like a lead, and forecasts are set against no change",
    "no_amount": "{n} won {n:deal has|deals have} no amount: revenue lacks {n:it|them}",
    "amount_told_late": "{n} lost {n:deal|deals}, over one in twenty, {n:has|have} no amount: it is filled in when a "
    "deal is won, so pipeline in money tells the outcome in advance and is left out",
    "large_aside": "Deals worth more than a usual month’s revenue, {n} ({won} won), are left out of every sum: one "
    "such order would make a lead or hide one",
    "no_events": "Without stage events every open deal counts as qualified, and early conversion cannot be counted",
    "no_stages_moved": "No deal is on record as leaving a first stage, so early conversion cannot be counted",
    "gaps": "Too many months have no value of {groups}: no lead is sought",
    "few_a_month": "In a usual month {n} {n:deal leaves|deals leave} the first stage: early conversion moves by chance "
    "alone",
    "no_lead": "{groups}: at no lag does it rise when revenue does",
    "at_edge": "{groups}: the best lag is the longest that could be searched, so no lead time was found",
    "growth_explains": "{groups}: last year’s month plus usual growth, without any metric, foretells as well",
    "few_forecasts": "{groups}: fewer than {needed} forecasts can be made, so skill is not given",
    "judged_within": "Forecasts are judged within the window; the months before it are what they learn from",
    "skill_gone": "Forecasts from {metric} miss by more than the plain comparison does",
    "lead_time": "Lead time",
    "lag_correlation": "Correlation at the lead time",
    "forecast_skill": "Forecast skill: misses less than last year’s month does by",
    "forecast_error": "A usual miss of forecasts from it",
    "naive_error": "A usual miss of taking last year’s month",
    "immature": "Still open, of what the last three months brought",
    "metrics": "What each metric foretells",
    "correlation_by_lag": "Correlation with revenue some months later",
    "months": "Revenue and metrics by month",
    "forecasts": "Forecasts of revenue, made three months ahead or more",
    "metric_key": "Key",
    "metric": "Metric",
    "objective": "Objective it serves",
    "lead_low": "Lower limit of the lead time",
    "lead_high": "Upper limit of the lead time",
    "lag_low": "Lower limit of the correlation",
    "lag_high": "Upper limit of the correlation",
    "pairs": "Months compared",
    "naive": "Last year’s month, or no change, misses by",
    "skill_low": "Lower limit of the skill",
    "skill_high": "Upper limit of the skill",
    "forecasts_made": "Forecasts",
    "lag": "Months later",
    "correlation": "Correlation",
    "month": "Month",
    "revenue": "Revenue",
    "plain": "Last year’s month, or no change",
    "foretold": "Forecast",
    "plain_name": "Compared with",
    "last_year": "last year",
    "no_change": "no change",
    "pipeline_created": "Pipeline created",
    "velocity": "Pipeline velocity",
    "early_conversion": "Early conversion",
    "open_pipeline": "Open pipeline",
    "skill_title_clear": "{metric} foretells revenue better than the plain comparison",
    "skill_title_maybe": "{metric} does best, but not clearly better than the plain comparison",
    "skill_title_none": "No metric foretells revenue better than the plain comparison",
    "skill_alternative": "Share of the miss that forecasts from each metric save, with limits and number of "
    "forecasts: {values}.",
    "lead_title": "{metric} goes most closely with revenue, {when}",
    "lead_alternative": "Correlation of each metric with revenue at its lead time, as change on the year before or on "
    "three months before, with limits and months compared: {values}.",
    "lag_title": "{metric} at every lag: closest to revenue {when}",
    "lag_alternative": "Correlation of {metric} with revenue at each lag: {values}.",
    "forecasts_title": "Forecasts from {metric} miss by {error} a month, the plain comparison by {naive}",
    "forecasts_alternative": "Revenue by month, the forecast from {metric} and the plain comparison: {values}.",
}
LEAST_MONTHS = 12
BLOCKED = "Moving-block bootstrap, blocks of six months, the lag chosen in each draw"
SKILLED = "1 - MAE / MAE of the plain forecast, moving-block bootstrap of the forecasts"
METRIC_UNITS = {
    **dict.fromkeys(["lead_time", "lead_low", "lead_high", "pairs"], "months"),
    **dict.fromkeys(["forecast_error", "naive"], "money"),
    **dict.fromkeys(["forecast_skill", "skill_low", "skill_high"], "fraction"),
    "forecasts_made": "forecasts",
}
MONTH_UNITS = dict.fromkeys(["revenue", "pipeline_created", "velocity", "open_pipeline"], "money") | {
    "early_conversion": "fraction"
}
FORECAST_UNITS = dict.fromkeys(["revenue", "plain", "foretold"], "money")


def analyse(inputs: Inputs) -> Findings:
    deals = deals_as_of(inputs.tables["deals"], inputs.provenance.as_of).sort_values("deal_id", kind="stable")
    deals = deals.assign(amount=amounts(deals, inputs.tables.get("fx_rates")))
    records = records_of(deals, inputs.provenance)
    cautions = tuple(cautions_of(inputs, deals, records))
    if deals["amount"].isna().all():
        return refused(Message("no_money"), deals, inputs, cautions)
    if records is None or records.months < LEAST_MONTHS:
        many = records.months if records else 0
        return refused(Message("too_short", {"months": many, "needed": LEAST_MONTHS}), deals, inputs, cautions)
    return tried_on(deals, records, inputs, cautions)


def refused(why: Message, deals: pd.DataFrame, inputs: Inputs, cautions: tuple[Message, ...]) -> Findings:
    """Every figure stays empty; the headline says why, and it stands among the warnings too."""
    empty = Tried("", False, NO_LEAD, np.array([]))
    figures = [figure for metric in METRICS for figure in figures_of(replace(empty, metric=metric))]
    return Findings(
        exercise=EXERCISE,
        headline=why,
        figures=(*figures, naive_figure(None, 0), *immature(deals, None, None)),
        warnings=(why, *cautions),
        needs=needs_of(inputs),
        inputs=inputs.provenance,
    )


def tried_on(deals: pd.DataFrame, records: Records, inputs: Inputs, cautions: tuple[Message, ...]) -> Findings:
    usual, aside = set_large_aside(deals, records)
    passages = passages_of(usual, inputs)
    months = monthly(usual, records, passages)
    if told_late(deals):
        months = months.assign(pipeline_created=np.nan, open_pipeline=np.nan)
    trial = try_metrics(months, inputs.provenance)
    named = best(trial)
    figures = [figure for tried in trial.tried for figure in figures_of(tried)]
    return Findings(
        exercise=EXERCISE,
        headline=headline(trial, named),
        figures=(*figures, plain_miss(trial), *immature(deals, records, passages)),
        tables=tables(trial, named, inputs),
        warnings=(*cautions, *((aside,) if aside else ()), *series_cautions(trial, passages), *tried_cautions(trial)),
        needs=needs_of(inputs),
        tripwires=tuple(tripwire(tried) for tried in trial.tried if tried.skill.value > 0),
        inputs=inputs.provenance,
    )


def passages_of(deals: pd.DataFrame, inputs: Inputs) -> Passages | None:
    if not inputs.has("stage_events", "entered_at") or not inputs.has("stage_events", "stage"):
        return None
    return read_passages(inputs.tables["stage_events"], deals, inputs.tables.get("stages"), inputs.provenance.as_of)


def needs_of(inputs: Inputs) -> tuple[Need, ...]:
    return inputs.missing({"stage_events": ("deal_id", "stage", "entered_at")})


# --- figures ---------------------------------------------------------------------------------------------------------


def figures_of(tried: Tried) -> Iterator[Figure]:
    found, of = tried.lead, (tried.metric,)
    yield Figure.from_estimate("lead_time", found.lag, found.n, "months", BLOCKED, *of)
    yield Figure.from_estimate("lag_correlation", found.correlation, found.n, "", BLOCKED, *of)
    yield Figure.from_estimate("forecast_skill", tried.skill, tried.n, "fraction", SKILLED, *of)
    missed = "Mean absolute error of forecasts from what was known"
    yield Figure(name="forecast_error", of=of, value=tried.error, unit="money", n=tried.n, method=missed)


def plain_miss(trial: Trial) -> Figure:
    """Over the months that the metric with most forecasts was judged on."""
    most = max(trial.tried, key=lambda tried: tried.n if np.isfinite(tried.naive) else -1)
    return naive_figure(most.naive, most.n)


def naive_figure(value: float | None, n: int) -> Figure:
    return Figure(
        name="naive_error", value=value, unit="money", n=n, method="Mean absolute error of the plain forecast"
    )


def immature(deals: pd.DataFrame, records: Records | None, passages: Passages | None) -> Iterator[Figure]:
    """Of the two metrics that count only decided deals: how much of the last three months is still undecided."""
    for metric, mine in (("velocity", deals), ("early_conversion", in_first_stage(deals, passages))):
        share, n = still_open(mine, records) if records else (None, 0)
        yield Figure(name="immature", of=(metric,), value=share, unit="fraction", n=n, method="Share of new deals")


def in_first_stage(deals: pd.DataFrame, passages: Passages | None) -> pd.DataFrame:
    """Deals that were in the first stage, open only where they are in it still."""
    if passages is None or not passages.stages:
        return deals.iloc[:0]
    entered, moved = (stages[:, 0] < NEVER for stages in (passages.first, passages.moved_on))
    return deals.assign(outcome=deals["outcome"].mask(moved, "won"))[entered]


# --- tables ----------------------------------------------------------------------------------------------------------


def tables(trial: Trial, named: Tried | None, inputs: Inputs) -> tuple[Table, ...]:
    rows = [row_of(tried, objectives(inputs).get(tried.metric)) for tried in trial.tried]
    by_lag = [
        {"metric_key": tried.metric, "metric": WORDS[tried.metric], "lag": lag, "correlation": float(value),
         "pairs": tried.lead.pairs[lag]}
        for tried in trial.tried
        for lag, value in enumerate(tried.lead.by_lag)
    ]  # fmt: skip
    months = trial.months.reset_index()[["month", "revenue", *METRICS]]
    months = months.assign(month=months["month"].map(month_name))
    found = [
        Table.from_frame("metrics", pd.DataFrame(rows), METRIC_UNITS),
        Table.from_frame("correlation_by_lag", pd.DataFrame(by_lag), {"lag": "months", "pairs": "months"}),
        Table.from_frame("months", months, MONTH_UNITS),
    ]
    if named:
        found.append(Table.from_frame("forecasts", forecast_rows(trial, named), FORECAST_UNITS))
    return tuple(found)


def row_of(tried: Tried, objective: str | None) -> dict[str, Any]:
    lag, strength, gained = tried.lead.lag, tried.lead.correlation, tried.skill
    return {
        "metric_key": tried.metric, "metric": WORDS[tried.metric], "objective": objective, "lead_time": lag.value,
        "lead_low": lag.low, "lead_high": lag.high, "correlation": strength.value, "lag_low": strength.low,
        "lag_high": strength.high, "pairs": tried.lead.n, "forecast_error": tried.error, "naive": tried.naive,
        "forecast_skill": gained.value, "skill_low": gained.low, "skill_high": gained.high, "forecasts_made": tried.n,
    }  # fmt: skip


def objectives(inputs: Inputs) -> dict[str, str]:
    """The objective that each metric serves, as the exercise's own text names it after "objective:"."""
    instruments = inputs.content.get("instruments") or [{}]
    items = instruments[0].get("parameters", {}).get("items", ())
    told = {item["key"]: str(item.get("means") or "").partition("objective: ")[2] for item in items if "means" in item}
    return {key: objective for key, objective in told.items() if objective}


def forecast_rows(trial: Trial, named: Tried) -> pd.DataFrame:
    """Month by month from the first forecast on: revenue, the plain forecast and that of the metric named."""
    rows = trial.months.reset_index()[["month", "revenue"]].assign(plain=trial.plain, foretold=named.foretold)
    rows, name = rows[np.isfinite(named.foretold)], "last_year" if trial.yearly else "no_change"
    return rows.assign(
        month=rows["month"].map(month_name), metric_key=named.metric, metric=WORDS[named.metric], plain_name=WORDS[name]
    )


# --- what it says ----------------------------------------------------------------------------------------------------


def headline(trial: Trial, named: Tried | None) -> Message:
    if named is None:
        months = int(np.isfinite(trial.months["revenue"]).sum())
        return Message("no_forecasts", {"months": months, "needed": LEAST_FORECASTS})
    said: dict[str, Scalar] = {"metric": WORDS[named.metric], "n": named.n}
    said |= {key: money(getattr(named, key)) for key in ("error", "naive", "grown")}
    said |= {"low": signed(named.skill.low), "high": signed(named.skill.high), "lag": named.lead.lag.value}
    return Message(verdict(trial, named), said)


def verdict(trial: Trial, named: Tried) -> str:
    """The code of the headline: no stronger than the limits allow, against last year's month and against growth."""
    ending = "" if trial.yearly else "_change"
    if leads_clearly(named):
        return f"leads{ending}"
    if not named.skill.low > 0:
        return f"unclear{ending}" if named.skill.value > 0 else f"none_leads{ending}"
    return "no_lead_time" if named.over_growth.low > 0 else "growth_only"


def tripwire(tried: Tried) -> Tripwire:
    return Tripwire(
        figure=figure_key("forecast_skill", tried.metric),
        op="<",
        threshold=0.0,
        window={"rolling": 2, "period": "quarter"},
        min_n=6,
        min_n_of="forecasts",
        why=Message("skill_gone", {"metric": WORDS[tried.metric]}),
    )


# --- cautions --------------------------------------------------------------------------------------------------------


def cautions_of(inputs: Inputs, deals: pd.DataFrame, records: Records | None) -> Iterator[Message]:
    """What is said of the deals, whether or not a lead can be sought."""
    if mixed := mixed_currencies(inputs.tables["deals"], inputs.tables.get("fx_rates")):
        yield mixed
    else:
        yield from amount_cautions(deals)
    dates = lifetimes(deals, inputs.provenance.as_of).cautions()
    yield from (message for message in dates if message.code != "left_truncated")
    if records and records.whole > records.created:
        yield records.message
    if inputs.provenance.since:
        yield Message("judged_within")


def series_cautions(trial: Trial, passages: Passages | None) -> Iterator[Message]:
    if not trial.yearly:
        yield Message("short_of_two_years", {"months": int(np.isfinite(trial.months["revenue"]).sum())})
    if passages is None:
        yield Message("no_events")
        return
    if passages.inferred:
        yield Message("order_inferred", {"stages": ", ".join(passages.stages)})
    usual = trial.months["left"].median()
    if not usual > 0:
        yield Message("no_stages_moved")
    elif usual < FEW:
        yield Message("few_a_month", {"n": int(usual)})


def tried_cautions(trial: Trial) -> Iterator[Message]:
    """Metrics of which something stays empty or says nothing, named together."""
    whole = [tried for tried in trial.tried if tried.whole]
    yield from listed("gaps", names(tried for tried in trial.tried if not tried.whole))
    yield from listed("no_lead", names(tried for tried in whole if not np.isfinite(tried.lead.lag.value)))
    yield from listed("at_edge", names(tried for tried in whole if tried.lead.at_edge))
    grown = names(tried for tried in whole if tried.skill.value > 0 and not tried.over_growth.value > 0)
    yield from listed("growth_explains", grown)
    few = names(tried for tried in whole if not np.isfinite(tried.skill.value))
    yield from listed("few_forecasts", few, needed=LEAST_FORECASTS)


def names(tried: Iterator[Tried]) -> list[str]:
    return [WORDS[one.metric] for one in tried]


charts = leading.charts
