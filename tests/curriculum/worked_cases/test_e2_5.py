"""The worked case of 2.5: days by product and stage, the choice of a stage, how often its tripwires fire."""

from datetime import date
from functools import cache

import numpy as np
import pandas as pd
import pytest
from scipy.stats import norm

from analysis.exercises.e2_5_cycle_length import analyse
from analysis.findings import Provenance
from analysis.inputs import Inputs
from analysis.methods.survival import kaplan_meier, quantile
from tests.curriculum.worked_cases.texts import exercise, number, numbers, percent, rows_of, says

FILE = exercise("2.5")
ON_THE_DAY = Provenance(snapshot="", answers="", code="", as_of=date(2026, 6, 30))
STAGES = ["Qualify", "Discovery", "Proposal", "Negotiation", "Contract"]
PRODUCTS = {
    "Analysers": (119, 100, [0.13, 0.17, 0.42, 0.17, 0.11]),
    "Meters": (183, 61, [0.16, 0.21, 0.36, 0.18, 0.09]),
    "Service plans": (97, 39, [0.22, 0.22, 0.29, 0.18, 0.09]),
}
"""deals created in 18 months, the middle one's days, shares of them by stage"""
SPREAD, WON, LOST = 0.62, 0.8, 1.1
"""of the logarithm of days; won deals are quicker, lost ones slower"""


@cache
def worked_company():
    """The worked case as tables: days run through the quantiles of a log-normal, so nothing is drawn."""
    as_of = pd.Timestamp(ON_THE_DAY.as_of)
    deals, events = [], []
    for product, (n, middle, shares) in PRODUCTS.items():
        for place in range(n):
            created = as_of - pd.Timedelta(days=int(540 * (place + 0.5) / n))
            won = place * 11 % 10 < 4
            days = middle * np.exp(SPREAD * norm.ppf((place * 37 % n + 0.5) / n)) * (WON if won else LOST)
            marks = created + pd.to_timedelta(np.round(days * np.cumsum([0, *shares])), unit="D")
            is_over = marks[-1] <= as_of
            outcome = ("won" if won else "lost") if is_over else "open"
            key = f"{product[0]}{place:03d}"
            deals.append((key, product, created, marks[-1] if is_over else pd.NaT, outcome))
            events += [(key, stage, mark) for stage, mark in zip(STAGES, marks, strict=False) if mark <= as_of]
    columns = ["deal_id", "product_id", "created_on", "closed_on", "outcome"]
    return {
        "deals": pd.DataFrame(deals, columns=columns),
        "stage_events": pd.DataFrame(events, columns=["deal_id", "stage", "entered_at"]),
        "stages": pd.DataFrame({"stage": STAGES, "position": range(1, 6), "kind": "open"}),
    }


@cache
def worked_findings():
    return analyse(Inputs(worked_company(), ON_THE_DAY))


def test_the_table_is_what_the_analysis_finds():
    found = worked_findings()
    dwell = {(row["stage"], row["product"]): row["median_days"] for row in found.table("dwell_by_stage").rows}
    cycle = {row["product"]: row for row in found.table("cycle_by_product").rows}
    rows = {row[0]: row for row in rows_of(FILE, "Product")}
    for product in PRODUCTS:
        decided, still_open, alone, *_ = (number(cell) for cell in rows[product][1:])
        made = cycle[product]
        assert (decided, still_open) == (made["deals"], made["open"])
        assert alone == decided_alone(product)
        assert numbers(rows[product][4]) == [made["median_days"], made["low"], made["high"]]
        assert [number(cell) for cell in rows[product][5:7]] == [
            dwell["Proposal", product], dwell["Negotiation", product]
        ]  # fmt: skip
    company = found.figure("median_cycle")
    assert numbers(rows["All"][4]) == [company.value, company.low, company.high]
    assert [number(cell) for cell in rows["All"][1:4]] == [341, 58, decided_alone(None)]


def decided_alone(product, created_from=None):
    """Median days of decided deals only, as a spreadsheet would have it."""
    deals = worked_company()["deals"]
    deals = deals[deals["outcome"] != "open"]
    deals = deals[deals["product_id"] == product] if product else deals
    deals = deals[deals["created_on"] >= created_from] if created_from else deals
    return (deals["closed_on"] - deals["created_on"]).dt.days.median()


def test_the_option_chosen():
    found = worked_findings()
    assert decided_alone("Analysers", created_from=pd.Timestamp("2025-12-30")) == 61
    shares = {figure.of[0]: figure for figure in found.figures if figure.name == "elapsed_share"}
    assert max(shares, key=lambda stage: shares[stage].value) == "Proposal"
    proposal = shares["Proposal"]
    assert [percent(value) for value in (proposal.value, proposal.low, proposal.high)] == [37, 36, 38]
    longest = {}
    for row in found.table("dwell_by_stage").rows:
        if row["median_days"] > longest.get(row["product"], ("", 0))[1]:
            longest[row["product"]] = (row["stage"], row["median_days"])
    assert {stage for stage, _ in longest.values()} == {"Proposal"}
    a_year = PRODUCTS["Analysers"][0] / 1.5
    assert (round(a_year), round(a_year * (39 - 25) / 365)) == (79, 3)
    assert says(FILE, "above 111")
    company, analysers = found.figure("median_cycle"), found.figure("median_cycle.Analysers")
    assert analysers.low > company.high
    assert found.figure("days_to_win").value > company.value / 2


def test_tripwires_fire_by_chance_as_often_as_said():
    same, slower = (medians_of_a_year(factor) for factor in (1.0, 1.2))
    assert (same > 111).mean() == pytest.approx(1 / 11, abs=0.02)
    assert (slower > 111).mean() == pytest.approx(2 / 3, abs=0.03)
    # The lower limit lies 1.96 standard errors down; the later estimate has half as much variance again.
    assert norm.cdf(-1.96 / np.sqrt(1 + 1.5)) == pytest.approx(1 / 9, abs=0.01)


def medians_of_a_year(factor, draws=5000, n=79):
    """Kaplan-Meier medians of a year's Analysers, drawn anew: open deals censored at their age."""
    rng = np.random.default_rng(25)
    age, won = rng.uniform(0, 365, (draws, n)), rng.random((draws, n)) < 0.4
    middle = PRODUCTS["Analysers"][1] * factor
    days = middle * np.exp(SPREAD * rng.standard_normal((draws, n))) * np.where(won, WON, LOST)
    seen, is_over = np.minimum(days, age), days <= age
    order = seen.argsort(axis=1)
    at_risk = n - np.arange(n)
    still = np.cumprod(1 - np.take_along_axis(is_over, order, axis=1) / at_risk, axis=1)
    medians = np.take_along_axis(
        np.take_along_axis(seen, order, axis=1), (still <= 0.5).argmax(axis=1)[:, None], axis=1
    )
    whole = kaplan_meier(seen[0].round().astype(int), is_over[0], np.ones(n, int))
    assert quantile(whole).value == pytest.approx(medians[0, 0], abs=1)  # in whole days, as the product counts
    return medians[:, 0]
