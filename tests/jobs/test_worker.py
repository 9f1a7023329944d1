import threading

import pytest
from celery import current_app, shared_task
from celery.contrib.testing.worker import start_worker

from jobs.actions import order_job
from jobs.models import Job
from jobs.work import run_job


@shared_task
def count_letters(job_id):
    run_job(job_id, lambda work: {"letters": len(work.job.arguments["text"])})


@pytest.mark.django_db(transaction=True)
def test_a_real_worker_does_an_ordered_job(organisation, queued):
    """From the order's commit through the broker to the row's end, nothing called by hand."""
    with start_worker(current_app, pool="solo", perform_ping_check=False, shutdown_timeout=30):
        job = order_job(
            organisation=organisation, title="Count", task=count_letters.name, arguments={"text": "Nordhafen"}
        )
        for _ in range(600):
            job.refresh_from_db()
            if job.has_ended:
                break
            threading.Event().wait(0.05)
    assert (job.state, job.result, job.attempts) == (Job.State.DONE, {"letters": 9}, 1)
