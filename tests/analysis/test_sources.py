import pandas as pd
import pytest

from analysis.sources import items_for, resolve, with_resolved

TABLES = {
    "stages": pd.DataFrame(
        {
            "stage": ["Contract", "Qualify", "Offer", "Won"],
            "position": [3, 1, 2, 4],
            "kind": ["open", "open", "open", "won"],
        }
    ),
    "stage_events": pd.DataFrame(
        {"deal_id": ["A", "A", "B", "B", "C"], "stage": ["Qualify", "Offer", "Qualify", "Contract", "Qualify"]}
    ),
    "deals": pd.DataFrame(
        {
            "outcome": ["won", "lost", "won", "open", "lost", "won", "lost"],
            "segment": ["Retail", "Retail", "Energy", "Public", "Public", None, None],
            "account_id": [None] * 5 + ["X", "X"],
            "product_id": ["P1", "P1", "P2", "P2", "P2", "P3", None],
        }
    ),
    "accounts": pd.DataFrame({"account_id": ["X"], "industry": ["Steel"]}),
    "products": pd.DataFrame({"product_id": ["P1", "P2"], "name": ["Gauge", "Probe"]}),
}


def test_stages_stand_in_the_order_that_deals_pass_them():
    assert items_for("stages", TABLES, []) == ["Qualify", "Offer", "Contract"]


def test_only_the_most_entered_are_kept_and_their_order_stays():
    assert items_for("stages", TABLES, [], minimum=1, maximum=2) == ["Qualify", "Offer"]


def test_segments_count_closed_deals_and_fall_back_to_the_industry():
    assert items_for("segments", TABLES, []) == ["Retail", "Steel", "Energy", "Public"]


def test_products_carry_their_names():
    assert items_for("products", TABLES, []) == ["Probe", "Gauge", "P3"]


def test_promises_of_what_was_delivered_are_not_asked_about():
    promised = pd.DataFrame({"feature": ["Dosing", "Log", "Log", "Alarm", "Alarm", "Alarm"]})
    plan = pd.DataFrame({"feature": ["Alarm", "Log"], "delivered_on": pd.to_datetime(["2026-01-01", None])})
    assert items_for("open_promises", {"commitments": promised, "roadmap": plan}, [], minimum=1) == ["Log", "Dosing"]
    assert items_for("open_promises", {"commitments": promised}, []) == ["Alarm", "Log", "Dosing"]
    assert items_for("open_promises", {"roadmap": plan}, ["Offline use"]) == ["Offline use"]


def test_a_column_of_any_table_can_be_a_source():
    assert items_for("accounts.industry", TABLES, [], minimum=1) == ["Steel"]


@pytest.mark.parametrize("source", ["stages", "segments", "products", "targets.unit_id"])
def test_without_tables_the_fallback_stands(source):
    assert items_for(source, {}, ["One", "Two", "Three"]) == ["One", "Two", "Three"]


def test_resolved_lists_take_the_place_of_their_sources():
    content = {
        "instruments": [
            {
                "key": "causes",
                "kind": "classify",
                "parameters": {
                    "items": {"source": "stages", "fallback": [], "prompt": "What decided at {stage}?"},
                    "categories": [{"key": "price", "name": "Price"}],
                },
            }
        ],
        "options": [],
    }
    (instrument,) = with_resolved(content, resolve(content, TABLES))["instruments"]
    assert [item["key"] for item in instrument["parameters"]["items"]] == ["Qualify", "Offer", "Contract"]
    assert instrument["parameters"]["items_prompt"] == "What decided at {stage}?"
    assert instrument["parameters"]["categories"] == [{"key": "price", "name": "Price"}]
