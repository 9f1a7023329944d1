"""Paper for settings and rows: their scales, their columns, room to write."""

from django.template.loader import render_to_string

from reports.composing.worksheet import printed
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
