from dataclasses import replace
from datetime import date

import duckdb
import numpy as np
import pandas as pd
import pytest

from analysis.catalogue import analyse, wording
from analysis.findings import Need
from analysis.inputs import Inputs
from datasets.folder import read_folder
from tests.analysis.conftest import provenance_of, read_inputs

TODAY = provenance_of(date(2024, 12, 31))
MONTHS = [f"2023-{month:02}" for month in range(1, 13)]


def leads_of(rates, each=600, seed=1):
    """Leads of 2023 by channels that win by these rates, a few days to a quarter after; each won lead has its deal."""
    rng = np.random.default_rng(seed)
    channel = np.repeat(list(rates), each)
    n = len(channel)
    created = pd.Timestamp("2023-01-01") + pd.to_timedelta(rng.integers(0, 365, n), unit="D")
    won = rng.random(n) < np.repeat(list(rates.values()), each)
    qualified = won | (rng.random(n) < 0.3)
    leads = pd.DataFrame(
        {
            "lead_id": [f"L{i:05}" for i in range(n)],
            "created_on": created,
            "channel": channel,
            "qualified_on": (created + pd.Timedelta(days=5)).where(qualified),
            "deal_id": np.where(won, [f"D{i:05}" for i in range(n)], None),
            "won": pd.array(won, dtype="boolean"),
        }
    ).astype({"channel": "str", "deal_id": "str"})
    days = pd.to_timedelta(rng.integers(10, 90, n), unit="D")
    deals = pd.DataFrame(
        {
            "deal_id": leads["deal_id"],
            "outcome": "won",
            "created_on": created + pd.Timedelta(days=6),
            "closed_on": created + days,
            "amount": rng.lognormal(9, 0.5, n).round(),
            "margin_pct": 40.0,
        }
    )[won].astype({"outcome": "str"})
    return {"leads": leads, "deals": deals.reset_index(drop=True)}


def touched(tables, seed=2):
    """The first touch by the lead's channel, then none, one or two by a webinar or by post."""
    rng, leads = np.random.default_rng(seed), tables["leads"]
    again = leads.loc[np.repeat(leads.index.to_numpy(), rng.integers(0, 3, len(leads)))]
    more = again.assign(channel=rng.choice(["Webinar", "Post"], len(again)))
    day = pd.to_timedelta(np.r_[np.zeros(len(leads)), rng.integers(1, 9, len(again))], unit="D")
    both = pd.concat([leads, more])
    touches = pd.DataFrame(
        {"lead_id": both["lead_id"], "touched_at": both["created_on"] + day, "channel": both["channel"]}
    )
    return tables | {"touches": touches.astype({"channel": "str"})}


def paid(tables, **year):
    """Campaigns of twelve months; year: money of each channel."""
    rows = [(channel, channel, month, money / 12) for channel, money in year.items() for month in MONTHS]
    return tables | {"campaigns": pd.DataFrame(rows, columns=["campaign", "channel", "period", "cost"])}


def found(tables, **window):
    return analyse("3.2", Inputs(tables, replace(TODAY, **window)))


def codes(findings):
    return {warning.code for warning in findings.warnings}


def said(findings):
    return wording("3.2").say(findings.headline)


def rows(findings, table="channels"):
    return {row["channel"]: row for row in findings.rows(table)}


RATES = {"Fair": 0.12, "Search": 0.05, "Partner": 0.05}
WHOLE = paid(touched(leads_of(RATES)), Fair=60_000, Search=20_000, Partner=30_000, Webinar=9_000, Post=4_000)


# --- as counted by hand ----------------------------------------------------------------------------------------------


def test_counts_equal_a_direct_query():
    leads, deals = WHOLE["leads"], WHOLE["deals"]
    counted = duckdb.sql(
        """select channel, count(*), count(*) filter (won), count(qualified_on), count(*) filter (won) / count(*)
        from leads group by 1"""
    ).fetchall()
    findings = found(WHOLE)
    for channel, n, won, qualified, rate in counted:
        row = rows(findings)[channel]
        assert (row["leads"], row["won"], row["rate"]) == (n, won, pytest.approx(rate))
        assert findings.figure(f"lead_to_win.{channel}").value == pytest.approx(rate)
        assert findings.figure(f"lead_to_qualified.{channel}").value == pytest.approx(qualified / n)
    [(amount, n)] = duckdb.sql(
        """select sum(amount) filter (won), count(*) from leads left join deals using (deal_id)
        where channel = 'Fair'"""
    ).fetchall()
    assert findings.figure("revenue_per_lead.Fair").value == pytest.approx(amount / n)
    won = leads.merge(deals, on="deal_id", suffixes=("", "_deal")).query("channel == 'Fair'")
    days = (won["closed_on"] - won["created_on"]).dt.days.sort_values()
    assert findings.figure("days_to_convert.Fair").value == days.iloc[(len(days) + 1) // 2 - 1]


def test_costs_are_spend_over_the_wins_that_a_rule_gives():
    leads = WHOLE["leads"]
    touches = WHOLE["touches"].merge(leads[["lead_id", "won"]], on="lead_id").sort_values(
        ["lead_id", "touched_at", "channel"], kind="stable"
    )  # fmt: skip
    wins = touches[touches["won"]].groupby("lead_id")["channel"]
    findings = found(WHOLE)
    for rule, channels in (("first", wins.first()), ("last", wins.last())):
        for channel, n in channels.value_counts().items():
            assert findings.figure(f"credit.{rule}.{channel}").value == pytest.approx(n / leads["won"].sum())
    first = (leads["won"] & (leads["channel"] == "Fair")).sum()
    assert findings.figure("cost_per_win_by.first.Fair").value == pytest.approx(60_000 / first)
    five = [
        findings.figure(f"cost_per_win_by.{rule}.Fair").value
        for rule in ("first", "last", "linear", "position", "markov")
    ]
    middle = findings.figure("cost_per_win.Fair")
    assert middle.value == pytest.approx(np.median(five))
    assert middle.low < middle.value < middle.high


def test_the_target_is_the_benchmark_else_the_margin():
    margin = (WHOLE["deals"]["amount"] * 0.4).mean()
    cost = found(WHOLE).figure("cost_per_win.Fair").value
    assert found(WHOLE).figure("cost_to_target.Fair").value == pytest.approx(cost / margin)
    assert "target_is_margin" in codes(found(WHOLE))
    outside = pd.DataFrame({"metric": ["cost_per_win", "win_rate"], "value": [400.0, 0.3]}).astype({"metric": "str"})
    given = found(WHOLE | {"benchmarks": outside})
    assert given.figure("cost_to_target.Fair").value == pytest.approx(cost / 400)
    assert "target_is_margin" not in codes(given)
    under = [
        given.figure(f"cost_per_win_by.{rule}.Search").value < 400
        for rule in ("first", "last", "linear", "position", "markov")
    ]
    assert given.figure("rules_under_target.Search").value == sum(under)


def test_leads_nobody_touched_again_and_deals_of_no_lead():
    counts = WHOLE["touches"].groupby("lead_id").size()
    alone = (WHOLE["leads"].set_index("lead_id")["channel"] == "Fair") & (counts == 1)
    assert found(WHOLE).figure("untouched.Fair").value == pytest.approx(alone.sum() / 600)
    more = WHOLE["deals"].assign(deal_id=lambda deals: "X" + deals["deal_id"])
    findings = found(WHOLE | {"deals": pd.concat([WHOLE["deals"], more], ignore_index=True)})
    assert findings.figure("untraced").value == pytest.approx(0.5)
    assert "untraced_wins" in codes(findings)
    assert "untraced_wins" not in codes(found(WHOLE))


# --- what it says ----------------------------------------------------------------------------------------------------


def test_the_best_channel_and_what_a_win_costs_there():
    findings = found(WHOLE)
    assert findings.headline.code == "best_and_costs"
    assert findings.headline.arguments["channel"] == "Fair"
    assert said(findings).startswith("Of 100 leads by Fair ")
    assert "n = 600" in said(findings)
    assert "within 180 days" in said(findings)
    assert "middle of five rules" in said(findings)
    assert not {"because", "causes", "brings", "effect"} & set(said(findings).split())


def test_without_costs_the_best_is_set_beside_the_worst():
    findings = found(leads_of({"Fair": 0.15, "Search": 0.08, "Partner": 0.03}))
    assert findings.headline.code == "best_and_worst"
    assert findings.headline.arguments["worst"] == "Partner"
    assert found(leads_of({"Fair": 0.10, "Search": 0.10, "Partner": 0.02})).headline.code in ("best_and_worst", "worst")


def test_a_weak_lead_is_hedged():
    findings = found(leads_of({"Fair": 0.085, "Search": 0.06, "Partner": 0.06}, seed=10))
    assert findings.headline.code == "may_be_best"
    assert "not yet clear" in said(findings)


def test_channels_alike_are_not_told_apart():
    heads = [found(leads_of(dict.fromkeys(RATES, 0.06), seed=seed)).headline.code for seed in range(20)]
    assert sum(code in ("best", "worst", "best_and_worst") for code in heads) <= 3
    assert "alike" in heads


def test_alike_channels_may_differ_in_cost():
    same = paid(touched(leads_of(dict.fromkeys(RATES, 0.08), seed=3)), Fair=90_000, Search=9_000, Partner=20_000)
    assert found(same).headline.code == "alike_and_costs"
    assert {found(same).headline.arguments[key] for key in ("cheap", "dear")} == {"Search", "Fair"}


def test_few_wins_say_nothing():
    findings = found(leads_of(RATES, each=20))
    assert findings.headline.code == "too_few"
    assert "thin" in codes(findings)


# --- as of, window, what is missing ----------------------------------------------------------------------------------


def test_young_leads_are_left_out_and_said():
    findings = found(WHOLE, as_of=date(2023, 12, 31))
    old = WHOLE["leads"]["created_on"] <= pd.Timestamp("2023-12-31") - pd.Timedelta(days=180)
    assert sum(row["leads"] for row in findings.rows("channels")) == old.sum()
    [young] = [warning for warning in findings.warnings if warning.code == "young"]
    assert young.arguments["n"] == (~old).sum()


def test_what_came_later_is_not_seen():
    day = date(2023, 9, 30)
    later = found(WHOLE, as_of=day)
    known = {name: frame.copy() for name, frame in WHOLE.items()}
    known["leads"] = known["leads"][known["leads"]["created_on"] <= pd.Timestamp(day)]
    known["touches"] = known["touches"][known["touches"]["touched_at"] <= pd.Timestamp(day)]
    deals = known["deals"][known["deals"]["created_on"] <= pd.Timestamp(day)]
    still_open = deals["closed_on"] > pd.Timestamp(day)
    known["deals"] = deals.assign(
        outcome=deals["outcome"].mask(still_open, "open"), closed_on=deals["closed_on"].mask(still_open)
    )
    assert found(known, as_of=day).to_bytes() == later.to_bytes()


def test_a_window_takes_the_leads_made_in_it_and_the_spend_of_its_months():
    findings = found(WHOLE, since=date(2023, 4, 1), until=date(2023, 9, 30))
    inside = WHOLE["leads"]["created_on"].between("2023-04-01", "2023-09-30")
    assert sum(row["leads"] for row in findings.rows("channels")) == inside.sum()
    assert rows(findings, "channel_costs")["Fair"]["spend"] == pytest.approx(30_000)


def test_a_win_after_half_a_year_does_not_count():
    deals = WHOLE["deals"].assign(closed_on=WHOLE["deals"]["closed_on"] + pd.Timedelta(days=200))
    findings = found(WHOLE | {"deals": deals})
    assert {row["won"] for row in findings.rows("channels")} == {0}
    assert findings.headline.code == "too_few"


@pytest.mark.parametrize(
    ("table", "column", "gone", "kept"),
    [
        ("leads", "qualified_on", "lead_to_qualified", "lead_to_win"),
        ("deals", "closed_on", "days_to_convert", "lead_to_win"),
        ("deals", "amount", "revenue_per_lead", "days_to_convert"),
        ("touches", None, "credit", "lead_to_win"),
        ("campaigns", None, "cost_per_win", "credit"),
        ("deals", "margin_pct", "cost_to_target", "cost_per_win"),
        ("leads", "deal_id", "untraced", "credit"),
    ],
)
def test_what_is_missing_locks_what_rests_on_it(table, column, gone, kept):
    frame = WHOLE[table].drop(columns=column) if column else None
    tables = {name: each for name, each in (WHOLE | {table: frame}).items() if each is not None}
    findings = found(tables)
    names = {figure.name for figure in findings.figures}
    assert gone not in names
    assert kept in names
    assert any(need.table == table and (column is None or column in need.columns) for need in findings.needs)


def test_without_closing_days_wins_count_to_date():
    findings = found({"leads": WHOLE["leads"]})
    assert "to_date" in codes(findings)
    assert "to date" in said(findings)
    assert sum(row["won"] for row in findings.rows("channels")) == WHOLE["leads"]["won"].sum()


def test_a_channel_that_says_nothing_is_counted_and_never_named():
    findings = found(leads_of({"unknown": 0.2, "Fair": 0.05, "Search": 0.05}))
    assert rows(findings)["unknown"]["leads"] == 600
    assert "untelling" in codes(findings)
    assert findings.headline.arguments.get("channel") != "unknown"


def test_money_in_several_currencies_is_not_added():
    deals = WHOLE["deals"].assign(currency=np.where(np.arange(len(WHOLE["deals"])) % 2, "EUR", "USD"))
    findings = found(WHOLE | {"deals": deals.astype({"currency": "str"})})
    assert findings.figure("revenue_per_lead.Fair").value is None or np.isnan(
        findings.figure("revenue_per_lead.Fair").value
    )
    assert "mixed_currencies" in codes(findings)


def test_a_rule_that_gives_no_win_has_no_cost():
    """A webinar never comes first."""
    findings = found(WHOLE)
    assert np.isnan(findings.figure("cost_per_win_by.first.Webinar").value)
    assert findings.figure("cost_per_win.Webinar").value > 0
    assert "no_wins_by" in codes(findings)


def test_tripwires_are_for_channels_under_target():
    proposed = {wire.figure: wire for wire in found(WHOLE).tripwires}
    assert proposed
    for key, wire in proposed.items():
        assert key.startswith("cost_to_target.")
        assert found(WHOLE).figure(key).value < wire.threshold == 1


# --- real leads ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def olist(real_data):
    return read_inputs(real_data / "olist_funnel")


@pytest.mark.real_data
def test_olists_leads_by_channel_equal_a_direct_query(olist, real_data):
    folder = real_data / "olist_funnel"
    listed, closed = (
        pd.read_csv(folder / f"olist_{name}_dataset.csv") for name in ("marketing_qualified_leads", "closed_deals")
    )
    counted = duckdb.sql(
        """select origin, count(*), count(won_date) from listed left join closed using (mql_id)
        where origin is not null group by 1"""
    ).fetchall()
    assert (len(listed), len(closed)) == (8000, 842)
    findings = analyse("3.2", replace(olist, content={}))
    told = {row["channel"]: (row["leads"], row["won"]) for row in findings.rows("channels")}
    assert told == {origin: (n, won) for origin, n, won in counted}
    assert len(told) == 10
    for origin, n, won in counted:
        assert findings.figure(f"lead_to_win.{origin}").value == pytest.approx(won / n)


@pytest.mark.real_data
def test_olist_names_no_unknown_channel_and_says_what_it_lacks(olist):
    findings = analyse("3.2", replace(olist, content={}))
    assert findings.headline.code == "best_and_worst_to_date"
    assert (findings.headline.arguments["channel"], findings.headline.arguments["worst"]) == ("paid_search", "email")
    assert {"to_date", "no_channel", "untelling"} <= codes(findings)
    assert Need("leads", ("qualified_on",)) in findings.needs
    assert {need.table for need in findings.needs} == {"leads", "deals", "touches"}


@pytest.mark.real_data
def test_a_crm_without_leads_says_so(real_data):
    prepared = read_folder(real_data / "hubspot_dummy")
    findings = analyse("3.2", Inputs(prepared.tables, provenance_of(prepared.as_of)))
    assert findings.headline.code == "needs_tables"
    assert [need.table for need in findings.needs] == ["leads"]
