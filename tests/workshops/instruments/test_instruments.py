"""The forms of the instruments: what is sent becomes the payload, and the payload becomes rows."""

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string

from tests.workshops.instruments.sending import send
from workshops.instruments import form_of, missing, rows_of, steps_of, summary_of

CONTENT = {
    "question": "Which stage do we repair first?",
    "options": [
        {"key": "repair", "name": "Repair our work", "means": "Set a response time", "cost": "Hours"},
        {"key": "price", "name": "Another price", "means": "Earlier range", "cost": "Margin"},
        {"key": "wait", "name": "Repair the record", "means": "Review", "cost": "A quarter"},
    ],
    "instruments": [
        {
            "key": "causes",
            "kind": "classify",
            "parameters": {
                "items": [{"key": "Discovery", "name": "Discovery"}, {"key": "Proposal", "name": "Proposal"}],
                "items_prompt": "What decided most deals at {stage}?",
                "categories": [{"key": "pricing", "name": "Price", "test": "Would 10 % less have won?"}],
                "abstain": {"key": "cannot_tell", "name": "I cannot tell (not seen)"},
                "ask_reason": "one sentence, naming a deal",
            },
        },
        {
            "key": "segments",
            "kind": "rank",
            "parameters": {"items": [{"key": k, "name": k.title()} for k in ("retail", "energy", "public")]},
        },
    ],
}


@pytest.fixture
def steps():
    return {step.key: step for step in steps_of(CONTENT, "1")}


def test_each_case_has_a_screen_and_its_question(steps):
    assert [step.title for step in steps.values()] == ["Discovery", "Proposal", "Your order"]
    assert steps["causes-2"].question == "What decided most deals at Proposal?"


def test_the_vote_has_the_closing_choice_alone():
    (step,) = steps_of(CONTENT, "vote")
    assert (step.key, step.question) == ("decision", "Which stage do we repair first?")


def test_a_class_is_kept_beside_those_of_other_cases(steps):
    payload = send(steps["causes-1"], "category=pricing&reason=In+May")
    payload = send(steps["causes-2"], "category=cannot_tell&reason=", payload)
    assert payload == {
        "causes": {
            "Discovery": {"category": "pricing", "reason": "In May"},
            "Proposal": {"category": "cannot_tell", "reason": ""},
        }
    }
    assert summary_of(steps["causes-2"], payload) == "I cannot tell"


def test_a_reason_alone_is_kept_and_is_not_yet_an_answer(steps):
    payload = send(steps["causes-1"], "reason=half+a+sen")
    assert payload["causes"]["Discovery"]["reason"] == "half a sen"
    assert steps["causes-1"] in missing(CONTENT, "1", payload)


def test_a_class_that_does_not_exist_is_refused(steps):
    form = form_of(steps["causes-1"], {}, QueryDict("category=weather"))
    assert list(form.errors) == ["category"]


def test_an_order_needs_every_item_once(steps):
    assert list(form_of(steps["segments"], {}, QueryDict("order=retail&order=retail&order=public")).errors) == ["order"]
    payload = send(steps["segments"], "order=public&order=retail&order=energy")
    assert payload["segments"]["order"] == ["public", "retail", "energy"]


@pytest.mark.parametrize(
    ("move", "order"),
    [
        ("1:up", ["energy", "retail", "public"]),
        ("1:down", ["retail", "public", "energy"]),
        ("0:up", ["retail", "energy", "public"]),
        ("2:down", ["retail", "energy", "public"]),
        ("nonsense", ["retail", "energy", "public"]),
    ],
)
def test_without_a_script_a_button_moves_an_item(steps, move, order):
    payload = send(steps["segments"], f"order=retail&order=energy&order=public&move={move}")
    assert payload["segments"]["order"] == order


def test_confidence_starts_at_a_blind_guess():
    (step,) = steps_of(CONTENT, "vote")
    assert form_of(step, {}).fields["confidence"].min_value == 35
    assert list(form_of(step, {}, QueryDict("option=repair&confidence=20")).errors) == ["confidence"]


def test_a_payload_becomes_rows_of_the_long_format(steps):
    payload = send(steps["causes-1"], "category=pricing&reason=In+May")
    payload = send(steps["segments"], "order=public&order=retail&order=energy&reason=Tenders", payload)
    (vote,) = steps_of(CONTENT, "vote")
    payload = send(vote, "option=repair&confidence=70&reason=", payload)
    assert rows_of(CONTENT, payload) == [
        {"item": "Discovery", "value": "pricing", "reason": "In May"},
        {"item": "public", "value": "1", "reason": "Tenders"},
        {"item": "retail", "value": "2", "reason": ""},
        {"item": "energy", "value": "3", "reason": ""},
        {"item": "decision", "value": "repair", "confidence": 70, "reason": ""},
    ]


def test_nothing_is_missing_once_all_is_answered(steps):
    payload = {}
    for key, query in [
        ("causes-1", "category=pricing"),
        ("causes-2", "category=pricing"),
        ("segments", "order=public&order=retail&order=energy"),
    ]:
        assert steps[key] in missing(CONTENT, "1", payload)
        payload = send(steps[key], query, payload)
    assert missing(CONTENT, "1", payload) == []


@pytest.mark.parametrize("key", ["causes-1", "segments"])
def test_a_screen_draws_what_stands(steps, key):
    payload = {
        "causes": {"Discovery": {"category": "pricing", "reason": "<b>May</b>"}},
        "segments": {"order": ["public", "retail", "energy"], "reason": "<b>May</b>"},
    }
    html = render_to_string(steps[key].template, {"step": steps[key], "form": form_of(steps[key], payload)})
    assert "&lt;b&gt;May&lt;/b&gt;" in html
    if key == "segments":
        assert html.index("Public") < html.index("Retail") < html.index("Energy")
    else:
        assert 'value="pricing" checked' in html
