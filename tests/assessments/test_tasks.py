"""The task that freezes what was learned: every way it ends, and once through a real worker."""

import uuid

import pytest

from assessments import tasks
from assessments.actions import order_learning
from assessments.models import Learning
from jobs.models import Job


@pytest.fixture
def job(sat):
    sat()
    return Job.objects.get()


def ended(job):
    job.refresh_from_db()
    return job.state


def test_the_task_freezes_and_ends_its_job(job):
    tasks.freeze_learning(str(job.pk))
    assert ended(job) == Job.State.DONE
    assert job.result["digest"] == Learning.objects.get().digest


def test_the_task_delivered_twice_freezes_once(job):
    tasks.freeze_learning(str(job.pk))
    tasks.freeze_learning(str(job.pk))
    ended(job)
    assert (job.attempts, Learning.objects.count()) == (1, 1)


def test_the_task_of_a_job_that_is_gone_ends_quietly(db):
    tasks.freeze_learning(str(uuid.uuid4()))
    assert not Learning.objects.exists()


def test_a_job_that_was_cancelled_freezes_nothing(job):
    Job.objects.update(cancel_requested=True)
    tasks.freeze_learning(str(job.pk))
    assert ended(job) == Job.State.CANCELLED
    assert not Learning.objects.exists()


def test_a_program_that_is_gone_is_said(job):
    Job.objects.update(arguments={"program": 0, "module": 4})
    tasks.freeze_learning(str(job.pk))
    assert ended(job) == Job.State.FAILED
    assert job.error == "The program is no longer there."


def test_another_organisations_program_is_not_there(job, other_organisation):
    Job.objects.update(organisation=other_organisation)
    tasks.freeze_learning(str(job.pk))
    assert ended(job) == Job.State.FAILED
    assert not Learning.objects.exists()


def test_too_few_people_is_said_in_one_sentence(sat, room):
    sat(room[:3])
    job = Job.objects.get()
    tasks.freeze_learning(str(job.pk))
    assert ended(job) == Job.State.FAILED
    assert job.error == "Fewer than 5 people sat both papers: nothing is shown of them."


def test_a_job_that_waits_is_not_ordered_again(job, program):
    assert order_learning(program=program, module=4) == job


@pytest.mark.django_db(transaction=True)
def test_a_real_worker_freezes_what_closing_the_paper_ordered(sat, work_off):
    """From the closing of the second paper through the broker to the frozen row, nothing called by hand."""

    def sit():
        sat()
        return Job.objects.get()

    job = work_off(sit, "analysis")
    assert (job.state, job.error) == (Job.State.DONE, "")
    assert Learning.objects.get().digest == job.result["digest"]
