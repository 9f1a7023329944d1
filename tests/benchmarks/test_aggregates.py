"""Our aggregates and the peer's are the same tables; where they are not, nothing is measured."""

from datetime import timedelta

import pandas as pd
import pytest

from benchmarks.aggregates import AGGREGATES, ours, theirs
from benchmarks.analysis import Different, check_same
from benchmarks.tables import make_tables, paths_of
from datasets.sample.company import AS_OF

COUNTS = pd.DataFrame({"stage": ["Lead", "Proposal"], "stays": [4, 2], "days": [1.5, 3.0]})


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("tables")


@pytest.fixture
def paths(folder, settings):
    settings.MEDIA_ROOT = folder
    if not list(folder.iterdir()):
        make_tables(folder, 900)
    return paths_of(folder)


@pytest.mark.parametrize("name", AGGREGATES)
def test_both_sides_give_the_same_table(name, paths):
    mine = ours(name, paths, AS_OF)
    assert len(mine) > 3
    check_same(mine, theirs(name, paths, AS_OF), name)


@pytest.mark.parametrize("name", [name for name in AGGREGATES if name.startswith("win_rate")])
def test_both_sides_leave_out_what_came_after_the_day(name, paths):
    earlier = AS_OF - timedelta(days=200)
    mine = ours(name, paths, earlier)
    check_same(mine, theirs(name, paths, earlier), name)
    with pytest.raises(Different):
        check_same(mine, theirs(name, paths, AS_OF), name)


@pytest.mark.parametrize(
    "other",
    [
        COUNTS.assign(stays=[4, 3]),
        COUNTS.assign(days=[1.5, 3.001]),
        COUNTS.assign(stage=["Lead", "Demo"]),
        COUNTS.iloc[::-1].reset_index(drop=True),
        COUNTS.iloc[:1],
        COUNTS.rename(columns={"days": "hours"}),
    ],
    ids=["count", "sum", "name", "order", "row", "column"],
)
def test_another_table_is_told_apart(other):
    with pytest.raises(Different, match="waits: ours is"):
        check_same(COUNTS, other, "waits")


def test_rounding_and_the_kind_of_number_make_no_difference():
    check_same(COUNTS, COUNTS.assign(stays=[4.0, 2.0], days=[1.5 + 1e-9, 3.0]), "waits")
