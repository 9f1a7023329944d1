from functools import partial

import pytest
from django.db import IntegrityError

from workshops.actions.answers import RoundClosed, StaleRevision, open_worksheet, place_worksheet, save_answer
from workshops.leaves import canonical_bytes, leaf_of
from workshops.models import Answer, Round, Run

Step = Run.Step


@pytest.fixture
def worksheet(run, go, program, participant):
    run = go(run, Step.ANSWER_1)
    return open_worksheet(run=run, enrolment=program.enrolments.get(membership__person=participant))


def said(text):
    return {"causes": {"Qualify": {"category": "pricing", "reason": text}}}


def test_a_leaf_is_keyed_by_a_salt_of_its_own(worksheet):
    one = save_answer(worksheet=worksheet, payload=said("a"), started_from=0)
    save_answer(worksheet=worksheet, payload=said("b"), started_from=1)
    two = save_answer(worksheet=worksheet, payload=said("a"), started_from=2)
    assert len(one.salt) == 32
    assert one.leaf != two.leaf
    assert one.leaf == leaf_of({"causes": {"Qualify": {"reason": "a", "category": "pricing"}}}, one.salt)


def test_one_answer_has_one_byte_form():
    assert canonical_bytes({"b": 12.0, "a": "e\u0301"}) == canonical_bytes({"a": "\u00e9", "b": 12})


def test_a_stale_save_carries_both_texts(worksheet):
    theirs = save_answer(worksheet=worksheet, payload=said("a"), started_from=0)
    with pytest.raises(StaleRevision) as stale:
        save_answer(worksheet=worksheet, payload=said("b"), started_from=0)
    assert (stale.value.yours, stale.value.theirs) == (said("b"), theirs)


def test_the_database_itself_refuses_a_revision_twice(worksheet):
    Answer.objects.create(worksheet=worksheet, revision=1, leaf="a")
    with pytest.raises(IntegrityError):
        Answer.objects.create(worksheet=worksheet, revision=1, leaf="b")


def test_late_text_is_kept_once_and_not_counted(worksheet, run, go):
    go(Run.objects.get(pk=run.pk), Step.CLOSED_1)
    for _ in range(3):
        with pytest.raises(RoundClosed) as late:
            save_answer(worksheet=worksheet, payload=said("late"), started_from=0)
    assert worksheet.late_texts.get() == late.value.late
    assert not worksheet.answers.exists()


def test_what_already_stood_is_acknowledged_after_the_round_too(worksheet, run, go):
    saved = save_answer(worksheet=worksheet, payload=said("in time"), started_from=0)
    go(Run.objects.get(pk=run.pk), Step.CLOSED_1)
    assert save_answer(worksheet=worksheet, payload=said("in time"), started_from=0) == saved


def test_no_worksheet_opens_between_the_rounds(run, program, participant):
    with pytest.raises(RoundClosed):
        open_worksheet(run=run, enrolment=program.enrolments.get(membership__person=participant))


@pytest.mark.django_db(transaction=True)
def test_of_saves_at_once_one_stands_and_each_other_sees_both_texts(worksheet, race):
    outcomes = race(*(partial(save_answer, worksheet=worksheet, payload=said(x), started_from=0) for x in "ABCDEF"))
    (saved,) = worksheet.answers.all()
    outcomes.remove(saved)
    assert {stale.theirs for stale in outcomes} == {saved}
    texts = [saved.payload, *(stale.yours for stale in outcomes)]
    assert sorted(text["causes"]["Qualify"]["reason"] for text in texts) == list("ABCDEF")


@pytest.mark.django_db(transaction=True)
def test_the_same_text_sent_at_once_is_one_revision(worksheet, race):
    same = partial(save_answer, worksheet=worksheet, payload=said("same"), started_from=0)
    assert len({outcome.pk for outcome in race(*[same] * 6)}) == 1


@pytest.mark.django_db(transaction=True)
def test_worksheets_opened_at_once_are_one(run, go, program, participant, race):
    run = go(run, Step.ANSWER_1)
    enrolment = program.enrolments.get(membership__person=participant)
    open_it = partial(place_worksheet, run=run, enrolment=enrolment, round_=Round.FIRST)
    assert len({worksheet.pk for worksheet in race(*[open_it] * 6)}) == 1
