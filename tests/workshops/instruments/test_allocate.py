"""A total shared out: saved before it adds up, done once it does, typed as people say it."""

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string

from tests.workshops.instruments.sending import send
from workshops.instruments import INSTRUMENTS, begin_again, form_of, missing, note_of, rows_of, steps_of, summary_of
from workshops.instruments.amount import left_of, scale_of, with_rest

ITEMS = [{"key": name.lower(), "name": name} for name in ("North", "South", "East & West")]
POINTS = {"name": "All points", "unit": "points", "value": 100, "step": 5}
SPLIT = {
    "key": "split", "kind": "allocate",
    "parameters": {"prompt": "Who carries what?", "items": ITEMS, "total": POINTS, "rounds": 2},
}  # fmt: skip
CONTENT = {"question": "?", "options": [], "instruments": [SPLIT]}
TARGET = {"name": "Target", "unit": "money", "value": 60_000_000, "step": 250_000}


def step_of(total=POINTS):
    instrument = SPLIT | {"parameters": SPLIT["parameters"] | {"total": total}}
    (step,) = steps_of(CONTENT | {"instruments": [instrument]}, "1")
    return step


@pytest.fixture
def step():
    return step_of()


def html_of(step, payload):
    return render_to_string(step.template, {"step": step, "form": form_of(step, payload)})


def test_all_items_stand_on_one_screen(step):
    assert (step.title, step.question) == ("Your split", "Who carries what?")
    assert [amount.label for amount in form_of(step, {}).amounts] == ["North", "South", "East & West"]


def test_it_is_saved_before_it_adds_up_and_done_after(step):
    payload = send(step, "share-0=40&share-1=30&reason=So")
    assert payload == {"split": {"amounts": {"north": 40, "south": 30}, "reason": "So"}}
    assert missing(CONTENT, "1", payload) == [step]
    assert summary_of(step, payload) == "30 left"
    assert missing(CONTENT, "1", send(step, "share-0=40&share-1=30&share-2=30")) == []


def test_too_much_is_kept_and_said_and_not_done(step):
    payload = send(step, "share-0=90&share-1=30")
    assert summary_of(step, payload) == "20 too much"
    assert missing(CONTENT, "1", payload) == [step]
    assert "split is-over" in html_of(step, payload)


def test_what_is_blank_gets_nothing_once_the_rest_adds_up(step):
    payload = send(step, "share-0=70&share-1=30")
    assert missing(CONTENT, "1", payload) == []
    assert summary_of(step, payload) == "North 70, South 30"
    assert [(row["item"], row["value"]) for row in rows_of(CONTENT, payload)] == [
        ("north", "70"),
        ("south", "30"),
        ("east & west", "0"),
    ]


@pytest.mark.parametrize(
    ("query", "said"),
    [("share-0=-5", "Nothing under 0."), ("share-0=7", "It goes in steps of 5."), ("share-0=half", "Enter a number.")],
)
def test_an_amount_that_cannot_be_is_refused_with_its_reason(step, query, said):
    assert list(form_of(step, {}, QueryDict(query)).errors.values()) == [[said]]


def test_the_rest_goes_evenly_to_what_is_blank(step):
    payload = send(step, "share-0=25&edit=rest")
    assert payload["split"]["amounts"] == {"north": 25, "south": 40, "east & west": 35}
    payload = send(step, "share-0=10&share-1=10&share-2=10&edit=rest")
    assert payload["split"]["amounts"] == {"north": 35, "south": 35, "east & west": 30}
    assert with_rest({"north": 100}, ["north", "south"], POINTS) == {"north": 100}


def test_tenths_add_up():
    total = POINTS | {"value": 1, "step": 0.1}
    assert left_of({str(place): 0.1 for place in range(10)}, total) == 0
    assert with_rest({}, ["a", "b", "c"], total) == {"a": 0.4, "b": 0.3, "c": 0.3}


def test_large_money_is_typed_in_millions():
    step = step_of(TARGET)
    payload = send(step, "share-0=20.25&share-1=30&share-2=9.75")
    assert payload["split"]["amounts"] == {"north": 20_250_000, "south": 30_000_000, "east & west": 9_750_000}
    form = form_of(step, payload)
    assert [amount.value() for amount in form.amounts] == ["20.25", "30", "9.75"]
    assert (form.whole, form.step, form.unit, form.left) == ("60", "0.25", "million", "0")
    assert summary_of(step, payload) == "North 20.25, South 30, East & West 9.75 (million)"


@pytest.mark.parametrize(
    ("value", "step", "scale"),
    [(60e6, 250e3, 1e6), (60e6, 5e3, 1e3), (2e6, 5, 1), (900e3, 50e3, 1e3), (800, 10, 1)],
)
def test_the_scale_leaves_two_digits_for_a_step(value, step, scale):
    assert scale_of(TARGET | {"value": value, "step": step})[0] == scale


def test_points_and_units_are_typed_as_they_are():
    assert scale_of({"name": "", "unit": "units", "value": 5e6, "step": 1e6})[0] == 1


def test_long_rows_lead_back_to_the_worksheet(step):
    payload = send(step, "share-0=70&share-1=30&share-2=0&reason=Why")
    module = INSTRUMENTS["allocate"]
    assert module.answer_from(SPLIT, rows_of(CONTENT, payload)) == payload["split"]
    assert module.answer_from(SPLIT, [{"item": "decision", "value": "a"}]) is None


def test_the_second_round_begins_with_the_first_answer(step):
    payload = send(step, "share-0=70&share-1=30")
    assert begin_again(CONTENT, payload) == payload


def test_the_page_says_what_is_left_without_a_script(step):
    html = html_of(step, send(step, "share-0=70"))
    assert "data-split-left>30</output>" in html
    assert "left of 100 points" in html
    assert 'name="edit" value="rest"' in html
    assert "split is-whole" in html_of(step, send(step, "share-0=70&share-1=30"))
    assert note_of(step, {}) is None
