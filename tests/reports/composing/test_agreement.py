"""How the room agreed and moved, on paper: before and after in columns, in words where a page has no room for it."""

import pytest

from reports.composing.agreement import CHANGED, Statistic, is_movement, sentences, table


def statistic(name="group_consensus", of="", values=("0.14", "0.36"), unit="index", limits=""):
    return Statistic(name, "Consensus", of, values, ("18",) * len(values), unit, limits)


def rows(*statistics):
    (printed,) = table(list(statistics))
    return [[cell.text for cell in row] for row in printed.rows]


def test_before_and_after_stand_in_columns_with_n():
    assert rows(statistic(), statistic(of="Price")) == [
        ["Consensus", "0.14", "0.36", "18"],
        ["Price: consensus", "0.14", "0.36", "18"],
    ]


@pytest.mark.parametrize(
    ("one", "cells", "said"),
    [
        (statistic(values=("0.36",)), ["", "0.36", "18"], "Consensus: 0.36 (n = 18)."),
        (statistic(CHANGED, values=("12",), unit="people"), ["", "12 of 18", "18"], "Consensus: 12 of 18."),
        (statistic(values=("7",), limits="5 – 9"), ["", "7 (5 – 9)", "18"], "Consensus: 7 (5 – 9) (n = 18)."),
        (statistic(of="Price"), ["0.14", "0.36", "18"], "Price: consensus: 0.14, then 0.36 (n = 18)."),
    ],
    ids=["of the vote", "counted", "with its interval", "both rounds"],
)
def test_the_table_and_the_sentence_tell_the_same(one, cells, said):
    assert rows(one)[0][1:] == cells
    assert sentences([one]) == [said]


def test_where_there_is_nothing_to_tell_there_is_no_table():
    assert table([]) == []


@pytest.mark.parametrize(
    ("one", "is_told"),
    [
        (statistic(), True),
        (statistic(values=("0.14",)), False),
        (statistic(values=("0.14", "0.14")), False),
        (statistic(CHANGED, values=("12",)), True),
        (statistic(CHANGED, of="Price", values=("12",)), False),
        (statistic("group_choice_confidence", of="Price"), False),
    ],
)
def test_what_the_summary_tells_of_movement(one, is_told):
    assert is_movement(one) is is_told
