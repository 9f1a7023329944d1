"""What is printed is computed: other tables give other figures."""

import re

import pandas as pd
import pytest

from datasets.actions.imports import import_paths
from datasets.sample.company import CRM_TABLES, make_company
from datasets.sample.files import write_tables
from reports.outputs.workshop_output import section_pages
from workshops.queries import latest_evidence

pytestmark = [pytest.mark.once, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def pages(organisation, new_session, tmp_path):
    """The pages of an exercise on these tables, as text, and its findings."""

    def pages(tables, name, exercise="4.1"):
        write_tables(tables, tmp_path / name)
        snapshot = import_paths(organisation=organisation, paths=[tmp_path / name]).snapshot
        run = new_session(exercise, snapshot=snapshot).runs.get()
        made = section_pages(run, "A4")
        text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", made.own + made.further)).replace("\u00a0", " ")
        return text, latest_evidence(run).findings

    return pages


def shown(share):
    return f"{share * 100:.1f} %"


def named(share):
    """With its name, for another figure of the page may come out alike."""
    return f"{shown(share)} Win rate"


def test_another_seed_prints_other_figures(pages):
    first, found = pages(make_company(seed=3, deals=700, tables=CRM_TABLES), "first")
    second, other = pages(make_company(seed=5, deals=700, tables=CRM_TABLES), "second")
    before, after = (each.figure("win_rate").value for each in (found, other))
    assert before != after
    assert named(before) in first
    assert named(after) in second
    assert named(after) not in first


def test_without_one_competitors_losses_the_win_rate_that_is_printed_rises(pages):
    tables = make_company(seed=3, deals=700, tables=CRM_TABLES)
    deals = tables["deals"]
    rival = deals.loc[deals["outcome"] == "lost", "competitor"].value_counts().index[0]
    gone = (deals["outcome"] == "lost") & (deals["competitor"] == rival)
    kept = {
        **tables,
        "deals": deals[~gone],
        "stage_events": tables["stage_events"][~tables["stage_events"]["deal_id"].isin(deals.loc[gone, "deal_id"])],
    }
    text, found = pages(tables, "whole")
    less, _ = pages(kept, "less")
    decided = deals["outcome"].isin(["won", "lost"])
    won = int((deals["outcome"] == "won").sum())
    assert found.figure("win_rate").value == pytest.approx(won / decided.sum())
    assert shown(won / decided.sum()) in text
    assert shown(won / (decided.sum() - gone.sum())) in less
    assert str(rival) in text
    assert pd.isna(rival) is False
    assert str(rival) not in less
