"""4.2 Lost-deal review protocol: what is on record of losses, whether two read it alike, how many reviews are enough.

A loss is complete when its reason and its competitor are on record ("none" is an answer of a competitor, "unknown" is
not). Today's values are read: when a field was filled is not known.
"""

from dataclasses import replace
from datetime import timedelta
from functools import partial

import numpy as np
import pandas as pd

from analysis.cautions import thin_groups
from analysis.charts import Canvas
from analysis.company.deals import deals_as_of, within
from analysis.company.losses.lost_record import (
    CATCH_ALL,
    CLOSE,
    FIELDS,
    LEAST,
    WHOLE,
    Pairs,
    Record,
    gaps,
    read_pairs,
    read_record,
    reasons_table,
    record_by_team,
    share_of,
    standing_out,
)
from analysis.drawing import lost_record
from analysis.findings import Chart, Figure, Findings, Message, Need, Provenance, Scalar, Table, Tripwire, figure_key
from analysis.inputs import Inputs, make_part
from analysis.method import Method
from analysis.methods.information import evenness
from analysis.methods.intervals import wilson_interval
from analysis.methods.reviewers import agreed_by_chance, kappa
from analysis.methods.sample_size import fewest_for, wilson_half_width
from analysis.methods.survival import Estimate

EXERCISE = "4.2"
NEEDS = {"deals": ("outcome",)}
METHOD = Method(
    name="Shares with Wilson limits, entropy of reasons, Cohen's κ and McNemar's test of two reviewers, sample size"
    " of a share in a finite month",
    assumes=(
        "Both reviewers judged the same losses without talking to each other",
        "A blank says nothing of what would have stood there",
        "Losses of one seller resemble each other no more than measured",
    ),
    sources=(
        "Wilson (1927), JASA 22, 209–212",
        "Cohen (1960), Educ. Psychol. Meas. 20, 37–46",
        "McNemar (1947), Psychometrika 12, 153–157",
        "Cochran (1977), Sampling Techniques, 4",
    ),
)
WORDS = {
    "team_blank": "{team} has reason and competitor on record for {share:.0%} of its losses ({low:.0%} to {high:.0%}, "
    "n = {n}), fewer than the others beyond chance",
    "teams_alike": "Reason and competitor are on record for {share:.0%} of losses ({low:.0%} to {high:.0%}, n = {n}); "
    "no team differs beyond chance",
    "record_only": "Reason and competitor are on record for {share:.0%} of losses ({low:.0%} to {high:.0%}, n = {n})",
    "no_record": "Neither reason nor competitor is on record for any of {n} losses",
    "too_little": "Too few losses ({n}) to say how well they are recorded",
    "method_note": "A loss counts as complete when reason and competitor are both on record; shares have Wilson's "
    "limits (1927), wider where the losses of one seller resemble each other, and teams are judged against the others "
    "together, allowing for all of them (Benjamini & Hochberg 1995). Two reviewers are compared on the same losses, by "
    "the agreement that chance leaves open (Cohen 1960) and, word by word, by how much oftener one of them uses it "
    "(McNemar 1947). The reviews needed are those with which half of Wilson's interval is ten points for a share of "
    "one half, allowing for the fact that a month has only so many losses (Cochran 1977).",
    "record_complete": "Losses with reason and competitor on record",
    "reason_known": "Losses with a reason on record",
    "competitor_known": "Losses with a competitor on record, or that there was none",
    "reason_other": "Reasons that say only “other”",
    "reason_entropy": "How evenly the reasons are spread (0 one word, 1 all alike)",
    "reviewer_kappa": "Agreement of two reviewers beyond chance (Cohen's kappa)",
    "reviewer_agreement": "Losses to which two reviewers gave the same reason",
    "chance_agreement": "The same, as chance alone would give it",
    "losses_per_month": "Losses a month",
    "reviews_per_month": "Losses reviewed a month",
    "reviews_needed": "Reviews a month for ten points either way, each month alone",
    "reviews_needed_by_quarter": "Reviews a month for ten points either way, three months together",
    "error_now": "Points either way of a quarter at today's number of reviews",
    "record_by_team": "What is on record of losses, by team",
    "reasons_logged": "Reasons on record",
    "reasons_by_reviewer": "Reasons of two reviewers for the same losses",
    "reviews_and_error": "How closely so many reviews a month show a share of one half",
    "team": "Team",
    "losses": "Losses",
    "share": "Complete",
    "share_allowing": "Complete, allowing for small numbers",
    "loss_reason_share": "Reason on record",
    "competitor_share": "Competitor on record",
    "p_adjusted": "p against the others, adjusted",
    "reason": "Reason",
    "reason_share": "Share of the reasons",
    "more_often": "By the reviewer who uses it more",
    "less_often": "By the other",
    "gap": "Difference",
    "reviews": "Reviews a month",
    "by_month": "Points either way, one month",
    "by_quarter": "Points either way, three months",
    "by_year": "Points either way, a year",
    "by_region": "No team is known of the reps, so teams are the regions of the deals",
    "no_team": "{n} {n:loss belongs|losses belong} to no known team and {n:stands|stand} in none",
    "sellers_alike": "Losses of one seller are recorded alike (correlation {icc:.2f}): limits and comparisons of teams "
    "allow for it",
    "one_field": "Only one of reason and competitor is in the table: a loss counts as complete with that one alone",
    "words_apart": "{n} different reasons are in use, more than one list can hold: they are compared as written",
    "open_beside_losses": "{open} {open:deal is|deals are} still open: nothing of {open:it|them} is on record here",
    "few_pairs": "Two reviewers share only {n} {n:loss|losses}: their agreement is not given",
    "one_word": "One and the same reason stands throughout: where nothing varies, agreement and spread stay empty",
    "other_pairs": "{n} further double {n:review is|reviews are} by other pairs of reviewers and {n:is|are} in no "
    "agreement",
    "no_month": "No loss has a closing day in the period: the number of reviews needed is not known",
    "record_fell": "Reason and competitor are on record for fewer than nine in ten losses",
    "team_record_fell": "{team} has reason and competitor on record for fewer than nine in ten losses",
    "reading_apart": "Two reviewers agree less than the lower limit when this was decided",
    "teams_title": "{team} records {share:.0%} of its losses in full",
    "teams_title_alike": "No team records its losses clearly less fully than the others",
    "teams_alternative": "Share of losses with reason and competitor on record by team, with limits and losses: "
    "{values}.",
    "nine_in_ten": "nine in ten",
    "gaps_title": "One reviewer writes “{reason}” {gap:.0f} {gap:point|points} more often than the other",
    "gaps_title_none": "No reason is clearly used more often by one reviewer",
    "gaps_alternative": "How much more often one reviewer uses each reason, in points, with limits and losses: "
    "{values}.",
    "error_title": "{n} reviews a month show a quarter's reasons to ten points either way",
    "error_alternative": "Points either way by reviews a month, of three months together, with losses: {values}.",
    "so_many": "{n} a month",
    "used_alike": "used alike",
    "ten_points": "ten points",
}
TEAM_UNITS = {
    "losses": "deals",
    **dict.fromkeys(
        ["loss_reason_share", "competitor_share", "share", "low", "high", "share_allowing"], "fraction"
    ),
    "p_adjusted": "p",
}  # fmt: skip
REASON_UNITS = {"losses": "deals", **dict.fromkeys(["reason_share", "low", "high"], "fraction")}
GAP_UNITS = {
    "losses": "deals",
    **dict.fromkeys(["more_often", "less_often", "gap", "low", "high"], "fraction"),
    "p_adjusted": "p",
}
ERROR_UNITS = {"reviews": "reviews", **dict.fromkeys(["by_month", "by_quarter", "by_year"], "fraction")}
MONTH = 365.25 / 12  # days
MANY_WORDS = 15
STEPS = (5, 10, 15, 20, 30, 40, 60, 80, 120)  # reviews a month
KNOWN_BY = {"loss_reason": "reason_known", "competitor": "competitor_known"}


def analyse(inputs: Inputs) -> Findings:
    deals = deals_as_of(inputs.tables["deals"], inputs.provenance.as_of)
    record = read_record(deals, inputs.tables.get("reps"), inputs.provenance)
    findings = part_of(inputs, needs=inputs.missing({"deals": FIELDS}), warnings=open_beside(deals))
    if record.fields:
        findings = findings.with_part(
            record_part(record, inputs), team_part(record, inputs), reason_part(record, inputs)
        )
    findings = findings.with_part(review_part(deals, inputs), number_part(deals, inputs))
    return replace(findings, headline=headline(findings, record), tripwires=tripwires(findings))


part_of = partial(make_part, EXERCISE, headline=Message("teams_alike"))


def open_beside(deals: pd.DataFrame) -> tuple[Message, ...]:
    still_open = int((deals["outcome"] == "open").sum())
    return (Message("open_beside_losses", {"open": still_open}),) if still_open else ()


def figure(name: str, estimate: Estimate, n: int, unit: str, method: str, *of: str) -> Figure:
    value, low, high = (None if np.isnan(number) else number for number in estimate)
    return Figure(name=name, of=of, value=value, low=low, high=high, n=n, unit=unit, method=method)


def count(name: str, value: float | None, n: int, unit: str, method: str) -> Figure:
    """A figure that is counted or worked out, not estimated: no interval."""
    return Figure(name=name, value=value, n=n, unit=unit, method=method)


# --- the record ------------------------------------------------------------------------------------------------------


def record_part(record: Record, inputs: Inputs) -> Findings:
    n = len(record.frame)
    flags = {"complete": "record_complete"} | {field: KNOWN_BY[field] for field in record.fields}
    shares = {name: share_of(record, flag) for flag, name in flags.items()}
    figures = tuple(figure(name, share, n, "fraction", method) for name, (share, method) in shares.items())
    said = (Message("one_field"),) if len(record.fields) < len(FIELDS) else ()
    return part_of(inputs, figures=figures, warnings=said)


def team_part(record: Record, inputs: Inputs) -> Findings:
    """Teams, the least complete first."""
    if not record.team_of:
        return part_of(inputs, needs=(Need("deals", ("rep_id",)), Need("reps", ("rep_id", "team"))))
    table, icc = record_by_team(record)
    table = table.rename(columns={"rate": "share", "shrunken": "share_allowing"})
    named = table.rename(columns={"share": "record_complete", "low": "record_complete_low", "losses": "n",
                                  "high": "record_complete_high"})  # fmt: skip
    figures = Figure.from_frame("record_complete", named, {"record_complete": "fraction"}, of=["team"],
                                method="Wilson interval, sellers who resemble each other allowed for")  # fmt: skip
    lacking = int(record.frame["team"].isna().sum())
    said = [Message("by_region")] if record.team_of == "region" else []
    said += [Message("no_team", {"n": lacking})] if lacking else []
    said += [Message("sellers_alike", {"icc": icc})] if icc else []
    tables = (Table.from_frame("record_by_team", table, TEAM_UNITS),) if len(table) else ()
    warnings = (*said, *thin_groups(table, "team", "losses", LEAST))
    return part_of(inputs, figures=figures, tables=tables, warnings=warnings)


def reason_part(record: Record, inputs: Inputs) -> Findings:
    """The words in use, and how many of them say nothing."""
    if "loss_reason" not in record.fields:
        return part_of(inputs)
    reasons = record.frame["reason"].dropna()
    table = reasons_table(reasons)
    other = int(reasons.isin(CATCH_ALL).sum())
    low, high = wilson_interval(other, len(reasons))
    share = Estimate(other / len(reasons) if len(reasons) else np.nan, float(low), float(high))
    spread = evenness(table["losses"])
    said = [Message("words_apart", {"n": len(table)})] if len(table) > MANY_WORDS else []
    said += [Message("one_word")] if np.isnan(spread.value) else []
    return part_of(
        inputs,
        figures=(
            figure("reason_entropy", spread, len(reasons), "", "Entropy over its most, large-sample limits"),
            figure("reason_other", share, len(reasons), "fraction", "Wilson interval"),
        ),
        tables=(Table.from_frame("reasons_logged", table, REASON_UNITS),) if len(table) else (),
        warnings=tuple(said),
    )


# --- two reviewers ---------------------------------------------------------------------------------------------------


def review_part(deals: pd.DataFrame, inputs: Inputs) -> Findings:
    missing = inputs.missing({"deals": ("deal_id",), "deal_reviews": ("deal_id", "reviewer", "reason", "reviewed_on")})
    if missing:
        return part_of(inputs, needs=missing)
    pairs = read_pairs(inputs.tables["deal_reviews"], deals, inputs.provenance)
    said = [Message("other_pairs", {"n": pairs.others})] if pairs.others else []
    made = count("reviews_per_month", reviews_a_month(deals, inputs), pairs.reviewed, "reviews", "Count of losses")
    if len(pairs.frame) < LEAST:
        hidden = count("reviewer_kappa", None, len(pairs.frame), "", "Cohen's kappa")
        warning = Message("few_pairs", {"n": len(pairs.frame)})
        return part_of(inputs, figures=(made, hidden), warnings=(*said, warning))
    return agreement(pairs, inputs, made, said)


def agreement(pairs: Pairs, inputs: Inputs, made: Figure, said: list[Message]) -> Findings:
    first, second = pairs.frame["first"], pairs.frame["second"]
    same, n = int((first == second).sum()), len(pairs.frame)
    low, high = wilson_interval(same, n)
    beyond = kappa(first, second)
    said += [Message("one_word")] if np.isnan(beyond.value) else []
    return part_of(
        inputs,
        figures=(
            made,
            figure("reviewer_kappa", beyond, n, "", "Cohen's kappa, large-sample limits"),
            figure("reviewer_agreement", Estimate(same / n, float(low), float(high)), n, "fraction", "Wilson interval"),
            count("chance_agreement", agreed_by_chance(first, second), n, "fraction", "Product of both mixes"),
        ),
        tables=(Table.from_frame("reasons_by_reviewer", gaps(pairs.frame), GAP_UNITS),),
        warnings=tuple(said),
    )


# --- how many --------------------------------------------------------------------------------------------------------


def number_part(deals: pd.DataFrame, inputs: Inputs) -> Findings:
    """How many losses there are a month, and how many of them would have to be looked at."""
    if missing := inputs.missing({"deals": ("closed_on",)}):
        return part_of(inputs, needs=missing)
    months, lost = recent_losses(deals, inputs.provenance)
    if not len(lost):
        return part_of(inputs, warnings=(Message("no_month"),))
    each = len(lost) / months
    month, quarter = max(round(each), 1), max(round(3 * each), 1)
    method = "Half of Wilson's interval at one half, finite population"
    together = -(-fewest_for(CLOSE, quarter) // 3)
    figures = [
        count("losses_per_month", each, len(lost), "deals", f"Losses of {months:.0f} months"),
        count("reviews_needed", fewest_for(CLOSE, month), len(lost), "reviews", method),
        count("reviews_needed_by_quarter", together, len(lost), "reviews", method),
    ]
    made = reviews_a_month(deals, inputs)
    if made is not None:
        now = wilson_half_width(3 * made, quarter)
        figures.append(count("error_now", now, len(lost), "fraction", method))
    table = error_table(each, together)
    return part_of(inputs, figures=tuple(figures), tables=(Table.from_frame("reviews_and_error", table, ERROR_UNITS),))


def recent_losses(deals: pd.DataFrame, window: Provenance) -> tuple[float, pd.DataFrame]:
    """Months, and the losses in them: of the window, else of the last year, or of what the records hold of it."""
    end = pd.Timestamp(window.until or window.as_of)
    closed = deals.dropna(subset=["closed_on"])
    begins = pd.Timestamp(window.since) if window.since else end - pd.Timedelta(days=364)
    if len(closed) and not window.since:
        begins = max(begins, closed["closed_on"].min().normalize())
    span = replace(window, since=begins.date(), until=end.date())
    lost = closed[(closed["outcome"] == "lost") & within(closed["closed_on"], span)]
    return max((end - begins + timedelta(days=1)).days / MONTH, 1.0), lost


def reviews_a_month(deals: pd.DataFrame, inputs: Inputs) -> float | None:
    """Losses of the same months that anybody reviewed; None where that is not known."""
    if inputs.missing({"deals": ("deal_id", "closed_on"), "deal_reviews": ("deal_id", "reviewed_on")}):
        return None
    months, lost = recent_losses(deals, inputs.provenance)
    reviews = inputs.tables["deal_reviews"]
    made = reviews[reviews["reviewed_on"] < pd.Timestamp(inputs.provenance.as_of) + pd.Timedelta(days=1)]
    return float(lost["deal_id"].isin(made["deal_id"]).sum() / months)


def error_table(each: float, enough: int) -> pd.DataFrame:
    """reviews, by_month, by_quarter, by_year: half-widths in fractions, up to all losses of a month."""
    steps = sorted({*(step for step in STEPS if step < each), enough})
    spans = {"by_month": 1, "by_quarter": 3, "by_year": 12}
    rows = [
        {"reviews": step, "losses": round(3 * each)}
        | {name: wilson_half_width(step * months, max(each * months, 1)) for name, months in spans.items()}
        for step in steps
    ]
    return pd.DataFrame(rows)


# --- what it says ----------------------------------------------------------------------------------------------------


def headline(findings: Findings, record: Record) -> Message:
    n = len(record.frame)
    if n < LEAST:
        return Message("too_little", {"n": n})
    if not record.fields:
        return Message("no_record", {"n": n})
    whole = findings.figure("record_complete")
    said: dict[str, Scalar] = {"share": whole.value, "low": whole.low, "high": whole.high, "n": whole.n}
    rows = findings.rows("record_by_team")
    if len(rows) < 2:
        return Message("record_only", said)
    if (worst := standing_out(rows)) is None:
        return Message("teams_alike", said)
    return Message("team_blank", {key: worst[key] for key in ("team", "share", "low", "high")} | {"n": worst["losses"]})


def tripwires(findings: Findings) -> tuple[Tripwire, ...]:
    """The record of each team, of the company, and how two reviewers agree."""
    quarter: dict[str, Scalar] = {"rolling": 1, "period": "quarter"}
    teams = [
        Tripwire(figure=figure_key("record_complete", row["team"]), op="<", threshold=WHOLE, window=quarter, min_n=40,
                 why=Message("team_record_fell", {"team": row["team"]}))
        for row in findings.rows("record_by_team") if row["losses"] >= LEAST
    ]  # fmt: skip
    known = {found.key: found for found in findings.figures if found.value is not None}
    whole = [
        Tripwire(figure="record_complete", op="<", threshold=WHOLE, window=quarter, min_n=60,
                 why=Message("record_fell"))
    ] if "record_complete" in known else []  # fmt: skip
    apart = [
        Tripwire(figure="reviewer_kappa", op="<", threshold=known["reviewer_kappa"].low or 0.0,
                 window={"since": "decision"}, min_n=40, why=Message("reading_apart"))
    ] if "reviewer_kappa" in known else []  # fmt: skip
    return (*teams, *whole, *apart)


def charts(findings: Findings, canvas: Canvas) -> tuple[Chart, ...]:
    return lost_record.charts(findings, canvas, WORDS)
