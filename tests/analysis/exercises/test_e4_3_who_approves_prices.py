"""4.3 on simulated requests: what is planted is found, by a direct query too; what is not there is not claimed."""

from dataclasses import replace
from datetime import date
from functools import cache

import numpy as np
import pandas as pd
import pytest

from analysis.catalogue import analyse, wording
from analysis.findings import Provenance
from analysis.inputs import Inputs
from curriculum.loader import load_folder
from datasets.sample.company import AS_OF, make_company

WHERE = Provenance(snapshot="", answers="", code="", as_of=date(2026, 6, 30))


def made(n=900, slope=0.0, slow=1.0, unasked=0.2, seed=1):
    """Deals with discounts of 0 to 25 %; above 10 % most ask a manager, above 17 % a director, `slow` times slower."""
    rng = np.random.default_rng(seed)
    discount = rng.integers(0, 26, n).astype(float)
    chance = 1 / (1 + np.exp(-(-0.4 + slope * (discount - 12) / 5)))
    created = pd.Timestamp("2025-06-01") + pd.to_timedelta(rng.integers(0, 200, n), unit="D")
    deals = pd.DataFrame(
        {
            "deal_id": [f"D{place:04}" for place in range(n)],
            "outcome": np.where(rng.random(n) < chance, "won", "lost"),
            "created_on": created,
            "closed_on": created + pd.Timedelta(days=120),
            "amount": 50_000.0,
            "discount_pct": discount,
            "segment": rng.choice(["Retail", "Energy"], n),
        }
    )
    asks = (discount > 10) & (rng.random(n) >= unasked)
    level = np.where(discount > 17, "Director", "Manager")
    days = 1.5 * np.exp(0.6 * rng.normal(size=n)) * np.where(level == "Director", slow, 1.0)
    requests = pd.DataFrame(
        {
            "deal_id": deals["deal_id"],
            "requested_at": created + pd.Timedelta(days=20),
            "decided_at": created + pd.Timedelta(days=20) + pd.to_timedelta((days * 24).round(), unit="h"),
            "level": level,
            "requested_discount_pct": discount + 1.0,
            "granted_discount_pct": discount,
            "decision": "approved",
        }
    )
    return {"deals": deals, "approvals": requests[asks].reset_index(drop=True)}


def found(tables, **more):
    return analyse("4.3", Inputs(tables, WHERE, **more))


def codes(findings):
    return {warning.code for warning in findings.warnings}


@cache
def company():
    return analyse("4.3", Inputs(make_company(), Provenance(snapshot="", answers="", code="", as_of=AS_OF)))


def test_turnarounds_are_the_quantiles_of_a_direct_query():
    tables = made(slow=4.0)
    approvals = tables["approvals"]
    hours = (approvals["decided_at"] - approvals["requested_at"]).dt.total_seconds() / 3600
    for level, part in hours.groupby(approvals["level"]):
        expected = part.quantile(0.8, interpolation="higher") / 24
        assert found(tables).figure(f"p80_turnaround.{level}").value == pytest.approx(expected, abs=0.1)
    assert found(tables).figure("late_share").value == pytest.approx((hours > 72).mean())


def test_exceptions_are_those_of_a_direct_query():
    tables = made()
    findings = found(tables)
    deals = tables["deals"]
    limit = findings.figure("limit_in_force").value
    asked = deals["deal_id"].isin(tables["approvals"]["deal_id"])
    rate = findings.figure("exception_rate")
    assert limit == 0.12  # whoever comes with 11 % asks for 12
    assert rate.value == pytest.approx(((deals["discount_pct"] > 100 * limit) & ~asked).mean())
    assert rate.n == len(deals)


def test_a_deal_above_what_was_granted_is_an_exception_too():
    tables = made(unasked=0.0)
    assert found(tables).figure("exception_rate").value == 0
    less = tables["approvals"].assign(granted_discount_pct=tables["approvals"]["granted_discount_pct"] - 1)
    deals = tables["deals"]
    expected = (deals["discount_pct"] > 12).mean()
    assert found(tables | {"approvals": less}).figure("exception_rate").value == pytest.approx(expected)


def test_the_backtest_has_a_row_for_each_setting_of_the_scale():
    file = load_folder().exercises["4.3"]
    scale = file.instruments[1].parameters.settings[0]
    limits = [row["limit"] for row in found(made()).table("backtest").rows]
    assert limits == pytest.approx(np.arange(scale.least, scale.most + scale.step / 2, scale.step))


def test_a_slow_level_is_named_and_its_rules_are_struck_off():
    findings = found(made(slow=6.0))
    assert findings.headline.code.startswith("slow_level")
    assert findings.headline.arguments["slow"] == "Director"
    struck = {row["level"] for row in findings.table("policies").rows if not row["efficient"]}
    assert struck == {"Director"}


@pytest.mark.parametrize(("slope", "says"), [(0.5, "more"), (-0.5, "fewer")])
def test_wins_that_go_with_discount_are_said_with_their_direction(slope, says):
    findings = found(made(slope=slope))
    assert findings.headline.code.endswith(says)
    assert np.sign(findings.figure("win_rate_per_discount").value) == np.sign(slope)


def test_where_nothing_is_planted_nothing_is_claimed():
    findings = [found(made(seed=seed)) for seed in range(8)]
    assert sum(each.headline.code == "one_speed_none" for each in findings) >= 6


def test_the_room_s_median_limit_stands_among_the_rules():
    answers = pd.DataFrame(
        [
            {"exercise": "4.3", "round": "1", "participant": f"p{place}", "item": "limit", "value": str(value)}
            for place, value in enumerate((0.06, 0.07, 0.07, 0.09, 0.2))
        ]
    ).reindex(columns=Inputs({}, WHERE).answers.columns)
    content = load_folder().exercises["4.3"].content()
    findings = found(made(), answers=answers, content=content)
    backtest = {row["limit"]: row for row in findings.table("backtest").rows}
    assert findings.figure("group_margin_kept").value == pytest.approx(backtest[0.07]["margin_kept"])
    assert {row["limit"] for row in findings.table("policies").rows if row["room_limit"]} == {0.07}
    few = found(made(), answers=answers[answers["participant"] < "p4"], content=content)
    assert not [figure for figure in few.figures if figure.key == "group_margin_kept"]


def test_requests_without_an_answer_count_as_still_waiting():
    tables = made()
    asked = tables["approvals"]
    waiting = tables | {"approvals": asked.assign(decided_at=asked["decided_at"].mask(asked.index % 3 == 0))}
    assert found(waiting).figure("late_share").value > found(tables).figure("late_share").value + 0.1
    assert "unanswered" in codes(found(waiting))


def test_what_is_missing_is_said():
    tables = made()
    bare = found({"deals": tables["deals"]})
    assert [need.table for need in bare.needs] == ["approvals"]
    assert bare.headline.code == "discount_only_none"
    assert "no_refusals" in codes(found(tables))
    half = tables["deals"].assign(discount_pct=tables["deals"]["discount_pct"].mask(tables["deals"].index % 2 == 0))
    assert "no_discount" in codes(found({"deals": half}))
    mixed = tables["deals"].assign(currency=np.where(tables["deals"].index % 2, "EUR", "USD"))
    assert found(tables | {"deals": mixed}).figure("margin_kept").value is None
    assert {"mixed_currencies", "no_amount"} <= codes(found(tables | {"deals": mixed}))


def test_few_deals_and_few_requests_make_no_claim():
    thin = found(made(n=20))
    assert thin.headline.code == "too_little"
    tables = made()
    few = found(tables | {"approvals": tables["approvals"].head(8)})
    assert few.headline.code == "unmeasured_none"
    assert "backtest" not in {table.key for table in few.tables}
    wording("4.3").findings(few)


def test_the_sample_company_has_slow_directors_and_discounts_that_do_not_buy_wins():
    findings = company()
    assert 9 <= findings.figure("p80_turnaround.director").value <= 15
    assert findings.figure("p80_turnaround.manager").high < 3
    assert 0.05 <= findings.figure("exception_rate").value <= 0.11
    assert findings.figure("win_rate_per_discount").high <= 0.01
    assert findings.figure("win_rate_per_wait").high < 0


def test_only_what_was_known_on_the_day_counts():
    tables = made()
    early = replace(WHERE, as_of=date(2025, 9, 30))
    findings = analyse("4.3", Inputs(tables, early))
    known = tables["approvals"]["requested_at"] < pd.Timestamp("2025-10-01")
    assert findings.figure("p80_turnaround").n == known.sum()
