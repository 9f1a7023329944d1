import pytest
from django.db import IntegrityError, transaction

from accounts.models import AuditEntry
from jobs.actions import request_cancel
from jobs.models import Job
from reports.actions.orders import order_output
from reports.models import Kind

pytestmark = pytest.mark.django_db(transaction=True)


def test_ordering_queues_a_job_for_each_exercise_and_nothing_else(new_session, snapshot, queued, facilitator):
    order = order_output(session=new_session("4.1", "3.1", snapshot=snapshot), ordered_by=facilitator)
    sections = order.sections.order_by("position")
    assert sorted(queued()) == sorted(("reports.tasks.render_section", str(section.job_id)) for section in sections)
    assert [section.run.exercise for section in sections] == ["4.1", "3.1"]
    assert {order.job.state, order.composing.state} == {Job.State.WAITING}
    assert order.composing.parent == order.job


def test_an_order_is_audited(session, facilitator):
    order = order_output(session=session, ordered_by=facilitator, paper="letter")
    entry = AuditEntry.objects.filter(action="output.order").get()
    assert entry.subject == f"session:{session.pk}"
    assert entry.detail == {"kind": "workshop_output", "order": str(order.pk), "paper": "letter"}


def test_a_document_without_exercises_is_composed_at_once(new_session, queued):
    order = order_output(session=new_session())
    assert queued() == [("reports.tasks.compose", str(order.composing_id))]


def test_cancelling_reaches_sections_and_composing(order, queued):
    request_cancel(job=order.job)
    assert set(Job.objects.values_list("state", flat=True)) == {Job.State.CANCELLED}


def test_a_document_of_a_program_has_no_sections_and_is_composed_at_once(program, queued, facilitator):
    order = order_output(program=program, kind=Kind.DECISION_REGISTER, ordered_by=facilitator)
    assert queued() == [("reports.tasks.compose", str(order.composing_id))]
    assert not order.sections.exists()
    assert AuditEntry.objects.get(action="output.order").subject == f"program:{program.pk}"
    assert order.job.title == "Decision register: Spring"


def test_a_kind_belongs_to_a_session_or_to_a_program(new_session, program):
    with pytest.raises(ValueError, match="session or a program"):
        order_output(kind=Kind.SPONSOR_REPORT)
    for wrong in ({"session": new_session("4.1"), "kind": Kind.SPONSOR_REPORT}, {"program": program}):
        with pytest.raises(IntegrityError), transaction.atomic():
            order_output(**wrong)
