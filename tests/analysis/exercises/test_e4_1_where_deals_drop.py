from dataclasses import replace
from datetime import date

import duckdb
import numpy as np
import pandas as pd
import pytest

from analysis.catalogue import analyse
from analysis.findings import Message, Need
from analysis.inputs import ANSWER_COLUMNS, Inputs

STAGES = ["Qualify", "Discovery", "Proposal", "Negotiation"]
SPECIAL = {"Proposal": ["too slow"] * 6 + ["price", "lost to competitor"], "Qualify": ["price", "lost to competitor"]}


def figures(inputs):
    return {figure.key: figure for figure in analyse("4.1", inputs).figures}


def rows(findings, table):
    return {row["stage"]: row for row in findings.table(table).rows}


def without(inputs, table, *columns):
    return replace(inputs, tables=inputs.tables | {table: inputs.tables[table].drop(columns=list(columns))})


@pytest.mark.real_data
def test_conversion_of_real_stages_equals_a_direct_query(pe, real_data):
    # Ever entered a later stage, or won, among deals that left the stage; by SQL on the files themselves.
    folder = real_data / "pe_pipeline_synthetic"
    query = f"""
        with deals as (select deal_id, any_value(deal_outcome) as outcome
                       from '{folder}/pipeline_deals.csv' group by 1),
             history as (select deal_id, stage, stage_order from '{folder}/stage_history.csv'
                         where stage in ('Reviewed', 'Indication', 'Offer')),
             reached as (select deal_id, max(stage_order) as deepest from history group by 1),
             seen as (select distinct deal_id, stage, stage_order from history)
        select stage, count(*) filter (deepest > stage_order or outcome = 'Won') as moved_on,
               count(*) filter (not (deepest > stage_order) and outcome = 'Lost') as lost,
               count(*) filter (not (deepest > stage_order) and outcome = 'Passed') as withdrawn,
               count(*) filter (not (deepest > stage_order) and outcome = 'Active') as open
        from seen join reached using (deal_id) join deals using (deal_id) group by stage
    """  # noqa: S608
    counted = {stage: tuple(counts) for stage, *counts in duckdb.sql(query).fetchall()}
    found = rows(analyse("4.1", pe), "conversion_by_stage")
    assert {
        stage: tuple(row[key] for key in ("moved_on", "lost", "withdrawn", "open")) for stage, row in found.items()
    } == (counted)
    indication = found["Indication"]
    assert indication["conversion"] == pytest.approx(indication["moved_on"] / indication["left"])


@pytest.mark.real_data
def test_lost_value_of_real_deals_equals_a_direct_sum(pe, real_data):
    folder = real_data / "pe_pipeline_synthetic"
    deals = pd.read_csv(folder / "pipeline_deals.csv").drop_duplicates("deal_id")
    history = pd.read_csv(folder / "stage_history.csv")
    last = history[history["stage"].isin(["Reviewed", "Indication", "Offer"])].sort_values("stage_order")
    lost = deals[deals["deal_outcome"] == "Lost"].assign(
        last=deals["deal_id"].map(last.groupby("deal_id")["stage"].last())
    )
    found = figures(pe)
    for stage in ("Reviewed", "Indication", "Offer"):
        at = lost[lost["last"] == stage]
        figure = found[f"lost_value.{stage}"]
        assert (figure.value, figure.n) == (at["deal_size_usd"].sum(), len(at))


@pytest.mark.real_data
def test_deals_without_history_have_a_win_rate_and_name_the_table_that_is_missing(maven):
    findings = analyse("4.1", maven)
    assert findings.figure("win_rate").value == 4238 / 6711
    assert findings.headline.code == "no_stages"
    assert Need("stage_events", ("deal_id", "stage", "entered_at")) in findings.needs
    assert 0.51 < findings.figure("win_incidence").value < 0.53


def test_an_empty_folder_says_what_it_needs(funnel):
    findings = analyse("4.1", replace(funnel(n=5), tables={}))
    assert findings.needs == (Need("deals", ("outcome",)),)
    assert findings.headline == Message("needs_tables")


def test_the_stage_that_leaks_and_its_own_cause_are_named(funnel):
    findings = analyse("4.1", funnel(reasons=SPECIAL))
    assert findings.headline.code == "stage_and_cause"
    assert findings.headline.arguments["stage"] == "Proposal"
    assert findings.headline.arguments["cause"] == "our work"
    assert findings.figure("reason_excess.Proposal.capability").value > 4
    assert findings.figure("reason_excess.Qualify.capability").value < -2
    conversion = findings.figure("stage_conversion.Proposal")
    assert conversion.low < 0.5 < conversion.high
    wire = next(wire for wire in findings.tripwires if wire.figure == "stage_conversion.Proposal")
    assert (wire.threshold, wire.window, wire.min_n) == (
        pytest.approx(conversion.low),
        {"since": "decision"},
        75,
    )


def test_where_causes_are_alike_none_is_named(funnel):
    findings = analyse("4.1", funnel())
    assert findings.headline.code == "stage_alone"
    cells = findings.table("reasons_by_stage").rows
    assert not [row for row in cells if row["p_adjusted"] is not None and row["p_adjusted"] < 0.05]


def test_stages_that_lose_alike_are_hedged(funnel):
    findings = analyse("4.1", funnel(moves_on=(0.8, 0.75, 0.65, 0.9)))
    assert findings.headline.code == "stage_perhaps"


def test_few_deals_say_nothing(funnel):
    findings = analyse("4.1", funnel(n=8))
    assert findings.headline.code == "cannot_tell"
    assert findings.tripwires == ()
    codes = [warning.code for warning in findings.warnings]
    assert {"thin_many", "few_expected"} <= set(codes)


def test_few_expected_losses_give_no_residual_but_a_warning(funnel):
    findings = analyse("4.1", funnel(n=120))
    cells = findings.table("reasons_by_stage").rows
    few = [row for row in cells if row["expected"] < 5]
    assert few
    assert all(row["residual"] is None for row in few)
    assert Message("few_expected", {"cells": len(few), "all": len(cells)}) in findings.warnings


def tiny(outcomes, visits, **columns):
    """Deals D0, D1, … with their outcomes, created in January and closed on 1 March; visits: (deal, stage, day)."""
    closed = [None if outcome == "open" else "2024-03-01" for outcome in outcomes]
    ids = [f"D{i}" for i in range(len(outcomes))]
    deals = pd.DataFrame({"deal_id": ids, "outcome": outcomes, "created_on": pd.Timestamp("2024-01-01")} | columns)
    deals["closed_on"] = pd.to_datetime(closed)
    events = pd.DataFrame(visits, columns=["deal_id", "stage", "day"])
    events["entered_at"] = pd.Timestamp("2024-01-01") + pd.to_timedelta(events.pop("day"), unit="D")
    stages = pd.DataFrame({"stage": ["A", "B", "C", "Won"], "position": [1, 2, 3, 4], "kind": ["open"] * 3 + ["won"]})
    return {"deals": deals, "stage_events": events.sort_values(["deal_id", "entered_at"]), "stages": stages}


def test_return_visits_count_once_and_later_means_later_in_the_order(funnel):
    visits = [
        ("D0", "A", 0),
        ("D0", "B", 5),
        ("D0", "A", 9),
        ("D1", "A", 0),
        ("D2", "A", 0),
        ("D2", "C", 4),
        ("D3", "B", 2),
    ]
    inputs = replace(funnel(n=5), tables=tiny(["lost", "withdrawn", "won", "open"], visits))
    found = rows(analyse("4.1", inputs), "conversion_by_stage")
    counts = {stage: [row[key] for key in ("moved_on", "lost", "withdrawn", "open")] for stage, row in found.items()}
    assert counts == {"A": [2, 0, 1, 0], "B": [0, 1, 0, 1], "C": [1, 0, 0, 0]}
    assert Message("returns", {"n": 1}) in analyse("4.1", inputs).warnings


def test_value_is_lost_at_the_last_stage_not_the_deepest(funnel):
    visits = [("D0", "A", 0), ("D0", "B", 5), ("D0", "A", 9)]
    found = figures(replace(funnel(n=5), tables=tiny(["lost"], visits, amount=[70.0])))
    assert (found["lost_value.A"].value, found["lost_value.B"].value) == (70, 0)


def test_order_of_stages_is_inferred_and_said_where_it_is_not_given(funnel):
    findings = analyse("4.1", funnel(n=200))
    assert [row["stage"] for row in findings.table("conversion_by_stage").rows] == STAGES
    assert Message("order_inferred", {"stages": " → ".join(STAGES)}) in findings.warnings


def test_stages_named_as_endings_are_no_stages(funnel):
    inputs = funnel(n=60)
    events, deals = inputs.tables["stage_events"], inputs.tables["deals"]
    ends = deals[deals["outcome"] != "open"]
    closing = pd.DataFrame(
        {"deal_id": ends["deal_id"], "stage": "Closed " + ends["outcome"], "entered_at": ends["closed_on"]}
    )
    both = pd.concat([events, closing]).sort_values(["deal_id", "entered_at"], kind="stable")
    longer = replace(inputs, tables=inputs.tables | {"stage_events": both})
    assert analyse("4.1", longer).to_bytes() == analyse("4.1", inputs).to_bytes()


def test_rivals_and_losses_without_one(funnel):
    inputs = funnel()
    found = figures(inputs)
    lost = inputs.tables["deals"].query("outcome == 'lost'")
    last = inputs.tables["stage_events"].groupby("deal_id")["stage"].last()
    at = lost[lost["deal_id"].map(last) == "Proposal"]
    assert found["no_rival.Proposal"].value == pytest.approx(at["competitor"].isna().mean())
    assert found["top_rival.Proposal"].value == 1.0
    assert found["top_rival.Proposal"].n == at["competitor"].notna().sum()


def test_reasons_outside_the_categories_are_unknown_and_named(funnel):
    inputs = funnel(reasons={stage: ["price", "Sunspots", "Our work"] for stage in STAGES})
    findings = analyse("4.1", inputs)
    assert 0.55 < findings.figure("reason_known.Proposal").value < 0.78
    unmapped = next(warning for warning in findings.warnings if warning.code == "unmapped_reasons")
    assert unmapped.arguments["groups"] == "Sunspots"


def test_missing_columns_are_asked_for_and_the_rest_stands(funnel):
    inputs = without(funnel(n=300), "deals", "loss_reason", "competitor", "amount", "created_on")
    findings = analyse("4.1", inputs)
    assert set(findings.needs) == {
        Need("deals", ("loss_reason",)),
        Need("deals", ("competitor",)),
        Need("deals", ("amount",)),
        Need("deals", ("created_on",)),
        Need("stage_events", ("waiting_on",)),
    }
    assert findings.headline.code == "stage_by_rate"
    assert findings.headline.arguments["stage"] == "Proposal"


def test_longer_waits_of_lost_deals_are_found(funnel):
    inputs = funnel()
    events = inputs.tables["stage_events"]
    outcome = events["deal_id"].map(inputs.tables["deals"].set_index("deal_id")["outcome"])
    last = events["deal_id"] != events["deal_id"].shift(-1)
    waits = (
        np.where((outcome == "lost") & last & (events["stage"] == "Proposal"), 20.0, 8.0) + np.arange(len(events)) % 5
    )
    known = events.assign(waiting_on=np.where(events["stage"] == "Contract", None, "internal"), dwell_days=waits)
    found = figures(replace(inputs, tables=inputs.tables | {"stage_events": known}))
    gap = found["wait_gap.Proposal"]
    assert gap.value == pytest.approx(12, abs=1)
    assert 10 < gap.low <= gap.value <= gap.high < 14
    assert found["wait_gap.Discovery"].low <= 0 <= found["wait_gap.Discovery"].high


def test_window_counts_departures_within_it(funnel):
    inputs = funnel()
    whole = rows(analyse("4.1", inputs), "conversion_by_stage")
    halves = [
        replace(inputs, provenance=replace(inputs.provenance, **window))
        for window in ({"until": date(2023, 12, 31)}, {"since": date(2024, 1, 1)})
    ]
    parts = [rows(analyse("4.1", half), "conversion_by_stage") for half in halves]
    for stage in STAGES:
        assert sum(part[stage]["left"] for part in parts) == whole[stage]["left"]


def test_deals_as_they_stood_on_an_earlier_day(funnel):
    inputs = funnel()
    earlier = replace(inputs, provenance=replace(inputs.provenance, as_of=date(2023, 12, 31)))
    end = pd.Timestamp("2023-12-31")
    deals, events = inputs.tables["deals"], inputs.tables["stage_events"]
    known = deals[deals["created_on"] <= end]
    cut = known.assign(
        outcome=known["outcome"].mask(known["closed_on"] > end, "open"),
        closed_on=known["closed_on"].mask(known["closed_on"] > end),
    )
    built = replace(earlier, tables={"deals": cut, "stage_events": events[events["entered_at"] <= end]})
    assert analyse("4.1", earlier).to_bytes() == analyse("4.1", built).to_bytes()


def answers(votes):
    """votes: {participant: {stage: category}}; one row each, in the long format."""
    frame = [
        {"exercise": "4.1", "round": "2", "participant": who, "function": "sales", "item": stage, "value": key}
        for who, chosen in votes.items()
        for stage, key in chosen.items()
    ]
    return pd.DataFrame(frame, columns=list(ANSWER_COLUMNS))


def test_room_is_set_beside_the_log(funnel):
    reasons = {
        "Qualify": ["price"],
        "Discovery": ["price"],
        "Proposal": ["too slow"],
        "Negotiation": ["lost to competitor"],
    }
    chosen = {"Qualify": "pricing", "Discovery": "capability", "Proposal": "capability", "Negotiation": "competitive"}
    inputs = replace(funnel(reasons=reasons), answers=answers({f"P{i}": chosen for i in range(6)}))
    figure = analyse("4.1", inputs).figure("group_matches_log")
    assert (figure.value, figure.n) == (0.75, 4)


def test_a_room_under_five_is_not_shown(funnel):
    inputs = replace(funnel(), answers=answers({f"P{i}": {"Proposal": "pricing"} for i in range(4)}))
    findings = analyse("4.1", inputs)
    assert findings.figure("group_matches_log").value is None
    assert Message("few_answers") in findings.warnings


def test_without_categories_logged_reasons_stand_for_themselves(funnel):
    inputs = funnel(n=400)
    findings = analyse("4.1", Inputs(inputs.tables, inputs.provenance))
    causes = {row["cause"] for row in findings.table("reasons_by_stage").rows}
    assert causes == {"price", "too slow", "lost to competitor"}
