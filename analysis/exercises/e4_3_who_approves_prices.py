"""4.3 Who approves prices? What discounts come with, how long an answer takes, and what other limits would have done.

Rates count decided deals (won or lost) whose discount is known; requests of open deals count in turnarounds, those
without an answer as still waiting.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from analysis.answers.threshold import median_settings
from analysis.cautions import listed, thin_groups
from analysis.company.deals import deals_as_of, deals_within, with_segment
from analysis.company.money import mixed_currencies
from analysis.company.pricing.policies import COMPARED, GRID, Approver, approver, at_limit, compare, run_policies
from analysis.company.pricing.price_approvals import (
    BAND_UNITS,
    ENOUGH,
    LATE,
    LEVEL_UNITS,
    asked_for,
    bands,
    days_until,
    direction,
    exceptions,
    levels,
    limit_in_force,
    priced,
    requests_of,
    slow_and_fast,
    slower_than,
    turnaround,
)
from analysis.company.win_rate import Clustering, closed_deals, find_clustering, win_rate, win_rate_cautions
from analysis.drawing import price_approvals
from analysis.findings import Figure, Findings, Message, Scalar, Table, Tripwire
from analysis.inputs import Inputs, make_part
from analysis.method import Method
from analysis.methods.intervals import wilson_interval
from analysis.methods.slopes import average_slope
from analysis.methods.survival import Estimate

EXERCISE = "4.3"
NEEDS = {"deals": ("deal_id", "outcome", "discount_pct")}
SPEEDS = {
    "slow_level": "Four of five answers of {slow} come within {days:.0f} {days:day|days}, of {fast} within "
    "{fast_days:.0f}; ",
    "one_speed": "Four of five approvals are answered within {days:.0f} {days:day|days} ({low:.0f} to {high:.0f}); ",
    "unmeasured": "Too few requests ({n}) to say how long an approval takes; ",
    "discount_only": "How long an approval takes is not on record; ",
}
SLOPES = {
    "more": "five more points of discount go with {change:.1f} more wins in 100 deals ({from_:+.1f} to {to:+.1f})",
    "fewer": "five more points of discount go with {change:.1f} fewer wins in 100 deals ({from_:+.1f} to {to:+.1f})",
    "none": "five more points of discount go with no clear change in wins ({from_:+.1f} to {to:+.1f} in 100 deals)",
    "unknown": "whether discount goes with winning cannot be told",
}
METHOD = Method(
    name="Kaplan–Meier turnaround, logistic slope within segments, policies run on past deals, Pareto frontier, "
    "bootstrap over deals",
    assumes=(
        "Whoever won would have won again with a smaller discount",
        "What goes with discount or waiting need not come from it",
        "Approvers would take off as much as they took off on average",
    ),
    sources=(
        "Kaplan & Meier (1958), JASA 53, 457–481",
        "McCullagh & Nelder (1989), Generalized Linear Models, 4",
        "Davison & Hinkley (1997), Bootstrap Methods, 3",
    ),
)
WORDS = {
    **{f"{speed}_{slope}": first + second for speed, first in SPEEDS.items() for slope, second in SLOPES.items()},
    "too_little": "Only {n} decided {n:deal carries|deals carry} a discount: too few to judge a limit",
    "more_discount_more": "five more points of discount go with {change:.1f} more wins in 100 deals ({low:+.0f} to "
    "{high:+.0f})",
    "more_discount_fewer": "five more points of discount go with {change:.1f} fewer wins in 100 deals ({low:+.0f} to "
    "{high:+.0f})",
    "more_discount_none": "five more points of discount go with no clear change in wins ({low:+.0f} to {high:+.0f} in "
    "100 deals)",
    "discount_unknown": "whether discount goes with winning cannot be told",
    "method_note": "Days to an answer come from every request, those unanswered counted as still waiting (Kaplan & "
    "Meier 1958), and what goes with discount or with waiting is a logistic slope within segments or levels, so an "
    "association. Each limit is run on decided deals: whoever comes with more would have been asked about, approvers "
    "would have taken off what they took off on average, never below the limit, and who won would have won again, "
    "which flatters low limits. Limits of money come from drawing deals anew; a rule is struck off when another keeps "
    "as much margin and slows no more deals (Pareto).",
    "p80_turnaround": "Days within which four of five requests are answered",
    "late_share": "Requests that wait for more than three days",
    "exception_rate": "Decided deals over the limit in force without an approval that covers it",
    "limit_in_force": "Discount from which sellers ask",
    "win_rate_per_discount": "Change in win rate with five more points of discount, same segment",
    "win_rate_per_wait": "Change in win rate with five more days of waiting, same level",
    "margin_kept": "Margin kept on won deals at the limit in force",
    "deals_slowed": "Decided deals that wait over three days at the limit in force",
    "group_margin_kept": "Margin kept at the room's median limit",
    "group_deals_slowed": "Decided deals that wait over three days at the room's median limit",
    "dominated_rules": "Compared rules that another beats on both counts",
    "approval_levels": "Approvals by level",
    "win_rate_by_discount": "Win rate by discount",
    "backtest": "What each limit would have done",
    "policies": "Limits and approvers compared",
    "level": "Decided by",
    "requests": "Requests",
    "median_asked": "Median discount asked for",
    "low_quartile": "A quarter ask less than",
    "high_quartile": "A quarter ask more than",
    "refused_share": "Refused",
    "cut": "Taken off on average",
    "median_days": "Median days to an answer",
    "p80_days": "Days for four of five",
    "p80_low": "Lower limit, days",
    "p80_high": "Upper limit, days",
    "band": "Discount",
    "limit": "Limit",
    "asked": "Deals that would have been asked about",
    "asked_share": "Share of decided deals",
    "slowed": "Of these, waiting over three days",
    "slowed_low": "Lower limit, deals waiting",
    "slowed_high": "Upper limit, deals waiting",
    "waiting": "Days of waiting in all",
    "efficient": "Worth choosing between",
    "room_limit": "The room's median limit",
    "no_discount": "{n} decided {n:deal|deals} ({share:.0%}) "
    "{n:carries no discount and is|carry no discount, mostly those that ended before an offer: they are} in no limit",
    "no_amount": "{n} won {n:deal has|deals have} no amount that can be added: {n:its|their} margin is in no limit",
    "few_level": "Too few requests to run a level by itself: {groups}",
    "unanswered": "{n} {n:request has|requests have} no answer yet: {n:it counts|they count} as still waiting",
    "no_refusals": "No request was refused on record: refusals may not have been logged",
    "impossible_days": "{n} {n:request ends before it begins and is|requests end before they begin and are} in no "
    "turnaround",
    "limit_read_off": "The limit in force, {limit:.0%}, is read off what sellers ask for. Please confirm it",
    "no_slope": "Discount and outcome do not vary enough to say what goes with what",
    "wait_confounded": "Whether waiting goes with losing is compared within levels; large discounts wait longer, so "
    "some of it may be the deal and not the wait",
    "p80_rose": "Four of five answers take longer than the upper limit when this was decided",
    "exceptions_rose": "More deals go over the limit without an approval than the upper limit when this was decided",
    "levels_title": "Four of five answers of {slow} take up to {days:.0f} {days:day|days}",
    "levels_title_alike": "No level is clearly slower than the others",
    "levels_alternative": "Days for four of five answers by level, with limits and number of requests: {values}.",
    "bands_title_more": "Deals with more discount are won oftener",
    "bands_title_fewer": "Deals with more discount are won less often",
    "bands_title_none": "Deals with more discount are not clearly won oftener",
    "bands_title_unknown": "Whether more discount goes with more wins cannot be told",
    "bands_alternative": "Win rate by discount, with limits and number of decided deals: {values}.",
    "policies_title": "{dominated} of {rules} rules can be struck off: another keeps as much margin and slows fewer",
    "policies_title_none": "None of {rules} rules can be struck off: more margin always costs more waiting",
    "policies_alternative": "Margin kept and deals slowed for each rule; those worth choosing between: {values}.",
}
LEAST = 30  # decided deals with a discount
STEP = 0.05
WAIT = 5.0
PER_HUNDRED = 100
WALD = "Logistic regression within groups, average marginal effect, Wald limits"
POLICY_UNITS = {
    **dict.fromkeys(["limit", "asked_share"], "fraction"),
    **dict.fromkeys(["asked", "slowed", "slowed_low", "slowed_high"], "deals"),
    "waiting": "days",
    **dict.fromkeys(["margin_kept", "low", "high"], "money"),
}


def analyse(inputs: Inputs) -> Findings:
    deals = deals_within(deals_as_of(inputs.tables["deals"], inputs.provenance.as_of), inputs.provenance)
    deals = priced(with_segment(deals, inputs.tables.get("accounts")), inputs.tables.get("fx_rates"))
    clustering = find_clustering(deals)
    decided = closed_deals(deals).dropna(subset=["discount"])
    findings = replace(part_of(inputs), figures=(win_rate(deals, clustering),))
    findings = findings.with_part(part_of(inputs, warnings=tuple(cautions(deals, decided, clustering, inputs))))
    findings = findings.with_part(discount_part(decided, clustering, inputs))
    if missing := inputs.missing({"approvals": ("deal_id", "requested_at")}):
        findings = findings.with_part(part_of(inputs, needs=missing))
        return replace(findings, headline=headline(findings, len(decided)))
    requests = requests_of(inputs.tables["approvals"], deals, inputs.provenance)
    findings = findings.with_part(level_part(requests, deals, clustering, inputs))
    if len(decided) >= LEAST:
        findings = findings.with_part(policy_part(requests, deals, inputs))
    return replace(findings, headline=headline(findings, len(decided)), tripwires=tuple(tripwires(findings)))


part_of = partial(make_part, EXERCISE, headline=Message("too_little", {"n": 0}))


def cautions(
    deals: pd.DataFrame, decided: pd.DataFrame, clustering: Clustering | None, inputs: Inputs
) -> Iterator[Any]:
    yield from win_rate_cautions(deals)
    if clustering:
        yield clustering.message
    if mixed := mixed_currencies(deals, inputs.tables.get("fx_rates")):
        yield mixed
    if unpriced := int(((decided["outcome"] == "won") & decided["listed"].isna()).sum()):
        yield Message("no_amount", {"n": unpriced})
    if bare := len(closed_deals(deals)) - len(decided):
        yield Message("no_discount", {"n": bare, "share": bare / (bare + len(decided))})


def figure(name: str, estimate: Estimate, n: int, unit: str, method: str, *of: str) -> Figure:
    value = None if np.isnan(estimate.value) else estimate.value
    return Figure(name=name, of=of, value=value, low=estimate.low, high=estimate.high, n=n, unit=unit, method=method)


# --- discount and winning --------------------------------------------------------------------------------------------


def discount_part(decided: pd.DataFrame, clustering: Clustering | None, inputs: Inputs) -> Findings:
    """Win rate by band of discount, and what five more points go with in the same segment."""
    effect = clustering.effect if clustering else 1.0
    won = decided["outcome"] == "won"
    slope = average_slope(decided["discount"] / STEP, won, decided["segment"].astype("str").fillna(""), effect)
    known = not np.isnan(slope.value)
    table = bands(decided, effect)
    return part_of(
        inputs,
        figures=(figure("win_rate_per_discount", slope, len(decided), "fraction", WALD),),
        tables=(Table.from_frame("win_rate_by_discount", table, BAND_UNITS),) if len(table) else (),
        warnings=(*thin_groups(table, "band"), *(() if known else (Message("no_slope"),))),
    )


# --- approvals -------------------------------------------------------------------------------------------------------


def level_part(requests: pd.DataFrame, deals: pd.DataFrame, clustering: Clustering | None, inputs: Inputs) -> Findings:
    """How long each level takes, what it takes off, and whether waiting goes with losing."""
    table = levels(requests, deals)
    figures = [speed("p80_turnaround", requests), late(requests)]
    figures += [speed("p80_turnaround", part, str(level)) for level, part in requests.groupby("level", sort=True)]
    figures.append(waiting_slope(requests, deals, clustering))
    tables = (Table.from_frame("approval_levels", table, LEVEL_UNITS),) if len(table) else ()
    said = list(request_cautions(requests))
    said += [Message("wait_confounded")] if direction(figures[-1]) in ("more", "fewer") else []
    return part_of(inputs, figures=tuple(figures), tables=tables, warnings=tuple(said))


def request_cautions(requests: pd.DataFrame) -> Iterator[Message]:
    if unanswered := int((~requests["answered"]).sum()):
        yield Message("unanswered", {"n": unanswered})
    if impossible := int(requests["days"].isna().sum()):
        yield Message("impossible_days", {"n": impossible})
    if len(requests) and not requests["refused"].any():
        yield Message("no_refusals")


def speed(name: str, requests: pd.DataFrame, *of: str) -> Figure:
    estimate = days_until(turnaround(requests), 0.8)
    return figure(name, estimate, len(requests), "days", "Kaplan-Meier, Brookmeyer-Crowley limits", *of)


def late(requests: pd.DataFrame) -> Figure:
    estimate = slower_than(turnaround(requests), LATE)
    return figure("late_share", estimate, len(requests), "fraction", "Kaplan-Meier, log-log limits")


def waiting_slope(requests: pd.DataFrame, deals: pd.DataFrame, clustering: Clustering | None) -> Figure:
    """What five more days of waiting go with, within levels: decided deals, all their requests' days together."""
    waits = requests.dropna(subset=["days"]).groupby("deal").agg(days=("days", "sum"), level=("level", "last"))
    outcome = deals["outcome"].to_numpy()[waits.index.to_numpy()]
    waits = waits.assign(won=outcome == "won")[np.isin(outcome, ["won", "lost"])]
    hours = (waits["days"] * 24).round() / (24 * WAIT)
    slope = average_slope(hours, waits["won"], waits["level"], clustering.effect if clustering else 1.0)
    return figure("win_rate_per_wait", slope, len(waits), "fraction", WALD)


# --- limits ----------------------------------------------------------------------------------------------------------


def policy_part(requests: pd.DataFrame, deals: pd.DataFrame, inputs: Inputs) -> Findings:
    """Every limit with today's approvers, and a few limits with each level by itself."""
    decided = closed_deals(deals).dropna(subset=["discount"])
    asked = asked_for(deals, requests)[decided.index]
    today = approver("", requests, deals)
    if today is None:
        return part_of(inputs)
    backtest = run_policies(decided, asked, today, GRID)
    large = [approver(str(level), part, deals) for level, part in requests.groupby("level", sort=True)]
    able = [one for one in large if one]
    small = sorted(set(requests["level"]) - {one.name for one in able})
    room = room_limit(inputs)
    found = part_of(
        inputs,
        tables=(Table.from_frame("backtest", backtest, POLICY_UNITS),),
        warnings=tuple(listed("few_level", small)),
    )
    found = found.with_part(limit_part(backtest, requests, deals, inputs))
    if room is not None:
        found = found.with_part(part_of(inputs, figures=at_figures("group_", at_limit(backtest, room), len(decided))))
    return found.with_part(comparison(decided, asked, able, room, inputs)) if able else found


def room_limit(inputs: Inputs) -> float | None:
    """The room's median limit; None without five settings of it."""
    known = {each["key"] for each in inputs.content.get("instruments", ())}
    return median_settings(inputs, "own_limit")["limit"] if "own_limit" in known else None


def comparison(decided: pd.DataFrame, asked: Any, able: list[Approver], room: float | None, inputs: Inputs) -> Findings:
    limits = COMPARED if room is None else tuple(sorted({*COMPARED, round(room, 4)}))
    table = compare(decided, asked, able, limits)
    table = table.assign(room_limit=False if room is None else np.isclose(table["limit"], round(room, 4)))
    beaten = int((~table["efficient"]).sum()) if table["margin_kept"].notna().all() else None
    share = Figure(
        name="dominated_rules", value=beaten, n=len(table), unit="rules", method="Pareto comparison of point estimates"
    )
    return part_of(inputs, figures=(share,), tables=(Table.from_frame("policies", table, POLICY_UNITS),))


def limit_part(backtest: pd.DataFrame, requests: pd.DataFrame, deals: pd.DataFrame, inputs: Inputs) -> Findings:
    """The limit that is in force, who went over it unasked, and what it keeps and slows."""
    limit = limit_in_force(requests)
    if limit is None:
        return part_of(inputs)
    decided = closed_deals(deals).dropna(subset=["discount"])
    over = int(exceptions(deals, requests, limit)[decided.index].sum())
    low, high = map(float, wilson_interval(over, len(decided)))
    rate = Estimate(over / len(decided), low, high)
    return part_of(
        inputs,
        figures=(
            Figure(
                name="limit_in_force", value=limit, n=len(requests), unit="fraction", method="5 % quantile, floored"
            ),
            figure("exception_rate", rate, len(decided), "fraction", "Wilson interval"),
            *at_figures("", at_limit(backtest, limit), len(decided)),
        ),
        warnings=(Message("limit_read_off", {"limit": limit}),),
    )


def at_figures(before: str, row: dict[str, Any], n: int) -> tuple[Figure, ...]:
    kept, slowed = (Estimate(*(row[key] for key in keys)) for keys in (KEPT, SLOWED))
    return (
        figure(f"{before}margin_kept", kept, n, "money", "Past deals under stated assumptions, bootstrap over deals"),
        figure(f"{before}deals_slowed", slowed, n, "deals", "Past deals at the observed share of late answers"),
    )


KEPT, SLOWED = ("margin_kept", "low", "high"), ("slowed", "slowed_low", "slowed_high")


# --- what it says ----------------------------------------------------------------------------------------------------


def headline(findings: Findings, n: int) -> Message:
    """How fast, and what discount goes with; each half as sure as its limits allow."""
    if n < LEAST:
        return Message("too_little", {"n": n})
    slope = findings.figure("win_rate_per_discount")
    speed, said = speed_said(findings)
    return Message(f"{speed}_{direction(slope)}", said | slope_said(slope))


def speed_said(findings: Findings) -> tuple[str, dict[str, Scalar]]:
    p80 = known_figure(findings, "p80_turnaround")
    if p80 is None:
        return "discount_only", {}
    if p80.value is None or p80.n < ENOUGH:
        return "unmeasured", {"n": p80.n}
    if (apart := slow_and_fast(findings.rows("approval_levels"))) is None:
        return "one_speed", {"days": p80.value, "low": p80.low, "high": p80.high}
    slow, fast = apart
    said = {"slow": slow["level"], "fast": fast["level"]}
    return "slow_level", said | {"days": slow["p80_days"], "fast_days": fast["p80_days"]}


def slope_said(slope: Figure) -> dict[str, Scalar]:
    """In wins of a hundred deals; nothing where it is not known."""
    if slope.value is None or slope.low is None or slope.high is None:
        return {}
    change, low, high = (PER_HUNDRED * each for each in (slope.value, slope.low, slope.high))
    return {"change": abs(change), "from_": low, "to": high}


def known_figure(findings: Findings, key: str) -> Figure | None:
    return next((found for found in findings.figures if found.key == key), None)


def tripwires(findings: Findings) -> Iterator[Tripwire]:
    window: dict[str, Scalar] = {"since": "decision"}
    for key, min_n, of, why in (
        ("p80_turnaround", 60, "requests", "p80_rose"),
        ("exception_rate", 150, "deals", "exceptions_rose"),
    ):
        found = known_figure(findings, key)
        if found is not None and found.high is not None and not np.isnan(found.high):
            yield Tripwire(
                figure=key, op=">", threshold=found.high, window=window, min_n=min_n, min_n_of=of, why=Message(why)
            )


charts = price_approvals.charts
