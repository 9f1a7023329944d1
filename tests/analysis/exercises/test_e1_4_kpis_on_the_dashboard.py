from dataclasses import replace
from datetime import date

import duckdb
import numpy as np
import pandas as pd
import pytest
from scipy.stats import spearmanr

from analysis.catalogue import discover, wording
from analysis.company.results.kpis import KPIS
from analysis.findings import Need
from analysis.inputs import ANSWER_COLUMNS, Inputs
from analysis.methods.leave_one_out import left_out_r2
from analysis.sources import resolve, with_resolved
from curriculum.loader import load_folder
from datasets.folder import read_folder
from tests.analysis.conftest import provenance_of

FILE = load_folder().exercises["1.4"].content()
CONTENT = with_resolved(FILE, resolve(FILE, {}))
ITEMS = [item["key"] for item in CONTENT["instruments"][0]["parameters"]["items"]]
ROOM = [(15, 35, 15, 15, 20), (20, 30, 20, 10, 20), (10, 40, 20, 10, 20), (25, 25, 20, 20, 10), (10, 20, 10, 10, 50)]
OPEN = [(5, 5, 5, 5, 80), (0, 10, 0, 0, 90), (0, 0, 0, 0, 100), (10, 0, 0, 0, 90), (0, 0, 10, 0, 90)]


def company(quarters=20, strength=1.0, noise=0.05, seed=3):
    """Tables in which revenue follows the pipeline open at the end of the quarter before, by `strength`."""
    rng = np.random.default_rng(seed)
    first = pd.Period("2019Q1", "Q")
    swing = rng.normal(0, 0.3, quarters + 1)
    deals, costs, targets = [], [], []
    for place in range(quarters + 1):
        quarter = first + place
        start, end = quarter.start_time, quarter.end_time.normalize()
        rate = 0.3 + rng.normal(0, 0.03)
        n = 60
        won = np.arange(n) < round(rate * n)
        before = swing[place - 1] if place else 0.0
        money = np.exp(strength * before + noise * rng.normal()) * 1e6 / won.sum()
        created = start + pd.to_timedelta(np.arange(n) % 40, unit="D")
        closed = created + pd.to_timedelta(20 + rng.integers(0, 10, n) + rng.integers(0, 8), unit="D")
        deals.append(pd.DataFrame({
            "created_on": created, "closed_on": closed, "outcome": np.where(won, "won", "lost"), "amount": money,
            "discount_pct": 10 + rng.normal(0, 2), "deal_type": np.where(np.arange(n) % 2, "new", "renewal"),
        }))  # fmt: skip
        standing = pd.DataFrame({
            "created_on": end, "closed_on": end + pd.Timedelta(days=30), "outcome": "lost",
            "amount": 3e6 * np.exp(swing[place]) / 20, "discount_pct": np.nan, "deal_type": "new",
        }, index=range(20))  # fmt: skip
        deals.append(standing)
        costs += [
            ("Fair", "Fair", str(month), 1000 * rng.uniform(2, 4)) for month in pd.period_range(start, end, freq="M")
        ]
        targets.append((f"{quarter.year}-Q{quarter.quarter}", "company", "Us", 1e6))
    deals = pd.concat(deals, ignore_index=True)
    deals["deal_id"] = [f"D{i:05}" for i in range(len(deals))]
    return {
        "deals": deals,
        "campaigns": pd.DataFrame(costs, columns=["campaign", "channel", "period", "cost"]),
        "targets": pd.DataFrame(targets, columns=["period", "unit_type", "unit_id", "target"]),
    }


def spreads(people, round_="1"):
    rows = [
        {"exercise": "1.4", "round": round_, "participant": f"p{place}", "item": item, "value": str(points)}
        for place, person in enumerate(people)
        for item, points in zip(ITEMS, person, strict=True)
    ]
    return pd.DataFrame(rows).reindex(columns=list(ANSWER_COLUMNS))


def found_in(tables, people=None, answers=None, as_of=None, **window):
    as_of = as_of or tables["deals"]["created_on"].max().to_period("Q").end_time.date()
    answers = answers if answers is not None else spreads(people or [])
    inputs = Inputs(tables, provenance_of(as_of, **window), answers, CONTENT)
    return discover()["1.4"].analyse(inputs)


def said(findings):
    return wording("1.4").say(findings.headline)


def codes(findings):
    return {warning.code for warning in findings.warnings}


@pytest.fixture(scope="module")
def tables():
    return company()


@pytest.fixture(scope="module")
def found(tables):
    return found_in(tables, ROOM)


def test_figures_by_quarter_equal_direct_queries(tables, found):
    deals, campaigns = tables["deals"], tables["campaigns"]
    rows = {row["quarter"]: row for row in found.table("quarters").rows}
    query = """
        select year(closed_on) || '-Q' || quarter(closed_on), avg((outcome = 'won')::int),
            median(date_diff('day', created_on, closed_on)), avg(discount_pct) filter (outcome = 'won'),
            sum(amount) filter (outcome = 'won'), count(*) filter (outcome = 'won' and deal_type = 'new')
        from deals group by 1
    """
    spent = dict(
        duckdb.sql("""
        select left(period, 4) || '-Q' || ceil(right(period, 2)::int / 3)::int, sum(cost) from campaigns group by 1
    """).fetchall()
    )
    assert len(campaigns) == 63
    checked = 0
    for quarter, rate, cycle, discount, revenue, new in duckdb.sql(query).fetchall():
        if quarter in rows:
            row = rows[quarter]
            assert (row["win_rate"], row["cycle"]) == (pytest.approx(rate), cycle)
            assert (row["discount"], row["revenue"]) == (pytest.approx(discount), pytest.approx(revenue))
            assert row["cac"] == pytest.approx(spent[quarter] / new)
            checked += 1
    assert checked == len(rows) == 19
    end = pd.Timestamp("2021-06-30")
    standing = deals[(deals["created_on"] <= end) & (deals["closed_on"] > end)]
    assert rows["2021-Q2"]["coverage"] == pytest.approx(standing["amount"].sum() / 1e6)
    assert rows["2021-Q2"]["next_revenue"] == rows["2021-Q3"]["revenue"]


def test_correlations_and_shares_are_those_of_the_table(found):
    rows = pd.DataFrame(found.table("quarters").rows)
    turned = rows[list(KPIS)] * [-1, 1, -1, -1, 1]
    for kpi in KPIS:
        expected = spearmanr(turned[kpi], rows["next_revenue"]).statistic
        assert found.figure(f"rank_correlation.{kpi}").value == pytest.approx(expected)
        others = turned.drop(columns=kpi)
        assert found.figure(f"loo_r2_without.{kpi}").value == pytest.approx(left_out_r2(others, rows["next_revenue"]))
    assert found.figure("redundancy.cac.discount").value == pytest.approx(turned["cac"].corr(turned["discount"]))
    assert found.figure("loo_r2").value == pytest.approx(left_out_r2(turned, rows["next_revenue"]))
    scored = (turned / turned.std()) @ np.mean(ROOM, axis=0)
    dilution = found.figure("dilution")
    assert dilution.value == pytest.approx(1 - spearmanr(scored, rows["next_revenue"]).statistic)
    assert dilution.low < dilution.value < dilution.high
    each = [1 - spearmanr((turned / turned.std()) @ person, rows["next_revenue"]).statistic for person in ROOM]
    spread = found.figure("dilution_range")
    assert (spread.value, spread.low, spread.high, spread.n) == pytest.approx(
        (np.median(each), min(each), max(each), 5)
    )


def test_the_planted_figure_foretells_and_the_others_do_not(found):
    assert found.figure("rank_correlation.coverage").low > 0.2
    assert found.figure("loo_r2_alone.coverage").value > 0.6
    assert found.figure("loo_r2_two").value >= found.figure("loo_r2_alone.coverage").value - 0.2
    assert max(found.figure(f"loo_r2_alone.{kpi}").value for kpi in KPIS if kpi != "coverage") < 0.3


def test_a_score_that_follows_revenue_is_said_to(tables):
    findings = found_in(tables, OPEN)
    assert findings.headline.code == "score_holds"
    assert said(findings).startswith("At the room’s points the score goes with the next quarter’s revenue: in ")
    assert said(findings).endswith("19 quarters)")


def test_a_score_that_does_not_is_hedged():
    findings = found_in(company(strength=0.0), ROOM)
    assert findings.headline.code == "score_unclear"
    assert said(findings).startswith("Whether the score at the room’s points goes with revenue is not clear: in ")


def test_without_points_the_figure_that_revenue_follows_is_named(tables):
    findings = found_in(tables)
    assert said(findings).startswith("Coverage goes with the next quarter’s revenue: in ")
    assert findings.figure("dilution").value != findings.figure("rank_correlation.coverage").value
    assert np.isnan(findings.figure("dilution").value)
    assert "no_points" in codes(findings)


def test_where_none_is_followed_none_is_named():
    assert said(found_in(company(strength=0.0, seed=5))).startswith("None of the figures clearly goes with")


def test_under_twelve_quarters_no_score_is_held_against_revenue():
    findings = found_in(company(quarters=11), OPEN)
    assert said(findings).startswith("Only 10 quarters can be set beside the revenue of the quarter after: under 12")
    for key in ("dilution", "dilution_range", "loo_r2", "loo_r2_two", "loo_r2_alone.coverage"):
        assert np.isnan(findings.figure(key).value)
    assert findings.figure("rank_correlation.coverage").value > 0.5
    assert "few_quarters" in codes(findings)


def test_fewer_than_five_spreads_stay_hidden(tables):
    findings = found_in(tables, OPEN[:4])
    assert np.isnan(findings.figure("dilution").value)
    assert np.isnan(findings.figure("dilution_range").value)


def test_the_points_decided_have_their_own_dilution(tables, found):
    assert np.isnan(found.figure("dilution_chosen").value)
    assert "not_decided" in codes(found)
    answers = pd.concat([spreads(ROOM), spreads([(0, 0, 0, 0, 100)], "decided")], ignore_index=True)
    findings = found_in(tables, answers=answers)
    alone = found.figure("rank_correlation.coverage")
    assert findings.figure("dilution_chosen").value == pytest.approx(1 - alone.value)
    assert findings.figure("dilution").value == found.figure("dilution").value
    assert [tripwire.figure for tripwire in findings.tripwires] == ["dilution_chosen"]


def test_missing_tables_lock_only_what_rests_on_them(tables):
    findings = found_in({"deals": tables["deals"].drop(columns="discount_pct")}, ROOM)
    assert {need.table for need in findings.needs} == {"campaigns", "deals", "targets"}
    assert Need("deals", ("discount_pct",)) in findings.needs
    assert findings.figure("rank_correlation.win_rate").n == 19
    assert np.isnan(findings.figure("rank_correlation.discount").value)
    assert np.isnan(findings.figure("dilution").value)
    assert {"not_there", "score_lacks"} <= codes(findings)


def test_a_figure_that_does_not_vary_is_said_to(tables):
    findings = found_in(tables | {"deals": tables["deals"].assign(discount_pct=5.0)}, ROOM)
    assert "no_variation" in codes(findings)
    assert np.isnan(findings.figure("redundancy.cac.discount").value)


def test_what_comes_after_the_day_changes_nothing(tables):
    early = date(2023, 6, 30)
    deals = tables["deals"][tables["deals"]["created_on"] <= pd.Timestamp(early)]
    later = deals["closed_on"] > pd.Timestamp(early)
    known = deals.assign(outcome=deals["outcome"].mask(later, "open"), closed_on=deals["closed_on"].mask(later))
    assert (
        found_in(tables, ROOM, as_of=early).to_bytes()
        == found_in(tables | {"deals": known}, ROOM, as_of=early).to_bytes()
    )


def test_a_window_counts_its_own_quarters(tables):
    findings = found_in(tables, ROOM, since=date(2021, 1, 1))
    assert findings.table("quarters").rows[0]["quarter"] == "2020-Q4"  # its next quarter is the window's first
    assert findings.figure("dilution").n == 13
    until = found_in(tables, ROOM, until=date(2022, 12, 31))
    assert until.table("quarters").rows[-1]["quarter"] == "2022-Q3"


def test_a_trend_in_both_is_said(tables):
    deals = tables["deals"]
    years = (deals["created_on"].dt.year - 2019 + deals["created_on"].dt.day_of_year / 366).to_numpy()
    findings = found_in(tables | {"deals": deals.assign(amount=deals["amount"] * 1.5**years)}, ROOM)
    warning = next(warning for warning in findings.warnings if warning.code == "trends")
    assert "Coverage" in warning.arguments["groups"]


def test_several_currencies_without_rates_refuse(tables):
    deals = tables["deals"]
    findings = found_in(tables | {"deals": deals.assign(currency=np.where(deals.index % 2, "EUR", "USD"))})
    assert findings.headline.code == "no_money"
    assert "mixed_currencies" in codes(findings)


@pytest.mark.real_data
def test_ten_months_of_maven_are_too_few_quarters(maven):
    findings = discover()["1.4"].analyse(replace(maven, content=CONTENT))
    assert findings.headline.code == "too_few"
    assert findings.headline.arguments["n"] <= 3
    assert "amount_told_late" in codes(findings)


@pytest.mark.real_data
def test_hubspot_deals_are_counted_by_quarter(real_data):
    prepared = read_folder(real_data / "hubspot_dummy")
    findings = discover()["1.4"].analyse(Inputs(prepared.tables, provenance_of(prepared.as_of), content=CONTENT))
    assert wording("1.4").findings(findings)["headline"]
