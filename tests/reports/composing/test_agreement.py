"""How the room agreed and moved, on paper: one statistic of a part is said, more stand in a table."""

import pytest

from reports.composing.agreement import CHANGED, Statistic, is_movement, sentences, table


def statistic(name="group_consensus", of="", values=("0.14", "0.36"), unit="index"):
    return Statistic(name, "Consensus", of, values, ("18", "18"), unit)


def test_of_all_answers_it_is_always_said():
    many = [statistic(), statistic(of="Price"), statistic(of="Speed")]
    assert sentences(many) == ["Consensus: 0.14, then 0.36 (n = 18)."]
    (printed,) = table(many)
    assert [[cell.text for cell in row] for row in printed.rows] == [
        ["Price", "Consensus", "0.14, then 0.36", "18"],
        ["Speed", "Consensus", "0.14, then 0.36", "18"],
    ]


def test_a_single_part_needs_no_table():
    one = [statistic(of="Price")]
    assert sentences(one) == ["Consensus, Price: 0.14, then 0.36 (n = 18)."]
    assert table(one) == []


def test_what_is_counted_is_so_many_of_n():
    assert statistic(CHANGED, values=("12",), unit="people").value == "12 of 18"


@pytest.mark.parametrize(
    ("one", "is_told"),
    [
        (statistic(), True),
        (statistic(values=("0.14",)), False),
        (statistic(CHANGED, values=("12",)), True),
        (statistic(CHANGED, of="Price", values=("12",)), False),
        (statistic("group_choice_confidence", of="Price"), False),
    ],
)
def test_what_the_summary_tells_of_movement(one, is_told):
    assert is_movement(one) is is_told
