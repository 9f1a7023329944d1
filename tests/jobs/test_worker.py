import pytest
from celery import shared_task

from jobs.actions import order_job
from jobs.models import Job
from jobs.work import run_job


@shared_task
def count_letters(job_id):
    run_job(job_id, lambda work: {"letters": len(work.job.arguments["text"])})


@shared_task(name="datasets.tasks.count_letters")  # by its name it goes to another queue
def count_letters_elsewhere(job_id):
    count_letters(job_id)


@pytest.mark.django_db(transaction=True)
def test_a_real_worker_does_an_ordered_job(organisation, work_off):
    """From the order's commit through the broker to the row's end, in one queue after another."""
    for task, queue in ((count_letters_elsewhere, "analysis"), (count_letters, "default")):
        job = work_off(
            lambda name=task.name: order_job(
                organisation=organisation, title="Count", task=name, arguments={"text": "Nordhafen"}
            ),
            queue,
        )
        assert (job.state, job.result, job.attempts) == (Job.State.DONE, {"letters": 9}, 1)
