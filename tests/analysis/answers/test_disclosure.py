import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.answers.disclosure import hide_small, may_show


@pytest.mark.parametrize(("people", "shown"), [(0, False), (4, False), (5, True)])
def test_fewer_than_five_are_not_shown(people, shown):
    assert may_show(people) is shown


def test_groups_of_five_or_more_stay():
    assert hide_small(pd.Series({"sales": 6, "marketing": 5})).tolist() == [6, 5]


def test_beside_a_hidden_cell_the_next_smallest_is_hidden_too():
    hidden = hide_small(pd.Series({"sales": 9, "marketing": 3, "product": 6}))
    assert hidden["sales"] == 9
    assert hidden[["marketing", "product"]].isna().all()


def test_nobody_is_no_group():
    assert hide_small(pd.Series({"sales": 9, "finance": 0})).tolist() == [9, 0]


@given(st.lists(st.integers(0, 20), min_size=2, max_size=6))
def test_no_small_cell_is_found_by_subtraction(people):
    counts = pd.Series(people, index=[f"group {place}" for place in range(len(people))])
    shown = hide_small(counts)
    hidden = counts[shown.isna()]
    small = hidden[hidden < 5]
    assert ((counts > 0) & (counts < 5) & shown.notna()).sum() == 0
    # One hidden cell equals total less the shown ones: only where no other person is left to hide behind.
    assert len(small) == 0 or len(hidden) >= 2 or (counts.drop(hidden.index) == 0).all()
