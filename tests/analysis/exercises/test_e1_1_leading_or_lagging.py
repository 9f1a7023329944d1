from dataclasses import replace
from datetime import date

import duckdb
import numpy as np
import pandas as pd
import pytest

from analysis.catalogue import analyse, wording
from analysis.findings import Need
from analysis.inputs import Inputs
from curriculum.loader import load_folder
from datasets.folder import read_folder
from tests.analysis.conftest import provenance_of

CONTENT = load_folder().exercises["1.1"].content()


def company(months=48, lag=4, strength=1.0, growth=0.0, seed=4, per_month=40):
    """Deals whose value created swings by month; won value follows it `lag` months later, by `strength`."""
    rng = np.random.default_rng(seed)
    start = pd.Period("2021-01", "M")
    swing = np.zeros(months)
    for month in range(1, months):
        swing[month] = 0.5 * swing[month - 1] + rng.normal(0, 0.35)
    parts = []
    for month in range(months):
        before = swing[month - lag] if month >= lag else 0.0
        level = (1 + growth) ** (month / 12) * np.exp(0.05 * rng.normal())
        won = level * np.exp(strength * before)
        parts += [deals_of(rng, start + month, "won", per_month // 4, 100 * won)]
        parts += [deals_of(rng, start + month, "lost", per_month * 3 // 4, 400 * level * np.exp(swing[month]))]
    deals = pd.concat(parts, ignore_index=True)
    deals["deal_id"] = [f"D{i:05}" for i in range(len(deals))]
    return deals


def deals_of(rng, month, outcome, n, amount):
    """Created and closed within the month or, where lost, two months after."""
    created = month.start_time + pd.to_timedelta(rng.integers(0, 20, n), unit="D")
    created = created.insert(0, month.start_time)[:n]
    closed = created + pd.to_timedelta(rng.integers(0, 8, n) + (60 if outcome == "lost" else 0), unit="D")
    return pd.DataFrame({"created_on": created, "closed_on": closed, "outcome": outcome, "amount": amount / n * 1000})


def found_in(deals, as_of=None, content=CONTENT, **more):
    as_of = as_of or deals["created_on"].max().to_period("M").end_time.date()
    tables = {"deals": deals} | more.pop("tables", {})
    return analyse("1.1", Inputs(tables, provenance_of(as_of, **more), content=content))


def said(findings):
    return wording("1.1").say(findings.headline)


def codes(findings):
    return {warning.code for warning in findings.warnings}


@pytest.fixture(scope="module")
def strong():
    return company()


@pytest.fixture(scope="module")
def strong_found(strong):
    return found_in(strong)


def test_months_equal_a_direct_query(strong, strong_found):
    rows = {row["month"]: row for row in strong_found.table("months").rows}
    query = "select strftime({on}, '%Y-%m'), sum(amount) from strong {where} group by 1"
    won = duckdb.sql(query.format(on="closed_on", where="where outcome = 'won'")).fetchall()
    created = duckdb.sql(query.format(on="created_on", where="")).fetchall()
    assert len(rows) == 48
    for month, amount in created:
        assert rows[month]["pipeline_created"] == pytest.approx(amount)
    for month, amount in won:
        if rows[month]["revenue"] is not None:
            assert rows[month]["revenue"] == pytest.approx(amount)


def test_open_pipeline_and_velocity_equal_a_direct_count(strong, strong_found):
    end = pd.Timestamp("2023-06-30")
    begin = pd.Timestamp("2023-05-31")
    row = next(row for row in strong_found.table("months").rows if row["month"] == "2023-06")
    standing = [
        strong[(strong["created_on"] <= day) & (strong["closed_on"] >= day + pd.Timedelta(days=1))]
        for day in (begin, end)
    ]
    assert row["open_pipeline"] == pytest.approx(standing[1]["amount"].sum())
    closed = strong[strong["closed_on"].dt.strftime("%Y-%m") == "2023-06"]
    won = closed["outcome"] == "won"
    velocity = (
        (len(standing[0]) + len(standing[1])) / 2 * won.mean() * closed.loc[won, "amount"].mean()
        / (closed["closed_on"] - closed["created_on"]).dt.days.mean()
    )  # fmt: skip
    assert row["velocity"] == pytest.approx(velocity)


def test_the_strong_lead_is_found_and_said_in_money(strong_found):
    assert strong_found.figure("lead_time.pipeline_created").value == 4
    assert strong_found.figure("forecast_skill.pipeline_created").low > 0
    assert said(strong_found).startswith(
        "Pipeline created goes before revenue by 4 months: from it, forecasts three months ahead miss revenue by "
    )
    assert said(strong_found).endswith("of the miss saved; 18 forecasts)")
    assert "forecast_skill.pipeline_created" in {tripwire.figure for tripwire in strong_found.tripwires}
    assert not {"because", "causes", "drives"} & set(said(strong_found).split())


def test_each_metric_stands_beside_its_objective(strong_found):
    rows = {row["metric_key"]: row for row in strong_found.table("metrics").rows}
    assert rows["pipeline_created"]["objective"] == "growth from new orders"
    assert rows["velocity"]["objective"] == "return on selling time"


def test_a_weak_lead_is_hedged():
    findings = found_in(company(strength=0.15, seed=6))
    assert findings.figure("forecast_skill.pipeline_created").value > 0
    assert said(findings).startswith("Whether a metric foretells revenue is not clear: from the best, ")


def test_without_a_lead_none_is_named():
    findings = found_in(company(strength=0.0, seed=3))
    assert findings.headline.code == "none_leads"
    assert said(findings).startswith(
        "No metric foretold revenue better than the same month a year before, which misses"
    )


def test_growth_alone_is_no_lead():
    deals = company(strength=0.0, growth=0.25)
    noise = np.random.default_rng(5).uniform(5000, 15000, len(deals))
    findings = found_in(deals.assign(amount=deals["amount"].where(deals["outcome"] == "won", noise)))
    assert findings.figure("forecast_skill.pipeline_created").low > 0
    assert findings.headline.code == "growth_only"
    assert "plain plus usual growth misses by" in said(findings)


def test_under_two_years_the_comparison_is_with_no_change():
    findings = found_in(company(months=23))
    assert "short_of_two_years" in codes(findings)
    assert findings.figure("forecast_skill.pipeline_created").n >= 8
    assert findings.headline.code.endswith("_change")
    assert "no change" in said(findings)
    months = [row["revenue"] for row in findings.table("months").rows]
    rows = findings.table("forecasts").rows
    assert rows[-1]["plain"] == pytest.approx(months[-4])


def test_too_few_forecasts_leave_the_skill_empty():
    findings = found_in(company(months=16))
    assert said(findings).startswith("15 months of revenue are too few to test a lead: fewer than 8 forecasts")
    assert findings.figure("forecast_skill.pipeline_created").value != findings.figure("lead_time.velocity").value
    assert np.isnan(findings.figure("forecast_skill.pipeline_created").value)
    assert "few_forecasts" in codes(findings)


def test_under_a_year_everything_is_refused_with_the_reason():
    findings = found_in(company(months=12))
    assert said(findings) == "Only 11 whole months of revenue are on record: under 12 no lead time can be told"
    assert all(figure.value is None or np.isnan(figure.value) for figure in findings.figures)
    assert "too_short" in codes(findings)


def test_what_comes_after_the_day_changes_nothing(strong):
    early = date(2024, 6, 30)
    known = strong[strong["created_on"] <= pd.Timestamp(early)]
    later = known["closed_on"] > pd.Timestamp(early)
    known = known.assign(
        outcome=known["outcome"].mask(later, "open"), closed_on=known["closed_on"].mask(later)
    )  # fmt: skip
    assert found_in(strong, early).to_bytes() == found_in(known, early).to_bytes()


def test_a_window_judges_its_own_forecasts_and_learns_from_what_came_before(strong, strong_found):
    findings = found_in(strong, since=date(2024, 7, 1))
    skill = findings.figure("forecast_skill.pipeline_created")
    assert skill.n == 6
    rows = [row for row in strong_found.table("forecasts").rows if row["month"] >= "2024-07"]
    missed = np.mean([abs(row["foretold"] - row["revenue"]) for row in rows])
    assert findings.figure("forecast_error.pipeline_created").value == pytest.approx(missed)
    assert "judged_within" in codes(findings)


def test_revenue_begins_when_wins_are_whole():
    deals = company()
    deals["closed_on"] += pd.Timedelta(days=100)
    findings = found_in(deals, date(2024, 12, 31))
    warning = next(warning for warning in findings.warnings if warning.code == "early_records")
    assert warning.arguments["month"] == "2021-05"
    assert next(row for row in findings.table("months").rows if row["revenue"] is not None)["month"] == "2021-05"


def test_one_large_order_is_left_out_and_said(strong):
    order = strong.iloc[[400]].assign(deal_id="huge", outcome="won", amount=9e6)
    findings = found_in(pd.concat([strong, order], ignore_index=True))
    assert "large_aside" in codes(findings)
    assert max(row["revenue"] or 0 for row in findings.table("months").rows) < 1e6


def test_amounts_told_only_of_wins_lock_pipeline_in_money(strong):
    findings = found_in(strong.assign(amount=strong["amount"].where(strong["outcome"] == "won", 0.0)))
    assert "amount_told_late" in codes(findings)
    assert np.isnan(findings.figure("lead_time.pipeline_created").value)
    assert findings.figure("lag_correlation.velocity").value > 0


def test_without_stage_events_early_conversion_alone_is_missing(strong_found):
    assert strong_found.needs == (Need("stage_events", ("deal_id", "stage", "entered_at")),)
    assert np.isnan(strong_found.figure("lead_time.early_conversion").value)
    assert {"no_events", "gaps"} <= codes(strong_found)


def test_early_conversion_equals_a_direct_count(strong):
    moved = strong.index % 3 == 0
    first = pd.DataFrame({"deal_id": strong["deal_id"], "stage": "Qualify", "entered_at": strong["created_on"]})
    second = first[moved].assign(stage="Offer", entered_at=lambda rows: rows["entered_at"] + pd.Timedelta(days=2))
    stages = pd.DataFrame({"stage": ["Qualify", "Offer"], "position": [1, 2], "kind": "open"})
    findings = found_in(strong, tables={"stage_events": pd.concat([first, second]), "stages": stages})
    day = (strong["created_on"] + pd.Timedelta(days=2)).where(moved, strong["closed_on"])
    there = day.dt.strftime("%Y-%m") == "2023-06"
    on = moved | (strong["outcome"] == "won")
    row = next(row for row in findings.table("months").rows if row["month"] == "2023-06")
    assert row["early_conversion"] == pytest.approx((on & there).sum() / there.sum())
    assert "few_a_month" not in codes(findings)


def test_several_currencies_without_rates_refuse(strong):
    findings = found_in(strong.assign(currency=np.where(strong.index % 2, "EUR", "USD")))
    assert findings.headline.code == "no_money"
    assert "mixed_currencies" in codes(findings)


@pytest.mark.real_data
def test_ten_months_of_maven_are_refused_with_the_reason(maven):
    findings = analyse("1.1", replace(maven, content=CONTENT))
    assert findings.headline.code == "too_short"
    assert findings.headline.arguments["months"] <= 10
    assert all(figure.value is None or np.isnan(figure.value) for figure in findings.figures)
    assert "amount_told_late" in codes(findings)


@pytest.mark.real_data
def test_hubspot_deals_are_tried_or_refused_without_failing(real_data):
    prepared = read_folder(real_data / "hubspot_dummy")
    findings = analyse("1.1", Inputs(prepared.tables, provenance_of(prepared.as_of), content=CONTENT))
    assert wording("1.1").findings(findings)["headline"]
