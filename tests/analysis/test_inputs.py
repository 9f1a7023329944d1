"""Tables that are made when they are first asked for."""

import pandas as pd
import pytest

from analysis.inputs import LazyTables


@pytest.fixture
def asked():
    return []


@pytest.fixture
def tables(asked):
    def made(name):
        asked.append(name)
        return pd.DataFrame({name: [1]})

    return LazyTables({name: lambda name=name: made(name) for name in ("deals", "accounts")})


def test_nothing_is_made_for_a_name(tables, asked):
    assert "deals" in tables
    assert "leads" not in tables
    assert (list(tables), len(tables)) == (["deals", "accounts"], 2)
    assert tables.get("leads") is None
    assert asked == []


def test_each_is_made_once(tables, asked):
    assert tables["deals"] is tables.get("deals")
    assert asked == ["deals"]
    assert sorted(dict(tables)) == ["accounts", "deals"]
    assert asked == ["deals", "accounts"]


def test_what_is_not_there_is_a_key_error(tables):
    with pytest.raises(KeyError):
        tables["leads"]
