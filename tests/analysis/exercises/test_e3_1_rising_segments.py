from dataclasses import replace
from datetime import date

import duckdb
import numpy as np
import pandas as pd
import pytest

from analysis.catalogue import analyse, discover
from analysis.findings import Message, Need, Provenance
from analysis.inputs import Inputs
from analysis.wording import Wording

END_2024 = Provenance(snapshot="", answers="", code="", as_of=date(2024, 12, 31))


def two_years_of_deals(rates, n=400, amount=1000.0):
    """n deals a year for each segment in `rates`, spread evenly; exactly its (earlier, later) rate of them is won."""
    years = [pd.date_range(f"{year}-01-01", f"{year}-12-31", periods=n) for year in (2023, 2024)]
    parts = [
        pd.DataFrame({"segment": segment, "closed_on": days, "won": np.diff(np.arange(n + 1) * rate // 1) == 1})
        for segment, pair in rates.items()
        for days, rate in zip(years, pair, strict=True)
    ]
    deals = pd.concat(parts, ignore_index=True)
    return deals.assign(outcome=np.where(deals["won"], "won", "lost"), amount=amount)


def findings_for(deals, provenance=END_2024):
    return analyse("3.1", Inputs({"deals": deals}, provenance))


def win_rate_table(findings):
    return {row["segment"]: row for row in findings.table("win_rate_by_segment").rows}


@pytest.mark.real_data
def test_win_rate_of_maven_equals_a_direct_count(maven, real_data):
    figure = analyse("3.1", maven).figure("win_rate")
    pipeline = pd.read_csv(real_data / "maven_crm" / "sales_pipeline.csv")
    won, lost = ((pipeline["deal_stage"] == stage).sum() for stage in ("Won", "Lost"))
    assert (figure.value, figure.n) == (won / (won + lost), won + lost) == (4238 / 6711, 6711)


@pytest.mark.real_data
def test_segments_of_maven_equal_a_direct_query(maven, real_data):
    folder = real_data / "maven_crm"
    query = f"""
        select sector, count(*) filter (deal_stage in ('Won', 'Lost')), count(*) filter (deal_stage = 'Won'),
               count(*) filter (deal_stage in ('Engaging', 'Prospecting'))
        from '{folder}/sales_pipeline.csv' join '{folder}/accounts.csv' using (account) group by sector
    """  # noqa: S608
    rows = duckdb.sql(query).fetchall()
    found = win_rate_table(analyse("3.1", maven))
    counted = {row["segment"]: (row["deals"], row["won"], row["open"]) for row in found.values()}
    assert counted == {sector: tuple(counts) for sector, *counts in rows}
    assert found["retail"]["rate"] == pytest.approx(799 / 1267)


@pytest.mark.real_data
def test_quarters_of_maven_equal_a_direct_query(maven, real_data):
    query = f"""
        select year(close_date) || '-Q' || quarter(close_date), count(*), count(*) filter (deal_stage = 'Won')
        from '{real_data}/maven_crm/sales_pipeline.csv' where deal_stage in ('Won', 'Lost') group by 1
    """  # noqa: S608
    rows = duckdb.sql(query).fetchall()
    table = analyse("3.1", maven).table("win_rate_by_quarter").rows
    assert {(row["quarter"], row["deals"], row["won"]) for row in table if row["deals"]} == set(rows)


def test_segment_of_the_account_goes_before_its_industry():
    deals = pd.DataFrame({"outcome": ["won"], "closed_on": pd.to_datetime(["2024-05-01"]), "account_id": ["A"]})
    accounts = pd.DataFrame({"account_id": ["A"], "industry": ["Steel"], "segment": ["Large"]})
    findings = analyse("3.1", Inputs({"deals": deals, "accounts": accounts}, END_2024))
    assert list(win_rate_table(findings)) == ["Large"]


@pytest.mark.real_data
def test_ten_months_of_maven_refuse_a_rise_and_say_why(maven):
    findings = analyse("3.1", maven)
    codes = [warning.code for warning in findings.warnings]
    assert {"fully_pooled", "short_history", "open_beside", "left_truncated", "immature"} <= set(codes)
    assert findings.headline == Message("cannot_tell")
    assert findings.tripwires == ()


def test_a_planted_rise_is_named_valued_and_given_a_tripwire():
    findings = findings_for(two_years_of_deals({"Retail": (0.4, 0.6), "Energy": (0.4, 0.4), "Public": (0.5, 0.45)}))
    assert findings.headline.code == "rising"
    assert findings.headline.arguments["segment"] == "Retail"
    assert findings.headline.arguments["points"] == pytest.approx(20)
    assert 0 < findings.headline.arguments["low"] < 20 < findings.headline.arguments["high"]
    assert findings.figure("chance_of_rise.Retail").value > 0.999
    assert findings.figure("chance_of_rise.Energy").value == pytest.approx(0.5, abs=0.05)
    assert findings.figure("worth_per_year.Retail").value == pytest.approx(0.2 * 400 * 1000)
    assert [tripwire.figure for tripwire in findings.tripwires] == ["chance_of_rise.Retail"]


def test_steady_rates_name_no_segment():
    findings = findings_for(two_years_of_deals({"Retail": (0.4, 0.4), "Energy": (0.5, 0.5)}))
    assert findings.headline == Message("none_rising")


def test_deals_closed_after_the_day_are_open_on_it():
    deals = two_years_of_deals({"Retail": (0.4, 0.6)})
    findings = findings_for(deals, replace(END_2024, as_of=date(2023, 12, 31)))
    row = win_rate_table(findings)["Retail"]
    assert (row["deals"], row["won"], row["open"]) == (400, 160, 400)


def test_window_leaves_out_what_closed_outside_it():
    deals = two_years_of_deals({"Retail": (0.4, 0.6)})
    assert findings_for(deals, replace(END_2024, since=date(2024, 1, 1))).figure("win_rate").value == 0.6
    assert findings_for(deals, replace(END_2024, until=date(2023, 12, 31))).figure("win_rate").value == 0.4


def test_few_deals_are_warned_of():
    findings = findings_for(two_years_of_deals({"Retail": (0.4, 0.6), "Energy": (0.5, 0.5)}, n=10))
    assert Message("thin", {"group": "Retail", "n": 20}) in findings.warnings


def test_without_amounts_only_the_worth_is_missing():
    findings = findings_for(two_years_of_deals({"Retail": (0.2, 0.6), "Energy": (0.4, 0.4)}).drop(columns="amount"))
    assert np.isnan(findings.figure("worth_per_year.Retail").value)
    assert findings.figure("rise.Retail").value == pytest.approx(0.4)


def test_without_segments_the_win_rate_stands_and_the_column_is_asked_for():
    findings = findings_for(two_years_of_deals({"Retail": (0.4, 0.6)}).drop(columns="segment"))
    assert findings.figure("win_rate").value == 0.5
    assert Need("deals", ("segment",)) in findings.needs


def test_without_days_of_creation_the_cohorts_are_asked_for():
    findings = findings_for(two_years_of_deals({"Retail": (0.4, 0.6)}))
    assert Need("deals", ("created_on",)) in findings.needs
    assert "created" not in findings.table("win_rate_by_quarter").rows[0]


def test_cohorts_stand_beside_the_trend_and_say_that_they_are_immature():
    deals = two_years_of_deals({"Retail": (0.4, 0.6), "Energy": (0.4, 0.4)})
    created = deals["closed_on"] - pd.Timedelta(days=100)
    open_ones = pd.DataFrame(
        {"segment": "Retail", "outcome": "open", "created_on": pd.to_datetime(["2024-08-01"] * 80)}
    )
    findings = findings_for(pd.concat([deals.assign(created_on=created), open_ones], ignore_index=True))
    rows = {row["quarter"]: row for row in findings.table("win_rate_by_quarter").rows}
    assert rows["2023-Q2"]["cohort_share"] == pytest.approx(0.4, abs=0.02)  # all closed on day 100
    assert (rows["2024-Q3"]["cohort_open"], rows["2024-Q3"]["created"] > 200) == (80, True)
    assert Message("immature", {"groups": "2024-Q3"}) in findings.warnings


def test_a_small_rise_is_hedged():
    findings = findings_for(
        two_years_of_deals({"Retail": (0.4, 0.46), "Energy": (0.5, 0.5), "Public": (0.3, 0.3)}, n=250)
    )
    assert findings.headline.code == "may_rise"
    assert findings.headline.arguments["segment"] == "Retail"


def test_rates_that_do_not_differ_say_so():
    findings = findings_for(two_years_of_deals({"Retail": (0.4, 0.4), "Energy": (0.4, 0.4)}))
    assert findings.headline == Message("none_differs")
    assert Message("no_variation") in findings.warnings
    assert np.isnan(findings.figure("chance_of_rise.Retail").value)


def test_deals_of_one_account_that_end_alike_widen_the_limits_and_weaken_the_chance():
    rng = np.random.default_rng(3)
    deals = two_years_of_deals({"Retail": (0.4, 0.6), "Energy": (0.4, 0.4)})
    accounts = rng.integers(0, 80, len(deals))
    alone = findings_for(deals)
    alike = deals.assign(
        account_id=accounts, outcome=np.where(rng.random(80)[accounts] < 0.5 + 0.1 * deals["won"], "won", "lost")
    )
    together = findings_for(alike)
    warning = next(warning for warning in together.warnings if warning.code == "clustered_by_account_id")
    assert warning.arguments["effect"] > 5
    plain, wide = (one.figure("win_rate").high - one.figure("win_rate").low for one in (alone, together))
    assert wide > 2 * plain
    assert together.figure("win_rate").method == "Cluster bootstrap"


def test_amounts_in_several_currencies_give_no_worth():
    deals = two_years_of_deals({"Retail": (0.4, 0.6), "Energy": (0.4, 0.4)})
    deals["currency"] = np.where(deals.index % 2, "EUR", "USD")
    findings = findings_for(deals)
    assert Message("mixed_currencies", {"currencies": "EUR, USD"}) in findings.warnings
    assert np.isnan(findings.figure("worth_per_year.Retail").value)


def test_stored_quarters_are_used_but_not_for_deals_that_closed_later():
    deals = two_years_of_deals({"Retail": (0.4, 0.6), "Energy": (0.4, 0.4)})
    code = (4 * deals["closed_on"].dt.year + deals["closed_on"].dt.quarter - 1).astype("Int32")
    mid = replace(END_2024, as_of=date(2024, 6, 30))
    for provenance in (END_2024, mid):
        stored, computed = (findings_for(frame, provenance) for frame in (deals.assign(closed_quarter=code), deals))
        assert stored.to_bytes() == computed.to_bytes()


def test_words_of_the_findings():
    findings = findings_for(two_years_of_deals({"Retail": (0.4, 0.6), "Energy": (0.4, 0.4)}))
    spoken = Wording(discover()["3.1"].WORDS).findings(findings)
    assert spoken["headline"].startswith("Retail is on the rise: 20 more wins in 100 deals than the year before (13 to")
    assert spoken["figures"][1]["label"] == "Chance of a rise · Retail"
