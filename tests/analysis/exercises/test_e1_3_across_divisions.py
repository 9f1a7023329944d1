from dataclasses import replace
from datetime import date

import duckdb
import numpy as np
import pandas as pd
import pytest

from analysis.catalogue import analyse, draw, wording
from analysis.charts import DESK
from analysis.company.results.divisions import stands_for_division
from analysis.findings import Need
from analysis.inputs import Inputs
from tests.analysis.conftest import provenance_of, read_inputs
from tests.sizes import SIZES

TODAY = date(2024, 12, 31)
EVEN = {"A": (0.5, 0.1, 0.4), "B": (0.5, 0.1, 0.4), "C": (0.5, 0.1, 0.4)}
RENEWERS = {"A": (0.6, 0.2, 0.2), "B": (0.5, 0.15, 0.35), "C": (0.1, 0.06, 0.84)}
"""Shares of new small, new large and renewal by division."""


def simulated(mixes, rates, n=400, seed=3):
    """n deals a division decided in 2024; rates: factors of the chance of each kind."""
    rng = np.random.default_rng(seed)
    parts = []
    for name, mix in mixes.items():
        kind = rng.choice(3, n, p=mix)
        chance = np.array([0.25, 0.2, 0.6])[kind] * rates.get(name, 1.0)
        parts.append(pd.DataFrame({"division": name, "kind": kind, "won": rng.random(n) < chance}))
    deals = pd.concat(parts, ignore_index=True)
    closed = pd.Timestamp("2024-01-01") + pd.to_timedelta(rng.integers(0, 365, len(deals)), unit="D")
    return pd.DataFrame(
        {
            "deal_id": [f"D{place}" for place in range(len(deals))],
            "division": deals["division"],
            "deal_type": np.where(deals["kind"] == 2, "renewal", "new"),
            "amount": np.where(deals["kind"] == 1, 1e6, rng.uniform(5e3, 5e4, len(deals))),
            "outcome": np.where(deals["won"], "won", "lost"),
            "closed_on": closed,
            "created_on": closed - pd.to_timedelta(rng.integers(20, 90, len(deals)), unit="D"),
            "rep_days": rng.uniform(1, 9, len(deals)),
            "pricing_model": "licence",
        }
    )


def found(deals, window=None, **tables):
    return analyse("1.3", Inputs({"deals": deals, **tables}, provenance_of(TODAY, **(window or {}))))


def said(findings):
    return wording("1.3").say(findings.headline)


def codes(findings):
    return {warning.code for warning in findings.warnings}


def test_rates_mix_and_money_equal_a_direct_query():
    deals = simulated(RENEWERS, {})
    findings = found(deals)
    rows = duckdb.sql(
        """
        with d as (select *, if(deal_type <> 'new', 2, if(amount >= 1e6, 1, 0)) as kind from deals),
             w as (select kind, count(*) / (select count(*) from d) as weight from d group by kind),
             r as (select division, kind, avg((outcome = 'won')::int) as rate, count(*) as n from d group by all)
        select r.division, sum(rate * weight), sum(rate * n) / sum(n),
               sum(abs(n / (select count(*) from d where division = r.division) - weight)) / 2
        from r join w using (kind) group by r.division
        """
    ).fetchall()
    for division, standardised, raw, gap in rows:
        assert findings.figure(f"win_rate_standardised.{division}").value == pytest.approx(standardised)
        assert findings.figure(f"win_rate.{division}").value == pytest.approx(raw)
        assert findings.figure(f"mix_gap.{division}").value == pytest.approx(gap)
    money = duckdb.sql("select sum(amount) filter (outcome = 'won') / sum(rep_days) from deals where division = 'A'")
    assert findings.figure("value_per_rep_day.A").value == pytest.approx(money.fetchall()[0][0])


def test_headline_where_the_mix_hid_who_is_ahead():
    findings = found(simulated(RENEWERS, {"A": 1.3, "C": 0.85}, n=2000))
    assert findings.headline.code == "turns"
    assert said(findings).startswith("C has the highest win rate, 4")
    assert "at one common mix A is ahead of it" in said(findings)
    assert findings.figure("simpson_pairs").value >= 1
    assert findings.figure("rank_tau").value < 0.5


def test_headline_where_the_lead_may_be_chance():
    findings = found(simulated(RENEWERS, {"A": 1.1}, n=300))
    assert findings.headline.code == "turns_perhaps"
    assert "but that lead may be chance (n = 900)" in said(findings)


def test_headline_where_one_leads_both_ways():
    findings = found(simulated(EVEN, {"B": 1.5}, n=800))
    assert findings.headline.code == "leads_both"
    assert said(findings).startswith("B leads as it is and at one common mix")


def test_no_lead_is_claimed_where_divisions_sell_alike():
    told = [found(simulated(EVEN, {}, seed=seed)).headline.code for seed in range(SIZES.runs)]
    assert sum(code in ("no_lead", "turns_perhaps") for code in told) >= 0.9 * SIZES.runs


def test_headline_of_too_few_deals_and_of_one_division():
    assert said(found(simulated(EVEN, {}, n=15))).startswith("Only 45 decided deals")
    assert found(simulated({"A": EVEN["A"]}, {})).headline.code == "one_division"


def test_a_division_without_a_kind_is_not_put_at_the_mix():
    deals = simulated(dict.fromkeys("ABC", (0.3, 0.3, 0.4)), {})
    deals = deals[~((deals["division"] == "B") & (deals["amount"] == 1e6) & (deals["deal_type"] == "new"))]
    findings = found(deals)
    assert findings.headline.code == "not_standardised"
    assert "under 5 decided deals of a kind in B" in said(findings)
    assert np.isnan(findings.figure("win_rate_standardised.B").value)
    assert "thin_kind" in codes(findings)
    assert findings.figure("thin_share").value == pytest.approx(1 / 9)


def test_the_last_four_quarters_are_compared_and_the_eight_before_are_one_s_own_past():
    now = simulated(EVEN, {})
    before = [now.assign(closed_on=now["closed_on"] - pd.DateOffset(years=years)) for years in (1, 2)]
    deals = pd.concat([now, *before], ignore_index=True)
    findings = found(deals)
    assert findings.figure("win_rate.A").n == found(now).figure("win_rate.A").n == 400
    mine = deals[deals["division"] == "A"]
    rates = (mine["outcome"] == "won").groupby(mine["closed_on"].dt.to_period("Q")).mean()
    past = (findings.figure("win_rate.A").value - rates[:8].mean()) / rates[:8].std()
    assert findings.figure("z_own.A").value == pytest.approx(past)
    assert "no_own_past" in codes(found(now))


def test_the_mix_since_a_day_is_held_against_the_year_before_it():
    deals = simulated({"A": (0.8, 0.1, 0.1), "B": (0.8, 0.1, 0.1)}, {}, n=1000)
    late = deals["closed_on"] >= "2024-10-01"
    deals["deal_type"] = deals["deal_type"].mask(late & (deals["division"] == "A") & (deals.index % 2 == 0), "renewal")
    since = found(deals, {"since": date(2024, 10, 1), "until": TODAY})
    assert since.figure("mix_shift.A").value > 0.3
    assert since.figure("mix_shift.B").value < 0.1
    assert {tripwire.figure for tripwire in since.tripwires} == {"mix_shift.A", "mix_shift.B"}


def test_nothing_after_the_day_is_known():
    deals = simulated(EVEN, {})
    later = deals.assign(closed_on=pd.Timestamp("2025-02-01"), deal_id="later" + deals["deal_id"])
    findings = found(pd.concat([deals, later], ignore_index=True))
    assert findings.figure("win_rate_standardised.A") == found(deals).figure("win_rate_standardised.A")
    assert {row["open"] for row in findings.rows("divisions")} == {400}


def test_days_are_never_mixed():
    deals = simulated(EVEN, {})
    some = deals.assign(rep_days=deals["rep_days"].where(deals.index % 2 == 0))
    findings = found(some)
    assert "cycle_days" in codes(findings)
    days = (deals["closed_on"] - deals["created_on"]).dt.days
    mine = deals["division"] == "A"
    won = deals.loc[mine & (deals["outcome"] == "won"), "amount"].sum()
    assert findings.figure("value_per_rep_day.A").value == pytest.approx(won / days[mine].sum())
    none = found(deals.drop(columns=["rep_days", "created_on"]))
    assert "no_days" in codes(none)
    assert np.isnan(none.figure("value_per_rep_day.A").value)


def test_missing_columns_lock_only_what_rests_on_them():
    findings = found(simulated(EVEN, {}).drop(columns=["closed_on", "pricing_model"]))
    assert findings.needs == (Need("deals", ("closed_on", "pricing_model")),)
    assert findings.figure("pricing_models").value is None
    assert findings.figure("win_rate_standardised.A").value > 0
    assert "all_time" in codes(findings)


def test_deals_of_no_kind_or_division_and_several_currencies_are_said():
    deals = simulated(EVEN, {}).assign(currency="EUR")
    deals["division"] = deals["division"].mask(deals.index % 40 == 0).mask(deals.index < 9, "D")
    deals["deal_type"] = deals["deal_type"].mask(deals.index % 40 == 1)
    assert {"no_division", "no_kind", "thin"} <= codes(found(deals))
    mixed = found(deals.assign(currency=np.where(deals.index % 2, "EUR", "USD")))
    assert "mixed_currencies" in codes(mixed)


def test_charts_say_what_is_found():
    findings = found(simulated(RENEWERS, {"A": 1.3, "C": 0.85}, n=2000))
    titles = [wording("1.3").say(chart.title) for chart in draw(findings, DESK)]
    assert titles[0].startswith("A is first at the common mix")
    assert len(titles) == 4


@pytest.mark.real_data
def test_real_export_names_divisions_and_types(real_data):
    """HubSpot's pipelines and deal types; 140 deals are decided."""
    inputs = replace(read_inputs(real_data / "hubspot_dummy"), content={})
    findings = analyse("1.3", inputs)
    rates = [figure for figure in findings.figures if figure.name == "win_rate"]
    assert 0 < sum(figure.n for figure in rates) <= 140
    assert findings.headline.code != "needs_tables"


@pytest.mark.real_data
def test_regions_of_sellers_stand_in_for_divisions_of_a_real_pipeline(maven, real_data):
    """Maven's sales offices, by a direct count; its deals have no type, so kinds differ by size alone."""
    findings = analyse("1.3", replace(maven, content={}))
    deals = pd.read_csv(real_data / "maven_crm" / "sales_pipeline.csv")
    teams = pd.read_csv(real_data / "maven_crm" / "sales_teams.csv").set_index("sales_agent")["regional_office"]
    decided = deals[deals["deal_stage"].isin(["Won", "Lost"])]
    won = (decided["deal_stage"] == "Won").groupby(decided["sales_agent"].map(teams)).agg(["mean", "size"])
    found = {figure.of[0]: (figure.value, figure.n) for figure in findings.figures if figure.name == "win_rate"}
    assert found == {office: (pytest.approx(row["mean"]), row["size"]) for office, row in won.iterrows()}
    assert {"instead_reps_region", "no_types"} <= {warning.code for warning in findings.warnings}
    assert findings.needs == (Need("deals", ("division", "deal_type", "pricing_model", "rep_days")),)


def test_regions_of_deals_go_before_those_of_sellers():
    deals = pd.DataFrame({"deal_id": ["1"], "outcome": ["won"], "region": ["North"], "rep_id": ["R"]})
    reps = pd.DataFrame({"rep_id": ["R"], "team": ["Blue"]})
    inputs = Inputs({"deals": deals, "reps": reps}, provenance_of(date(2024, 12, 31)))
    assert stands_for_division(inputs) == ("deals", "region")
    without = replace(inputs, tables=inputs.tables | {"deals": inputs.tables["deals"].drop(columns="region")})
    assert stands_for_division(without) == ("reps", "team")
    assert stands_for_division(replace(inputs, tables={})) == ("", "")
