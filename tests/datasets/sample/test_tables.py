"""The other tables fit the deals, the people and the calendar: same ids, same sums, nothing that has not happened."""

import pandas as pd
import pytest

from datasets.sample.company import AS_OF, SAMPLE_TABLES, make_company
from datasets.schemas import TABLES

TOMORROW = pd.Timestamp(AS_OF) + pd.Timedelta(days=1)
PLANS = {
    ("deals", "expected_close_on"), ("roadmap", "planned_on"), ("commitments", "promised_on"),
    ("regulations", "effective_on"), ("compliance", "due_on"),
}  # fmt: skip
"""Days that may lie ahead."""
REFERENCES = {
    "deal_id": "deals",
    "rep_id": "reps",
    "account_id": "accounts",
    "product_id": "products",
    "lead_id": "leads",
}
ORDERS = (
    ("approvals", "requested_at", "decided_at"), ("leads", "created_on", "qualified_on"),
    ("revenue", "booked_on", "invoiced_on"), ("revenue", "invoiced_on", "recognised_on"),
    ("escalations", "opened_at", "closed_at"), ("leaders", "started_on", "ended_on"),
    ("accounts", "since", "churned_on"), ("reps", "hired_on", "left_on"),
)  # fmt: skip


def deal_of(tables, name):
    return tables[name].merge(tables["deals"], on="deal_id", suffixes=("", "_of_deal"))


def test_nothing_has_happened_after_the_day_of_the_tables(company):
    for name, table in company().items():
        for column in table.select_dtypes("datetime"):
            if (name, column) not in PLANS:
                assert not (table[column] >= TOMORROW).any(), (name, column)


def test_every_id_is_known(company):
    tables = company()
    for name, table in tables.items():
        for column in set(table) & set(REFERENCES):
            known = tables[REFERENCES[column]][column]
            assert table[column].dropna().isin(known).all(), (name, column)


def test_keys_are_unique(company):
    for name, table in company().items():
        assert not table.duplicated(list(TABLES[name].key)).any(), name


@pytest.mark.parametrize(("name", "first", "second"), ORDERS)
def test_days_are_in_order(company, name, first, second):
    table = company()[name]
    assert not (table[second] < table[first]).any()


def test_actuals_are_what_the_deals_say(company):
    """Recounted from the deals: the company by quarter and month, and each kind of unit."""
    tables = company()
    won = tables["deals"].query("outcome == 'won'").merge(tables["reps"][["rep_id", "team"]], on="rep_id")
    won = won.assign(
        quarter=won["closed_on"].dt.year.astype(str) + "-Q" + won["closed_on"].dt.quarter.astype(str),
        month=won["closed_on"].dt.strftime("%Y-%m"),
    )
    units = {"region": "region", "team": "team", "product": "product_id", "rep": "rep_id"}
    for kind, column in units.items():
        rows = tables["targets"][tables["targets"]["unit_type"] == kind].dropna(subset=["actual"])
        sums = won.groupby(["quarter", column])["amount"].sum()
        expected = [sums.get((row.period, row.unit_id), 0.0) for row in rows.itertuples()]
        assert rows["actual"].tolist() == pytest.approx(expected, abs=0.02)
    whole = tables["targets"].query("unit_type == 'company'").dropna(subset=["actual"]).set_index("period")["actual"]
    both = pd.concat([won.groupby("quarter")["amount"].sum(), won.groupby("month")["amount"].sum()])
    assert whole.tolist() == pytest.approx(both.reindex(whole.index).tolist(), abs=0.02)


def test_targets_cover_years_and_the_one_to_come(company):
    targets = company()["targets"]
    quarters = (
        targets[targets["period"].str.contains("Q")].groupby("unit_type")["period"].agg(["min", "max", "nunique"])
    )
    assert set(quarters["min"]) == {"2023-Q1"}
    assert set(quarters["max"]) == {"2027-Q3"}
    start = targets["period"].map(lambda period: pd.Period(period.replace("-Q", "Q")).start_time)
    assert (targets["actual"].isna() == (start >= TOMORROW)).all()
    assert targets["target"].gt(0).all()


def test_forecasts_have_the_actuals_of_the_targets(company):
    tables = company()
    both = tables["forecasts"].merge(tables["targets"], on=["period", "unit_id"], suffixes=("", "_of_target"))
    assert len(both) >= len(tables["forecasts"])
    assert both["actual"].fillna(-1).tolist() == pytest.approx(both["actual_of_target"].fillna(-1).tolist(), abs=0.05)
    assert (both["low"] <= both["forecast"]).all()
    assert (both["forecast"] <= both["high"]).all()


def test_all_that_was_won_is_booked_and_nothing_else(company):
    tables = company()
    won = tables["deals"].query("outcome == 'won'").set_index("deal_id")
    revenue = tables["revenue"].set_index("deal_id").loc[won.index]
    assert len(revenue) == len(tables["revenue"])
    assert (revenue["amount"] == won["amount"]).all()
    assert (revenue["booked_on"] == won["closed_on"]).all()


def test_leads_agree_with_the_deals_they_became(company):
    leads = deal_of(company(), "leads")
    assert (leads["channel"] == leads["lead_source"]).all()
    assert (leads["qualified_on"] <= leads["created_on_of_deal"]).mean() > 0.998  # a few deals are typed in late
    assert (leads["won"].fillna(False) == (leads["outcome"] == "won")).all()
    touches = company()["touches"].merge(company()["leads"][["lead_id", "created_on"]], on="lead_id")
    assert (touches["touched_at"] >= touches["created_on"]).all()


def test_approvals_are_asked_and_decided_within_the_deal(company):
    approvals = deal_of(company(), "approvals")
    assert (approvals["requested_at"] >= approvals["created_on"]).mean() > 0.997
    late = approvals["decided_at"].dt.normalize() > approvals["closed_on"]
    assert late.mean() < 0.01
    granted = approvals.dropna(subset=["granted_discount_pct"])
    assert (granted["granted_discount_pct"] == granted["discount_pct"]).all()
    assert (granted["requested_discount_pct"] >= granted["granted_discount_pct"]).all()


def test_usage_is_of_customers_while_they_are_customers(company):
    tables = company()
    usage = tables["usage"].merge(tables["accounts"], on="account_id")
    month = pd.to_datetime(usage["period"])
    assert usage["since"].notna().all()
    assert (month + pd.offsets.MonthEnd(0) >= usage["since"]).all()
    assert not (month > usage["churned_on"]).any()
    assert usage["active_days"].between(0, 23).all()


def test_sellers_use_tools_and_sit_papers_while_they_are_there(company):
    tables = company()
    used = tables["tool_usage"].merge(tables["reps"], on="rep_id")
    month = pd.to_datetime(used["period"])
    assert (month >= used["hired_on"]).all()
    assert not (month > used["left_on"]).any()
    assert (used["active_days"] <= used["available_days"]).all()
    trained = tables["training"].merge(tables["reps"], on="rep_id").dropna(subset=["completed_on"])
    assert not (trained["completed_on"] > trained["left_on"]).any()


def test_nobody_rates_oneself(company):
    ratings = company()["competencies"]
    assert (ratings["rater"] != ratings["rep_id"]).all()
    assert ratings["rating"].between(1, 5).all()
    assert (ratings.groupby(["rep_id", "competency"]).size() == 2).all()


def test_cards_and_reviews_are_written_after_the_deal_closed(company):
    for name, day in (("lessons", "written_on"), ("deal_reviews", "reviewed_on")):
        rows = deal_of(company(), name)
        assert (rows[day] > rows["closed_on"]).all()
    lessons = company()["lessons"]
    assert (lessons["reused"] <= lessons["views"]).all()
    assert lessons["text"].nunique() > 0.9 * len(lessons)


def test_promises_are_of_releases_on_the_roadmap(company):
    tables = company()
    assert tables["commitments"]["feature"].isin(tables["roadmap"]["feature"]).all()
    assert tables["commitments"]["amount_at_stake"].gt(0).all()
    came = tables["roadmap"].dropna(subset=["delivered_on"])
    assert 20 < len(came) < len(tables["roadmap"])


def test_every_team_has_one_leader_at_a_time(company):
    leaders = company()["leaders"].sort_values(["team", "started_on"])
    assert (leaders["ended_on"].isna().groupby(leaders["team"]).sum() == 1).all()
    before = leaders.groupby("team")["ended_on"].shift()
    assert not (leaders["started_on"] < before).any()


def test_a_few_tables_can_be_had_without_the_rest(company):
    few = make_company(tables=["targets", "deals"])
    assert list(few) == ["targets", "deals"]
    for name, table in few.items():
        pd.testing.assert_frame_equal(table, company()[name])
    with pytest.raises(KeyError):
        make_company(deals=1000, tables=["nothing"])


@pytest.mark.parametrize("deals", [600, 1000])
def test_small_companies_have_every_table(deals):
    tables = make_company(3, deals)
    assert tuple(tables) == SAMPLE_TABLES
    assert all(len(table) for table in tables.values())
