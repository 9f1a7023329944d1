"""Marks by the rules in the head of the items file: hand cases, and what holds for every answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.marking import is_complete, score, score_matching, score_multiple, score_ordering
from assessments.sample import right
from curriculum.loader import CONTENT, read_items

ITEMS = {item.id: item for item in read_items(CONTENT / "items/items-4.yaml")[1].items}
HAND = [
    ("4.1-A", "c", 1.0),
    ("4.1-A", "b", 0.0),
    ("4.2-A", ["a", "c", "e"], 1.0),
    ("4.2-A", ["a", "b", "c"], 1 / 3),  # two right, one wrong
    ("4.2-A", ["a", "b", "d"], 0.0),  # one right, two wrong: not below nothing
    ("4.2-A", ["a"], 1 / 3),
    ("4.2-A", ["a", "b", "c", "d", "e", "f"], 0.0),  # to tick everything earns nothing
    ("4.3-B", "b", 1.0),
    ("4.4-A", {"1": "p", "2": "r", "3": "s", "4": "q"}, 1.0),
    ("4.4-A", {"1": "t", "2": "r", "3": "s", "4": "q"}, 0.75),
    ("4.4-A", {"1": "p"}, 0.25),
    ("4.5-A", 30.0, 1.0),
    ("4.5-A", 30.5, 1.0),
    ("4.5-A", 29.5, 1.0),
    ("4.5-A", 30.51, 0.0),
    ("4.5-A", 15.0, 0.0),
    ("4.6-A", ["c", "a", "d", "b"], 1.0),
    ("4.6-A", ["a", "c", "d", "b"], 5 / 6),  # one pair of six turned
    ("4.6-A", ["b", "d", "a", "c"], 0.0),
    ("4.6-A", ["c", "a", "d"], 0.0),
]


@pytest.mark.parametrize(("item", "answer", "mark"), HAND)
def test_hand_cases(item, answer, mark):
    assert score(ITEMS[item], answer) == pytest.approx(mark)


@pytest.mark.parametrize("item", ITEMS.values(), ids=ITEMS)
def test_the_key_earns_everything_and_a_blank_nothing(item):
    assert score(item, right(item)) == 1
    assert is_complete(item, right(item))
    assert score(item, None) == 0
    assert not is_complete(item, None)


@given(st.sets(st.sampled_from("abcdef")))
def test_multiple_rises_with_a_right_tick_and_falls_with_a_wrong_one(ticked):
    key = ("a", "c", "e")
    mark = score_multiple(key, sorted(ticked))
    assert 0 <= mark <= 1
    for more in set("abcdef") - ticked:
        other = score_multiple(key, sorted(ticked | {more}))
        assert other >= mark if more in key else other <= mark


@given(st.permutations("abcd"))
def test_ordering_is_kendalls_share_of_pairs_and_its_reverse_the_rest(order):
    key = ("c", "a", "d", "b")
    assert score_ordering(key, order) + score_ordering(key, order[::-1]) == pytest.approx(1)


@given(st.permutations("pqrs"))
def test_matching_counts_what_is_in_its_place(partners):
    key = dict(zip("1234", "pqrs", strict=True))
    given_ = dict(zip("1234", partners, strict=True))
    assert score_matching(key, given_) == sum(a == b for a, b in zip("pqrs", partners, strict=True)) / 4


def test_incomplete_answers():
    assert not is_complete(ITEMS["4.2-A"], ["a", "c"])
    assert not is_complete(ITEMS["4.4-A"], {"1": "p", "2": "p", "3": "s", "4": "q"})
    assert not is_complete(ITEMS["4.4-A"], {"1": "p"})
