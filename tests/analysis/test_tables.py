"""Reading of tables that exercises share: days, windows, money, reasons, stages, ages."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from analysis.company.deals import (
    deals_as_of,
    deals_within,
    last_complete_quarter,
    quarter_name,
    with_product,
    with_segment,
)
from analysis.company.losses.reasons import causes, rivals
from analysis.company.money import amounts, mixed_currencies
from analysis.company.pipeline.lifetimes import lifetimes
from analysis.company.pipeline.passages import in_order, inferred_order, read_passages, stays
from analysis.findings import Message, Provenance

DAY = date(2024, 6, 30)
CONTENT = {
    "instruments": [
        {"kind": "rank"},
        {
            "kind": "classify",
            "parameters": {
                "categories": [
                    {"key": "customer_stopped", "name": "Customer stopped", "logged_as": ["no decision"]},
                    {"key": "pricing", "name": "Price", "logged_as": ["Budget too small"]},
                ]
            },
        },
    ]
}


def frame(**columns):
    return pd.DataFrame(
        {name: pd.to_datetime(values) if name.endswith(("_on", "_at")) else values for name, values in columns.items()}
    )


def provenance(**window):
    return Provenance(snapshot="", answers="", code="", as_of=DAY, **window)


def test_deals_as_of_hides_later_ones_and_opens_those_closed_later():
    deals = frame(
        outcome=["won", "lost", "won", "open"],
        created_on=["2024-01-01", "2024-01-01", "2024-07-01", None],
        closed_on=["2024-06-30", "2024-07-01", "2024-07-02", None],
    )
    then = deals_as_of(deals, DAY)
    assert then["outcome"].tolist() == ["won", "open", "open"]
    assert then["closed_on"].notna().tolist() == [True, False, False]


def test_time_of_day_belongs_to_its_day():
    deals = frame(outcome=["won", "won"], closed_on=["2024-06-30 23:59", "2024-07-01 00:00"])
    assert deals_as_of(deals, DAY)["outcome"].tolist() == ["won", "open"]


def test_nothing_later_leaves_the_table_itself():
    deals = frame(outcome=["won"], closed_on=["2024-06-30"])
    assert deals_as_of(deals, DAY) is deals


def test_deals_within_keeps_open_ones_and_those_closed_inside():
    deals = frame(outcome=["won", "lost", "open", "lost"], closed_on=["2024-01-01", "2024-03-01", None, None])
    kept = deals_within(deals, provenance(since=date(2024, 2, 1)))
    assert kept["outcome"].tolist() == ["lost", "open"]
    assert len(deals_within(deals, provenance())) == 4


def test_segment_falls_back_to_the_accounts_segment_industry_and_sector():
    deals = frame(segment=["Own", None, None, None, None], account_id=["a", "a", "b", "c", "d"])
    accounts = frame(
        account_id=["a", "b", "c"], segment=["Seg", None, None], industry=["Ind", "Ind", None], sector=["x", "x", "Sec"]
    )
    found = with_segment(deals, accounts)["segment"]
    assert found.fillna("-").tolist() == ["Own", "Seg", "Ind", "Sec", "-"]


@pytest.mark.parametrize("kind", ["object", "category", "str"])
def test_segment_may_be_text_of_any_kind(kind):
    deals = frame(segment=["Own", None], account_id=["a", "a"]).astype({"segment": kind})
    accounts = frame(account_id=["a"], industry=["Ind"]).astype({"industry": kind})
    assert with_segment(deals, accounts)["segment"].tolist() == ["Own", "Ind"]


def test_product_is_named_where_its_name_is_its_own():
    products = frame(product_id=["a", "b", "c"], name=["Pump", "Pump", "Valve"])
    assert with_product(frame(product_id=["a", "b", "c", "d"]), products)["product"].tolist() == [
        "a",
        "b",
        "Valve",
        "d",
    ]


@pytest.mark.parametrize(
    ("day", "name"), [(date(2024, 6, 30), "2024-Q2"), (date(2024, 6, 29), "2024-Q1"), (date(2024, 1, 1), "2023-Q4")]
)
def test_last_complete_quarter(day, name):
    assert quarter_name(last_complete_quarter(day)) == name


def test_one_currency_needs_no_rate_and_several_need_all_but_one():
    deals = frame(
        amount=[100, 100, 100], currency=["EUR", "USD", "USD"], closed_on=["2024-01-05", "2024-01-05", "2023-01-01"]
    )
    rates = frame(currency=["USD", "USD"], on=["2024-01-01", "2024-01-04"], rate=[0.9, 0.8]).astype(
        {"on": "datetime64[ns]"}
    )
    assert amounts(deals.iloc[1:], None).tolist() == [100, 100]
    assert mixed_currencies(deals, None) == Message("mixed_currencies", {"currencies": "EUR, USD"})
    assert amounts(deals, None).isna().all()
    assert amounts(deals, rates).fillna(-1).tolist() == [100, 80, -1]  # no rate is known on the last one's day
    assert mixed_currencies(deals, rates) is None


def test_reasons_map_by_list_key_and_name_whatever_their_case():
    logged = pd.Series(["No decision", "pricing", " PRICE ", "budget too small", "Sunspots", "", None])
    assert causes(logged, CONTENT).fillna("-").tolist() == ["customer_stopped", *["pricing"] * 3, "-", "-", "-"]


def test_rivals_are_names_not_their_absence():
    assert rivals(pd.Series(["Acme", "None", " ", None, "n/a"])).fillna("-").tolist() == ["Acme", "-", "-", "-", "-"]


def test_order_is_the_commonest_one_not_the_alphabetical():
    deal = np.array([0, 0, 0, 1, 1, 2, 2])
    names = pd.Index(["Start", "Alpha", "Closed won"])
    assert inferred_order(deal, np.array([0, 1, 2, 0, 1, 1, 0]), names) == ["Start", "Alpha"]


def test_events_in_order_are_left_as_they_are_and_others_sorted():
    events = frame(
        deal_id=["a", "a", "b"], stage=["x", "y", "x"], entered_at=["2024-01-01", "2024-01-02", "2024-01-01"]
    )
    assert in_order(events) is events
    assert in_order(events.iloc[[1, 2, 0]])["stage"].tolist() == ["x", "y", "x"]


def passages(as_of=DAY, **more):
    deals = frame(deal_id=["a", "b"], outcome=["lost", "open"], closed_on=["2024-05-01", None])
    events = frame(
        deal_id=["a", "a", "b", "?"],
        stage=["x", "y", "x", "x"],
        entered_at=["2024-04-01", "2024-04-11", "2024-06-20", "2024-01-01"],
        **more,
    )
    return read_passages(events, deals_as_of(deals, as_of), None, as_of)


def test_events_of_unknown_deals_are_left_out():
    found = passages()
    assert found.stages == ("x", "y")
    assert found.deal.tolist() == [0, 0, 1]


def test_stay_lasts_to_the_next_stage_the_close_or_today():
    length, over = stays(passages(), DAY)
    assert (length.tolist(), over.tolist()) == ([10, 20, 10], [True, True, False])


def test_stays_as_of_an_earlier_day_run_on():
    earlier = date(2024, 4, 15)
    length, over = stays(passages(earlier, dwell_days=[10.0, 20.0, None, None]), earlier)
    assert (length.tolist(), over.tolist()) == ([10, 4], [True, False])


def test_stored_stays_and_leaving_times_are_used():
    left = ["2024-04-03", None, None, None]
    assert stays(passages(exited_at=left), DAY)[0].tolist() == [2, 20, 10]
    assert stays(passages(dwell_days=[7.0, None, None, None]), DAY)[0].tolist() == [7, 20, 10]


def test_of_two_stages_entered_at_once_the_later_is_the_last():
    deals = frame(deal_id=["a"], outcome=["lost"], closed_on=["2024-05-01"])
    events = frame(deal_id=["a", "a"], stage=["y", "x"], entered_at=["2024-04-01", "2024-04-01"])
    stages = pd.DataFrame({"stage": ["x", "y"], "position": [1, 2]})
    assert read_passages(events, deals, stages, DAY).last.tolist() == [1]


def test_lifetimes_count_what_they_leave_out():
    deals = frame(
        outcome=["won", "open", "lost", "won", "won", "withdrawn"],
        created_on=["2024-06-01", "2024-06-20", None, "2024-06-09", "2024-06-01", "2024-06-01"],
        closed_on=["2024-06-11", None, "2024-06-01", "2024-06-02", None, "2024-06-04"],
    )
    lives = lifetimes(deals, DAY)
    assert lives.cells[["day", "cause", "deals"]].to_numpy().tolist() == [[3, 3, 1], [10, 0, 1], [10, 1, 1]]
    assert [message.code for message in lives.cautions()] == ["no_created_on", "no_closed_on", "contradictory_dates"]


def test_records_that_begin_late_are_noticed_and_others_not():
    created = pd.Timestamp("2024-01-01") + pd.to_timedelta(np.arange(120), unit="D")
    deals = pd.DataFrame({"outcome": "won", "created_on": created, "closed_on": created + pd.Timedelta(days=20)})
    late = deals[deals["closed_on"] > "2024-03-20"].assign(outcome="won")
    first_open = deals[deals["created_on"] < "2024-02-01"].assign(closed_on=pd.Timestamp("2024-04-20"))
    assert lifetimes(deals, DAY).missed < 1
    assert lifetimes(pd.concat([late, first_open]), DAY).missed > 5
