from dataclasses import replace
from datetime import date

import duckdb
import numpy as np
import pandas as pd
import pytest

from analysis.catalogue import analyse
from analysis.findings import Need
from analysis.inputs import Inputs
from analysis.sources import competitors
from datasets.sample.company import make_company
from tests.analysis.conftest import provenance_of
from tests.sizes import SIZES

TODAY = provenance_of(date(2026, 9, 30))


def inputs_of(deals, **tables):
    return Inputs({"deals": deals, **tables}, TODAY)


def simulated(rates, n=1500, seed=2, named=(0.9, 0.9)):
    """Deals against rivals that win by these rates; named: share of lost and of won deals that name theirs."""
    rng = np.random.default_rng(seed)
    rival = rng.choice(list(rates), n)
    won = rng.random(n) < np.vectorize(rates.get)(rival)
    said = rng.random(n) < np.where(won, named[1], named[0])
    return pd.DataFrame(
        {
            "deal_id": [f"D{i}" for i in range(n)],
            "outcome": np.where(won, "won", "lost"),
            "competitor": np.where(said, rival, None),
            "product_id": rng.choice(["P", "Q"], n),
            "segment": rng.choice(["North", "South"], n),
        }
    ).astype("str")


def rows(findings, table="win_rate_by_competitor"):
    return {row["competitor"]: row for row in findings.table(table).rows}


def test_rates_equal_a_direct_query():
    deals = simulated({"Acme": 0.3, "Beta": 0.25})
    counted = duckdb.sql(
        "select competitor, count(*), count(*) filter (outcome = 'won') from deals group by 1"
    ).fetchall()
    findings = analyse("5.1", inputs_of(deals))
    for rival, n, won in counted:
        if rival is not None:
            row = rows(findings)[rival]
            assert (row["deals"], row["won"], row["rate"]) == (n, won, pytest.approx(won / n))
            assert findings.figure(f"win_rate.{rival}").value == pytest.approx(won / n)


def test_a_rival_who_beats_us_is_named():
    findings = analyse("5.1", inputs_of(simulated({"Acme": 0.35, "Beta": 0.35, "Ceta": 0.12})))
    assert findings.headline.code == "rival_and_cell"
    assert findings.headline.arguments["competitor"] == "Ceta"
    assert findings.figure("wins_short.Ceta").low > 0
    assert any(tripwire.figure == "win_rate.Ceta" for tripwire in findings.tripwires)


def test_rivals_alike_are_not_told_apart():
    codes = [
        analyse("5.1", inputs_of(simulated({"Acme": 0.3, "Beta": 0.3, "Ceta": 0.3}, n=600, seed=seed))).headline.code
        for seed in range(SIZES.runs)
    ]
    assert codes.count("none_below") >= 0.9 * SIZES.runs


def test_rivals_named_mostly_after_a_loss_are_said_to_lean_low():
    warned = analyse("5.1", inputs_of(simulated({"Acme": 0.3, "Beta": 0.3}, named=(0.9, 0.5))))
    assert "named_when_lost" in {warning.code for warning in warned.warnings}
    assert warned.figure("rival_named_gap").low > 0.3
    even = analyse("5.1", inputs_of(simulated({"Acme": 0.3, "Beta": 0.3})))
    assert "named_when_lost" not in {warning.code for warning in even.warnings}


def test_the_planted_rival_and_its_cell_are_found():
    company = make_company(deals=6000)
    findings = analyse("5.1", Inputs({name: company[name] for name in ("deals", "accounts", "products")}, TODAY))
    assert findings.headline.code == "rival_and_cell"
    assert [findings.headline.arguments[key] for key in ("competitor", "product", "segment")] == [
        "Aldermark", "Fathom flow meter", "Chemicals",
    ]  # fmt: skip


def test_nothing_is_claimed_where_nothing_is_planted():
    company = make_company(deals=6000, effects=False)
    findings = analyse("5.1", Inputs({name: company[name] for name in ("deals", "accounts", "products")}, TODAY))
    assert findings.headline.code == "none_below"


def test_few_deals_that_name_a_rival_say_nothing():
    findings = analyse("5.1", inputs_of(simulated({"Acme": 0.1, "Beta": 0.5}, n=24)))
    assert findings.headline.code == "too_few_named"
    assert analyse("5.1", inputs_of(simulated({"Acme": 0.3}).assign(competitor="none"))).headline.arguments == {"n": 0}


def test_without_products_the_rivals_stand_and_the_column_is_asked_for():
    findings = analyse("5.1", inputs_of(simulated({"Acme": 0.3, "Beta": 0.2}).drop(columns="product_id")))
    assert Need("deals", ("product_id",)) in findings.needs
    assert set(rows(findings)) == {"Acme", "Beta"}


def test_rivals_are_what_the_room_is_asked_about():
    deals = simulated({"Acme": 0.3, "Beta": 0.2}, n=400)
    counted = deals["competitor"].dropna().value_counts()
    assert competitors({"deals": deals}).to_dict() == counted.to_dict()
    assert competitors({}).empty


@pytest.mark.real_data
def test_without_rivals_the_company_s_rate_and_what_is_lacking(maven):
    findings = analyse("5.1", replace(maven, content={}))
    assert findings.figure("win_rate").value == pytest.approx(4238 / (4238 + 2473))
    assert findings.needs == (Need("deals", ("competitor",)),)
    assert findings.headline.code == "company_only"
