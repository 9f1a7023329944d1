"""3.3 on made-up companies whose markets differ as told, against direct queries."""

from dataclasses import replace
from datetime import date

import duckdb
import numpy as np
import pandas as pd
import pytest

from analysis.catalogue import analyse, wording
from analysis.company.markets.first_bids import first_bids
from analysis.findings import Need
from analysis.inputs import ANSWER_COLUMNS, Inputs
from analysis.methods.intervals import wilson_interval
from tests.analysis.conftest import provenance_of

AS_OF = date(2025, 12, 31)
CONTENT = {
    "id": "3.3",
    "group": {"min_answers": 5},
    "options": [],
    "instruments": [
        {
            "key": "what_counts",
            "kind": "pairwise",
            "parameters": {"criteria": [{"key": "likeness", "name": "Likeness"}, {"key": "demand", "name": "Demand"}]},
        },
        {
            "key": "markets",
            "kind": "rate",
            "parameters": {
                "items": [{"key": name, "name": name} for name in ("Home", "Hotels", "Care")],
                "criteria": [
                    {"key": "likeness", "name": "Likeness"},
                    {"key": "demand", "name": "Demand", "kind": "cost"},
                ],
            },
        },
    ],
}


def company(rates, margin=3000.0, days=2.0, spread=0.0, seed=3, **window):
    """Bids of a market, each of an account of its own and on a day of 2025: {market: (won, n)}."""
    rng = np.random.default_rng(seed)
    parts = [
        pd.DataFrame({"industry": market, "outcome": np.where(np.arange(n) < won, "won", "lost")})
        for market, (won, n) in rates.items()
    ]
    deals = pd.concat(parts, ignore_index=True)
    n = len(deals)
    deals = deals.assign(
        deal_id=[f"D{place:05}" for place in range(n)],
        account_id=[f"A{place:05}" for place in range(n)],
        product_id=rng.choice(["P", "Q"], n),
        closed_on=pd.Timestamp("2025-01-01") + pd.to_timedelta(rng.integers(0, 360, n), unit="D"),
        amount=2 * margin * np.exp(spread * rng.standard_normal(n) - spread**2 / 2),
        margin_pct=50.0,
        rep_days=days,
        rep_id="R",
    )
    deals["created_on"] = deals["closed_on"] - pd.Timedelta(days=40)
    accounts = deals[["account_id", "industry"]].assign(
        size=rng.lognormal(4, 1, n), region=rng.choice(["North", "South"], n)
    )
    reps = pd.DataFrame({"rep_id": ["R"], "base_pay": [92_000.0], "variable_pay": [0.0]})  # 400 a day
    tables = {"deals": deals.drop(columns="industry"), "accounts": accounts, "reps": reps}
    return Inputs(tables, provenance_of(AS_OF, **window), content=CONTENT)


def without(inputs, table, *columns):
    return replace(inputs, tables=inputs.tables | {table: inputs.tables[table].drop(columns=list(columns))})


def codes(findings):
    return {warning.code for warning in findings.warnings}


def said(findings):
    return wording("3.3").say(findings.headline)


CLEAR = {"Home": (160, 400), "Care": (90, 150), "Hotels": (20, 150)}
ALIKE = {"Home": (120, 400), "Care": (45, 150), "Hotels": (45, 150), "Farms": (45, 150)}


def test_figures_equal_a_direct_query():
    inputs = company(CLEAR, spread=0.4)
    deals, accounts = inputs.tables["deals"], inputs.tables["accounts"]  # noqa: F841
    rows = duckdb.sql(
        """select industry, count(*), count(*) filter (outcome = 'won'),
                  avg(rep_days) * 400 / (avg(amount * margin_pct / 100) filter (outcome = 'won')),
                  sum(rep_days) / (select sum(rep_days) from deals)
           from deals join accounts using (account_id) group by industry"""
    ).fetchall()
    found = analyse("3.3", inputs)
    for market, n, won, even, share in rows:
        assert found.figure(f"break_even.{market}").value == pytest.approx(even)
        over = found.figure(f"over_break_even.{market}")
        low, high = wilson_interval(won, n)
        assert (over.value, over.low, over.high) == pytest.approx((won / n - even, low - even, high - even))
        assert found.figure(f"days_share.{market}").value == pytest.approx(share)
        assert found.figure(f"cross_sell_rate.{market}").n == n
    assert {figure.of for figure in found.figures if figure.name == "chance_best"} == {("Care",), ("Hotels",)}


def test_bids_for_what_the_account_has_bought_are_left_out():
    deals = pd.DataFrame(
        [
            ("1", "A", "P", "won", "2025-01-01", "2025-02-01", "new"),
            ("2", "A", "P", "won", "2025-03-01", "2025-04-01", "expansion"),  # has it
            ("3", "A", "Q", "lost", "2025-03-01", "2025-04-01", "expansion"),
            ("4", "A", "Q", "won", "2025-03-15", "2025-05-01", "expansion"),
            ("5", "A", "Q", "lost", "2025-04-20", "2025-06-01", "expansion"),  # begun before it was bought
            ("6", "B", "P", "won", "2025-03-01", "2025-04-01", "renewal"),
            ("7", None, "P", "won", "2025-03-01", "2025-04-01", "new"),
        ],
        columns=["deal_id", "account_id", "product_id", "outcome", "created_on", "closed_on", "deal_type"],
    ).assign(created_on=lambda d: pd.to_datetime(d["created_on"]), closed_on=lambda d: pd.to_datetime(d["closed_on"]))
    assert list(first_bids(deals)["deal_id"]) == ["1", "3", "4", "5"]
    assert list(first_bids(deals.drop(columns="created_on"))["deal_id"]) == ["1", "3", "4"]
    assert list(first_bids(deals.drop(columns="closed_on"))["deal_id"]) == ["1", "2", "3", "4", "5"]


def test_a_market_that_is_clearly_better_is_named_with_n():
    found = analyse("3.3", company(CLEAR))
    assert found.headline.code == "earns_most"
    assert said(found).startswith(
        "Care is worth a seller: 60 of 100 bids there are won (52 to 67, n = 150), 27 would pay"
    )
    assert found.tripwires[0].figure == "over_break_even.Care"
    assert found.figure("chance_best.Care").value > 0.99


def test_a_market_that_leads_without_being_clear_is_hedged():
    found = analyse("3.3", company({"Home": (120, 400), "Care": (63, 150), "Hotels": (55, 150)}, spread=0.6))
    assert found.headline.code == "may_earn_most"
    assert "may earn most a day, with a chance of" in said(found)


def test_markets_alike_name_none():
    more = dict.fromkeys(("Pharma", "Schools", "Offices"), (45, 150))
    found = analyse("3.3", company(ALIKE | more, margin=6000.0))
    assert found.headline.code == "none_leads"
    assert "none is clearly the best" in said(found)


def test_bids_that_do_not_pay_say_so():
    found = analyse("3.3", company({"Home": (120, 400), "Care": (15, 150), "Hotels": (10, 150)}))
    assert found.headline.code == "none_pays"
    assert said(found).startswith("Next door no bids pay: even in Care, the best, at most 16 of 100 are won (n = 150)")
    found = analyse("3.3", company({"Home": (120, 400), "Care": (45, 150), "Hotels": (10, 150)}))
    assert found.headline.code == "may_pay"


def test_home_first():
    found = analyse("3.3", company({"Home": (240, 400), "Care": (60, 150), "Hotels": (58, 150)}))
    assert found.headline.code == "home_first"
    assert all(found.figure(f"chance_beats_home.{name}").value < 0.25 for name in ("Care", "Hotels"))


def test_too_few_bids_tell_nothing_and_are_warned_of():
    found = analyse("3.3", company({"Home": (20, 60), "Care": (9, 12), "Hotels": (1, 8)}))
    assert found.headline.code == "nothing_next_door"
    assert {"thin", "few_wins"} <= codes(found)


def test_one_deal_that_makes_a_market_is_said():
    inputs = company({"Home": (120, 400), "Care": (45, 150), "Hotels": (45, 150)}, margin=6000.0)
    deals = inputs.tables["deals"]
    first = deals.index[
        deals["account_id"] == inputs.tables["accounts"].query("industry == 'Care'")["account_id"].iloc[0]
    ]
    deals.loc[first, "amount"] = 4_000_000.0
    found = analyse("3.3", inputs)
    assert found.headline.code == "by_one_deal"
    assert "one_deal" in codes(found)


def test_without_money_the_rates_stand():
    found = analyse("3.3", without(company(CLEAR), "deals", "margin_pct"))
    assert found.headline.code == "won_oftenest"
    assert Need("deals", ("margin_pct",)) in found.needs
    assert found.figure("break_even.Care").value is None or np.isnan(found.figure("break_even.Care").value)
    assert found.figure("cross_sell_rate.Care").value > 0.5
    alike = analyse("3.3", without(company(ALIKE), "reps", "base_pay"))
    assert alike.headline.code == "rates_near"


def test_without_days_renewals_alone_are_left_out_and_it_is_said():
    found = analyse("3.3", without(company(CLEAR), "deals", "closed_on", "created_on"))
    assert "no_days" in codes(found)
    assert Need("deals", ("closed_on",)) in found.needs
    assert found.figure("cross_sell_rate.Care").n == 150


def test_pulled_towards_the_rest():
    found = analyse("3.3", company({"Home": (100, 400), "Care": (40, 150), "Hotels": (38, 150), "Tiny": (9, 12)}))
    assert 0.25 < found.figure("cross_sell_rate.Tiny").value < 0.6
    assert found.figure("cross_sell_rate.Tiny").low < 0.35


def test_as_of_and_window():
    inputs = company(CLEAR)
    deals = inputs.tables["deals"].merge(inputs.tables["accounts"])
    mid = replace(inputs, provenance=provenance_of(date(2025, 6, 30)))
    before = deals[(deals["closed_on"] <= "2025-06-30") & (deals["industry"] == "Care")]
    found = analyse("3.3", mid)
    assert found.figure("cross_sell_rate.Care").n == len(before)
    row = next(row for row in found.rows("markets") if row["industry"] == "Care")
    opened = (deals["created_on"] <= "2025-06-30") & (deals["closed_on"] > "2025-06-30") & (deals["industry"] == "Care")
    assert row["open"] == opened.sum() > 0
    window = analyse("3.3", replace(inputs, provenance=provenance_of(AS_OF, since=date(2025, 7, 1))))
    assert window.figure("cross_sell_rate.Care").n == 150 - len(before)


def test_bids_of_a_seller_that_end_alike_count_for_less():
    inputs = company(ALIKE)
    rng = np.random.default_rng(4)
    deals = inputs.tables["deals"]
    seller = rng.integers(0, 30, len(deals))
    good = rng.random(30) < 0.3
    outcome = np.where(rng.random(len(deals)) < np.where(good[seller], 0.9, 0.05), "won", "lost")
    alike = deals.assign(rep_id=[f"R{each}" for each in seller], outcome=outcome)
    found = analyse("3.3", replace(inputs, tables=inputs.tables | {"deals": alike}))
    assert "alike_by_rep_id" in codes(found)
    row = found.rows("markets")[1]
    low, high = wilson_interval(row["won"], row["deals"])
    assert row["high"] - row["low"] > 1.3 * (high - low)


def test_amounts_in_several_currencies_give_no_money():
    inputs = company(CLEAR)
    deals = inputs.tables["deals"].assign(currency=lambda d: np.where(d.index % 2, "EUR", "USD"))
    found = analyse("3.3", replace(inputs, tables=inputs.tables | {"deals": deals}))
    assert "mixed_currencies" in codes(found)
    assert found.headline.code == "won_oftenest"


def answers():
    rows = []
    for person in range(6):
        rows.append({"item": "what_counts", "criterion": "likeness:demand", "value": "3"})
        marks = {"Home": (5, 3), "Hotels": (2, 1), "Care": (4, 4)}
        for market, own in marks.items():
            rows += [
                {"item": market, "criterion": key, "value": str(value)}
                for key, value in zip(("likeness", "demand"), own, strict=True)
            ]
        rows[-7:] = [row | {"participant": str(person), "round": "1", "exercise": "3.3"} for row in rows[-7:]]
    return pd.DataFrame(rows).reindex(columns=list(ANSWER_COLUMNS))


def test_the_room_s_order_by_hand():
    """Weights 3 : 1. Care: 4 and a cost of 4, turned 2: 3.5. Hotels: 2 and 5: 2.75. They meet where 4 a + 2 (1 - a) =
    2 a + 5 (1 - a), at a weight of likeness of 0.6."""
    found = analyse("3.3", replace(company(CLEAR), answers=answers()))
    assert found.figure("mcda_score.Care").value == pytest.approx(3.5)
    assert found.figure("mcda_score.Hotels").value == pytest.approx(2.75)
    assert found.figure("weight_turn.likeness").value == pytest.approx(0.6)
    assert found.figure("first_by_weights.Care").value == pytest.approx(0.4, abs=0.05)
    assert "first_by_weights.Home" not in {figure.key for figure in found.figures}
    assert "no_marks" not in codes(found)


def test_a_leader_of_the_room_that_does_not_pay_is_warned_of():
    inputs = replace(company({"Home": (160, 400), "Care": (15, 150), "Hotels": (70, 150)}), answers=answers())
    assert "room_against_bids" in codes(analyse("3.3", inputs))


def test_without_answers_the_scores_are_empty_and_it_is_said():
    found = analyse("3.3", company(CLEAR))
    assert found.figure("weight_turn.likeness").value is None or np.isnan(found.figure("weight_turn.likeness").value)
    assert "no_marks" in codes(found)
