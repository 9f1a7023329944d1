"""How a task does a job: takes it, renews its lease in the background, ends it."""

import logging
import os
import socket
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings
from django.db import DatabaseError, connection

from jobs.actions import (
    Cancelled,
    LeaseLost,
    Outcome,
    fail_job,
    finish_job,
    renew_lease,
    report_progress,
    take_job,
)
from jobs.models import Job

logger = logging.getLogger(__name__)


class Refused(Exception):
    """The job cannot be done, for a reason that its reader can act on; the message is shown as it is."""


@dataclass(frozen=True)
class Work:
    """What an action is given: the job, and a way to say how far it is."""

    job: Job

    def progress(self, done: int, total: int, note: str = "") -> None:
        """Raises Cancelled, LeaseLost."""
        report_progress(job=self.job, done=done, total=total, note=note)


def run_job(job_id: str, action: Callable[[Work], Outcome]) -> None:
    """Do the job with `action`, unless it is gone, has ended, or another worker holds it.

    What the action returns becomes the job's result; a callable is called inside the transaction that ends the job, so
    that a worker which lost its lease writes nothing. A failure is kept on the row and raised again for the log.
    """
    job = take_job(job_id=job_id, holder=f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:8]}")
    if job is None:
        logger.info("Job %s is gone, ended, or held by another worker.", job_id)
        return
    try:
        with heartbeat(job):
            finish_job(job=job, outcome=action(Work(job)))
    except LeaseLost:
        logger.warning("Job %s was taken by another worker; nothing was kept.", job_id)
    except Cancelled:
        fail_job(job=job, error="", state=Job.State.CANCELLED)
    except Refused as refusal:
        fail_job(job=job, error=str(refusal))
    except Exception as error:
        fail_job(job=job, error=f"{type(error).__name__}: {error}")
        raise


@contextmanager
def heartbeat(job: Job) -> Iterator[None]:
    """Renews the lease three times per lease from a thread, until the block ends or the lease is lost."""
    stop = threading.Event()
    beating = threading.Thread(target=beat, args=(job, stop), daemon=True, name=f"heartbeat of {job.pk}")
    beating.start()
    try:
        yield
    finally:
        stop.set()
        beating.join(timeout=settings.JOB_LEASE_SECONDS)


def beat(job: Job, stop: threading.Event) -> None:
    try:
        while not stop.wait(settings.JOB_LEASE_SECONDS / 3):
            try:
                renew_lease(job=job)
            except LeaseLost:
                return
            except DatabaseError as error:
                # The next beat may reach the database again; the lease outlasts two that are missed.
                logger.warning("Heartbeat of job %s missed: %s", job.pk, error)
    finally:
        connection.close()
