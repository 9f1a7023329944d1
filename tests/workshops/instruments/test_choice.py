"""A choice besides the closing one: its tiles, certainty from a blind guess, its reason, and the way back from rows."""

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string

from workshops.instruments import (
    INSTRUMENTS,
    begin_again,
    form_of,
    missing,
    payload_with,
    rows_of,
    steps_of,
    summary_of,
)

METHOD = {
    "key": "method",
    "kind": "choice",
    "parameters": {
        "prompt": "By which figure?",
        "items": [
            {"key": "raw", "name": "Raw rates", "means": "As they stand", "cost": "An unfair comparison"},
            {"key": "mix", "name": "Rates on a common mix", "means": None, "cost": None},
        ],
        "ask_reason": "one sentence on a deal that you know",
        "rounds": 2,
    },
}
CONTENT = {"question": "?", "options": [{"key": "keep", "name": "Keep"}], "instruments": [METHOD]}


@pytest.fixture
def step():
    (step,) = steps_of(CONTENT, "1")
    return step


def send(step, query):
    form = form_of(step, {}, QueryDict(query))
    assert form.is_valid(), form.errors
    return payload_with(step, {}, form)


def test_a_choice_is_kept_and_said(step):
    payload = send(step, "option=mix&confidence=75&reason=Seen+in+May")
    assert payload == {"method": {"option": "mix", "confidence": 75, "reason": "Seen in May"}}
    assert (step.question, summary_of(step, payload)) == ("By which figure?", "Rates on a common mix")
    assert missing(CONTENT, "1", payload) == []


def test_a_reason_alone_is_kept_and_is_no_answer(step):
    payload = send(step, "reason=half+a+sen")
    assert payload["method"]["reason"] == "half a sen"
    assert missing(CONTENT, "1", payload) == [step]
    assert rows_of(CONTENT, payload) == []


@pytest.mark.parametrize(("query", "field"), [("option=weather", "option"), ("option=raw&confidence=45", "confidence")])
def test_what_is_not_offered_is_refused(step, query, field):
    assert list(form_of(step, {}, QueryDict(query)).errors) == [field]


def test_long_rows_lead_back_to_the_worksheet(step):
    payload = send(step, "option=mix&confidence=75&reason=Why")
    rows = rows_of(CONTENT, payload)
    assert rows == [{"item": "method", "value": "mix", "confidence": 75, "reason": "Why"}]
    answer_from = INSTRUMENTS["choice"].answer_from
    assert answer_from(METHOD, rows) == payload["method"]
    unsure = [rows[0] | {"confidence": float("nan")}]
    assert answer_from(METHOD, unsure)["confidence"] is None
    assert answer_from(METHOD, [{"item": "decision", "value": "keep"}]) is None


def test_the_second_round_begins_with_the_first_answer_where_it_is_asked_again(step):
    payload = send(step, "option=raw")
    assert begin_again(CONTENT, payload) == payload
    once = CONTENT | {"instruments": [METHOD | {"parameters": METHOD["parameters"] | {"rounds": 1}}]}
    assert (begin_again(once, payload), steps_of(once, "2")) == ({}, [])


def test_the_page_shows_costs_and_asks_for_the_exercises_own_reason(step):
    html = render_to_string(step.template, {"step": step, "form": form_of(step, send(step, "option=raw&reason=<b>"))})
    assert 'value="raw" checked' in html
    assert html.count("<b>Costs</b>") == 1
    assert "One sentence on a deal that you know" in html
    assert "&lt;b&gt;" in html
