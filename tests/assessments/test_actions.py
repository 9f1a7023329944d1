"""Papers, sittings, revisions and what is frozen of them."""

from functools import partial

import pytest

from accounts.models import AuditEntry
from assessments.actions import (
    NotNow,
    PaperClosed,
    StaleRevision,
    close_paper,
    finish_sitting,
    freeze_learning,
    open_paper,
    save_response,
    start_sitting,
)
from assessments.models import Learning, Paper, Response, Sitting, When
from assessments.queries import learning_of, training_table
from curriculum.queries import NoSuchContent
from jobs.models import Job
from jobs.work import Refused

ANSWER = {"answer": "b", "certainty": 60, "later": False}
OTHER = {"answer": "c", "certainty": 80, "later": False}


def test_opening_twice_is_one_paper_and_is_audited_once(program, facilitator):
    first = open_paper(program=program, module=4, when="before", actor=facilitator)
    assert open_paper(program=program, module=4, when="before") == first
    assert list(AuditEntry.objects.filter(action="paper.open").values_list("subject", flat=True)) == [
        f"paper:{first.pk}"
    ]


def test_a_module_without_items_has_no_paper(program):
    with pytest.raises(NoSuchContent):
        open_paper(program=program, module=5, when="before")


def test_the_second_paper_needs_the_first_and_closes_it(program):
    with pytest.raises(NotNow):
        open_paper(program=program, module=4, when="after")
    first = open_paper(program=program, module=4, when="before")
    open_paper(program=program, module=4, when="after")
    first.refresh_from_db()
    assert not first.is_open


def test_the_draw_keeps_both_forms_even_and_the_second_paper_has_the_other(program, paper, room, enrolment):
    forms = [start_sitting(paper=paper, enrolment=enrolment(person)).form for person in room]
    assert all(forms[:n].count("A") - forms[:n].count("B") in (-1, 0, 1) for n in range(7))
    after = open_paper(program=program, module=4, when="after")
    others = [start_sitting(paper=after, enrolment=enrolment(person)).form for person in room]
    assert [set(pair) for pair in zip(forms, others, strict=True)] == [{"A", "B"}] * 6


@pytest.mark.django_db(transaction=True)
def test_who_begin_at_once_get_a_sitting_each_and_both_forms(paper, room, enrolment, race):
    """Two people, one of them on two devices: two sittings, and the forms stay even."""
    ana, ben = (enrolment(person) for person in room[:2])
    begun = race(*(partial(start_sitting, paper=paper, enrolment=each) for each in (ana, ben, ana)))
    assert begun[0] == begun[2]
    assert {(each.enrolment_id, each.form) for each in paper.sittings.all()} in (
        {(ana.pk, "A"), (ben.pk, "B")},
        {(ana.pk, "B"), (ben.pk, "A")},
    )


def test_a_sitting_is_taken_up_again_and_not_begun_twice(sitting, paper, participant, enrolment):
    assert start_sitting(paper=paper, enrolment=enrolment(participant)) == sitting


def test_a_closed_paper_is_not_begun_but_shown_to_who_sat_it(sitting, paper, room, enrolment):
    close_paper(paper=paper)
    with pytest.raises(NotNow):
        start_sitting(paper=paper, enrolment=enrolment(room[1]))
    assert start_sitting(paper=paper, enrolment=enrolment(room[0])) == sitting


def test_revisions_are_added_and_the_same_again_is_the_same_row(sitting):
    first = save_response(sitting=sitting, item="4.1-A", payload=ANSWER, started_from=0)
    assert save_response(sitting=sitting, item="4.1-A", payload=ANSWER, started_from=0) == first
    second = save_response(sitting=sitting, item="4.1-A", payload=OTHER, started_from=1)
    assert list(Response.objects.values_list("revision", "payload")) == [(1, ANSWER), (2, OTHER)]
    assert second.revision == 2


def test_a_stale_revision_carries_what_stands(sitting):
    stands = save_response(sitting=sitting, item="4.1-A", payload=ANSWER, started_from=0)
    with pytest.raises(StaleRevision) as stale:
        save_response(sitting=sitting, item="4.1-A", payload=OTHER, started_from=0)
    assert stale.value.theirs == stands


@pytest.mark.parametrize("end", [lambda s: finish_sitting(sitting=s), lambda s: close_paper(paper=s.paper)])
def test_nothing_is_written_after_the_end_but_what_was_saved_is_confirmed(sitting, end):
    saved = save_response(sitting=sitting, item="4.1-A", payload=ANSWER, started_from=0)
    end(sitting)
    with pytest.raises(PaperClosed):
        save_response(sitting=sitting, item="4.1-A", payload=OTHER, started_from=1)
    assert save_response(sitting=sitting, item="4.1-A", payload=ANSWER, started_from=0) == saved


def test_closing_hands_in_what_is_complete_and_nothing_else(paper, sit, room, sitting):
    complete = sit(paper, room[1])
    Sitting.objects.filter(pk=complete.pk).update(finished_at=None)
    close_paper(paper=paper)
    assert list(Sitting.objects.filter(finished_at__isnull=False)) == [complete]


def test_closing_the_second_paper_orders_the_findings_once(sat, queued):
    after = sat()
    close_paper(paper=after)
    job = Job.objects.get()
    assert (job.task, job.arguments) == (
        "assessments.tasks.freeze_learning", {"program": after.program_id, "module": 4},
    )  # fmt: skip


def test_what_was_learned_is_frozen_once_and_read_by_others(sat, program):
    sat()
    made = freeze_learning(program=program, module=4)
    assert freeze_learning(program=program, module=4) == made
    findings = learning_of(program, 4)
    assert findings.digest == made.digest
    assert findings.figure("gain_points").n == 6
    assert findings.figure("gain_points").value > 0
    assert learning_of(program, 5) is None


def test_nobody_can_be_read_from_the_frozen_bytes(sat, program, room):
    sat()
    body = bytes(freeze_learning(program=program, module=4).body).decode()
    assert not any(person.name in body for person in room)


def test_nothing_is_frozen_before_the_second_paper_is_closed(paper, program):
    with pytest.raises(Refused, match="not closed"):
        freeze_learning(program=program, module=4)


def test_fewer_than_five_are_never_shown(sat, program, room):
    sat(room[:4])
    with pytest.raises(Refused, match="Fewer than 5"):
        freeze_learning(program=program, module=4)
    assert learning_of(program, 4) is None


def test_a_version_that_differs_by_one_person_is_not_published(sat, program, room):
    """Side by side the two would show what this one answered."""
    sat()
    freeze_learning(program=program, module=4)
    Sitting.objects.filter(enrolment__membership__person=room[0]).update(finished_at=None)
    with pytest.raises(Refused, match="Too few people came or went"):
        freeze_learning(program=program, module=4)
    assert Learning.objects.count() == 1


def test_the_training_table_holds_the_same_scores(sat, program):
    assert training_table(program).empty
    sat()
    table = training_table(program)
    assert list(table.columns[:4]) == ["rep_id", "course", "skill", "pre_score"]
    assert len(table) == 36
    assert set(table["group"]) == {"trained"}
    assert set(table["rep_id"]) == {f"P{n}" for n in range(1, 7)}
    change = 100 * (table.groupby("rep_id")["post_score"].mean() - table.groupby("rep_id")["pre_score"].mean())
    freeze_learning(program=program, module=4)
    assert change.mean() == pytest.approx(learning_of(program, 4).figure("gain_points").value)


def test_the_paper_after_asks_what_the_paper_before_asked(program, paper, curriculum, items):
    """A program that is moved to another curriculum meanwhile does not change the questions of the second paper."""
    program.curriculum = type(curriculum).objects.create(digest="0" * 64)
    program.save()
    assert open_paper(program=program, module=4, when=When.AFTER).curriculum == curriculum
    assert Paper.objects.count() == 2
