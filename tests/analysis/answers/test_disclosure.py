import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.answers.disclosure import hide_small, may_show, steady


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


def test_two_who_are_hidden_together_are_too_few_as_well():
    hidden = hide_small(pd.Series({"sales": 9, "marketing": 1, "product": 2, "finance": 6}))
    assert hidden["sales"] == 9
    assert hidden[["marketing", "product", "finance"]].isna().all()


@pytest.mark.parametrize(
    ("now", "printed"),
    [
        ({"sales": 6, "product": 6}, {"sales": 6, "product": 6}),
        ({"sales": 7, "product": 6}, {"sales": 6, "product": 6}),
        ({"sales": 11, "product": 6}, {"sales": 11, "product": 6}),
        ({"sales": 11, "product": 5}, {"sales": 6, "product": 6}),
        ({"sales": 6, "product": 6, "finance": 1}, {"sales": 6, "product": 6}),
        ({"sales": 6}, {"sales": 6}),  # six of product are gone: not a person, a group
    ],
)
def test_a_further_version_moves_a_group_by_five_or_not_at_all(now, printed):
    assert steady(pd.Series(now), {"sales": 6, "product": 6}).to_dict() == printed


def test_a_first_version_has_none_before_it():
    assert steady(pd.Series({"sales": 3}), {}).to_dict() == {"sales": 3}


@given(st.lists(st.integers(0, 20), min_size=2, max_size=6))
def test_no_small_cell_is_found_by_subtraction(people):
    counts = pd.Series(people, index=[f"group {place}" for place in range(len(people))])
    shown = hide_small(counts)
    hidden = counts[shown.isna()]
    small = hidden[hidden < 5]
    assert ((counts > 0) & (counts < 5) & shown.notna()).sum() == 0
    # One hidden cell equals total less the shown ones: only where no other person is left to hide behind.
    assert len(small) == 0 or hidden.sum() >= 5 or (counts.drop(hidden.index) == 0).all()
