"""Answers to settings, rows, splits and pairs from a file: what is wrong is named, and votes find their row."""

import pytest

from analysis.answers.proposals import proposal_id
from tests.workshops.instruments.test_allocate import SPLIT
from tests.workshops.instruments.test_pairwise import WEIGHTS
from tests.workshops.instruments.test_rows import GIVEN, PARAMETERS
from tests.workshops.instruments.test_threshold import LIMITS
from workshops.answer_files import BadAnswers, read_answers, votes_named

HEAD = "round,participant,item,criterion,value"
RULES = {"key": "rules", "kind": "rows", "parameters": PARAMETERS}
CONTENT = {"id": "4.9", "instruments": [LIMITS, RULES], "options": [{"key": "go", "name": "Go"}]}


@pytest.fixture
def read(tmp_path):
    def read(*lines, content=CONTENT):
        (tmp_path / "answers.csv").write_text("\n".join([HEAD, *lines]), encoding="utf-8")
        return read_answers(tmp_path / "answers.csv", content)

    return read


def test_settings_cells_and_votes_are_read(read):
    rows = read("1,p1,discount,,0.12", "1,p1,r1,rule,Two read it", "2,p1,r1,votes,3", "1,p1,decision,,go")
    assert list(rows["value"]) == ["0.12", "Two read it", "3", "go"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("1,p1,discount,,12", "row 2: discount must be a number from 0.05 to 0.4, a percent as a fraction, not '12'"),
        ("1,p1,wait,,soon", "row 2: wait must be a number from 1 to 20, not 'soon'"),
        ("1,p1,r1,level,x", "row 2: 'x' is not one of r, a"),
        ("2,p1,r1,votes,many", "row 2: dots are whole numbers, not 'many'"),
        ("2,p1,r1,votes,5", "row 2: the same person gives more than 4 dots in the round"),
        ("1,p1,r1,salary,9", "row 2: 4.9 does not ask about 'r1' but about discount, size, wait, decision"),
    ],
)
def test_what_cannot_be_used_is_named_by_its_row(read, line, said):
    with pytest.raises(BadAnswers, match=r"answers\.csv, row") as caught:
        read(line)
    assert said in str(caught.value)


def test_dots_are_added_up_over_a_persons_rows(read):
    with pytest.raises(BadAnswers, match="row 3: the same person gives more than 4 dots"):
        read("2,p1,r1,votes,3", "2,p1,r2,votes,2", "2,p2,r1,votes,4")


def test_a_row_that_is_not_given_is_named(read):
    content = CONTENT | {"instruments": [RULES | {"parameters": GIVEN}]}
    with pytest.raises(BadAnswers, match="'Party' is not one of the rows Call, Offer"):
        read("1,p1,Party,rule,Cake", content=content)


def test_a_vote_by_a_rows_own_name_becomes_one_on_its_proposal(read):
    rows = read("1,p1,r1,rule,Two read it", "2,p1,r1,votes,3", "2,p2,unknown,votes,1")
    named = votes_named(rows, CONTENT)
    assert list(named["item"]) == ["r1", proposal_id(PARAMETERS, {"rule": "Two read it"}), "unknown"]


SHARED = CONTENT | {"instruments": [SPLIT, WEIGHTS]}


def test_amounts_and_comparisons_are_read(read):
    rows = read("1,p1,north,,100", "1,p1,south,,0", "1,p1,weights,growth:fit,0.33", content=SHARED)
    assert list(rows["value"]) == ["100", "0", "0.33"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("1,p1,north,,101", "row 2: north must be a number from 0 to 100, not '101'"),
        ("1,p1,north,,half", "row 2: north must be a number from 0 to 100, not 'half'"),
        ("1,p1,weights,fit:growth,3", "row 2: 'fit:growth' is not one of the comparisons growth:fit,"),
        ("1,p1,weights,growth:fit,0", "row 2: a comparison is a number from 0.11 (1/9) to 9, not '0'"),
        ("1,p1,weights,growth:fit,1/3", "row 2: a comparison is a number from 0.11 (1/9) to 9, not '1/3'"),
    ],
)
def test_an_amount_or_a_comparison_that_cannot_be_is_named(read, line, said):
    with pytest.raises(BadAnswers, match=r"answers\.csv, row") as caught:
        read(line, content=SHARED)
    assert said in str(caught.value)
