"""Paper for settings, rows, splits and pairs: their scales, their columns, room to write."""

from django.template.loader import render_to_string

from reports.composing.worksheet import printed
from tests.workshops.instruments.test_allocate import SPLIT, TARGET
from tests.workshops.instruments.test_pairwise import WEIGHTS
from tests.workshops.instruments.test_rows import GIVEN, PARAMETERS
from tests.workshops.instruments.test_threshold import LIMITS


def test_a_scale_has_both_ends_and_a_box_for_each_answer():
    paper = printed(LIMITS)
    html = render_to_string("print/worksheet_settings.html", {"instrument": paper})
    assert "<td>5%</td><td>40%</td>" in html
    assert html.count('class="box box--wide"') == 6
    once = printed(LIMITS | {"parameters": LIMITS["parameters"] | {"rounds": 1}})
    assert render_to_string("print/worksheet_settings.html", {"instrument": once}).count("box--wide") == 3


def test_free_rows_are_blank_and_their_choices_are_told():
    html = render_to_string(
        "print/worksheet_rows.html", {"instrument": printed({"kind": "rows", "parameters": PARAMETERS})}
    )
    assert html.count('<th scope="row">') == 3
    assert "<b>Level:</b> one of Responsible, Accountable." in html
    assert "You have 4 dots" in html


def test_given_rows_are_named_and_columns_with_the_same_choices_told_together():
    legal = PARAMETERS["columns"][1] | {"key": "legal", "name": "Legal"}
    parameters = GIVEN | {"columns": [*PARAMETERS["columns"], legal], "rounds": 1}
    html = render_to_string(
        "print/worksheet_rows.html", {"instrument": printed({"kind": "rows", "parameters": parameters})}
    )
    assert '<th scope="row">Offer</th>' in html
    assert "<b>Level, Legal:</b>" in html
    assert "dots" not in html


def test_a_split_has_a_box_for_each_item_and_the_total_to_reach():
    html = render_to_string("print/worksheet_shares.html", {"instrument": printed(SPLIT)})
    assert "Share out 100 points, in steps of 5" in html
    assert '<th scope="row">Together 100</th>' in html
    assert html.count("box--wide") == 8
    money = printed(SPLIT | {"parameters": SPLIT["parameters"] | {"total": TARGET, "rounds": 1}})
    html = render_to_string("print/worksheet_shares.html", {"instrument": money})
    assert "Share out 60 million, in steps of 0.25" in html
    assert html.count("box--wide") == 4


def test_a_split_that_no_table_was_read_for_has_the_total_of_the_file():
    total = {"name": "Target", "unit": "money", "source": "company_target", "fallback": 3_000_000}
    paper = printed(SPLIT | {"parameters": SPLIT["parameters"] | {"total": total, "step": 50_000}})
    assert (paper["total"], paper["step"], paper["unit"]) == ("3", "0.05", "million")


def test_pairs_have_a_row_each_with_the_scale_from_one_to_the_other():
    html = render_to_string("print/worksheet_pairs.html", {"instrument": printed(WEIGHTS)})
    assert html.count('<th scope="row">') == 3
    assert html.count("<td>1</td>") == 3
    assert html.count("<td>9</td>") == 6
    assert "3 moderately more important" in html
