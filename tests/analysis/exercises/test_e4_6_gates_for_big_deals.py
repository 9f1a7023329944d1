from dataclasses import replace
from datetime import date
from functools import cache
from itertools import combinations

import duckdb
import numpy as np
import pandas as pd
import pytest

from analysis.catalogue import analyse
from analysis.company.losses.gate_trials import Trial, best_combination, verdict
from analysis.company.losses.gates import above
from analysis.findings import Message, Need
from analysis.inputs import Inputs
from analysis.methods.intervals import wilson_interval
from curriculum.loader import load_folder
from datasets.sample.company import make_company
from tests.analysis.conftest import provenance_of, read_inputs
from tests.sizes import SIZES

TABLES = ("deals", "stage_events", "stages", "approvals")
SLOW = "Slow in Discovery"


@cache
def company(seed=8, effects=True, deals=6000):
    made = make_company(seed=seed, deals=deals, effects=effects, tables=TABLES)
    return Inputs({name: made[name] for name in TABLES}, provenance_of(date(2026, 9, 30)))


@cache
def found(seed=8, effects=True, deals=6000):
    return analyse("4.6", company(seed, effects, deals))


def gates(findings):
    return {row["gate"]: row for row in findings.rows("gates")}


def codes(findings):
    return {warning.code: warning.arguments for warning in findings.warnings}


# --- figures against direct queries ----------------------------------------------------------------------------------


def test_big_late_deals_and_the_slow_gate_equal_a_direct_query():
    findings = found(seed=11)
    tables, limit = company(seed=11).tables, int(gates(findings)[SLOW]["condition"].split()[2])
    deals, events = tables["deals"], tables["stage_events"]  # noqa: F841 - read by the query
    query = """
        with entered as (select deal_id, min(entered_at) filter (stage = 'Discovery') as began,
                                min(entered_at) filter (stage = 'Proposal') as ended,
                                min(entered_at) filter (stage in ('Negotiation', 'Contract')) as late
                         from events group by deal_id),
             big as (select *, ended - began > to_days($limit) as slow from deals join entered using (deal_id)
                     where late is not null and outcome in ('won', 'lost')
                       and amount >= (select quantile_cont(amount, 0.75) from deals))
        select count(*), count(*) filter (outcome = 'lost'), count(*) filter (slow),
               count(*) filter (slow and outcome = 'lost') from big
    """
    n, lost, flagged, caught = duckdb.execute(query, {"limit": limit}).fetchall()[0]
    base, row = findings.figure("late_loss_rate"), gates(findings)[SLOW]
    assert (base.n, base.value) == (n, lost / n)
    assert (row["flagged"], row["caught"], row["delayed"]) == (flagged, caught, flagged - caught)
    effect = max(
        [said["effect"] for code, said in codes(findings).items() if code.startswith("clustered_by")], default=1
    )
    low, high = map(float, wilson_interval(caught / effect, flagged / effect))
    assert (row["precision"], row["low"], row["high"]) == pytest.approx((caught / flagged, low, high))


def test_discounts_count_only_when_asked_for_before_the_gate():
    tables, row = company().tables, gates(found())["Much discount asked"]
    late = tables["stage_events"][tables["stage_events"]["stage"].isin(["Negotiation", "Contract"])]
    arrived = late.groupby("deal_id")["entered_at"].min()
    asked = tables["approvals"].assign(arrived=lambda rows: rows["deal_id"].map(arrived))
    asked = asked[asked["requested_at"] <= asked["arrived"]].groupby("deal_id")["requested_discount_pct"].max()
    deals = tables["deals"].set_index("deal_id")
    big = deals[(deals["amount"] >= deals["amount"].quantile(0.75)) & deals["outcome"].isin(["won", "lost"])]
    limit = float(row["condition"].split()[2])
    flagged = big.index.intersection(asked.index[asked > limit]).intersection(arrived.index)
    assert row["flagged"] == len(flagged)
    assert row["caught"] == (big.loc[flagged, "outcome"] == "lost").sum()


def test_what_happens_after_the_gate_changes_no_flag():
    """Later stages, owners, waits and requests may be anything."""
    inputs = company()
    events = inputs.tables["stage_events"]
    late = events[events["stage"].isin(["Negotiation", "Contract"])].groupby("deal_id")["entered_at"].min()
    after = events["entered_at"] > events["deal_id"].map(late)
    changed = events.assign(
        owner_id=events["owner_id"].mask(after, "somebody"), waiting_on=events["waiting_on"].mask(after, "none")
    )
    asked = inputs.tables["approvals"]
    requested = asked["requested_discount_pct"].mask(asked["requested_at"] > asked["deal_id"].map(late), 99.0)
    tables = inputs.tables | {"stage_events": changed, "approvals": asked.assign(requested_discount_pct=requested)}
    assert analyse("4.6", replace(inputs, tables=tables)).rows("gates") == found().rows("gates")


def test_money_is_work_after_the_gate_against_amounts_held_up():
    deals, events = company().tables["deals"].set_index("deal_id"), company().tables["stage_events"]
    first = events.groupby(["deal_id", "stage"])["entered_at"].min().unstack()
    limit = float(gates(found())[SLOW]["condition"].split()[2])
    stayed = (first["Proposal"] - first["Discovery"]).dt.total_seconds() / 86_400
    late = first[["Negotiation", "Contract"]].min(axis=1)
    big = deals[deals["amount"] >= deals["amount"].quantile(0.75)].join(late.rename("late").dropna(), how="inner")
    big = big[stayed.reindex(big.index) > limit]
    share = ((big["closed_on"] - big["late"]) / (big["closed_on"] - big["created_on"])).clip(0, 1)
    decided = deals[deals["outcome"].isin(["won", "lost"]) & deals["amount"].notna() & deals["rep_days"].notna()]
    a_day = decided.loc[decided["outcome"] == "won", "amount"].sum() / decided["rep_days"].sum()
    saved = (big["rep_days"] * share)[big["outcome"] == "lost"].sum() * a_day
    held = big.loc[big["outcome"] == "won", "amount"].sum()
    assert found().figure("value_saved").value == pytest.approx(saved)
    assert found().figure("value_delayed").value == pytest.approx(held)
    assert found().figure("break_even").value == pytest.approx(saved / held)


def test_the_best_combination_is_that_of_trying_each():
    rng = np.random.default_rng(4)
    trial = Trial(tuple("abcde"), rng.random((400, 5)) < 0.2, rng.random(400) < 0.5)
    trial.lost[trial.flags[:, 1]] |= rng.random(trial.flags[:, 1].sum()) < 0.6
    sets = [each for size in (1, 2, 3) for each in combinations(range(5), size)]
    for budget in (0.05, 0.1, 0.2, 0.5):
        tried = {each: verdict(trial, each) for each in sets}
        allowed = {each: row for each, row in tried.items() if row["delayed_share"] <= budget and row["net"] > 0}
        best = best_combination(trial, budget)
        assert (best is None) == (not allowed)
        if best:
            assert tried[best]["net"] == max(row["net"] for row in allowed.values())


# --- what is planted and what is not ---------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", [7, 8])
def test_the_planted_gate_of_the_sample_company_is_found(seed):
    findings = found(seed)
    assert findings.headline.code == "gate_holds"
    assert SLOW in findings.headline.arguments["gates"]
    assert findings.figure(f"precision.{SLOW}").low > 0.6
    assert findings.figure("precision_later").low > 0.5
    assert findings.tripwires[0].figure == f"precision.{SLOW}"
    assert findings.tripwires[0].threshold == 0.5


@pytest.mark.parametrize("seed", [7, 8])
def test_nothing_is_claimed_where_nothing_is_planted(seed):
    findings = found(seed, effects=False)
    assert findings.headline.code in ("no_gate", "gate_unsure")
    assert not [one for one in findings.tripwires if one.figure.startswith("precision")]


def test_outcomes_dealt_anew_hold_no_gate():
    """The permutation: who is lost late has nothing to do with what was on record."""
    inputs, said = company(), []
    deals, events = inputs.tables["deals"], inputs.tables["stage_events"]
    late = deals["deal_id"].isin(events.loc[events["stage"].isin(["Negotiation", "Contract"]), "deal_id"])
    decided = late & deals["outcome"].isin(["won", "lost"])
    for seed in range(min(SIZES.runs, 20)):
        dealt = deals["outcome"].copy()
        dealt[decided] = np.random.default_rng(seed).permutation(dealt[decided])
        tables = inputs.tables | {"deals": deals.assign(outcome=dealt)}
        said.append(analyse("4.6", replace(inputs, tables=tables)).headline.code)
    assert said.count("gate_holds") <= max(1, 0.1 * len(said))


# --- thin and missing ------------------------------------------------------------------------------------------------


def test_few_big_deals_say_so_and_choose_nothing():
    findings = found(deals=200)
    assert findings.headline.code == "too_little"
    assert findings.headline.arguments["n"] < 30
    assert "few_flagged" in codes(findings)


def test_without_columns_the_gates_are_named_and_the_rest_go_on():
    inputs = company()
    events = inputs.tables["stage_events"].drop(columns=["waiting_on", "owner_id"])
    tables = {name: table for name, table in inputs.tables.items() if name != "approvals"} | {"stage_events": events}
    findings = analyse("4.6", replace(inputs, tables=tables))
    assert codes(findings)["untried"]["groups"] == "Nobody asked, Changed hands, Much discount asked"
    assert Need("approvals", ("deal_id", "requested_at", "requested_discount_pct")) in findings.needs
    assert findings.headline.code == "gate_holds"
    assert gates(findings)[SLOW] == gates(found())[SLOW]


def test_without_work_on_record_money_saved_is_not_known():
    inputs = company()
    tables = inputs.tables | {"deals": inputs.tables["deals"].drop(columns="rep_days")}
    findings = analyse("4.6", replace(inputs, tables=tables))
    assert findings.figure("value_saved").value is None or np.isnan(findings.figure("value_saved").value)
    assert findings.figure("value_delayed").value == found().figure("value_delayed").value
    assert Message("no_money") in findings.warnings
    assert Need("deals", ("rep_days",)) in findings.needs


def test_fields_without_a_history_are_no_gates_and_are_named():
    assert codes(found())["today_only"]["groups"].startswith("discount, rival, expected date")
    assert not [gate for gate in gates(found()) if "ompetitor" in gate]


def test_mixed_currencies_leave_nothing_big():
    inputs = company()
    deals = inputs.tables["deals"]
    mixed = deals.assign(currency=np.where(deals.index % 2, "EUR", "USD"))
    findings = analyse("4.6", replace(inputs, tables=inputs.tables | {"deals": mixed}))
    assert findings.headline == Message("too_little", {"n": 0})
    assert "mixed_currencies" in codes(findings)


def test_deals_closed_before_the_gate_are_left_out():
    inputs = company()
    deals = inputs.tables["deals"]
    at = deals.index[deals["deal_id"].isin(inputs.tables["stage_events"].query("stage == 'Contract'")["deal_id"])][0]
    closed = deals["closed_on"].copy()
    closed[at] = pd.Timestamp("2020-01-01")
    findings = analyse("4.6", replace(inputs, tables=inputs.tables | {"deals": deals.assign(closed_on=closed)}))
    assert codes(findings)["contradictory_gate"] == {"n": 1}


# --- the room --------------------------------------------------------------------------------------------------------


def room(people, size="0.25", budget="0.1"):
    rows = [
        {"exercise": "4.6", "round": "1", "participant": f"p{person}", "item": item, "value": value}
        for person in range(people)
        for item, value in (("size", size), ("budget", budget))
    ]
    inputs = company()
    answers = pd.DataFrame(rows).reindex(columns=inputs.answers.columns)
    return replace(inputs, answers=answers, content=load_folder().exercises["4.6"].content())


def test_at_the_room_s_settings_the_same_gates_are_run():
    findings = analyse("4.6", room(6))
    assert findings.figure("group_caught").value == found().figure("caught").value
    assert findings.figure("group_precision").value == found().figure("precision").value


@pytest.mark.parametrize(("limit", "said"), [(1.0, "More than 1 day in Offer"), (2.0, "More than 2 days in Offer")])
def test_a_limit_of_one_day_is_said_so(limit, said):
    (gate,) = above("Slow in Offer", "More than {limit:.0f} {limit:day|days} in Offer", np.full(20, limit))
    assert gate.condition == said


def test_fewer_than_five_set_nothing():
    assert "group_caught" not in {figure.name for figure in analyse("4.6", room(4)).figures}


@pytest.mark.real_data
def test_real_files(real_data):
    tiny = read_inputs(real_data / "salesforce_devorg")
    assert "stage_events" in [need.table for need in analyse("4.6", tiny).needs]
