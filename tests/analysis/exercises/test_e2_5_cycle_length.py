from dataclasses import replace
from datetime import date

import duckdb
import numpy as np
import pandas as pd
import pytest
from lifelines import KaplanMeierFitter
from lifelines.utils import median_survival_times

from analysis.catalogue import analyse
from analysis.findings import Message, Need

DAY_0 = pd.Timestamp("2023-01-02")


def rows(findings, table="cycle_by_product", key="product"):
    return {row[key]: row for row in findings.table(table).rows}


def with_deals(inputs, deals, **tables):
    return replace(inputs, tables={"deals": deals, **tables})


@pytest.mark.real_data
def test_counts_by_product_equal_a_direct_query(maven, real_data):
    query = f"""
        select replace(product, 'GTXPro', 'GTX Pro'), count(*) filter (deal_stage in ('Won', 'Lost')),
               count(*) filter (deal_stage = 'Engaging')
        from '{real_data}/maven_crm/sales_pipeline.csv' where engage_date is not null group by 1
    """  # noqa: S608
    counted = {product: tuple(counts) for product, *counts in duckdb.sql(query).fetchall()}
    found = rows(analyse("2.5", maven))
    assert {product: (row["deals"], row["open"]) for product, row in found.items()} == counted


@pytest.mark.real_data
def test_medians_equal_lifelines_on_the_file_itself(maven, real_data):
    deals = pd.read_csv(real_data / "maven_crm" / "sales_pipeline.csv", parse_dates=["engage_date", "close_date"])
    deals = deals.dropna(subset=["engage_date"]).replace({"product": {"GTXPro": "GTX Pro"}})
    end = deals["close_date"].fillna(pd.Timestamp("2017-12-31"))
    deals = deals.assign(age=(end - deals["engage_date"]).dt.days, closed=deals["deal_stage"].isin(["Won", "Lost"]))
    findings = analyse("2.5", maven)
    found = rows(findings)
    for product, group in deals.groupby("product"):
        fit = KaplanMeierFitter().fit(group["age"], group["closed"])
        low, high = median_survival_times(fit.confidence_interval_).iloc[0]
        row = found[product]
        expected = [value if np.isfinite(value) else None for value in (fit.median_survival_time_, low, high)]
        assert [row["median_days"], row["low"], row["high"]] == expected
    # The printed example of the workshop output gives 69 days for all 8,300 deals.
    assert (findings.figure("median_cycle").value, findings.figure("median_cycle").n) == (69, 8300)


@pytest.mark.real_data
def test_what_is_left_out_or_open_is_counted_and_said(maven):
    warnings = {warning.code: warning.arguments for warning in analyse("2.5", maven).warnings}
    assert warnings["no_created_on"] == {"n": 500}
    assert warnings["thin"] == {"group": "GTK 500", "n": 25}
    assert "left_truncated" in warnings
    assert "GTK 500" in warnings["immature_groups"]["groups"]


@pytest.mark.real_data
def test_dwell_of_real_stages_equals_a_direct_query(pe, real_data):
    # Stays that are over, as stated in the file; those of deals still open are censored and lie beyond these.
    found = rows(analyse("2.5", pe), "elapsed_by_stage", "stage")
    query = f"""
        select stage, count(*) from '{real_data}/pe_pipeline_synthetic/stage_history.csv'
        where stage in ('Reviewed', 'Indication', 'Offer') group by 1
    """  # noqa: S608
    assert {stage: row["visits"] for stage, row in found.items()} == dict(duckdb.sql(query).fetchall())
    assert sum(row["share"] for row in found.values()) == pytest.approx(1)


def test_the_slow_product_is_named(funnel):
    findings = analyse("2.5", funnel(slow=2.0))
    assert findings.headline.code == "slow_product"
    assert findings.headline.arguments["product"] == "C"
    found = rows(findings)
    assert found["C"]["p_adjusted"] < 0.001
    assert found["C"]["median_days"] > 1.5 * found["A"]["median_days"]
    (wire,) = findings.tripwires
    assert wire.threshold == pytest.approx(1.2 * findings.figure("median_cycle").value)


def test_products_that_take_alike_are_not_told_apart(funnel):
    findings = analyse("2.5", funnel(seed=8))
    assert findings.headline.code in ("alike", "slow_at_stage")
    assert all(row["p_adjusted"] > 0.05 for row in findings.table("cycle_by_product").rows)


def test_few_deals_say_nothing(funnel):
    findings = analyse("2.5", funnel(n=3))
    assert findings.headline.code == "too_little"
    assert findings.tripwires == ()


def test_an_empty_folder_says_what_it_needs(funnel):
    findings = analyse("2.5", replace(funnel(n=3), tables={}))
    assert findings.needs == (Need("deals", ("outcome", "closed_on", "created_on")),)


def test_open_deals_lengthen_the_median(funnel):
    inputs = funnel(n=20)
    days = np.arange(10, 50)
    deals = pd.DataFrame({"deal_id": [f"D{d}" for d in days], "outcome": "won", "created_on": DAY_0, "product_id": "A"})
    closed = deals.assign(closed_on=DAY_0 + pd.to_timedelta(days, unit="D"))
    still = closed.assign(outcome=np.where(days > 20, "open", "won"), closed_on=closed["closed_on"].where(days <= 20))
    assert rows(analyse("2.5", with_deals(inputs, closed)))["A"]["median_days"] == 29
    findings = analyse("2.5", with_deals(inputs, still))
    assert rows(findings)["A"]["median_days"] is None
    assert findings.headline.code == "not_half"
    assert Message("median_not_reached", {"groups": "A"}) in findings.warnings


def test_withdrawn_deals_are_no_closing_and_compete_with_winning(funnel):
    days = np.arange(1, 41)
    deals = pd.DataFrame({"deal_id": [f"D{d}" for d in days], "created_on": DAY_0, "product_id": "A"})
    deals = deals.assign(
        outcome=np.where(days % 2, "won", "withdrawn"), closed_on=DAY_0 + pd.to_timedelta(days, unit="D")
    )
    findings = analyse("2.5", with_deals(funnel(n=20), deals))
    assert findings.figure("win_within_180").value == pytest.approx(0.5)
    assert rows(findings)["A"]["deals"] == 20
    assert findings.figure("median_cycle").value > 25  # as if the withdrawn might still have closed


def test_contradictory_dates_are_left_out_and_counted(funnel):
    inputs = funnel(n=200)
    deals = inputs.tables["deals"]
    wrong = deals["created_on"].mask(deals.index < 7, deals["closed_on"] + pd.Timedelta(days=3))
    findings = analyse("2.5", with_deals(inputs, deals.assign(created_on=wrong)))
    assert Message("contradictory_dates", {"n": 7}) in findings.warnings
    assert findings.figure("median_cycle").n == 193


def test_names_of_products_are_shown_and_namesakes_keep_their_ids(funnel):
    inputs = funnel(n=300)
    products = pd.DataFrame({"product_id": ["A", "B", "C"], "name": ["Pump", "Valve", "Valve"]})
    findings = analyse("2.5", replace(inputs, tables=inputs.tables | {"products": products}))
    assert set(rows(findings)) == {"Pump", "B", "C"}


def test_without_products_the_company_stands_alone(funnel):
    inputs = funnel(n=300)
    deals = inputs.tables["deals"].drop(columns="product_id")
    findings = analyse("2.5", with_deals(inputs, deals))
    assert Need("deals", ("product_id",)) in findings.needs
    assert Need("stage_events", ("deal_id", "stage", "entered_at")) in findings.needs
    assert findings.headline.code == "company_only"


def test_stays_end_with_the_next_stage_the_close_or_run_on(funnel):
    deals = pd.DataFrame(
        {
            "deal_id": ["D0", "D1"],
            "outcome": ["won", "open"],
            "created_on": pd.to_datetime(["2024-12-01", "2024-12-01"]),
            "closed_on": pd.to_datetime(["2024-12-11", None]),
            "product_id": "A",
        }
    )
    history = pd.DataFrame(
        {
            "deal_id": ["D0", "D0", "D1"],
            "stage": ["Try", "Buy", "Try"],
            "entered_at": pd.to_datetime(["2024-12-01", "2024-12-05", "2024-12-21"]),
        }
    )
    found = rows(analyse("2.5", with_deals(funnel(n=20), deals, stage_events=history)), "elapsed_by_stage", "stage")
    assert (found["Try"]["total_days"], found["Buy"]["total_days"]) == (4 + 10, 6)
    dwell = rows(analyse("2.5", with_deals(funnel(n=20), deals, stage_events=history)), "dwell_by_stage", "stage")
    assert (dwell["Try"]["visits"], dwell["Try"]["running"], dwell["Try"]["median_days"]) == (2, 1, 4)


def test_dwell_equals_a_direct_query(funnel):
    inputs = funnel()
    deals, history = inputs.tables["deals"], inputs.tables["stage_events"]  # noqa: F841 - read by the query
    query = """
        with ends as (select *, lead(entered_at) over (partition by deal_id order by entered_at) as next from history),
             stays as (select stage, product_id, coalesce(next, closed_on) - entered_at as d
                       from ends join deals using (deal_id))
        select stage, product_id, count(*), quantile_disc(date_part('day', d), 0.5),
               quantile_disc(date_part('day', d), 0.8)
        from stays where d is not null group by all
    """
    counted = {(stage, product): rest for stage, product, *rest in duckdb.sql(query).fetchall()}
    for row in analyse("2.5", inputs).table("dwell_by_stage").rows:
        if not row["running"]:
            assert [row["visits"], row["median_days"], row["p80_days"]] == counted[row["stage"], row["product"]]


def test_a_window_leaves_deals_at_risk_from_the_age_they_had(funnel):
    inputs = funnel(n=1500)
    late = replace(inputs, provenance=replace(inputs.provenance, since=date(2024, 1, 1)))
    whole, part = (analyse("2.5", one).figure("median_cycle") for one in (inputs, late))
    assert part.n < whole.n
    assert part.value == pytest.approx(whole.value, rel=0.1)  # nothing changed, so the window must not lean
