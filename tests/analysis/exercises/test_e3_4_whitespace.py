"""3.4 on made-up accounts whose habits are told, and on the real files, against direct queries."""

from dataclasses import replace
from datetime import date

import duckdb
import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import precision_score

from analysis.catalogue import analyse, draw, wording
from analysis.charts import PAPER
from analysis.company.markets.offer_lists import Lists, gain, held_out
from analysis.company.markets.ownership import Matrix, matrix_of
from analysis.findings import Message, Need
from analysis.inputs import Inputs
from analysis.methods.intervals import newcombe_interval, wilson_interval
from tests.analysis.conftest import provenance_of

AS_OF = date(2025, 12, 31)
PRODUCTS = ("Alarm", "Bell", "Camera", "Door")


def company(paired=0.45, usual=0.12, amount=None, accounts=700, seed=4, lost=1.0):
    """Three years of accounts that each year buy what they lack with the chance `usual`, a Bell with `paired` where
    they own an Alarm. Beside each purchase, `lost` lost offers an account and year on average."""
    rng, rows = np.random.default_rng(seed), []
    price = {"Alarm": 1000.0, "Bell": 2000.0, "Camera": 500.0, "Door": 800.0} | (amount or {})
    owned = np.zeros((accounts, 4), bool)
    for year in (2023, 2024, 2025):
        chance = np.full((accounts, 4), usual)
        chance[:, 1] = np.where(owned[:, 0], paired, usual / 2)
        bought = (rng.random((accounts, 4)) < chance) & ~owned
        tried = (rng.random((accounts, 4)) < 0.1 * lost) & ~bought
        for outcome, flags in (("won", bought), ("lost", tried)):
            for account, product in np.argwhere(flags):
                day = pd.Timestamp(f"{year}-01-05") + pd.Timedelta(days=int(rng.integers(0, 355)))
                rows.append((f"A{account:04}", PRODUCTS[product], outcome, day, price[PRODUCTS[product]]))
        owned |= bought
    deals = pd.DataFrame(rows, columns=["account_id", "product_id", "outcome", "closed_on", "amount"])
    deals = deals.assign(deal_id=[f"D{place}" for place in range(len(deals))])
    deals["created_on"] = deals["closed_on"] - pd.Timedelta(days=3)
    ids = pd.DataFrame({"account_id": [f"A{place:04}" for place in range(accounts)]})
    return Inputs({"deals": deals, "accounts": ids}, provenance_of(AS_OF))


@pytest.fixture(scope="module")
def inputs():
    return company()


@pytest.fixture(scope="module")
def found(inputs):
    return analyse("3.4", inputs)


def with_deals(inputs, **columns):
    return replace(inputs, tables=inputs.tables | {"deals": inputs.tables["deals"].assign(**columns)})


def codes(findings):
    return {warning.code for warning in findings.warnings}


def said(findings):
    return wording("3.4").say(findings.headline)


def test_ownership_and_purchases_equal_a_direct_query(inputs, found):
    deals = inputs.tables["deals"]  # noqa: F841
    query = """
        with first as (
            select account_id, product_id, min(closed_on) as day from deals where outcome = 'won' group by all)
        select product_id, count(*), count(*) filter (day > '2024-12-31'), count(*) filter (day <= '2024-12-31')
        from first group by product_id"""
    for product, owners, buyers, before in duckdb.sql(query).fetchall():
        owned, rate = found.figure(f"owned.{product}"), found.figure(f"purchase_rate.{product}")
        assert (owned.value, owned.n) == (pytest.approx(owners / 700), 700)
        assert (rate.value, rate.n) == (pytest.approx(buyers / (700 - before)), 700 - before)
        low, high = wilson_interval(buyers, 700 - before)
        assert (rate.low, rate.high) == pytest.approx((float(low), float(high)))


def test_offers_and_untouched_gaps_equal_a_direct_query(inputs, found):
    deals = inputs.tables["deals"]  # noqa: F841
    query = """
        with first as (
            select account_id, product_id, min(closed_on) as day from deals where outcome = 'won' group by all)
        select product_id, count(*) filter (outcome = 'won'), count(*)
        from deals left join first using (account_id, product_id)
        where day is null or day >= created_on group by product_id"""
    for product, won, n in duckdb.sql(query).fetchall():
        offered = found.figure(f"offer_win_rate.{product}")
        assert (offered.value, offered.n) == (pytest.approx(won / n), n)
    query = """
        select product_id, count(distinct account_id), count(distinct account_id) filter (outcome = 'won')
        from deals group by product_id"""
    for product, touched, owners in duckdb.sql(query).fetchall():
        never = found.figure(f"never_offered.{product}")
        assert (never.value, never.n) == (pytest.approx((700 - touched) / (700 - owners)), 700 - owners)


def test_lift_equals_a_direct_count(inputs, found):
    won = inputs.tables["deals"].query("outcome == 'won'")
    sets = {product: set(part["account_id"]) for product, part in won.groupby("product_id")}
    both = len(sets["Alarm"] & sets["Bell"])
    lift = both * 700 / (len(sets["Alarm"]) * len(sets["Bell"]))
    one, other = (found.figure(key) for key in ("lift.Alarm.Bell", "lift.Bell.Alarm"))
    assert one.value == other.value == pytest.approx(lift)
    assert (one.n, one.low > 1) == (both, True)


def test_whitespace_is_gaps_times_chance_times_amount(found):
    lacking = {row["product"]: row["lacking"] for row in found.rows("plays")}
    for product, price in (("Bell", 2000), ("Camera", 500)):
        chance, worth = (found.figure(f"{name}.{product}") for name in ("purchase_chance", "whitespace"))
        assert worth.value == pytest.approx(lacking[product] * chance.value * price)
        rate = found.figure(f"purchase_rate.{product}")
        assert worth.low / worth.value == pytest.approx(rate.low / rate.value)


def test_the_planted_list_beats_the_commonest_gap(found):
    more = found.figure("precision_gain")
    assert more.low > 0.05
    assert found.figure("precision_at_k").value > 0.3 > found.figure("popularity_at_k").high
    charts = {chart.key: chart for chart in charts_of(found)}
    assert charts["lists"].title.code == "lists_title_more"
    assert charts["pairs"].title.arguments["first"] == "Alarm"


def charts_of(findings):
    return draw(findings, PAPER)


def test_where_nothing_leads_to_anything_the_list_finds_no_more():
    found = analyse("3.4", company(paired=0.12, usual=0.12))
    assert found.figure("precision_gain").low is None or not found.figure("precision_gain").low > 0
    charts = {chart.key: chart for chart in charts_of(found)}
    assert charts["lists"].title.code != "lists_title_more"


def matrix(inputs):
    return matrix_of(inputs.tables["deals"], inputs.tables["accounts"], list(PRODUCTS))


def test_the_list_knows_nothing_of_the_year_it_is_held_against(inputs):
    """Deals after the day a year ago are taken away: the same offers are on the list."""
    day = pd.Timestamp(AS_OF)
    whole = held_out(matrix(inputs), day)
    early = inputs.tables["deals"].query("closed_on <= '2024-12-31'")
    before = held_out(matrix(replace(inputs, tables=inputs.tables | {"deals": early})), day)
    assert (whole.model == before.model).all()
    assert (whole.popular == before.popular).all()
    assert before.bought.sum() == 0 < whole.bought.sum()


def test_precision_is_that_of_scikit_learn(inputs, found):
    lists = held_out(matrix(inputs), pd.Timestamp(AS_OF))
    for listed, name in ((lists.model, "precision_at_k"), (lists.popular, "popularity_at_k")):
        assert found.figure(name).value == pytest.approx(precision_score(lists.bought.ravel(), listed.ravel()))
        assert found.figure(name).n == listed.sum() == 200
    assert (lists.popular.sum(axis=1) <= 1).all()


def test_gain_by_hand_where_no_account_stands_twice():
    """Ten offers each, two on both lists: 5 of 8 alone against 1 of 8."""
    listed, other, bought = (np.zeros((30, 1), bool) for _ in range(3))
    listed[:10], other[8:18] = True, True
    bought[[0, 1, 2, 3, 4, 9, 12]] = True
    low, high = newcombe_interval(5, 8, 1, 8)
    assert gain(Lists(listed, other, bought)) == pytest.approx((0.4, 0.8 * float(low), 0.8 * float(high)))


def test_gain_of_accounts_that_stand_twice_draws_them_whole():
    rng = np.random.default_rng(3)
    listed, bought = np.zeros((100, 3), bool), np.zeros((100, 3), bool)
    listed[:, :2] = True
    other = np.zeros((100, 3), bool)
    other[:, 2], other[:50, 2] = True, True
    bought[:, :2] = (rng.random(100) < 0.5)[:, np.newaxis]  # both or none
    other = np.vstack([other, np.ones((100, 3), bool) & [True, False, False]])
    listed, bought = (np.vstack([flags, np.zeros((100, 3), bool)]) for flags in (listed, bought))
    whole = gain(Lists(listed, other, bought))
    low, high = newcombe_interval(int(bought[:100, :2].sum()), 200, 0, 200)
    assert whole.high - whole.low > 1.2 * (high - low)


def test_headlines(found):
    assert found.headline.code == "brings_most"
    assert said(found).startswith("A hundred calls bring most with Bell, about ")
    assert "of 100 accounts that lacked it bought it last year (n = " in said(found)
    alike = analyse("3.4", company(paired=0.12, amount={"Bell": 1000.0, "Camera": 1000.0, "Door": 1000.0}))
    assert alike.headline.code == "may_bring_most"
    assert "with a chance of" in said(alike)
    unpriced = analyse("3.4", with_deals(company(), amount=np.nan))
    assert unpriced.headline.code == "bought_most"
    assert Need("deals", ("amount",)) in unpriced.needs
    assert "no_amount" in codes(unpriced)


def test_nobody_buys():
    inputs = company()
    early = inputs.tables["deals"].query("closed_on <= '2024-12-31'")
    assert analyse("3.4", replace(inputs, tables=inputs.tables | {"deals": early})).headline.code == "none_bought"


def test_short_records_tell_who_owns_what_and_no_more(inputs):
    found = analyse("3.4", replace(inputs, provenance=provenance_of(date(2023, 12, 31))))
    assert found.headline == Message("only_owned")
    assert {"short_history", "no_backtest"} <= codes(found)
    assert found.figure("owned.Alarm").value > 0.05
    rate = found.figure("purchase_rate.Alarm")
    assert rate.value is None or np.isnan(rate.value)
    second = analyse("3.4", replace(inputs, provenance=provenance_of(date(2024, 12, 31))))
    assert second.figure("purchase_rate.Alarm").value > 0.05
    assert "no_backtest" in codes(second)
    assert "short_history" not in codes(second)


def test_as_of_and_window(inputs):
    deals = inputs.tables["deals"]
    until = replace(inputs, provenance=provenance_of(AS_OF, until=date(2024, 12, 31)))
    assert (
        analyse("3.4", until).figure("owned.Bell").value
        == analyse("3.4", replace(inputs, provenance=provenance_of(date(2024, 12, 31)))).figure("owned.Bell").value
    )
    since = analyse("3.4", replace(inputs, provenance=provenance_of(AS_OF, since=date(2025, 1, 1))))
    late = deals.query("outcome == 'won' and closed_on >= '2025-01-01' and product_id == 'Bell'")
    assert since.figure("owned.Bell").value == pytest.approx(len(late) / 700)


def test_accounts_that_left_are_not_called(inputs):
    accounts = inputs.tables["accounts"]
    left = accounts.assign(churned_on=pd.to_datetime(["2025-06-01"] * 100 + [None] * 600))
    found = analyse("3.4", replace(inputs, tables=inputs.tables | {"accounts": left}))
    assert found.figure("owned.Bell").n == 600
    assert Message("left_accounts", {"n": 100}) in found.warnings
    assert not {row["account"] for row in found.rows("call_list")} & set(left["account_id"].head(100))
    assert found.figure("purchase_rate.Bell").n == analyse("3.4", inputs).figure("purchase_rate.Bell").n


def test_the_list_of_accounts_holds_owners_of_what_leads_to_it(found):
    called = found.rows("call_list")
    assert {row["product"] for row in called} == {"Bell"}
    assert all("Alarm" in row["owns"] and "Bell" not in row["owns"] for row in called)


def test_few_buyers_and_pairs_are_warned_of():
    found = analyse("3.4", company(accounts=90))
    assert {"few_buyers", "few_both", "no_list_yet"} <= codes(found)
    captured = found.figure("captured_share.Bell")
    assert captured.value is None


def test_money_in_several_currencies_is_not_added(inputs):
    found = analyse("3.4", with_deals(inputs, currency=np.where(inputs.tables["deals"].index % 2, "EUR", "USD")))
    assert "mixed_currencies" in codes(found)
    assert found.headline.code == "bought_most"


def test_who_has_not_left_on_a_day():
    days = np.array(["2024-05-01", "NaT"], "datetime64[ns]")
    made = Matrix(pd.Index(["A", "B"]), [], np.zeros((2, 0), "datetime64[ns]"), days)
    assert list(made.here(pd.Timestamp("2024-04-30"))) == [True, True]
    assert list(made.here(pd.Timestamp("2024-05-01"))) == [False, True]


@pytest.mark.real_data
def test_owners_of_maven_equal_a_direct_query(maven, real_data):
    """85 accounts, seven products; GTXPro of the pipeline is GTX Pro of the catalogue."""
    query = f"""
        select replace(product, 'GTXPro', 'GTX Pro'), count(distinct account)
        from '{real_data}/maven_crm/sales_pipeline.csv' where deal_stage = 'Won' group by 1
    """  # noqa: S608
    owners = dict(duckdb.sql(query).fetchall())
    found = analyse("3.4", replace(maven, content={}))
    owned = {figure.of[0]: figure for figure in found.figures if figure.name == "owned"}
    assert len(owned) == 7
    assert {name: round(figure.value * 85) for name, figure in owned.items()} == owners
    assert {figure.n for figure in owned.values()} == {85}
    assert found.headline == Message("only_owned")  # ten months of closes
    assert {"short_history", "subsidiaries"} <= codes(found)
