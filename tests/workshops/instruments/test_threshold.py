"""Sliders: unset until touched, percents typed as people say them and kept as fractions."""

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string

from tests.workshops.instruments.sending import send
from workshops.instruments import (
    INSTRUMENTS,
    begin_again,
    form_of,
    missing,
    rows_of,
    steps_of,
    summary_of,
    text_of,
)

SETTINGS = [
    {"key": "discount", "name": "Discount", "unit": "percent", "least": 0.05, "most": 0.4, "step": 0.01, "means": "A"},
    {"key": "size", "name": "Deal size", "unit": "money", "least": 0, "most": 200_000, "step": 5000, "means": "B"},
    {"key": "wait", "name": "Longest wait", "unit": "days", "least": 1, "most": 20, "step": 1, "means": "C"},
]
LIMITS = {"key": "limits", "kind": "threshold", "parameters": {"prompt": "Where?", "settings": SETTINGS, "rounds": 2}}
CONTENT = {"question": "?", "options": [], "instruments": [LIMITS]}


@pytest.fixture
def step():
    (step,) = steps_of(CONTENT, "1")
    return step


def test_all_settings_stand_on_one_screen(step):
    assert (step.title, step.question) == ("Your settings", "Where?")


def test_a_percent_is_typed_as_people_say_it_and_kept_as_a_fraction(step):
    payload = send(step, "set-discount=12&set-size=50000&set-wait=3&reason=Seen+twice")
    assert payload == {"limits": {"settings": {"discount": 0.12, "size": 50000, "wait": 3}, "reason": "Seen twice"}}
    form = form_of(step, payload)
    assert [slider.value() for slider in form.sliders] == ["12", "50000", "3"]
    assert summary_of(step, payload) == "Discount 12%, Deal size 50,000, Longest wait 3 days"


def test_every_percent_comes_back_as_it_was_typed(step):
    for typed in range(5, 41):
        payload = send(step, f"set-discount={typed}")
        assert form_of(step, payload)["set-discount"].value() == str(typed)


def test_what_is_blank_is_not_set_and_zero_is(step):
    payload = send(step, "set-discount=&set-size=0")
    assert payload["limits"]["settings"] == {"size": 0}
    assert step in missing(CONTENT, "1", payload)
    assert missing(CONTENT, "1", send(step, "set-discount=5&set-wait=1&set-size=0")) == []


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("set-discount=4", "The scale begins at 5."),
        ("set-discount=41", "The scale ends at 40."),
        ("set-discount=12.5", "It goes in steps of 1."),
        ("set-size=7000", "It goes in steps of 5000."),
        ("set-wait=soon", "Enter a number."),
    ],
)
def test_a_number_beside_the_scale_is_refused_with_its_reason(step, query, said):
    form = form_of(step, {}, QueryDict(query))
    assert list(form.errors.values()) == [[said]]


def test_rows_carry_fractions_and_the_reason_once(step):
    payload = send(step, "set-discount=12&set-size=50000&reason=Why")
    assert rows_of(CONTENT, payload) == [
        {"item": "discount", "value": "0.12", "reason": "Why"},
        {"item": "size", "value": "50000", "reason": ""},
    ]


def test_long_rows_lead_back_to_the_worksheet(step):
    payload = send(step, "set-discount=12&set-wait=3&reason=Why")
    module = INSTRUMENTS["threshold"]
    assert module.answer_from(LIMITS, rows_of(CONTENT, payload)) == payload["limits"]
    assert module.answer_from(LIMITS, [{"item": "decision", "value": "a"}]) is None


def test_the_second_round_begins_with_the_first_answer(step):
    payload = send(step, "set-discount=12&reason=Why")
    assert begin_again(CONTENT, payload) == payload
    once = LIMITS | {"parameters": LIMITS["parameters"] | {"rounds": 1}}
    assert begin_again(CONTENT | {"instruments": [once]}, payload) == {}
    assert steps_of(CONTENT | {"instruments": [once]}, "2") == []


def test_a_clash_shows_the_reason(step):
    assert text_of(step, send(step, "set-discount=12&reason=Why")) == "Why"


def test_the_page_says_what_is_not_set_and_does_not_lead(step):
    html = render_to_string(step.template, {"step": step, "form": form_of(step, send(step, "set-wait=3"))})
    assert html.count("Not set yet</output>") == 2
    assert 'type="range"' in html
    assert "value=" not in html.split('type="range"')[1].split(">")[0]
    assert html.count('type="range"') == html.count("hidden data-setting-range") == 3
    assert 'name="set-wait" value="3"' in html
