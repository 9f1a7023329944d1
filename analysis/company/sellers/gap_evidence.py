"""What speaks for the cause of a unit's gap: its parts, new deals, quarters that one factor has led, targets.

Figures, tables and codes; their words are in the exercise.
"""

from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from analysis.cautions import listed, thin_groups
from analysis.company.pipeline.velocity import Held
from analysis.company.results.unit_targets import attainment
from analysis.company.sellers.gaps import Gap, gap_figures, gap_table, part_table
from analysis.company.sellers.leading_factors import quarters_in_a_row
from analysis.company.spans import MONTH, Span, span_of
from analysis.findings import Figure, Findings, Message, Table, is_known
from analysis.inputs import Inputs, make_part
from analysis.methods.counts import poisson_interval
from analysis.units import OF_ROW

UNITS = {
    **dict.fromkeys(["a_year", "low", "high", "velocity"], "money"),
    **dict.fromkeys(["deals", "qualified", "open_deals"], "deals"),
    **dict.fromkeys(["spread", "by_chance", "attainment"], "fraction"),
    **dict.fromkeys(["own", "peers"], OF_ROW), **dict.fromkeys(["sellers", "shared"], "people"), "p_adjusted": "p",
}  # fmt: skip
SUPPLY_UNITS = UNITS | dict.fromkeys(["per_month", "low", "high"], "deals")


part_of = partial(make_part, "", headline=Message("no_money"))


def gap_part(each: list[Gap], inputs: Inputs) -> Findings:
    table = gap_table(each)
    untold = [gap.unit for gap in each if np.isnan(gap.parts).any()]
    return part_of(
        inputs,
        figures=tuple(figure for gap in each for figure in gap_figures(gap)),
        tables=(
            Table.from_frame("gap_by_unit", table, UNITS),
            Table.from_frame("parts_of_gap", part_table(each), UNITS),
        ),
        warnings=(*thin_groups(table.sort_values("team"), "team"), *listed("not_told", untold)),
    )


def supply_part(rows: pd.DataFrame, span: Span, inputs: Inputs) -> Findings:
    """New qualified deals of each unit per seller and month."""
    sums = rows.groupby("unit", sort=True)[["people", "open", "qualified"]].sum()
    months = sums["people"] * span.days / MONTH
    low, high = poisson_interval(sums["qualified"].round(), months)
    table = pd.DataFrame(
        {"team": sums.index, "qualified": sums["qualified"].astype(int), "per_month": sums["qualified"] / months,
         "low": low, "high": high, "open_deals": sums["open"] / sums["people"]}
    )  # fmt: skip
    known = table.rename(columns={"per_month": "new_deals", "low": "new_deals_low", "high": "new_deals_high"})
    figures = Figure.from_frame(
        "new_deals", known.assign(n=known["qualified"]), {"new_deals": "deals"}, of=["team"],
        method="Count per seller and month, exact Poisson interval",
    )  # fmt: skip
    ordered = table.sort_values(["per_month", "team"], ignore_index=True)
    return part_of(inputs, figures=figures, tables=(Table.from_frame("new_deals_by_unit", ordered, SUPPLY_UNITS),))


def led_part(held: Held, each: list[Gap], inputs: Inputs) -> Findings:
    """For how many quarters the factor of the year before has led the gap, and how many sellers share it."""
    runs = quarters_in_a_row(held, span_of(inputs.provenance).last)
    figures = [
        Figure(
            name="quarters_led", of=(gap.unit,), value=runs["quarters"].get(gap.unit), unit="quarters",
            n=int(runs["deals"].get(gap.unit, 0)), method="Count of quarters",
        )
        for gap in each
    ]  # fmt: skip
    untold = [figure.of[0] for figure in figures if not is_known(figure.value)]
    return part_of(
        inputs,
        figures=(*figures, *(shared_figure(gap) for gap in each)),
        warnings=tuple(listed("no_run", untold)),
    )


def shared_figure(gap: Gap) -> Figure:
    below, known = gap.shared_by(gap.leading) if not np.isnan(gap.parts).any() else (0, 0)
    value = below / known if known else None
    return Figure(name="shared_by", of=(gap.unit,), value=value, unit="fraction", n=known, method="Count of sellers")


def target_part(each: list[Gap], joined: list[str], span: Span, inputs: Inputs) -> Findings:
    """Actual over target of each unit; of joined ones of all together."""
    wanted = {"targets": ("period", "unit_type", "unit_id", "target", "actual")}
    missing = inputs.missing(wanted)
    sums = None if missing else attainment(inputs.tables["targets"], "team", span)
    figures = [target_figure(gap.unit, joined, sums) for gap in each]
    untold = [figure.of[0] for figure in figures if figure.value is None]
    return part_of(inputs, figures=tuple(figures), needs=missing, warnings=tuple(listed("no_attainment", untold)))


def target_figure(unit: str, joined: list[str], sums: pd.DataFrame | None) -> Figure:
    names = joined if joined and unit == " + ".join(joined) else [unit]
    own = sums[sums.index.isin(names)] if sums is not None else pd.DataFrame(columns=["actual", "target", "periods"])
    target = float(own["target"].sum())
    value = float(own["actual"].sum()) / target if target > 0 and len(own) == len(names) else None
    n = int(own["periods"].sum())
    return Figure(name="attainment", of=(unit,), value=value, unit="fraction", n=n, method="Sum over sum of periods")


def told_of(findings: Findings) -> dict[str, Any] | None:
    """The unit below its peers to speak of: that with a clear gap, else with a clear part, the largest first."""
    below = [row for row in findings.rows("gap_by_unit") if is_known(row["a_year"]) and row["a_year"] < 0]
    if clear := [row for row in below if row["clear"]]:
        return clear[0]
    parts = [(row, part) for row in below if (part := led_by(findings, row["team"]))]
    return min(parts, key=lambda pair: pair[1]["a_year"])[0] if parts else None


def led_by(findings: Findings, unit: str) -> dict[str, Any] | None:
    """The row of the most negative part of the unit's gap, where it is below 0 beyond chance."""
    parts = [row for row in findings.rows("parts_of_gap") if row["team"] == unit]
    worst = min(parts, key=lambda row: row["a_year"])
    return worst if worst["clear"] else None
