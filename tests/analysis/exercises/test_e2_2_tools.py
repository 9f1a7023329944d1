from dataclasses import replace
from datetime import date

import duckdb
import numpy as np
import pandas as pd
import pytest
from scipy.stats import spearmanr

from analysis.catalogue import analyse, wording
from analysis.findings import Need
from analysis.inputs import Inputs
from tests.analysis.conftest import provenance_of
from tests.truth.e2_2 import company

TODAY = provenance_of(date(2025, 12, 31))


def inputs_of(links=(9.0, 0.0, 0.0), seed=3, **changes):
    return Inputs(dict(company(seed, links).tables) | changes, TODAY)


def with_months(usage):
    """The same use told by month, a third of the days each."""
    months = [
        usage.assign(
            period=[f"{p[:4]}-{3 * (int(p[-1]) - 1) + nth:02}" for p in usage["period"]],
            active_days=usage["active_days"] / 3,
            available_days=usage["available_days"] / 3,
        )
        for nth in (1, 2, 3)
    ]
    return pd.concat(months, ignore_index=True)


def codes(findings):
    return {warning.code for warning in findings.warnings}


def said(findings):
    return wording("2.2").say(findings.headline)


def test_use_equals_a_direct_query():
    inputs = inputs_of()
    usage = inputs.tables["tool_usage"]
    counted = duckdb.sql(
        "select tool, avg(share) from (select tool, rep_id, sum(active_days) / sum(available_days) share from usage "
        "group by 1, 2) group by 1"
    ).fetchall()
    assert len(usage) == 8 * 48 * 3
    for tool, mean in counted:
        assert analyse("2.2", inputs).figure(f"adoption.{tool}").value == pytest.approx(mean)


def test_the_crude_correlation_is_scipy_s():
    inputs = inputs_of()
    usage = inputs.tables["tool_usage"].query("tool == 'Planner'").groupby("rep_id")["active_days"].sum()
    attained = inputs.tables["targets"].groupby("unit_id")["actual"].sum()
    rho = spearmanr(usage, attained.reindex(usage.index)).statistic
    assert analyse("2.2", inputs).figure("crude_rho.Planner").value == pytest.approx(rho)


def test_months_are_added_up_to_quarters():
    quarters, months = inputs_of(), inputs_of()
    months = replace(months, tables=months.tables | {"tool_usage": with_months(months.tables["tool_usage"])})
    told, again = analyse("2.2", quarters), analyse("2.2", months)
    for figure in told.figures:
        assert again.figure(figure.key).value == pytest.approx(figure.value), figure.key


def test_one_tool_that_goes_with_attainment_is_named():
    findings = analyse("2.2", inputs_of())
    assert findings.headline.code == "one_stands"
    assert said(findings).startswith("Planner alone of 3 tools goes with attainment: of two sellers of equal tenure")
    assert "48 sellers" in said(findings)
    assert findings.rows("tools")[0]["proposal"] == "Fix"
    assert {tripwire.figure for tripwire in findings.tripwires} == {"adoption.Planner", "partial_rho.Planner"}


def test_two_tools_are_counted_and_the_stronger_one_named():
    findings = analyse("2.2", inputs_of((9.0, 0.0, 8.0)))
    assert said(findings).startswith("2 of 3 tools go with attainment, most Planner")


def test_a_tool_whose_users_are_behind_is_said():
    findings = analyse("2.2", inputs_of((-9.0, 0.0, 0.0)))
    assert said(findings).startswith("Who uses Planner more is behind: of two sellers of equal tenure and region")


def test_without_a_link_none_is_claimed():
    findings = analyse("2.2", inputs_of((0.0, 0.0, 0.0), seed=5))
    assert said(findings) == (
        "None of 3 tools goes clearly with attainment among sellers of equal tenure and region (48 sellers)"
    )


def test_tenure_alone_makes_no_tool_useful():
    """Use and attainment both go with tenure: crude they go together, among equals not."""
    rng = np.random.default_rng(1)
    inputs = inputs_of((0.0, 0.0, 0.0))
    years = -inputs.tables["reps"]["hired_on"].astype("int64").rank().to_numpy()
    ids = inputs.tables["reps"]["rep_id"]
    reached = dict(zip(ids, 100 + 2 * years + rng.normal(0, 8, 48), strict=True))
    use = dict(zip(ids, 30 + 0.5 * years + rng.normal(0, 4, 48), strict=True))
    targets = inputs.tables["targets"].assign(actual=lambda rows: rows["unit_id"].map(reached))
    usage = inputs.tables["tool_usage"]
    usage = usage.assign(active_days=usage["active_days"].mask(usage["tool"] == "Planner", usage["rep_id"].map(use)))
    findings = analyse("2.2", inputs_of(targets=targets, tool_usage=usage))
    assert findings.figure("crude_rho.Planner").low > 0.5
    assert findings.headline.code == "none_stands"
    warned = next(w for w in findings.warnings if w.code == "crude_only")
    assert "Planner" in warned.arguments["groups"]


def test_too_few_sellers_tell_nothing():
    inputs = inputs_of()
    few = set(inputs.tables["reps"]["rep_id"][:9])
    usage = inputs.tables["tool_usage"]
    findings = analyse("2.2", inputs_of(tool_usage=usage[usage["rep_id"].isin(few)]))
    assert said(findings) == "Too few sellers have both use and attainment (0) to say what goes with what"
    assert findings.figure("adoption.Planner").n == 9
    assert findings.figure("partial_rho.Planner").value is None
    assert "thin_tools" in codes(findings)


def test_without_days_that_were_available_working_days_stand_in():
    usage = inputs_of().tables["tool_usage"].drop(columns="available_days")
    findings = analyse("2.2", inputs_of(tool_usage=usage))
    assert "working_days" in codes(findings)
    assert Need("tool_usage", ("available_days",)) in findings.needs
    days = np.busday_count("2024-01-01", "2026-01-01")
    mean = usage.query("tool == 'Planner'").groupby("rep_id")["active_days"].sum().mean() / days
    assert findings.figure("adoption.Planner").value == pytest.approx(mean)


def test_without_region_or_hiring_only_the_comparison_of_equals_is_locked():
    reps = inputs_of().tables["reps"].drop(columns="region")
    findings = analyse("2.2", inputs_of(reps=reps))
    assert Need("reps", ("region",)) in findings.needs
    assert findings.figure("partial_rho.Planner").value is None
    assert findings.figure("crude_rho.Planner").value is not None
    assert findings.headline.code == "not_equal"


def test_only_quarters_that_are_over_count_and_the_window_is_kept():
    inputs = inputs_of()
    early = analyse("2.2", replace(inputs, provenance=provenance_of(date(2024, 12, 30))))
    assert len({row["quarter"] for row in early.rows("use_by_quarter")}) == 3
    window = provenance_of(date(2025, 12, 31), since=date(2025, 1, 1), until=date(2025, 6, 30))
    half = analyse("2.2", replace(inputs, provenance=window))
    assert {row["quarter"] for row in half.rows("use_by_quarter")} == {"2025-01", "2025-04"}
    assert analyse("2.2", replace(inputs, provenance=provenance_of(date(2020, 1, 1)))).headline.code == "no_quarter"


def test_managers_are_no_sellers():
    reps = inputs_of().tables["reps"]
    findings = analyse("2.2", inputs_of(reps=reps.assign(role=["manager"] * 8 + ["hunter"] * 40)))
    assert findings.figure("adoption.Planner").n == 40


def test_fiscal_quarters_of_the_targets_are_those_of_use():
    inputs = inputs_of()
    month = {f"{y}-Q{q}": f"{y}-{3 * q - 1:02}/P3M" for y in (2024, 2025) for q in (1, 2, 3, 4)}
    tables = {
        name: inputs.tables[name].assign(period=inputs.tables[name]["period"].map(month))
        for name in ("tool_usage", "targets")
    }
    told = analyse("2.2", Inputs(dict(inputs.tables) | tables, provenance_of(date(2026, 1, 31))))
    assert told.rows("use_by_quarter")[0]["quarter"] == "2024-02"
    assert told.figure("partial_rho.Planner").value == pytest.approx(
        analyse("2.2", inputs).figure("partial_rho.Planner").value
    )
