from dataclasses import replace
from datetime import date

import duckdb
import numpy as np
import pandas as pd
import pytest

from analysis.catalogue import analyse, draw, wording
from analysis.charts import DESK
from analysis.findings import Need
from analysis.inputs import ANSWER_COLUMNS, Inputs
from tests.analysis.conftest import provenance_of
from tests.sizes import SIZES

TODAY = date(2024, 12, 31)
QUARTERS = [f"2024-Q{number}" for number in (1, 2, 3, 4)]


def simulated(lag=60, n=400, rush=0.0, seed=3):
    """Orders booked over 2023 and 2024, invoiced after 15 days and recognised about `lag` days after booking.

    rush: share that is booked in the last days of its quarter.
    """
    rng = np.random.default_rng(seed)
    booked = pd.Timestamp("2023-01-01") + pd.to_timedelta(rng.integers(0, 731, n), unit="D")
    ends = booked.to_period("Q").end_time.normalize() - pd.to_timedelta(rng.integers(0, 10, n), unit="D")
    booked = pd.Series(booked.where(rng.random(n) >= rush, ends))
    invoiced = booked + pd.Timedelta(days=15)
    recognised = booked + pd.to_timedelta(np.round(lag * rng.uniform(0.5, 1.5, n)), unit="D")
    tomorrow = pd.Timestamp("2025-01-01")
    return pd.DataFrame(
        {
            "deal_id": [f"D{place}" for place in range(n)],
            "booked_on": booked,
            "invoiced_on": invoiced.where(invoiced < tomorrow),
            "recognised_on": recognised.where(recognised < tomorrow),
            "amount": np.round(rng.lognormal(10, 0.8, n), 2),
        }
    )


def company(revenue, sellers=6, share=0.98):
    """Deals and targets of sellers who all have a target of `share` of what each booked in a quarter of 2024."""
    deals = pd.DataFrame({"deal_id": revenue["deal_id"], "outcome": "won", "closed_on": revenue["booked_on"]})
    deals["rep_id"] = [f"R{place % sellers}" for place in range(len(deals))]
    quarter = revenue["booked_on"].dt.to_period("Q").astype(str).str.replace("Q", "-Q")
    sums = revenue.groupby([deals["rep_id"], quarter])["amount"].sum().rename_axis(["unit_id", "period"]).reset_index()
    reps = sums.rename(columns={"amount": "actual"}).assign(unit_type="rep", target=lambda rows: share * rows["actual"])
    whole = reps.groupby("period")[["actual", "target"]].sum().reset_index().assign(unit_type="company", unit_id="C")
    return {"revenue": revenue, "deals": deals, "targets": pd.concat([reps, whole], ignore_index=True)}


def found(tables, window=None, answers=None):
    inputs = Inputs(tables, provenance_of(TODAY, **(window or {})))
    return analyse("1.5", inputs if answers is None else replace(inputs, answers=answers))


def said(findings):
    return wording("1.5").say(findings.headline)


def codes(findings):
    return {warning.code for warning in findings.warnings}


def test_sums_and_shifts_equal_a_direct_query():
    revenue = simulated()
    findings = found({"revenue": revenue})
    for rule in ("booked", "invoiced", "recognised"):
        query = f"select year({rule}_on) || '-Q' || quarter({rule}_on), sum(amount) from revenue group by 1"  # noqa: S608
        sums = duckdb.sql(query).fetchall()
        for quarter in QUARTERS:
            assert findings.figure(f"revenue_by_rule.{quarter}.{rule}").value == pytest.approx(dict(sums)[quarter])
    shifts = pd.DataFrame(findings.rows("shifts"))
    for row in findings.rows("quarters"):
        assert shifts.loc[shifts["booked_in"] == row["quarter"], "money"].sum() == pytest.approx(row["booked"])
        assert shifts.loc[shifts["recognised_in"] == row["quarter"], "money"].sum() == pytest.approx(row["recognised"])
        gap = findings.figure(f"rule_gap.{row['quarter']}").value
        assert gap == pytest.approx(row["booked"] / row["recognised"] - 1)
    gaps = [abs(findings.figure(f"rule_gap.{quarter}").value) for quarter in QUARTERS]
    assert findings.figure("rule_gap").value == max(gaps)


def test_headline_where_rules_differ_and_quarters_end_busily():
    findings = found({"revenue": simulated(rush=0.4)})
    assert findings.headline.code == "differ_rush"
    assert "come in its last ten days, where evenly it would be 11%" in said(findings)
    assert findings.figure("quarter_end_share").low > 0.11


def test_headline_where_rules_differ():
    findings = found({"revenue": simulated()})
    assert findings.headline.code == "differ"
    assert " as booked and " in said(findings)
    assert said(findings).endswith("orders)")


def test_headline_where_rules_agree():
    findings = found({"revenue": simulated(lag=0)})
    assert findings.headline.code == "agree"
    assert said(findings).startswith("Booked and recognised differ by 0% at most")


def test_headline_of_too_few_orders_and_without_recognition():
    assert said(found({"revenue": simulated(n=20)})).startswith("Only ")
    findings = found({"revenue": simulated().drop(columns="recognised_on")})
    assert findings.headline.code == "booked_only"
    assert Need("revenue", ("recognised_on",)) in findings.needs
    assert findings.figure("invoiced_within_180").value > 0.9
    assert np.isnan(findings.figure("same_quarter_share").value)
    assert "no_recognition" in codes(findings)


def test_an_even_year_is_not_called_busy_at_its_ends():
    told = [found({"revenue": simulated(seed=seed)}).headline.code for seed in range(SIZES.runs)]
    assert told.count("differ") >= 0.9 * SIZES.runs


def test_orders_still_waiting_count_for_as_long_as_they_have_waited():
    findings = found({"revenue": simulated(lag=100, n=3000)})
    decided = simulated(lag=100, n=3000).query("booked_on >= '2024-01-01'").dropna()
    only = (decided["recognised_on"] - decided["booked_on"]).dt.days.median()
    lag = findings.figure("lag_to_recognised")
    assert only < lag.value
    assert lag.low <= 100 <= lag.high


def test_nothing_after_the_day_is_known_and_a_window_cuts_quarters():
    revenue = simulated()
    later = revenue.head(50).assign(booked_on=pd.Timestamp("2025-01-05"), deal_id=lambda rows: "X" + rows["deal_id"])
    known, more = (found({"revenue": rows}) for rows in (revenue, pd.concat([revenue, later])))
    assert more.figures == known.figures
    last = found({"revenue": revenue}, {"since": date(2024, 10, 1), "until": TODAY})
    assert [row["quarter"] for row in last.rows("quarters")] == ["2024-Q4"]
    assert "no_quarter" in codes(found({"revenue": revenue}, {"since": date(2024, 11, 1), "until": TODAY}))


def test_sellers_who_change_sides_are_counted_and_not_named():
    findings = found(company(simulated(n=240)))
    booked, recognised = (findings.rows("sellers")[place]["at_target"] for place in (0, 2))
    assert booked == 6
    assert findings.figure("rep_crossings").value == booked - recognised > 0
    assert "R1" not in str(findings)


def test_the_functions_are_compared_under_the_rule_that_most_chose():
    tables = company(simulated())
    assert found(tables).figure("function_gap").value is None
    assert "rule_not_agreed" in codes(found(tables))

    def closing(option):
        row = {"exercise": "1.5", "item": "decision", "value": option, "round": "1"}
        return pd.DataFrame([row] * 3, columns=list(ANSWER_COLUMNS))

    assert found(tables, answers=closing("signed_for_all")).figure("function_gap").value == pytest.approx(0)
    rows = {row["quarter"]: row for row in found(tables).rows("functions")}
    gap = found(tables, answers=closing("recognised_for_all")).figure("function_gap").value
    assert gap == pytest.approx(abs(rows["2024-Q4"]["printed"] / rows["2024-Q4"]["recognised"] - 1))
    assert found(tables, answers=closing("two_with_a_bridge")).figure("function_gap").value is None


def test_three_months_of_targets_stand_in_for_a_quarter():
    tables = company(simulated())
    targets = tables["targets"]
    months = pd.concat(
        [
            targets.assign(period=targets["period"].str[:5] + targets["period"].str[-1].astype(int).map(
                lambda quarter, month=month: f"{3 * quarter - 2 + month:02}"
            ), target=targets["target"] / 3, actual=targets["actual"] / 3)
            for month in range(3)
        ],
        ignore_index=True,
    )  # fmt: skip
    by_month = found(tables | {"targets": months})
    assert by_month.figure("rep_crossings").value == found(tables).figure("rep_crossings").value
    printed = [row["printed"] for row in by_month.rows("functions")]
    assert printed == pytest.approx([row["printed"] for row in found(tables).rows("functions")])


def test_cancelled_orders_and_deals_that_are_not_won():
    tables = company(simulated())
    revenue = tables["revenue"]
    orders = revenue[revenue["booked_on"] >= "2024-01-01"].head(40)
    credits_ = orders.assign(booked_on=orders["booked_on"] + pd.Timedelta(days=30), amount=-orders["amount"])
    credits_ = credits_[credits_["booked_on"] <= "2024-12-31"]
    findings = found(tables | {"revenue": pd.concat([revenue, credits_], ignore_index=True)})
    n = int((revenue["booked_on"] >= "2024-01-01").sum())
    assert findings.figure("cancelled_share").value == pytest.approx(len(credits_) / n)
    lost = tables["deals"].assign(outcome=np.where(np.arange(len(revenue)) % 10 == 0, "lost", "won"))
    fewer = found(tables | {"deals": lost})
    assert "not_won" in codes(fewer)
    assert fewer.figure("quarter_end_share").n < n


def test_what_is_missing_is_asked_for_and_what_is_odd_is_said():
    revenue = simulated().assign(currency="EUR")
    findings = found({"revenue": revenue})
    assert {need.table for need in findings.needs} == {"deals", "targets"}
    assert findings.figure("rep_crossings").value is None
    odd = revenue.assign(
        amount=revenue["amount"].mask(revenue.index % 20 == 0),
        invoiced_on=revenue["invoiced_on"].mask(revenue.index % 9 == 0, revenue["booked_on"] - pd.Timedelta(days=3)),
    )
    assert {"no_amount", "before_booking"} <= codes(found({"revenue": odd}))
    mixed = found({"revenue": revenue.assign(currency=np.where(revenue.index % 2, "EUR", "USD"))})
    assert "mixed_currencies" in codes(mixed)
    assert mixed.figure("quarter_end_share").n > 100


def test_tripwires_and_charts():
    findings = found(company(simulated(rush=0.4)))
    assert [tripwire.figure for tripwire in findings.tripwires] == ["function_gap", "quarter_end_share"]
    assert findings.tripwires[1].threshold == findings.figure("quarter_end_share").high
    titles = [wording("1.5").say(chart.title) for chart in draw(findings, DESK)]
    assert len(titles) == 4
    assert "evenly it would be 11%" in titles[-1]


@pytest.mark.real_data
def test_real_files_have_no_revenue_and_say_so(maven):
    findings = analyse("1.5", replace(maven, content={}))
    assert findings.needs == (Need("revenue", ("deal_id", "booked_on", "amount")),)
