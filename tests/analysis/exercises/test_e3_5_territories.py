"""3.5 on made-up companies whose maps can be seen by eye, and against direct queries."""

from dataclasses import replace
from datetime import date

import duckdb
import numpy as np
import pandas as pd
import pytest

from analysis.catalogue import analyse, draw, wording
from analysis.charts import DESK
from analysis.company.territories import reassignment
from analysis.company.territories.reassignment import SCENARIOS, Constraints
from analysis.exercises.e3_5_territories import scenario
from analysis.findings import Need
from analysis.inputs import Inputs
from datasets.sample.company import AS_OF, make_company
from tests.analysis.conftest import provenance_of

DAY = date(2025, 12, 31)
PLACES = {"North": (60.0, 10.0), "South": (48.0, 11.0)}


def company(heavy=18, light=6, sellers=6, customers=0.3, potential=100.0, heavy_reach=1.0, seed=1):
    """Sellers R0, R1, …; half hold `heavy` accounts, half `light`, of one potential each. North and South lie 1,300 km
    apart. A customer has a won deal this year; others a lost one, or where not reached one of three years ago."""
    rng = np.random.default_rng(seed)
    accounts, deals = [], []
    for seller in range(sellers):
        region = "North" if seller % 2 else "South"
        held = heavy if seller < sellers / 2 else light
        for place in range(held):
            name = f"A{len(accounts):04}"
            accounts.append((name, potential, region, *(PLACES[region] + rng.normal(0, 0.5, 2))))
            bought = place < customers * held
            reached = bought or rng.random() < (heavy_reach if seller < sellers / 2 else 1.0)
            created = pd.Timestamp(2025 if reached else 2022, 3, 1) + pd.Timedelta(days=place)
            outcome = "won" if bought else "lost"
            deals.append((f"D{len(deals):04}", name, f"R{seller}", outcome, created, created + pd.Timedelta(days=30),
                          50.0, 4.0))  # fmt: skip
    tables = {
        "accounts": pd.DataFrame(accounts, columns=["account_id", "potential", "region", "latitude", "longitude"]),
        "deals": pd.DataFrame(deals, columns=["deal_id", "account_id", "rep_id", "outcome", "created_on", "closed_on",
                                              "amount", "rep_days"]),
        "reps": pd.DataFrame({"rep_id": [f"R{i}" for i in range(sellers)],
                              "region": ["North" if i % 2 else "South" for i in range(sellers)]}),
    }  # fmt: skip
    return Inputs(tables, provenance_of(DAY))


def changed(inputs, **tables):
    return replace(inputs, tables=dict(inputs.tables) | tables)


def said(findings):
    return wording("3.5").say(findings.headline)


def codes(findings):
    return [warning.code for warning in findings.warnings]


def test_potential_and_balance_are_those_of_a_direct_query():
    tables = make_company(seed=3, deals=1500)
    findings = analyse("3.5", Inputs(tables, provenance_of(AS_OF)))
    deals, reps = tables["deals"], tables["reps"]  # noqa: F841 - read by the query
    accounts = tables["accounts"].dropna(subset=["potential"])
    rows = duckdb.sql(
        """
        with latest as (
            select account_id, arg_max(rep_id, (created_on, deal_id)) as rep_id from deals group by account_id
        ), sellers as (select * from reps where left_on is null and role <> 'manager'),
        mine as (
            select a.*, s.rep_id as seller from accounts a left join latest using (account_id)
            left join sellers s using (rep_id)
        ), pool as (select region, sum(potential) as potential from mine where seller is null group by region),
        own as (select seller, sum(potential) as potential from mine where seller is not null group by seller)
        select s.rep_id,
            coalesce(own.potential, 0) + coalesce(pool.potential, 0) / count(*) over (partition by s.region)
        from sellers s left join own on own.seller = s.rep_id left join pool on pool.region = s.region
        """
    ).fetchall()
    found = analyse("3.5", Inputs(dict(tables) | {"accounts": accounts}, provenance_of(AS_OF)))
    by_hand = sorted(float(value) for _, value in rows)
    assert sorted(row["potential"] for row in found.rows("territories")) == pytest.approx(by_hand)
    assert found.figure("balance_cv").value == pytest.approx(np.std(by_hand, ddof=1) / np.mean(by_hand))
    assert found.figure("balance_cv").n == len(accounts)
    assert "filled" not in codes(found)
    assert "filled" in codes(findings)


def test_the_map_is_even_and_keeps_what_it_was_told_to():
    findings = analyse("3.5", company(customers=0.2))
    for name, constraints in SCENARIOS.items():
        row = next(row for row in findings.rows("maps") if row["scenario"] == name)
        assert row["paper"] < 0.1
        assert row["customers_moved"] <= (1 - constraints.kept) * 18
    assert findings.figure("moves.1\\.0").value == 18  # 54 and 18 accounts of one potential: six from each of three
    assert findings.figure("customers_moved.1\\.0").value == 0
    assert findings.figure("amount_moved.1\\.0").value == 0


def test_moves_are_the_map():
    inputs = company(customers=0.2)
    findings = analyse("3.5", inputs)
    moved = [row for row in findings.rows("moved_accounts") if row["map"] == "All customers stay"]
    assert len(moved) == findings.figure("moves.1\\.0").value
    assert not any(row["customer"] for row in moved)
    heavy = {row["territory"] for row in findings.rows("territories")[:3]}
    assert {row["from_territory"] for row in moved} <= heavy
    assert not {row["to_territory"] for row in moved} & heavy


def test_strong_customers_have_to_move():
    findings = analyse("3.5", company(heavy=60, light=20, customers=1.0, potential=100.0))
    assert findings.headline.code == "customers_help"
    assert said(findings).startswith(
        "Potential per seller varies by 55% about its mean. With every customer staying, 0 "
    )
    assert "240 accounts, 6 sellers" in said(findings)
    assert findings.figure("amount_moved.0\\.9").value == 50.0 * findings.figure("customers_moved.0\\.9").value


def test_weak_strangers_are_enough():
    findings = analyse("3.5", company(customers=0.2))
    assert findings.headline.code == "strangers_help"
    assert "handing over customers gains nothing beyond that error" in said(findings)


def test_null_an_even_company_needs_no_moves():
    findings = analyse("3.5", company(heavy=12, light=12))
    assert findings.headline.code == "even"
    assert findings.figure("balance_cv").value == pytest.approx(0)
    assert findings.figure("balance_gini").value == pytest.approx(0)
    assert findings.figure("moves.1\\.0").value == 0


def test_null_no_map_helps_where_none_may_change_anything():
    findings = analyse("3.5", company(heavy=10, light=5, customers=1.0, sellers=4))
    assert findings.headline.code in {"no_map_helps", "strangers_help", "customers_help"}
    stuck = scenario(company(heavy=10, light=5, customers=1.0, sellers=4), "Nobody", Constraints(kept=1.0))
    assert stuck.headline.code == "no_map_helps"
    assert [row["map"] for row in stuck.rows("maps")] == ["Today", "Nobody"]


def test_too_little_data():
    findings = analyse("3.5", company(heavy=3, light=2, sellers=4))
    assert said(findings) == "Too little is on record to draw territories: 10 accounts and 4 sellers of today"
    assert findings.rows("maps") == ()


def test_load_limits_the_moves():
    free = scenario(company(customers=0.0), "free", Constraints(most_load=9.0))
    full = scenario(company(customers=0.0), "full", Constraints(most_load=0.12))
    assert full.rows("maps")[1]["moves"] < free.rows("maps")[1]["moves"]
    light = {row["territory"] for row in full.rows("territories") if row["accounts"] == 6}
    after = {row["territory"]: row["load"] for row in full.rows("tiles") if row["map"] == "full"}
    assert all(after[name] <= 0.12 + 1e-6 or name not in light for name in after)


def test_regions_are_crossed_only_where_it_is_allowed():
    inputs = company(sellers=4)
    tables = dict(inputs.tables)
    north = tables["accounts"]["region"] == "North"
    tables["accounts"] = tables["accounts"].assign(potential=np.where(north, 300.0, 100.0))
    inputs = replace(inputs, tables=tables)
    over = scenario(inputs, "over", Constraints(across=True)).rows("moved_accounts")
    within = scenario(inputs, "within", Constraints(across=False)).rows("moved_accounts")
    assert any(row["region"] != row["to_region"] for row in over)
    assert within
    assert all(row["region"] == row["to_region"] for row in within)


def test_regions_that_lie_far_apart_do_not_adjoin():
    inputs = company()
    far = inputs.tables["accounts"].assign(latitude=lambda t: t["latitude"] - 40 * (t["region"] == "South"))
    [message] = [w for w in analyse("3.5", changed(inputs, accounts=far)).warnings if w.code == "adjoining"]
    assert message.arguments["pairs"] == "none do"


def test_accounts_of_those_who_left_are_borne_by_their_region():
    inputs = company(sellers=6)
    reps = inputs.tables["reps"].assign(left_on=[pd.Timestamp("2025-06-30"), *[pd.NaT] * 5])
    findings = analyse("3.5", changed(inputs, reps=reps))
    potential = {row["territory"]: row["potential"] for row in findings.rows("territories")}
    assert potential == {"South B": 1800 + 900, "South C": 600 + 900, "North A": 1800, "North B": 600, "North C": 600}
    [message] = [warning for warning in findings.warnings if warning.code == "nobodys"]
    assert message.arguments["n"] == 18


def test_leaders_hold_no_territory_unless_all_lead():
    inputs = company(sellers=4)
    reps = inputs.tables["reps"]
    led = changed(inputs, reps=reps.assign(role=["manager", "hunter", "hunter", "farmer"]))
    assert len(analyse("3.5", led).rows("territories")) == 3
    assert len(analyse("3.5", changed(inputs, reps=reps.assign(role="manager"))).rows("territories")) == 4


def test_the_gap_in_reach_is_found_hedged_and_counted():
    findings = analyse("3.5", company(heavy=30, light=20, sellers=12, heavy_reach=0.3))
    gap = findings.figure("reached_gap")
    strangers = {"heavy": 6 * 21, "light": 6 * 14}
    assert gap.n == sum(strangers.values())
    assert gap.high < 0
    rows = findings.rows("reach")
    assert gap.value == pytest.approx(rows[0]["rate"] - rows[1]["rate"])
    few = analyse("3.5", company(sellers=8))
    assert few.figure("reached_gap").value is None
    assert "few_strangers" in codes(few)


def test_the_gap_after_a_handover_equals_a_direct_count():
    tables = make_company(seed=5, deals=1500)
    figure = analyse("3.5", Inputs(tables, provenance_of(AS_OF))).figure("handover_gap")
    deals = tables["deals"]  # noqa: F841 - read by the query
    rows = dict(
        duckdb.sql(
            """
            with steps as (
                select outcome, rep_id <> lag(rep_id) over (partition by account_id order by created_on, deal_id) as
                changed from deals where account_id is not null and rep_id is not null
            ) select changed, (count(*), count(*) filter (outcome = 'won')) from steps
            where changed is not null and outcome in ('won', 'lost') group by changed
            """
        ).fetchall()
    )
    (n, won), (m, other) = rows[True], rows[False]
    assert figure.n == n + m
    assert figure.value == pytest.approx(won / n - other / m)
    assert figure.low < figure.value < figure.high


def test_a_window_bounds_the_next_deals_and_nothing_else():
    tables = make_company(seed=5, deals=1500)
    whole = analyse("3.5", Inputs(tables, provenance_of(AS_OF)))
    part = analyse("3.5", Inputs(tables, provenance_of(AS_OF, since=date(2026, 1, 1))))
    assert part.figure("handover_gap").n < whole.figure("handover_gap").n
    assert part.rows("maps") == whole.rows("maps")


def test_nothing_after_the_day_is_seen():
    inputs = company()
    later = inputs.tables["deals"].assign(
        deal_id=lambda t: "L" + t["deal_id"], rep_id="R5", created_on=pd.Timestamp("2026-02-01"),
        closed_on=pd.Timestamp("2026-03-01"),
    )  # fmt: skip
    both = pd.concat([inputs.tables["deals"], later], ignore_index=True)
    assert analyse("3.5", changed(inputs, deals=both)).to_bytes() == analyse("3.5", inputs).to_bytes()


@pytest.mark.parametrize(
    ("missing", "figures"),
    [("rep_days", {"load", "density", "load_cv"}), ("amount", set()), ("created_on", set())],
)
def test_a_missing_column_locks_only_what_rests_on_it(missing, figures):
    inputs = company()
    whole = analyse("3.5", inputs)
    without = analyse("3.5", changed(inputs, deals=inputs.tables["deals"].drop(columns=missing)))
    assert Need("deals", (missing,)) in without.needs
    assert {f.name for f in whole.figures} - {f.name for f in without.figures} == figures
    if missing == "amount":
        assert without.figure("amount_moved.1\\.0").value is None
    if missing == "created_on":
        assert without.figure("reached_gap").value is None
    assert without.figure("balance_cv").value == whole.figure("balance_cv").value


def test_without_places_accounts_stay_in_their_region():
    inputs = company()
    findings = analyse(
        "3.5", changed(inputs, accounts=inputs.tables["accounts"].drop(columns=["latitude", "longitude"]))
    )
    assert "own_region_only" in codes(findings)
    assert {chart.key for chart in draw(findings, DESK)} & {"places"} == set()
    assert all(row["region"] == row["to_region"] for row in findings.rows("moved_accounts"))


def test_missing_potential_is_the_median_of_its_like():
    inputs = company(heavy=10, light=10)
    accounts = inputs.tables["accounts"]
    industry = np.where(accounts.index % 2, "Steel", "Food")
    known = accounts.assign(industry=industry, potential=np.where(industry == "Steel", 500.0, 100.0))
    gone = known.assign(potential=known["potential"].mask(known.index.isin([0, 1])))
    whole, filled = (analyse("3.5", changed(inputs, accounts=table)) for table in (known, gone))
    assert filled.rows("territories") == whole.rows("territories")
    [message] = [warning for warning in filled.warnings if warning.code == "filled"]
    assert (message.arguments["n"], message.arguments["share"]) == (2, 2 / 60)


def test_many_accounts_move_in_lots_and_it_is_said(monkeypatch):
    inputs = company(heavy=60, light=20, customers=0.2)
    whole = scenario(inputs, "one", Constraints())
    monkeypatch.setattr(reassignment, "PIECES", 60)
    monkeypatch.setattr("analysis.exercises.e3_5_territories.PIECES", 60)
    lots = scenario(inputs, "one", Constraints())
    [message] = [warning for warning in lots.warnings if warning.code == "in_lots"]
    assert message.arguments["pieces"] <= 60 < message.arguments["n"] == 240
    assert lots.rows("maps")[1]["customers_moved"] == 0
    assert lots.rows("maps")[1]["paper"] < whole.rows("maps")[0]["paper"] / 2


def test_a_scenario_of_ones_own_is_said_by_its_name():
    findings = scenario(company(customers=0.2), "Half and half", Constraints(kept=0.5, tolerance=0.1))
    assert [row["map"] for row in findings.rows("maps")] == ["Today", "Half and half"]
    spoken = wording("3.5").findings(findings)
    assert {figure["key"] for figure in spoken["figures"]} >= {"balance_cv_after.Half and half"}
    assert "With 15 moves, 0 of them customers, it is" in said(findings)


def test_tripwires_are_those_of_the_content():
    findings = analyse("3.5", company(customers=0.2))
    assert [(one.figure, one.op, one.threshold) for one in findings.tripwires] == [
        ("balance_cv", ">", max(0.25, findings.figure("balance_cv_after.1\\.0").high)), ("moved_reached", "<", 0.4),
    ]  # fmt: skip
    assert findings.figure("moved_reached").value is None
    assert "not_yet_moved" in codes(findings)
