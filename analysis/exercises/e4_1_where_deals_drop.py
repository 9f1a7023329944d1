"""4.1 Where deals drop: at which stage do deals leave, what leaves with them, and what is special about that place?

Stage order from the table of stages, else read off the deals. Return visits count once. Open deals are censored in the
curves and stand beside the rates. A reason counts at the stage a deal was in last before it was lost.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from analysis.cautions import listed, thin_groups
from analysis.charts import Canvas
from analysis.company.deals import deals_as_of, deals_within
from analysis.company.losses.loss_evidence import reason_part, rival_part, value_part, wait_part
from analysis.company.losses.losses import (
    FEW,
    Losses,
    clearly_more,
    commonest,
    read_losses,
    stands_out,
    times_elsewhere,
)
from analysis.company.losses.reasons import cause_names
from analysis.company.pipeline.lifetimes import (
    ENDS,
    IMMATURE,
    created_within,
    incidence_curve,
    incidence_rows,
    lifetimes,
    open_share,
)
from analysis.company.pipeline.passages import (
    LEAST,
    NOWHERE,
    Passages,
    conversion_by_stage,
    is_clearly_lowest,
    ranked_conversions,
    read_passages,
)
from analysis.company.win_rate import find_clustering, win_rate, win_rate_cautions
from analysis.drawing import drops
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
    figure_key,
    is_known,
)
from analysis.inputs import Inputs, make_part
from analysis.method import Method
from analysis.methods.survival import Curve
from analysis.wording import mid_sentence

EXERCISE = "4.1"
NEEDS = {"deals": ("outcome",)}
METHOD = Method(
    name="Stage conversion with Wilson limits, Aalen–Johansen incidence of won and lost, adjusted residuals of "
    "stage × reason under Benjamini–Hochberg",
    assumes=(
        "The reason written down is the reason",
        "Deals still in a stage will move on as those that left it",
        "Each loss has one cause, and losses do not depend on each other",
    ),
    sources=(
        "Wilson (1927), JASA 22, 209–212",
        "Aalen & Johansen (1978), Scand. J. Stat. 5, 141–150",
        "Haberman (1973), Biometrics 29, 205–220",
        "Benjamini & Hochberg (1995), JRSS B 57, 289–300",
    ),
)
WORDS = {
    "stage_and_cause": "{stage} loses most: {share:.0%} of lost value leaves there, and {cause} is logged "
    "{times:.1f} times as often as elsewhere",
    "stage_alone": "{stage} loses most: {share:.0%} of lost value leaves there; no logged cause stands out at "
    "that stage",
    "stage_unlogged": "{stage} loses most: {share:.0%} of lost value leaves there; too few causes are on record "
    "to say why",
    "stage_perhaps": "{stage} may lose most, with {share:.0%} of lost value; it is not clearly ahead of {next}",
    "stage_by_rate": "Fewest deals move on from {stage}: {rate:.0%} ({low:.0%} to {high:.0%}, n = {n})",
    "stage_by_rate_perhaps": "Fewest deals may move on from {stage}, {rate:.0%} ({low:.0%} to {high:.0%}), but "
    "{next} is hardly better",
    "cannot_tell": "Too few deals have left any stage ({n}) to say where they drop",
    "no_stages": "We win {rate:.0%} of decided deals ({low:.0%} to {high:.0%}, n = {n}); where the others drop "
    "needs the history of stages",
    "nothing_closed": "No deal is decided yet, so nothing can be said of where deals drop",
    "method_note": "For each stage we count the deals that left it and the share that moved on or were won, with "
    "Wilson's limits (1927); deals still in the stage are shown beside it and return visits count once. Whether "
    "a cause is special to a stage is judged against the other stages by adjusted residuals, allowing for all "
    "cells at once (Haberman 1973; Benjamini & Hochberg 1995). Chances of being won or lost by an age allow for "
    "open deals and for the other ways a deal can end (Aalen & Johansen 1978).",
    "stage_conversion": "Deals that move on",
    "win_incidence": "Chance of being won within 180 days of creation",
    "loss_incidence": "Chance of being lost within 180 days of creation",
    "lost_value": "Lost value",
    "reason_excess": "Cause here against other stages, in standard errors",
    "reason_known": "Losses whose reason is known",
    "top_rival": "Commonest rival among losses that name one",
    "no_rival": "Losses that name no rival",
    "wait_gap": "Days waiting for us, lost minus moved on",
    "group_matches_log": "Stages where the room and the log name the same cause",
    "conversion_by_stage": "What became of deals at each stage",
    "losses_by_stage": "Losses at each stage",
    "reasons_by_stage": "Logged causes by stage, against what the other stages would make likely",
    "rivals_by_stage": "Rivals named in losses",
    "waiting_by_stage": "Median days waiting for us",
    "incidence_by_age": "Won, lost and withdrawn by age",
    "room_against_log": "The room's cause and the log's",
    "stage": "Stage",
    "entered": "Entered",
    "moved_on": "Moved on",
    "lost": "Lost",
    "withdrawn": "Withdrawn",
    "left": "Left the stage",
    "conversion": "Moved on of those that left",
    "lost_deals": "Deals lost",
    "value": "Lost value",
    "value_low": "Lower limit",
    "value_high": "Upper limit",
    "value_share": "Share of lost value",
    "cause": "Key of the cause",
    "cause_name": "Cause",
    "known": "Losses with a known cause",
    "expected": "Expected from all stages",
    "residual": "Standard errors from expected",
    "p_adjusted": "p, adjusted for all cells",
    "rival": "Rival",
    "named": "Losses that name a rival",
    "share": "Share",
    "lost_days": "Median days, lost deals",
    "moved_days": "Median days, deals that moved on",
    "gap": "Difference in days",
    "lost_n": "Lost deals",
    "moved_n": "Deals that moved on",
    "day": "Age in days",
    "won_share": "Won",
    "won_low": "Lower limit, won",
    "won_high": "Upper limit, won",
    "lost_share": "Lost",
    "lost_low": "Lower limit, lost",
    "lost_high": "Upper limit, lost",
    "withdrawn_share": "Withdrawn",
    "withdrawn_low": "Lower limit, withdrawn",
    "withdrawn_high": "Upper limit, withdrawn",
    "room": "The room",
    "log": "The log",
    "agree": "Same cause",
    "thin": "Only {n} {n:deal has|deals have} left {group}: its own rate says little",
    "thin_many": "Fewer than {least} deals have left these {count} stages, so their own rates say little: {groups}",
    "open_in_stage": "{n} {n:deal is still in a stage: it stands|deals are still in a stage: they stand} beside its "
    "rate, not in it",
    "returns": "{n} return {n:visit|visits} to a stage {n:is|are} counted once",
    "unknown_stages": "{n} {n:event names a stage that is|events name stages that are} not in the list of open stages: "
    "{groups}",
    "no_history": "{n} lost {n:deal has|deals have} no stage on record and {n:is|are} left out of the stages",
    "few_expected": "In {cells} of {all} {all:combination|combinations} of stage and cause fewer than five losses are "
    "expected: nothing is said of them",
    "no_variation": "Too little varies (causes between stages, or the room's answers) to measure: those "
    "figures stay empty",
    "unmapped_reasons": "{n} {n:loss has|losses have} a reason that belongs to no category: {groups}",
    "no_amount": "{n} lost {n:deal has|deals have} no amount and {n:is|are} left out of lost value",
    "immature": "{share:.0%} of the {n} {n:deal|deals} created {n:is|are} still open: shares won and lost may still "
    "rise",
    "not_followed": "No deal has been watched for 180 days yet: chances within 180 days are not known",
    "few_answers": "Fewer than five people answered, so the room is not compared with the log",
    "no_majority": "At {groups} the room or the log has no single commonest cause: counted as no match",
    "few_waits": "At {groups} fewer than five lost or moved-on deals have a known wait: no gap is given",
    "wait_today": "Who a stage waits for is known for {share:.0%} of stays",
    "conversion_fell": "Fewer deals move on from {stage} than the lower limit when this was decided",
    "record_thin": "At {stage} too few losses have a known reason to check the cause",
    "conversion_title": "Fewest deals move on from {stage}: {rate:.0%}",
    "conversion_title_perhaps": "{stage} keeps fewest deals, {rate:.0%}, but not clearly fewer than {next}",
    "conversion_alternative": "Share of deals that move on, by stage in order, with limits and number that left: "
    "{values}.",
    "value_title": "{share:.0%} of lost value leaves at {stage}",
    "value_alternative": "Lost value by stage, with limits and number of lost deals: {values}.",
    "reasons_title": "At {stage}, {cause} is commoner than elsewhere",
    "reasons_title_none": "No cause is clearly commoner at one stage than at others",
    "beyond_chance": "beyond chance",
    "reasons_alternative": "Logged causes by stage, in standard errors from what is expected, with the number of "
    "losses: {values}.",
    "incidence_title": "{days} days after creation {won:.0%} of deals are won and {lost:.0%} lost",
    "incidence_alternative": "Share won, lost and withdrawn by age in days: {values}.",
    "age_axis": "Age of the deal in days",
}
CONVERSION_UNITS = {
    **dict.fromkeys(["entered", "left", "moved_on", "lost", "withdrawn", "open"], "deals"),
    **dict.fromkeys(["conversion", "low", "high"], "fraction"),
}
INCIDENCE_UNITS = {"day": "days"} | {f"{end}_{part}": "fraction" for end in ENDS for part in ("share", "low", "high")}
HISTORY = ("deal_id", "stage", "entered_at")
AGE = 180  # days
STEP = 5  # days between rows of the curves


def analyse(inputs: Inputs) -> Findings:
    deals = deals_as_of(inputs.tables["deals"], inputs.provenance.as_of)
    findings = company_part(deals, inputs.provenance)
    findings = findings.with_part(incidence_part(deals, inputs))
    if missing := inputs.missing({"stage_events": HISTORY, "deals": ("deal_id",)}):
        return replace(findings, needs=(*findings.needs, *missing))
    passages = read_passages(inputs.tables["stage_events"], deals, inputs.tables.get("stages"), inputs.provenance.as_of)
    if not passages.stages:
        return replace(findings, needs=(*findings.needs, Need("stage_events", HISTORY)))
    losses = read_losses(passages, inputs)
    findings = findings.with_part(
        conversion_part(passages, inputs), value_part(losses, inputs), reason_part(losses, inputs)
    )
    findings = findings.with_part(rival_part(losses, inputs), wait_part(passages, inputs), room_part(losses, inputs))
    return replace(findings, headline=headline(findings), tripwires=tripwires(findings))


part_of = partial(make_part, EXERCISE, headline=Message("cannot_tell"))


def company_part(deals: pd.DataFrame, provenance: Provenance) -> Findings:
    """What needs no history of stages: the company's win rate."""
    within = deals_within(deals, provenance)
    clustering = find_clustering(within)
    rate = win_rate(within, clustering)
    said: dict[str, Scalar] = {"rate": rate.value, "low": rate.low, "high": rate.high, "n": rate.n}
    return Findings(
        exercise=EXERCISE,
        headline=Message("no_stages", said) if rate.n else Message("nothing_closed"),
        figures=(rate,),
        warnings=(*win_rate_cautions(within), *((clustering.message,) if clustering else ())),
        inputs=provenance,
    )


def incidence_part(deals: pd.DataFrame, inputs: Inputs) -> Findings:
    """Chances of ending won, lost or withdrawn by age, of the deals created within the window."""
    if missing := inputs.missing({"deals": ("created_on", "closed_on")}):
        return part_of(inputs, needs=missing)
    lives = lifetimes(created_within(deals, inputs.provenance), inputs.provenance.as_of)
    if not len(lives.cells):
        return part_of(inputs, warnings=tuple(lives.cautions()))
    ends = {end: incidence_curve(lives.cells, code) for end, code in ENDS.items()}
    n, still_open = int(lives.cells["deals"].sum()), open_share(lives.cells)
    cautions = list(lives.cautions())
    cautions += [Message("immature", {"share": still_open, "n": n})] if still_open > IMMATURE else []
    cautions += [Message("not_followed")] if np.isnan(ends["won"].at(AGE).value) else []
    return part_of(
        inputs,
        figures=tuple(
            incidence_figure(name, ends[end], n) for name, end in (("win_incidence", "won"), ("loss_incidence", "lost"))
        ),
        tables=(
            Table.from_frame("incidence_by_age", incidence_rows(ends, range(0, AGE + STEP, STEP)), INCIDENCE_UNITS),
        ),
        warnings=tuple(cautions),
    )


def incidence_figure(name: str, curve: Curve, n: int) -> Figure:
    value, low, high = curve.at(AGE)
    method = "Aalen-Johansen, open deals censored"
    return Figure(name=name, value=value, low=low, high=high, n=n, unit="fraction", method=method)


def conversion_part(passages: Passages, inputs: Inputs) -> Findings:
    table = conversion_by_stage(passages, inputs.provenance)
    figures = Figure.from_frame(
        "stage_conversion",
        table.rename(columns={"conversion": "stage_conversion", "left": "n", "low": "stage_conversion_low", "high":
        "stage_conversion_high"}), {"stage_conversion": "fraction"}, of=["stage"], method="Wilson interval",
    )  # fmt: skip
    return part_of(
        inputs,
        figures=figures,
        tables=(Table.from_frame("conversion_by_stage", table, CONVERSION_UNITS),),
        warnings=tuple(passage_cautions(passages, table)),
    )


def passage_cautions(passages: Passages, table: pd.DataFrame) -> Iterator[Message]:
    if passages.inferred:
        yield Message("order_inferred", {"stages": " → ".join(passages.stages)})
    if still := int(table["open"].sum()):
        yield Message("open_in_stage", {"n": still})
    if passages.returns:
        yield Message("returns", {"n": passages.returns})
    yield from thin_groups(table, "stage", "left")
    unknown = passages.events["stage"].astype("str")[passages.unlisted]
    yield from listed("unknown_stages", sorted(unknown.unique()), n=len(unknown)) if len(unknown) else ()
    lost = (passages.deals["outcome"] == "lost").to_numpy()
    if nowhere := int((lost & (passages.last == NOWHERE)).sum()):
        yield Message("no_history", {"n": nowhere})


def room_part(losses: Losses, inputs: Inputs) -> Findings:
    """The room's commonest class per stage beside the log's; the room is counted, not estimated."""
    answers = inputs.answers
    ours = (answers["exercise"].fillna(EXERCISE) == EXERCISE) & answers["item"].isin(losses.stages)
    chosen = answers[ours & answers["value"].isin(list(cause_names(inputs.content)))]
    if not len(chosen) or "cause" not in losses.frame:
        return part_of(inputs)
    chosen = chosen[chosen["round"] == chosen["round"].max()]
    if chosen["participant"].nunique() < FEW:
        hidden = Figure(name="group_matches_log", value=None, unit="fraction", n=0, method="Count of stages")
        return part_of(inputs, figures=(hidden,), warnings=(Message("few_answers"),))
    rows = [
        room_row(stage, commonest(chosen.loc[chosen["item"] == stage, "value"]), commonest(losses.at(code)["cause"]))
        for code, stage in enumerate(losses.stages)
    ]
    agree = [row["agree"] for row in rows]
    figure = Figure(
        name="group_matches_log", value=sum(agree) / len(agree), unit="fraction", n=len(agree), method="Count of stages"
    )
    undecided = [row["stage"] for row in rows if row["room"] is None or row["log"] is None]
    table = Table.from_frame("room_against_log", pd.DataFrame(rows), {})
    return part_of(inputs, figures=(figure,), tables=(table,), warnings=tuple(listed("no_majority", undecided)))


def room_row(stage: str, room: str | None, log: str | None) -> dict[str, Any]:
    return {"stage": stage, "room": room, "log": log, "agree": room is not None and room == log}


def headline(findings: Findings) -> Message:
    """The stage that loses most value, as sure as the limits allow; without amounts the one that keeps fewest deals."""
    stages = findings.rows("conversion_by_stage")
    left = sum(row["left"] for row in stages)
    if max((row["left"] for row in stages), default=0) < LEAST:
        return Message("cannot_tell", {"n": left})
    values = sorted(findings.rows("losses_by_stage"), key=lambda row: -(row["value"] or 0))
    if values and is_known(values[0]["value_share"]):
        return value_headline(values, findings.rows("reasons_by_stage"))
    judged = ranked_conversions(stages)
    said = {key: judged[0][key] for key in ("stage", "low", "high")} | {
        "rate": judged[0]["conversion"],
        "n": judged[0]["left"],
    }
    if is_clearly_lowest(judged):
        return Message("stage_by_rate", said)
    return Message("stage_by_rate_perhaps", said | {"next": judged[1]["stage"]})


def value_headline(values: list[dict[str, Any]], reasons: TableRows) -> Message:
    first = values[0]
    said = {"stage": first["stage"], "share": first["value_share"]}
    if len(values) > 1 and not clearly_more(first, values[1]):
        return Message("stage_perhaps", said | {"next": values[1]["stage"]})
    special = [row for row in reasons if row["stage"] == first["stage"] and stands_out(row)]
    if not special:
        judged = any(is_known(row["residual"]) for row in reasons)
        return Message("stage_alone" if judged else "stage_unlogged", said)
    most = max(special, key=lambda row: row["residual"])
    return Message(
        "stage_and_cause", said | {"cause": mid_sentence(most["cause_name"]), "times": times_elsewhere(most, reasons)}
    )


def tripwires(findings: Findings) -> tuple[Tripwire, ...]:
    """For each stage that enough deals leave: its conversion below today's limit, its record too thin to check."""
    frozen = {row["stage"]: row["low"] for row in ranked_conversions(findings.rows("conversion_by_stage"))}
    recorded = {figure.of[0] for figure in findings.figures if figure.name == "reason_known" and figure.n >= LEAST}
    fell = [
        Tripwire(figure=figure_key("stage_conversion", stage), op="<", threshold=low, window={"since": "decision"},
                 min_n=75, why=Message("conversion_fell", {"stage": stage}))
        for stage, low in frozen.items()
    ]  # fmt: skip
    thin = [
        Tripwire(figure=figure_key("reason_known", stage), op="<", threshold=0.8, window={"since": "decision"},
                 min_n=40, why=Message("record_thin", {"stage": stage}))
        for stage in frozen if stage in recorded
    ]  # fmt: skip
    return (*fell, *thin)


def charts(findings: Findings, canvas: Canvas) -> tuple[Chart, ...]:
    return drops.charts(findings, canvas, WORDS)
