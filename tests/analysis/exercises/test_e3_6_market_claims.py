from dataclasses import replace
from datetime import date

import duckdb
import numpy as np
import pandas as pd
import pytest
from scipy import stats
from statsmodels.stats.meta_analysis import combine_effects

from analysis.catalogue import analyse, wording
from analysis.findings import Need
from analysis.inputs import ANSWER_COLUMNS, Inputs
from analysis.sources import resolve, with_resolved
from curriculum.loader import load_folder
from tests.analysis.conftest import provenance_of

TODAY = provenance_of(date(2024, 12, 31))
SEGMENTS = [f"Segment {letter}" for letter in "ABCDEFGH"]
CONTENT = load_folder().exercises["3.6"].content()


def outside(metrics=("size", "growth"), as_of="2024-06-30", **more):
    rows = [(metric, segment, 100.0 + 10 * at) for metric in metrics for at, segment in enumerate(SEGMENTS)]
    table = pd.DataFrame(rows, columns=["metric", "segment", "value"])
    table = table.assign(low=table["value"] * 0.9, high=table["value"] * 1.1, source="Yearbook", **more)
    return table.assign(as_of=pd.Timestamp(as_of))


def claims_of(ratios, each=8, spread=0.15, seed=1, metrics=("size", "growth")):
    """Claims of functions that stand at these ratios to what is outside, of segments and metrics in turn."""
    rng, known = np.random.default_rng(seed), outside(metrics)
    parts = []
    for function, ratio in ratios.items():
        rows = known.iloc[rng.permutation(len(known))[:each]]
        value = rows["value"] * ratio * rng.lognormal(0, spread, len(rows))
        parts.append(rows[["metric", "segment"]].assign(claimed_by=function, claimed_value=value.round(2)))
    claims = pd.concat(parts, ignore_index=True)
    days = pd.to_timedelta(rng.integers(0, 300, len(claims)), unit="D")
    return claims.assign(
        claim_id=[f"C{i:03}" for i in range(len(claims))], made_on=pd.Timestamp("2024-02-01") + days
    )  # fmt: skip


def answers_of(told, round_="1", people=6):
    """Every person gives the same range of each metric: low, likely, high."""
    rows = [
        {
            "exercise": "3.6",
            "round": round_,
            "participant": f"P{i}",
            "item": metric,
            "value": likely,
            "low": low,
            "high": high,
        }
        for metric, (low, likely, high) in told.items()
        for i in range(people)
    ]
    return pd.DataFrame(rows, columns=list(ANSWER_COLUMNS)).astype("str").replace("nan", None)


def found(claims, benchmarks=None, answers=None, tables=None, **window):
    known = {"claims": claims, "benchmarks": outside() if benchmarks is None else benchmarks, **(tables or {})}
    content = with_resolved(CONTENT, resolve(CONTENT, known))
    inputs = Inputs(known, replace(TODAY, **window), content=content)
    return analyse("3.6", inputs if answers is None else replace(inputs, answers=answers))


def codes(findings):
    return {warning.code for warning in findings.warnings}


def said(findings):
    return wording("3.6").say(findings.headline)


HONEST = {"Sales": 1.0, "Product": 1.0, "Marketing": 1.0, "Finance": 1.0}
ONE_OFF = HONEST | {"Sales": 1.5}


# --- as counted by hand ----------------------------------------------------------------------------------------------


def test_ratios_equal_a_direct_query():
    claims, benchmarks = claims_of(ONE_OFF), outside()
    rows = duckdb.sql(
        """select claimed_by, count(*), exp(avg(ln(claimed_value / value))), exp(stddev_samp(ln(claimed_value / value)))
        from claims join benchmarks using (metric, segment) group by 1"""
    ).fetchall()
    findings = found(claims, benchmarks)
    for function, n, ratio, spread in rows:
        assert findings.figure(f"claims_tested.{function}").value == n
        assert findings.figure(f"claimant_ratio.{function}").value == pytest.approx(ratio)
        assert findings.figure(f"claimant_spread.{function}").value == pytest.approx(spread)
    for metric, ratio in duckdb.sql(
        """select metric, exp(avg(ln(claimed_value / value))) from claims join benchmarks using (metric, segment)
        group by 1"""
    ).fetchall():
        assert findings.figure(f"claim_ratio.{metric}").value == pytest.approx(ratio)
        assert findings.figure(f"outside_sources.{metric}").value == 1


def test_factors_are_those_of_dersimonian_and_laird():
    claims = claims_of(ONE_OFF).merge(outside(), on=["metric", "segment"])
    logs = np.log(claims["claimed_value"] / claims["value"]).groupby(claims["claimed_by"])
    mean, variance = logs.mean(), logs.var() / logs.size()
    model = combine_effects(mean.to_numpy(), variance.to_numpy(), method_re="dl")
    share = model.tau2 / (model.tau2 + variance)
    expected = np.exp(-(model.mean_effect_re + share * (mean - model.mean_effect_re)))
    findings = found(claims_of(ONE_OFF))
    for function, factor in expected.items():
        assert findings.figure(f"correction.{function}").value == pytest.approx(factor)


def test_the_outside_figure_nearest_in_time_counts_and_none_farther_than_18_months():
    claims = claims_of({"Sales": 1.0}, spread=0.001)
    late, early = outside(as_of="2024-12-01"), outside(as_of="2021-01-01")
    assert found(claims, pd.concat([late, early.assign(value=1.0)])).figure(
        "claimant_ratio.Sales"
    ).value == pytest.approx(1, abs=0.01)
    findings = found(claims, early)
    assert findings.figure("tested_share").value == 0
    assert "untested" in codes(findings)
    assert findings.headline.code == "too_few"


def test_a_range_out_of_three_by_hand():
    """Corrected claim, outside figure and the room's answer, weighed by inverse variance on logs."""
    claims = claims_of(ONE_OFF)
    findings = found(
        claims, answers=pd.concat([answers_of({"size": (0.9, 1.2, 1.6)}), answers_of({"size": (0.9, 1.1, 1.4)}, "2")])
    )
    row = next(row for row in findings.rows("market_ranges") if row["metric"] == "size")
    last = claims[claims["metric"] == "size"].sort_values(["made_on", "claim_id"]).iloc[-1]
    assert row["claim"] == last["claimed_value"]
    assert row["corrected"] == pytest.approx(
        last["claimed_value"] * findings.figure(f"correction.{last['claimed_by']}").value
    )
    assert row["room"] == pytest.approx(last["claimed_value"] / 1.1)
    tenth = stats.norm.ppf(0.9)
    assert row["room_spread"] == pytest.approx(np.log(1.4 / 0.9) / (2 * tenth))
    assert row["outside_spread"] == pytest.approx(np.log(1.1 / 0.9) / (2 * tenth))
    logs = np.log([row["corrected"], row["outside"], row["room"]])
    spreads = np.array([row["corrected_spread"], row["outside_spread"], row["room_spread"]])
    weight = spreads**-2 / (spreads**-2).sum()
    error = sum(
        weight[i] * weight[j] * spreads[i] * spreads[j] * (1 if i == j else 0.5) for i in range(3) for j in range(3)
    )
    reach = stats.norm.ppf(0.95) * np.sqrt(error)
    figure = findings.figure("market_range.size")
    assert [figure.value, figure.low, figure.high] == pytest.approx(
        list(np.exp(weight @ logs + reach * np.array([0, -1, 1])))
    )
    assert findings.figure("range_width.size").value == pytest.approx(np.exp(2 * reach))
    assert findings.figure("room_bias.size").value == pytest.approx(1.2 / findings.figure("claim_ratio.size").value)


# --- what it says ----------------------------------------------------------------------------------------------------


def test_the_function_that_inflates_is_named_with_its_factor():
    findings = found(claims_of(ONE_OFF))
    assert findings.headline.code == "one_off"
    assert findings.headline.arguments["claimant"] == "Sales"
    assert "8 claims" in said(findings)
    assert "outside sources found 100" in said(findings)
    assert {wire.figure for wire in findings.tripwires} >= {"claimant_ratio.Sales", "range_miss.size"}


def test_several_that_are_off_are_counted():
    assert found(claims_of(HONEST | {"Sales": 1.6, "Product": 1.5})).headline.code == "several_off"


def test_a_doubt_is_hedged():
    findings = found(claims_of(HONEST | {"Sales": 1.15}, spread=0.2, seed=6))
    assert findings.headline.code == "may_be_high"
    assert "not yet clear" in said(findings)


def test_honest_functions_are_not_named():
    heads = [found(claims_of(HONEST, seed=seed)).headline.code for seed in range(20)]
    assert heads.count("none_off") >= 14
    assert sum(code in ("one_off", "several_off") for code in heads) <= 3


def test_few_claims_say_nothing():
    findings = found(claims_of(HONEST, each=3).head(4))
    assert findings.headline.code == "too_few"
    assert np.isnan(findings.figure("claim_ratio.size").value)
    assert "few_tested" in codes(findings)


# --- who is shown ----------------------------------------------------------------------------------------------------


def test_functions_with_few_claims_and_sellers_are_counted_under_others():
    claims = pd.concat([claims_of(ONE_OFF), claims_of({"Service": 1.2, "R7": 1.3}, each=4, seed=8)], ignore_index=True)
    claims = claims.assign(claim_id=[f"C{i:03}" for i in range(len(claims))])
    reps = pd.DataFrame({"rep_id": ["R1"], "name": ["Finance"]})
    findings = found(claims, tables={"reps": reps})
    shown = {figure.of[0] for figure in findings.figures if figure.name == "claims_tested"}
    assert shown == {"Sales", "Product", "Marketing", "others"}
    assert findings.figure("claims_tested.others").value == 4 + 4 + 8
    assert "under_others" in codes(findings)
    assert "Finance" not in str(findings.tables)


def test_what_a_function_repeats_counts_once_and_nothing_counts_below_0():
    claims = claims_of(ONE_OFF)
    again = claims.head(3).assign(claim_id=["X1", "X2", "X3"])
    wrong = claims.tail(2).assign(claim_id=["Y1", "Y2"], claimed_value=[0.0, -5.0])
    findings = found(pd.concat([claims, again, wrong], ignore_index=True))
    assert findings.figure("claims_tested.Sales").value == 8
    assert {"copies", "nonpositive"} <= codes(findings)
    assert "outside_nonpositive" in codes(
        found(claims, outside().assign(value=lambda rows: rows["value"].where(rows.index > 0, 0)))
    )


# --- as of, since a decision, what is missing ------------------------------------------------------------------------


def test_what_came_later_is_not_seen():
    claims, benchmarks, day = claims_of(ONE_OFF), outside(), date(2024, 8, 31)
    known = claims[claims["made_on"] <= pd.Timestamp(day)]
    assert found(claims, benchmarks, as_of=day).to_bytes() == found(known, benchmarks, as_of=day).to_bytes()
    assert found(claims, benchmarks, as_of=date(2024, 5, 31)).figure("tested_share").value == 0


def test_since_a_decision_later_figures_are_held_against_the_range_of_before():
    claims, decided = claims_of(ONE_OFF), date(2024, 12, 1)
    before = found(claims, as_of=date(2024, 11, 30))
    later = pd.concat([outside(as_of="2025-03-01"), outside(as_of="2025-06-01")]).assign(
        value=lambda rows: rows["value"] * 1.4
    )
    findings = found(claims, pd.concat([outside(), later]), since=decided, as_of=date(2025, 6, 30))
    row = next(row for row in before.rows("market_ranges") if row["metric"] == "size")
    after = next(row for row in findings.rows("market_ranges") if row["metric"] == "size")
    assert (after["value"], after["later"]) == (pytest.approx(row["value"]), 2)
    segment = later[(later["metric"] == "size") & (later["segment"] == row["segment"])]["value"].iloc[0]
    expected = abs(np.log(segment / row["value"])) / (np.log(row["high"] / row["low"]) / 2)
    assert findings.figure("range_miss.size").value == pytest.approx(expected)
    assert expected > 1
    assert before.figure("range_miss.size").value is None or np.isnan(before.figure("range_miss.size").value)
    assert "no_later" in codes(before)


def test_without_sources_days_or_ranges_the_rest_stands():
    bare = outside().drop(columns=["low", "high", "source", "as_of"])
    findings = found(claims_of(ONE_OFF).drop(columns="made_on"), bare)
    assert Need("benchmarks", ("low", "high", "source", "as_of")) in findings.needs
    assert Need("claims", ("made_on",)) in findings.needs
    assert findings.headline.code == "one_off"
    assert not [figure for figure in findings.figures if figure.name == "outside_sources"]
    assert findings.figure("market_range.size").value > 0


def test_without_a_room_its_figures_stay_empty_and_it_is_said():
    findings = found(claims_of(ONE_OFF), answers=answers_of({"size": (0.9, 1.2, 1.6)}, people=4))
    assert np.isnan(findings.figure("room_bias.size").value)
    assert "no_room" in codes(findings)
