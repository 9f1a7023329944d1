from dataclasses import replace
from datetime import date

import duckdb
import numpy as np
import pandas as pd
import pytest

from analysis.catalogue import analyse, draw, wording
from analysis.charts import DESK, PHONE
from analysis.findings import Findings, Message, Need
from analysis.inputs import ANSWER_COLUMNS, Inputs
from curriculum.loader import load_folder
from datasets.folder import read_folder
from tests.analysis.conftest import provenance_of

AS_OF = date(2024, 12, 31)
CONTENT = load_folder().exercises["1.6"].content()
MONTHS = [f"{2023 + place // 12}-{place % 12 + 1:02}" for place in range(24)]


def steady(spread=0.05, mean=1.0, n=24, seed=3):
    return mean + spread * np.random.default_rng(seed).standard_normal(n)


def rows(ratios, kind="company", name="Bakers", periods=MONTHS):
    target = np.linspace(100, 200, len(ratios))
    told = {"period": periods[: len(ratios)], "unit_type": kind, "unit_id": name}
    return pd.DataFrame(told | {"target": target, "actual": target * ratios})


def inputs(*parts, answers=None, as_of=AS_OF, **window):
    table = {"targets": pd.concat(parts, ignore_index=True)}
    given = {} if answers is None else {"answers": answers}
    return Inputs(table, provenance_of(as_of, **window), content=CONTENT, **given)


def settings(pairs, round_="1"):
    told = [
        {"exercise": "1.6", "round": round_, "participant": f"p{place}", "item": item, "value": str(value)}
        for place, pair in enumerate(pairs)
        for item, value in zip(("width", "run"), pair, strict=True)
    ]
    return pd.DataFrame(told, columns=list(ANSWER_COLUMNS)).astype("str")


def value(findings, key):
    return findings.figure(key).value


def said(findings):
    return wording("1.6").say(findings.headline)


def codes(findings):
    return {message.code for message in findings.warnings}


# --- equal to a direct query -----------------------------------------------------------------------------------------


def test_limits_equal_a_direct_query():
    given = inputs(rows(steady()))
    targets = given.tables["targets"]  # noqa: F841 - read by the query
    query = """
        with ratio as (select actual / target as r, row_number() over (order by period) as n from targets),
             change as (select n, r, abs(r - lag(r) over (order by n)) as c from ratio where n <= 12)
        select avg(r), avg(c), stddev_samp(r) from change
    """
    mean, change, deviation = duckdb.sql(query).fetchall()[0]
    findings = analyse("1.6", given)
    assert value(findings, "baseline_mean") == pytest.approx(mean)
    assert value(findings, "mean_moving_range.Bakers") == pytest.approx(change)
    assert value(findings, "natural_width") == pytest.approx(2.66 * change)
    half = 2.201 * deviation / np.sqrt(12)  # Student's t, 11 degrees of freedom
    assert findings.figure("baseline_mean").low == pytest.approx(mean - half, abs=1e-5)
    first = findings.table("control_chart").rows[0]
    assert first["upper"] == pytest.approx(mean + 2.48 * change)
    assert [row["baseline"] for row in findings.table("control_chart").rows] == [True] * 12 + [False] * 12


def by_hand(ratios, width, run):
    mean, change = ratios[:12].mean(), np.abs(np.diff(ratios[:12])).mean()
    found, side, length = [], 0, 0
    for place, ratio in enumerate(ratios):
        now = np.sign(ratio - mean)
        side, length = now, length + 1 if now == side else 1
        if place >= 12 and (abs(ratio - mean) > width * change or length >= run):
            found.append(MONTHS[place])
    return found


@pytest.mark.parametrize(("width", "run"), [(1.64, 4), (2.0, 7), (2.66, 5), (3.32, 12)])
def test_flagged_periods_and_the_grid_equal_a_loop(width, run):
    ratios = np.concatenate([steady(n=14), steady(mean=0.93, n=10, seed=5)])
    findings = analyse("1.6", inputs(rows(ratios), answers=settings([(width, run)] * 6)))
    expected = by_hand(ratios, width, run)
    assert [row["period"] for row in findings.table("control_chart").rows if row["flagged"]] == expected
    assert value(findings, "alarms.Bakers") == value(findings, "alarms_per_year") == len(expected)
    row = next(r for r in findings.table("backtest").rows if (r["width"], r["run"]) == (width, run))
    assert row["alarms_per_year"] == len(expected)
    for name in ("false_alarm_months", "months_to_see_drop"):
        assert row[name] == value(findings, name)


def test_the_backtest_is_the_full_grid_of_both_scales():
    table = analyse("1.6", inputs(rows(steady()))).table("backtest")
    named = CONTENT["instruments"][0]["parameters"]["backtest"]
    assert [column.key for column in table.columns] == ["width", "run", *named["shows"]]
    assert len(table.rows) == 29 * 9
    assert {row["width"] for row in table.rows} == {round(1.64 + 0.06 * step, 2) for step in range(29)}
    assert {row["run"] for row in table.rows} == set(range(4, 13))


# --- planted ---------------------------------------------------------------------------------------------------------


def test_a_month_far_out_is_flagged_and_named():
    ratios = steady(0.02)
    ratios[17] = 1.9
    findings = analyse("1.6", inputs(rows(ratios)))
    assert findings.headline.code == "seen_signals_month"
    assert (findings.headline.arguments["period"], findings.headline.arguments["odds"]) == ("2024-06", 1)
    chart = next(chart for chart in draw(findings, DESK) if chart.key == "control_chart")
    assert chart.title.arguments["period"] == "2024-06"


def test_a_lasting_fall_is_more_than_chance():
    ratios = np.concatenate([steady(0.04), []])
    ratios[12:] -= 0.12
    assert analyse("1.6", inputs(rows(ratios))).headline.code.endswith("_signals_month")


def test_all_four_rules_see_more_than_one():
    """Four of five beyond one standard deviation, none beyond two: only the zone rule sees it."""
    ratios = steady(0.05)
    mean, sigma = ratios[:12].mean(), np.abs(np.diff(ratios[:12])).mean() / 1.128
    ratios[12:] = mean + sigma * np.array([1.5, 1.5, -0.5, 1.5, 1.5, -0.5, 0.5, -0.5, 0.5, -0.5, 0.5, -0.5])
    findings = analyse("1.6", inputs(rows(ratios)))
    assert value(findings, "western_electric_per_year") == 1
    assert value(findings, "alarms_per_year") == 0


# --- wording ---------------------------------------------------------------------------------------------------------


def test_headline_where_a_rule_sees_the_drop_in_time():
    text = said(analyse("1.6", inputs(rows(steady(0.02)))))
    assert text.startswith("A 10 % drop is seen after ")
    assert ", at one false alarm in " in text
    assert text.endswith(" of 12 months since call a review, as chance may do")


def test_headline_where_no_rule_does():
    findings = analyse("1.6", inputs(rows(steady(0.35))))
    assert findings.headline.code == "noisy_quiet_month"
    assert said(findings).startswith("Months stray by ")
    assert findings.headline.arguments["low"] > 6


def test_headline_where_twelve_months_cannot_tell():
    findings = analyse("1.6", inputs(rows(steady(0.085))))
    assert findings.headline.code == "unsure_quiet_month"
    assert findings.headline.arguments["low"] <= 6 < findings.headline.arguments["high"]


@pytest.mark.parametrize("n", [1, 5, 11])
def test_too_few_periods_give_no_number(n):
    findings = analyse("1.6", inputs(rows(steady(n=n))))
    assert findings.headline == Message("too_little", {"n": n})
    assert {figure.value for figure in findings.figures} == {None}
    assert codes(findings) == {"too_little"}
    assert not findings.tripwires
    assert draw(findings, DESK) == ()


def test_the_baseline_alone_gives_limits_and_prices_but_no_alarms():
    findings = analyse("1.6", inputs(rows(steady(0.02, n=12))))
    assert findings.headline.code == "seen_untried_month"
    assert value(findings, "alarms_per_year") is None
    assert value(findings, "alarms.Bakers") is None
    assert {row["alarms_per_year"] for row in findings.table("backtest").rows} == {None}
    assert value(findings, "false_alarm_months") > 0
    assert "untried_yet" in codes(findings)
    assert len(draw(findings, PHONE)) == 2


def test_periods_that_do_not_differ_draw_no_limits():
    findings = analyse("1.6", inputs(rows(np.ones(24))))
    assert findings.headline.code == "no_spread"
    assert {figure.value for figure in findings.figures} == {None}


# --- the room --------------------------------------------------------------------------------------------------------


def test_without_a_room_the_middle_of_the_scales_is_used_and_said():
    findings = analyse("1.6", inputs(rows(steady())))
    assert Message("no_room", {"width": 2.48, "run": 8}) in findings.warnings
    assert not any(row["is_median"] or row["people"] for row in findings.table("rules").rows)


def test_the_room_s_median_is_the_rule_and_its_dots_are_on_the_curve():
    pairs = [(2.0, 7), (2.0, 7), (2.66, 8), (2.66, 8), (3.2, 9)]
    findings = analyse("1.6", inputs(rows(steady()), answers=settings(pairs)))
    assert "no_room" not in codes(findings)
    told = {(row["width"], row["run"]): row for row in findings.table("rules").rows}
    assert told[2.66, 8]["is_median"]
    assert {key: row["people"] for key, row in told.items() if row["people"]} == {
        (2.0, 7): 2,
        (2.66, 8): 2,
        (3.2, 9): 1,
    }
    later = analyse("1.6", inputs(rows(steady()), answers=pd.concat([settings(pairs), settings([(3.2, 12)] * 5, "2")])))
    assert next(row["rule"] for row in later.table("rules").rows if row["is_median"]) == "3.20 and 12"


def test_a_median_between_two_runs_waits_for_the_longer():
    findings = analyse("1.6", inputs(rows(steady()), answers=settings([(2.66, 7)] * 3 + [(2.66, 8)] * 3)))
    assert next(row["run"] for row in findings.table("rules").rows if row["is_median"]) == 8


def test_four_people_are_not_drawn():
    findings = analyse("1.6", inputs(rows(steady()), answers=settings([(2.0, 7)] * 4)))
    assert "no_room" in codes(findings)
    assert not any(row["people"] for row in findings.table("rules").rows)


def test_dots_need_five_who_set_both():
    pairs = settings([(2.0, 7)] * 6)
    halves = pairs[~((pairs["item"] == "run") & pairs["participant"].isin(["p0", "p1"]))]
    assert not any(row["people"] for row in analyse("1.6", inputs(rows(steady()), answers=halves)).table("rules").rows)


# --- which periods ---------------------------------------------------------------------------------------------------


def test_a_period_counts_once_it_has_ended():
    given = inputs(rows(steady()))
    for day, n in ((date(2024, 6, 29), 17), (date(2024, 6, 30), 18)):
        findings = analyse("1.6", replace(given, provenance=provenance_of(day)))
        assert len(findings.table("control_chart").rows) == n


def test_what_comes_later_changes_no_limit():
    ratios = steady()
    later = ratios.copy()
    later[12:] = 3.0
    one, other = (analyse("1.6", inputs(rows(each))) for each in (ratios, later))
    assert one.figure("natural_width") == other.figure("natural_width")


def test_a_window_counts_its_own_periods_by_the_limits_of_the_baseline():
    ratios = steady()
    ratios[[14, 22]] = 2.0
    whole = analyse("1.6", inputs(rows(ratios)))
    quarter = analyse("1.6", inputs(rows(ratios), since=date(2024, 10, 1), until=date(2024, 12, 31)))
    assert value(whole, "alarms.Bakers") == 2
    assert (value(quarter, "alarms.Bakers"), quarter.figure("alarms.Bakers").n) == (1, 3)
    assert quarter.figure("natural_width") == whole.figure("natural_width")
    assert quarter.tripwires == whole.tripwires
    assert (whole.tripwires[0].figure, whole.tripwires[0].min_n) == ("alarms.Bakers", 3)


def test_months_come_before_quarters_and_quarters_are_priced_in_months():
    quarters = [f"{2019 + place // 4}-Q{place % 4 + 1}" for place in range(24)]
    by_quarter = rows(steady(0.02, seed=9), periods=quarters)
    both = analyse("1.6", inputs(rows(steady(0.02)), by_quarter))
    assert len(both.table("control_chart").rows) == 24
    assert both.headline.code.endswith("_month")
    findings = analyse("1.6", inputs(by_quarter))
    assert findings.headline.code.endswith("_quarter")
    assert value(findings, "false_alarm_months") == 3 * value(both, "false_alarm_months")
    assert value(findings, "alarms_per_year") == pytest.approx(value(findings, "alarms.Bakers") / 3)
    assert (findings.tripwires[0].min_n, findings.tripwires[0].min_n_of) == (1, "quarters")
    few = rows(steady(n=8), periods=MONTHS)
    assert len(analyse("1.6", inputs(by_quarter, few)).table("control_chart").rows) == 24


def test_a_year_of_its_own_and_half_years_are_read():
    odd = [f"{2000 + place}-02/P12M" for place in range(24)]
    halves = [f"{2000 + place // 2}-H{place % 2 + 1}" for place in range(24)]
    years = [str(2000 + place) for place in range(24)]
    for periods in (odd, halves, years):
        findings = analyse("1.6", inputs(rows(steady(), periods=periods)))
        assert findings.headline.code.endswith("_period")
        assert len(findings.table("control_chart").rows) == 24


def test_a_gap_is_said_and_no_change_runs_across_it():
    table = rows(steady()).drop(index=[4])
    findings = analyse("1.6", inputs(table))
    assert Message("gaps", {"n": 1}) in findings.warnings
    ratio = (table["actual"] / table["target"]).to_numpy()[:12]
    changes = np.delete(np.abs(np.diff(ratio)), 3)
    assert value(findings, "mean_moving_range.Bakers") == pytest.approx(changes.mean())


def test_rows_without_a_target_are_left_out_and_counted():
    table = rows(steady())
    table.loc[[20, 21], "target"] = [0.0, np.nan]
    findings = analyse("1.6", inputs(table))
    assert Message("no_target", {"n": 2}) in findings.warnings
    assert len(findings.table("control_chart").rows) == 22


# --- units -----------------------------------------------------------------------------------------------------------


def test_units_have_limits_of_their_own_and_short_ones_are_counted():
    regions = [
        rows(steady(spread, seed=seed), "region", f"R{seed}") for seed, spread in enumerate((0.02, 0.2), start=1)
    ]
    short = rows(steady(n=8), "team", "R1")
    findings = analyse("1.6", inputs(rows(steady()), *regions, short))
    told = {figure.of[0] for figure in findings.figures if figure.name == "mean_moving_range"}
    assert told == {"Bakers", "R1 (region)", "R2"}
    assert Message("short_units", {"n": 1}) in findings.warnings
    assert codes(findings) >= {"many_charts"}
    assert [row["unit"] for row in findings.table("watched").rows] == ["Bakers", "R1 (region)", "R2"]
    chart = next(chart for chart in draw(findings, DESK) if chart.key == "watched")
    assert wording("1.6").say(chart.title) == "1 of 2 units strays by less than 10 % of target without a cause"


def test_a_company_without_rows_of_its_own_is_the_sum_of_its_units():
    regions = [rows(steady(seed=seed), "region", f"R{seed}") for seed in (1, 2)]
    reps = [rows(steady(seed=seed), "rep", f"Rep {seed}") for seed in (3, 4, 5)]
    findings = analyse("1.6", inputs(*regions, *reps))
    assert Message("summed", {"n": 2}) in findings.warnings
    sums = pd.concat(regions).groupby("period")[["target", "actual"]].sum()
    assert value(findings, "baseline_mean") == pytest.approx((sums["actual"] / sums["target"])[:12].mean())
    assert findings.tripwires[0].figure == "alarms.All regions"


# --- assumptions -----------------------------------------------------------------------------------------------------


def test_a_season_that_the_targets_lack_is_said():
    season = np.tile(1 + 0.2 * np.sin(np.arange(12) * np.pi / 6), 2)
    findings = analyse("1.6", inputs(rows(season + steady(0.01, mean=0))))
    assert {"season_left", "dependent"} <= codes(findings)
    assert not {"season_left", "dependent"} & codes(analyse("1.6", inputs(rows(steady()))))


def test_a_baseline_that_leaves_its_own_limits_is_said():
    ratios = np.concatenate([np.repeat([0.6, 0.99, 1.01, 1.4], 3) + steady(0.005, mean=0, n=12), steady(n=12)])
    findings = analyse("1.6", inputs(rows(ratios)))
    assert value(findings, "baseline_alarms") >= 2
    assert "baseline_strays" in codes(findings)


# --- columns and files -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("column", ["period", "unit_type", "unit_id", "target", "actual"])
def test_a_missing_column_is_named(column):
    given = inputs(rows(steady()))
    findings = analyse("1.6", replace(given, tables={"targets": given.tables["targets"].drop(columns=column)}))
    assert findings.needs == (Need("targets", (column,)),)
    assert findings.headline.code == "needs_tables"


def test_thawed_findings_say_the_same():
    findings = analyse("1.6", inputs(rows(steady(1.5))))
    assert said(Findings.from_bytes(findings.to_bytes())) == said(findings)


@pytest.mark.real_data
def test_targets_without_actuals_say_what_they_need(real_data):
    """Monthly quotas per seller, and nothing of what was sold."""
    prepared = read_folder(real_data / "adventureworks_pbi")
    findings = analyse("1.6", Inputs(prepared.tables, provenance_of(prepared.as_of), content=CONTENT))
    assert findings.needs == (Need("targets", ("actual",)),)


@pytest.mark.real_data
def test_quotas_of_a_database_are_read_without_a_header_row(real_data):
    """Quotas per seller and quarter, and nothing of what was sold."""
    table = read_folder(real_data / "adventureworks_oltp").tables["targets"]
    without = analyse("1.6", inputs(table))
    assert without.needs == (Need("targets", ("actual",)),)
    sold = table.assign(actual=table["target"])
    assert analyse("1.6", inputs(sold)).headline == Message(
        "too_little", {"n": 11}
    )  # quarters: too few, and so it says


@pytest.mark.real_data
def test_a_crm_without_targets_says_what_it_needs(maven):
    findings = analyse("1.6", maven)
    assert findings.needs == (Need("targets", ("period", "unit_type", "unit_id", "target", "actual")),)
