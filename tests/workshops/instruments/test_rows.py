"""Cards to fill, dots to give: with and without a script, back and forth to long rows."""

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string

from analysis.answers.proposals import Proposal, proposal_id
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

LEVELS = [{"key": "r", "name": "Responsible"}, {"key": "a", "name": "Accountable"}]
PARAMETERS = {
    "prompt": "Which rules?",
    "columns": [
        {"key": "rule", "name": "Rule", "help": "One sentence", "required": True},
        {"key": "level", "name": "Level", "choices": LEVELS, "required": False},
    ],
    "same_by": ["rule"],
    "most_rows": 3,
    "dots": 4,
    "rounds": 2,
}
GIVEN = PARAMETERS | {"items": [{"key": "Call", "name": "Call"}, {"key": "Offer", "name": "Offer"}]}
ONE, OTHER = (proposal_id(PARAMETERS, {"rule": rule}) for rule in ("Two read it", "Ask the customer"))
FIXED = [
    Proposal(ONE, "", {"rule": "Two read it", "level": "a"}, 3, 3).fixed(),
    Proposal(OTHER, "", {"rule": "Ask the customer"}, 1, 1).fixed(),
]


def content(parameters=PARAMETERS, **more):
    instrument = {"key": "rules", "kind": "rows", "parameters": parameters | more}
    return {"question": "?", "options": [], "instruments": [instrument]}


@pytest.fixture
def step():
    (step,) = steps_of(content(), "1")
    return step


@pytest.fixture
def vote():
    (step,) = steps_of(content(proposals=FIXED), "2")
    return step


def rules(payload):
    return [row["rule"] for row in payload["rules"]["rows"]]


def test_cards_are_read_in_their_order_whatever_their_numbers(step):
    payload = send(step, "row-7-rule=Second&row-0-rule=First&row-0-level=a&row-7-level=")
    assert payload == {
        "rules": {"rows": [{"rule": "First", "level": "a"}, {"rule": "Second", "level": ""}], "reason": ""}
    }
    assert summary_of(step, payload) == "2 rows"


@pytest.mark.parametrize(
    ("edit", "left"),
    [
        ("add", ["First", "Second", None]),
        ("remove:0", ["Second"]),
        ("remove:5", ["First", "Second"]),
        ("nonsense", ["First", "Second"]),
    ],
)
def test_without_a_script_a_button_adds_or_takes_away(step, edit, left):
    payload = send(step, f"row-0-rule=First&row-1-rule=Second&edit={edit}")
    assert [row.get("rule") for row in payload["rules"]["rows"]] == left
    assert len(form_of(step, payload).cards) == len(left)


def test_no_more_rows_than_there_is_room_for(step):
    full = "&".join(f"row-{n}-rule=Rule+{n}" for n in range(3))
    assert len(send(step, f"{full}&edit=add")["rules"]["rows"]) == 3
    form = form_of(step, {}, QueryDict(f"{full}&row-3-rule=Too+many"))
    assert form.errors["rows"] == ["There is room for 3 rows."]


def test_what_is_no_choice_is_refused_with_row_and_column(step):
    form = form_of(step, {}, QueryDict("row-0-rule=A&row-1-rule=B&row-1-level=x"))
    assert form.errors["rows"] == ["Row 2, Level: this is none of the choices."]
    form = form_of(step, {}, QueryDict(f"row-0-rule={'x' * 501}"))
    assert form.errors["rows"] == ["Row 1, Rule: at most 500 characters."]


def test_columns_that_are_not_asked_for_are_not_kept(step):
    assert send(step, "row-0-rule=A&row-0-salary=9")["rules"]["rows"] == [{"rule": "A", "level": ""}]


def test_a_blank_card_is_no_answer(step):
    assert missing(content(), "1", send(step, "row-0-rule=+&row-0-level=")) == [step]
    assert missing(content(), "1", send(step, "row-0-rule=A")) == []


def test_rows_become_long_rows_under_an_id_that_their_words_make(step):
    payload = send(step, "row-0-rule=Two+read+it&row-0-level=a&row-1-rule=two+READ+it!&row-2-rule=+")
    assert rows_of(content(), payload) == [
        {"item": ONE, "criterion": "rule", "value": "Two read it", "reason": ""},
        {"item": ONE, "criterion": "level", "value": "a", "reason": ""},
    ]


def test_long_rows_lead_back_to_the_worksheet(step):
    payload = send(step, "row-0-rule=Two+read+it&row-0-level=a")
    (instrument,) = content()["instruments"]
    answer = INSTRUMENTS["rows"].answer_from(instrument, rows_of(content(), payload))
    assert answer == payload["rules"]
    assert INSTRUMENTS["rows"].answer_from(instrument, [{"item": "decision", "value": "a"}]) is None


def test_the_page_has_a_card_for_each_row_and_a_blank_one_to_copy(step):
    payload = send(step, "row-0-rule=<b>A</b>&row-1-rule=B&row-1-level=r")
    html = render_to_string(step.template, {"step": step, "form": form_of(step, payload)})
    assert "&lt;b&gt;A&lt;/b&gt;</textarea>" in html
    assert '<option value="r" selected>' in html
    assert html.count("data-card>") == 3
    assert html.count('name="row-__n__-rule"') == 1
    assert 'value="remove:1"' in html


# --- given rows ------------------------------------------------------------------------------------------------------


def test_given_rows_stand_in_their_order_and_need_something_each():
    (step,) = steps_of(content(GIVEN), "1")
    payload = send(step, "row-0-item=Call&row-0-rule=We+call&row-1-item=Offer&row-1-rule=")
    assert payload["rules"]["rows"][0] == {"item": "Call", "rule": "We call", "level": ""}
    assert [card["name"] for card in form_of(step, payload).cards] == ["Call", "Offer"]
    assert missing(content(GIVEN), "1", payload) == [step]
    assert rows_of(content(GIVEN), payload) == [{"item": "Call", "criterion": "rule", "value": "We call", "reason": ""}]


def test_a_row_that_is_not_given_is_refused():
    (step,) = steps_of(content(GIVEN), "1")
    form = form_of(step, {}, QueryDict("row-0-item=Party&row-0-rule=Cake"))
    assert form.errors["rows"] == ["Row 1 fills no row that is asked for."]


# --- the vote --------------------------------------------------------------------------------------------------------


def test_dots_are_kept_where_there_are_any(vote):
    payload = send(vote, f"dots-{ONE}=3&dots-{OTHER}=0&reason=")
    assert payload == {"rules": {"votes": {ONE: 3}, "reason": ""}}
    assert summary_of(vote, payload) == "3 of 4 dots given"
    assert rows_of(content(proposals=FIXED), payload) == [
        {"item": ONE, "criterion": "votes", "value": "3", "reason": ""}
    ]
    assert form_of(vote, payload).left == 1


@pytest.mark.parametrize(
    ("query", "said"),
    [
        (f"dots-{ONE}=3&dots-{OTHER}=2", "5 dots are given, and there are 4. Take some back."),
        (f"dots-{ONE}=-1", "Dots are whole numbers, 0 or more."),
        ("dots-p0=1", "One of these proposals is not on this page any more."),
    ],
)
def test_dots_that_cannot_be_given_are_refused(vote, query, said):
    form = form_of(vote, {}, QueryDict(query))
    assert form.errors["votes"] == [said]


@pytest.mark.parametrize(
    ("edit", "votes"),
    [
        (f"more:{OTHER}", {ONE: 3, OTHER: 1}),
        (f"less:{ONE}", {ONE: 2}),
        (f"less:{OTHER}", {ONE: 3}),
        ("more:p0", {ONE: 3}),
    ],
)
def test_without_a_script_a_button_gives_or_takes_a_dot(vote, edit, votes):
    assert send(vote, f"dots-{ONE}=3&dots-{OTHER}=0&edit={edit}")["rules"]["votes"] == votes


def test_a_dot_more_than_there_are_is_not_given(vote):
    assert send(vote, f"dots-{ONE}=4&edit=more:{OTHER}")["rules"]["votes"] == {ONE: 4}


def test_the_vote_begins_without_dots_and_without_ones_own_rows(step):
    first = send(step, "row-0-rule=Two+read+it")
    assert begin_again(content(proposals=FIXED), first) == {"rules": {}}
    assert begin_again(content(), first) == first  # nothing was fixed: rows are asked for again
    assert steps_of(content(proposals=FIXED), "1")[0].title == "Your rows"


def test_the_page_lists_the_proposals_with_their_steppers(vote):
    html = render_to_string(vote.template, {"step": vote, "form": form_of(vote, {"rules": {"votes": {ONE: 3}}})})
    assert "Accountable" in html
    assert f'name="dots-{ONE}" value="3"' in html
    assert f'value="more:{OTHER}"' in html
    assert ">1</output>" in html


def test_proposals_for_given_rows_stand_under_their_row():
    fixed = [
        Proposal("pa", "Call", {"rule": "We call"}, 1, 1).fixed(),
        Proposal("pb", "Offer", {"rule": "x"}, 1, 1).fixed(),
    ]
    (vote,) = steps_of(content(GIVEN, proposals=fixed), "2")
    assert [group["name"] for group in form_of(vote, {}).groups] == ["Call", "Offer"]


def test_a_clash_shows_all_that_was_written(step, vote):
    payload = send(step, "row-0-rule=Two+read+it&row-0-level=a&row-1-rule=B")
    assert text_of(step, payload) == "Rule: Two read it; Level: Accountable\nRule: B"
    assert text_of(vote, {"rules": {"votes": {OTHER: 2}}}) == "2 · Ask the customer"


def test_a_reason_is_asked_for_where_the_exercise_does(step):
    assert "reason" not in form_of(step, {}).fields
    (asking,) = steps_of(content(ask_reason="why these"), "1")
    assert form_of(asking, {}).fields["reason"].help_text == "Why these"
    assert send(asking, "row-0-rule=A&reason=Seen")["rules"]["reason"] == "Seen"
