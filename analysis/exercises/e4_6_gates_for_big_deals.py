"""4.6 Gates for big deals. What conditions before the late stages would have caught, and what they would have delayed.

Big are the largest deals by amount; judged are those that were decided after they came to the gate (`gates.py`). A gate
flags a deal by what was dated by that day. The best combination is chosen on all of them, and once more on the earlier
half, so that the later half can say how far the choice flatters itself.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from analysis.answers.threshold import median_settings
from analysis.cautions import listed
from analysis.company.deals import deals_as_of, deals_within
from analysis.company.losses.gate_trials import (
    UNITS,
    Choice,
    Combination,
    Trial,
    Tried,
    best_combination,
    budget_row,
    choose,
    gate_row,
    grid_row,
    over_others,
    tried_at,
    verdict,
)
from analysis.company.losses.gates import closed_before, effort_after, fields_of_today, late_from, untried, won_per_day
from analysis.company.money import amounts, mixed_currencies
from analysis.company.pipeline.passages import Passages, read_passages
from analysis.drawing.gates import BUDGET, ENOUGH, PAYS, charts
from analysis.findings import Figure, Findings, Message, Need, Scalar, Table, Tripwire, figure_key, is_known
from analysis.inputs import Inputs, make_part
from analysis.method import Method
from analysis.methods.survival import UNKNOWN, Estimate

__all__ = ["EXERCISE", "NEEDS", "WORDS", "analyse", "charts"]
EXERCISE = "4.6"
NEEDS = {"deals": ("deal_id", "outcome", "amount"), "stage_events": ("deal_id", "stage", "entered_at")}
METHOD = Method(
    name="Gates backtested on the day a deal comes late: precision with Wilson limits, best set under a budget of "
    "delays, chosen on the earlier half and judged on the later",
    assumes=(
        "A loss that is caught would have been worth stopping",
        "Later deals are like the earlier ones on which the set was chosen",
        "A delay costs no win",
    ),
    sources=(
        "Wilson (1927), JASA 22, 209–212",
        "Stone (1974), JRSS B 36, 111–147",
        "Davison & Hinkley (1997), Bootstrap Methods, 3",
    ),
)
WORDS = {
    "gate_holds": "“{gates}” catches {caught} of {lost} late {lost:loss|losses} of big deals and delays {delayed} of "
    "{won} {won:win|wins}; of later deals flagged by the choice of the earlier ones {later:.0%} were lost ({low:.0%} "
    "to {high:.0%}, n = {n})",
    "gate_unsure": "“{gates}” catches {caught} of {lost} late {lost:loss|losses} of big deals and delays {delayed} of "
    "{won} {won:win|wins}, but later deals do not confirm it: hold nobody up on it yet",
    "no_gate": "No gate that can be tried catches more late losses of big deals than it delays wins, within "
    "{budget:.0%} of the wins (n = {n})",
    "too_little": "Too few big deals ({n}) were decided after a late stage to try a gate",
    "method_note": "A gate looks at big deals on the day they first enter a late stage and at nothing that is dated "
    "later, its limit being the upper quarter of such deals whatever became of them; precision is the share lost among "
    "those it flags (Wilson 1927). All sets of up to three gates are tried and the one with the highest net of losses "
    "caught less wins delayed is taken within the budget of delays, and because the best on the same deals flatters "
    "itself, it is chosen again on the earlier half and judged on the later (Stone 1974). Days of work after the gate "
    "are valued at what a day of work has brought in won deals, with limits as if deals came anew.",
    "late_loss_rate": "Lost among big deals decided after a late stage",
    "big_from": "Amount from which a deal is big",
    "precision": "Lost among the deals flagged",
    "precision_later": "Lost among later deals flagged by the choice of the earlier ones",
    "caught": "Late losses caught",
    "delayed": "Wins delayed",
    "caught_share": "Late losses caught, of all",
    "delayed_share": "Wins delayed, of all",
    "net_caught": "Late losses caught, less wins delayed",
    "value_saved": "Worth of the work after the gate on late losses caught",
    "value_delayed": "Amount of the wins delayed",
    "break_even": "Share of the delayed amount that may be lost before the gate costs more than it saves",
    "flagged_open": "Open big deals in a late stage that are flagged",
    "group_caught": "Late losses caught at the room's median settings",
    "group_delayed": "Wins delayed at the room's median settings",
    "group_precision": "Lost among those flagged at the room's median settings",
    "gates": "What each gate would have done",
    "combinations": "The best combination for each budget of delays",
    "backtest": "What the best combination would have done, by size and budget",
    "gate": "Gate",
    "combination": "Flags what is",
    "condition": "Condition on the day",
    "flagged": "Deals flagged",
    "net": "Caught less delayed",
    "over_low": "Lost oftener than the others, lower limit",
    "over_high": "Lost oftener than the others, upper limit",
    "in_best": "In the best combination",
    "size": "Share of deals that are big",
    "budget": "Wins that may be delayed",
    "chosen_earlier": "Chosen on the earlier half",
    "later_flagged": "Later deals it flags",
    "later_precision": "Lost among these",
    "later_low": "Of later deals, lower limit",
    "later_high": "Of later deals, upper limit",
    "big_amount": "Big from",
    "flattered": "The best combination is chosen on the deals it is judged on, which flatters it: {all:.0%} of those "
    "it flags were lost; chosen on earlier deals and judged on later ones, {later}",
    "size_today": "Amounts are those on record today, not on the day of the gate",
    "no_amount": "{n} {n:deal has|deals have} no amount and {n:is|are} neither big nor small here",
    "too_few_stages": "Two stages at least are needed, so that one of them is late",
    "late_beside": "{open} big {open:deal is|deals are} still open after the gate and {withdrawn} {withdrawn:was|were} "
    "withdrawn: neither counts in a precision",
    "contradictory_gate": "{n} {n:deal is|deals are} closed on a day before {n:it|they} came to a late stage and "
    "{n:is|are} left out",
    "untried": "Not tried for want of columns: {groups}",
    "today_only": "No gate on {groups}: these fields are kept as they stand today, without the day they were filled",
    "few_flagged": "Flag fewer than {least} decided deals, so their precision says little: {groups}",
    "no_money": "What is saved and held up cannot be said in money: it takes days of work, of creation, of closing",
    "precision_fell": "Of the deals that {gate} flags, fewer than half are lost: it delays more wins than it catches "
    "losses",
    "late_losses_rose": "More of the big deals are lost after the gate than the upper limit when this was decided",
    "gates_title": "Of big deals flagged by “{gate}”, {precision:.0%} were lost late",
    "gates_title_none": "No gate flags mostly deals that were lost, as far as the limits tell",
    "gates_alternative": "Share lost late among the deals that each gate flags, with limits and number: {values}.",
    "combinations_title": "Chosen on earlier deals, the gates were right on {precision:.0%} of later ones",
    "combinations_title_none": "On later deals the choice of the earlier ones cannot be judged",
    "combinations_alternative": "Share lost late among later deals flagged, by budget of delays: {values}.",
}  # fmt: skip
SIZE = 0.25  # share of deals that are big, unless the room sets another
SIZES = (0.05, 0.10, 0.15, 0.20, 0.25, 0.30, 0.40, 0.50)
BUDGETS = (0.05, 0.10, 0.15, 0.20, 0.30, 0.40)
LEAST = 30  # big deals decided late, before anything is said
WILSON = "Wilson interval, allowing for the design effect"
SUMMED = "Sum over deals, limits as if deals came anew (compound Poisson)"


def analyse(inputs: Inputs) -> Findings:
    deals = deals_within(deals_as_of(inputs.tables["deals"], inputs.provenance.as_of), inputs.provenance)
    deals = deals.sort_values("deal_id", kind="stable", ignore_index=True)
    passages = read_passages(inputs.tables["stage_events"], deals, inputs.tables.get("stages"), inputs.provenance.as_of)
    if not len(deals) or not passages.stages:
        return part_of(inputs, needs=tuple(Need(table, columns) for table, columns in NEEDS.items()))
    amount = amounts(deals, inputs.tables.get("fx_rates"))
    tried = tried_at(passages, amount, SIZE, inputs)
    choice = choose(tried.trial, BUDGET)
    findings = part_of(inputs, warnings=tuple(cautions(tried, amount, inputs)), needs=tuple(needs(inputs)))
    findings = findings.with_part(
        base_part(tried, inputs),
        gate_part(tried, choice.gates, inputs),
        best_part(tried, choice, amount, inputs),
        budget_part(tried, inputs),
        grid_part(passages, amount, inputs),
        room_part(passages, amount, inputs),
    )
    return replace(
        findings, headline=headline(tried, choice), tripwires=tuple(tripwires(findings, tried, choice.gates))
    )


part_of = partial(make_part, EXERCISE, headline=Message("too_little", {"n": 0}))


def needs(inputs: Inputs) -> Iterator[Need]:
    for wanted in untried(inputs).values():
        yield from inputs.missing(wanted)
    yield from inputs.missing({"deals": ("rep_days",)})


# --- cautions --------------------------------------------------------------------------------------------------------


def cautions(tried: Tried, amount: pd.Series, inputs: Inputs) -> Iterator[Message]:
    passages = tried.at.passages
    if passages.inferred:
        yield Message("order_inferred", {"stages": " → ".join(passages.stages)})
    if late_from(passages.stages) == len(passages.stages):
        yield Message("too_few_stages")
    yield from about_amounts(tried, amount, inputs)
    still_open, withdrawn = (int(tried.at.ended(outcome).sum()) for outcome in ("open", "withdrawn"))
    if still_open or withdrawn:
        yield Message("late_beside", {"open": still_open, "withdrawn": withdrawn})
    if tried.clustering:
        yield tried.clustering.message
    yield from about_gates(tried, inputs)


def about_amounts(tried: Tried, amount: pd.Series, inputs: Inputs) -> Iterator[Message]:
    yield Message("size_today")
    if mixed := mixed_currencies(tried.at.passages.deals, inputs.tables.get("fx_rates")):
        yield mixed
    elif missing := int(amount.isna().sum()):
        yield Message("no_amount", {"n": missing})
    if wrong := int(closed_before(tried.at.passages).sum()):
        yield Message("contradictory_gate", {"n": wrong})


def about_gates(tried: Tried, inputs: Inputs) -> Iterator[Message]:
    missing = untried(inputs)
    yield from listed("untried", missing)
    yield from listed("today_only", fields_of_today(inputs))
    flagged = dict(zip(tried.trial.names, tried.trial.flags.sum(axis=0), strict=True))
    thin = (f"{name} ({n})" for name, n in flagged.items() if n < ENOUGH)
    yield from listed("few_flagged", thin, least=ENOUGH)


# --- parts -----------------------------------------------------------------------------------------------------------


def base_part(tried: Tried, inputs: Inputs) -> Findings:
    """How many of the big deals are lost after the gate, whatever they are flagged by."""
    lost = int(tried.trial.lost.sum())
    rate = Estimate(lost / tried.n, *tried.trial.limits(lost, tried.n)) if tried.n else UNKNOWN
    return part_of(
        inputs,
        figures=(
            Figure.from_estimate("late_loss_rate", rate, tried.n, "fraction", WILSON),
            Figure(name="big_from", value=tried.at.big_from, unit="money", n=len(tried.at.passages.deals),
                   method="Quantile of the amounts"),
        ),
    )  # fmt: skip


def gate_part(tried: Tried, best: Combination | None, inputs: Inputs) -> Findings:
    """Each gate by itself, the most precise first; those that flag nobody have no figure."""
    rows = [gate_row(tried, place) | {"in_best": place in (best or ())} for place in range(len(tried.trial.names))]
    if not rows or not tried.n:
        return part_of(inputs)
    table = pd.DataFrame(rows).sort_values(["precision", "gate"], ascending=[False, True], ignore_index=True)
    seen = table[table["flagged"] > 0]
    figures = Figure.from_frame(
        "precision", seen.rename(columns={"low": "precision_low", "high": "precision_high", "flagged": "n"}),
        {"precision": "fraction"}, of=["gate"], method=WILSON,
    )  # fmt: skip
    return part_of(inputs, figures=figures, tables=(Table.from_frame("gates", table, UNITS),))


def best_part(tried: Tried, choice: Choice, amount: pd.Series, inputs: Inputs) -> Findings:
    """The best combination, in deals and in money, and what the same choice was worth out of time."""
    found = choice.found
    figures = [
        precision("precision", found, WILSON),
        precision("precision_later", choice.later, f"Chosen on the earlier half, judged on the later; {WILSON}"),
    ]
    figures += [counted(name, found[key], "deals", tried.n) for name, key in COUNTED.items()]
    figures += share_figures(tried, found)
    figures += money_figures(tried, choice.gates, amount, inputs)
    return part_of(inputs, figures=tuple(figures), warnings=tuple(best_cautions(choice, inputs)))


def precision(name: str, found: Mapping[str, Any], method: str) -> Figure:
    limits = Estimate(found["precision"], found["low"], found["high"])
    return Figure.from_estimate(name, limits, found["flagged"], "fraction", method)


COUNTED = {"caught": "caught", "delayed": "delayed", "net_caught": "net"}


def counted(name: str, value: Any, unit: str, n: int) -> Figure:
    return Figure(name=name, value=value, unit=unit, n=n, method="Count on past deals")


def share_figures(tried: Tried, found: Mapping[str, Any]) -> Iterator[Figure]:
    """Of all late losses those caught, of all wins those delayed."""
    losses = int(tried.trial.lost.sum())
    for name, key, n in (("caught_share", "caught", losses), ("delayed_share", "delayed", tried.n - losses)):
        share = Estimate(found[name], *tried.trial.limits(found[key], n))
        yield Figure.from_estimate(name, share, n, "fraction", WILSON)


def best_cautions(choice: Choice, inputs: Inputs) -> Iterator[Message]:
    later = choice.later
    if choice.gates is not None:
        known = is_known(later["precision"])
        said = f"{later['precision']:.0%} of {later['flagged']}" if known else "no set could be chosen"
        yield Message("flattered", {"all": choice.found["precision"], "later": said})
    if inputs.missing(MONEY):
        yield Message("no_money")


MONEY = {"deals": ("rep_days", "created_on", "closed_on")}


def money_figures(tried: Tried, best: Combination | None, amount: pd.Series, inputs: Inputs) -> Iterator[Figure]:
    """Worth of the work saved against the amount held up, and the number of open deals flagged today."""
    at = tried.at
    hit: Any = tried.flags.iloc[:, list(best or ())].to_numpy(bool).any(axis=1)
    held = np.where(hit & at.ended("won"), amount.to_numpy(float)[at.row], 0.0)
    saved = np.zeros(len(hit))
    if known := not inputs.missing(MONEY):
        effort = effort_after(at) * won_per_day(at.passages.deals, amount)
        saved = np.where(hit & at.ended("lost"), np.nan_to_num(effort), 0.0)
    yield summed("value_saved", saved, tried.n, known and best is not None)
    yield summed("value_delayed", held, tried.n, best is not None)
    ratio = ratio_over_deals(saved, held) if known and best is not None else UNKNOWN
    yield Figure.from_estimate("break_even", ratio, tried.n, "fraction", "Ratio of sums, limits linearised over deals")
    flagged = int((hit & at.ended("open")).sum()) if best is not None else None
    yield counted("flagged_open", flagged, "deals", int(at.ended("open").sum()))


def summed(name: str, each: Any, n: int, known: bool) -> Figure:
    """A sum over deals; null where it is not known."""
    total, reach = float(each.sum()), 1.96 * float(np.sqrt(np.square(each).sum()))
    estimate = Estimate(total, max(total - reach, 0.0), total + reach) if known else UNKNOWN
    return Figure.from_estimate(name, estimate, n, "money", SUMMED)


def ratio_over_deals(part: Any, whole: Any) -> Estimate:
    """sum(part) / sum(whole) where a deal may be in either, limits linearised; UNKNOWN where the whole is 0."""
    if not whole.sum():
        return UNKNOWN
    ratio = float(part.sum() / whole.sum())
    reach = 1.96 * float(np.sqrt(np.square(part - ratio * whole).sum()) / whole.sum())
    return Estimate(ratio, max(ratio - reach, 0.0), ratio + reach)


def budget_part(tried: Tried, inputs: Inputs) -> Findings:
    """For each budget the best combination, and what the choice of the earlier half did on the later."""
    if tried.n < LEAST:
        return part_of(inputs)
    table = pd.DataFrame([budget_row(tried.trial, budget) for budget in BUDGETS])
    return part_of(inputs, tables=(Table.from_frame("combinations", table, UNITS),))


def grid_part(passages: Passages, amount: pd.Series, inputs: Inputs) -> Findings:
    """What the best combination would have done for every size and budget of the scales."""
    rows = []
    for size in SIZES:
        tried = tried_at(passages, amount, size, inputs)
        if tried.n >= LEAST:
            rows += [grid_row(tried, size, budget) for budget in BUDGETS]
    tables = (Table.from_frame("backtest", pd.DataFrame(rows), UNITS),) if rows else ()
    return part_of(inputs, tables=tables)


def room_part(passages: Passages, amount: pd.Series, inputs: Inputs) -> Findings:
    """The best combination at the room's median size and budget; nothing without five settings of both."""
    if "limits" not in {each["key"] for each in inputs.content.get("instruments", ())}:
        return part_of(inputs)
    median = median_settings(inputs, "limits")
    size, budget = median["size"], median["budget"]
    if size is None or budget is None:
        return part_of(inputs)
    tried = tried_at(passages, amount, size, inputs)
    found = verdict(tried.trial, best_combination(tried.trial, budget))
    counts = (counted(f"group_{key}", found[key], "deals", tried.n) for key in ("caught", "delayed"))
    return part_of(inputs, figures=(*counts, precision("group_precision", found, WILSON)))


# --- what it says ----------------------------------------------------------------------------------------------------


def headline(tried: Tried, choice: Choice) -> Message:
    """A gate holds where the choice of the earlier half was right on the later: mostly, and oftener than no gate."""
    if tried.n < LEAST:
        return Message("too_little", {"n": tried.n})
    if choice.gates is None:
        return Message("no_gate", {"budget": BUDGET, "n": tried.n})
    found, lost = choice.found, int(tried.trial.lost.sum())
    said: dict[str, Scalar] = {
        "gates": tried.trial.said(choice.gates), "caught": found["caught"], "lost": lost, "delayed": found["delayed"],
        "won": tried.n - lost,
    }  # fmt: skip
    later = choice.later
    if choice.earlier is None or not stands(tried.trial, choice.earlier, later):
        return Message("gate_unsure", said)
    shown = {"later": later["precision"], "low": later["low"], "high": later["high"], "n": later["flagged"]}
    return Message("gate_holds", said | shown)


def stands(trial: Trial, chosen: Combination, later: Mapping[str, Any]) -> bool:
    """Whether on the later half most flagged deals were lost, and more of them than of the others, beyond chance."""
    return bool(later["low"] > PAYS and over_others(trial.halves()[1], chosen)[0] > 0)


def tripwires(findings: Findings, tried: Tried, best: Combination | None) -> Iterator[Tripwire]:
    """Each gate of the best combination that is right more often than not, and the share lost late of all."""
    since: dict[str, Scalar] = {"since": "decision"}
    flagged = {row["gate"]: row for row in findings.rows("gates")}
    for name in (tried.trial.names[place] for place in best or ()):
        if flagged[name]["precision"] > PAYS:
            yield Tripwire(
                figure=figure_key("precision", name), op="<", threshold=PAYS, window=since, min_n=20,
                why=Message("precision_fell", {"gate": name}),
            )  # fmt: skip
    high = findings.figure("late_loss_rate").high
    if tried.n >= LEAST and is_known(high):
        rolling: dict[str, Scalar] = {"rolling": 4, "period": "quarter"}
        yield Tripwire(
            figure="late_loss_rate", op=">", threshold=float(high or 0), window=rolling, min_n=60,
            why=Message("late_losses_rose"),
        )  # fmt: skip
