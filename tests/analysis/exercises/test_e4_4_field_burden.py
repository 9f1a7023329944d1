from dataclasses import replace
from datetime import date

import duckdb
import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import mutual_info_score
from sklearn.metrics.cluster import expected_mutual_information

from analysis.catalogue import analyse
from analysis.findings import Message
from analysis.inputs import Inputs
from datasets.sample.company import make_company
from tests.analysis.conftest import provenance_of, read_inputs

AS_OF = date(2024, 12, 31)


def company(n=2400, seed=3, tells=0.0, **columns):
    """Decided and open deals; complexity shifts the chance of a win by `tells`; the source tells nothing.

    forecast_category is written at closing; region is the account's; consent is blank on a fifth.
    """
    rng = np.random.default_rng(seed)
    complexity = rng.choice(["simple", "usual", "involved"], n)
    chance = 0.3 + tells * pd.Series(complexity).map({"simple": 1, "usual": 0, "involved": -1}).to_numpy()
    outcome = np.where(rng.random(n) < 0.12, "open", np.where(rng.random(n) < chance, "won", "lost"))
    account = rng.integers(0, n // 5, n)
    at_closing = pd.Series(outcome).map({"won": "Closed", "lost": "Omitted"})
    forecast = at_closing.fillna(pd.Series(np.where(rng.random(n) < 0.5, "Pipeline", None)))
    deals = {
        "deal_id": [f"D{place:05}" for place in range(n)],
        "outcome": outcome,
        "stage": np.where(outcome == "open", rng.choice(["Early", "Late"], n), outcome),
        "account_id": account.astype(str),
        "rep_id": rng.integers(0, 20, n).astype(str),
        "region": np.array(["North", "South", "East"])[account % 3],
        "complexity": complexity,
        "lead_source": rng.choice(["web", "fair", "call", "partner"], n),
        "forecast_category": forecast,
        "consent": np.where(rng.random(n) < 0.2, None, "yes"),
    }
    return Inputs({"deals": pd.DataFrame(deals | columns)}, provenance_of(AS_OF))


def with_column(inputs, **columns):
    return replace(inputs, tables={"deals": inputs.tables["deals"].assign(**columns)})


def fields(findings):
    return {row["field_key"]: row for row in findings.table("fields").rows}


def test_shares_filled_equal_a_direct_query():
    inputs = company()
    deals = inputs.tables["deals"]  # noqa: F841 - read by the query
    query = "select outcome, avg((consent is not null)::int), count(*) from deals group by 1"
    counted = {outcome: (share, n) for outcome, share, n in duckdb.sql(query).fetchall()}
    row = fields(analyse("4.4", inputs))["consent"]
    for outcome in ("won", "lost", "open"):
        assert row[f"filled_{outcome}"] == pytest.approx(counted[outcome][0])
    closed = counted["won"][1] + counted["lost"][1]
    both = sum(counted[name][0] * counted[name][1] for name in ("won", "lost")) / closed
    assert (row["filled"], row["closed"]) == pytest.approx((both, closed))


def test_usefulness_equals_scikit_learn():
    inputs = company(tells=0.1)
    deals = inputs.tables["deals"].query("outcome != 'open'")
    counts = pd.crosstab(deals["complexity"], deals["outcome"]).to_numpy()
    told = mutual_info_score(deals["complexity"], deals["outcome"])
    rate = (deals["outcome"] == "won").mean()
    most = -(rate * np.log(rate) + (1 - rate) * np.log(1 - rate))
    chance = expected_mutual_information(counts, int(counts.sum()))
    found = analyse("4.4", inputs).figure("usefulness.complexity")
    assert found.value == pytest.approx((told - chance) / (most - chance))


def test_a_field_that_tells_is_kept_and_its_size_is_said():
    findings = analyse("4.4", company(tells=0.12))
    row = fields(findings)["complexity"]
    assert (findings.headline.code, row["proposal_key"]) == ("fields_cut", "keep")
    assert findings.table("fields").rows[0]["field_key"] == "complexity"
    assert row["spread"] == pytest.approx(0.12 * np.sqrt(2 / 3), abs=0.03)  # of the chances 0.18, 0.3, 0.42


def test_fields_that_tell_nothing_come_out_near_zero():
    found = [analyse("4.4", company(n=900, seed=seed)) for seed in range(10)]
    assert sum(one.headline.code == "fields_cut" for one in found) <= 2
    assert np.mean([one.figure("usefulness.lead_source").value for one in found]) < 0.003


def test_a_field_filled_at_closing_is_useless_and_dropped():
    """It parts won from lost without an error, and counts for nothing."""
    findings = analyse("4.4", company())
    row = fields(findings)["forecast_category"]
    assert findings.figure("usefulness.forecast_category").value is None
    assert (row["status_key"], row["proposal_key"]) == ("at_closing", "drop")
    assert Message("not_counted", {"groups": "Forecast category"}) in findings.warnings


def test_a_field_full_on_open_deals_but_written_over_at_closing_is_useless_too():
    inputs = company()
    outcome = inputs.tables["deals"]["outcome"]
    rng = np.random.default_rng(1)
    category = outcome.map({"won": "Closed", "lost": "Omitted"}).fillna("Pipeline")
    status = fields(analyse("4.4", with_column(inputs, forecast_category=category)))["forecast_category"]["status_key"]
    assert status == "at_closing"
    kept = pd.Series(rng.choice(["Best case", "Pipeline"], len(outcome)))
    assert fields(analyse("4.4", with_column(inputs, forecast_category=kept)))["forecast_category"]["status_key"] == (
        "counts"
    )


def test_blanks_on_more_than_one_in_twenty_do_not_count():
    row = fields(analyse("4.4", company()))["consent"]
    assert (row["status_key"], row["usefulness"], row["proposal_key"]) == ("incomplete", None, "keep_later")


def test_what_the_account_says_already_fills_itself():
    row = fields(analyse("4.4", company()))["region"]
    assert (row["source"], row["proposal_key"]) == ("accounts", "automate")


def test_a_field_that_is_almost_always_the_same_is_not_taken_for_the_accounts():
    inputs = company()
    pilot = np.where(np.random.default_rng(2).random(2400) < 0.01, "yes", "no")
    assert fields(analyse("4.4", with_column(inputs, pilot=pilot)))["pilot"]["source"] is None


def test_fields_of_a_later_stage_are_not_called_closing(funnel):
    inputs = funnel(n=1500)
    deals, events = inputs.tables["deals"], inputs.tables["stage_events"]
    reached = set(events.loc[events["stage"] == "Proposal", "deal_id"])
    discount = pd.Series(np.random.default_rng(3).gamma(2, 4, len(deals))).where(deals["deal_id"].isin(reached))
    findings = analyse("4.4", replace(inputs, tables=inputs.tables | {"deals": deals.assign(discount_pct=discount)}))
    row = fields(findings)["discount_pct"]
    assert (row["status_key"], row["usefulness"], row["proposal_key"]) == ("from_stage", None, "keep_later")
    places = {(each["field"], each["where"]): each["filled"] for each in findings.table("filled_by_stage").rows}
    assert places["Discount", "Discovery"] == 0
    assert places["Discount", "Negotiation"] == 1


def test_fields_before_and_after_are_means_over_closed_deals():
    inputs = company(tells=0.12)
    findings = analyse("4.4", inputs)
    closed = inputs.tables["deals"].query("outcome != 'open'")
    columns = ["region", "complexity", "lead_source", "forecast_category", "consent"]
    assert findings.figure("fields_before").value == pytest.approx(closed[columns].notna().sum(axis=1).mean())
    kept = [key for key, row in fields(findings).items() if row["proposal_key"] in ("keep", "keep_later", "undecided")]
    assert findings.figure("fields_after").value == pytest.approx(closed[kept].notna().sum(axis=1).mean())
    assert findings.figure("kept_complete").value == pytest.approx(closed[kept].notna().to_numpy().mean())


def test_too_few_open_deals_or_decided_ones_say_so():
    inputs = company(n=600)
    deals = inputs.tables["deals"]
    decided = replace(inputs, tables={"deals": deals[deals["outcome"] != "open"]})
    findings = analyse("4.4", decided)
    assert findings.headline.code == "cannot_judge"
    assert findings.figure("usefulness.complexity").value is None
    assert analyse("4.4", company(n=50)).headline.code == "too_little"


def test_clusters_that_end_alike_widen_the_limits():
    """Whole accounts win or lose: their region seems to tell more than it does."""
    inputs = company()
    deals = inputs.tables["deals"]
    lucky = pd.Series(np.random.default_rng(4).random(2400) < 0.3)[deals["account_id"].astype(int)].to_numpy()
    outcome = deals["outcome"].where(deals["outcome"] == "open", np.where(lucky, "won", "lost"))
    findings = analyse("4.4", with_column(inputs, outcome=outcome))
    assert "clustered_by_account_id" in {said.code for said in findings.warnings}
    assert findings.figure("usefulness.region").low == 0


def test_the_room_is_set_beside_the_tables():
    inputs = company(tells=0.12)
    marks = {"Complexity": ("5", "2"), "Forecast category": ("5", "2"), "Lead source": ("3", "4")}
    answers = pd.DataFrame(
        [
            {
                "exercise": "4.4",
                "round": "1",
                "participant": f"p{person}",
                "item": item,
                "criterion": name,
                "value": mark,
            }
            for person in range(6)
            for item, pair in marks.items()
            for name, mark in zip(("use", "effort"), pair, strict=True)
        ]
    ).reindex(columns=inputs.answers.columns)
    findings = analyse("4.4", replace(inputs, answers=answers, content={}))
    rows = {row["field"]: row for row in findings.table("ratings_beside_fields").rows}
    assert [rows[name]["agree"] for name in marks] == [True, False, None]
    assert findings.figure("group_matches_data").value == 0.5
    few = analyse("4.4", replace(inputs, answers=answers[answers["participant"] < "p4"], content={}))
    assert few.figure("group_matches_data").value is None


def test_what_is_planted_in_the_sample_company_is_found():
    made = make_company(tables=["deals", "stage_events", "stages"])
    rows = fields(analyse("4.4", Inputs(made, provenance_of(date(2026, 9, 30)))))
    assert (rows["complexity"]["proposal_key"], rows["complexity"]["use_low"] > 0.001) == ("keep", True)
    assert (rows["forecast_category"]["usefulness"], rows["forecast_category"]["proposal_key"]) == (None, "drop")
    assert rows["pricing_model"]["use_high"] < 0.005
    assert rows["competitor"]["status_key"] == "incomplete"


@pytest.mark.real_data
def test_a_closing_value_of_a_real_file_counts_for_nothing(real_data):
    """The file's amount is filled on every closed deal and on no open one."""
    findings = analyse("4.4", read_inputs(real_data / "maven_crm"))
    rows = fields(findings)
    assert (rows["amount"]["filled"], rows["amount"]["filled_open"], rows["amount"]["usefulness"]) == (1, 0, None)
    assert (rows["product_id"]["status_key"], rows["product_id"]["use_low"]) == ("counts", 0)
    assert findings.headline.code == "none_tells"


def test_limits_follow_the_figure_that_they_belong_to():
    """Printed tables join them into one column at their place; after another figure they would be read as its own."""
    columns = [column.key for column in analyse("4.4", company(tells=0.12)).table("fields").columns]
    for key in ("usefulness", "filled", "late"):
        low = {"usefulness": "use_low", "filled": "low", "late": "late_low"}[key]
        assert columns[columns.index(key) + 1] == low
    assert columns[:3] == ["field", "proposal", "status"]
