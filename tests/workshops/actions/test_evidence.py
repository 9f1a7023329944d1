import pytest

from analysis.findings import Findings
from jobs.models import Job
from workshops.actions.evidence import freeze_evidence, order_evidence, use_snapshot
from workshops.actions.programs import create_session
from workshops.models import Evidence, Run

Step = Run.Step


@pytest.fixture
def with_tables(session_with_tables, answered_by_all):
    return answered_by_all(session_with_tables.runs.get(), Step.EVIDENCE)


def test_evidence_rests_on_the_tables_and_the_revealed_answers(with_tables, snapshot):
    evidence = freeze_evidence(run=with_tables)
    findings = evidence.findings
    reveal = with_tables.reveals.get()
    assert findings.inputs.snapshot == snapshot.digest
    assert findings.inputs.answers == reveal.answers_digest
    assert findings.figure("win_rate").value == pytest.approx(20 / 60)
    assert evidence.rounds == ["1"]
    assert findings.table("room_classify").rows


def test_the_same_evidence_again_is_the_same_row(with_tables):
    assert freeze_evidence(run=with_tables) == freeze_evidence(run=with_tables)
    assert Evidence.objects.count() == 1


def test_a_later_reveal_makes_other_evidence_and_leaves_the_first(with_tables, answered_by_all):
    first = freeze_evidence(run=with_tables)
    run = answered_by_all(with_tables, Step.REVEAL_2)
    second = freeze_evidence(run=run)
    assert second.rounds == ["1", "2"]
    assert first.digest != second.digest
    assert Findings.from_bytes(bytes(Evidence.objects.get(pk=first.pk).body)).digest == first.digest


def test_without_tables_it_says_what_is_needed(run, answered_by_all):
    findings = freeze_evidence(run=answered_by_all(run, Step.EVIDENCE)).findings
    assert findings.inputs.snapshot == ""
    assert "deals" in {need.table for need in findings.needs}


def test_answers_of_a_room_that_is_too_small_are_not_in_it(run, answered_by_all, room):
    evidence = freeze_evidence(run=answered_by_all(run, Step.EVIDENCE, people=room[:4]))
    assert (evidence.rounds, evidence.findings.inputs.answers) == ([], "")


def test_neither_names_nor_ids_nor_words_of_people_are_frozen(with_tables, room):
    body = bytes(freeze_evidence(run=with_tables).body).decode()
    assert "Said by" not in body
    assert not [person.email for person in room if person.email in body]


def test_an_order_that_still_waits_is_returned(run, answered_by_all):
    run = answered_by_all(run, Step.REVEAL_1)
    assert order_evidence(run=run) == Job.objects.get()


def test_an_order_while_one_runs_is_another(run, answered_by_all):
    run = answered_by_all(run, Step.REVEAL_1)
    Job.objects.update(state=Job.State.RUNNING)
    order_evidence(run=run)
    assert Job.objects.count() == 2


def test_a_session_without_tables_takes_up_those_that_come(session, run, answered_by_all, snapshot):
    answered_by_all(run, Step.EVIDENCE)
    Job.objects.all().delete()
    use_snapshot(snapshot=snapshot)
    session.refresh_from_db()
    assert session.snapshot == snapshot
    assert Job.objects.get().arguments == {"run": run.pk}


def test_a_session_that_no_room_has_begun_takes_up_newer_tables(program, snapshot, session, organisation):
    older = organisation.snapshots.create(digest="0" * 64, as_of="2024-01-01")
    untouched = create_session(program=program, module=4, exercises=["4.1"], snapshot=older)
    use_snapshot(snapshot=snapshot)
    untouched.refresh_from_db()
    assert untouched.snapshot == snapshot
    assert not Job.objects.exists()


def test_a_session_that_has_begun_keeps_its_tables(program, snapshot, organisation, go):
    older = organisation.snapshots.create(digest="0" * 64, as_of="2024-01-01")
    begun = create_session(program=program, module=4, exercises=["4.1"], snapshot=older)
    go(begun.runs.get(), Step.ANSWER_1)
    use_snapshot(snapshot=snapshot)
    begun.refresh_from_db()
    assert begun.snapshot == older


def test_another_organisation_s_tables_change_nothing(session, other_organisation):
    theirs = other_organisation.snapshots.create(digest="1" * 64, as_of="2025-01-01")
    use_snapshot(snapshot=theirs)
    session.refresh_from_db()
    assert session.snapshot is None
