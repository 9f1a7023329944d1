from datetime import timedelta

import pytest
from django.utils import timezone

from jobs.actions import order_job, take_job
from jobs.models import Job

TASK = "datasets.tasks.check_import"


@pytest.fixture
def order(organisation):
    """Orders a job of a task that need not exist: nothing runs it but the test."""

    def order(title="Import", **fields):
        return order_job(organisation=organisation, title=title, task=TASK, **fields)

    return order


@pytest.fixture
def running(order):
    """A job that a worker holds."""
    return take_job(job_id=str(order().pk), holder="worker one")


@pytest.fixture
def expire():
    """Lets the lease of a job run out."""

    def expire(job):
        Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))

    return expire


@pytest.fixture
def state_of():
    return lambda job: Job.objects.get(pk=job.pk).state
