from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import AuditEntry, Membership, Person, Role
from workshops.actions.programs import (
    JoiningEnded,
    KnownAddress,
    add_person,
    create_session,
    enrol,
    join_session,
    module_exercises,
    renew_join_code,
    take_snapshot,
)


def test_a_program_keeps_its_objectives_in_order(program):
    assert [objective.text for objective in program.objectives.all()] == ["Grow", "Keep", "Learn"]


def test_a_change_of_role_is_audited_and_the_same_role_again_is_not(program, member, facilitator):
    membership = Membership.objects.get(person=member)
    for role in (Role.PARTICIPANT, Role.PARTICIPANT, Role.SPONSOR):
        enrol(program=program, membership=membership, role=role, actor=facilitator)
    details = [entry.detail for entry in AuditEntry.objects.filter(action="enrolment.role").order_by("number")]
    assert [(detail["from"], detail["to"]) for detail in details] == [("", "participant"), ("participant", "sponsor")]


def test_whoever_is_added_twice_is_one_person_with_the_later_role(program):
    for role in (Role.PARTICIPANT, Role.CO_FACILITATOR):
        add_person(program=program, email="New@Example.com", name="New", role=role, function="product")
    person = Person.objects.get(email="new@example.com")
    assert program.enrolments.get(membership__person=person).role == Role.CO_FACILITATOR


def test_a_session_has_a_run_for_each_exercise_of_the_module(program):
    session = create_session(program=program, module=4)
    assert [run.exercise for run in session.runs.all()] == module_exercises(program, 4) != []
    assert session.title == "Diagnosing sales process vulnerabilities"


def test_a_session_may_take_over_what_an_earlier_one_left(program):
    session = create_session(program=program, module=4, exercises=["4.1", "3.1"])
    assert [(run.exercise, run.position) for run in session.runs.all()] == [("4.1", 1), ("3.1", 2)]


def test_join_codes_are_six_digits_and_expire(program):
    starts_at = timezone.now() + timedelta(days=3)
    session = create_session(program=program, module=4, starts_at=starts_at)
    assert len(session.join_code) == 6
    assert session.join_code.isdigit()
    assert starts_at < session.joining_ends_at < starts_at + timedelta(days=1)


def test_a_new_code_puts_the_old_one_out_of_use(session):
    old = session.join_code
    assert renew_join_code(session=session).join_code != old


def test_a_joiner_without_an_address_is_a_participant(session):
    enrolment = join_session(session=session, name="Guest", function="finance")
    assert (enrolment.role, enrolment.membership.function) == (Role.PARTICIPANT, "finance")
    assert enrolment.membership.person.email is None


def test_an_address_that_signs_in_already_has_to_be_proved(session, member):
    with pytest.raises(KnownAddress):
        join_session(session=session, name="Somebody else", email=member.email.upper())


def test_nobody_joins_after_the_end(session):
    session.joining_ends_at = timezone.now() - timedelta(seconds=1)
    with pytest.raises(JoiningEnded):
        join_session(session=session, name="Late")


def test_joining_leaves_a_role_as_it_is(session, sponsor):
    assert join_session(session=session, person=sponsor).role == Role.SPONSOR


def test_newer_tables_are_audited_once(session, snapshot, facilitator):
    for _ in range(2):
        take_snapshot(session=session, snapshot=snapshot, actor=facilitator)
    session.refresh_from_db()
    assert session.snapshot == snapshot
    assert AuditEntry.objects.filter(action="session.snapshot").count() == 1
