"""4.5 Whose delay is it? How many of the days in stages wait for us, for the customer, for nobody; in which queue.

A stay waits for whom its `waiting_on` names; the last one ends when the deal closes, or runs at as_of. Stays that name
nobody at all are counted apart and are in no share.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from analysis.cautions import listed, thin_groups
from analysis.charts import Canvas, draw_tables
from analysis.company.deals import deals_as_of
from analysis.company.pipeline.holders import HOLDERS, OURS, Held, held_days, internal_share, p80, shares_by_stage
from analysis.company.pipeline.passages import NOWHERE, Passages, read_passages, stays
from analysis.company.pipeline.queues import period_of, queue_rows
from analysis.drawing.rows import Rows, bars, each_with_interval, interval_rows, one_place, percent
from analysis.findings import Chart, Figure, Findings, Message, Need, Scalar, Table, TableRows, Tripwire, figure_key
from analysis.inputs import Inputs, make_part
from analysis.method import Method
from analysis.methods.ratios import ratio_of_sums
from analysis.methods.survival import Estimate

EXERCISE = "4.5"
NEEDS = {"stage_events": ("deal_id", "stage", "entered_at", "waiting_on"), "deals": ("deal_id", "outcome")}
METHOD = Method(
    name="Ratio of days with limits by linearisation over deals, Kaplan–Meier 80 % of waits, Little's law",
    assumes=(
        "Whom a stay waited for is written down truly and as often for long stays as for short ones",
        "A queue is in a steady state over the window",
        "Stays of different deals do not depend on each other",
    ),
    sources=(
        "Cochran (1977), Sampling Techniques, 6.3",
        "Kaplan & Meier (1958), JASA 53, 457–481",
        "Little (1961), Operations Research 9, 383–387",
    ),
)
WORDS = {
    "ours_at_stage": "Deals wait for us {share:.0%} of the days ({low:.0%} to {high:.0%}); at {stage} it is "
    "{stage_share:.0%}, more than elsewhere beyond chance",
    "ours_alike": "Deals wait for us {share:.0%} of the days ({low:.0%} to {high:.0%}), at no stage clearly more than "
    "at the others",
    "ours_one_stage": "Deals wait for us {share:.0%} of the days ({low:.0%} to {high:.0%})",
    "too_little": "Too few deals have a stay whose holder is known ({n}) to say whose the delay is",
    "method_note": "Each stay in a stage counts for whom it waited, and a share is days over days, with limits by "
    "linearised ratios over deals, since the stays of one deal resemble each other (Cochran 1977); stages are judged "
    "against the others together, allowing for all of them (Benjamini & Hochberg 1995). Stays that still run count "
    "with their days so far, and the days that four of five waits need allow for them (Kaplan & Meier 1958). Lengths "
    "of queues are arrivals times mean wait (Little 1961), with a count of what stood there beside it.",
    "internal_share": "Share of the days that deals wait for us",
    "days_saved_per_win": "Days off a won deal if every wait for us were half as long",
    "days_saved": "Days in all deals of the period if every wait for us were half as long",
    "p80_wait": "Days within which four of five waits for us end",
    "queue_length": "Requests waiting on average, by Little's law",
    "group_matches_data": "Stages where the room and the days name the same holder",
    "waits_by_stage": "Whose the days are at each stage",
    "waits_by_holder": "Whose the days are",
    "queues": "Our own queues",
    "holders_against_data": "The room's holder and the data's",
    "stage": "Stage",
    "holder": "Waiting for",
    "holder_key": "Key",
    "internal": "us",
    "customer": "the customer",
    "none": "nobody",
    "held_deals": "Deals",
    "stays": "Stays",
    "total_days": "Days in all",
    "internal_days": "Days waiting for us",
    "share": "Share waiting for us",
    "holder_share": "Share of the days",
    "customer_share": "Waiting for the customer",
    "none_share": "Waiting for nobody",
    "p80_days": "Days that four of five waits for us need",
    "p_adjusted": "p against the other stages, adjusted",
    "queue": "Queue",
    "arrivals": "Requests that came",
    "per_week": "Requests a week",
    "mean_wait": "Mean days of a wait",
    "counted": "Waiting on average, counted",
    "now": "Waiting at the end",
    "room": "The room",
    "data": "Most days wait for",
    "agree": "Same holder",
    "thin": "Only {n} {n:deal has|deals have} a known holder at {group}: its own share says little",
    "thin_many": "Fewer than {least} deals have a known holder at these {count} stages: {groups}",
    "unnamed": "{n} {n:stay|stays} ({share:.0%}) {n:names nobody it|name nobody they} waited for and {n:is|are} in no "
    "share",
    "unmeasured": "{n} {n:stay has|stays have} no known length and {n:is|are} left out",
    "running": "{n} {n:stay is|stays are} not over yet: {n:it counts with its|they count with their} days so far",
    "unlisted_queue": "{n} {n:wait for us names|waits for us name} no queue and {n:is|are} in none",
    "few_requests": "Too few requests came or were answered to give a length by Little's law: {groups}",
    "no_wins": "No won deal has a stay whose holder is known: nothing is said of days off a win",
    "few_answers": "Fewer than five people answered, so the room is not compared with the days",
    "share_rose": "Deals wait for us a larger share of their days than two in five, or than when this was decided",
    "stage_share_rose": "At {stage} deals wait for us more than the upper limit when this was decided",
    "stages_title": "At {stage}, {share:.0%} of the days wait for us",
    "stages_title_perhaps": "{share:.0%} of the days at {stage} wait for us, not clearly more than elsewhere",
    "stages_alternative": "Share of days waiting for us by stage, with limits and number of deals: {values}.",
    "queues_title": "{queue} has the longest queue: {counted:.1f} requests waiting on average",
    "queues_alternative": "Requests waiting on average by queue, counted, with requests that came: {values}.",
}
HOLDER_UNITS = {"stays": "stays", "total_days": "days", **dict.fromkeys(["holder_share", "low", "high"], "fraction")}
STAGE_UNITS = {
    "held_deals": "deals",
    "stays": "stays",
    "total_days": "days",
    "internal_days": "days",
    **dict.fromkeys(["share", "low", "high", "customer_share", "none_share"], "fraction"),
    "p80_days": "days",
    "p_adjusted": "p",
}
QUEUE_UNITS = {
    "arrivals": "requests",
    **dict.fromkeys(["per_week", "queue_length", "low", "high", "counted", "now"], "requests"),
    "mean_wait": "days",
}
LEAST = 20  # deals with a known stay, before a share makes a headline
FEW = 5
CLEAR = 0.05
MOST_OURS = 0.4  # the tripwire's
RATIO = "Ratio of days, limits linearised over deals"
SPREAD = "Sum over deals, limits as if deals came anew (compound Poisson)"


def analyse(inputs: Inputs) -> Findings:
    deals = deals_as_of(inputs.tables["deals"], inputs.provenance.as_of)
    passages = read_passages(inputs.tables["stage_events"], deals, inputs.tables.get("stages"), inputs.provenance.as_of)
    held = held_days(passages, inputs.provenance) if passages.stages else None
    if held is None or not held.deals:
        nothing = Message("too_little", {"n": 0})
        return replace(part_of(inputs, needs=(Need("stage_events", NEEDS["stage_events"]),)), headline=nothing)
    findings = part_of(inputs, warnings=tuple(cautions(held, passages)))
    findings = findings.with_part(
        holder_part(held, inputs),
        stage_part(held, inputs),
        saving_part(held, passages, inputs),
        queue_part(passages, inputs),
        room_part(held, inputs),
    )
    return replace(findings, headline=headline(findings, held), tripwires=tripwires(findings))


part_of = partial(make_part, EXERCISE, headline=Message("ours_alike"))


def cautions(held: Held, passages: Passages) -> Iterator[Message]:
    if passages.inferred:
        yield Message("order_inferred", {"stages": " → ".join(passages.stages)})
    if held.unnamed:
        yield Message("unnamed", {"n": held.unnamed, "share": held.unnamed / (held.unnamed + len(held.stays))})
    if held.unmeasured:
        yield Message("unmeasured", {"n": held.unmeasured})
    if running := int((~held.stays["over"]).sum()):
        yield Message("running", {"n": running})


def holder_part(held: Held, inputs: Inputs) -> Findings:
    """All days by whom they waited for."""
    everything = held.days().sum(axis=1)
    rows = []
    for holder in HOLDERS:
        share = ratio_of_sums(held.days(holder).sum(axis=1), everything)
        mine = held.stays[held.stays["holder"] == holder]
        rows.append(
            {"holder_key": holder, "holder": WORDS[holder], "stays": len(mine), "total_days": mine["days"].sum(),
             "holder_share": share.value, "low": max(share.low, 0.0), "high": min(share.high, 1.0)}
        )  # fmt: skip
    return part_of(
        inputs,
        figures=(Figure.from_estimate("internal_share", internal_share(held), held.deals, "fraction", RATIO),),
        tables=(Table.from_frame("waits_by_holder", pd.DataFrame(rows), HOLDER_UNITS),),
    )


def stage_part(held: Held, inputs: Inputs) -> Findings:
    table = shares_by_stage(held)
    seen = table[table["held_deals"] > 0]
    shares = Figure.from_frame(
        "internal_share", seen.rename(columns={"share": "internal_share", "low": "internal_share_low",
        "high": "internal_share_high", "held_deals": "n"}), {"internal_share": "fraction"}, of=["stage"], method=RATIO,
    )  # fmt: skip
    return part_of(
        inputs,
        figures=(*shares, *wait_figures(held)),
        tables=(Table.from_frame("waits_by_stage", table, STAGE_UNITS),),
        warnings=tuple(thin_groups(table, "stage", "held_deals", LEAST)),
    )


def wait_figures(held: Held) -> Iterator[Figure]:
    """Of each stage at which somebody waited for us."""
    for code, stage in enumerate(held.stages):
        ours = held.stays[(held.stays["stage"] == code) & (held.stays["holder"] == OURS)]
        if len(ours):
            method = "Kaplan-Meier, Brookmeyer-Crowley limits"
            yield Figure.from_estimate("p80_wait", p80(ours), len(ours), "days", method, stage)


def saving_part(held: Held, passages: Passages, inputs: Inputs) -> Findings:
    """What half of every wait for us would be: of a won deal, and in all deals of the period."""
    ours = held.days(OURS).sum(axis=1)
    won = (passages.deals["outcome"] == "won").to_numpy()[held.rows]
    half = ratio_of_sums(ours[won] / 2, np.ones(int(won.sum())))
    total, spread = ours.sum() / 2, 1.96 * float(np.sqrt(np.square(ours / 2).sum()))
    return part_of(
        inputs,
        figures=(
            Figure.from_estimate(
                "days_saved_per_win", half, int(won.sum()), "days", "Half the mean per won deal, limits by deals"
            ),
            Figure.from_estimate(
                "days_saved", Estimate(total, max(total - spread, 0.0), total + spread), held.deals, "days", SPREAD
            ),
        ),
        warnings=() if won.any() else (Message("no_wins"),),
    )


def queue_part(passages: Passages, inputs: Inputs) -> Findings:
    """Little's law for each queue that waits for us name."""
    if missing := inputs.missing({"stage_events": ("queue",)}):
        return part_of(inputs, needs=missing)
    requests = requests_of(passages, inputs)
    if requests.empty:  # nothing of known length waited for us
        return part_of(inputs)
    period = period_of(inputs.provenance, requests["entered"].min())
    unlisted = int(requests["queue"].isna().sum())
    table = queue_rows(requests.dropna(subset=["queue"]), period)
    figures = Figure.from_frame(
        "queue_length", table.rename(columns={"low": "queue_length_low", "high": "queue_length_high", "arrivals": "n"}),
        {"queue_length": "requests"}, of=["queue"], method="Little's law, limits on the log scale",
    )  # fmt: skip
    short = table.loc[table["queue_length"].isna(), "queue"]
    said = [Message("unlisted_queue", {"n": unlisted})] if unlisted else []
    tables = (Table.from_frame("queues", table, QUEUE_UNITS),) if len(table) else ()
    return part_of(inputs, figures=figures, tables=tables, warnings=(*said, *listed("few_requests", short)))


def requests_of(passages: Passages, inputs: Inputs) -> pd.DataFrame:
    """Stays that waited for us: queue, entered, left (null while there)."""
    length, over = stays(passages, inputs.provenance.as_of)
    events = passages.events
    ours = (events["waiting_on"].astype("str") == OURS).to_numpy() & (passages.stage != NOWHERE) & ~np.isnan(length)
    entered = events.loc[ours, "entered_at"].astype("datetime64[us]")
    left = entered + pd.to_timedelta(length[ours], unit="D").astype("timedelta64[us]")
    queue = events.loc[ours, "queue"].astype("str")
    return pd.DataFrame({"queue": queue, "entered": entered, "left": left.where(over[ours])})


# --- the room --------------------------------------------------------------------------------------------------------


def room_part(held: Held, inputs: Inputs) -> Findings:
    """The room's commonest holder per stage beside the one with most days; the room is counted, not estimated."""
    answers = inputs.answers
    ours = (answers["exercise"].fillna(EXERCISE) == EXERCISE) & answers["item"].isin(held.stages)
    chosen = answers[ours & answers["value"].isin(HOLDERS)]
    if not len(chosen):
        return part_of(inputs)
    chosen = chosen[chosen["round"] == chosen["round"].max()]
    if chosen["participant"].nunique() < FEW:
        hidden = Figure(name="group_matches_data", value=None, unit="fraction", n=0, method="Count of stages")
        return part_of(inputs, figures=(hidden,), warnings=(Message("few_answers"),))
    rows = [room_row(held, code, chosen.loc[chosen["item"] == stage]) for code, stage in enumerate(held.stages)]
    agree = [row["agree"] for row in rows]
    value = sum(agree) / len(agree)
    match = Figure(name="group_matches_data", value=value, unit="fraction", n=len(agree), method="Count of stages")
    return part_of(inputs, figures=(match,), tables=(Table.from_frame("holders_against_data", pd.DataFrame(rows), {}),))


def room_row(held: Held, code: int, chosen: pd.DataFrame) -> dict[str, Any]:
    votes = chosen["value"].value_counts()
    leading = votes[votes == votes.max()] if len(votes) else votes
    room = str(leading.index[0]) if len(leading) == 1 else None
    days = {holder: held.days(holder)[:, code].sum() for holder in HOLDERS}
    data = max(days, key=lambda holder: days[holder]) if any(days.values()) else None
    return {
        "stage": held.stages[code],
        "room": WORDS[room] if room else None,
        "data": WORDS[data] if data else None,
        "agree": room is not None and room == data,
    }


# --- what it says ----------------------------------------------------------------------------------------------------


def headline(findings: Findings, held: Held) -> Message:
    share = findings.figure("internal_share")
    if held.deals < LEAST:
        return Message("too_little", {"n": held.deals})
    said: dict[str, Scalar] = {"share": share.value, "low": share.low, "high": share.high}
    stages = findings.rows("waits_by_stage")
    if len(stages) < 2:
        return Message("ours_one_stage", said)
    if (worst := standing_out(stages)) is not None:
        return Message("ours_at_stage", said | {"stage": worst["stage"], "stage_share": worst["share"]})
    return Message("ours_alike", said)


def standing_out(stages: TableRows) -> dict[str, Any] | None:
    """The stage with the largest share of days for us, where it is larger than the others' beyond chance."""
    judged = ranked(stages)
    if len(judged) < 2:
        return None
    p = judged[0]["p_adjusted"]
    return judged[0] if p is not None and p <= CLEAR else None


def ranked(stages: TableRows) -> list[dict[str, Any]]:
    """Stages with enough deals, the largest share first."""
    enough = [row for row in stages if row["held_deals"] >= LEAST and row["share"] is not None]
    return sorted(enough, key=lambda row: (-row["share"], row["stage"]))


def tripwires(findings: Findings) -> tuple[Tripwire, ...]:
    """Our share of all days, and of the days at each stage that has enough deals."""
    share = findings.figure("internal_share")
    limit = max(MOST_OURS, share.high or MOST_OURS)
    rolling: dict[str, Scalar] = {"rolling": 4, "period": "quarter"}
    company = Tripwire(
        figure="internal_share", op=">", threshold=limit, window=rolling, min_n=60, why=Message("share_rose")
    )
    stages = (
        Tripwire(
            figure=figure_key("internal_share", row["stage"]), op=">", threshold=row["high"], window=rolling, min_n=60,
            why=Message("stage_share_rose", {"stage": row["stage"]}),
        )
        for row in ranked(findings.rows("waits_by_stage"))
        if row["high"] is not None
    )  # fmt: skip
    return (*stages, company) if share.value is not None else ()


# --- charts ----------------------------------------------------------------------------------------------------------


def charts(findings: Findings, canvas: Canvas) -> tuple[Chart, ...]:
    drawn = {"waits_by_stage": stage_chart, "queues": queue_chart}
    return draw_tables(findings, canvas, drawn)


def stage_chart(rows: TableRows, canvas: Canvas) -> Chart | None:
    judged = ranked(rows)
    if not judged:
        return None
    clear = standing_out(rows)
    shown = [
        {"label": row["stage"], "value": row["share"], "low": row["low"], "high": row["high"], "n": row["held_deals"],
         "accent": row["stage"] == judged[0]["stage"]}
        for row in rows if row["share"] is not None
    ]  # fmt: skip
    said: dict[str, Scalar] = {"stage": judged[0]["stage"], "share": judged[0]["share"]}
    title = Message("stages_title" if clear else "stages_title_perhaps", said)
    values = each_with_interval(shown, percent)
    spec = interval_rows(Rows(shown, percent), canvas, floor=0.0)
    return Chart("waits_by_stage", "waits_by_stage", title, Message("stages_alternative", {"values": values}), spec)


def queue_chart(rows: TableRows, canvas: Canvas) -> Chart | None:
    shown = [
        {"label": row["queue"], "value": row["counted"], "low": None, "high": None, "n": row["arrivals"],
         "accent": row is rows[0]}
        for row in rows
    ]  # fmt: skip
    title = Message("queues_title", {"queue": rows[0]["queue"], "counted": rows[0]["counted"]})
    values = each_with_interval(shown, one_place)
    spec = bars(Rows(shown, one_place), canvas)
    return Chart("queues", "queues", title, Message("queues_alternative", {"values": values}), spec)
