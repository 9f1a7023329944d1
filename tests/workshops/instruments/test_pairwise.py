"""Criteria two by two: every pair once, words on both sides, and what contradicts what, told after the last."""

from dataclasses import replace

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string

from tests.workshops.instruments.sending import send
from workshops.instruments import INSTRUMENTS, form_of, missing, note_of, rows_of, steps_of, summary_of, text_of
from workshops.instruments.pairwise import nearest

SCALE = [
    {"value": value, "name": name}
    for value, name in ((1, "equally important"), (3, "moderately more important"), (9, "extremely more important"))
]
CRITERIA = [{"key": name.lower(), "name": name, "means": f"What {name} is"} for name in ("Growth", "Fit", "Effort")]
WEIGHTS = {
    "key": "weights", "kind": "pairwise",
    "parameters": {"prompt": "Which matters more?", "criteria": CRITERIA, "scale": SCALE, "rounds": 2},
}  # fmt: skip
CONTENT = {"question": "?", "options": [], "instruments": [WEIGHTS]}
SOUND = "pair-0=3&pair-1=9&pair-2=3"
CIRCLE = "pair-0=3&pair-1=1/9&pair-2=9"


@pytest.fixture
def step():
    (step,) = steps_of(CONTENT, "1")
    return step


def four_of(step):
    criteria = [*CRITERIA, {"key": "risk", "name": "Risk", "means": "?"}]
    return replace(step, instrument=WEIGHTS | {"parameters": WEIGHTS["parameters"] | {"criteria": criteria}})


def test_every_two_stand_once_with_words_on_both_sides(step):
    pairs = form_of(step, {}).pairs
    assert [pair.label for pair in pairs] == ["Growth or Fit", "Growth or Effort", "Fit or Effort"]
    assert [(mark["code"], mark["says"]) for mark in pairs[0].field.marks] == [
        ("9", "Growth is extremely more important than Fit"),
        ("3", "Growth is moderately more important than Fit"),
        ("1", "Both are equally important"),
        ("1/3", "Fit is moderately more important than Growth"),
        ("1/9", "Fit is extremely more important than Growth"),
    ]


def test_it_is_saved_as_it_stands_and_done_once_all_are_compared(step):
    payload = send(step, "pair-0=1/3&reason=Seen")
    assert payload == {"weights": {"judgments": {"growth:fit": "1/3"}, "reason": "Seen"}}
    assert summary_of(step, payload) == "1 of 3 compared"
    assert missing(CONTENT, "1", payload) == [step]
    assert text_of(step, payload) == "Seen"
    whole = send(step, SOUND, payload)
    assert missing(CONTENT, "1", whole) == []
    assert summary_of(step, whole) == "Growth 69%, Fit 23%, Effort 8%"


def test_a_mark_beside_the_scale_is_refused(step):
    assert set(form_of(step, {}, QueryDict("pair-0=7")).errors) == {"pair-0"}


def test_nothing_is_told_before_the_last_comparison(step):
    assert note_of(step, {}) is None
    assert note_of(step, send(step, "pair-0=3&pair-1=9")) is None


def test_answers_that_follow_from_each_other_agree(step):
    note = note_of(step, send(step, SOUND))
    assert (note["agrees"], note["ratio"], note["pull"]) == (True, "0.00", None)
    html = render_to_string(note["template"], {"note": note})
    assert "Growth 69% · Fit 23% · Effort 8%" in html
    assert "They agree with each other" in html


def test_a_circle_is_told_with_the_comparison_behind_it(step):
    """Growth before fit before effort before risk, and risk before growth."""
    step = four_of(step)
    note = note_of(step, send(step, "pair-0=3&pair-1=3&pair-2=1/9&pair-3=3&pair-4=3&pair-5=3"))
    assert not note["agrees"]
    assert note["pull"] == {
        "name": "Growth or Risk",
        "place": "pair-2",
        "own": "Risk is extremely more important than Growth",
        "others": "Growth is extremely more important than Risk",
    }
    assert 'href="#pair-2"' in render_to_string(note["template"], {"note": note})


def test_of_three_in_a_circle_none_is_blamed(step):
    note = note_of(step, send(step, CIRCLE))
    assert (note["agrees"], note["pull"]) == (False, None)
    assert "No single answer stands out" in render_to_string(note["template"], {"note": note})


def test_rows_are_ratios_and_lead_back_to_the_worksheet(step):
    payload = send(step, "pair-0=1/3&pair-1=9&pair-2=1&reason=Why")
    rows = rows_of(CONTENT, payload)
    assert rows[0] == {"item": "weights", "criterion": "growth:fit", "value": "0.3333333333", "reason": "Why"}
    assert [row["value"] for row in rows[1:]] == ["9", "1"]
    assert INSTRUMENTS["pairwise"].answer_from(WEIGHTS, rows) == payload["weights"]
    assert INSTRUMENTS["pairwise"].answer_from(WEIGHTS, [{"item": "decision", "criterion": None}]) is None


def test_a_ratio_between_two_marks_goes_to_the_nearer():
    assert nearest(0.33, SCALE) == "1/3"
    assert nearest(1.8, SCALE) == "3"
    assert nearest(1.7, SCALE) == "1"


def test_the_page_has_a_named_group_for_each_two(step):
    html = render_to_string(step.template, {"step": step, "form": form_of(step, send(step, "pair-1=1/9"))})
    assert html.count("<fieldset") == 3
    assert html.count('type="radio"') == 15
    assert html.count(" checked") == 1
    assert "Which matters more, Fit or Effort?" in html
    assert "data-pairs-done>1</output> of 3 compared" in html
