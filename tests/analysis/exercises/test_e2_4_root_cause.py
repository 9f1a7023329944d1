from dataclasses import replace
from datetime import date

import duckdb
import numpy as np
import pandas as pd
import pytest

from analysis.catalogue import analyse, wording
from analysis.exercises import e2_4_root_cause as root_cause
from analysis.findings import Need
from analysis.inputs import ANSWER_COLUMNS, Inputs
from datasets.sample.company import make_company
from tests.analysis.conftest import provenance_of

AS_OF = date(2025, 12, 31)
SHORT, PART = "short_by_volume", "part_by_volume"


def sellers_of(teams, rates=None, begin=None, value=20_000.0, cycle=60, seed=3, days=800):
    """Deals of each team's sellers: begun at random, decided after some `cycle` days; rates and begin by team."""
    rng = np.random.default_rng(seed)
    reps = pd.DataFrame(
        [(f"{team}{i}", team) for team, n in teams.items() for i in range(n)], columns=["rep_id", "team"]
    )
    parts = []
    for rep_id, team in reps.itertuples(index=False):
        n = rng.poisson((begin or {}).get(team, 0.1) * days)
        created = pd.Timestamp(AS_OF) - pd.to_timedelta(rng.integers(0, days, n), unit="D")
        closed = created + pd.to_timedelta(rng.integers(cycle - 30, cycle + 31, n), unit="D")
        won = np.where(rng.random(n) < (rates or {}).get(team, 0.3), "won", "lost")
        parts.append(pd.DataFrame({"rep_id": rep_id, "created_on": created, "closed_on": closed, "outcome": won}))
    deals = pd.concat(parts, ignore_index=True).sort_values("created_on", ignore_index=True)
    deals["amount"] = value * rng.lognormal(-0.02, 0.2, len(deals))
    done = deals["closed_on"] <= pd.Timestamp(AS_OF)
    deals = deals.assign(outcome=deals["outcome"].where(done, "open"), closed_on=deals["closed_on"].where(done))
    return {"deals": deals.assign(deal_id=[f"D{i:05}" for i in range(len(deals))]), "reps": reps}


def inputs_of(tables, answers=None, **window):
    content = {"group": {"min_answers": 5}, "instruments": [], "options": []}
    rows = pd.DataFrame(columns=list(ANSWER_COLUMNS)) if answers is None else answers
    return Inputs(tables, provenance_of(AS_OF, **window), rows, content)


def found(tables, **more):
    """What the exercise's own file makes of the tables, and nothing of the instruments."""
    return root_cause.analyse(inputs_of(tables, **more))


def said(findings):
    return wording("2.4").say(findings.headline)


def codes(findings):
    return {warning.code: warning.arguments for warning in findings.warnings}


FED_LESS = sellers_of({"Coast": 8, "North": 10, "City": 10}, begin={"Coast": 0.04})
ALIKE = sellers_of({"Coast": 8, "North": 10, "City": 10})


@pytest.fixture(scope="module")
def fed_less():
    return found(FED_LESS)


def test_velocity_is_what_a_direct_query_gives(fed_less):
    deals, reps = FED_LESS["deals"], FED_LESS["reps"]
    query = """
        with year as (select date '2025-01-01' as first, date '2026-01-01' as past),
          seats as (select team = 'Coast' as ours, count(*) as sellers from reps group by 1)
        select ours,
          sum(greatest(0, date_diff('day', greatest(created_on::date, first), coalesce(closed_on::date, past)))) / 365
            / any_value(sellers),
          count(*) filter (outcome = 'won' and closed_on >= first) / count(*) filter (closed_on >= first),
          avg(amount) filter (outcome = 'won' and closed_on >= first),
          avg(date_diff('day', created_on, closed_on)) filter (closed_on >= first)
        from deals join reps using (rep_id) join seats on ours = (team = 'Coast'), year group by 1 order by 1
    """
    rows = duckdb.sql(query).fetchall()
    assert len(deals) > len(reps)
    (_, *peers), (_, *own) = rows
    for key, (opened, rate, value, days) in (("velocity", own), ("peers_velocity", peers)):
        assert fed_less.figure(f"{key}.Coast").value == pytest.approx(opened * rate * value / days)
    coast = {row["factor"]: row for row in fed_less.rows("parts_of_gap") if row["team"] == "Coast"}
    assert [row["own"] for row in coast.values()] == pytest.approx(own)
    assert [row["peers"] for row in coast.values()] == pytest.approx(peers)


def test_parts_add_up_to_the_gap_exactly(fed_less):
    for unit in ("Coast", "North", "City"):
        parts = [figure.value for figure in fed_less.figures if figure.name == "gap_part" and figure.of[0] == unit]
        gap = fed_less.figure(f"gap_to_peers.{unit}").value
        assert sum(parts) == pytest.approx(gap, abs=1e-9)
        velocities = [fed_less.figure(f"{name}.{unit}").value for name in ("velocity", "peers_velocity")]
        assert gap == pytest.approx(velocities[0] - velocities[1])


def test_a_unit_that_is_fed_less_is_named_with_the_money_and_the_factor(fed_less):
    assert fed_less.headline.code == SHORT
    assert said(fed_less).startswith("Coast sells ")
    assert " a year less than as many sellers of its peers (" in said(fed_less)
    assert "goes with fewer open deals: " in said(fed_less)
    assert "because" not in said(fed_less)
    assert fed_less.figure("shared_by.Coast").value == 1
    assert fed_less.figure("gap_part.Coast.volume").high < 0
    assert [tripwire.figure for tripwire in fed_less.tripwires] == ["quarters_led.Coast", "peers_velocity.Coast"]
    assert fed_less.tripwires[1].threshold == fed_less.figure("peers_velocity.Coast").low
    assert fed_less.figure("quarters_led.Coast").value >= 4
    assert fed_less.figure("quarters_led.City").value == 0


@pytest.mark.parametrize(
    ("factor", "habits", "words"),
    [
        ("win_rate", {"rates": {"Coast": 0.12}}, "fewer wins: "),
        ("cycle", {}, "longer cycles: "),
        ("deal_size", {}, "smaller deals: "),
    ],
)
def test_each_factor_has_its_words(factor, habits, words):
    tables = sellers_of({"Coast": 10, "North": 10, "City": 10}, **habits)
    deals = tables["deals"]
    coast = deals["rep_id"].str.startswith("Coast")
    if factor == "deal_size":
        deals = deals.assign(amount=deals["amount"].mask(coast, deals["amount"] * 0.35))
    if factor == "cycle":  # begun earlier and decided on the same days: the deals take longer, and more are open
        earlier = deals["created_on"] - pd.Timedelta(days=120)
        deals = deals[~coast | (deals.index % 3 == 0)]
        deals = deals.assign(created_on=deals["created_on"].mask(coast, earlier))
    findings = found(tables | {"deals": deals})
    assert findings.headline.code == f"short_by_{factor}"
    assert words in said(findings)


def test_a_part_without_a_clear_gap_says_so():
    """Fewer deals, won oftener: the supply is short, what is sold is not."""
    tables = sellers_of({"Coast": 9, "North": 10, "City": 10}, begin={"Coast": 0.055}, rates={"Coast": 0.4})
    findings = found(tables)
    assert findings.headline.code == PART
    assert said(findings).startswith("Coast has ")
    assert said(findings).endswith("cannot be told from chance")
    assert findings.figure("gap_part.Coast.volume").high < 0


def test_units_alike_are_not_told_apart():
    findings = found(ALIKE)
    assert findings.headline.code == "none_short"
    assert said(findings).startswith("No unit sells clearly less than its peers, all 3 judged together; ")
    assert findings.tripwires == ()
    assert findings.figure("luck_share").high > 0.9
    assert findings.figure("between_share").low == 0


def test_too_little_data_says_what_there_is():
    few = ALIKE | {"deals": ALIKE["deals"].iloc[:20]}
    assert found(few).headline.code == "too_little"
    one = sellers_of({"Coast": 8})
    assert said(found(one)).startswith("Too little to compare: 1 unit of")
    assert found(one).tables == ()


def test_as_of_and_window_read_only_their_part():
    later = replace(inputs_of(FED_LESS), provenance=provenance_of(date(2025, 6, 30)))
    deals = FED_LESS["deals"]
    before = deals[deals["created_on"] <= "2025-06-30"]
    closed = before["closed_on"] <= "2025-06-30"
    known = before.assign(closed_on=before["closed_on"].where(closed), outcome=before["outcome"].where(closed, "open"))
    cut = Inputs(FED_LESS | {"deals": known}, later.provenance, later.answers, later.content)
    assert analyse("2.4", later).figures == analyse("2.4", cut).figures
    quarter = found(FED_LESS, since=date(2025, 7, 1), until=date(2025, 9, 30))
    decided = deals["closed_on"].between("2025-07-01", "2025-09-30") & deals["rep_id"].str.startswith("Coast")
    assert quarter.figure("velocity.Coast").n == int(decided.sum())
    assert "two_years" not in codes(quarter)


def test_small_units_are_joined_or_left_out_of_everything():
    joined = found(sellers_of({"Coast": 8, "North": 9, "Isle": 3, "Reef": 2}))
    assert codes(joined)["joined"] == {"groups": "Isle, Reef"}
    assert {row["team"] for row in joined.rows("gap_by_unit")} == {"Coast", "North", "Isle + Reef"}
    tables = sellers_of({"Coast": 8, "North": 9, "Isle": 3})
    out = found(tables)
    assert codes(out)["left_out"] == {"groups": "Isle"}
    isle = tables["deals"]["rep_id"].str.startswith("Isle")
    kept = {"deals": tables["deals"][~isle], "reps": tables["reps"][tables["reps"]["team"] != "Isle"]}
    assert [figure.value for figure in out.figures] == [figure.value for figure in found(kept).figures]


def test_managers_newcomers_and_leavers():
    reps = FED_LESS["reps"].assign(role="hunter", hired_on=pd.Timestamp("2020-01-01"), left_on=pd.NaT)
    reps.loc[reps["rep_id"] == "North0", "role"] = "manager"
    reps.loc[reps["rep_id"] == "North1", "hired_on"] = pd.Timestamp("2025-07-02")
    reps["left_on"] = pd.to_datetime(reps["left_on"])
    findings = found(FED_LESS | {"reps": reps})
    plain = {row["team"]: row for row in found(FED_LESS).rows("new_deals_by_unit")}
    north = {row["team"]: row for row in findings.rows("new_deals_by_unit")}["North"]
    assert codes(findings)["managers_out"]["n"] > 20
    assert north["qualified"] / north["per_month"] == pytest.approx(12 * (8 + 183 / 365))
    assert north["qualified"] < plain["North"]["qualified"]


def test_deals_are_qualified_from_their_second_stage_on():
    deals = FED_LESS["deals"]
    first = pd.DataFrame({"deal_id": deals["deal_id"], "stage": "Qualify", "entered_at": deals["created_on"]})
    moved = deals["deal_id"].isin(deals["deal_id"].iloc[::2])
    second = first[moved].assign(stage="Offer", entered_at=deals["created_on"] + pd.Timedelta(days=10))
    events = pd.concat([first, second]).sort_values(["deal_id", "entered_at"], ignore_index=True)
    stages = pd.DataFrame({"stage": ["Qualify", "Offer"], "position": [1, 2], "kind": "open"})
    findings = found(FED_LESS | {"stage_events": events, "stages": stages})
    assert "no_stage_history" in codes(found(FED_LESS))
    assert "no_stage_history" not in codes(findings)
    on = (deals["created_on"] + pd.Timedelta(days=10))[moved]
    coast = deals.loc[moved, "rep_id"].str.startswith("Coast")
    expected = int((on[coast] >= "2025-01-01").sum() - (on[coast] > "2025-12-31").sum())
    assert findings.figure("new_deals.Coast").n == expected
    assert "order_inferred" in codes(found(FED_LESS | {"stage_events": events}))


def test_targets_give_attainment_and_their_absence_is_said():
    targets = pd.DataFrame(
        {"period": ["2024-Q4", "2025-Q1", "2025-Q2", "2025-Q3", "2026-Q1"], "unit_type": "team", "unit_id": "Coast",
         "target": 100.0, "actual": [500.0, 80.0, 90.0, 70.0, None]}
    )  # fmt: skip
    findings = found(FED_LESS | {"targets": targets})
    assert findings.figure("attainment.Coast").value == pytest.approx(0.8)
    assert findings.figure("attainment.Coast").n == 3
    assert findings.figure("attainment.North").value is None
    assert codes(findings)["no_attainment"] == {"groups": "City, North"}
    without = found(FED_LESS)
    assert without.figure("attainment.Coast").value is None
    assert without.needs == (Need("targets", ("period", "unit_type", "unit_id", "target", "actual")),)


def classes(given):
    rows = [
        {"exercise": "2.4", "round": "2", "participant": f"p{place}", "item": unit, "value": value}
        for unit, values in given.items()
        for place, value in enumerate(values)
    ]
    return pd.DataFrame(rows, columns=list(ANSWER_COLUMNS))


def test_the_rooms_causes_beside_the_split():
    """Coast is short of supply; of the others, whichever is below its peers, few sellers are."""
    right = found(FED_LESS, answers=classes({"Coast": ["resource"] * 4 + ["individual"]}))
    assert right.figure("class_matches_split").value == 1
    assert right.rows("causes_against_split")[0] == {
        "team": "Coast",
        "room": "supply",
        "split": "supply",
        "agree": True,
    }
    wrong = found(FED_LESS, answers=classes({"Coast": ["individual"] * 5}))
    assert wrong.figure("class_matches_split").value == 0
    tied = found(
        FED_LESS, answers=classes({"Coast": ["individual", "individual", "process", "process", "cannot_tell"]})
    )
    assert tied.figure("class_matches_split").value is None
    few = found(FED_LESS, answers=classes({"Coast": ["individual"] * 4}))
    assert few.figure("class_matches_split").value is None
    assert codes(few)["few_answers"] == {"needed": 5}
    assert "no_answers" in codes(found(FED_LESS))


def test_several_currencies_leave_counts_and_no_money():
    deals = FED_LESS["deals"].assign(currency=np.where(FED_LESS["deals"].index % 2, "EUR", "USD"))
    findings = found(FED_LESS | {"deals": deals})
    assert findings.headline.code == "no_money"
    assert "mixed_currencies" in codes(findings)
    assert findings.figure("velocity.Coast").value is None or np.isnan(findings.figure("velocity.Coast").value)
    assert findings.figure("new_deals.Coast").value == found(FED_LESS).figure("new_deals.Coast").value


def test_one_large_deal_is_named_and_few_deals_take_two_years():
    won = FED_LESS["deals"]["outcome"] == "won"
    last = FED_LESS["deals"][won].index[-1]
    amount = FED_LESS["deals"]["amount"].where(FED_LESS["deals"].index != last, 3e6)
    assert codes(found(FED_LESS | {"deals": FED_LESS["deals"].assign(amount=amount)}))["one_deal"]["share"] > 0.1
    sparse = FED_LESS | {"deals": FED_LESS["deals"].iloc[::3]}
    assert codes(found(sparse))["two_years"] == {"least": 15}


def test_deals_of_nobody_and_of_impossible_dates_are_counted():
    deals = FED_LESS["deals"].copy()
    decided = deals.index[(deals["closed_on"] >= "2025-02-01") & (deals["outcome"] == "won")]
    deals.loc[decided[0], "created_on"] = deals.loc[decided[0], "closed_on"] + pd.Timedelta(days=3)
    deals.loc[decided[1], "rep_id"] = "who"
    deals.loc[decided[2], "closed_on"] = pd.NaT
    told = codes(found(FED_LESS | {"deals": deals}))
    assert told["contradictory_dates"] == told["of_nobody"] == told["no_closed_on"] == {"n": 1}


def test_without_teams_the_column_is_asked_for():
    tables = FED_LESS | {"reps": FED_LESS["reps"].drop(columns="team")}
    findings = analyse("2.4", inputs_of(tables))
    assert findings.needs == (Need("reps", ("team",)),)
    assert findings.figures == ()


@pytest.mark.real_data
def test_a_real_crm_without_teams_says_what_it_needs(maven):
    findings = analyse("2.4", replace(maven, content={}))
    assert findings.needs == (Need("reps", ("team",)),)


@pytest.mark.real_data
def test_real_deals_in_the_teams_of_their_managers(maven):
    """The sample names managers, not teams: with those as teams, six units compare."""
    reps = maven.tables["reps"].assign(team=maven.tables["reps"]["manager_id"])
    findings = analyse("2.4", replace(maven, tables=maven.tables | {"reps": reps}, content={}))
    deals = maven.tables["deals"].merge(reps[["rep_id", "team"]], on="rep_id")
    row = findings.rows("gap_by_unit")[0]
    assert row["deals"] == int((deals["outcome"].isin(["won", "lost"]) & (deals["team"] == row["team"])).sum())
    assert len(findings.rows("gap_by_unit")) == reps["team"].nunique() == 6


def test_the_shrinking_region_lacks_deals_in_the_sample_company():
    company = make_company(tables=["deals", "reps", "stage_events", "stages", "targets"])
    findings = analyse("2.4", Inputs(company, provenance_of(date(2026, 9, 30))))
    assert findings.headline.code in {SHORT, PART}
    assert findings.headline.arguments["unit"] == "Nordics team"
