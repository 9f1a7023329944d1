import pytest
from django.utils import timezone

from jobs.actions import request_cancel, take_job
from jobs.models import Job
from reports import tasks
from reports.actions.orders import order_output
from reports.models import Output
from reports.outputs import workshop_output

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def broken(monkeypatch):
    """Makes exercises fail while they are printed."""

    def broken(*exercises):
        real = workshop_output.section_pages

        def pages(run, paper):
            if run.exercise in exercises:
                raise ZeroDivisionError("nothing to divide by")
            return real(run, paper)

        monkeypatch.setattr(workshop_output, "section_pages", pages)

    return broken


def test_a_section_is_kept_and_counted(order, queued):
    section = order.sections.get()
    tasks.render_section(str(section.job_id))
    section.refresh_from_db()
    assert "Which stage do we repair first" in section.html
    assert section.renders == 1
    assert queued() == [("reports.tasks.compose", str(order.composing_id))]


def test_a_section_delivered_twice_is_rendered_once(order):
    section = order.sections.get()
    tasks.render_section(str(section.job_id))
    tasks.render_section(str(section.job_id))
    section.refresh_from_db()
    assert section.renders == 1


def test_a_section_that_another_worker_holds_is_left_to_it(order):
    section = order.sections.get()
    take_job(job_id=str(section.job_id), holder="another")
    tasks.render_section(str(section.job_id))
    section.refresh_from_db()
    assert (section.html, section.renders) == ("", 0)


def test_a_section_whose_worker_died_is_rendered_again(order):
    section = order.sections.get()
    take_job(job_id=str(section.job_id), holder="dead")
    Job.objects.filter(pk=section.job_id).update(lease_until=timezone.now())
    tasks.render_section(str(section.job_id))
    section.refresh_from_db()
    assert (section.job.attempts, section.renders) == (2, 1)
    assert section.html


def test_only_the_last_section_queues_the_composing(new_session, snapshot, queued):
    order = order_output(session=new_session("4.1", "3.1", snapshot=snapshot))
    queued()
    first, second = order.sections.order_by("position")
    tasks.render_section(str(first.job_id))
    assert queued() == []
    tasks.render_section(str(second.job_id))
    assert queued() == [("reports.tasks.compose", str(order.composing_id))]


def test_two_last_sections_at_once_queue_one_composing(new_session, queued, race):
    order = order_output(session=new_session("4.1", "3.1"))
    queued()
    ids = [str(pk) for pk in order.sections.values_list("job_id", flat=True)]
    assert race(*(lambda pk=pk: tasks.render_section(pk) for pk in ids)) == [None, None]
    assert queued() == [("reports.tasks.compose", str(order.composing_id))]


def test_a_section_that_fails_says_why_in_a_document_that_is_whole(new_session, snapshot, broken, make):
    broken("3.1")
    order = order_output(session=new_session("4.1", "3.1", snapshot=snapshot))
    first, second = order.sections.order_by("position")
    tasks.render_section(str(first.job_id))
    with pytest.raises(ZeroDivisionError):
        tasks.render_section(str(second.job_id))
    order = make(order, sections=False)
    assert order.job.state == Job.State.DONE
    assert order.composing.result["failed"] == ["3.1"]
    assert "This exercise could not be printed." in order.html
    assert "ZeroDivisionError: nothing to divide by" in order.html
    assert "Which stage do we repair first" in order.html
    assert Output.objects.get().version == 1


def test_composing_waits_for_every_section(order):
    tasks.compose(str(order.composing_id))
    order.refresh_from_db()
    assert (order.html, order.composing.state) == ("", Job.State.WAITING)


def test_a_cancelled_order_makes_nothing(order, make):
    request_cancel(job=order.job)
    made = make(order)
    assert (made.html, made.job.state) == ("", Job.State.CANCELLED)
    assert not Output.objects.exists()


def test_tasks_for_jobs_that_are_gone_end_quietly(db):
    gone = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff"
    for task in (tasks.render_section, tasks.compose, tasks.print_order):
        assert task(gone) is None
