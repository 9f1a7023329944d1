"""1.4 Non-financial KPIs on the dashboard: which figures repeat or cancel each other, and has the score lost revenue?

Five figures by quarter, turned so that more is better, against the revenue of the quarter after. What goes with it is
an association. The score is the room's own: the five, standardised, at the points it gave.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import pandas as pd

from analysis.cautions import listed
from analysis.company.deals import deals_as_of, quarter_name
from analysis.company.money import amounts, mixed_currencies
from analysis.company.pipeline.lifetimes import lifetimes
from analysis.company.results.kpis import KPIS, kpis_by_quarter, needs_of, quarters_between
from analysis.company.results.monthly import amount_cautions, records_of, set_large_aside, told_late
from analysis.company.results.scores import (
    LEAST,
    Told,
    best_two,
    dilution,
    dilution_range,
    read_quarters,
    score,
    told_by,
    trending,
)
from analysis.drawing import scores
from analysis.findings import Figure, Findings, Message, Scalar, Table, Tripwire
from analysis.inputs import Inputs
from analysis.method import Method
from analysis.methods.rank_correlation import concordance
from analysis.methods.survival import Estimate
from analysis.wording import SHARED

EXERCISE = "1.4"
NEEDS = {"deals": ("deal_id", "outcome", "created_on", "closed_on", "amount")}
METHOD = Method(
    name="Leave-one-out R² (PRESS) on the next quarter’s revenue, Spearman rank correlation with bootstrap limits, "
    "correlation matrix with Fisher limits, dilution of a weighted score",
    assumes=(
        "Quarters are independent: a trend in a figure and in revenue makes them go together",
        "Each figure was counted in the same way in every quarter",
        "What foretold the next quarter’s revenue will do so again",
    ),
    sources=(
        "Allen (1974), Technometrics 16, 125–127",
        "Spearman (1904), Am. J. Psychol. 15, 72–101",
        "Efron & Tibshirani (1993), An Introduction to the Bootstrap, 13",
        "Fisher (1921), Metron 1, 3–32",
        "Benjamini & Hochberg (1995), JRSS B 57, 289–300",
    ),
)
SCORED = "in {pairs:.0%} of pairs of quarters, the one with the higher score was followed by more revenue (dilution "
LIMITS = "{dilution:.2f}, {low:.2f} to {high:.2f}; {n} quarters)"
WORDS = {
    "score_part": "At the room’s points the score goes with the next quarter’s revenue only in part: "
    + SCORED
    + LIMITS,
    "score_holds": "At the room’s points the score goes with the next quarter’s revenue: " + SCORED + LIMITS,
    "score_unclear": "Whether the score at the room’s points goes with revenue is not clear: " + SCORED + LIMITS,
    "one_follows": "{kpi} goes with the next quarter’s revenue: in {pairs:.0%} of pairs of quarters, the one with the "
    "better figure was followed by more (rank correlation {value:.2f}, {low:.2f} to {high:.2f}; {n} quarters)",
    "none_follows": "None of the figures clearly goes with the next quarter’s revenue ({n} quarters)",
    "too_few": "Only {n} {n:quarter|quarters} can be set beside the revenue of the quarter after: under {needed}, no "
    "score can be held against it",
    "no_money": "No amounts can be added up, so revenue by quarter is not known",
    "method_note": "Each figure of a quarter, turned so that more is better, is set beside the revenue won in the "
    "quarter after: by rank correlation, with limits from a bootstrap of quarters (Spearman 1904), and by the share of "
    "revenue foretold when each quarter is left out in turn (Allen 1974). The score adds up the five, each in its own "
    "standard deviations, at the points given, and dilution is 1 less its rank correlation with the next quarter’s "
    "revenue. Two figures whose correlation is near 1 count twice in a score, two near −1 cancel each other.",
    "early_records": "Deals are on record from {begin}; nine wins in ten come within {days} {days:day|days}, so "
    "quarters count from {month} on",
    "large_aside": "Deals worth more than a usual month’s revenue, {n} ({won} won), are left out of every sum: one "
    "such order would make or hide what a figure foretells",
    "no_amount": "{n} won {n:deal has|deals have} no amount: revenue lacks {n:it|them}",
    "amount_told_late": "{n} lost {n:deal|deals}, over one in twenty, {n:has|have} no amount: open pipeline was never "
    "known in money, so coverage stays empty",
    "not_there": "{groups}: not known in every quarter, so left out",
    "coverage_all": "Expected closing days have no history: coverage counts all that was open at a quarter’s end",
    "trends": "{groups}: it runs up or down with the years as revenue does, which makes them go together",
    "no_points": "No five whole spreads of points yet: dilution stays empty until there are",
    "not_decided": "The points decided are not on record: dilution at them stays empty until they are",
    "score_lacks": "Points were given to figures that are not there, so there is no score: {groups}",
    "no_variation": "{groups}: it does not vary, so nothing goes with it",
    "few_quarters": "With {n} {n:quarter|quarters} limits are wide, and under {needed} no share of revenue is called "
    "foretold",
    "score_drifts": "The score has lost sight of revenue",
    "rank_correlation": "Rank correlation with the next quarter’s revenue, more is better",
    "redundancy": "Correlation of two figures, more is better",
    "loo_r2": "Share of the next quarter’s revenue that all figures foretell",
    "loo_r2_alone": "Share that one foretells alone",
    "loo_r2_without": "Share that all but this one foretell",
    "loo_r2_two": "Share that the best two foretell",
    "dilution": "Dilution at the room’s points: 0 the score orders quarters as revenue does, 1 it does not",
    "dilution_chosen": "Dilution at the points decided",
    "dilution_range": "Dilution over all points given: middle, lowest and highest",
    "kpis": "What each figure tells of the next quarter’s revenue",
    "pairs": "Figures that repeat or cancel each other",
    "quarters": "Figures and revenue by quarter",
    "scores": "Dilution of the score",
    "foretold": "Share of the next quarter’s revenue that is foretold, each quarter left out in turn",
    "kpi_key": "Key",
    "kpi": "Figure",
    "correlation": "Rank correlation",
    "follows_p": "p, adjusted for five figures",
    "alone": "Foretells alone",
    "clear": "Clear of chance",
    "mean_points": "Mean points of the room",
    "other": "Other figure",
    "n": "Quarters",
    "pair": "Pair",
    "quarter": "Quarter",
    "decided": "Closed deals",
    "revenue": "Revenue",
    "next_revenue": "Revenue of the quarter after",
    "score": "Points",
    "value": "Value",
    "which": "Which figures",
    "r2": "Share foretold",
    "figures": "How many figures",
    "cac": "Acquisition cost",
    "cycle": "Cycle",
    "discount": "Discount",
    "coverage": "Coverage",
    "all_five": "All together",
    "at_mean": "The room’s mean points",
    "at_chosen": "The points decided",
    "pairs_title_twins": "{pair} told nearly the same in these {n} quarters: correlation {value:.2f}",
    "pairs_title_cancel": "{pair} cancelled each other in these {n} quarters: correlation {value:.2f}",
    "pairs_title_none": "No two figures repeated or cancelled each other",
    "pairs_alternative": "Correlation of each two figures, both turned so that more is better, with limits and "
    "quarters: {values}.",
    "kpis_title_one": "{kpi} goes with the next quarter’s revenue",
    "kpis_title_none": "No figure clearly goes with the next quarter’s revenue",
    "kpis_alternative": "Rank correlation of each figure with the revenue of the quarter after, with limits and "
    "quarters: {values}.",
    "foretold_title": "{which}: {share:.0%} of what moves the next quarter’s revenue is foretold",
    "foretold_title_none": "No figure foretells the next quarter better than the mean of the others",
    "foretold_alternative": "Share of the next quarter’s revenue foretold with each quarter left out: {values}.",
    "scores_title_at_mean": "At the room’s points dilution is {value:.2f}",
    "scores_title_at_chosen": "At the points decided dilution is {value:.2f}",
    "scores_alternative": "1 less the rank correlation of the score with the next quarter’s revenue, with limits and "
    "quarters: {values}.",
}
NAMES = {kpi: {**SHARED, **WORDS}[kpi] for kpi in KPIS}
ASTRAY = 0.3  # dilution
BOOTSTRAP = "Spearman, bootstrap of quarters"
PRESS = "Leave-one-out R² (PRESS)"
UNITS = {
    **dict.fromkeys(["cac", "revenue", "next_revenue"], "money"),
    **dict.fromkeys(["win_rate", "alone", "r2"], "fraction"),
    "cycle": "days", "discount": "percent", "n": "quarters", "decided": "deals", "follows_p": "p",
}  # fmt: skip


def analyse(inputs: Inputs) -> Findings:
    deals = deals_as_of(inputs.tables["deals"], inputs.provenance.as_of).sort_values("deal_id", kind="stable")
    deals = deals.assign(amount=amounts(deals, inputs.tables.get("fx_rates")))
    records = records_of(deals, inputs.provenance)
    usual, aside = set_large_aside(deals, records) if records else (deals, None)
    quarters = quarters_between(records, inputs.provenance) if records else range(0)
    table = kpis_by_quarter(usual, inputs, quarters)
    if told_late(deals):
        table = table.assign(coverage=np.nan)
    told = told_by(read_quarters(table), inputs)
    early = (records.message,) if records and records.whole > records.created else ()
    no_money = deals["amount"].isna().all()
    return Findings(
        exercise=EXERCISE,
        headline=Message("no_money") if no_money else headline(told),
        figures=tuple(figures_of(told)),
        tables=() if no_money else tables(told, table),
        warnings=(*dated_cautions(inputs, deals), *early, *((aside,) if aside else ()), *cautions_of(told, table)),
        needs=needs_of(inputs),
        tripwires=(TRIPWIRE,),
        inputs=inputs.provenance,
    )


# --- figures ---------------------------------------------------------------------------------------------------------


def figures_of(told: Told) -> Iterator[Figure]:
    quarters, n = told.quarters, told.quarters.n
    for kpi in KPIS:
        yield Figure.from_estimate("rank_correlation", told.follows[kpi], n, "", BOOTSTRAP, kpi)
    for one, other, found in told.pairs:
        yield Figure.from_estimate("redundancy", found, n, "", "Pearson, Fisher limits", one, other)
    for name, kpis, of in foretelling(told):
        yield Figure(name=name, of=of, value=quarters.left_out(kpis), unit="fraction", n=n, method=PRESS)
    yield Figure.from_estimate("dilution", dilution(quarters, told.mean), n, "", BOOTSTRAP)
    yield Figure.from_estimate("dilution_chosen", dilution(quarters, told.chosen), n, "", BOOTSTRAP)
    found, people = dilution_range(quarters, told.spreads)
    yield Figure.from_estimate("dilution_range", found, people, "", "Median, lowest and highest; the room is counted")


def foretelling(told: Told) -> Iterator[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """Name, the KPIs taken together, and the part it speaks about, of each share foretold."""
    there = told.quarters.there
    yield "loo_r2", there, ()
    for kpi in KPIS:
        yield "loo_r2_alone", (kpi,), (kpi,)
    for kpi in KPIS:
        yield "loo_r2_without", tuple(one for one in there if one != kpi) if kpi in there else (), (kpi,)
    yield "loo_r2_two", best_two(told.quarters), ()


# --- tables ----------------------------------------------------------------------------------------------------------


def tables(told: Told, table: pd.DataFrame) -> tuple[Table, ...]:
    if not told.quarters.n:
        return ()
    shown = table.reset_index().assign(quarter=[quarter_name(int(code)) for code in table.index])
    frames = {
        "kpis": kpi_rows(told),
        "pairs": pair_rows(told),
        "foretold": foretold_rows(told),
        "scores": dilutions(told),
    }
    known = {key: rows for key, rows in frames.items() if rows}
    made = (Table.from_frame(key, pd.DataFrame(rows), UNITS) for key, rows in known.items())
    return (*made, Table.from_frame("quarters", shown, UNITS))


def kpi_rows(told: Told) -> list[dict[str, Any]]:
    quarters, mean = told.quarters, told.mean
    return [
        {"kpi_key": kpi, "kpi": NAMES[kpi], "correlation": found.value, "low": found.low, "high": found.high,
         "follows_p": told.p[kpi], "alone": quarters.left_out((kpi,)), "n": quarters.n,
         "mean_points": None if mean is None else 100 * mean[place], "clear": told.clear(kpi)}
        for place, (kpi, found) in enumerate(told.follows.items())
        if kpi in quarters.there
    ]  # fmt: skip


def pair_rows(told: Told) -> list[dict[str, Any]]:
    known = [pair for pair in told.pairs if np.isfinite(pair[2].value)]
    return [
        {"kpi": NAMES[one], "other": NAMES[other], "correlation": found.value, "low": found.low, "high": found.high,
         "n": told.quarters.n}
        for one, other, found in sorted(known, key=lambda pair: -abs(pair[2].value))
    ]  # fmt: skip


def foretold_rows(told: Told) -> list[dict[str, Any]]:
    """All, the best two, and each alone; nothing with too few quarters."""
    two = best_two(told.quarters)
    sets = {"all": told.quarters.there, "two": two} | {kpi: (kpi,) for kpi in told.quarters.there}
    names = {"all": WORDS["all_five"], "two": " + ".join(NAMES[kpi] for kpi in two)} | {kpi: NAMES[kpi] for kpi in KPIS}
    rows = [
        {
            "kpi_key": key,
            "which": names[key],
            "figures": len(kpis),
            "r2": told.quarters.left_out(kpis),
            "n": told.quarters.n,
        }
        for key, kpis in sets.items()
    ]
    return [row for row in rows if row["r2"] == row["r2"]]


def dilutions(told: Told) -> list[dict[str, Any]]:
    quarters = told.quarters
    found = [
        ("at_mean", dilution(quarters, told.mean), quarters.n),
        ("at_chosen", dilution(quarters, told.chosen), quarters.n),
    ]
    return [
        {"kpi_key": key, "score": WORDS[key], "value": one.value, "low": one.low, "high": one.high, "n": n}
        for key, one, n in found
        if np.isfinite(one.value)
    ]


# --- what it says ----------------------------------------------------------------------------------------------------


def headline(told: Told) -> Message:
    n = told.quarters.n
    if n < LEAST:
        return Message("too_few", {"n": n, "needed": LEAST})
    found = dilution(told.quarters, told.mean)
    if np.isfinite(found.value):
        told_of: dict[str, Scalar] = {"dilution": found.value, "low": found.low, "high": found.high, "n": n}
        return Message(verdict(found), told_of | {"pairs": alike(told)})
    clear = [kpi for kpi in KPIS if told.clear(kpi)]
    if not clear:
        return Message("none_follows", {"n": n})
    first = max(clear, key=lambda kpi: told.follows[kpi].value)
    best = told.follows[first]
    said: dict[str, Scalar] = {"kpi": NAMES[first], "value": best.value, "low": best.low, "high": best.high, "n": n}
    return Message("one_follows", said | {"pairs": concordance(told.quarters.of(first), told.quarters.after)})


def verdict(found: Estimate) -> str:
    """The score goes with revenue where its dilution is clearly under 1; in part where it is clearly astray too."""
    if not found.high < 1:
        return "score_unclear"
    return "score_part" if found.low > ASTRAY else "score_holds"


def alike(told: Told) -> float:
    """Share of pairs of quarters that the score at the room's points orders as the next quarter's revenue does."""
    summed = None if told.mean is None else score(told.quarters, told.mean)
    return float("nan") if summed is None else concordance(summed, told.quarters.after)


TRIPWIRE = Tripwire(
    figure="dilution_chosen",
    op=">",
    threshold=ASTRAY,
    window={"rolling": LEAST, "period": "quarter"},
    min_n=LEAST,
    min_n_of="quarters",
    why=Message("score_drifts"),
)


# --- cautions --------------------------------------------------------------------------------------------------------


def dated_cautions(inputs: Inputs, deals: pd.DataFrame) -> Iterator[Message]:
    if mixed := mixed_currencies(inputs.tables["deals"], inputs.tables.get("fx_rates")):
        yield mixed
    else:
        yield from amount_cautions(deals)
    dates = lifetimes(deals, inputs.provenance.as_of).cautions()
    yield from (message for message in dates if message.code != "left_truncated")


def cautions_of(told: Told, table: pd.DataFrame) -> Iterator[Message]:
    quarters = told.quarters
    unknown = [kpi for kpi in KPIS if kpi not in quarters.there]
    steady = [kpi for kpi in unknown if len(table) > 1 and table[kpi].notna().all()]
    yield from listed("not_there", named(kpi for kpi in unknown if kpi not in steady))
    yield from listed("no_variation", named(steady))
    if "coverage" in quarters.there:
        yield Message("coverage_all")
    yield from listed("trends", named(trending(quarters)))
    if quarters.n < LEAST:
        yield Message("few_quarters", {"n": quarters.n, "needed": LEAST})
    yield from points_cautions(told)


def points_cautions(told: Told) -> Iterator[Message]:
    if told.spreads is None:
        yield Message("no_points")
    elif told.mean is not None:
        given = [kpi for kpi, share in zip(KPIS, told.mean, strict=True) if share > 0]
        yield from listed("score_lacks", named(kpi for kpi in given if kpi not in told.quarters.there))
    if told.chosen is None:
        yield Message("not_decided")


def named(kpis: Iterable[str]) -> list[str]:
    return [NAMES[kpi] for kpi in kpis]


charts = scores.charts
