"""What left with the deals that dropped, stage by stage: value, logged causes, rivals, and how long they waited for us.

Figures, tables and codes; their words are in the exercise.
"""

from collections.abc import Iterator
from functools import partial

import pandas as pd

from analysis.cautions import listed
from analysis.company.losses.losses import (
    FEW,
    Losses,
    reasons_by_stage,
    rivals_by_stage,
    share_figure,
    share_figures,
    value_by_stage,
    value_figures,
)
from analysis.company.losses.reasons import cause_names
from analysis.company.money import mixed_currencies
from analysis.company.pipeline.passages import Passages
from analysis.company.pipeline.waits import waiting_by_stage
from analysis.findings import Figure, Findings, Message, Table
from analysis.inputs import Inputs, make_part

LOSS_UNITS = {
    "lost_deals": "deals",
    **dict.fromkeys(["value", "value_low", "value_high"], "money"),
    "value_share": "fraction",
}
REASON_UNITS = {
    "deals": "deals",
    "known": "deals",
    "share": "fraction",
    "expected": "deals",
    "residual": "standard errors",
    "p_adjusted": "p",
}
RIVAL_UNITS = {"deals": "deals", "named": "deals", **dict.fromkeys(["share", "low", "high"], "fraction")}


part_of = partial(make_part, "", headline=Message("cannot_tell"))
WAIT_UNITS = {
    **dict.fromkeys(["lost_days", "moved_days", "gap", "low", "high"], "days"),
    **dict.fromkeys(["lost_n", "moved_n"], "deals"),
}


def value_part(losses: Losses, inputs: Inputs) -> Findings:
    """Lost value by stage. Limits: what chance alone would make of another such period (compound Poisson)."""
    if mixed := mixed_currencies(inputs.tables["deals"], inputs.tables.get("fx_rates")):
        return part_of(inputs, figures=value_figures(value_by_stage(losses)), warnings=(mixed,))
    if missing := inputs.missing({"deals": ("amount",)}):
        return part_of(inputs, needs=missing)
    table = value_by_stage(losses)
    unpriced = int(losses.frame["amount"].isna().sum())
    return part_of(
        inputs,
        figures=value_figures(table),
        tables=(Table.from_frame("losses_by_stage", table, LOSS_UNITS),),
        warnings=(Message("no_amount", {"n": unpriced}),) if unpriced else (),
    )


def reason_part(losses: Losses, inputs: Inputs) -> Findings:
    """Which cause is special to which stage, and how many losses have a cause at all."""
    if missing := inputs.missing({"deals": ("loss_reason",)}):
        return part_of(inputs, needs=missing)
    known = share_figures("reason_known", losses, losses.frame["cause"].notna())
    cells = reasons_by_stage(losses, cause_names(inputs.content))
    excess = Figure.from_frame(
        "reason_excess",
        cells.rename(columns={"residual": "reason_excess", "known": "n"}),
        {"reason_excess": "standard errors"},
        of=["stage", "cause"],
        method="Adjusted residual; Benjamini-Hochberg over all cells",
    )
    return part_of(
        inputs,
        figures=(*known, *excess),
        tables=(Table.from_frame("reasons_by_stage", cells, REASON_UNITS),),
        warnings=tuple(reason_cautions(losses, cells)),
    )


def reason_cautions(losses: Losses, cells: pd.DataFrame) -> Iterator[Message]:
    if few := int((cells["expected"] < FEW).sum()):
        yield Message("few_expected", {"cells": few, "all": len(cells)})
    if ((cells["expected"] >= FEW) & cells["residual"].isna()).any():
        yield Message("no_variation")
    unmapped = losses.frame.loc[losses.frame["cause"].isna(), "loss_reason"].astype("str").dropna()
    unmapped = unmapped[unmapped.str.strip() != ""]
    yield from listed("unmapped_reasons", sorted(unmapped.unique())[:8], n=len(unmapped)) if len(unmapped) else ()


def rival_part(losses: Losses, inputs: Inputs) -> Findings:
    if missing := inputs.missing({"deals": ("competitor",)}):
        return part_of(inputs, needs=missing)
    table = rivals_by_stage(losses)
    first = {row["stage"]: (row["deals"], row["named"]) for row in reversed(table.to_dict("records"))}
    tops = [share_figure("top_rival", stage, *first.get(stage, (0, 0))) for stage in losses.stages]
    nobody = share_figures("no_rival", losses, losses.frame["rival"].isna())
    return part_of(inputs, figures=(*tops, *nobody), tables=(Table.from_frame("rivals_by_stage", table, RIVAL_UNITS),))


def wait_part(passages: Passages, inputs: Inputs) -> Findings:
    """Days that a stage waited for us: deals lost from it against deals that moved on."""
    if missing := inputs.missing({"stage_events": ("waiting_on",)}):
        return part_of(inputs, needs=missing)
    table, known = waiting_by_stage(passages, inputs)
    figures = Figure.from_frame(
        "wait_gap",
        table.rename(columns={"gap": "wait_gap", "low": "wait_gap_low", "high": "wait_gap_high"}).assign(
            n=table["lost_n"] + table["moved_n"]
        ),
        {"wait_gap": "days"},
        of=["stage"],
        method="Difference of medians, bootstrap over deals",
    )
    cautions = listed("few_waits", table.loc[table["gap"].isna(), "stage"])
    cautions += [Message("wait_today", {"share": known})] if known < 1 else []
    return part_of(
        inputs,
        figures=figures,
        tables=(Table.from_frame("waiting_by_stage", table, WAIT_UNITS),),
        warnings=tuple(cautions),
    )
