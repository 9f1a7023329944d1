from functools import partial

import pytest

from accounts.models import AuditEntry
from jobs.models import Job
from workshops.actions.answers import RoundClosed, open_worksheet, save_answer
from workshops.actions.steps import NotNext, advance
from workshops.leaves import digest_of
from workshops.models import Answer, Reveal, Round, Run
from workshops.queries import answers_frame

Step = Run.Step


def test_leaving_the_brief_fixes_what_is_asked(run):
    assert advance(run=run, to=Step.ANSWER_1).step == Step.ANSWER_1
    run.refresh_from_db()
    assert [item["name"] for item in run.items["causes"]["items"]][:2] == ["Qualify", "Discovery"]


def test_items_come_from_the_tables_of_the_session(session_with_tables):
    run = advance(run=session_with_tables.runs.get(), to=Step.ANSWER_1)
    assert [item["name"] for item in run.items["causes"]["items"]] == ["Qualify", "Proposal", "Contract"]


def test_a_second_click_changes_nothing(run):
    first = advance(run=run, to=Step.ANSWER_1)
    again = advance(run=run, to=Step.ANSWER_1)
    assert (again.step, again.moved_at) == (first.step, first.moved_at)


def test_a_click_on_an_old_page_never_leads_back(run, go):
    run = go(run, Step.CLOSED_1)
    assert advance(run=run, to=Step.ANSWER_1).step == Step.CLOSED_1


def test_no_step_can_be_left_out(run):
    with pytest.raises(NotNext):
        advance(run=run, to=Step.REVEAL_1)
    run.refresh_from_db()
    assert run.step == Step.BRIEF


def test_a_room_is_decided_by_its_record_alone(run, answered_by_all):
    run = answered_by_all(run, Step.DECIDE)
    with pytest.raises(NotNext):
        advance(run=run, to=Step.DECIDED)


def test_closing_fixes_number_and_digest_of_the_standing_answers(run, go, room, answer):
    go(run, Step.ANSWER_1)
    run.refresh_from_db()
    answer(run, room[0], "first thought")
    latest = [answer(run, person, "second thought", started_from=number == 0) for number, person in enumerate(room)]
    go(run, Step.CLOSED_1)
    reveal = Reveal.objects.get()
    assert (reveal.n, reveal.revealed_at) == (6, None)
    assert set(reveal.answers.all()) == set(latest)
    assert reveal.answers_digest == digest_of(answer.leaf for answer in latest)


def test_blank_worksheets_do_not_count(run, go, room, program):
    run = go(run, Step.ANSWER_1)
    worksheet = open_worksheet(run=run, enrolment=program.enrolments.get(membership__person=room[0]))
    save_answer(worksheet=worksheet, payload={"causes": {"Qualify": {"category": "", "reason": " "}}}, started_from=0)
    go(run, Step.CLOSED_1)
    assert Reveal.objects.get().n == 0


def test_a_reveal_is_audited_with_its_number_and_no_name(run, answered_by_all, facilitator):
    run = answered_by_all(run, Step.CLOSED_1)
    advance(run=run, to=Step.REVEAL_1, actor=facilitator)
    entry = AuditEntry.objects.get(action="reveal")
    assert entry.subject == f"run:{run.pk}"
    assert entry.detail | {"answers": ""} == {"exercise": "4.1", "round": "1", "n": 6, "answers": ""}


@pytest.mark.django_db(transaction=True)
def test_a_reveal_orders_evidence_once(run, answered_by_all, queued):
    run = answered_by_all(run, Step.REVEAL_1)
    advance(run=run, to=Step.REVEAL_1)
    job = Job.objects.get()
    assert queued() == [("workshops.tasks.freeze_evidence", str(job.pk))]
    assert job.arguments == {"run": run.pk}


def test_answers_reach_nobody_before_the_reveal(run, answered_by_all):
    run = answered_by_all(run, Step.CLOSED_1)
    assert answers_frame(run).empty
    run = advance(run=run, to=Step.REVEAL_1)
    assert answers_frame(run)["participant"].nunique() == 6


def test_four_answers_reach_nobody_at_all(run, answered_by_all, room):
    run = answered_by_all(run, Step.REVEAL_1, people=room[:4])
    assert Reveal.objects.get().n == 4
    assert answers_frame(run).empty


def test_the_frame_knows_the_same_person_in_both_rounds_and_by_no_id(run, answered_by_all, room):
    run = answered_by_all(run, Step.VOTE)
    frame = answers_frame(run)
    rounds = frame.groupby("round")["participant"].agg(set)
    assert rounds["1"] == rounds["2"]
    ids = {str(person.pk) for person in room} | {person.name for person in room}
    assert not ids & set(frame["participant"])


@pytest.mark.django_db(transaction=True)
def test_of_ten_who_close_at_once_one_closes(run, go, race):
    run = go(run, Step.ANSWER_1)
    rooms = race(*[partial(advance, run=Run.objects.get(pk=run.pk), to=Step.CLOSED_1) for _ in range(10)])
    assert {room.step for room in rooms} == {Step.CLOSED_1}
    assert Reveal.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_answer_that_was_acknowledged_while_closing_counts(run, go, room, answer, race):
    run = go(run, Step.ANSWER_1)
    outcomes = race(
        *[partial(answer, Run.objects.get(pk=run.pk), person, "in time") for person in room],
        partial(advance, run=Run.objects.get(pk=run.pk), to=Step.CLOSED_1),
    )
    saved = {outcome for outcome in outcomes if isinstance(outcome, Answer)}
    assert {type(outcome) for outcome in outcomes} <= {Answer, RoundClosed, Run}
    assert set(Reveal.objects.get(round=Round.FIRST).answers.all()) == saved
