"""Marks and ranges: typed, kept, merged, told in few words, back and forth to long rows."""

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string

from tests.workshops.instruments.sending import send
from workshops.instruments import INSTRUMENTS, form_of, missing, rows_of, steps_of, summary_of

CONTENT = {
    "question": "Which fields stay?",
    "instruments": [
        {
            "key": "fields",
            "kind": "rate",
            "parameters": {
                "items": [{"key": "rival", "name": "Rival"}, {"key": "mood", "name": "Mood"}],
                "items_prompt": "What of {field}?",
                "criteria": [
                    {"key": "use", "name": "Use", "one": "never", "five": "daily"},
                    {"key": "effort", "name": "Effort", "one": "none", "five": "much"},
                ],
                "abstain": {"key": "cannot_tell", "name": "I cannot tell"},
                "rounds": 2,
            },
        },
        {
            "key": "rates",
            "kind": "estimate",
            "parameters": {
                "items": [{"key": "acme", "name": "Acme"}],
                "items_prompt": "Of 100 deals against {rival}?",
                "unit": "percent",
                "least": 0,
                "most": 100,
                "abstain": {"key": "cannot_tell", "name": "I cannot tell (never met)"},
                "rounds": 2,
            },
        },
    ],
    "options": [{"key": "keep", "name": "Keep"}, {"key": "drop", "name": "Drop"}],
}


@pytest.fixture
def steps():
    return {step.key: step for step in steps_of(CONTENT, "1")}


def test_each_item_has_a_screen_and_its_question(steps):
    assert [step.question for step in steps.values()] == [
        "What of Rival?",
        "What of Mood?",
        "Of 100 deals against Acme?",
    ]


def test_marks_are_kept_beside_those_of_other_items(steps):
    payload = send(steps["fields-1"], "rate-use=5&rate-effort=cannot_tell&reason=Asked+daily")
    payload = send(steps["fields-2"], "rate-use=1&reason=", payload)
    assert payload["fields"]["rival"] == {"marks": {"use": "5", "effort": "cannot_tell"}, "reason": "Asked daily"}
    assert summary_of(steps["fields-1"], payload) == "Use 5, Effort –"
    assert steps["fields-2"] in missing(CONTENT, "1", payload)
    assert steps["fields-1"] not in missing(CONTENT, "1", payload)


def test_a_mark_that_does_not_exist_is_refused(steps):
    assert list(form_of(steps["fields-1"], {}, QueryDict("rate-use=6")).errors) == ["rate-use"]


def test_a_percent_is_typed_whole_and_kept_as_a_fraction(steps):
    payload = send(steps["rates-1"], "low=5&likely=12.5&high=30&reason=")
    assert [payload["rates"]["acme"][name] for name in ("low", "likely", "high")] == [0.05, 0.125, 0.3]
    assert form_of(steps["rates-1"], payload)["likely"].value() == "12.5"
    assert summary_of(steps["rates-1"], payload) == "12.5%, 5% – 30%"
    assert steps["rates-1"] not in missing(CONTENT, "1", payload)


@pytest.mark.parametrize(
    ("query", "wrong"),
    [
        ("low=20&likely=10&high=30", ["likely"]),
        ("low=20&high=10", ["high"]),
        ("low=-1&likely=2&high=3", ["low"]),
        ("low=1&likely=2&high=101", ["high"]),
        ("low=some", ["low"]),
    ],
)
def test_what_is_out_of_order_or_bounds_is_told_at_its_number(steps, query, wrong):
    assert list(form_of(steps["rates-1"], {}, QueryDict(query)).errors) == wrong


def test_half_a_range_is_kept_and_is_not_yet_an_answer(steps):
    payload = send(steps["rates-1"], "low=5&reason=half+a+sen")
    assert payload["rates"]["acme"]["low"] == 0.05
    assert steps["rates-1"] in missing(CONTENT, "1", payload)
    assert rows_of(CONTENT, payload) == []


def test_an_abstention_is_an_answer_without_numbers(steps):
    payload = send(steps["rates-1"], "low=5&likely=6&high=7&abstain=on")
    assert summary_of(steps["rates-1"], payload) == "I cannot tell"
    assert rows_of(CONTENT, payload) == [{"item": "acme", "value": "cannot_tell", "reason": ""}]


def test_a_payload_becomes_long_rows_and_comes_back(steps):
    payload = send(steps["fields-1"], "rate-use=5&rate-effort=2&reason=Asked+daily")
    payload = send(steps["rates-1"], "low=5&likely=12.5&high=30&reason=Seen+twice", payload)
    rows = rows_of(CONTENT, payload)
    assert rows == [
        {"item": "rival", "criterion": "use", "value": "5", "reason": "Asked daily"},
        {"item": "rival", "criterion": "effort", "value": "2", "reason": ""},
        {"item": "acme", "value": "0.125", "low": 0.05, "high": 0.3, "reason": "Seen twice"},
    ]
    whole = [{"criterion": "", "low": None, "high": None} | row for row in rows]
    for instrument in CONTENT["instruments"]:
        assert INSTRUMENTS[instrument["kind"]].answer_from(instrument, whole) == payload[instrument["key"]]
    assert INSTRUMENTS["rate"].answer_from(CONTENT["instruments"][0], []) is None


@pytest.mark.parametrize("key", ["fields-1", "rates-1"])
def test_a_screen_draws_what_stands(steps, key):
    payload = send(steps["fields-1"], "rate-use=5&rate-effort=2&reason=%3Cb%3EMay%3C/b%3E")
    payload = send(steps["rates-1"], "low=5&likely=12.5&high=30&reason=%3Cb%3EMay%3C/b%3E", payload)
    html = render_to_string(steps[key].template, {"step": steps[key], "form": form_of(steps[key], payload)})
    assert "&lt;b&gt;May&lt;/b&gt;" in html
    for part in ['value="5" checked', "5 daily"] if key == "fields-1" else ['value="12.5"', "only 1 time in 10"]:
        assert part in html
