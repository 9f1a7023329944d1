from dataclasses import replace
from datetime import date

import duckdb
import numpy as np
import pandas as pd
import pytest

from analysis.catalogue import analyse, draw, wording
from analysis.charts import DESK
from analysis.findings import Need
from analysis.inputs import Inputs
from tests.analysis.conftest import provenance_of, read_inputs
from tests.sizes import SIZES

TODAY = date(2024, 12, 31)


def simulated(spread, n=2400, cells=6, seed=3, column="region"):
    """Deals decided over 2023 and 2024 at chances that lie `spread` apart over the cells of a column, around 30 %."""
    rng = np.random.default_rng(seed)
    cell = rng.integers(0, cells, n)
    chance = 0.3 + spread * np.linspace(-0.5, 0.5, cells)[cell]
    return pd.DataFrame(
        {
            "deal_id": [f"D{place}" for place in range(n)],
            "outcome": np.where(rng.random(n) < chance, "won", "lost"),
            "closed_on": pd.Timestamp("2023-01-01") + pd.to_timedelta(rng.integers(0, 730, n), unit="D"),
            column: [f"C{place}" for place in cell],
        }
    )


def found(deals, *, window=None, **tables):
    return analyse("1.2", Inputs({"deals": deals, **tables}, provenance_of(TODAY, **(window or {}))))


def said(findings):
    return wording("1.2").say(findings.headline)


def codes(findings):
    return {warning.code for warning in findings.warnings}


def test_counts_equal_a_direct_query():
    deals = simulated(0.3).assign(product_id=lambda rows: np.where(rows.index % 3 == 0, None, "P"))
    ((cells, decided),) = duckdb.sql(
        "select count(distinct region), count(*) from deals where outcome in ('won', 'lost')"
    ).fetchall()
    findings = found(deals)
    assert findings.figure("cells.Region").value == cells
    assert findings.figure("deals_per_cell.Region").value == pytest.approx(decided / cells / 8)
    assert findings.figure("missing.Product").value == pytest.approx(1 / 3)
    rates = deals.assign(won=deals["outcome"] == "won").groupby("region")["won"].agg(["mean", "size"])
    between = (rates["size"] * (rates["mean"] - (deals["outcome"] == "won").mean()) ** 2).sum() / (cells - 1)
    within = (rates["size"] * rates["mean"] * (1 - rates["mean"])).sum() / (decided - cells)
    assert findings.figure("reliability.Region").value == pytest.approx(1 - within / between)


def test_headline_where_a_cut_carries():
    findings = found(simulated(0.3))
    assert findings.headline.code == "carries"
    assert said(findings).startswith("Region is the finest cut that carries: of the spread between its 6 cells 9")
    assert "(n = 2400)" in said(findings)
    assert [figure.of for figure in findings.figures if figure.name == "grain_recommended" and figure.value] == [
        ("Region",)
    ]
    assert findings.tripwires[0].figure == "reliability.Region"


def test_headline_where_the_cut_may_be_chance():
    """Two cells and a spread that the limits do not tell from none."""
    findings = found(simulated(0.06, n=1000, cells=2, seed=4))
    assert findings.headline.code == "carries_perhaps"
    assert findings.figure("reliability.Region").low == 0
    assert "it may be much less" in said(findings)


def test_headline_where_cells_differ_and_do_not_carry():
    findings = found(simulated(0.15, cells=60, column="rep_id"))
    assert findings.headline.code == "none_carries"
    assert said(findings).startswith("No cut carries over 8 quarters: Seller comes nearest")


def test_headline_where_cells_are_alike():
    told = [found(simulated(0.0, seed=seed)).headline.code for seed in range(SIZES.runs)]
    assert told.count("none_differs") >= 0.9 * SIZES.runs
    assert "no cut" in said(found(simulated(0.0))).lower()


def test_headline_of_too_few_deals():
    assert said(found(simulated(0.5, n=60))) == "Only 60 decided deals: too few to say by which cut they can be read"


def test_the_finest_of_two_that_carry_is_put_first():
    deals = simulated(0.4).assign(product_id=lambda rows: rows["region"] + np.where(rows.index % 2 == 0, "a", "b"))
    findings = found(deals)
    assert findings.figure("reliability.Region").value > findings.figure("reliability.Product").value > 0.7
    assert findings.headline.arguments["grain"] in ("Product", "Region × product")


def test_a_quarter_carries_less_by_spearman_brown():
    findings = found(simulated(0.3))
    whole, quarter = (findings.figure(f"{name}.Region").value for name in ("reliability", "reliability_per_quarter"))
    strength = whole / (1 - whole) / 8
    assert quarter == pytest.approx(strength / (1 + strength))


def test_only_what_was_known_and_in_the_last_eight_quarters_counts():
    deals = simulated(0.3)
    old = deals.head(300).assign(closed_on=pd.Timestamp("2022-06-01"), deal_id=lambda rows: "old" + rows["deal_id"])
    late = deals.head(300).assign(closed_on=pd.Timestamp("2025-02-01"), deal_id=lambda rows: "late" + rows["deal_id"])
    findings, alone = found(pd.concat([deals, old, late], ignore_index=True)), found(deals)
    assert findings.figure("reliability.Region") == alone.figure("reliability.Region")
    assert {row["grain"]: row["open"] for row in findings.rows("grains")} == {"Region": 300}
    year = found(deals, window={"since": date(2024, 1, 1), "until": TODAY})
    assert year.figure("reliability.Region").n == int((deals["closed_on"] >= "2024-01-01").sum())


def test_a_missing_column_locks_its_cuts_alone():
    findings = found(simulated(0.3))
    assert findings.needs == (Need("deals", ("product_id", "segment", "rep_id")),)
    assert {figure.of[0] for figure in findings.figures} == {"Region"}


def test_region_and_segment_may_stand_with_the_account():
    deals = simulated(0.3)
    accounts = pd.DataFrame({"account_id": sorted(deals["region"].unique()), "region": list("uvwxyz"), "segment": "S"})
    by_account = found(deals.rename(columns={"region": "account_id"}), accounts=accounts)
    assert by_account.figure("reliability.Region").value == found(deals).figure("reliability.Region").value
    assert "no_spread" in codes(by_account)
    assert np.isnan(by_account.figure("reliability.Segment").value)
    assert by_account.headline.arguments["grain"] == "Region"


def test_accounts_that_resemble_themselves_count_for_less():
    """Cells drawn by account, accounts all won or all lost: the spread between regions is that of few accounts."""
    rng = np.random.default_rng(4)
    account = np.repeat(np.arange(60), 40)
    deals = simulated(0.0, n=2400).assign(
        account_id=[f"A{each}" for each in account],
        region=[f"C{each}" for each in account % 6],
        outcome=np.where(rng.random(2400) < np.repeat(rng.uniform(0, 0.8, 60), 40), "won", "lost"),
    )
    findings = found(deals)
    assert "alike_within_account_id" in codes(findings)
    assert found(deals.drop(columns="account_id")).figure("reliability.Region").value > 0.7
    assert findings.figure("reliability.Region").low == 0


def test_thin_cells_blanks_and_deals_without_a_day_are_said():
    deals = simulated(0.3)
    deals["region"] = deals["region"].mask(deals.index % 5 == 0).mask(deals.index < 12, "Rare")
    deals["closed_on"] = deals["closed_on"].mask(deals.index % 100 == 3)
    assert {"thin", "blanks", "undated"} <= codes(found(deals))
    assert "short_history" in codes(found(deals[deals["closed_on"] >= "2023-07-01"]))


def test_no_seller_s_own_rate_is_shown():
    findings = found(simulated(0.6, cells=30, column="rep_id"))
    assert findings.headline.arguments["grain"] == "Seller"
    assert "cells_of_grain" not in {table.key for table in findings.tables}
    assert "C12" not in str(findings)


def test_the_tripwire_looks_longer_where_a_year_would_fire_by_chance():
    strong, weak = (found(simulated(spread, seed=5)).tripwires[0] for spread in (0.4, 0.19))
    assert (strong.window["rolling"], weak.window["rolling"]) == (4, 8)
    assert strong.why.arguments["chance"] < 0.1


def test_charts_say_what_is_drawn():
    findings = found(simulated(0.3))
    titles = [wording("1.2").say(chart.title) for chart in draw(findings, DESK)]
    assert titles[0].startswith("Region is the finest cut that carries")
    assert titles[1].startswith("By region from")


@pytest.mark.real_data
def test_real_pipeline_is_read_by_product_and_seller(maven):
    findings = analyse("1.2", replace(maven, content={}))
    assert findings.figure("cells.Product").value == 7
    assert findings.figure("cells.Seller").value == 30
    assert findings.figure("reliability.Seller").n == 6711
    assert "short_history" in codes(findings)


@pytest.mark.real_data
def test_real_export_of_few_decided_deals(real_data):
    findings = analyse("1.2", replace(read_inputs(real_data / "hubspot_dummy"), content={}))
    decided = findings.figure("reliability.Region").n
    assert findings.headline.code in ("none_differs", "none_carries", "too_few")
    assert 0 < decided <= 140
