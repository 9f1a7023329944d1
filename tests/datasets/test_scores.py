"""Scores before and after in the layouts that people keep them in."""

import pandas as pd
import pytest

from datasets.folder import read_folder


@pytest.fixture
def training(tmp_path):
    def training(text, name="Selling course.csv"):
        (tmp_path / name).write_text(text)
        return read_folder(tmp_path).tables["training"]

    return training


def test_rows_of_their_own_are_set_side_by_side(training):
    """Long: a row per person and test."""
    rows = training("id,group,time,score\nA,control,pre,40\nA,control,post,42\nB,treated,pre,50\nB,treated,post,61\n")
    told = rows.set_index("rep_id")
    assert told["pre_score"].to_dict() == {"A": 40, "B": 50}
    assert told["post_score"].to_dict() == {"A": 42, "B": 61}
    assert told["group"].to_dict() == {"A": "untrained", "B": "trained"}
    assert set(told["course"]) == {"Selling course"}


def test_several_pairs_are_several_skills(training):
    rows = training("participant,price before,price after,proof before,proof after\nA,4,5,6,7\nB,5,5,6,9\n")
    assert rows.groupby("skill")["post_score"].sum().to_dict() == {"price": 10, "proof": 16}


def test_arms_without_a_word_for_untrained_are_courses(training):
    rows = training("id,group,pretest,posttest\nA,Basal,4,5\nB,DRTA,5,8\n")
    assert rows.set_index("rep_id")["course"].to_dict() == {"A": "Basal", "B": "DRTA"}
    assert "group" not in rows or rows["group"].isna().all()


def test_a_table_that_is_one_already_stays(training):
    text = "rep_id,course,skill,pre_score,post_score,group\nA,One,Price,40,50,later\n"
    (row,) = training(text).to_dict("records")
    assert (row["rep_id"], row["course"], row["skill"], row["pre_score"], row["group"]) == (
        "A", "One", "Price", 40, "later",
    )  # fmt: skip


def test_years_without_treated_and_untreated_are_no_scores(tmp_path):
    pd.DataFrame({"id": ["A", "B"], "sales22": [1, 2], "sales23": [2, 3]}).to_csv(tmp_path / "sums.csv", index=False)
    with pytest.raises(Exception, match="No table was recognised"):
        read_folder(tmp_path)
