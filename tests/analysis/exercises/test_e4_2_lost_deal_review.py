from dataclasses import replace
from datetime import date

import duckdb
import numpy as np
import pandas as pd
import pytest

from analysis.catalogue import analyse, draw
from analysis.charts import PAPER
from analysis.findings import Message, Need
from analysis.inputs import Inputs
from datasets.sample.company import make_company
from tests.analysis.conftest import provenance_of

AS_OF = date(2024, 12, 31)
WORDS = ["Price", "Our work", "Rival", "Stopped"]


def company(n=900, blank=(0.06, 0.06, 0.06, 0.06), seed=3, free=0.0, careless=0.0):
    """Losses of four teams over two years, blank at these rates; two who review one in five of them.

    free: how often the second writes price over what was there. careless: how much sellers of one team differ.
    """
    rng = np.random.default_rng(seed)
    seller = rng.integers(0, 32, n)
    own = np.clip(rng.normal(0, careless, 32), -0.3, 0.5)[seller]
    is_blank = rng.random(n) < np.clip(np.array(blank)[seller % 4] + own, 0, 1)
    cause = rng.choice(WORDS, n, p=[0.4, 0.2, 0.2, 0.2])
    closed = pd.Timestamp("2023-01-01") + pd.to_timedelta(rng.integers(0, 731, n), unit="D")
    deals = pd.DataFrame(
        {
            "deal_id": [f"D{place:05}" for place in range(n)],
            "outcome": np.where(rng.random(n) < 0.75, "lost", np.where(rng.random(n) < 0.7, "won", "open")),
            "closed_on": closed,
            "rep_id": [f"R{number:02}" for number in seller],
            "loss_reason": pd.Series(cause, dtype="str").mask(is_blank),
            "competitor": pd.Series(rng.choice(["Acme", "none", "Borg"], n), dtype="str").mask(is_blank),
        }
    )
    deals["closed_on"] = deals["closed_on"].mask(deals["outcome"] == "open")
    deals.loc[deals["outcome"] != "lost", "loss_reason"] = None
    reps = pd.DataFrame({"rep_id": [f"R{k:02}" for k in range(32)], "team": [f"Team {k % 4}" for k in range(32)]})
    return Inputs(
        {"deals": deals, "reps": reps, "deal_reviews": reviews(rng, deals, cause, free)}, provenance_of(AS_OF)
    )


def reviews(rng, deals, cause, free):
    chosen = rng.random(len(deals)) < 0.2
    parts = []
    for reviewer in ("Ada", "Bea"):
        said = np.where(rng.random(len(deals)) < 0.8, cause, rng.choice(WORDS, len(deals)))
        said = np.where((rng.random(len(deals)) < free) & (reviewer == "Bea"), "price", said)
        part = pd.DataFrame({"deal_id": deals["deal_id"], "reviewer": reviewer, "reason": said})
        parts.append(part[chosen].assign(reviewed_on=pd.Timestamp("2024-11-30")))
    return pd.concat(parts, ignore_index=True)


def rows(findings, table="record_by_team", key="team"):
    return {row[key]: row for row in findings.table(table).rows}


def test_shares_equal_a_direct_query():
    inputs = company(blank=(0.06, 0.1, 0.02, 0.4))
    deals, reps = inputs.tables["deals"], inputs.tables["reps"]  # noqa: F841 - read by the query
    query = """
        select team, avg((loss_reason is not null and competitor is not null)::int), count(*), count(loss_reason)
        from deals join reps using (rep_id) where outcome = 'lost' group by rollup (team)
    """
    counted = {team: rest for team, *rest in duckdb.sql(query).fetchall()}
    findings = analyse("4.2", inputs)
    for team, row in rows(findings).items():
        assert (row["share"], row["losses"]) == pytest.approx(counted[team][:2])
    assert findings.figure("record_complete").value == pytest.approx(counted[None][0])
    assert findings.figure("reason_known").value == pytest.approx(counted[None][2] / counted[None][1])
    assert sum(row["losses"] for row in findings.table("reasons_logged").rows) == counted[None][2]


def test_a_careless_team_is_named_first_and_watched_first():
    findings = analyse("4.2", company(blank=(0.06, 0.06, 0.45, 0.06)))
    assert findings.headline.code == "team_blank"
    assert findings.headline.arguments["team"] == next(iter(rows(findings))) == "Team 2"
    assert findings.tripwires[0].figure == "record_complete.Team 2"
    chart = next(chart for chart in draw(findings, PAPER) if chart.key == "record_by_team")
    assert chart.title.code == "teams_title"


def test_teams_alike_are_not_told_apart():
    codes = [analyse("4.2", company(n=400, seed=seed)).headline.code for seed in range(12)]
    assert codes.count("team_blank") <= 2


def test_sellers_who_differ_do_not_make_a_team():
    """Habits of sellers, none of teams: more than one false alarm in ten would be the sellers'."""
    found = [analyse("4.2", company(n=500, seed=seed, blank=(0.2,) * 4, careless=0.25)) for seed in range(12)]
    assert sum(one.headline.code == "team_blank" for one in found) <= 3
    assert sum("sellers_alike" in {said.code for said in one.warnings} for one in found) >= 9
    assert {one.figure("record_complete").method for one in found} >= {"Cluster bootstrap over sellers"}


def test_a_free_word_is_found_and_lowers_kappa():
    free, alike = (analyse("4.2", company(free=share)) for share in (0.4, 0.0))
    worst = free.table("reasons_by_reviewer").rows[0]
    assert (worst["reason"], worst["p_adjusted"] < 0.01) == ("price", True)
    assert free.figure("reviewer_kappa").high < alike.figure("reviewer_kappa").value
    assert all(row["p_adjusted"] > 0.05 for row in alike.table("reasons_by_reviewer").rows)


def test_kappa_is_of_lost_deals_alone_and_of_the_two_who_share_most():
    inputs = company(n=600)
    reviewed = inputs.tables["deal_reviews"]
    third = reviewed[reviewed["reviewer"] == "Ada"].head(30).assign(reviewer="Cid", reason="Rival")
    tables = inputs.tables | {"deal_reviews": pd.concat([reviewed, third], ignore_index=True)}
    findings = analyse("4.2", replace(inputs, tables=tables))
    lost = set(inputs.tables["deals"].query("outcome == 'lost'")["deal_id"])
    assert findings.figure("reviewer_kappa").n == len(lost & set(reviewed["deal_id"]))
    assert findings.figure("reviewer_kappa").value == analyse("4.2", inputs).figure("reviewer_kappa").value
    further = 2 * len(set(third["deal_id"]) & lost)
    assert Message("other_pairs", {"n": further}) in findings.warnings


def test_few_shared_losses_give_no_kappa():
    inputs = company(n=600)
    tables = inputs.tables | {"deal_reviews": inputs.tables["deal_reviews"].head(15)}
    findings = analyse("4.2", replace(inputs, tables=tables))
    assert findings.figure("reviewer_kappa").value is None
    assert "few_pairs" in {said.code for said in findings.warnings}
    assert "reviewer_kappa" not in {tripwire.figure for tripwire in findings.tripwires}


def test_losses_a_month_are_those_of_the_last_year_or_of_the_window():
    inputs = company()
    deals = inputs.tables["deals"]
    last = deals[(deals["outcome"] == "lost") & (deals["closed_on"] > pd.Timestamp("2024-01-01"))]
    month = analyse("4.2", inputs).figure("losses_per_month")
    assert month.n == pytest.approx(len(last), abs=3)
    assert month.value == pytest.approx(len(last) / 12, rel=0.02)
    window = provenance_of(AS_OF, since=date(2024, 10, 1), until=AS_OF)
    quarter = deals[(deals["outcome"] == "lost") & (deals["closed_on"] >= "2024-10-01")]
    assert analyse("4.2", replace(inputs, provenance=window)).figure("losses_per_month").n == len(quarter)


def test_unknown_is_blank_and_none_is_an_answer():
    inputs = company(n=300, blank=(0.0,) * 4)
    deals = inputs.tables["deals"].assign(competitor="none", loss_reason="Unknown")
    findings = analyse("4.2", replace(inputs, tables=inputs.tables | {"deals": deals}))
    assert findings.figure("competitor_known").value == 1
    assert findings.figure("reason_known").value == findings.figure("record_complete").value == 0


def test_without_teams_regions_stand_in_and_without_both_they_are_asked_for():
    inputs = company()
    deals = inputs.tables["deals"]
    regional = {"deals": deals.assign(region=np.where(deals.index % 2, "East", "West"))}
    findings = analyse("4.2", replace(inputs, tables=regional))
    assert set(rows(findings)) == {"East", "West"}
    assert Message("by_region") in findings.warnings
    bare = analyse("4.2", replace(inputs, tables={"deals": deals}))
    assert Need("reps", ("rep_id", "team")) in bare.needs
    assert bare.headline.code == "record_only"


def test_without_fields_they_are_asked_for_and_the_number_still_given():
    inputs = company()
    deals = inputs.tables["deals"].drop(columns=["loss_reason", "competitor"])
    findings = analyse("4.2", replace(inputs, tables={"deals": deals}))
    assert findings.headline.code == "no_record"
    assert Need("deals", ("loss_reason", "competitor")) in findings.needs
    assert findings.figure("reviews_needed").value > 0


def test_few_losses_say_so():
    findings = analyse("4.2", company(n=18))
    assert findings.headline.code == "too_little"


def test_the_careless_team_and_the_free_reviewer_of_the_sample_company_are_found():
    made = make_company(deals=2500, tables=["deals", "reps", "deal_reviews"])
    findings = analyse("4.2", Inputs(made, provenance_of(date(2026, 9, 30))))
    assert findings.headline.arguments["team"] == "Southern Europe team"
    assert findings.table("reasons_by_reviewer").rows[0]["reason"] == "price"
    assert 0.3 < findings.figure("reviewer_kappa").value < 0.7


def test_an_honest_company_has_no_careless_team():
    made = make_company(deals=2500, effects=False, tables=["deals", "reps", "deal_reviews"])
    assert analyse("4.2", Inputs(made, provenance_of(date(2026, 9, 30)))).headline.code == "teams_alike"
