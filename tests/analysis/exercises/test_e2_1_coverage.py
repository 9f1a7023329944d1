from dataclasses import replace
from datetime import date

import duckdb
import numpy as np
import pandas as pd
import pytest

from analysis.catalogue import analyse, wording
from analysis.exercises import e2_1_coverage as coverage
from analysis.findings import Need
from analysis.inputs import Inputs
from datasets.sample.company import make_company
from datasets.sample.effects import PLANTED
from tests.analysis.conftest import provenance_of

AS_OF = date(2025, 12, 31)
SETTINGS = {"instruments": [{"key": "coverage", "analysis": {"usable_days": 150, "care_days": {"default": 1}}}]}
USUAL = {"new": 60, "renewal": 60}


def tables_of(cells, new_days=4.0, old_days=2.0, seed=5):
    """cells: {(region, segment): (accounts, hunters, farmers, {type: deals})}. Sellers hold deals of their own cell."""
    rng = np.random.default_rng(seed)
    deals, accounts, reps = [], [], []
    for (region, segment), (n, hunters, farmers, types) in cells.items():
        own = {"new": [(f"{region}{segment}h{i}", "hunter") for i in range(hunters)],
               "renewal": [(f"{region}{segment}f{i}", "farmer") for i in range(farmers)]}  # fmt: skip
        everybody = own["new"] + own["renewal"]
        reps += [(rep_id, role, region) for rep_id, role in everybody]
        accounts += [(f"{region}{segment}{i}", region, segment, 1000.0 * (i + 1)) for i in range(n)]
        for type_, many in types.items():
            holders = own[type_] or everybody
            for i in range(many):
                days = rng.gamma(4, (new_days if type_ == "new" else old_days) / 4)
                holder, account = holders[i % len(holders)][0], f"{region}{segment}{rng.integers(n)}"
                deals.append((type_, days, holder, account, region, segment))
    frame = pd.DataFrame(deals, columns=["deal_type", "rep_days", "rep_id", "account_id", "region", "segment"])
    created = pd.Timestamp(AS_OF) - pd.to_timedelta(rng.integers(0, 365, len(frame)), unit="D")
    closed = created + pd.to_timedelta(rng.integers(5, 80, len(frame)), unit="D")
    done = closed <= pd.Timestamp(AS_OF)
    frame = frame.assign(
        deal_id=[f"D{i:05}" for i in range(len(frame))], created_on=created, closed_on=closed.where(done),
        outcome=np.where(done, np.where(rng.random(len(frame)) < 0.3, "won", "lost"), "open"),
    )  # fmt: skip
    return {
        "deals": frame,
        "accounts": pd.DataFrame(accounts, columns=["account_id", "region", "segment", "potential"]),
        "reps": pd.DataFrame(reps, columns=["rep_id", "role", "region"]),
    }


def inputs_of(tables, content=SETTINGS, **window):
    return Inputs(tables, provenance_of(AS_OF, **window), content=content)


def found(tables, **more):
    return coverage.analyse(inputs_of(tables, **more))


def said(findings):
    return wording("2.1").say(findings.headline)


def codes(findings):
    return {warning.code: warning.arguments for warning in findings.warnings}


CALM = {("North", "plants"): (40, 2, 2, USUAL), ("North", "shops"): (40, 2, 2, USUAL),
        ("South", "plants"): (40, 2, 2, USUAL), ("South", "shops"): (40, 2, 2, USUAL)}  # fmt: skip
FULL = tables_of(CALM | {("North", "plants"): (60, 2, 2, {"new": 180, "renewal": 170})})
APART = tables_of(CALM | {("South", "shops"): (40, 4, 1, {"new": 40, "renewal": 300})})
EVEN = tables_of(CALM)


@pytest.fixture(scope="module")
def full():
    return found(FULL)


def test_days_needed_are_what_a_direct_query_gives(full):
    """Mean days of decided deals by kind, unshrunk; kinds of one mean differ by less than a tenth of a day."""
    deals = FULL["deals"]
    rows = duckdb.sql("""
        with kinds as (
          select deal_type, segment, avg(rep_days) as days from deals where outcome in ('won', 'lost') group by all)
        select region, segment, sum(days) as days, count(*) as n
        from deals join kinds using (deal_type, segment) group by all
    """).fetchall()
    assert len(rows) == 4
    assert len(deals) == sum(n for *_, n in rows)
    for region, segment, days, n in rows:
        accounts = 60 if (region, segment) == ("North", "plants") else 40
        figure = full.figure(f"load.{region}.{segment}")
        assert figure.n == n
        assert figure.value == pytest.approx((days + accounts) / (4 * 150), rel=0.03)
        assert full.figure(f"fte_present.{region}.{segment}").value == pytest.approx(4)
        assert full.figure(f"fte_needed.{region}.{segment}").value == pytest.approx(figure.value * 4)
        assert full.figure(f"accounts_per_seller.{region}.{segment}").value == pytest.approx(accounts / 4)


def test_the_gap_is_what_the_cells_add_up_to(full):
    parts = {name: sum(f.value for f in full.figures if f.name == name) for name in ("fte_needed", "fte_present")}
    assert full.figure("fte_gap").value == pytest.approx(parts["fte_needed"] - parts["fte_present"])
    assert full.figure("fte_gap").low < full.figure("fte_gap").value < full.figure("fte_gap").high


def test_a_full_cell_is_named_in_people(full):
    assert full.headline.code == "cell_full"
    assert said(full).startswith("plants in North is fullest, small numbers allowed for: its work takes ")
    assert said(full).endswith("people short")
    assert [row["clear"] for row in full.rows("load_by_cell")] == [True, False, False, False]
    assert {tripwire.figure for tripwire in full.tripwires} >= {"load_hunters", "load.North.plants"}
    over = next(tripwire for tripwire in full.tripwires if tripwire.figure == "load.North.plants")
    assert over.threshold == pytest.approx(full.figure("load.North.plants").high)


def test_roles_that_lie_apart_are_named_with_both_loads():
    findings = found(APART)
    assert findings.headline.code in {"apart", "full_and_apart"}
    assert "in South farmers have work for " in said(findings)
    row = findings.rows("roles_by_region")[0]
    assert row["region"] == "South"
    assert row["apart_from_other"]
    assert findings.figure("load_farmers.South.shops").value > 1.5
    assert findings.figure("load_hunters.South.shops").value < 0.9


def test_work_that_fits_is_said_to_fit():
    findings = found(EVEN)
    assert findings.headline.code == "fits"
    assert said(findings).startswith("No cell is clearly over its days; all together stand at ")
    assert not any(row["clear"] for row in findings.rows("load_by_cell"))
    assert [tripwire.threshold for tripwire in findings.tripwires if tripwire.figure != "load_hunters"] == [1.25] * 3


def test_people_short_everywhere_are_counted_together():
    """A little too much in each of many cells: no cell is clear, all of them are."""
    cells = {(f"R{i}", "plants"): (30, 1, 1, {"new": 48, "renewal": 60}) for i in range(20)}
    findings = found(tables_of(cells))
    assert findings.headline.code in {"people_short", "cell_full", "full_and_apart"}
    assert findings.figure("fte_gap").low > 0


def test_very_few_deals_say_so():
    findings = found(EVEN | {"deals": EVEN["deals"].head(8)})
    assert findings.headline.code == "too_little"
    assert said(findings).startswith("Only 8 deals")


def test_settings_of_the_room_change_the_load(full):
    """usable_days and care_days stand in the exercise's file; care may differ by segment."""
    usable = {"instruments": [{"analysis": {"usable_days": 300, "care_days": {"default": 1}}}]}
    assert found(FULL, content=usable).figure("load.North.plants").value == pytest.approx(
        full.figure("load.North.plants").value / 2
    )
    care = {"instruments": [{"analysis": {"usable_days": 150, "care_days": {"default": 1, "plants": 4}}}]}
    more = found(FULL, content=care)
    assert more.figure("load.North.plants").value == pytest.approx(
        full.figure("load.North.plants").value + 3 * 60 / 600
    )
    assert more.figure("load.North.shops").value == full.figure("load.North.shops").value
    assert found(FULL, content={}).figure("load.North.plants").value == full.figure("load.North.plants").value


def test_as_of_and_window_read_only_their_part():
    deals = FULL["deals"]
    day = replace(inputs_of(FULL), provenance=provenance_of(date(2025, 9, 30)))
    before = deals[deals["created_on"] <= "2025-09-30"]
    closed = before["closed_on"] <= "2025-09-30"
    known = before.assign(closed_on=before["closed_on"].where(closed), outcome=before["outcome"].where(closed, "open"))
    cut = replace(day, tables=FULL | {"deals": known})
    assert coverage.analyse(day).figures == coverage.analyse(cut).figures
    half = found(FULL, since=date(2025, 7, 1), until=date(2025, 12, 31))
    inside = deals["created_on"].between("2025-07-01", "2025-12-31")
    north = inside & (deals["region"] == "North") & (deals["segment"] == "plants")
    assert half.figure("load.North.plants").n == int(north.sum())
    assert half.figure("load.North.plants").value == pytest.approx(
        found(FULL).figure("load.North.plants").value, rel=0.25
    )


def test_who_is_there_on_the_day():
    reps = FULL["reps"].assign(hired_on=pd.Timestamp("2020-01-01"), left_on=pd.NaT)
    reps["left_on"] = pd.to_datetime(reps["left_on"])
    reps.loc[reps["rep_id"] == "Northplantsh0", "left_on"] = pd.Timestamp("2025-06-30")
    reps.loc[reps["rep_id"] == "Northplantsh1", "role"] = "manager"
    reps.loc[reps["rep_id"] == "Northplantsf0", "role"] = "specialist"
    reps.loc[reps["rep_id"] == "Southshopsh0", "hired_on"] = pd.Timestamp("2026-02-01")
    findings = found(FULL | {"reps": reps})
    assert findings.figure("fte_present.North.plants").value == pytest.approx(2)
    assert findings.figure("fte_present.South.shops").value == pytest.approx(3)
    assert findings.figure("load_hunters.North.plants").value is None or np.isnan(
        findings.figure("load_hunters.North.plants").value
    )
    assert codes(findings)["no_role"] == {"n": 1, "role": "hunter"}
    without = found(FULL).figure("load_farmers.North.plants")
    held = FULL["deals"]["rep_id"] == "Northplantsf0"
    assert findings.figure("load_farmers.North.plants").n == without.n - int(held.sum())


def test_sellers_are_split_by_where_their_deals_lie_and_idle_ones_by_their_region():
    deals = FULL["deals"].copy()
    mine = deals.index[deals["rep_id"] == "Southshopsh0"]
    deals.loc[mine[: len(mine) // 2], "region"] = "North"
    findings = found(FULL | {"deals": deals})
    moved = (len(mine) // 2) / len(mine)
    assert findings.figure("fte_present.North.shops").value == pytest.approx(2 + 2 + moved)
    idle = pd.concat([FULL["reps"], pd.DataFrame({"rep_id": ["new"], "role": "hunter", "region": "South"})])
    south = [f for f in found(FULL | {"reps": idle}).figures if f.name == "fte_present" and f.of[0] == "South"]
    assert sum(figure.value for figure in south) == pytest.approx(9)


def test_unseen_and_small_accounts(full):
    deals, accounts = FULL["deals"], FULL["accounts"]
    north = accounts[(accounts["region"] == "North") & (accounts["segment"] == "shops")]
    unseen = (~north["account_id"].isin(deals["account_id"])).mean()
    assert full.figure("unseen.North.shops").value == pytest.approx(unseen)
    assert full.figure("potential_per_day.North.shops").value == pytest.approx(north["potential"].sum() / 600)
    share = full.figure("small_share")
    assert share.low < share.value < share.high
    assert share.value == pytest.approx(1 / 3, abs=0.1)
    gone = accounts.assign(churned_on=pd.Timestamp("2025-03-01").to_datetime64())
    gone["churned_on"] = gone["churned_on"].where(gone["account_id"] == "Northshops0")
    assert found(FULL | {"accounts": gone}).figure("accounts_per_seller.North.shops").value == pytest.approx(39 / 4)


def test_missing_columns_lock_only_what_rests_on_them():
    deals, reps, accounts = FULL["deals"], FULL["reps"], FULL["accounts"]
    no_days = found(FULL | {"deals": deals.drop(columns="rep_days")})
    assert no_days.headline.code == "no_days"
    assert said(no_days).startswith("180 accounts stand to 16 sellers")
    assert Need("deals", ("rep_days",)) in no_days.needs
    assert no_days.figure("accounts_per_seller.North.plants").value == pytest.approx(15)
    assert no_days.figure("unseen.North.plants").value is not None
    assert all(
        f.value is None or np.isnan(f.value) for f in no_days.figures if f.name.startswith(("load", "fte_n", "fte_g"))
    )
    no_role = found(FULL | {"reps": reps.drop(columns="role")})
    assert no_role.needs == (Need("reps", ("role",)),)
    assert no_role.figure("load.North.plants").value == pytest.approx(found(FULL).figure("load.North.plants").value)
    assert np.isnan(no_role.figure("load_hunters").value)
    no_type = found(FULL | {"deals": deals.drop(columns="deal_type")})
    assert no_type.needs == (Need("deals", ("deal_type",)),)
    assert "no_roles" in codes(no_type)
    no_size = found(FULL | {"accounts": accounts.drop(columns="potential")})
    assert Need("accounts", ("potential",)) in no_size.needs
    assert {"no_size", "no_potential"} <= set(codes(no_size))


def test_what_cannot_be_placed_counts_for_the_company_alone():
    deals = FULL["deals"].copy()
    nowhere = deals.index[:7]
    deals.loc[nowhere, ["segment", "account_id"]] = None
    findings = found(FULL | {"deals": deals})
    assert codes(findings)["unplaced_deals"] == {"n": 7}
    assert findings.figure("fte_gap").n == len(deals)
    assert sum(f.n for f in findings.figures if f.name == "load") == len(deals) - 7


def test_thin_cells_and_few_days_are_warned_of():
    thin = tables_of(CALM | {("West", "shops"): (5, 1, 1, {"new": 5, "renewal": 6})})
    assert codes(found(thin))["thin_cells"] == {"n": 1, "least": 40}
    deals = FULL["deals"].assign(rep_days=FULL["deals"]["rep_days"].where(FULL["deals"].index % 3 == 0))
    findings = found(FULL | {"deals": deals})
    assert codes(findings)["few_days"]["share"] == pytest.approx(1 / 3, abs=0.05)
    assert findings.figure("days_known").value == pytest.approx(1 / 3, abs=0.05)


@pytest.mark.real_data
def test_a_real_crm_gives_accounts_and_what_it_lacks(maven):
    findings = analyse("2.1", replace(maven, content={}))
    assert findings.headline.code == "no_days"
    assert said(findings) == (
        "85 accounts stand to 35 sellers; how full these are cannot be said without days per deal"
    )
    needed = {need.table: need.columns for need in findings.needs}
    assert needed["deals"] == ("rep_days",) or ("rep_days",) in [need.columns for need in findings.needs]
    deals = maven.tables["deals"].merge(maven.tables["accounts"], on="account_id", suffixes=("", "_of_account"))
    began = deals["created_on"] > "2016-12-31"
    home = maven.tables["accounts"].groupby(["region", "industry"]).size()
    figure = findings.figure("unseen.United States.retail")
    seen = deals.loc[began & (deals["region"] == "United States") & (deals["industry"] == "retail"), "account_id"]
    assert figure.n == home["United States", "retail"]
    assert figure.value == pytest.approx(1 - seen.nunique() / figure.n)


def test_the_sample_company_is_full_in_one_region_and_lacks_farmers_in_another():
    company = make_company(tables=["deals", "reps", "accounts"])
    findings = coverage.analyse(Inputs(company, provenance_of(date(2026, 9, 30)), content=SETTINGS))
    assert findings.headline.code == "full_and_apart"
    assert findings.headline.arguments["region"] == "DACH"
    assert findings.headline.arguments["place"] == PLANTED.few_farmers.region
    assert findings.headline.arguments["over"] == "farmers"
