"""2.2 Do the tools help? Who uses which tool how often, and whether that goes with attainment among equals.

The last eight quarters that are over, or the window. Managers are left out where roles are known. An association: who
has more to do may open everything more often.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any

import pandas as pd

from analysis.cautions import listed
from analysis.charts import Canvas
from analysis.company.sellers.seller_quarters import (
    Calendar,
    attained,
    calendar_of,
    offset_of,
    seller_targets,
    tool_use,
    with_span,
)
from analysis.company.sellers.tool_links import LEAST, STEADY, sellers_of, standing, tool_row
from analysis.drawing.figure_rows import Form, figure_rows, hundredths, tenths_of_points, with_clear
from analysis.drawing.rows import percent, signed_tenths
from analysis.findings import (
    Chart,
    Figure,
    Findings,
    Message,
    Need,
    Scalar,
    Table,
    TableRows,
    Tripwire,
    figure_key,
    records,
)
from analysis.inputs import Inputs, make_part
from analysis.method import Method
from analysis.methods.correlation import ahead_in_pairs
from analysis.methods.multiplicity import benjamini_hochberg

EXERCISE = "2.2"
NEEDS = {
    "tool_usage": ("rep_id", "period", "tool", "active_days"),
    "targets": ("period", "unit_type", "unit_id", "target", "actual"),
    "reps": ("rep_id",),
}
METHOD = Method(
    name="Adoption and its slope with bootstrap limits; Spearman's rank correlation of use and attainment, crude and "
    "partial, under Benjamini–Hochberg; Hedges' g of the outer thirds",
    assumes=(
        "What else differs between users and others stands in tenure and region; it fails where the busy open "
        "everything more often",
        "Sellers do not depend on each other",
        "Targets are as hard for one seller as for another",
    ),
    sources=(
        "Bonett & Wright (2000), Psychometrika 65, 23–28",
        "Kruskal (1958), JASA 53, 814–861",
        "Hedges (1981), JES 6, 107–128",
        "Benjamini & Hochberg (1995), JRSS B 57, 289–300",
    ),
)
WORDS = {
    "one_stands": "{tool} alone of {tools} {tools:tool|tools} goes with attainment: of two sellers of equal tenure and "
    "region, the one who uses it more has reached more of the target in about {pairs:.0f} of 100 cases ({low:.0f} to "
    "{high:.0f}; {n} sellers)",
    "some_stand": "{count} of {tools} tools go with attainment, most {tool}: of two sellers of equal tenure and "
    "region, the one who uses it more has reached more of the target in about {pairs:.0f} of 100 cases ({low:.0f} to "
    "{high:.0f}; {n} sellers)",
    "one_against": "Who uses {tool} more is behind: of two sellers of equal tenure and region, the one who uses it "
    "more has reached less of the target in about {pairs:.0f} of 100 cases ({low:.0f} to {high:.0f}; {n} sellers)",
    "none_stands": "None of {tools} {tools:tool|tools} goes clearly with attainment among sellers of equal tenure and "
    "region ({n} sellers)",
    "not_equal": "Sellers of equal tenure and region cannot be compared: one of the two is unknown or nothing varies "
    "({n} sellers)",
    "too_few": "Too few sellers have both use and attainment ({n}) to say what goes with what",
    "no_quarter": "No quarter is over for which the use of a tool is known",
    "method_note": "Use is active over available days of each seller over the last eight quarters or the window, put "
    "beside what the seller reached of the target in the same quarters. The rank correlation is taken as it is and "
    "again at equal tenure and region (partial Spearman; limits by Bonett & Wright 2000), and all tools are allowed "
    "for at once (Benjamini & Hochberg 1995). It tells who is ahead, not why: who has more to sell may simply open "
    "the tool more often.",
    "adoption": "Days on which the tool is used",
    "steady_users": "Sellers who use it on half of their days in each quarter",
    "usage_decay": "Change of use a quarter",
    "crude_rho": "Correlation of use and attainment",
    "partial_rho": "The same at equal tenure and region",
    "third_g": "Top third of users less lowest, Hedges' g",
    "third_points": "Top third of users less lowest, points of attainment",
    "adoption_*": "Limit, use",
    "steady_users_*": "Limit, steady users",
    "usage_decay_*": "Limit, change",
    "crude_rho_*": "Limit, correlation",
    "partial_rho_*": "Limit, among equals",
    "third_g_*": "Limit, g",
    "third_points_*": "Limit, points",
    "tools": "The tools",
    "use_by_quarter": "Use by quarter",
    "tool": "Tool",
    "quarter": "Quarter starting",
    "sellers": "Sellers with a seat",
    "compared": "Sellers with attainment",
    "equals": "Sellers compared with equals",
    "p_adjusted": "p at equal tenure and region, adjusted",
    "proposal": "Proposal",
    "keep": "Keep",
    "fix": "Fix",
    "retire": "Retire",
    "fewer_seats": "Pay for users only",
    "test": "Off for half, by lot",
    "undecided": "The tables do not decide",
    "working_days": "No available days are told: days from Monday to Friday stand in, so leave counts as days without "
    "use",
    "thin_tools": "Fewer than {least} sellers with attainment used these, so nothing is said of what goes with them: "
    "{groups}",
    "wide_tools": "Fewer than {least} sellers could be compared, so the limits are wide: {groups}",
    "no_variation": "Everybody uses these alike, or tenure and region tell all of it: no correlation can be given for "
    "{groups}",
    "no_role": "No roles are known, so managers may be among the sellers",
    "left_out": "{n} {n:seller is|sellers are} left out of the comparison of equals: day of hiring or region is blank",
    "short_history": "Use is known for {n} {n:quarter|quarters} only: no change can be given",
    "crude_only": "Use goes with attainment only as long as tenure and region are not held equal: {groups}",
    "not_a_cause": "Use and attainment go together or not; nothing here says that one makes the other",
    "use_fell": "{tool} is used on fewer than 40 of 100 days",
    "link_gone": "Use of {tool} hardly goes with attainment any more among equals",
    "equals_title_one": "Among equals {tool} goes with attainment most clearly",
    "equals_title_none": "Among equals no tool goes clearly with attainment",
    "equals_alternative": "Rank correlation of use and attainment at equal tenure and region, with limits and sellers; "
    "hollow before tenure and region are held equal: {values}.",
    "none_line": "no link",
    "use_title": "{tool} is used least, on {share:.0%} of days; {first} most, on {most:.0%}",
    "use_title_one": "{first} is used on {most:.0%} of days",
    "use_alternative": "Share of available days on which each tool is used, with limits and sellers: {values}.",
    "line_40": "40 in 100 days",
    "change_title_falls": "Use of {tool} falls by {points:.0f} of 100 days each quarter",
    "change_title_none": "Of no tool does use clearly rise or fall",
    "change_title_rises": "Use of {tool} rises by {points:.0f} of 100 days each quarter",
    "change_alternative": "Change of use a quarter in points of 100 days, with limits and sellers: {values}.",
    "no_change": "no change",
    "thirds_title": "The third who use {tool} most are {points:.0f} {points:point|points} of attainment ahead, whoever "
    "they are",
    "thirds_title_none": "For no tool are the most frequent users clearly ahead or behind",
    "thirds_title_behind": "The third who use {tool} most are {points:.0f} {points:point|points} of attainment behind, "
    "whoever they are",
    "thirds_alternative": "Attainment of the third of sellers who use each tool most less that of the third who use it "
    "least, in points, tenure and region not held equal: {values}.",
    "no_difference": "no difference",
}
UNITS = {
    "adoption": "fraction", "steady_users": "fraction", "usage_decay": "fraction", "crude_rho": "", "partial_rho": "",
    "third_g": "", "third_points": "points",
}  # fmt: skip
METHODS = {
    "adoption": "Mean over sellers, bootstrap over sellers",
    "steady_users": "Wilson interval",
    "usage_decay": "Mean of sellers' least-squares slopes, bootstrap over sellers",
    "crude_rho": "Spearman's rank correlation, Bonett-Wright limits",
    "partial_rho": "Partial rank correlation at equal tenure and region, Bonett-Wright limits",
    "third_g": "Hedges' g of the outer thirds, normal limits",
    "third_points": "Difference of the outer thirds, Welch's limits",
}
COUNTED = {
    "adoption": "sellers", "steady_users": "sellers", "usage_decay": "sellers", "crude_rho": "compared",
    "partial_rho": "equals", "third_g": "compared", "third_points": "compared",
}  # fmt: skip
TOOL_UNITS = (
    UNITS
    | {f"{name}{end}": unit for name, unit in UNITS.items() for end in ("_low", "_high")}
    | {"sellers": "people", "compared": "people", "equals": "people", "p_adjusted": "p"}
)
CLEAR = 0.05
ENOUGH = 30
MUCH, LITTLE = 0.6, 0.4  # of days
STRONG = 0.3  # a correlation that would be missed


def analyse(inputs: Inputs) -> Findings:
    usage, targets = with_span(sellers_rows(inputs)), seller_targets(inputs.tables["targets"])
    offset = offset_of(targets)
    calendar = calendar_of(usage["first"], offset, inputs.provenance)
    if not calendar.codes or not len(use := tool_use(usage, calendar)):
        return part_of(inputs, headline=Message("no_quarter"), warnings=(Message("no_quarter"),))
    sellers = sellers_of(use, attained(targets, calendar)).merge(
        standing(inputs.tables["reps"], calendar), on="rep_id", how="left"
    )
    table = tools_table(sellers, use, inputs)
    findings = part_of(
        inputs,
        headline=headline(table),
        figures=tuple(figures(table)),
        tables=(
            Table.from_frame("tools", table, TOOL_UNITS),
            Table.from_frame("use_by_quarter", by_quarter(use, calendar), TOOL_UNITS),
        ),
        warnings=tuple(cautions(table, sellers, calendar, inputs)),
        needs=needs_of(inputs),
    )
    return replace(findings, tripwires=tuple(tripwires(table)))


part_of = partial(make_part, EXERCISE)


def needs_of(inputs: Inputs) -> tuple[Need, ...]:
    wanted = {"tool_usage": ("available_days",), "reps": ("hired_on", "region")}
    return inputs.missing(wanted)


def sellers_rows(inputs: Inputs) -> pd.DataFrame:
    """Use of everybody but managers, where roles are known."""
    usage, reps = inputs.tables["tool_usage"], inputs.tables["reps"]
    usage = usage.dropna(subset=["rep_id", "tool"]).astype({"rep_id": "str", "tool": "str"})
    if "role" not in reps:
        return usage
    return usage[~usage["rep_id"].isin(reps.loc[reps["role"] == "manager", "rep_id"].astype("str"))]


# --- the tools -------------------------------------------------------------------------------------------------------


def tools_table(sellers: pd.DataFrame, use: pd.DataFrame, inputs: Inputs) -> pd.DataFrame:
    """A row per tool, the strongest link among equals first; what cannot be told is null."""
    known = not inputs.missing({"reps": ("hired_on", "region")})
    table = pd.DataFrame([tool_row(str(tool), part, known) for tool, part in sellers.groupby("tool")])
    table["p_adjusted"] = benjamini_hochberg(table.pop("p"))
    table["proposal_key"] = [proposal(row) for row in records(table)]
    table["proposal"] = table["proposal_key"].map(WORDS)
    first = ["tool", "proposal", "sellers", "compared", "equals"]
    ordered = table[[*first, *table.columns.difference([*first, "proposal_key"], sort=False)]]
    return ordered.sort_values(["partial_rho", "tool"], ascending=[False, True], ignore_index=True)


def proposal(row: dict[str, Any]) -> str:
    """The option that fits: keep, fix, retire, test, fewer_seats, undecided; the first."""
    around = row["partial_rho_low"] <= 0 <= row["partial_rho_high"]
    if stands(row):
        return "keep" if row["adoption"] >= MUCH else "fix"
    if row["adoption_high"] < LITTLE and row["partial_rho_high"] < STRONG:
        return "retire"
    if row["third_g_low"] > 0 and around:
        return "test"
    if row["steady_users"] < STEADY and row["usage_decay_low"] <= 0 <= row["usage_decay_high"]:
        return "fewer_seats"
    return "undecided"


def stands(row: dict[str, Any]) -> bool:
    """Whether use goes with attainment among equals, all tools allowed for."""
    return bool(row["partial_rho_low"] > 0 and row["p_adjusted"] <= CLEAR)


def stands_against(row: dict[str, Any]) -> bool:
    return bool(row["partial_rho_high"] < 0 and row["p_adjusted"] <= CLEAR)


def figures(table: pd.DataFrame) -> Iterator[Figure]:
    known = table.astype(object).where(table.notna(), None)
    for name, unit in UNITS.items():
        rows = known.assign(n=known[COUNTED[name]])
        yield from Figure.from_frame(name, rows, {name: unit}, of=["tool"], method=METHODS[name])


def by_quarter(use: pd.DataFrame, calendar: Calendar) -> pd.DataFrame:
    """tool, quarter by its first day, sellers, adoption."""
    rows = use.assign(adoption=use["active"] / use["available"])
    table = rows.groupby(["tool", "quarter"])["adoption"].agg(sellers="size", adoption="mean").reset_index()
    days = [f"{calendar.first_month(code) // 12}-{calendar.first_month(code) % 12 + 1:02}" for code in table["quarter"]]
    return table.assign(quarter=days)


# --- what it says ----------------------------------------------------------------------------------------------------


def headline(table: pd.DataFrame) -> Message:
    rows, n = records(table), int(table["compared"].max())
    if n < LEAST:
        return Message("too_few", {"n": n})
    if table["partial_rho"].isna().all():
        return Message("not_equal", {"n": n})
    standing_tools = [row for row in rows if stands(row)]
    against = [row for row in rows if stands_against(row)]
    if not standing_tools and against:
        return Message("one_against", pairs_said(against[-1], behind=True))
    if not standing_tools:
        return Message("none_stands", {"tools": len(rows), "n": int(table["equals"].max())})
    said = pairs_said(standing_tools[0]) | {"tools": len(rows)}
    if len(standing_tools) == 1:
        return Message("one_stands", said)
    return Message("some_stand", said | {"count": len(standing_tools)})


def pairs_said(row: dict[str, Any], *, behind: bool = False) -> dict[str, Scalar]:
    sign = -1 if behind else 1
    limits = sorted(sign * row[f"partial_rho{end}"] for end in ("_low", "_high"))
    value, low, high = (100 * ahead_in_pairs(rho) for rho in (sign * row["partial_rho"], *limits))
    return {"tool": row["tool"], "pairs": value, "low": low, "high": high, "n": int(row["equals"])}


def cautions(table: pd.DataFrame, sellers: pd.DataFrame, calendar: Calendar, inputs: Inputs) -> Iterator[Message]:
    yield Message("not_a_cause")
    if not inputs.has("tool_usage", "available_days"):
        yield Message("working_days")
    if not inputs.has("reps", "role"):
        yield Message("no_role")
    if len(calendar.codes) < 2:
        yield Message("short_history", {"n": len(calendar.codes)})
    blank = sellers.loc[sellers["attainment"].notna() & sellers[["tenure", "region"]].isna().any(axis=1), "rep_id"]
    if blank.nunique() and not inputs.missing({"reps": ("hired_on", "region")}):
        yield Message("left_out", {"n": int(blank.nunique())})
    few = table["compared"] < LEAST
    yield from listed("thin_tools", table.loc[few, "tool"], least=LEAST)
    yield from listed("wide_tools", table.loc[~few & (table["compared"] < ENOUGH), "tool"], least=ENOUGH)
    still = ~few & (table["equals"] > 0) & table["partial_rho"].isna()
    yield from listed("no_variation", table.loc[still, "tool"])
    crude = (table["crude_rho_low"] > 0) & (table["partial_rho_low"] <= 0)
    yield from listed("crude_only", table.loc[crude, "tool"])


def tripwires(table: pd.DataFrame) -> Iterator[Tripwire]:
    """Of the tool to be decided first: use under 40 in 100 days, and a link among equals that has gone."""
    order = {"fix": 0, "keep": 1, "test": 2, "fewer_seats": 3, "retire": 4, "undecided": 5}
    keys = [next(key for key in order if WORDS[key] == said) for said in table["proposal"]]
    named = str(table["tool"].iloc[min(range(len(table)), key=lambda at: (order[keys[at]], at))])
    yield Tripwire(
        figure=figure_key("adoption", named), op="<", threshold=LITTLE, window={"rolling": 2, "period": "quarter"},
        min_n=30, min_n_of="sellers", why=Message("use_fell", {"tool": named}),
    )  # fmt: skip
    yield Tripwire(
        figure=figure_key("partial_rho", named), op="<", threshold=0.1, min_n=40, min_n_of="sellers",
        window={"at": "a month before the notice date"}, why=Message("link_gone", {"tool": named}),
    )  # fmt: skip


# --- charts ----------------------------------------------------------------------------------------------------------


def charts(findings: Findings, canvas: Canvas) -> tuple[Chart, ...]:
    rows = findings.rows("tools")
    if not rows:
        return ()
    found = (draw(rows, canvas) for draw in (equals_chart, use_chart, change_chart, thirds_chart))
    return tuple(chart for chart in found if chart)


def equals_chart(table: TableRows, canvas: Canvas) -> Chart | None:
    crude = {row["tool"]: row["crude_rho"] for row in table}
    named = [row["tool"] for row in table if row["partial_rho"] is not None and stands(row)]
    shown = [
        row | {"hollow": crude[row["label"]], "accent": row["label"] in named}
        for row in figure_rows(table, "partial_rho", "tool", "equals")
    ]
    title = Message("equals_title_one", {"tool": named[0]}) if named else Message("equals_title_none")
    form = Form("equals", "tools", hundredths, (0.0, WORDS["none_line"]))
    return form.chart(title, shown, canvas) if shown else None


def use_chart(table: TableRows, canvas: Canvas) -> Chart | None:
    shown = figure_rows(table, "adoption", "tool", "sellers")
    first, last = shown[0], shown[-1]
    shown = [row | {"accent": row["high"] is not None and row["high"] < LITTLE} for row in shown]
    title = Message("use_title_one", {"first": first["label"], "most": first["value"]})
    if len(shown) > 1:
        title = Message("use_title", title.arguments | {"tool": last["label"], "share": last["value"]})
    return Form("use", "tools", percent, (LITTLE, WORDS["line_40"]), floor=0.0).chart(title, shown, canvas)


def change_chart(table: TableRows, canvas: Canvas) -> Chart | None:
    shown, steepest = with_clear(figure_rows(table, "usage_decay", "tool", "sellers"))
    title = Message("change_title_none")
    if steepest:
        way = "falls" if steepest["value"] < 0 else "rises"
        title = Message(f"change_title_{way}", {"tool": steepest["label"], "points": 100 * abs(steepest["value"])})
    form = Form("change", "tools", tenths_of_points, (0.0, WORDS["no_change"]))
    return form.chart(title, shown, canvas) if shown else None


def thirds_chart(table: TableRows, canvas: Canvas) -> Chart | None:
    shown, widest = with_clear(figure_rows(table, "third_points", "tool", "compared"))
    title = Message("thirds_title_none")
    if widest:
        way = "thirds_title" if widest["value"] > 0 else "thirds_title_behind"
        title = Message(way, {"tool": widest["label"], "points": abs(widest["value"])})
    form = Form("thirds", "tools", signed_tenths, (0.0, WORDS["no_difference"]))
    return form.chart(title, shown, canvas) if shown else None
