"""2.1 Structure against coverage: in which cell of region and segment does work exceed the selling days that are there?

Work is counted from deals and accounts at the company's mean days, never from what a cell's own sellers wrote down.
"""

from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from analysis.charts import Canvas
from analysis.company.deals import deals_as_of
from analysis.company.sellers.coverage import (
    CELL,
    FARMER,
    FULL,
    HUNTER,
    NOWHERE,
    OTHER,
    Work,
    accounts_by_cell,
    cell_table,
    decided_in,
    load_table,
    read_work,
    share_of_small,
    with_apart,
)
from analysis.company.spans import Span, span_of
from analysis.drawing import coverage
from analysis.drawing.coverage import apart_said, cell_said, fullest
from analysis.findings import Chart, Figure, Findings, Message, Need, Scalar, Table, Tripwire, figure_key, is_known
from analysis.inputs import Inputs, make_part
from analysis.method import Method
from analysis.methods.intervals import wilson_interval

EXERCISE = "2.1"
NEEDS = {"reps": ("rep_id",), "accounts": ("account_id",), "deals": ("deal_id", "outcome", "created_on")}
METHOD = Method(
    name="Workload method: days needed (deals at mean days of their kind, and care) over days present, Poisson limits; "
    "normal empirical-Bayes shrinkage of mean days and of loads, cells judged under Benjamini–Hochberg",
    assumes=(
        "A deal of a kind takes the same days everywhere; it fails where distances or products differ",
        "Days written on decided deals are those that open ones will take",
        "Sellers divide their days between cells as their deals lie",
        "Deals come independently, at a steady rate within the window",
    ),
    sources=(
        "Talley (1961), J. Marketing 25(3), 7–13",
        "DerSimonian & Laird (1986), Control. Clin. Trials 7, 177–188",
        "Efron & Morris (1975), JASA 70, 311–319",
        "Benjamini & Hochberg (1995), JRSS B 57, 289–300",
        "Wilson (1927), JASA 22, 209–212",
    ),
)
FULL_CELL = "{segment} in {region} is fullest, small numbers allowed for: its work takes {load:.0%} of the days there "
FULL_CELL += "({low:.0%} to "
FULL_CELL += "{high:.0%}, {n} {n:deal|deals}), {people:.1f} people short"
APART = "in {place} {over} have work for {over_load:.0%} of their days ({over_low:.0%} to {over_high:.0%}), {under} "
APART += "for {under_load:.0%}"
WORDS = {
    "full_and_apart": FULL_CELL + "; " + APART,
    "cell_full": FULL_CELL,
    "apart": "No cell is clearly over its days, but " + APART + ": {moved:.1f} people could turn",
    "people_short": "Work needs {needed:.1f} people where {present:.0f} {present:is|are} there: {gap:.1f} short "
    "({low:.1f} to {high:.1f}, {n} deals), spread over the cells",
    "fits": "No cell is clearly over its days; all together stand at {load:.0%} of them ({low:.0%} to {high:.0%}, "
    "{n} deals)",
    "no_days": "{accounts} {accounts:account stands|accounts stand} to {sellers} "
    "{sellers:seller; how full that one is|sellers; how full these are} cannot be said without days per deal",
    "nobody": "Nobody who sells is on record on the last day, so work stands to no days",
    "too_little": "Only {n} {n:deal was|deals were} created in the window: too few to say how much work there is",
    "method_note": "Deals created in a year are multiplied by the company's mean days for their kind, care for each "
    "account is added, and the sum is divided by the days of the sellers there. Limits allow for chance in the numbers "
    "of deals and for what is not known of mean days; cells are judged together (Benjamini & Hochberg 1995), and small "
    "numbers are pulled to the average. Load counts work that comes to a cell, not what its people do with it.",
    "load": "Days needed over days present",
    "load_hunters": "New deals' days over the days of hunters",
    "load_farmers": "Days for existing customers over the days of farmers",
    "fte_needed": "People needed",
    "fte_present": "People present",
    "fte_gap": "People needed less people present",
    "accounts_per_seller": "Accounts per seller",
    "potential_per_day": "Potential per selling day",
    "unseen": "Accounts without a deal in the window",
    "small_share": "Days that the smallest third of accounts take",
    "days_known": "Decided deals with days written down",
    "load_by_cell": "Days needed and present by region and segment",
    "roles_by_region": "Hunters and farmers by region",
    "accounts_by_cell": "Accounts by region and segment",
    "mean_days": "Mean days of a deal by kind",
    "region": "Region",
    "began": "Deals created",
    "needed": "Days needed a year",
    "present": "People present",
    "gap": "People short",
    "gap_low": "Lower limit, people short",
    "gap_high": "Upper limit, people short",
    "shrunken_load": "Load, allowing for small numbers",
    "p_adjusted": "p of more work than days, adjusted",
    "clear": "Over its days",
    "role": "Role",
    "apart_from_other": "Roles lie apart",
    "accounts": "Accounts",
    "per_seller": "Accounts per seller",
    "potential_a_day": "Potential per selling day",
    "unseen_share": "Without a deal in the window",
    "work": "Work",
    "days_each": "Mean days",
    "timed": "Decided deals with days",
    "unplaced_deals": "{n} {n:deal has|deals have} no region or no segment: {n:it counts|they count} for the company "
    "alone",
    "unplaced_accounts": "{n} {n:account has|accounts have} no region or no segment: {n:it counts|they count} for the "
    "company alone",
    "unplaced_sellers": "{n:.1f} sellers hold no deals of a known cell: they count for the company alone",
    "open_in": "{n} of the deals {n:is|are} still open: {n:it is|they are} in, at the mean days of decided ones of "
    "{n:its|their} kind",
    "two_years": "A year brings under {least} deals to a middling cell, so two years are read instead of one",
    "thin_cells": "{n} {n:cell has|cells have} fewer than {least} deals created: {n:its load is|their loads are} rough",
    "no_people": "{n} {n:cell has|cells have} nobody who sells there, so no load",
    "no_role": "{n} {n:cell has|cells have} no {role}, so no load of that role",
    "no_roles": "Hunters' and farmers' load needs the role of each seller and the type of each deal",
    "unknown_type": "{n} {n:deal is|deals are} of no known type: {n:it is|they are} in all loads, in none of a role",
    "few_days": "Days are written on {share:.0%} of decided deals: the mean days of a kind may not be those of all",
    "days_missing": "No days are written on deals: nothing can be said of load or of people needed",
    "no_potential": "No potential is on record: potential per day cannot be said",
    "potential_blank": "{n} {n:account has no potential and counts|accounts have no potential and count} at the mean "
    "of {n:its|their} cell",
    "no_size": "No potential and no size is on record, so there is no smallest third of accounts",
    "no_cells": "Nothing has a region and a segment, so there are no cells: loads are the company's alone",
    "cell_over": "{segment} in {region} needs a quarter more days than are there, or more than when this was decided",
    "hunters_over": "Hunters have more new work than days, as where one hunter too many was turned",
    "cell_title": "{segment} in {region} stands at {load:.0%} of its days",
    "cell_title_fits": "No cell is clearly over its days",
    "cell_alternative": "Load by cell, the fullest first, with limits, number of deals and the load that allows for "
    "small numbers: {values}.",
    "roles_title": "In {place} {over} have work for {over_load:.0%} of their days, {under} for {under_load:.0%}",
    "roles_title_even": "In no region is one role clearly over its days while the other has days left",
    "roles_alternative": "Load of hunters and farmers by region, with limits and deals: {values}.",
    "gap_title": "{short:.1f} people short in {region}, {spare:.1f} to spare in {other}",
    "gap_alternative": "People needed less people present by region and segment: {values}.",
    "hunters": "hunters",
    "farmers": "farmers",
    "all_days": "all days",
    "company": "the whole company",
}  # fmt: skip
LEAST, THIN = 20, 40  # deals under which nothing is said, and of a cell whose load is rough
KNOWN = 0.6  # share of decided deals with days under which the means are doubted
WATCHED = 3  # cells with a tripwire
OVER = 1.25
POISSON = "Normal limits: Poisson over deals, and the error of mean days"
PLURAL = {HUNTER: "hunters", FARMER: "farmers"}
RATIOS = dict.fromkeys(["load", "low", "high", "shrunken_load"], "ratio")
UNITS = RATIOS | {
    **dict.fromkeys(["began", "timed"], "deals"), **dict.fromkeys(["needed", "days_each"], "days"),
    **dict.fromkeys(["present", "fte_needed", "gap", "gap_low", "gap_high"], "people"), "p_adjusted": "p",
    **dict.fromkeys(["accounts", "per_seller"], "accounts"), "unseen_share": "fraction", "potential_a_day": "money",
}  # fmt: skip


def analyse(inputs: Inputs) -> Findings:
    deals = deals_as_of(inputs.tables["deals"], inputs.provenance.as_of)
    span, work, warnings = read(deals, inputs)
    began = len(work.deals)
    findings = part_of(inputs, warnings=(*warnings, *cautions(work)))
    if began < LEAST:
        return replace(findings, headline=Message("too_little", {"n": began}))
    findings = findings.with_part(
        company_part(work, inputs),
        days_part(deals, work, span, inputs),
        cell_part(work, inputs),
        role_part(work, inputs),
        account_part(work, inputs),
    )
    return replace(findings, headline=headline(findings, work), tripwires=tripwires(findings))


part_of = partial(make_part, EXERCISE, headline=Message("nobody"))


def read(deals: pd.DataFrame, inputs: Inputs) -> tuple[Span, Work, list[Message]]:
    """A year of work; two where a year brings few deals to a middling cell and no window is set."""
    span = span_of(inputs.provenance)
    work = read_work(deals, inputs, span)
    per_cell = work.deals.groupby(CELL).size()
    if inputs.provenance.windowed or len(per_cell) == 0 or per_cell.median() >= THIN:
        return span, work, []
    longer = span_of(inputs.provenance, years=2)
    return longer, read_work(deals, inputs, longer), [Message("two_years", {"least": THIN})]


def cautions(work: Work) -> list[Message]:
    nowhere = {
        name: int(((rows["region"] == NOWHERE) | (rows["segment"] == NOWHERE)).sum())
        for name, rows in (("unplaced_deals", work.deals), ("unplaced_accounts", work.accounts))
    }
    said = nowhere | {"open_in": int((work.deals["outcome"] == "open").sum())}
    if work.has_types:
        said["unknown_type"] = int((work.deals["work"] == OTHER).sum())
    return [Message(code, {"n": n}) for code, n in said.items() if n]


# --- figures ---------------------------------------------------------------------------------------------------------


def figure(
    name: str, row: Any, unit: str, n: int, method: str, *of: str, limits: tuple[str, str] | None = None
) -> Figure:
    """The column `name` of a row, with limits from two others."""
    low, high = (row[column] for column in limits) if limits else (None, None)
    return Figure(name=name, of=of, value=row[name], low=low, high=high, n=n, unit=unit, method=method)


def load_figures(table: pd.DataFrame, name: str) -> list[Figure]:
    """One per row, of the cell where the table has cells."""
    rows = table.rename(columns={"load": name}).to_dict("records")
    of = [column for column in CELL if column in table]
    return [
        figure(name, row, "ratio", row["began"], POISSON, *(str(row[c]) for c in of), limits=("low", "high"))
        for row in rows
    ]


def company_part(work: Work, inputs: Inputs) -> Findings:
    """The gap in people, and the share of the smallest third of accounts."""
    row = load_table(work, ["all"]).iloc[0].to_dict() | {}
    gap = figure(
        "fte_gap", row | {"fte_gap": row["gap"]}, "people", row["began"], POISSON, limits=("gap_low", "gap_high")
    )
    small, n = share_of_small(work)
    share = Figure.from_estimate("small_share", small, n, "fraction", POISSON)
    said = [] if is_known(share.value) or not work.has_days else [Message("no_size")]
    return part_of(inputs, figures=(gap, share), warnings=tuple(said))


def days_part(deals: pd.DataFrame, work: Work, span: Span, inputs: Inputs) -> Findings:
    """On how many decided deals days are written, and the means that they give."""
    decided = decided_in(deals, span)
    known = int(decided["rep_days"].notna().sum()) if "rep_days" in decided else 0
    low, high = map(float, wilson_interval(known, len(decided)))
    share = Figure(
        name="days_known", value=known / len(decided) if len(decided) else None, low=low, high=high, n=len(decided),
        unit="fraction", method="Wilson interval",
    )  # fmt: skip
    if not work.has_days:
        needs = (Need("deals", ("rep_days",)),)
        return part_of(inputs, figures=(share,), needs=needs, warnings=(Message("days_missing"),))
    few = [Message("few_days", {"share": share.value})] if share.value is not None and share.value < KNOWN else []
    table = (
        work.days[(work.days["segment"] != NOWHERE) & (work.days["timed"] > 0)]
        .drop(columns="variance")
        .rename(columns={"mean": "days_each"})
    )
    table = table[table["work"] != OTHER] if work.has_types else table
    return part_of(inputs, figures=(share,), tables=(Table.from_frame("mean_days", table, UNITS),), warnings=tuple(few))


def cell_part(work: Work, inputs: Inputs) -> Findings:
    table = cell_table(work)
    if not len(table):
        needs = (Need("accounts", ("region", "segment")),)
        return part_of(inputs, needs=needs, warnings=(Message("no_cells"),))
    people = [
        figure(
            name, row | {"fte_present": row["present"]}, "people", row["began"], method, row["region"], row["segment"]
        )
        for row in table.to_dict("records")
        for name, method in (("fte_needed", "Days needed over usable days"), ("fte_present", "Count, split by deals"))
    ]
    placed = float(table["present"].sum())
    said: dict[str, dict[str, Scalar]] = {
        "thin_cells": {"n": int((table["began"] < THIN).sum()), "least": THIN},
        "no_people": {"n": int(table["load"].isna().sum()) if work.has_days else 0},
        "unplaced_sellers": {"n": round(len(work.sellers) - placed, 3)},
    }
    return part_of(
        inputs,
        figures=(*load_figures(table, "load"), *people),
        tables=(Table.from_frame("load_by_cell", table, UNITS),),
        warnings=tuple(Message(code, told) for code, told in said.items() if told["n"]),
    )


def role_part(work: Work, inputs: Inputs) -> Findings:
    """Hunters' and farmers' load: of the company, by cell, and by region, where roles can be changed."""
    known = work.has_roles and work.has_types
    each = {role: role_tables(work, role, known) for role in (HUNTER, FARMER)}
    figures = [one for role, (company, cells, _) in each.items() for table in (company, cells)
               for one in load_figures(table, f"load_{PLURAL[role]}")]  # fmt: skip
    if not known:
        missing = {"reps": () if work.has_roles else ("role",), "deals": () if work.has_types else ("deal_type",)}
        needs = tuple(Need(table, columns) for table, columns in missing.items() if columns)
        return part_of(inputs, figures=tuple(figures), needs=needs, warnings=(Message("no_roles"),))
    regions = pd.concat([table.assign(role=PLURAL[role]) for role, (_, _, table) in each.items()], ignore_index=True)
    table = with_apart(regions)[
        ["region", "role", "began", "needed", "present", "load", "low", "high", "apart_from_other"]
    ]
    lacking = {role: int(cells["load"].isna().sum()) if work.has_days else 0 for role, (_, cells, _) in each.items()}
    said = [Message("no_role", {"n": n, "role": role}) for role, n in lacking.items() if n]
    tables = (Table.from_frame("roles_by_region", table, UNITS),) if len(table) else ()
    return part_of(inputs, figures=tuple(figures), tables=tables, warnings=tuple(said))


def role_tables(work: Work, role: str, known: bool) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Of the company, by cell, by region; every load null where roles or types are not known."""
    tables = [load_table(work, groups, role) for groups in (["all"], CELL, ["region"])]
    if not known:
        tables = [table.assign(load=np.nan, low=np.nan, high=np.nan) for table in tables]
    company, cells, regions = tables
    cells = cells[(cells["region"] != NOWHERE) & (cells["segment"] != NOWHERE)]
    return company, cells, regions[regions["region"] != NOWHERE]


def account_part(work: Work, inputs: Inputs) -> Findings:
    table = accounts_by_cell(work)
    if not len(table):
        return part_of(inputs)
    figures = [
        one
        for row in table.to_dict("records")
        for one in account_figures({str(key): value for key, value in row.items()})
    ]
    blank = int(table["accounts"].sum() - table["known"].sum())
    has_potential = bool(table["known"].sum())
    said = [Message("potential_blank", {"n": blank})] if has_potential and blank else []
    said += [] if has_potential else [Message("no_potential")]
    shown = table[
        ["region", "segment", "accounts", "present", "per_seller", "unseen_share", "low", "high", "potential_a_day"]
    ]
    units = UNITS | dict.fromkeys(["low", "high"], "fraction")
    return part_of(
        inputs,
        figures=tuple(figures),
        tables=(Table.from_frame("accounts_by_cell", shown.sort_values(CELL), units),),
        needs=() if has_potential else (Need("accounts", ("potential",)),),
        warnings=tuple(said),
    )


def account_figures(row: dict[str, Any]) -> list[Figure]:
    of = (str(row["region"]), str(row["segment"]))
    row = row | {"accounts_per_seller": row["per_seller"], "potential_per_day": row["potential_a_day"]}
    row |= {"unseen": row["unseen_share"]}
    return [
        figure("accounts_per_seller", row, "accounts", row["accounts"], "Accounts over sellers", *of),
        figure("potential_per_day", row, "money", row["known"], "Mean potential × accounts ÷ days present", *of),
        figure("unseen", row, "fraction", row["accounts"], "Wilson interval", *of, limits=("low", "high")),
    ]


# --- what it says ----------------------------------------------------------------------------------------------------


def headline(findings: Findings, work: Work) -> Message:
    if not work.has_days:
        return Message("no_days", {"accounts": len(work.accounts), "sellers": len(work.sellers)})
    if work.sellers.empty:
        return Message("nobody")
    full, apart = fullest(findings.rows("load_by_cell")), apart_said(findings.rows("roles_by_region"))
    if full and apart:
        return Message("full_and_apart", cell_said(full) | apart)
    if full or apart:
        return Message("cell_full", cell_said(full)) if full else Message("apart", apart or {})
    gap, row = findings.figure("fte_gap"), load_table(work, ["all"]).iloc[0]
    if gap.value is not None and (gap.low or 0) > 1:
        said: dict[str, Scalar] = {"needed": float(row["fte_needed"]), "present": float(row["present"])}
        return Message("people_short", said | {"gap": gap.value, "low": gap.low, "high": gap.high, "n": gap.n})
    loads: dict[str, Scalar] = {name: float(row[name]) for name in ("load", "low", "high")}
    return Message("fits", loads | {"n": gap.n})


def tripwires(findings: Findings) -> tuple[Tripwire, ...]:
    """Hunters' load, and that of the fullest cells: over a quarter too much, or over today's upper limit."""
    window: dict[str, Scalar] = {"rolling": 4, "period": "quarter"}
    hunters = next((one for one in findings.figures if one.key == "load_hunters"), None)
    if hunters is None or not is_known(hunters.value):
        wires = []
    else:
        limit = max(FULL, hunters.high or FULL)
        why = Message("hunters_over")
        wires = [Tripwire(figure="load_hunters", op=">", threshold=limit, window=window, min_n=150, why=why)]
    for row in [row for row in findings.rows("load_by_cell") if is_known(row["load"])][:WATCHED]:
        key = figure_key("load", row["region"], row["segment"])
        why = Message("cell_over", {"region": row["region"], "segment": row["segment"]})
        threshold = max(OVER, row["high"]) if row["load"] > OVER else OVER
        wires.append(Tripwire(figure=key, op=">", threshold=threshold, window=window, min_n=THIN, why=why))
    return tuple(wires)


def charts(findings: Findings, canvas: Canvas) -> tuple[Chart, ...]:
    return coverage.charts(findings, canvas, WORDS["all_days"])
