"""1.3 Normalising across divisions: win rates as they are, at one common mix, and money per selling day.

Kinds of deal: new small, new large, renewal or expansion. The common mix is that of all decided deals.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import kendalltau, norm

from analysis.cautions import listed, thin_groups
from analysis.company.deals import deals_as_of
from analysis.company.money import mixed_currencies
from analysis.company.results.divisions import (
    FEW,
    KINDS,
    THIN,
    counts_by_kind,
    division_table,
    first_of,
    has_days,
    kind_table,
    of_the_year,
    over_time,
    pricing_models,
    selling_days,
    stands_for_division,
    turned_pairs,
    with_kinds,
)
from analysis.company.win_rate import (
    Clustering,
    closed_deals,
    find_clustering,
    win_rate_cautions,
)
from analysis.drawing import divisions
from analysis.findings import Figure, Findings, Message, Need, Scalar, Table, Tripwire, figure_key
from analysis.inputs import Inputs
from analysis.method import Method
from analysis.methods.intervals import wilson_interval

EXERCISE = "1.3"
NEEDS = {"deals": ("deal_id", "outcome", "amount")}
METHOD = Method(
    name="Direct standardisation of win rates to the company's mix of three kinds of deal; ratio of won value to "
    "selling days by linearisation; Kendall's tau between orders",
    assumes=(
        "A division would win the same share of each kind of deal if it had the common mix",
        "The kind of a deal is known when it begins, and not set by those who are compared",
        "Deals do not depend on each other, or only within accounts or sellers",
    ),
    sources=(
        "Breslow & Day (1987), Statistical Methods in Cancer Research II, 2.2–2.3",
        "Simpson (1951), JRSS B 13, 238–241",
        "Kendall (1938), Biometrika 30, 81–93",
        "Cochran (1977), Sampling Techniques, 6.3",
        "Wilson (1927), JASA 22, 209–212",
    ),
)
WORDS = {
    "turns": "{raw} has the highest win rate, {raw_rate:.0%}; at one common mix {first} is ahead of it, {rate:.0%} "
    "({low:.0%} to {high:.0%}) beside {other:.0%} (n = {n} decided deals)",
    "turns_perhaps": "{raw} has the highest win rate, {raw_rate:.0%}; at one common mix it is {first}, {rate:.0%} "
    "({low:.0%} to {high:.0%}) beside {other:.0%}, but that lead may be chance (n = {n})",
    "leads_both": "{first} leads as it is and at one common mix, where it wins {rate:.0%} ({low:.0%} to {high:.0%}) "
    "and the next, {second}, {other:.0%} (n = {n})",
    "no_lead": "At one common mix {first} comes out first, {rate:.0%} ({low:.0%} to {high:.0%}), as it is without; "
    "its lead over {second}, {other:.0%}, may be chance (n = {n})",
    "not_standardised": "{raw} has the highest win rate, {raw_rate:.0%} ({low:.0%} to {high:.0%}), and is first in "
    "{count} of {kinds} {kinds:kind|kinds} with 20 deals in two divisions; but not every division can be put at one "
    "mix, with under {least} decided deals of a kind in {thin} (n = {n})",
    "one_division": "{n:The|All} {n} decided {n:deal is|deals are} of one division: there is nothing to compare",
    "too_few": "Only {n} decided {n:deal names|deals name} division and kind: too few to compare divisions",
    "method_note": "Decided deals are sorted into new small, new large (the top eighth of amounts) and renewal or "
    "expansion, and each division's win rate of every kind is weighted by the company's mix of kinds (direct "
    "standardisation; Breslow & Day 1987), with limits that add up the variances of the kinds. Money per day is won "
    "value over selling days, lost deals included (Cochran 1977). A pair turns round where one division is behind as "
    "it is and ahead in every kind (Simpson 1951).",
    "win_rate_standardised": "Win rate at the common mix",
    "value_per_rep_day": "Won value per selling day",
    "z_own": "Last four quarters against the eight before, in their spread",
    "mix_gap": "Deals that would have to change kind to have the company's mix",
    "mix_shift": "Deals that would have to change kind to have the division's mix of the year before",
    "rank_tau": "Agreement of the order as it is with the order at the common mix",
    "simpson_pairs": "Pairs of divisions that turn round",
    "order_changes": "Whether the first division differs by kind of deal",
    "thin_share": "Divisions and kinds with under 20 decided deals",
    "rep_days_known": "Decided deals with selling days",
    "pricing_models": "Pricing models that hold a tenth of some division's deals",
    "divisions": "Divisions compared",
    "divisions_by_kind": "Win rate by division and kind of deal",
    "division": "Division",
    "kind": "Kind of deal",
    "new_small": "New small",
    "new_large": "New large",
    "renewal": "Renewal",
    "standardised": "Win rate at the common mix",
    "standardised_low": "Lower limit, common mix",
    "standardised_high": "Upper limit, common mix",
    "per_day": "Won value per selling day",
    "per_day_low": "Lower limit, value per day",
    "per_day_high": "Upper limit, value per day",
    "gap": "Share in the wrong kind for the company's mix",
    "gap_low": "Lower limit, mix",
    "gap_high": "Upper limit, mix",
    "open_days": "Days so far on open deals",
    "weight": "Share of the common mix",
    "thin_kind": "{groups}: under {least} decided deals of a kind, so no win rate at the common mix",
    "no_kind": "{n} decided {n:deal has|deals have} no type, or {n:is|are} new and {n:has|have} no amount: "
    "{n:it is|they are} in no kind",
    "instead_deals_region": "Deals name no division: their regions stand in",
    "instead_reps_team": "Deals name no division: the teams of their sellers stand in",
    "instead_reps_region": "Deals name no division: the regions of their sellers stand in",
    "no_types": "Deals name no type: all count as new, so kinds differ by size alone",
    "no_division": "{n} decided {n:deal names|deals name} no division and {n:is|are} left out",
    "cycle_days": "Selling days are known of {known:.0%} of decided deals only: days from creation to closing stand in",
    "no_days": "Neither selling days nor days of creation and closing are known: no value per day",
    "no_own_past": "Twelve complete quarters with at least {least} decided deals are not there: {groups}",
    "no_shift": "Too few decided deals before or since to say whether the mix has moved: {groups}",
    "first_by_few": "The order by kind changes on divisions with fewer than {least} decided deals of a kind",
    "no_tau": "Fewer than two divisions can be put in both orders",
    "all_time": "Without days of closing all decided deals are compared, whenever they were",
    "alike_account_id": "Deals of one account end alike (correlation {icc:.2f}): limits count {effect:.1f} times "
    "fewer deals",
    "alike_rep_id": "Deals of one seller end alike (correlation {icc:.2f}): limits count {effect:.1f} times fewer "
    "deals",
    "mix_moved": "The mix of {division} has moved by more than 15 points since this was decided: the weights are due",
    "rates_title": "{first} is first at the common mix, {rate:.0%}; as it is {raw} is, {raw_rate:.0%}",
    "rates_title_same": "{first} is first as it is, {raw_rate:.0%}, and at the common mix, {rate:.0%}",
    "rates_title_none": "Not all divisions can be put at one mix; as it is {raw} is first, {raw_rate:.0%}",
    "rates_alternative": "Win rate at the common mix by division, with limits and number of decided deals, and hollow "
    "as it is: {values}.",
    "kinds_title": "{first} is first in {count} of {kinds} {kinds:kind|kinds} of deal with 20 decided deals in two "
    "divisions",
    "kinds_title_none": "No kind of deal has 20 decided deals in two divisions",
    "kinds_alternative": "Win rate by kind of deal and division with limits and number of decided deals, and hollow "
    "allowing for small numbers: {values}.",
    "per_day_title": "A selling day brings most in {division}, {value}",
    "per_day_alternative": "Won value per selling day by division, with limits and number of decided deals: {values}.",
    "gap_title": "{division} is furthest from the company's mix: {gap:.0%} of its deals would have to change kind",
    "gap_alternative": "Share of deals that would have to change kind to have the company's mix, by division, with "
    "limits: {values}.",
}
UNITS = {
    **dict.fromkeys(["deals", "won", "open"], "deals"),
    **dict.fromkeys(["rate", "low", "high", "shrunken", "weight"], "fraction"),
    **dict.fromkeys(
        ["standardised", "standardised_low", "standardised_high", "gap", "gap_low", "gap_high"], "fraction"
    ),
    **dict.fromkeys(["per_day", "per_day_low", "per_day_high"], "money"),
    "open_days": "days",
    "mix_shift": "fraction",
    "z_own": "standard deviations",
}
ENOUGH = 60  # decided deals before divisions are compared
SHIFTED = 0.15
Counts = tuple[pd.DataFrame, pd.DataFrame]  # won and decided deals by division and kind


def analyse(inputs: Inputs) -> Findings:
    everything = with_kinds(deals_as_of(inputs.tables["deals"], inputs.provenance.as_of), inputs)
    year = of_the_year(everything, inputs.provenance)
    placed = year.dropna(subset=["division"])
    clustering = find_clustering(placed)
    won, n = counts_by_kind(placed)
    empty = Findings(
        exercise=EXERCISE, headline=Message("too_few", {"n": int(n.to_numpy().sum())}), inputs=inputs.provenance
    )
    if not len(closed_deals(placed)):
        return replace(empty, figures=(*company_figures(placed, won, n), *order_figures(pd.DataFrame(), won, n)))
    table = division_table(placed, won, n, clustering.effect if clustering else 1.0)
    table = table.assign(**over_time(everything, table["division"], inputs))
    findings = replace(
        empty,
        figures=(*division_figures(table), *order_figures(table, won, n), *company_figures(placed, won, n)),
        tables=tables_of(table, won, n),
        warnings=tuple(cautions(table, year, (won, n), clustering, inputs)),
        needs=tuple(needs_of(inputs)),
        tripwires=tuple(tripwires(table)),
    )
    return replace(findings, headline=headline(table, won, n))


def needs_of(inputs: Inputs) -> Iterator[Need]:
    wanted = ("division", "deal_type", "closed_on", "pricing_model", "rep_days")
    absent = tuple(column for column in wanted if not inputs.has("deals", column))
    if absent:
        yield Need("deals", absent)


def tables_of(table: pd.DataFrame, won: pd.DataFrame, n: pd.DataFrame) -> tuple[Table, ...]:
    shown = table.drop(columns=["error", "shift_n"]).sort_values(
        ["standardised", "rate", "division"], ascending=[False, False, True], na_position="last"
    )
    kinds = kind_table(won, n, WORDS)
    by_kind = (Table.from_frame("divisions_by_kind", kinds, UNITS),) if len(kinds) else ()
    return (Table.from_frame("divisions", shown, UNITS), *by_kind)


# --- figures ---------------------------------------------------------------------------------------------------------


def division_figures(table: pd.DataFrame) -> tuple[Figure, ...]:
    """Figures of each division, in the order of their names."""
    kinds = {
        "win_rate": ("rate", "deals", "fraction", "Wilson interval", "low", "high"),
        "win_rate_standardised": ("standardised", "deals", "fraction", "Direct standardisation, variances added",
                                  "standardised_low", "standardised_high"),
        "value_per_rep_day": ("per_day", "deals", "money", "Ratio of sums, linearised", "per_day_low", "per_day_high"),
        "z_own": ("z_own", "deals", "standard deviations", "Against the eight quarters before", "", ""),
        "mix_gap": ("gap", "deals", "fraction", "Half the sum of differences, bootstrap over deals", "gap_low",
                    "gap_high"),
        "mix_shift": ("mix_shift", "shift_n", "fraction", "Half the sum of differences", "", ""),
    }  # fmt: skip
    return tuple(
        Figure(
            name=name, of=(row["division"],), value=row[value], low=row.get(low), high=row.get(high), n=row[n],
            unit=unit, method=method,
        )
        for name, (value, n, unit, method, low, high) in kinds.items()
        for row in table.to_dict("records")
    )  # fmt: skip


def order_figures(table: pd.DataFrame, won: pd.DataFrame, n: pd.DataFrame) -> tuple[Figure, ...]:
    both = table.dropna(subset=["standardised"]) if len(table) else table
    tau = kendalltau(both["rate"], both["standardised"]).statistic if len(both) > 1 else None
    firsts = {first for kind in KINDS if (first := first_of(won[kind], n[kind]))}
    decided = int(n.to_numpy().sum())
    method = "Kendall's tau-b; all divisions there are"
    return (
        Figure(name="rank_tau", value=tau, unit="", n=len(both), method=method),
        Figure(name="simpson_pairs", value=len(turned_pairs(won, n)), unit="pairs", n=decided, method="Count"),
        Figure(name="order_changes", value=float(len(firsts) > 1), unit="", n=decided, method="Firsts of each kind"),
    )


def company_figures(deals: pd.DataFrame, won: pd.DataFrame, n: pd.DataFrame) -> tuple[Figure, ...]:
    decided = closed_deals(deals)
    sizes = n.to_numpy()
    thin = float((sizes < THIN).mean()) if sizes.size else None
    days = int(decided["rep_days"].notna().sum()) if "rep_days" in decided else 0
    low, high = map(float, wilson_interval(days, len(decided)))
    models = pricing_models(decided)
    return (
        Figure(name="thin_share", value=thin, unit="fraction", n=sizes.size, method="Count of divisions and kinds"),
        Figure(name="rep_days_known", value=days / len(decided) if len(decided) else None, low=low, high=high,
               unit="fraction", n=len(decided), method="Wilson interval"),
        Figure(name="pricing_models", value=models, unit="count", n=len(decided), method="Count"),
    )  # fmt: skip


# --- what it says ----------------------------------------------------------------------------------------------------


def cautions(
    table: pd.DataFrame, year: pd.DataFrame, kinds: Counts, clustering: Clustering | None, inputs: Inputs
) -> Iterator[Message]:
    won, n = kinds
    yield from win_rate_cautions(year)
    yield from stand_ins(inputs)
    yield from thin_groups(table, "division")
    decided = closed_deals(year)
    if nowhere := int(decided["division"].isna().sum()):
        yield Message("no_division", {"n": nowhere})
    if unknown := int((decided["division"].notna() & decided["kind"].isna()).sum()):
        yield Message("no_kind", {"n": unknown})
    changes = [len({first_of(won[kind], n[kind], least) for kind in KINDS} - {""}) > 1 for least in (FEW, THIN)]
    if changes == [True, False]:
        yield Message("first_by_few", {"least": THIN})
    yield from listed("thin_kind", table.loc[table["standardised"].isna(), "division"], least=FEW)
    if mixed := mixed_currencies(year, inputs.tables.get("fx_rates")):
        yield mixed
    if clustering:
        said: dict[str, Scalar] = {"icc": clustering.icc, "effect": clustering.effect}
        yield Message(f"alike_{clustering.column}", said)
    yield from day_cautions(table, year)


def stand_ins(inputs: Inputs) -> Iterator[Message]:
    """What is taken for division and type where deals name none."""
    table, column = stands_for_division(inputs)
    if column and column != "division":
        yield Message(f"instead_{table}_{column}")
    if not inputs.has("deals", "deal_type"):
        yield Message("no_types")


def day_cautions(table: pd.DataFrame, year: pd.DataFrame) -> Iterator[Message]:
    known = selling_days(year)[1]
    if table["per_day"].isna().all():
        yield Message("no_days")
    elif known < 0.9:
        yield Message("cycle_days", {"known": known})
    if not has_days(year):
        yield Message("all_time")
    yield from listed("no_own_past", table.loc[table["z_own"].isna(), "division"], least=FEW)
    yield from listed("no_shift", table.loc[table["mix_shift"].isna(), "division"])
    if table["standardised"].notna().sum() < 2:
        yield Message("no_tau")


def headline(table: pd.DataFrame, won: pd.DataFrame, n: pd.DataFrame) -> Message:
    total = int(n.to_numpy().sum())
    if len(table) < 2:
        return Message("one_division", {"n": int(table["deals"].sum())})
    if total < ENOUGH:
        return Message("too_few", {"n": total})
    if table["standardised"].isna().any():
        return Message("not_standardised", raw_standing(table, won, n) | {"n": total})
    ranked = table.sort_values(["standardised", "division"], ascending=[False, True]).to_dict("records")
    first, raw = ranked[0], top(table, "rate")
    turns = first["division"] != raw["division"]
    beside = raw if turns else ranked[1]
    told = is_ahead(first, beside, len(table))
    said: dict[str, Scalar] = {
        "first": first["division"], "rate": first["standardised"], "low": first["standardised_low"],
        "high": first["standardised_high"], "other": beside["standardised"], "n": total,
    }  # fmt: skip
    if turns:
        return Message("turns" if told else "turns_perhaps", said | {"raw": raw["division"], "raw_rate": raw["rate"]})
    return Message("leads_both" if told else "no_lead", said | {"second": beside["division"]})


def raw_standing(table: pd.DataFrame, won: pd.DataFrame, n: pd.DataFrame) -> dict[str, Scalar]:
    raw = top(table, "rate")
    firsts = [first for kind in KINDS if (first := first_of(won[kind], n[kind], THIN))]
    return {
        "raw": raw["division"], "raw_rate": raw["rate"], "low": raw["low"], "high": raw["high"],
        "count": firsts.count(raw["division"]), "kinds": len(firsts), "least": FEW,
        "thin": ", ".join(table.loc[table["standardised"].isna(), "division"]),
    }  # fmt: skip


def top(table: pd.DataFrame, column: str) -> dict[Any, Any]:
    return max(table.to_dict("records"), key=lambda row: row[column])  # of equal ones the first by name


def is_ahead(first: dict[Any, Any], other: dict[Any, Any], divisions: int) -> bool:
    """Whether a lead at the common mix is more than chance, allowing for all pairs that might have led (Bonferroni)."""
    pairs = divisions * (divisions - 1) / 2
    reach = norm.ppf(1 - 0.025 / pairs) * np.hypot(first["error"], other["error"])
    return bool(first["standardised"] - other["standardised"] > reach)


def tripwires(table: pd.DataFrame) -> Iterator[Tripwire]:
    """Each division's mix since the decision, against that of the year before it."""
    window: dict[str, Scalar] = {"since": "decision"}
    for name in table["division"]:
        why = Message("mix_moved", {"division": name})
        key = figure_key("mix_shift", name)
        yield Tripwire(figure=key, op=">", threshold=SHIFTED, window=window, min_n=100, why=why)


charts = divisions.charts
