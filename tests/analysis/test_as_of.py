"""Tables rebuilt as of a day, what may not be backtested, and the days on which a tripwire is looked at."""

from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.as_of import HISTORIES, Span, baseline, looks, tables_as_of, without_history
from analysis.catalogue import analyse, discover
from analysis.findings import is_known
from analysis.inputs import Inputs
from analysis.sources import resolve, with_resolved
from curriculum.loader import load_folder
from datasets.sample.company import AS_OF, make_company
from datasets.schemas import TABLES
from tests.analysis.conftest import provenance_of

DAY = date(2025, 6, 30)
AFTER = pd.Timestamp("2025-07-01")
QUARTERS = {"rolling": 2, "period": "quarter"}


@pytest.fixture(scope="module")
def company():
    return make_company(deals=700)


@pytest.fixture(scope="module")
def stood(company):
    return tables_as_of(company, DAY)


def test_every_table_and_every_column_named_is_canonical():
    assert HISTORIES.keys() <= TABLES.keys()
    for name, history in HISTORIES.items():
        assert history.dated <= {column.name for column in TABLES[name].columns}, name


def test_nothing_of_a_later_day_is_left_but_plans(stood):
    """Dates that are plans, and lead times set ahead, may lie later."""
    plans = {"expected_close_on", "planned_on", "promised_on", "due_on", "effective_on"}
    for name, rows in stood.items():
        for column in rows.select_dtypes("datetime").columns.difference(plans):
            assert not (rows[column] >= AFTER).any(), (name, column)


def test_deals_decided_later_are_open_and_their_leads_not_won(company, stood):
    deals, leads = company["deals"].set_index("deal_id"), company["leads"]
    later = deals.index[(deals["created_on"] < AFTER) & (deals["closed_on"] >= AFTER)]
    assert len(later) > 10
    then = stood["deals"].set_index("deal_id").loc[later]
    assert set(then["outcome"]) == {"open"}
    assert then["closed_on"].isna().all()
    lead = leads[leads["deal_id"].isin(later) & leads["won"]]
    assert len(lead) > 0
    assert not stood["leads"].set_index("lead_id").loc[lead["lead_id"], "won"].any()


def test_a_lead_of_a_deal_made_later_has_none_yet(company, stood):
    deals = company["deals"].set_index("deal_id")["created_on"]
    leads = company["leads"][company["leads"]["created_on"] < AFTER]
    unmade = leads[leads["deal_id"].map(deals) >= AFTER]
    assert len(unmade) > 0
    assert stood["leads"].set_index("lead_id").loc[unmade["lead_id"], "deal_id"].isna().all()


def test_actuals_of_periods_that_are_not_over_are_blank_and_targets_stay(stood):
    targets = stood["targets"].set_index(["period", "unit_type", "unit_id"])
    assert targets.xs(("2025-Q3", "company"), level=[0, 1])["actual"].isna().all()
    assert targets.xs(("2025-Q3", "company"), level=[0, 1])["target"].notna().all()
    assert targets.xs(("2025-Q2", "company"), level=[0, 1])["actual"].notna().all()


def test_use_of_a_month_is_known_when_it_is_over(stood):
    assert stood["usage"]["period"].max() == "2025-06"
    assert tables_as_of(stood, date(2025, 6, 29))["usage"]["period"].max() == "2025-05"


def test_a_day_after_everything_shares_the_tables_unchanged(company):
    same = tables_as_of({name: rows for name, rows in company.items() if name != "targets"}, date(2030, 1, 1))
    assert all(same[name] is company[name] for name in same)


def test_twice_is_once(stood):
    again = tables_as_of(stood, DAY)
    for name, rows in stood.items():
        pd.testing.assert_frame_equal(again[name], rows)


def test_stays_that_the_import_has_measured_do_not_look_ahead(company):
    events = company["stage_events"].assign(dwell_days=1.0)
    assert "dwell_days" not in tables_as_of({"stage_events": events}, DAY)["stage_events"]


@pytest.mark.parametrize("exercise", sorted(discover()))
def test_what_happens_later_changes_no_finding(exercise, company, stood):
    """Findings of a past day are the same from today's tables and from the tables of that day, if these suffice."""
    content = load_folder().exercises[exercise].content()
    content = with_resolved(content, resolve(content, stood))
    now, then = (analyse(exercise, Inputs(tables, provenance_of(DAY), content=content)) for tables in (company, stood))
    if then.headline.code == "needs_tables":
        assert not any(is_known(figure.value) for figure in now.figures)
    else:
        assert now.to_bytes() == then.to_bytes()


def test_fields_without_history_may_not_be_backtested():
    needs = {
        "deals": ("deal_id", "outcome", "closed_on", "segment", "amount"),
        "approvals": ("decision",),
        "stages": ("kind",),
    }
    assert without_history(needs) == {"deals": ("segment", "amount"), "stages": ("kind",)}


def test_a_rolling_window_is_looked_at_once_a_whole_period():
    decided = date(2025, 8, 14)
    assert baseline(QUARTERS, decided) == Span(date(2025, 1, 1), date(2025, 6, 30))
    assert looks(QUARTERS, decided, date(2026, 3, 30)) == []
    first = Span(date(2025, 10, 1), date(2026, 3, 31))
    assert looks(QUARTERS, decided, date(2026, 3, 31)) == [first]
    assert looks(QUARTERS, decided, date(2026, 9, 29)) == [first]
    assert looks(QUARTERS, decided, date(2026, 9, 30)) == [first, Span(date(2026, 4, 1), date(2026, 9, 30))]


def test_a_decision_on_the_last_day_of_a_period_waits_for_none():
    assert looks({"rolling": 1, "period": "month"}, date(2025, 6, 30), date(2025, 7, 31)) == [
        Span(date(2025, 7, 1), date(2025, 7, 31))
    ]


def test_since_the_decision_is_one_window_that_grows():
    since = {"since": "decision"}
    assert looks(since, DAY, date(2025, 9, 1)) == [Span(date(2025, 7, 1), date(2025, 9, 1))]
    assert looks(since, DAY, DAY) == []
    assert baseline(since, DAY) is None


def test_events_that_tables_do_not_know_give_no_day():
    assert looks({"at": "a month before the notice date"}, DAY, AS_OF) == []


@given(
    n=st.integers(1, 8), period=st.sampled_from(["month", "quarter", "year"]),
    decided=st.dates(date(2015, 1, 1), date(2030, 12, 31)), more=st.integers(0, 3000),
)  # fmt: skip
def test_no_day_is_looked_at_twice_and_none_before_the_decision(n, period, decided, more):
    as_of = decided + timedelta(days=more)
    found = looks({"rolling": n, "period": period}, decided, as_of)
    days = [day for span in found for day in span]
    assert days == sorted(set(days))
    assert all(decided < span.since <= span.until <= as_of for span in found)
    gaps = [(later.since - earlier.until).days for earlier, later in pairwise(found)]
    assert set(gaps) <= {1}
    months = {"month": 1, "quarter": 3, "year": 12}[period] * n
    assert all(round((span.until - span.since).days / 30.44) == months for span in found)
    before = baseline({"rolling": n, "period": period}, decided)
    assert before.until <= decided
    assert np.isclose((before.until - before.since).days + 1, 30.44 * months, atol=3)
