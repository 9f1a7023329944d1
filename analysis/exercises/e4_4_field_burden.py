"""4.4 CRM burden against integrity: which fields say something in time, which are blank, which could fill themselves.

A field counts as a predictor only if at least 95 % of won, of lost and, as far as can be told, of open deals carry it:
what is filled at closing knows the outcome already.
"""

from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from analysis.cautions import listed
from analysis.charts import Canvas
from analysis.company.deals import deals_as_of, deals_within
from analysis.company.losses.crm_fields import (
    FIELDS,
    KNOWN,
    OPEN_LEAST,
    OTHER_USE,
    Field,
    field_row,
    fields_of,
    per_deal,
    proposal,
    share_filled,
    tells,
)
from analysis.company.losses.reasons import plain
from analysis.company.pipeline.standing import Standing, where_they_stand
from analysis.company.win_rate import Clustering, find_clustering
from analysis.drawing import crm_fields
from analysis.findings import Chart, Figure, Findings, Message, Need, Scalar, Table, Tripwire, figure_key, records
from analysis.inputs import Inputs, make_part
from analysis.method import Method
from analysis.methods.intervals import wilson_interval
from analysis.methods.multiplicity import benjamini_hochberg
from analysis.methods.survival import Estimate

EXERCISE = "4.4"
NEEDS = {"deals": ("outcome",)}
METHOD = Method(
    name="Information gain on the outcome, less that of chance, noncentral chi-square limits under "
    "Benjamini–Hochberg; completeness in time with Wilson limits",
    assumes=(
        "A field without history was filled when its deal was made, unless blanks differ by outcome",
        "Deals do not depend on each other",
        "What tells of the past tells of the coming year",
    ),
    sources=(
        "Vinh, Epps & Bailey (2010), JMLR 11, 2837–2854",
        "Wilson (1927), JASA 22, 209–212",
        "Benjamini & Hochberg (1995), JRSS B 57, 289–300",
    ),
)
WORDS = {
    "fields_cut": "{useful} of {fields} {fields:field|fields} {useful:says|say} something of the outcome in time; a "
    "rep would fill {after:.1f} fields per deal instead of {before:.1f}",
    "none_tells": "None of {fields} {fields:field|fields} says anything of the outcome in time beyond chance; a rep "
    "would fill {after:.1f} per deal instead of {before:.1f}",
    "cannot_judge": "Too few open deals ({open}) to tell what was filled in time: no field is judged by what it says",
    "too_little": "Too few deals are decided ({n}) to say what a field is worth",
    "no_fields": "The deals carry no field that a rep fills",
    "method_note": "A field's usefulness is the share of what there is to know of won or lost that its values tell, "
    "less what chance alone would give with so many values, so that a field that tells nothing comes out near zero "
    "(Vinh, Epps & Bailey 2010), with limits from the noncentral chi-square and all fields allowed for (Benjamini & "
    "Hochberg 1995). It is given only where at least 95 % of won, of lost and of open deals carry the field, because a "
    "field that is filled at closing knows the outcome already. A field fills itself where nearly all deals of one "
    "account, rep or product carry the same value.",
    "filled": "Closed deals on which the field is filled",
    "late": "Filled on closed deals less on open ones",
    "usefulness": "What the field tells of the outcome in time (0 nothing, 1 everything)",
    "fields_before": "Fields filled on a closed deal today",
    "fields_after": "Fields a rep would fill on a closed deal",
    "kept_complete": "Kept fields that are filled",
    "useful_fields": "Fields that tell something of the outcome in time",
    "group_matches_data": "Fields on which the room and the tables agree",
    "fields": "What each field costs and tells",
    "filled_by_stage": "Fields by where the deal stands",
    "ratings_beside_fields": "The room's marks beside the tables",
    "field": "Field",
    "field_key": "Column",
    "closed": "Closed deals",
    "filled_won": "Filled, won",
    "filled_lost": "Filled, lost",
    "filled_open": "Filled, open",
    "late_low": "Lower limit, late",
    "late_high": "Upper limit, late",
    "open_n": "Open deals",
    "status_key": "Code",
    "status": "Known before the outcome",
    "spread": "Win rates of its values lie from the average by",
    "use_low": "Lower limit, usefulness",
    "use_high": "Upper limit, usefulness",
    "p_adjusted": "p, adjusted for all fields",
    "gain_filled": "Tells where filled (not counted)",
    "source": "Already in the table of",
    "other_use": "Needed for",
    "proposal_key": "Code",
    "proposal": "Proposal",
    "where": "Deals that are",
    "stage_deals": "Deals",
    "room_use": "Use, the room's median",
    "room_effort": "Effort, the room's median",
    "agree": "The room and the tables agree",
    "counts": "Yes",
    "incomplete": "Too often blank to tell",
    "from_stage": "Only from a later stage on",
    "at_closing": "No, filled or changed at closing",
    "cannot_tell": "Cannot be told",
    "keep": "Keep",
    "keep_later": "Keep, ask later",
    "automate": "Fill from another table",
    "drop": "Drop",
    "undecided": "The tables do not decide",
    "at_won": "Won",
    "at_lost": "Lost",
    "no_history_of_fields": "No table says when a field was filled, so how late it came cannot be known: open deals of "
    "today stand in for closed ones before they closed",
    "few_open": "Only {n} {n:deal is|deals are} open: whether a field is filled before the outcome cannot be told",
    "not_counted": "Filled or changed at closing, so of no use beforehand, whatever they seem to tell: {groups}",
    "too_blank": "Blank on more than one in twenty won or lost deals, so not counted as telling anything: {groups}",
    "asked_late": "Filled from a later stage on, so of no use before it: {groups}",
    "other_use_said": "Proposed to be kept for another use, not for what they tell: {groups}",
    "no_variation": "The same on every deal, or outcomes do not vary: nothing can be told from {groups}",
    "few_answers": "Fewer than five people rated, so the room is not compared with the tables",
    "kept_fell": "Fewer than 95 in 100 of the kept fields are filled on closed deals",
    "field_fell": "{field} is filled on fewer than 95 in 100 closed deals",
    "use_title": "{field} tells most in time: win rates of its values lie some {spread:.0f} {spread:point|points} from "
    "the average",
    "use_title_none": "No field tells anything clear of the outcome in time",
    "use_alternative": "What each field tells of the outcome, with limits and closed deals: {values}.",
    "closing_title": "{field} is filled at closing: of open deals (hollow) {open:.0%} carry it",
    "filled_title_all": "Every field is filled on at least 95 in 100 closed deals",
    "filled_title": "{field} is filled on {share:.0%} of closed deals, the fewest",
    "filled_alternative": "Share of closed deals on which each field is filled, with limits and closed deals: "
    "{values}.",
    "line_95": "95 in 100",
    "burden": "Fields on a closed deal",
    "when": "When",
    "mean_fields": "Fields per deal",
    "burden_title": "A rep would fill {after:.1f} fields per deal, today {before:.1f}",
    "burden_alternative": "Fields per closed deal, with limits and closed deals: {values}.",
    "today": "Today",
    "proposed": "As proposed",
}
FIELD_UNITS = {
    "closed": "deals",
    "open_n": "deals",
    **dict.fromkeys(
        ["filled", "low", "high", "filled_won", "filled_lost", "filled_open", "late", "late_low", "late_high",
         "usefulness", "spread", "use_low", "use_high", "gain_filled"], "fraction"
    ),
    "p_adjusted": "p",
}  # fmt: skip
STAGE_UNITS = {"stage_deals": "deals", **dict.fromkeys(["filled", "low", "high"], "fraction")}
BESIDE_UNITS = {"filled": "fraction", "usefulness": "fraction"}
LEAST = 60  # decided deals, before a field is judged
FEW = 5
KEPT = ("keep", "keep_later", "undecided")
GAIN = "Information gain less chance, noncentral chi-square limits"
BY_SELLER = "Ratio over closed deals, limits linearised over sellers"


def analyse(inputs: Inputs) -> Findings:
    deals = deals_within(deals_as_of(inputs.tables["deals"], inputs.provenance.as_of), inputs.provenance)
    fields = fields_of(deals)
    if not fields:
        return replace(part_of(inputs, needs=(Need("deals", tuple(FIELDS)),)), headline=Message("no_fields"))
    clustering = find_clustering(deals)
    standing = where_they_stand(deals, inputs, {"won": WORDS["at_won"], "lost": WORDS["at_lost"]})
    table = fields_table(fields, deals, clustering, standing.late)
    findings = field_part(table, clustering, inputs)
    findings = findings.with_part(
        burden_part(table, fields, deals, inputs),
        stage_part(fields, standing, inputs),
        room_part(table, inputs),
    )
    return replace(findings, headline=headline(findings, deals), tripwires=tripwires(findings))


part_of = partial(make_part, EXERCISE, headline=Message("no_fields"))


def nulls(estimate: Estimate) -> list[float | None]:
    return [None if np.isnan(number) else number for number in estimate]


# --- fields ----------------------------------------------------------------------------------------------------------


LIMITS_OF_USE = ["usefulness", "use_low", "use_high"]


def fields_table(
    fields: list[Field], deals: pd.DataFrame, clustering: Clustering | None, late: pd.Series
) -> pd.DataFrame:
    """A row per field: what it tells, how full it is, and the proposal; the most useful first."""
    effect = clustering.effect if clustering else 1.0
    table = pd.DataFrame([field_row(field, deals, effect, late) for field in fields])
    table.insert(0, "field", table["field_key"].map(FIELDS))
    table["p_adjusted"] = benjamini_hochberg(table.pop("p"))
    table["gain_p"] = benjamini_hochberg(table["gain_p"])
    table["status"] = table["status_key"].map(WORDS)
    table["other_use"] = table["field_key"].map(OTHER_USE)
    enough = int(deals["outcome"].isin(["won", "lost"]).sum()) >= LEAST
    table["proposal_key"] = [proposal(row) if enough else "undecided" for row in records(table)]
    table["proposal"] = table["proposal_key"].map(WORDS)
    table["source"] = table["source"].where(table["source"] != "")
    first = ["field", "proposal", "status", *LIMITS_OF_USE]
    return table[[*first, *table.columns.difference([*first, "gain_p"], sort=False)]].sort_values(
        ["usefulness", "field"], ascending=[False, True], na_position="last", ignore_index=True
    )


def field_part(table: pd.DataFrame, clustering: Clustering | None, inputs: Inputs) -> Findings:
    renamed = table.rename(columns={
        "low": "filled_low", "high": "filled_high", "use_low": "usefulness_low", "use_high": "usefulness_high",
        "closed": "n",
    })  # fmt: skip
    renamed = renamed.astype(object).where(renamed.notna(), None)  # what cannot be computed is null
    made = {
        "filled": ("fraction", "Wilson interval"),
        "late": ("fraction", "Newcombe interval"),
        "usefulness": ("fraction", GAIN),
    }
    figures = [
        one
        for name, (unit, method) in made.items()
        for one in Figure.from_frame(name, renamed, {name: unit}, of=["field_key"], method=method)
    ]
    said = [clustering.message] if clustering else []
    return part_of(
        inputs,
        figures=(*figures, useful_figure(table)),
        tables=(Table.from_frame("fields", table, FIELD_UNITS),),
        warnings=(*said, *cautions(table)),
    )


def useful_figure(table: pd.DataFrame) -> Figure:
    useful = sum(tells(row) for row in records(table))
    return Figure(name="useful_fields", value=useful, unit="fields", n=len(table), method="Count of fields")


def cautions(table: pd.DataFrame) -> list[Message]:
    names = {status: list(part["field"]) for status, part in table.groupby("status_key")}
    still = table[(table["status_key"] == "counts") & table["usefulness"].isna()]
    other = table[table["proposal_key"].isin(["keep", "keep_later"]) & table["other_use"].notna()]
    other = other[[not tells(row) for row in records(other)]]
    few = [Message("few_open", {"n": int(table["open_n"].max())})] if "cannot_tell" in names else []
    return [
        Message("no_history_of_fields"),
        *few,
        *listed("not_counted", names.get("at_closing", ())),
        *listed("asked_late", names.get("from_stage", ())),
        *listed("too_blank", names.get("incomplete", ())),
        *listed("no_variation", still["field"]),
        *listed("other_use_said", [f"{row.field} ({row.other_use})" for row in other.itertuples()]),
    ]


# --- the burden ------------------------------------------------------------------------------------------------------


def burden_part(table: pd.DataFrame, fields: list[Field], deals: pd.DataFrame, inputs: Inputs) -> Findings:
    """Fields a rep fills per closed deal: today, and if what is proposed were done; how full the kept ones are."""
    kept = set(table.loc[table["proposal_key"].isin(KEPT), "field_key"])
    asked_late = set(table.loc[table["status_key"] == "from_stage", "field_key"])
    staying = [field for field in fields if field.key in kept]
    found = {
        "fields_before": (per_deal(fields, deals), "fields"),
        "fields_after": (per_deal(staying, deals), "fields"),
        "kept_complete": (share_filled(staying, deals, asked_late), "fraction"),
    }
    figures = tuple(
        Figure(name=name, value=value, low=low, high=high, n=n, unit=unit, method=BY_SELLER)
        for name, ((estimate, n), unit) in found.items()
        for value, low, high in [nulls(estimate)]
    )
    rows = [
        {"when": WORDS[when], "mean_fields": one.value, "low": one.low, "high": one.high, "closed": one.n}
        for when, one in zip(("today", "proposed"), figures[:2], strict=True)
    ]
    return part_of(
        inputs, figures=figures, tables=(Table.from_frame("burden", pd.DataFrame(rows), {"mean_fields": "fields"}),)
    )


# --- by stage --------------------------------------------------------------------------------------------------------


def stage_part(fields: list[Field], standing: Standing, inputs: Inputs) -> Findings:
    """Open deals by the stage they stand in, then won and lost ones: how many carry each field."""
    rows = [
        stage_row(field, place, standing.where == place)
        for field in fields for place in standing.order if (standing.where == place).any()
    ]  # fmt: skip
    tables = (Table.from_frame("filled_by_stage", pd.DataFrame(rows), STAGE_UNITS),) if rows else ()
    return part_of(inputs, tables=tables, warnings=standing.said)


def stage_row(field: Field, place: str, here: pd.Series) -> dict[str, Any]:
    n, yes = int(here.sum()), int(field.filled[here].sum())
    low, high = map(float, wilson_interval(yes, n))
    return {"field": FIELDS[field.key], "where": place, "stage_deals": n, "filled": yes / n, "low": low, "high": high}


# --- the room --------------------------------------------------------------------------------------------------------


def room_part(table: pd.DataFrame, inputs: Inputs) -> Findings:
    """The room's median marks beside the tables; the room is counted, not estimated."""
    answers = inputs.answers
    marks = answers[(answers["exercise"].fillna(EXERCISE) == EXERCISE) & answers["criterion"].isin(["use", "effort"])]
    marks = marks.assign(mark=pd.to_numeric(marks["value"], errors="coerce")).dropna(subset=["mark"])
    marks = marks[marks["round"] == marks["round"].max()]
    rows = [room_row(row, marks[marks["item"].map(plain) == plain(row["field"])]) for row in records(table)]
    rated = [row for row in rows if row["room_use"] is not None]
    if not len(marks):
        return part_of(inputs)
    judged = [row["agree"] for row in rated if row["agree"] is not None]
    match = Figure(name="group_matches_data", value=sum(judged) / len(judged) if judged else None, unit="fraction",
                   n=len(judged), method="Count of fields")  # fmt: skip
    if not rated:
        return part_of(inputs, figures=(match,), warnings=(Message("few_answers"),))
    beside = Table.from_frame("ratings_beside_fields", pd.DataFrame(rated), BESIDE_UNITS)
    return part_of(inputs, figures=(match,), tables=(beside,))


def room_row(row: dict[str, Any], marks: pd.DataFrame) -> dict[str, Any]:
    """agree: useful (4 or 5) and not to be dropped, or hardly useful (1 or 2) and to be dropped; null in between."""
    medians = {name: median_of(marks, name) for name in ("use", "effort")}
    use, drop = medians["use"], row["proposal_key"] == "drop"
    undecided = use is None or 2 < use < 4 or row["proposal_key"] == "undecided"
    return {
        "field": row["field"], "room_use": use, "room_effort": medians["effort"], "filled": row["filled"],
        "usefulness": row["usefulness"], "proposal": row["proposal"],
        "agree": None if undecided or use is None else (use <= 2) == drop,
    }  # fmt: skip


def median_of(marks: pd.DataFrame, criterion: str) -> float | None:
    values = marks.loc[marks["criterion"] == criterion, "mark"]
    return float(values.median()) if len(values) >= FEW else None


# --- what it says ----------------------------------------------------------------------------------------------------


def headline(findings: Findings, deals: pd.DataFrame) -> Message:
    n, still_open = int(deals["outcome"].isin(["won", "lost"]).sum()), int((deals["outcome"] == "open").sum())
    if n < LEAST:
        return Message("too_little", {"n": n})
    if still_open < OPEN_LEAST:
        return Message("cannot_judge", {"open": still_open})
    rows = findings.rows("fields")
    useful = sum(tells(row) for row in rows)
    said: dict[str, Scalar] = {
        "fields": len(rows),
        "before": findings.figure("fields_before").value,
        "after": findings.figure("fields_after").value,
    }
    return Message("fields_cut", said | {"useful": useful}) if useful else Message("none_tells", said)


def is_watched(row: dict[str, Any]) -> bool:
    """Kept, asked on every deal, and of enough deals."""
    return row["proposal_key"] in KEPT and row["status_key"] != "from_stage" and row["closed"] >= LEAST


def tripwires(findings: Findings) -> tuple[Tripwire, ...]:
    """How full the kept fields are, together and one by one."""
    quarter: dict[str, Scalar] = {"rolling": 1, "period": "quarter"}
    fields = (
        Tripwire(figure=figure_key("filled", row["field_key"]), op="<", threshold=KNOWN, window=quarter, min_n=60,
                 why=Message("field_fell", {"field": row["field"]}))
        for row in findings.rows("fields") if is_watched(row)
    )  # fmt: skip
    if findings.figure("kept_complete").value is None:
        return tuple(fields)
    whole = Tripwire(
        figure="kept_complete", op="<", threshold=KNOWN, window=quarter, min_n=60, why=Message("kept_fell")
    )
    return (whole, *fields)


def charts(findings: Findings, canvas: Canvas) -> tuple[Chart, ...]:
    return crm_fields.charts(findings, canvas, WORDS["line_95"])
