"""3.2 Lead quality by channel: what a channel's leads become, and what a win costs by five rules of credit.

Leads are counted once they are half a year old; younger ones, and those that name no channel, are said. Where no
closing day is known, wins count to date and leads of every age, and that is said too.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any

import pandas as pd

from analysis.cautions import listed
from analysis.charts import Canvas
from analysis.company.markets.channel_costs import (
    Credit,
    apart,
    cost_cautions,
    cost_figures,
    cost_table,
    credit_cautions,
    credit_figures,
    credit_table,
    has_limits,
    read_credit,
    spend_of,
    target_of,
)  # fmt: skip
from analysis.company.markets.lead_quality import (
    QUALITY_UNITS,
    THIN,
    WORTH_UNITS,
    channel_rates,
    channels,
    company_rates,
    figures_of,
    quality_cautions,
    untouched_rows,
    untraced,
    worth_rows,
)  # fmt: skip
from analysis.company.markets.leads import Leads, is_telling, read_leads
from analysis.company.money import mixed_currencies
from analysis.drawing import lead_quality
from analysis.findings import Chart, Figure, Findings, Message, Need, Scalar, Table, TableRows, Tripwire, figure_key
from analysis.inputs import Inputs, make_part
from analysis.method import Method
from analysis.methods.attribution import RULES
from analysis.methods.intervals import wilson_interval

EXERCISE = "3.2"
NEEDS = {"leads": ("lead_id", "created_on", "channel", "won")}
METHOD = Method(
    name="Wilson intervals and Fisher's exact test of each channel against all others under Benjamini–Hochberg; "
    "Aalen–Johansen days to a win; attribution by first, last, linear and position-based rules and by removal from a "
    "first-order Markov chain, bootstrap over leads",
    assumes=(
        "Touches that were not logged would not have changed the order of channels",
        "Markov: who no longer meets a channel does not come by another way",
        "Spend of a period brought the leads of that period",
        "Leads do not depend on each other",
    ),
    sources=(
        "Wilson (1927), JASA 22, 209–212",
        "Benjamini & Hochberg (1995), JRSS B 57, 289–300",
        "Aalen & Johansen (1978), Scand. J. Stat. 5, 141–150",
        "Anderl, Becker, von Wangenheim & Schumann (2016), Int. J. Res. Mark. 33, 457–474",
        "Davison & Hinkley (1997), Bootstrap Methods, 3.8",
    ),
)
WORDS = {
    "best_and_costs": "Of 100 leads by {channel} {rate:.1f} were won within 180 days ({low:.1f} to {high:.1f}, "
    "n = {n:,}), of 100 by all others {rest:.1f}; a win costs {cheap_cost:,.0f} by {cheap} and {dear_cost:,.0f} by "
    "{dear}, by the middle of five rules",
    "best": "Of 100 leads by {channel} {rate:.1f} were won within 180 days ({low:.1f} to {high:.1f}, n = {n:,}), of "
    "100 by all others {rest:.1f}",
    "best_and_worst": "Of 100 leads by {channel} {rate:.1f} were won within 180 days ({low:.1f} to {high:.1f}, "
    "n = {n:,}), of 100 by {worst} {worst_rate:.1f} ({worst_low:.1f} to {worst_high:.1f}, n = {worst_n:,})",
    "worst": "Of 100 leads by {channel} only {rate:.1f} were won within 180 days ({low:.1f} to {high:.1f}, "
    "n = {n:,}), of 100 by all others {rest:.1f}",
    "may_be_best": "Leads by {channel} may be won more often than others, {rate:.1f} of 100 ({low:.1f} to {high:.1f}, "
    "n = {n:,}) against {rest:.1f}; that is not yet clear",
    "alike_and_costs": "No channel’s leads are clearly won more often than {rate:.1f} of 100 (n = {n:,}); a win costs "
    "{cheap_cost:,.0f} by {cheap} and {dear_cost:,.0f} by {dear}, by the middle of five rules",
    "alike": "No channel’s leads are clearly won more often than {rate:.1f} of 100 (n = {n:,})",
    "too_few": "{won} {won:win|wins} of {n:,} {n:lead|leads}: too few to tell channels apart",
    "method_note": "Of leads at least 180 days old we count which were qualified and won within 180 days, with Wilson "
    "limits, and test each channel against all others together (Fisher; Benjamini & Hochberg 1995). Each win is shared "
    "among the channels that touched it by five rules, the fifth by how far the chance of a win falls when one is "
    "taken out of a Markov chain (Anderl 2016), and of the five costs per win the middle one counts. What follows a "
    "touch is not thereby its effect: only a comparison by lot could tell that.",
    "thin": "{group} has only {n} {n:lead|leads}: its own rates say little",
    "thin_many": "{count} channels have fewer than {least} leads, so their own rates say little: {groups}",
    "young": "{n:,} {n:lead is|leads are} younger than 180 days and {n:has|have} not had time to buy: "
    "{n:it is|they are} left out of rates",
    "to_date": "No closing day is known: wins count to date, of leads of every age. {n:,} of {of:,} {of:lead|leads} "
    "{n:is|are} younger than 180 days and may still buy",
    "no_day": "{n:,} won {n:lead has|leads have} no known day of the win: {n:it counts|they count} as won in time",
    "no_created": "{n:,} {n:lead has|leads have} no day of creation and {n:is|are} left out",
    "no_channel": "{n:,} {n:lead names no channel: it counts|leads name no channel: they count} for all channels "
    "together alone",
    "untelling": "The channel of {n:,} {n:lead|leads} says nothing ({groups}): {rate:.1f} of 100 were won, so the "
    "channels that are named rest on the others",
    "shared_deals": "{n:,} {n:deal has|deals have} more than one lead: each of these counts as won",
    "nameless_touches": "{n:,} {n:touch names|touches name} no channel and {n:is|are} left out of paths",
    "outside_spend": "{n:,} {n:lead was made in a month|leads were made in months} without known spend: credit and "
    "costs rest on the other {of:,}",
    "no_wins_shared": "No lead with a known path was won: no rule has credit to give",
    "no_spend": "No spend is known of these channels, so they have no cost per win: {groups}",
    "no_wins_by": "By some rules these channels are given no win, so their cost by those rules has no end: {groups}",
    "none_qualified": "No lead of these channels was qualified in time, so there is no share of them won: {groups}",
    "no_half": "With fewer than two dated wins there is no day by which half have come: {groups}",
    "few_wins": "Under five wins stand behind the cost per win of these channels: {groups}",
    "target_is_margin": "No target is given (benchmarks, metric cost_per_win): the mean margin of a won deal, "
    "{target:,.0f}, stands in. Under it a channel does not lose money; that is no aim",
    "untraced_wins": "{n:,} of {of:,} won new {of:deal|deals} ({share:.0%}) {n:has|have} no lead: what is said of "
    "channels is said of the other wins",
    "no_amount": "{n:,} won {n:deal|deals} with a lead {n:has no amount; it counts|have no amount; they count} at the "
    "channel’s mean",
    "cost_above_target": "A win by {channel} costs more than the target",
    "rate_fell": "Leads by {channel} are won less often than the lower limit when this was decided",
    "lead_to_qualified": "Leads qualified within 180 days",
    "qualified_to_won": "Qualified leads won within 180 days",
    "lead_to_win": "Leads won",
    "days_to_convert": "Days by which half of the wins have come",
    "revenue_per_lead": "Amount won per lead",
    "credit": "Share of the wins",
    "credit_range": "Largest share of the five rules less the smallest",
    "cost_per_win_by": "Cost per win by one rule",
    "cost_per_win": "Cost per win, middle of five rules",
    "rules_under_target": "Rules by which the cost per win is under target",
    "cost_to_target": "Cost per win over target",
    "untouched": "Leads without a second touch in 30 days",
    "untraced": "Won new deals that no lead leads to",
    "channels": "Leads, wins and cost per win by channel",
    "lead_quality": "What leads become, by channel",
    "channel_worth": "Days and money, by channel",
    "channel_credit": "Share of the wins by five rules",
    "channel_costs": "Cost per win by five rules",
    "untouched_leads": "Leads without a second touch in 30 days, by channel",
    "missed": "Without a second touch",
    "channel": "Channel",
    "leads": "Leads",
    "qualified": "Qualified",
    "to_qualified": "Of leads qualified",
    "to_qualified_low": "Lower limit, qualified",
    "to_qualified_high": "Upper limit, qualified",
    "of_qualified": "Of qualified won",
    "of_qualified_low": "Lower limit, of qualified",
    "of_qualified_high": "Upper limit, of qualified",
    "qualified_won": "Qualified and won",
    "rest": "Of all other leads won",
    "p_adjusted": "p against all other leads, adjusted",
    "best_channel": "Clearly above all others",
    "worst_channel": "Clearly below all others",
    "days": "Days by which half of the wins have come",
    "days_low": "Lower limit, days",
    "days_high": "Upper limit, days",
    "revenue": "Amount won per lead",
    "revenue_low": "Lower limit, amount",
    "revenue_high": "Upper limit, amount",
    "first": "First touch",
    "last": "Last touch",
    "linear": "Linear",
    "position": "Position-based",
    "markov": "Markov removal",
    "middle": "Middle of the five",
    "smallest": "Smallest of the five",
    "largest": "Largest of the five",
    "wins": "Wins shared out",
    "spend": "Spend",
    "wins_middle": "Wins given, middle of five rules",
    "target": "Target",
    "under_target": "Rules under target",
    "rates_title": "{channel} leads are won more often than all others, {rate:.1%}",
    "rates_title_none": "No channel’s leads are won clearly more often than others’",
    "rates_alternative": "Leads won by channel, with limits and number of leads: {values}.",
    "all_leads": "all",
    "costs_title": "A win costs {cheap_cost:,.0f} by {cheap}, {dear_cost:,.0f} by {dear}",
    "costs_title_none": "No channel’s cost per win is clear of the others’",
    "costs_alternative": "Cost per win by channel, middle of five rules, with limits and the wins given: {values}.",
    "credit_title": "By last touch {channel} gets {last:.0%} of the wins, by another rule {other:.0%}",
    "credit_title_none": "The five rules give each channel nearly the same share",
    "credit_alternative": "Share of the wins by channel: middle of five rules, line from the smallest to the largest, "
    "hollow by last touch: {values}.",
    "qualified_title": "Of {low_channel} leads {low:.0%} are qualified, of {high_channel} leads {high:.0%}",
    "qualified_title_one": "{high:.0%} of leads are qualified within 180 days",
    "qualified_alternative": "Leads qualified within 180 days by channel, with limits and number of leads: {values}.",
}
OF_SPAN = ("best_and_costs", "best", "best_and_worst", "worst")
WORDS |= {f"{code}_to_date": WORDS[code].replace("within 180 days", "to date") for code in OF_SPAN}
PROPOSED = 3  # tripwires
ENOUGH = 10  # wins of all channels together, before any is told from the others
MAYBE = 0.2  # adjusted p
WILSON = "Wilson interval"
OF_DEALS = {"leads": ("deal_id",), "deals": ("deal_id", "outcome", "closed_on", "amount")}
MANY_UNTRACED = 0.1
WON = {"leads": "n", "low": "rate_low", "high": "rate_high"}
QUALIFIED = {"lead_to_qualified": ("to_qualified", "leads"), "qualified_to_won": ("of_qualified", "qualified")}
COST_UNITS = {
    **dict.fromkeys(["spend", *RULES, "cost_per_win", "low", "high", "target"], "money"),
    "wins_middle": "leads",
    "under_target": "rules",
    "cost_to_target": "ratio",
}


def analyse(inputs: Inputs) -> Findings:
    leads = read_leads(inputs)
    findings = rates_part(leads, inputs)
    for part in (worth_part, credit_part, touch_part, trace_part):
        findings = findings.with_part(part(leads, inputs))
    return replace(
        findings, headline=headline(findings), tables=(channels(findings), *findings.tables),
        tripwires=tuple(tripwires(findings)),
    )  # fmt: skip


part_of = partial(make_part, EXERCISE, headline=Message("alike"))


# --- what leads become -----------------------------------------------------------------------------------------------


def rates_part(leads: Leads, inputs: Inputs) -> Findings:
    table = channel_rates(leads)
    told = inputs.has("leads", "qualified_on")
    figures = figures_of("lead_to_win", table.rename(columns=WON), "rate", "fraction", WILSON)
    if told:
        whole = company_rates(leads)
        for name, (value, n) in QUALIFIED.items():
            both = pd.concat([table, whole]) if len(leads.counted) else table
            figures += figures_of(name, both.rename(columns={n: "n"}), value, "fraction", WILSON)
    shown = table if told else table[[name for name in table if "qualified" not in str(name)]]
    return part_of(
        inputs,
        figures=figures,
        tables=(Table.from_frame("lead_quality", shown, QUALITY_UNITS),),
        warnings=tuple(quality_cautions(leads, table, inputs)),
        needs=() if told else (Need("leads", ("qualified_on",)),),
    )


def worth_part(leads: Leads, inputs: Inputs) -> Findings:
    """Days until half of the wins, and amount won per lead."""
    deals, needs = inputs.tables.get("deals"), inputs.missing(OF_DEALS)
    if not leads.dated:
        return part_of(inputs, needs=needs)
    mixed = None if deals is None else mixed_currencies(deals, inputs.tables.get("fx_rates"))
    table = worth_rows(leads)
    days, money = (table.rename(columns={"won": "n"}), table.rename(columns={"leads": "n"}))
    priced = inputs.has("deals", "amount")
    said = [mixed] if mixed else []
    if priced and not mixed and (blank := int((leads.counted["won"] & leads.counted["amount"].isna()).sum())):
        said.append(Message("no_amount", {"n": blank}))
    return part_of(
        inputs,
        figures=(
            *figures_of("days_to_convert", days, "days", "days", "Aalen–Johansen; bootstrap over leads"),
            *(figures_of("revenue_per_lead", money, "revenue", "money", "Bootstrap over leads") if priced else ()),
        ),
        tables=(Table.from_frame("channel_worth", table, WORTH_UNITS),),
        warnings=(*said, *listed("no_half", table.loc[table["days"].isna(), "channel"])),
        needs=needs,
    )


# --- credit and costs ------------------------------------------------------------------------------------------------


def credit_part(leads: Leads, inputs: Inputs) -> Findings:
    if not inputs.has("touches", "channel"):
        return part_of(inputs, needs=(Need("touches", ("lead_id", "touched_at", "channel")),))
    campaigns = inputs.tables["campaigns"] if inputs.has("campaigns", "cost") else None
    spend = None if campaigns is None else spend_of(campaigns, leads, inputs.provenance)
    credit = read_credit(leads, spend if spend is not None and len(spend) else None, inputs)
    said = credit_cautions(credit)
    if not credit.total:
        return part_of(inputs, warnings=(*said, Message("no_wins_shared")))
    table = credit_table(credit)
    found = part_of(
        inputs,
        figures=tuple(credit_figures(table)),
        tables=(Table.from_frame("channel_credit", table, dict.fromkeys(table.columns[1:-1], "fraction")),),
        warnings=said,
    )
    if spend is None:
        return replace(found, needs=(Need("campaigns", ("campaign", "channel", "period", "cost")),))
    return found.with_part(cost_part(credit, spend, inputs))


def cost_part(credit: Credit, spend: pd.DataFrame, inputs: Inputs) -> Findings:
    target = target_of(inputs)
    table = cost_table(credit, spend, target)
    priced = table[table["spend"].notna()]
    return part_of(
        inputs,
        figures=tuple(cost_figures(priced, credit)),
        tables=(Table.from_frame("channel_costs", table, COST_UNITS),),
        warnings=tuple(cost_cautions(table, target)),
        needs=() if target else (Need("benchmarks", ("metric", "value")), Need("deals", ("amount", "margin_pct"))),
    )


# --- what was left lying, and what was never traced ------------------------------------------------------------------


def touch_part(leads: Leads, inputs: Inputs) -> Findings:
    if not inputs.has("touches", "channel"):
        return part_of(inputs)
    table = untouched_rows(leads, inputs.tables["touches"], inputs)
    rows = table.rename(columns={"leads": "n", "low": "untouched_low", "high": "untouched_high"})
    figures = Figure.from_frame("untouched", rows, {"untouched": "fraction"}, of=["channel"], method=WILSON)
    units = {"leads": "leads", "missed": "leads", **dict.fromkeys(["untouched", "low", "high"], "fraction")}
    return part_of(inputs, figures=figures, tables=(Table.from_frame("untouched_leads", table, units),))


def trace_part(leads: Leads, inputs: Inputs) -> Findings:
    if not inputs.has("deals", "outcome") or not inputs.has("leads", "deal_id"):
        return part_of(inputs)
    missing, n = untraced(leads, inputs)
    low, high = map(float, wilson_interval(missing, n))
    share = missing / n if n else None
    figure = Figure(name="untraced", value=share, low=low, high=high, n=n, unit="fraction", method=WILSON)
    said = (
        (Message("untraced_wins", {"n": missing, "of": n, "share": share}),) if share and share > MANY_UNTRACED else ()
    )
    return part_of(inputs, figures=(figure,), warnings=said)


# --- what it says ----------------------------------------------------------------------------------------------------


def headline(findings: Findings) -> Message:
    """What is said of the channels; of wins to date, where their days are not known, in words of its own."""
    said, undated = judged(findings), any(warning.code == "to_date" for warning in findings.warnings)
    return replace(said, code=f"{said.code}_to_date") if undated and said.code in OF_SPAN else said


def judged(findings: Findings) -> Message:
    rows = findings.rows("lead_quality")
    said = all_together(rows)
    if said["won"] < ENOUGH or len(rows) < 2:
        return Message("too_few", {"n": said["n"], "won": said["won"]})
    costs = ends_of_costs(findings)
    best, worst = (next((row for row in rows if row[key]), None) for key in ("best_channel", "worst_channel"))
    if best and costs:
        return Message("best_and_costs", said_of(best) | costs)
    if best and worst:
        other = {f"worst_{key}".replace("_channel", ""): value for key, value in said_of(worst).items()}
        return Message("best_and_worst", said_of(best) | other)
    if best or (worst and not costs):
        return Message("best" if best else "worst", said_of(best or worst or {}))
    if not costs and (likely := next((row for row in rows if may_be_best(row)), None)):
        return Message("may_be_best", said_of(likely))
    return Message("alike_and_costs" if costs else "alike", {"rate": said["rate"], "n": said["n"]} | costs)


def all_together(rows: TableRows) -> dict[str, Any]:
    n, won = (sum(row[key] for row in rows) for key in ("leads", "won"))
    return {"n": n, "won": won, "rate": 100 * won / n if n else 0.0}


def said_of(row: dict[str, Any]) -> dict[str, Scalar]:
    shares = {key: 100 * row[key] for key in ("rate", "low", "high", "rest")}
    return {"channel": row["channel"], "n": row["leads"], **shares}


def may_be_best(row: dict[str, Any]) -> bool:
    above = row["rest"] is not None and row["rate"] > row["rest"]
    return above and row["p_adjusted"] <= MAYBE and row["leads"] >= THIN and is_telling(row["channel"])


def ends_of_costs(findings: Findings) -> dict[str, Scalar]:
    """The cheaper and the dearer channel of `apart`; the one with the best leads is among them where it can be."""
    best = {row["channel"] for row in findings.rows("lead_quality") if row["best_channel"]}
    return apart(findings.rows("channel_costs"), best)


def tripwires(findings: Findings) -> Iterator[Tripwire]:
    """For the best and the cheapest channels under target: a win costs more. Without such, for the best: its rate."""
    window: dict[str, Scalar] = {"since": "decision"}
    best = next((row for row in findings.rows("lead_quality") if row["best_channel"]), None)
    known = [row for row in findings.rows("channel_costs") if (row.get("cost_to_target") or 1) < 1 and has_limits(row)]
    under = sorted(known, key=lambda row: best is None or row["channel"] != best["channel"])
    for row in under[:PROPOSED]:
        key = figure_key("cost_to_target", row["channel"])
        why = Message("cost_above_target", {"channel": row["channel"]})
        yield Tripwire(figure=key, op=">", threshold=1.0, window=window, min_n=800, min_n_of="leads", why=why)
    if best and not under:
        key = figure_key("lead_to_win", best["channel"])
        why = Message("rate_fell", {"channel": best["channel"]})
        yield Tripwire(figure=key, op="<", threshold=best["low"], window=window, min_n=THIN, min_n_of="leads", why=why)


def charts(findings: Findings, canvas: Canvas) -> tuple[Chart, ...]:
    return lead_quality.charts(findings, canvas, ends_of_costs(findings))
