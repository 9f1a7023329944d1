from dataclasses import replace
from datetime import date

import duckdb
import numpy as np
import pandas as pd
import pytest

from analysis.catalogue import analyse
from analysis.findings import Message, Need
from analysis.inputs import Inputs
from datasets.sample.company import make_company
from tests.analysis.conftest import provenance_of, read_inputs
from tests.sizes import SIZES

STAGES = ("Qualify", "Discovery", "Proposal", "Negotiation")


def rows(findings, table="waits_by_stage", key="stage"):
    return {row[key]: row for row in findings.table(table).rows}


@pytest.fixture(scope="session")
def waiting(funnel):
    """A funnel whose stays wait for us with a chance by stage; queue of our own waits."""

    def waiting(ours=(0.3, 0.3, 0.3, 0.3), n=800, seed=3, named=0.95, **more):
        inputs = funnel(n=n, seed=seed, **more)
        rng = np.random.default_rng(seed)
        events = inputs.tables["stage_events"]
        chance = events["stage"].map(dict(zip(STAGES, ours, strict=True))).to_numpy()
        holder = np.where(rng.random(len(events)) < chance, "internal", rng.choice(["customer", "none"], len(events)))
        holder = pd.Series(holder, dtype="str").where(rng.random(len(events)) < named)
        queue = pd.Series(rng.choice(["Legal", "Pricing"], len(events)), dtype="str").where(holder == "internal")
        return replace(inputs, tables=inputs.tables | {"stage_events": events.assign(waiting_on=holder, queue=queue)})

    return waiting


def test_shares_equal_a_direct_query(waiting):
    inputs = waiting()
    deals, history = inputs.tables["deals"], inputs.tables["stage_events"]  # noqa: F841 - read by the query
    query = """
        with ends as (select *, lead(entered_at) over (partition by deal_id order by entered_at) as next from history),
             stays as (select stage, waiting_on,
                              date_part('day', coalesce(next, closed_on, timestamp '2024-12-31') - entered_at) as d
                       from ends join deals using (deal_id) where waiting_on is not null)
        select stage, sum(d) filter (waiting_on = 'internal') / sum(d), sum(d) from stays group by rollup (stage)
    """
    counted = {stage: (share, total) for stage, share, total in duckdb.sql(query).fetchall()}
    findings = analyse("4.5", inputs)
    for stage, row in rows(findings).items():
        assert (row["share"], row["total_days"]) == pytest.approx(counted[stage])
    assert findings.figure("internal_share").value == pytest.approx(counted[None][0])


def test_a_stage_that_waits_for_us_is_named(waiting):
    findings = analyse("4.5", waiting(ours=(0.3, 0.3, 0.7, 0.3)))
    assert findings.headline.code == "ours_at_stage"
    assert findings.headline.arguments["stage"] == "Proposal"
    assert findings.figure("internal_share.Proposal").low > 0.6


def test_stages_alike_are_not_told_apart(waiting):
    codes = [analyse("4.5", waiting(seed=seed, n=300)).headline.code for seed in range(SIZES.runs)]
    assert codes.count("ours_at_stage") <= 0.15 * SIZES.runs


def test_the_planted_queue_of_the_sample_company_is_found_and_absent_without_it():
    for effects, code in ((True, "ours_at_stage"), (False, "ours_alike")):
        company = make_company(deals=1500, effects=effects)
        tables = {name: company[name] for name in ("deals", "stage_events", "stages")}
        findings = analyse("4.5", Inputs(tables, provenance_of(date(2026, 9, 30))))
        assert findings.headline.code == code
        if effects:
            assert findings.headline.arguments["stage"] == "Proposal"
            assert findings.table("queues").rows[0]["queue"] == "Solution engineering"
    assert findings.figure("internal_share").high < 0.35


def test_running_stays_count_with_their_days_so_far(waiting):
    inputs = waiting(n=20)
    deals = pd.DataFrame(
        {"deal_id": ["D0", "D1"], "outcome": ["won", "open"], "closed_on": pd.to_datetime(["2024-12-11", None])}
    )
    history = pd.DataFrame(
        {
            "deal_id": ["D0", "D0", "D1"],
            "stage": ["Qualify", "Discovery", "Qualify"],
            "entered_at": pd.to_datetime(["2024-12-01", "2024-12-05", "2024-12-21"]),
            "waiting_on": ["internal", "customer", "internal"],
            "queue": ["Legal", None, "Legal"],
        }
    )
    findings = analyse("4.5", replace(inputs, tables={"deals": deals, "stage_events": history}))
    assert findings.figure("internal_share").value == (4 + 10) / (4 + 6 + 10)
    assert Message("running", {"n": 1}) in findings.warnings
    assert findings.headline == Message("too_little", {"n": 2})
    assert findings.figure("days_saved_per_win").value == 2


def test_stays_that_name_nobody_are_counted_apart(waiting):
    inputs = waiting(named=0.6)
    findings = analyse("4.5", inputs)
    unnamed = int(inputs.tables["stage_events"]["waiting_on"].isna().sum())
    said = {warning.code: warning.arguments for warning in findings.warnings}
    assert said["unnamed"]["n"] == unnamed
    assert sum(row["stays"] for row in rows(findings).values()) + unnamed == len(inputs.tables["stage_events"])


def test_without_queues_shares_stand_and_the_column_is_asked_for(waiting):
    inputs = waiting()
    events = inputs.tables["stage_events"].drop(columns="queue")
    findings = analyse("4.5", replace(inputs, tables=inputs.tables | {"stage_events": events}))
    assert Need("stage_events", ("queue",)) in findings.needs
    assert findings.figure("internal_share").value is not None


def test_without_a_holder_the_column_is_what_is_needed(funnel):
    assert analyse("4.5", funnel(n=50)).needs == (Need("stage_events", ("waiting_on",)),)


def test_the_room_is_set_beside_the_days(waiting):
    inputs = waiting(ours=(0.1, 0.1, 0.9, 0.1))
    answers = pd.DataFrame(
        [
            {"exercise": "4.5", "round": "1", "participant": f"p{person}", "item": stage, "value": "internal"}
            for person in range(6)
            for stage in ("Proposal", "Qualify")
        ]
    ).reindex(columns=inputs.answers.columns)
    findings = analyse("4.5", replace(inputs, answers=answers, content={}))
    assert findings.figure("group_matches_data").value == 0.25
    assert {row["stage"]: row["agree"] for row in findings.table("holders_against_data").rows}["Proposal"]
    few = analyse("4.5", replace(inputs, answers=answers[answers["participant"] < "p4"], content={}))
    assert few.figure("group_matches_data").value is None


@pytest.mark.real_data
def test_real_files(real_data):
    pe = read_inputs(real_data / "pe_pipeline_synthetic")
    tiny = read_inputs(real_data / "salesforce_devorg")
    assert [need.table for need in analyse("4.5", pe).needs] == ["stage_events"]
    assert [need.table for need in analyse("4.5", tiny).needs] == ["stage_events"]
