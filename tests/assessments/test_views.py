"""The pages: happy path, wrong method, other organisation, lesser role, what is not there; what is shown to whom."""

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments import tasks
from assessments.actions import close_paper, finish_sitting, save_response
from assessments.models import Paper, Response
from jobs.models import Job

ANSWER = {"answer": "b", "certainty": 60, "later": False}
HX = {"HX-Request": "true"}


def item_of(sitting, exercise):
    return f"{exercise}-{sitting.form}"


def url(name, *args):
    return reverse(f"assessments:{name}", args=args)


@pytest.fixture
def as_(client):
    def as_(person):
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return as_


@pytest.fixture
def save(as_, sitting, participant):
    """Posts to an item as its page does."""

    def save(exercise, data, headers=HX):
        address = url("save_response", sitting.pk, item_of(sitting, exercise))
        return as_(participant).post(address, data, headers=headers)

    return save


# --- papers -----------------------------------------------------------------------------------------------------------


def test_a_facilitator_opens_and_closes_and_sees_how_many_but_not_who(as_, program, facilitator, room, sit):
    page = as_(facilitator).post(url("open_paper", program.pk), {"module": 4, "when": "before"}, follow=True)
    paper = Paper.objects.get()
    for person in room[:2]:
        sit(paper, person)
    page = as_(facilitator).get(url("papers", program.pk)).content.decode()
    assert "2 of 6 handed in" in page
    assert not any(person.email in page or f">{person.name}<" in page for person in room)
    as_(facilitator).post(url("close_paper", paper.pk))
    paper.refresh_from_db()
    assert not paper.is_open


def test_what_cannot_be_opened_is_said(as_, program, facilitator):
    response = as_(facilitator).post(url("open_paper", program.pk), {"module": 4, "when": "after"})
    assert "never opened" in str(next(iter(get_messages(response.wsgi_request))))
    assert as_(facilitator).post(url("open_paper", program.pk), {"module": 4}).status_code == 422
    assert not Paper.objects.exists()


def test_group_totals_say_where_to_slow_down_once_closed_and_from_five_on(as_, program, facilitator, paper, sit, room):
    for person in room[:5]:
        sit(paper, person)
    shown = b"Where to slow down"
    assert shown not in as_(facilitator).get(url("papers", program.pk)).content
    close_paper(paper=paper)
    assert shown in as_(facilitator).get(url("papers", program.pk)).content


def test_four_people_give_no_totals(as_, program, facilitator, paper, sit, room):
    for person in room[:4]:
        sit(paper, person)
    close_paper(paper=paper)
    assert b"Where to slow down" not in as_(facilitator).get(url("papers", program.pk)).content


def test_the_list_takes_as_many_queries_for_six_sittings_as_for_one(as_, program, facilitator, paper, sit, room):
    address = url("papers", program.pk)
    sit(paper, room[0])
    as_(facilitator).get(address)
    counts = []
    for people in ([], room[1:]):
        for person in people:
            sit(paper, person)
        with CaptureQueriesContext(connection) as queries:
            as_(facilitator).get(address)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 18  # three of them are the signing in


# --- sitting down to a paper ------------------------------------------------------------------------------------------


def test_a_participant_begins_once_and_goes_on_elsewhere(as_, paper, participant):
    first = as_(participant).post(url("start_sitting", paper.pk))
    assert as_(participant).post(url("start_sitting", paper.pk)).url == first.url
    page = as_(participant).get(first.url).content.decode()
    assert "6 items are still open" in page
    assert "Begin with item 1" in page


def test_a_closed_paper_cannot_be_begun(as_, paper, participant):
    close_paper(paper=paper)
    response = as_(participant).post(url("start_sitting", paper.pk))
    assert response.url == url("papers", paper.program_id)
    assert not paper.sittings.exists()


@pytest.mark.parametrize("name", ["sitting", "item", "save_response", "finish_sitting"])
def test_nobody_else_opens_a_sitting(as_, sitting, name, room, facilitator, admin, stranger, sponsor):
    args = [sitting.pk, *([item_of(sitting, "4.1")] if name in ("item", "save_response") else [])]
    method = "post" if name in ("save_response", "finish_sitting") else "get"
    for person, status in ((room[1], 403), (facilitator, 403), (admin, 403), (sponsor, 403), (stranger, 404)):
        assert getattr(as_(person), method)(url(name, *args)).status_code == status
    other = "get" if method == "post" else "post"
    assert getattr(as_(room[0]), other)(url(name, *args)).status_code == 405


def test_an_item_of_the_other_form_is_not_there(as_, sitting, participant):
    other = "4.1-" + ("B" if sitting.form == "A" else "A")
    assert as_(participant).get(url("item", sitting.pk, other)).status_code == 404


@pytest.mark.parametrize("exercise", ["4.1", "4.2", "4.3", "4.4", "4.5", "4.6"])
def test_each_type_has_a_form_that_holds_no_key(as_, sitting, participant, exercise):
    page = as_(participant).get(url("item", sitting.pk, item_of(sitting, exercise))).content.decode()
    item = next(item for item in sitting.paper.items(sitting.form) if item.id == item_of(sitting, exercise))
    assert "How sure are you" in page
    assert 'name="answer' in page or 'name="order"' in page
    for option in getattr(item, "options", getattr(item, "right", ())):
        assert option.rationale not in page
    assert getattr(item, "worked", "Little") not in page


FILLED = [
    ("4.1", {"answer": "b"}, "b"),
    ("4.2", {"answer": ["c", "a"]}, ["a", "c"]),
    ("4.3", {}, None),
    ("4.4", {"answer_1": "p", "answer_3": "q", "answer_2": ""}, {"1": "p", "3": "q"}),
    ("4.5", {"answer": " 1 200,5 "}, 1200.5),
    ("4.6", {"order": ["b", "a", "d", "c"]}, ["b", "a", "d", "c"]),
    ("4.6", {"order": ["b", "a", "d", "c"], "move": "1:up"}, ["a", "b", "d", "c"]),
    ("4.6", {"order": ["b", "a", "d", "c"], "move": "3:down"}, ["b", "a", "d", "c"]),
]


@pytest.mark.parametrize(("exercise", "data", "answer"), FILLED)
def test_each_type_is_saved_when_given(save, exercise, data, answer):
    response = save(exercise, data | {"started_from": 0, "certainty": "80"})
    assert b'name="started_from" value="1"' in response.content
    assert Response.objects.get().payload == {"answer": answer, "certainty": 80, "later": False}


BAD = [
    ("4.1", {"answer": "z"}),
    ("4.2", {"answer": ["a", "z"]}),
    ("4.4", {"answer_1": "z"}),
    ("4.5", {"answer": "about thirty"}),
    ("4.5", {"answer": "1e999"}),
    ("4.6", {"order": ["a", "a", "b", "c"]}),
    ("4.1", {"answer": "b", "certainty": "101"}),
    ("4.1", {"answer": "b", "started_from": "x"}),
]


@pytest.mark.parametrize(("exercise", "data"), BAD)
def test_what_cannot_be_an_answer_is_said_and_not_saved(save, exercise, data):
    response = save(exercise, {"started_from": 0} | data)
    assert response.status_code == 422
    assert b"Not saved yet." in response.content
    assert not Response.objects.exists()


def test_a_change_elsewhere_shows_both_answers(save, sitting):
    save_response(sitting=sitting, item=item_of(sitting, "4.1"), payload=ANSWER, started_from=0)
    response = save("4.1", {"answer": "c", "certainty": "80", "started_from": 0})
    page = response.content.decode()
    assert response.status_code == 409
    assert "60% sure" in page
    assert "80% sure" in page
    assert 'name="started_from" value="1"' in page
    assert 'data-keep="mine"' in page


def test_what_comes_after_the_end_is_shown_and_not_counted(save, sitting):
    finish_sitting(sitting=sitting)
    response = save("4.5", {"answer": "30", "started_from": 0})
    assert response.status_code == 409
    assert b"does not count" in response.content
    assert b"started_from" not in response.content  # nothing to start from: the script stops


@pytest.mark.parametrize(("go", "to"), [("next", "4.3"), ("back", "4.1"), ("", "4.2")])
def test_without_a_script_a_button_saves_and_leads_on(save, sitting, go, to):
    response = save("4.2", {"answer": ["a"], "started_from": 0, "go": go}, headers={})
    assert response.url == url("item", sitting.pk, item_of(sitting, to))
    assert Response.objects.get().payload["answer"] == ["a"]


def test_without_a_script_a_clash_is_a_whole_page_with_the_form(save, sitting):
    save_response(sitting=sitting, item=item_of(sitting, "4.1"), payload=ANSWER, started_from=0)
    page = save("4.1", {"answer": "c", "started_from": 0}, headers={}).content.decode()
    assert "<!doctype html>" in page.lower()
    assert 'value="c" checked' in page
    assert page.count('name="started_from"') == 1


def test_marked_for_later_is_said_in_the_review(save, as_, sitting, participant):
    save("4.1", {"answer": "b", "certainty": "60", "later": "yes", "started_from": 0})
    assert b"marked for later" in as_(participant).get(url("sitting", sitting.pk)).content


# --- what is shown of it ----------------------------------------------------------------------------------------------


def test_after_handing_in_the_first_paper_no_key_and_no_mark_is_shown(as_, paper, participant, sit):
    sitting = sit(paper, participant)
    page = as_(participant).get(url("sitting", sitting.pk)).content.decode()
    assert "Handed in. Thank you." in page
    assert "of 100 points" not in page
    assert as_(participant).get(url("item", sitting.pk, item_of(sitting, "4.1"))).status_code == 302


def test_with_both_handed_in_the_person_sees_every_reason(as_, sat, participant, program):
    sat()
    sitting = participant.memberships.get().enrolments.get().sittings.first()
    page = as_(participant).get(url("sitting", sitting.pk)).content.decode()
    assert "of 100 points" in page
    assert "Little&#x27;s law" in page or "Today 56 / 14" in page


def test_learning_shows_ones_own_and_the_groups_and_nobody_elses(as_, sat, program, room, facilitator):
    sat()
    tasks.freeze_learning(str(Job.objects.get().pk))
    page = as_(room[0]).get(url("learning", program.pk, 4)).content.decode()
    assert "6 of 6 sat both papers" in page
    assert "Yours: " in page
    assert "not evidence of a training effect" in page
    page = as_(facilitator).get(url("learning", program.pk, 4)).content.decode()
    assert "Yours: " not in page
    assert not any(person.email in page or f">{person.name}<" in page for person in room)


def test_learning_before_there_is_any(as_, program, paper, participant, facilitator):
    assert "not known yet" in as_(participant).get(url("learning", program.pk, 4)).content.decode()
    assert as_(participant).get(url("learning", program.pk, 5)).status_code == 404


def test_why_nothing_was_found_is_said_to_who_runs_it(as_, sat, program, room, facilitator):
    sat(room[:3])
    tasks.freeze_learning(str(Job.objects.get().pk))
    assert b"Fewer than 5 people" in as_(facilitator).get(url("learning", program.pk, 4)).content
    as_(facilitator).post(url("order_learning", program.pk, 4))
    assert Job.objects.count() == 2
