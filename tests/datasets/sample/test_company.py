"""The sample company is whole, believable, and follows from its seed alone."""

import pandas as pd
import pytest

from datasets.folder import read_folder
from datasets.sample.catalogue import STEADY_UNTIL
from datasets.sample.company import AS_OF, SAMPLE_TABLES, START, make_company
from datasets.sample.files import write_tables
from datasets.schemas import TABLES

NOT_MADE = {"fx_rates", "decisions", "actions", "reviews"}
"""One currency needs no rates; the program's own records are its export."""


def test_has_every_column_of_every_table(company):
    tables = company()
    assert tuple(tables) == SAMPLE_TABLES
    assert set(TABLES) - set(tables) == NOT_MADE
    for name, table in tables.items():
        assert set(table) == set(TABLES[name].stored)
        assert not [column for column in table if table[column].isna().all()]


def test_is_typed_as_an_import_would_type_it(company):
    for name, table in company().items():
        assert {column: str(table[column].dtype) for column in table} == {
            column: TABLES[name][column].dtype for column in table
        }


def test_passes_the_checks_of_an_import(company):
    for name, table in company().items():
        TABLES[name].schema.validate(table, lazy=True)


def test_comes_back_the_same_from_its_files(company, tmp_path):
    tables = company()
    write_tables(tables, tmp_path)
    read = read_folder(tmp_path)
    assert read.as_of == AS_OF
    assert {name: count for name, count in read.rejected.items() if count} == {}
    typed_in_late = {"closed_before_created", "expected_before_created"}
    assert {"closed_before_created"} <= {problem.code for problem in read.problems} <= typed_in_late
    assert len([problem for problem in read.problems if problem.code == "closed_before_created"]) < 20
    for name, table in tables.items():
        key = list(TABLES[name].key)
        written = table.sort_values(key, ignore_index=True)
        pd.testing.assert_frame_equal(read.tables[name].sort_values(key, ignore_index=True)[list(table)], written)


def test_is_as_large_as_it_says(company):
    tables = company()
    exactly = {"deals": 7600, "stages": 8, "accounts": 700, "reps": 60, "products": 8, "deal_reviews": 506}
    assert {name: len(tables[name]) for name in exactly} == exactly
    about = {
        "approvals": 1780, "leads": 11_300, "touches": 26_200, "usage": 26_100, "tool_usage": 5400, "targets": 1460,
        "revenue": 1680, "competitor_notes": 390, "competencies": 960, "training": 230, "commitments": 190,
    }  # fmt: skip
    assert {name: len(tables[name]) for name in about} == pytest.approx(about, rel=0.1)
    assert tables["accounts"]["segment"].nunique() == 5
    assert tables["reps"].groupby("team").size().eq(10).all()


def test_ids_lead_somewhere(company):
    tables = company()
    deals = tables["deals"]
    for column, table in (("account_id", "accounts"), ("rep_id", "reps"), ("product_id", "products")):
        assert deals[column].dropna().isin(tables[table][column]).all()
    assert tables["stage_events"]["deal_id"].isin(deals["deal_id"]).all()
    assert tables["stage_events"]["stage"].isin(tables["stages"]["stage"]).all()
    assert deals["deal_id"].is_unique
    assert tables["accounts"]["name"].is_unique


def test_days_are_in_order(company):
    tables = company()
    deals, events = tables["deals"], tables["stage_events"]
    assert deals["created_on"].between(pd.Timestamp(START), pd.Timestamp(AS_OF)).mean() > 0.999
    assert deals["closed_on"].max() <= pd.Timestamp(AS_OF)
    assert (deals["closed_on"].isna() == (deals["outcome"] == "open")).all()
    assert (events["exited_at"].isna() | (events["exited_at"] > events["entered_at"])).all()
    following = events.groupby("deal_id")["entered_at"].shift(-1)
    inner = events["exited_at"].notna() & following.notna()
    assert (events.loc[inner, "exited_at"] == following[inner]).all()


def test_a_closed_deal_ends_with_the_event_that_says_so(company):
    tables = company()
    last = tables["stage_events"].groupby("deal_id").tail(1).set_index("deal_id")["stage"]
    deals = tables["deals"].set_index("deal_id")
    assert (last.reindex(deals.index) == deals["stage"]).all()
    closed = deals[deals["outcome"] != "open"]
    assert (closed["stage"] == closed["outcome"].str.title()).all()


def test_names_try_every_script(company):
    names = " ".join(company()["accounts"]["name"]) + " ".join(company()["reps"]["name"])
    for script in ("Ελένη", "陈思远", "ليلى", "苏州", "شركة", "Θερμαϊκός"):
        assert script in names
    assert company()["accounts"]["name"].str.len().max() == 60


def test_sellers_get_deals_only_while_they_are_there(company):
    tables = company()
    deals = tables["deals"].merge(tables["reps"][["rep_id", "hired_on", "left_on", "role"]], on="rep_id")
    mine = deals[deals["role"] != "manager"]  # team leads inherit open deals of those who left
    inside = (mine["created_on"] >= mine["hired_on"]) & ~(mine["created_on"] > mine["left_on"])
    assert inside.mean() > 0.999
    assert not (mine["left_on"].notna() & (mine["outcome"] == "open")).any()


def test_business_has_seasons_and_open_deals(company):
    deals = company()["deals"]
    by_month = deals.groupby(deals["created_on"].dt.month).size()
    assert by_month.idxmin() == 8
    assert 250 < (deals["outcome"] == "open").sum() < 700
    assert deals["created_on"].dt.day_of_week.lt(5).mean() > 0.999


def test_follows_from_the_seed():
    first, again, other = make_company(5, 700), make_company(5, 700), make_company(6, 700)
    for name, table in first.items():
        pd.testing.assert_frame_equal(table, again[name])
    assert not first["deals"]["outcome"].equals(other["deals"]["outcome"])


@pytest.mark.parametrize("deals", [1000, 9000])
def test_can_be_made_smaller_and_larger(deals):
    tables = make_company(3, deals)
    lately = tables["deals"]["created_on"] >= pd.Timestamp(STEADY_UNTIL)
    assert lately.sum() == pytest.approx(deals, abs=5)  # a few are typed in late
    assert (~lately).sum() == pytest.approx(deals * 4 / 15, abs=5)
    assert len(tables["accounts"]) == round(deals * 7 / 60)
