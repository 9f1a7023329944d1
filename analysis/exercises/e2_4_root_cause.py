"""2.4 Root cause of underperformance: what does a unit that sells less than its peers lack - deals, wins, size, speed?

Sellers are summed first and drawn whole. A unit is a team; managers are no sellers. Units under five sellers are joined
or left out, and no figure is that of one seller.
"""

from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.answers.disclosure import answers_needed
from analysis.cautions import listed
from analysis.charts import Canvas
from analysis.company.deals import deals_as_of
from analysis.company.money import mixed_currencies
from analysis.company.pipeline.velocity import MANAGER, Held, held_by, qualified, seller_sums, sellers_of
from analysis.company.sellers.gap_evidence import UNITS, gap_part, led_by, led_part, supply_part, target_part, told_of
from analysis.company.sellers.gaps import Gap, gaps, in_units, in_units_of
from analysis.company.spans import Span, span_of
from analysis.drawing import root_cause
from analysis.drawing.rows import signed_money
from analysis.findings import Chart, Figure, Findings, Message, Scalar, Table, Tripwire, figure_key, is_known
from analysis.inputs import Inputs, make_part
from analysis.method import Method
from analysis.methods.variance import between_share, chance_share

EXERCISE = "2.4"
NEEDS = {
    "deals": ("deal_id", "outcome", "created_on", "closed_on", "amount", "rep_id"),
    "reps": ("rep_id", "team"),
}
METHOD = Method(
    name="Shapley split of the gap in sales velocity between a unit and its peers, sellers drawn with replacement; "
    "one-way analysis of variance between and within units",
    assumes=(
        "Peers work a market alike",
        "A deal belongs to the seller who holds it today",
        "A longer cycle also swells the open deals, so that volume and cycle are read together with new deals",
        "Sellers do not depend on each other",
    ),
    sources=(
        "Shapley (1953), Contributions to the Theory of Games II, 307–317",
        "Hesterberg (2015), Am. Stat. 69, 371–386",
        "Shrout & Fleiss (1979), Psychol. Bull. 86, 420–428",
        "Snedecor & Cochran (1980), Statistical Methods, 11.7",
        "Garwood (1936), Biometrika 28, 437–442",
    ),
)
SHORT = "{unit} sells {short} a year less than as many sellers of its peers ({least} to {most}; {sellers} sellers, "
SHORT += "{n} decided deals)"
LARGEST = "; the largest part, {part}, goes with "
PART = ", and {short} a year less goes with that ({least} to {most}; {sellers} sellers, {n} decided deals); its whole "
PART += "gap, {gap}, cannot be told from chance"
WORDS = {
    "short_by_volume": SHORT + LARGEST + "fewer open deals: {own:.1f} a seller, {peers:.1f} elsewhere",
    "short_by_win_rate": SHORT + LARGEST + "fewer wins: {own:.0%} of decided deals, {peers:.0%} elsewhere",
    "short_by_deal_size": SHORT + LARGEST + "smaller deals: {own_money} a win, {peers_money} elsewhere",
    "short_by_cycle": SHORT + LARGEST + "longer cycles: {own:.0f} {own:day|days}, {peers:.0f} elsewhere",
    "part_by_volume": "{unit} has {own:.1f} open deals a seller where peers have {peers:.1f}" + PART,
    "part_by_win_rate": "{unit} wins {own:.0%} of decided deals where peers win {peers:.0%}" + PART,
    "part_by_deal_size": "{unit} wins {own_money} a deal where peers win {peers_money}" + PART,
    "part_by_cycle": "{unit} takes {own:.0f} {own:day|days} a deal where peers take {peers:.0f}" + PART,
    "short": SHORT + "; with which of the four factors cannot be told from chance",
    "none_short": "No unit sells clearly less than its peers, all {units} judged together; {unit} is lowest, {gap} a "
    "year beside as many sellers elsewhere ({least} to {most}; {sellers} sellers, {n} decided deals)",
    "no_money": "Amounts cannot be added or no unit has won enough, so units cannot be compared in money",
    "too_little": "Too little to compare: {units} {units:unit|units} of five sellers or more with {n} decided "
    "{n:deal|deals}",
    "method_note": "For each unit we multiply mean open qualified deals per seller, win rate and mean value won, "
    "divide by mean cycle days, and split the difference from all other units together so that the four parts add up "
    "to it exactly (Shapley 1953). Limits come from drawing whole sellers, widened for how few they are (Hesterberg "
    "2015), and units are judged together (Benjamini & Hochberg 1995). Figures go with a gap; they do not show its "
    "cause.",
    "velocity": "Money won per seller and day",
    "peers_velocity": "Money won per seller and day, peers",
    "gap_to_peers": "Gap to the peers, per seller and day",
    "gap_part": "Part of the gap, per seller and day",
    "new_deals": "Deals becoming qualified per seller and month",
    "shared_by": "Sellers of the unit below the peers' value in the leading factor",
    "quarters_led": "Quarters in a row led by the same factor",
    "between_share": "Variance of sellers' won money that lies between units",
    "luck_share": "Spread of sellers' win rates that their numbers of deals would give anyway",
    "attainment": "Actual over target",
    "class_matches_split": "Units whose majority cause is the one the split points to",
    "gap_by_unit": "What each unit sells beside as many sellers elsewhere, a year",
    "parts_of_gap": "The gap split into its four factors",
    "new_deals_by_unit": "Supply by unit",
    "spread_in_units": "Sellers' win rates within units, and chance",
    "causes_against_split": "The room's causes and the split",
    "team": "Unit",
    "unit": "Unit of measure",
    "sellers": "Sellers",
    "a_year": "Money a year",
    "p_adjusted": "p of the gap, adjusted",
    "clear": "Below its peers",
    "factor": "Factor",
    "own": "The unit",
    "peers": "Its peers",
    "per_month": "New qualified deals per seller and month",
    "qualified": "New qualified deals",
    "open_deals": "Open qualified deals per seller",
    "shared": "Sellers below the peers",
    "leading": "Leading factor",
    "spread": "Spread of win rates found",
    "by_chance": "Spread by chance alone",
    "room": "The room's majority",
    "split": "The split points to",
    "agree": "The same",
    "resource": "supply",
    "process": "procedure",
    "individual": "persons",
    "no_stage_history": "Without a history of stages a deal counts as qualified from its first day",
    "joined": "Units under five sellers are shown as one: {groups}",
    "left_out": "Units under five sellers are left out, of the peers too: {groups}",
    "managers_out": "{n} decided or open {n:deal is held by a manager|deals are held by managers} and left out",
    "of_nobody": "{n} decided or open {n:deal belongs|deals belong} to nobody with a team and {n:is|are} left out",
    "two_years": "A seller decides under {least} deals a year, so two years are read instead of one",
    "one_deal": "One deal is {share:.0%} of all money won: mean values and gaps hang on it",
    "open_in": "{n} {n:deal is|deals are} open and qualified on the last day: {n:it is|they are} in the first factor, "
    "and in no win rate",
    "not_told": "Too few wins or days to give every figure of: {groups}",
    "no_run": "Too few quarters with wins to say what led the gap before: {groups}",
    "no_attainment": "No targets with actuals within the window for: {groups}",
    "no_answers": "Causes of the room are set beside the split once it has answered",
    "no_majority": "Of no unit below its peers has the room a majority cause",
    "no_spread": "Too few sellers with deals to give: {groups}",
    "few_answers": "Fewer than {needed} people answered, so the room is not set beside the split",
    "led_again": "{factor} has led the gap of {unit} for two quarters running",
    "peers_fell": "The peers of {unit} sell less than the lower limit when this was decided: what it was given may be "
    "missed there",
    "gap_title": "{unit} sells {short} a year less than as many sellers elsewhere",
    "gap_title_none": "No unit sells clearly less than its peers",
    "gap_alternative": "Money a year beside as many sellers elsewhere, by unit, with limits and decided deals: "
    "{values}.",
    "parts_title": "Of {unit}'s gap the part that goes with {factor} is the largest: {part} a year",
    "parts_title_none": "What {unit}'s gap goes with cannot be told from chance",
    "parts_alternative": "Parts of the gap of {unit} in money a year, with limits: {values}.",
    "supply_title": "{unit} gets {own:.1f} new qualified deals per seller and month; {most}, the most, {high:.1f}",
    "supply_alternative": "New qualified deals per seller and month by unit, with limits and number: {values}.",
    "spread_title": "Chance alone would give {luck:.0%} of the spread of sellers' win rates ({low:.0%} to {high:.0%})",
    "spread_alternative": "Spread of sellers' win rates within units, in points, beside the spread by chance: "
    "{values}.",
    "peers_line": "peers",
}  # fmt: skip
FEW_A_YEAR = 15  # decided deals per seller under which two years are read
HALF = 0.5  # of the span, for which a seller has to be there before the money counts in the spread between units
CAUSES = ("resource", "process", "individual")
LEAST = 30  # decided deals of all units together under which nothing is said
ONE_DEAL = 0.1  # share of all money won from which one deal is named
PERSONS = 0.4  # share of sellers below the peers under which the gap is not the seat's


def analyse(inputs: Inputs) -> Findings:
    deals = deals_as_of(inputs.tables["deals"], inputs.provenance.as_of)
    found = qualified(deals, inputs)
    held = held_by(deals.assign(qualified_on=found.on), sellers_of(inputs.tables["reps"]), inputs)
    span, rows, warnings = read(held, inputs)
    rows, joined, left_out = in_units(rows)
    said = (*found.warnings, *warnings, *listed("joined", joined), *listed("left_out", left_out))
    findings = part_of(inputs, warnings=(*said, *deal_cautions(held, deals, inputs, span)))
    each = gaps(rows)
    if len(each) < 2 or rows["decided"].sum() < LEAST:
        n = int(rows["decided"].sum())
        return replace(findings, headline=Message("too_little", {"units": len(each), "n": n}))
    findings = findings.with_part(
        gap_part(each, inputs),
        supply_part(rows, span, inputs),
        led_part(held.of_teams(in_units_of(held.sellers["team"], joined, left_out)), each, inputs),
        spread_part(rows, inputs),
        target_part(each, joined, span, inputs),
        room_part(each, inputs),
    )
    return replace(findings, headline=headline(findings), tripwires=tripwires(findings))


part_of = partial(make_part, EXERCISE, headline=Message("no_money"))


def read(held: Held, inputs: Inputs) -> tuple[Span, pd.DataFrame, list[Message]]:
    """The span, sellers' sums within it; two years where sellers decide few deals in one and no window is set."""
    span = span_of(inputs.provenance)
    rows = seller_sums(held, span)
    if inputs.provenance.windowed or rows["decided"].sum() >= FEW_A_YEAR * rows["people"].sum():
        return span, rows, []
    longer = span_of(inputs.provenance, years=2)
    return longer, seller_sums(held, longer), [Message("two_years", {"least": FEW_A_YEAR})]


def deal_cautions(held: Held, deals: pd.DataFrame, inputs: Inputs, span: Span) -> list[Message]:
    """What is not in the figures, and what weighs much in them."""
    sums, reps = held.sums(span), inputs.tables["reps"]
    counts = (sums["decided"] + sums["open"]) > 0
    managers = reps["role"].astype("str") == MANAGER if "role" in reps else pd.Series(False, index=reps.index)
    by_manager = deals["rep_id"].astype("str").isin(set(reps.loc[managers, "rep_id"].astype("str"))).to_numpy()
    undated = deals["outcome"].isin(["won", "lost"]) & deals["closed_on"].isna()
    said: dict[str, int] = {
        "managers_out": int((counts & by_manager).sum()),
        "of_nobody": int((counts & (held.seller < 0) & ~by_manager).sum()),
        "open_in": int(((held.outcome == "open") & (held.seller >= 0) & (sums["open"] > 0)).sum()),
        "contradictory_dates": int((sums["decided"] - sums["timed"]).sum()),
        "no_closed_on": int(undated.sum()),
    }
    mixed = mixed_currencies(deals, inputs.tables.get("fx_rates"))
    return [
        *(Message(code, {"n": n}) for code, n in said.items() if n),
        *one_deal(sums["money"]),
        *([mixed] if mixed else []),
    ]


def one_deal(money: NDArray[np.float64]) -> list[Message]:
    share = float(money.max(initial=0) / money.sum()) if money.sum() > 0 else 0.0
    return [Message("one_deal", {"share": share})] if share > ONE_DEAL else []


# --- how sellers differ ----------------------------------------------------------------------------------------------


def spread_part(rows: pd.DataFrame, inputs: Inputs) -> Findings:
    """Between units and within: won money of sellers there for half of the span, and win rates of all."""
    there = rows[rows["people"] >= HALF]
    between = between_share(there["money"] / there["people"], there["unit"])
    luck = chance_share(rows["won"], rows["decided"], rows["unit"])
    figures = (
        Figure.from_estimate(
            "between_share", between, len(there), "fraction", "One-way random effects, exact F limits"
        ),
        Figure.from_estimate(
            "luck_share", luck, int((rows["decided"] > 0).sum()), "fraction", "Binomial over found, chi-square limits"
        ),
    )
    untold = [figure.name for figure in figures if not is_known(figure.value)]
    table = pd.DataFrame([spread_row(str(unit), part) for unit, part in rows.groupby("unit", sort=True)])
    return part_of(
        inputs,
        figures=figures,
        tables=(Table.from_frame("spread_in_units", table, UNITS),),
        warnings=tuple(listed("no_spread", [WORDS[name] for name in untold])),
    )


def spread_row(unit: str, rows: pd.DataFrame) -> dict[str, Any]:
    """Standard deviation of sellers' win rates, weighted by their deals, found and by chance alone."""
    rows = rows[rows["decided"] > 0]
    n, won = rows["decided"], rows["won"]
    rate, freedom = won.sum() / max(n.sum(), 1), len(rows) - 1
    mean = n.sum() / max(len(rows), 1)
    found = np.sqrt((n * (won / n - rate) ** 2).sum() / freedom / mean) if freedom > 0 else np.nan
    chance = np.sqrt(rate * (1 - rate) / mean) if mean else np.nan
    return {"team": unit, "sellers": len(rows), "deals": int(n.sum()), "spread": found, "by_chance": chance}


# --- the room --------------------------------------------------------------------------------------------------------


def room_part(each: list[Gap], inputs: Inputs) -> Findings:
    """The majority's cause of units below their peers beside the one that the split points to."""
    answers = inputs.answers
    below = [gap for gap in each if gap.leads]
    ours = (answers["exercise"].fillna(EXERCISE) == EXERCISE) & answers["item"].isin([gap.unit for gap in each])
    chosen = answers[ours & answers["value"].isin(CAUSES)]
    chosen = chosen[chosen["round"] == chosen["round"].max()]
    needed, people = answers_needed(inputs.content), chosen["participant"].nunique()
    if people < needed:
        said = Message("few_answers", {"needed": needed}) if people else Message("no_answers")
        return part_of(inputs, figures=(match_figure([]),), warnings=(said,))
    rows = [room_row(gap, chosen.loc[chosen["item"] == gap.unit, "value"]) for gap in below]
    rows = [row for row in rows if row["room"]]
    table = pd.DataFrame(rows, columns=["team", "room", "split", "agree"])
    said_none = () if rows else (Message("no_majority"),)
    return part_of(
        inputs,
        figures=(match_figure([row["agree"] for row in rows]),),
        tables=(Table.from_frame("causes_against_split", table, {}),),
        warnings=said_none,
    )


def match_figure(agree: list[bool]) -> Figure:
    value = sum(agree) / len(agree) if agree else None
    return Figure(
        name="class_matches_split", value=value, unit="fraction", n=len(agree),
        method="Count of units below their peers with a majority cause",
    )  # fmt: skip


def room_row(gap: Gap, chosen: pd.Series) -> dict[str, Any]:
    votes = chosen.value_counts()
    most = votes[votes == votes.max()] if len(votes) else votes
    room = str(most.index[0]) if len(most) == 1 else None
    split = pointed_at(gap)
    return {"team": gap.unit, "room": WORDS[room] if room else None, "split": WORDS[split], "agree": room == split}


def pointed_at(gap: Gap) -> str:
    """Persons where few sellers share the leading factor, else supply for volume and procedure for the others."""
    factor = gap.leading
    below, known = gap.shared_by(factor)
    if known and below / known < PERSONS:
        return "individual"
    return "resource" if factor == "volume" else "process"


# --- what it says ----------------------------------------------------------------------------------------------------


def headline(findings: Findings) -> Message:
    """The unit with the clearest loss: a whole gap beyond chance, else one part of it, else none."""
    known = [row for row in findings.rows("gap_by_unit") if is_known(row["a_year"])]
    if not known:
        return Message("no_money")
    row = told_of(findings)
    if row is None:
        limits: dict[str, Scalar] = {"gap": signed_money(known[0]["a_year"]), "least": signed_money(known[0]["low"])}
        limits |= {"most": signed_money(known[0]["high"]), "units": len(known)}
        return Message("none_short", said_of(known[0]) | limits)
    part = led_by(findings, row["team"])
    if part is None:
        return Message("short", said_of(row) | lost(row))
    factor = part["factor"].replace(" ", "_")
    sides: dict[str, Scalar] = {"own": part["own"], "peers": part["peers"]}
    sides |= {f"{side}_money": signed_money(part[side]) for side in ("own", "peers")}
    if not row["clear"]:
        return Message(f"part_by_{factor}", said_of(row) | lost(part) | sides | {"gap": signed_money(row["a_year"])})
    return Message(f"short_by_{factor}", said_of(row) | lost(row) | sides | {"part": signed_money(-part["a_year"])})


def said_of(row: dict[str, Any]) -> dict[str, Scalar]:
    return {"unit": row["team"], "sellers": row["sellers"], "n": row["deals"]}


def lost(row: dict[str, Any]) -> dict[str, Scalar]:
    """What is missing a year, as a loss, with its limits."""
    return {name: signed_money(-row[key]) for name, key in (("short", "a_year"), ("least", "high"), ("most", "low"))}


def tripwires(findings: Findings) -> tuple[Tripwire, ...]:
    """Of the unit that the headline speaks of, where one factor leads its gap."""
    row = told_of(findings)
    part = led_by(findings, row["team"]) if row else None
    if row is None or part is None:
        return ()
    unit = row["team"]
    peers = findings.figure(figure_key("peers_velocity", unit))
    again = Tripwire(
        figure=figure_key("quarters_led", unit), op=">", threshold=1, window={"rolling": 2, "period": "quarter"},
        min_n=40, why=Message("led_again", {"factor": part["factor"].capitalize(), "unit": unit}),
    )  # fmt: skip
    fell = Tripwire(
        figure=peers.key, op="<", threshold=peers.low or 0.0, window={"rolling": 4, "period": "quarter"}, min_n=300,
        why=Message("peers_fell", {"unit": unit}),
    )  # fmt: skip
    return again, fell


def charts(findings: Findings, canvas: Canvas) -> tuple[Chart, ...]:
    return root_cause.charts(findings, canvas, WORDS["peers_line"])
